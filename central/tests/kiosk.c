#include "central/tests/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <curl/curl.h>

#include "firmware/base/clock.h"
#include "net/seal/csr.h"
#include "net/seal/sealed.h"
#include "net/seal/sides.h"
#include "net/wire/path.h"

static size_t take_body(char *bytes, size_t one, size_t size, void *context)
{
    (void)one;
    struct test_reply *reply = context;
    size_t room = sizeof reply->body - 1 - reply->size;
    size_t taken = size < room ? size : room;
    memcpy(reply->body + reply->size, bytes, taken);
    reply->size += taken;
    reply->body[reply->size] = '\0';
    return size;
}

static size_t take_header(char *bytes, size_t one, size_t size, void *context)
{
    (void)one;
    struct test_reply *reply = context;
    char line[200];
    snprintf(line, sizeof line, "%.*s", (int)size, bytes);
    sscanf(line, "ETag: %31s", reply->etag);
    return size;
}

static struct curl_blob blob(const char *text)
{
    return (struct curl_blob){.data = (void *)(uintptr_t)text, .len = strlen(text), .flags = CURL_BLOB_NOCOPY};
}

static void set_up(struct test_kiosk *kiosk)
{
    struct curl_blob ca = blob(kiosk->ca);
    kiosk->curl = curl_easy_init();
    assert_non_null(kiosk->curl);
    curl_easy_setopt(kiosk->curl, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(kiosk->curl, CURLOPT_CAINFO_BLOB, &ca);
    if (kiosk->certificate[0]) {
        struct curl_blob certificate = blob(kiosk->certificate);
        struct curl_blob key = blob(kiosk->tls_key_pem);
        curl_easy_setopt(kiosk->curl, CURLOPT_SSLCERT_BLOB, &certificate);
        curl_easy_setopt(kiosk->curl, CURLOPT_SSLKEY_BLOB, &key);
    }
    curl_easy_setopt(kiosk->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(kiosk->curl, CURLOPT_WRITEDATA, &kiosk->reply);
    curl_easy_setopt(kiosk->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(kiosk->curl, CURLOPT_HEADERDATA, &kiosk->reply);
    curl_easy_setopt(kiosk->curl, CURLOPT_TIMEOUT_MS, 20000L);
    curl_easy_setopt(kiosk->curl, CURLOPT_NOSIGNAL, 1L);
}

void kiosk_reconnect(struct test_kiosk *kiosk)
{
    curl_easy_cleanup(kiosk->curl);
    set_up(kiosk);
}

void kiosk_share(struct test_kiosk *kiosk, const struct test_kiosk *with)
{
    *kiosk = *with;
    set_up(kiosk);
}

void kiosk_unshare(struct test_kiosk *kiosk) { curl_easy_cleanup(kiosk->curl); }

void kiosk_find(struct test_kiosk *kiosk, const char *address)
{
    snprintf(kiosk->url, sizeof kiosk->url, "https://%s", address);
    kiosk_reconnect(kiosk);
}

static struct curl_slist *headers_of(struct test_kiosk *kiosk, const char *method)
{
    char text[BSM_UUID_TEXT_SIZE];
    char line[128];
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    if (strcmp(method, "GET") != 0 && !bsm_uuid_is_none(&kiosk->key)) {
        bsm_uuid_text(&kiosk->key, text);
        snprintf(line, sizeof line, BSM_WIRE_HEADER_KEY ": %s", text);
        headers = curl_slist_append(headers, line);
        headers = curl_slist_append(headers, "Content-Type: application/json");
    }
    if (kiosk->reply.etag[0]) {
        snprintf(line, sizeof line, "If-None-Match: %s", kiosk->reply.etag);
        headers = curl_slist_append(headers, line);
    }
    return headers;
}

/* The last request's key and body, once. 0: no answer came. */
static int perform_with(struct test_kiosk *kiosk, const char *method, const char *path, const char *body, size_t size)
{
    char url[256];
    snprintf(url, sizeof url, "%s%s", kiosk->url, path);
    struct curl_slist *headers = headers_of(kiosk, method);
    memset(&kiosk->reply, 0, sizeof kiosk->reply);
    curl_easy_setopt(kiosk->curl, CURLOPT_URL, url);
    curl_easy_setopt(kiosk->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(kiosk->curl, CURLOPT_HTTPGET, 1L);
    if (body) {
        curl_easy_setopt(kiosk->curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(kiosk->curl, CURLOPT_POSTFIELDSIZE, (long)size);
    }
    curl_easy_setopt(kiosk->curl, CURLOPT_CUSTOMREQUEST, method);
    long status = 0;
    if (curl_easy_perform(kiosk->curl) == CURLE_OK) {
        curl_easy_getinfo(kiosk->curl, CURLINFO_RESPONSE_CODE, &status);
    }
    curl_slist_free_all(headers);
    kiosk->reply.status = (int)status;
    return kiosk->reply.status;
}

static int perform(struct test_kiosk *kiosk, const char *method, const char *path, bool has_body)
{
    return perform_with(kiosk, method, path, has_body ? kiosk->body : NULL, strlen(kiosk->body));
}

int kiosk_ask_large(struct test_kiosk *kiosk, const char *path, size_t size)
{
    char *body = malloc(size);
    assert_non_null(body);
    memset(body, ' ', size);
    kiosk->key = bsm_uuid7(bsm_clock_unix_ms());
    int status = perform_with(kiosk, "POST", path, body, size);
    free(body);
    return status;
}

int kiosk_ask(struct test_kiosk *kiosk, const char *method, const char *path, const char *body,
              const struct bsm_uuid *key)
{
    kiosk->key = key ? *key : bsm_uuid7(bsm_clock_unix_ms());
    if (body && body != kiosk->body) {
        assert_true(strlen(body) < sizeof kiosk->body);
        memcpy(kiosk->body, body, strlen(body) + 1);
    }
    int status = perform(kiosk, method, path, body != NULL);
    while (status == 0 && kiosk->on_silence && kiosk->on_silence(kiosk)) {
        status = perform(kiosk, method, path, body != NULL);
    }
    return status;
}

int kiosk_call(struct test_kiosk *kiosk, enum bsm_wire_call call, const char *body, const struct bsm_uuid *key)
{
    char path[BSM_WIRE_PATH_SIZE];
    bsm_wire_path_format(call, &kiosk->visit, path);
    return kiosk_ask(kiosk, bsm_wire_call_method(call), path, body, key);
}

enum bsm_problem kiosk_problem(struct test_kiosk *kiosk, struct bsm_wire_problem *problem)
{
    struct bsm_wire_problem own;
    problem = problem ? problem : &own;
    if (kiosk->reply.status < 400 || bsm_wire_problem_decode(kiosk->reply.body, kiosk->reply.size, problem) != BSM_OK) {
        return BSM_PROBLEM_NONE;
    }
    return problem->problem;
}

void kiosk_enrol(struct test_kiosk *kiosk, struct test_centre *centre, const char *device)
{
    static struct bsm_wire_enrol enrol;
    static struct bsm_wire_enrolled enrolled;
    struct bsm_ec_point point;
    memset(kiosk, 0, sizeof *kiosk);
    memset(&enrol, 0, sizeof enrol);
    snprintf(kiosk->url, sizeof kiosk->url, "https://%s", bsm_http_address(centre->http));
    memcpy(kiosk->ca, centre->state.ca_pem, sizeof kiosk->ca);
    centre_add_token(centre, device, enrol.secret, bsm_clock_unix_ms() + 60000);
    assert_int_equal(bsm_ec_key_create(&kiosk->tls_key), BSM_OK);
    assert_int_equal(bsm_ec_key_create(&kiosk->capture_key), BSM_OK);
    assert_int_equal(bsm_ec_key_to_pem(kiosk->tls_key, kiosk->tls_key_pem), BSM_OK);
    assert_int_equal(bsm_csr_write(kiosk->tls_key, device, enrol.csr), BSM_OK);
    bsm_ec_key_public(kiosk->capture_key, &point);
    assert_int_equal(bsm_ec_point_to_pem(&point, enrol.capture_key), BSM_OK);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_enrol_encode(&enrol, &text), BSM_OK);
    set_up(kiosk);
    assert_int_equal(kiosk_call(kiosk, BSM_WIRE_ENROL, text.bytes, NULL), 200);
    bsm_wire_text_finish(&text);
    assert_int_equal(bsm_wire_enrolled_decode(kiosk->reply.body, kiosk->reply.size, &enrolled), BSM_OK);
    assert_string_equal(enrolled.device, device);
    memcpy(kiosk->device, enrolled.device, sizeof kiosk->device);
    memcpy(kiosk->certificate, enrolled.certificate, sizeof kiosk->certificate);
    assert_int_equal(bsm_ec_point_from_pem(enrolled.centre_seal, strlen(enrolled.centre_seal), &kiosk->seal_key),
                     BSM_OK);
    kiosk_reconnect(kiosk);
}

void kiosk_finish(struct test_kiosk *kiosk)
{
    curl_easy_cleanup(kiosk->curl);
    bsm_ec_key_destroy(kiosk->tls_key);
    bsm_ec_key_destroy(kiosk->capture_key);
}

/* The calls. */

static int send_text(struct test_kiosk *kiosk, enum bsm_wire_call call, enum bsm_status encoded,
                     struct bsm_wire_text *text)
{
    assert_int_equal(encoded, BSM_OK);
    int status = kiosk_call(kiosk, call, text->bytes, NULL);
    bsm_wire_text_finish(text);
    return status;
}

int kiosk_open(struct test_kiosk *kiosk)
{
    struct bsm_wire_open open = {.visit = bsm_uuid7(bsm_clock_unix_ms()),
                                 .purpose = kiosk->purpose ? kiosk->purpose : BSM_ACTION_ACTIVATE,
                                 .site = "test",
                                 .time_unix_ms = bsm_clock_unix_ms()};
    struct bsm_wire_text text = {0};
    struct bsm_wire_opened opened;
    int status = send_text(kiosk, BSM_WIRE_OPEN, bsm_wire_open_encode(&open, &text), &text);
    if (status == 201) {
        assert_int_equal(bsm_wire_opened_decode(kiosk->reply.body, kiosk->reply.size, &opened), BSM_OK);
        kiosk->visit = open.visit;
        memcpy(kiosk->nonce, opened.nonce, sizeof kiosk->nonce);
        memset(kiosk->previous_hash, 0, sizeof kiosk->previous_hash);
    }
    return status;
}

int kiosk_claim(struct test_kiosk *kiosk, unsigned person, const char *birth_date, struct bsm_wire_claimed *claimed)
{
    struct bsm_wire_claim claim;
    struct bsm_wire_claimed own;
    person_number(person, claim.id_number);
    person_birth_date(person, claim.birth_date);
    if (birth_date) {
        snprintf(claim.birth_date, sizeof claim.birth_date, "%s", birth_date);
    }
    struct bsm_wire_text text = {0};
    int status = send_text(kiosk, BSM_WIRE_CLAIM, bsm_wire_claim_encode(&claim, &text), &text);
    if (status == 200) {
        assert_int_equal(bsm_wire_claimed_decode(kiosk->reply.body, kiosk->reply.size, claimed ? claimed : &own),
                         BSM_OK);
    }
    return status;
}

void kiosk_fill_capture(struct test_kiosk *kiosk, enum bsm_modality modality, enum bsm_position position,
                        const struct bsm_record *record, struct bsm_wire_capture *capture)
{
    bool face = modality == BSM_MODALITY_FACE;
    const struct bsm_record_part *part = face ? &record->face : &record->fingers[position];
    memset(capture, 0, sizeof *capture);
    capture->visit = kiosk->visit;
    memcpy(capture->nonce, kiosk->nonce, sizeof capture->nonce);
    memcpy(capture->previous_hash, kiosk->previous_hash, sizeof capture->previous_hash);
    capture->seq = ++kiosk->seq;
    memcpy(capture->device, kiosk->device, sizeof capture->device);
    snprintf(capture->reader, sizeof capture->reader, "test");
    capture->captured_unix_ms = bsm_clock_unix_ms();
    capture->modality = modality;
    capture->position = position;
    capture->quality = 80;
    snprintf(capture->engine, sizeof capture->engine, "%s", face ? BSM_FACE_ENGINE : BSM_FINGER_ENGINE);
    snprintf(capture->engine_version, sizeof capture->engine_version, "1");
    capture->has_liveness = face;
    if (face) {
        capture->liveness =
            (struct bsm_wire_liveness){.alive = true, .challenge = BSM_CHALLENGE_SIDEWAYS, .passed = true};
        bsm_challenge_sides_text(BSM_CHALLENGE_SIDEWAYS, 0, bsm_challenge_sides(capture->nonce, sizeof capture->nonce, 0),
                                 capture->liveness.sides);
        capture->portrait_size = (uint32_t)kiosk->portrait_size;
        memcpy(capture->portrait, kiosk->portrait ? kiosk->portrait : capture->portrait, kiosk->portrait_size);
    }
    capture->template_size = (uint32_t)part->size;
    memcpy(capture->template_bytes, part->bytes, part->size);
}

int kiosk_send_capture(struct test_kiosk *kiosk, const struct bsm_wire_capture *capture)
{
    static char jws[BSM_JWS_SIZE];
    static struct bsm_wire_sealed sealed;
    static uint8_t sealed_text[BSM_SEAL_TEXT_SIZE];
    size_t jws_size = 0;
    size_t text_size = 0;
    struct bsm_wire_text payload = {0};
    struct bsm_wire_text text = {0};
    struct bsm_signer signer = bsm_ec_key_signer(kiosk->capture_key);
    assert_int_equal(bsm_wire_capture_encode(capture, &payload), BSM_OK);
    assert_int_equal(bsm_jws_sign(&signer, kiosk->device, payload.bytes, payload.size, jws, &jws_size), BSM_OK);
    bsm_wire_text_finish(&payload);
    assert_int_equal(bsm_seal(&kiosk->seal_key, &kiosk->visit, kiosk->device, jws, jws_size, sealed.kid, sealed.enc,
                              sealed_text, &text_size),
                     BSM_OK);
    memcpy(sealed.text, sealed_text, text_size);
    sealed.text_size = (uint32_t)text_size;
    int status = send_text(kiosk, BSM_WIRE_CAPTURE, bsm_wire_sealed_encode(&sealed, &text), &text);
    if (status == 201) {
        bsm_sha256(jws, jws_size, kiosk->previous_hash);
    }
    return status;
}

static void capture(struct test_kiosk *kiosk, enum bsm_modality modality, enum bsm_position position,
                    const struct bsm_record *record)
{
    static struct bsm_wire_capture capture;
    kiosk_fill_capture(kiosk, modality, position, record, &capture);
    assert_int_equal(kiosk_send_capture(kiosk, &capture), 201);
}

void kiosk_capture_all(struct test_kiosk *kiosk, unsigned fingers_of, unsigned face_of, unsigned view)
{
    struct bsm_record fingers = person_record(fingers_of, view);
    struct bsm_record face = person_record(face_of, view);
    capture(kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, &fingers);
    capture(kiosk, BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, &fingers);
    capture(kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, &face);
    bsm_record_finish(&fingers);
    bsm_record_finish(&face);
}

void kiosk_capture_fingers(struct test_kiosk *kiosk, const enum bsm_position *fingers, unsigned person, unsigned view)
{
    struct bsm_record record = person_record(person, view);
    for (; *fingers != BSM_POSITION_NONE; fingers++) {
        capture(kiosk, BSM_MODALITY_FINGER, *fingers, &record);
    }
    capture(kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, &record);
    bsm_record_finish(&record);
}

int kiosk_missing(struct test_kiosk *kiosk, uint32_t fingers, struct bsm_wire_claimed *claimed)
{
    struct bsm_wire_missing missing = {0};
    struct bsm_wire_claimed own;
    struct bsm_wire_text text = {0};
    for (int finger = 1; finger <= BSM_POSITION_MAX; finger++) {
        if (fingers >> finger & 1) {
            missing.fingers[missing.fingers_count++] = (enum bsm_position)finger;
        }
    }
    int status = send_text(kiosk, BSM_WIRE_MISSING, bsm_wire_missing_encode(&missing, &text), &text);
    if (status == 200) {
        assert_int_equal(bsm_wire_claimed_decode(kiosk->reply.body, kiosk->reply.size, claimed ? claimed : &own),
                         BSM_OK);
    }
    return status;
}

int kiosk_verify(struct test_kiosk *kiosk, struct bsm_wire_verified *verified)
{
    int status = kiosk_call(kiosk, BSM_WIRE_VERIFY, "{}", NULL);
    if (status == 200) {
        assert_int_equal(bsm_wire_verified_decode(kiosk->reply.body, kiosk->reply.size, verified), BSM_OK);
    }
    return status;
}

int kiosk_check_code(struct test_kiosk *kiosk, const char *code)
{
    struct bsm_wire_code typed;
    struct bsm_wire_text text = {0};
    snprintf(typed.code, sizeof typed.code, "%s", code);
    return send_text(kiosk, BSM_WIRE_CHECK_CODE, bsm_wire_code_encode(&typed, &text), &text);
}

int kiosk_send_code(struct test_kiosk *kiosk, const char *mobile)
{
    struct bsm_wire_send_code wish = {.mobile = ""};
    struct bsm_wire_text text = {0};
    snprintf(wish.mobile, sizeof wish.mobile, "%s", mobile);
    return send_text(kiosk, BSM_WIRE_SEND_CODE, bsm_wire_send_code_encode(&wish, &text), &text);
}

int kiosk_user_name(struct test_kiosk *kiosk, const char *user_name)
{
    struct bsm_wire_user_name wish;
    struct bsm_wire_text text = {0};
    snprintf(wish.user_name, sizeof wish.user_name, "%s", user_name);
    return send_text(kiosk, BSM_WIRE_USER_NAME, bsm_wire_user_name_encode(&wish, &text), &text);
}

int kiosk_complete_with(struct test_kiosk *kiosk, enum bsm_action action, const char *password)
{
    struct bsm_wire_complete complete = {.action = action, .consent_version = 1};
    struct bsm_wire_text text = {0};
    snprintf(complete.password, sizeof complete.password, "%s", password);
    return send_text(kiosk, BSM_WIRE_COMPLETE, bsm_wire_complete_encode(&complete, &text), &text);
}

int kiosk_complete(struct test_kiosk *kiosk) { return kiosk_complete_with(kiosk, BSM_ACTION_ACTIVATE, ""); }
