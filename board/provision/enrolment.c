#include "board/provision/enrolment.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board/provision/exchange.h"
#include "board/provision/folder.h"
#include "firmware/base/clock.h"
#include "firmware/base/config.h"
#include "firmware/base/wipe.h"
#include "net/seal/key_store.h"
#include "net/seal/signed_config.h"
#include "net/seal/x509_verify.h"

enum { PATH_ROOM = 512, SKEW_MS = 120 * 1000 };

__attribute__((format(printf, 2, 3))) static enum bsm_status fail(enum bsm_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("basma-provision: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs(".\n", stderr);
    va_end(arguments);
    return status;
}

/*
 * The request.
 */

static enum bsm_status make_keys(const struct bsm_enrolment *enrolment, struct bsm_key_store **store)
{
    char path[PATH_ROOM];
    enum bsm_status status = bsm_folder_make(enrolment->state);
    if (status != BSM_OK)
        return fail(status, "the folder %s cannot be made: %s", enrolment->state, strerror(errno));
    snprintf(path, sizeof path, "%s/keys", enrolment->state);
    status = bsm_key_store_open_files(path, store);
    if (status == BSM_OK)
        status = bsm_key_store_create(*store, BSM_KEY_TLS);
    if (status == BSM_OK)
        status = bsm_key_store_create(*store, BSM_KEY_CAPTURE);
    if (status == BSM_DENIED)
        return fail(status, "a key in %s may be read by others; if it is this kiosk's, chmod 600 it, else remove it",
                    path);
    if (status != BSM_OK)
        return fail(status, "the keys in %s cannot be made or read (%s)", path, bsm_status_name(status));
    return BSM_OK;
}

static enum bsm_status fill_wish(const struct bsm_enrolment *enrolment, struct bsm_key_store *store,
                                 struct bsm_wire_enrol *wish)
{
    struct bsm_ec_point capture;
    char csr[BSM_CSR_PEM_SIZE];
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    /* The centre decides the name in the certificate. */
    enum bsm_status status = bsm_key_store_csr(store, BSM_KEY_TLS, "basma-kiosk", csr);
    if (status == BSM_OK)
        status = bsm_key_store_public_key(store, BSM_KEY_CAPTURE, &capture);
    if (status == BSM_OK)
        status = bsm_ec_point_to_pem(&capture, pem);
    if (status != BSM_OK)
        return status;
    memcpy(wish->secret, enrolment->token->secret, sizeof wish->secret);
    snprintf(wish->csr, sizeof wish->csr, "%s", csr);
    snprintf(wish->capture_key, sizeof wish->capture_key, "%s", pem);
    return BSM_OK;
}

/* The same body gives the same key (a version 8 UUID, RFC 9562): asking again is asking for the same thing. */
static struct bsm_uuid key_of(const struct bsm_wire_text *body)
{
    struct bsm_uuid key;
    uint8_t hash[BSM_SHA256_SIZE];
    bsm_sha256(body->bytes, body->size, hash);
    memcpy(key.bytes, hash, sizeof key.bytes);
    key.bytes[6] = (uint8_t)((key.bytes[6] & 0x0f) | 0x80);
    key.bytes[8] = (uint8_t)((key.bytes[8] & 0x3f) | 0x80);
    return key;
}

static enum bsm_status make_request(const struct bsm_enrolment *enrolment, struct bsm_wire_text *body)
{
    struct bsm_key_store *store = NULL;
    struct bsm_wire_enrol *wish = calloc(1, sizeof *wish);
    enum bsm_status status = wish ? make_keys(enrolment, &store) : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        status = fill_wish(enrolment, store, wish);
        if (status == BSM_OK)
            status = bsm_wire_enrol_encode(wish, body);
        if (status != BSM_OK)
            fail(status, "the request cannot be made (%s)", bsm_status_name(status));
    }
    bsm_wipe_free(wish, sizeof *wish);
    bsm_key_store_destroy(store);
    return status;
}

/*
 * The answer.
 */

static enum bsm_status explain_refusal(const struct bsm_heard *heard)
{
    struct bsm_wire_problem problem;
    if (bsm_wire_problem_decode(heard->body.bytes, heard->body.size, &problem) != BSM_OK)
        return fail(BSM_INVALID, "the server answered %d and is no Basma centre", heard->http_status);
    const char *between = problem.detail[0] ? ": " : "";
    if (problem.problem == BSM_PROBLEM_DEVICE_UNKNOWN || problem.problem == BSM_PROBLEM_DEVICE_REVOKED)
        return fail(
            BSM_DENIED,
            "the centre does not take this token%s%s. A token serves once and for a short time: print a new one "
            "with `basma-central token`",
            between, problem.detail);
    return fail(heard->http_status >= 500 ? BSM_GONE : BSM_DENIED, "the centre refuses: %s%s%s",
                bsm_problem_name(problem.problem), between, problem.detail);
}

static void warn_of_skew(int64_t server_unix_ms)
{
    int64_t skew_ms = bsm_clock_unix_ms() - server_unix_ms;
    if (server_unix_ms > 0 && (skew_ms > SKEW_MS || skew_ms < -SKEW_MS))
        fprintf(stderr,
                "basma-provision: this machine's clock is %" PRId64 " s off the centre's; set it, or the kiosk will "
                "refuse its configuration.\n",
                skew_ms / 1000);
}

static enum bsm_status check_certificate(const struct bsm_enrolment *enrolment,
                                         const struct bsm_wire_enrolled *enrolled, int64_t now_unix_s)
{
    char path[PATH_ROOM];
    struct bsm_key_store *store = NULL;
    struct bsm_ec_point key;
    struct bsm_x509_identity identity;
    snprintf(path, sizeof path, "%s/keys", enrolment->state);
    enum bsm_status status = bsm_key_store_open_files(path, &store);
    if (status == BSM_OK)
        status = bsm_key_store_public_key(store, BSM_KEY_TLS, &key);
    bsm_key_store_destroy(store);
    if (status == BSM_OK)
        status = bsm_x509_verify_client(enrolled->ca, enrolled->certificate, strlen(enrolled->certificate), now_unix_s,
                                        &identity);
    if (status == BSM_OK &&
        (memcmp(&identity.key, &key, sizeof key) != 0 || strcmp(identity.common_name, enrolled->device) != 0))
        status = BSM_DENIED;
    if (status != BSM_OK)
        return fail(status, "the certificate that the centre gave is not this kiosk's, or is not valid now");
    return BSM_OK;
}

/* A kiosk whose configuration names another server key than the one it has just spoken to would never reach it
 * again. */
static enum bsm_status check_pin(const struct bsm_enrolment *enrolment, const struct bsm_signed_config *config)
{
    struct bsm_config keys;
    char pin[BSM_X509_PIN_SIZE];
    bsm_x509_pin_text(enrolment->token->server_pin, pin);
    bsm_config_open(&keys, "signed configuration", config->text, config->text_size);
    bool same = strcmp(bsm_config_text(&keys, "centre_pin", pin), pin) == 0;
    bsm_config_finish(&keys);
    if (same)
        return BSM_OK;
    return fail(BSM_DENIED,
                "the configuration's centre_pin is not the key of the server that the token names. Correct or remove "
                "centre_pin in the centre's settings, issue them with `basma-central config`, and run this again");
}

/* Nothing is written before all of it is what the token promised. */
static enum bsm_status check_answer(const struct bsm_enrolment *enrolment, const struct bsm_wire_enrolled *enrolled,
                                    int64_t now_unix_s)
{
    static struct bsm_signed_config config;
    struct bsm_x509_identity ca;
    struct bsm_ec_point seal;
    struct bsm_ec_point sign;
    if (bsm_x509_identify(enrolled->ca, strlen(enrolled->ca), &ca) != BSM_OK ||
        !bsm_secret_equal(ca.sha256, enrolment->token->ca_sha256, sizeof ca.sha256))
        return fail(BSM_DENIED,
                    "the CA that the server gave is not the token's: its fingerprint is another. Print a new "
                    "token at the centre; if this happens again, somebody stands between");
    if (bsm_ec_point_from_pem(enrolled->centre_seal, strlen(enrolled->centre_seal), &seal) != BSM_OK ||
        bsm_ec_point_from_pem(enrolled->config_sign, strlen(enrolled->config_sign), &sign) != BSM_OK)
        return fail(BSM_INVALID, "the centre gave a key that is none");
    enum bsm_status status = check_certificate(enrolment, enrolled, now_unix_s);
    if (status != BSM_OK)
        return status;
    status = bsm_signed_config_verify(enrolled->config, strlen(enrolled->config), &sign, enrolled->device, now_unix_s,
                                      &config);
    return status == BSM_OK ? check_pin(enrolment, &config) : fail(status, "%s", config.error);
}

static enum bsm_status take_answer(const struct bsm_enrolment *enrolment, const struct bsm_heard *heard)
{
    if (heard->http_status != 200 && heard->http_status != 201)
        return explain_refusal(heard);
    struct bsm_wire_enrolled *enrolled = calloc(1, sizeof *enrolled);
    if (!enrolled)
        return fail(BSM_NO_MEMORY, "out of memory");
    int64_t now_ms = heard->server_unix_ms > 0 ? heard->server_unix_ms : bsm_clock_unix_ms();
    enum bsm_status status = bsm_wire_enrolled_decode(heard->body.bytes, heard->body.size, enrolled);
    if (status != BSM_OK) {
        fail(status, "the answer of the centre cannot be read; is it of the same version?");
    } else {
        warn_of_skew(heard->server_unix_ms);
        status = check_answer(enrolment, enrolled, now_ms / 1000);
    }
    if (status == BSM_OK) {
        status = bsm_folder_write(enrolment->state, enrolled);
        if (status != BSM_OK)
            fail(status, "%s cannot be written: %s. Mend that and run this again with the same token", enrolment->state,
                 strerror(errno));
    }
    free(enrolled);
    return status;
}

static void pin_text(const struct bsm_enrolment *enrolment, char pin[BSM_X509_PIN_SIZE])
{
    bsm_x509_pin_text(enrolment->token->server_pin, pin);
}

static enum bsm_status ask(const struct bsm_enrolment *enrolment, const struct bsm_wire_text *body)
{
    char pin[BSM_X509_PIN_SIZE];
    struct bsm_heard heard;
    struct bsm_uuid key = key_of(body);
    pin_text(enrolment, pin);
    enum bsm_status status = bsm_exchange_enrol(enrolment->url, pin, &key, body, &heard);
    if (status != BSM_OK)
        fail(status, "%s", heard.reason);
    else
        status = take_answer(enrolment, &heard);
    bsm_heard_finish(&heard);
    return status;
}

/* The last step: the way that the uplink will go. */
static enum bsm_status prove(const struct bsm_enrolment *enrolment)
{
    char pin[BSM_X509_PIN_SIZE];
    struct bsm_heard heard;
    pin_text(enrolment, pin);
    enum bsm_status status = bsm_exchange_config(enrolment->url, pin, enrolment->state, &heard);
    if (status != BSM_OK)
        fail(status, "this kiosk is enrolled, but mutual TLS does not work: %s", heard.reason);
    else if (heard.http_status != 200)
        status = fail(BSM_DENIED, "this kiosk is enrolled, but the centre answers %d to it", heard.http_status);
    bsm_heard_finish(&heard);
    return status;
}

enum bsm_status bsm_enrolment_run(const struct bsm_enrolment *enrolment)
{
    struct bsm_wire_text body = {0};
    enum bsm_status status = make_request(enrolment, &body);
    if (status == BSM_OK)
        status = ask(enrolment, &body);
    if (status == BSM_OK)
        status = prove(enrolment);
    bsm_wire_text_finish(&body);
    return status;
}
