#include "central/state/state.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "central/store/store.h"
#include "firmware/base/file.h"
#include "firmware/base/random.h"
#include "firmware/base/wipe.h"
#include "net/seal/x509_verify.h"

enum { HOUR_S = 3600, YEAR_S = 365 * 24 * HOUR_S, CA_YEARS = 20, SERVER_YEARS = 5 };

void bsm_state_path(const char *folder, const char *name, char path[BSM_STATE_PATH_SIZE])
{
    snprintf(path, BSM_STATE_PATH_SIZE, "%s/%s", folder, name);
}

static enum bsm_status say(enum bsm_status status, char why[BSM_STATE_WHY_SIZE], const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static enum bsm_status say(enum bsm_status status, char why[BSM_STATE_WHY_SIZE], const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(why, BSM_STATE_WHY_SIZE, format, list);
    va_end(list);
    return status;
}

/* Making. */

static enum bsm_status write_named(const char *folder, const char *name, const void *bytes, size_t size)
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(folder, name, path);
    return bsm_file_write(path, bytes, size, 0600);
}

static enum bsm_status make_key(const char *folder, const char *name, struct bsm_ec_key **key)
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(folder, name, path);
    enum bsm_status status = bsm_ec_key_create(key);
    return status == BSM_OK ? bsm_ec_key_save(*key, path) : status;
}

static struct bsm_x509_validity from_now(int years)
{
    int64_t now = time(NULL);
    return (struct bsm_x509_validity){now - HOUR_S, now + (int64_t)years * YEAR_S};
}

static enum bsm_status make_ca(const char *folder, struct bsm_ec_key **key, char pem[BSM_X509_PEM_SIZE])
{
    enum bsm_status status = make_key(folder, "ca.key", key);
    if (status == BSM_OK) {
        status = bsm_x509_create_ca(*key, "Basma-CA", from_now(CA_YEARS), pem);
    }
    return status == BSM_OK ? write_named(folder, "ca.crt", pem, strlen(pem)) : status;
}

static enum bsm_status make_server(const char *folder, struct bsm_ec_key *ca_key, const char *ca_pem,
                                   const char *const *names, size_t names_count)
{
    struct bsm_ec_key *key = NULL;
    enum bsm_status status = make_key(folder, "server.key", &key);
    if (status == BSM_OK) {
        struct bsm_ec_point point;
        char pem[BSM_X509_PEM_SIZE];
        bsm_ec_key_public(key, &point);
        status = bsm_x509_issue_server(ca_key, ca_pem, &point, names, names_count, from_now(SERVER_YEARS), pem);
        status = status == BSM_OK ? write_named(folder, "server.crt", pem, strlen(pem)) : status;
    }
    bsm_ec_key_destroy(key);
    return status;
}

static enum bsm_status make_pair(const char *folder, const char *key_name, const char *public_name)
{
    struct bsm_ec_key *key = NULL;
    enum bsm_status status = make_key(folder, key_name, &key);
    if (status == BSM_OK) {
        struct bsm_ec_point point;
        char pem[BSM_EC_PUBLIC_PEM_SIZE];
        bsm_ec_key_public(key, &point);
        status = bsm_ec_point_to_pem(&point, pem);
        status = status == BSM_OK ? write_named(folder, public_name, pem, strlen(pem)) : status;
    }
    bsm_ec_key_destroy(key);
    return status;
}

static enum bsm_status make_secret(const char *folder)
{
    struct bsm_digest_key secret;
    bsm_random_bytes(secret.bytes, sizeof secret.bytes);
    enum bsm_status status = write_named(folder, "secret", secret.bytes, sizeof secret.bytes);
    bsm_wipe(&secret, sizeof secret);
    return status;
}

static enum bsm_status make_register(const char *folder)
{
    char path[BSM_STATE_PATH_SIZE];
    struct bsm_store *store = NULL;
    bsm_state_path(folder, "central.db", path);
    enum bsm_status status = bsm_store_open(path, true, &store);
    bsm_store_close(store);
    return status;
}

static enum bsm_status make_all(const char *folder, const char *const *names, size_t names_count)
{
    struct bsm_ec_key *ca_key = NULL;
    char ca_pem[BSM_X509_PEM_SIZE];
    enum bsm_status status = make_ca(folder, &ca_key, ca_pem);
    if (status == BSM_OK) {
        status = make_server(folder, ca_key, ca_pem, names, names_count);
    }
    bsm_ec_key_destroy(ca_key);
    if (status == BSM_OK) {
        status = make_pair(folder, "seal.key", "seal.pem");
    }
    if (status == BSM_OK) {
        status = make_pair(folder, "config-sign.key", "config-sign.pem");
    }
    if (status == BSM_OK) {
        status = make_pair(folder, "receipt.key", "receipt.pem");
    }
    if (status == BSM_OK) {
        status = make_secret(folder);
    }
    return status == BSM_OK ? make_register(folder) : status;
}

/* So that a try that failed can be made again. */
static void remove_all(const char *folder)
{
    static const char *const names[] = {"ca.key",         "ca.crt",        "server.key",      "server.crt",
                                        "seal.key",       "seal.pem",      "config-sign.key", "config-sign.pem",
                                        "receipt.key",    "receipt.pem",   "secret",          "central.db",
                                        "central.db-wal", "central.db-shm"};
    int error = errno;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[BSM_STATE_PATH_SIZE];
        bsm_state_path(folder, names[i], path);
        unlink(path);
    }
    errno = error;
}

enum bsm_status bsm_state_create(const char *folder, const char *const *names, size_t names_count,
                                 char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    if (strlen(folder) + 32 > BSM_STATE_PATH_SIZE) {
        return say(BSM_INVALID, why, "the folder's name is too long");
    }
    /* The register is made last: where there is none, a power cut left a part, which nobody has used. */
    bsm_state_path(folder, "central.db", path);
    if (!access(path, F_OK)) {
        return say(BSM_DENIED, why, "%.200s holds a centre already: choose another folder", folder);
    }
    if (bsm_file_make_folders(folder, 0700) != BSM_OK) {
        return say(BSM_FAULT, why, "cannot make %.200s: %s", folder, strerror(errno));
    }
    umask(077);
    enum bsm_status status = make_all(folder, names, names_count);
    if (status != BSM_OK) {
        remove_all(folder);
    }
    if (status == BSM_INVALID) {
        return say(status, why, "a name of --host is neither a DNS name nor an address");
    }
    if (status != BSM_OK) {
        return say(status, why, "cannot write into %.200s: %s; is the disk full, the folder yours?", folder,
                   strerror(errno));
    }
    return BSM_OK;
}

/* Loading. */

static enum bsm_status read_named(const char *folder, const char *name, void *out, size_t room, size_t *size,
                                  char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    uint8_t *bytes = NULL;
    bsm_state_path(folder, name, path);
    enum bsm_status status = bsm_file_read(path, room, &bytes, size);
    if (status == BSM_GONE) {
        return say(status, why, "no file %s in %.200s: make the centre with `basma-central init`", name, folder);
    }
    if (status != BSM_OK) {
        return say(status, why, "cannot read %s in %.200s: %s", name, folder, bsm_status_name(status));
    }
    memcpy(out, bytes, *size);
    bsm_wipe_free(bytes, *size);
    return BSM_OK;
}

static enum bsm_status read_text(const char *folder, const char *name, char *out, size_t room,
                                 char why[BSM_STATE_WHY_SIZE])
{
    size_t size = 0;
    enum bsm_status status = read_named(folder, name, out, room - 1, &size, why);
    if (status == BSM_OK) {
        out[size] = '\0';
    }
    return status;
}

static enum bsm_status read_secret(const char *folder, struct bsm_digest_key *secret, char why[BSM_STATE_WHY_SIZE])
{
    size_t size = 0;
    enum bsm_status status = read_named(folder, "secret", secret->bytes, sizeof secret->bytes, &size, why);
    if (status == BSM_OK && size != sizeof secret->bytes) {
        return say(BSM_INVALID, why, "the file secret in %.200s is broken: restore it from a copy", folder);
    }
    return status;
}

static enum bsm_status read_ca_key(const char *folder, struct bsm_ec_key **key, char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(folder, "ca.key", path);
    enum bsm_status status = bsm_ec_key_load(path, key);
    if (status != BSM_OK) {
        say(status, why, "cannot use ca.key in %.200s: %s; make the centre with `basma-central init`", folder,
            bsm_status_name(status));
    }
    return status;
}

/* Made where there is none: a centre of a program that gave no receipts. */
static enum bsm_status read_receipt_key(const char *folder, struct bsm_ec_key **key, char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(folder, "receipt.key", path);
    enum bsm_status status = bsm_ec_key_load(path, key);
    if (status == BSM_GONE) {
        status = make_pair(folder, "receipt.key", "receipt.pem");
        status = status == BSM_OK ? bsm_ec_key_load(path, key) : status;
    }
    if (status != BSM_OK) {
        say(status, why, "cannot use or make receipt.key in %.200s: %s; restore it from a copy", folder,
            bsm_status_name(status));
    }
    return status;
}

enum bsm_status bsm_state_load(const char *folder, struct bsm_state *state, char why[BSM_STATE_WHY_SIZE])
{
    memset(state, 0, sizeof *state);
    if (strlen(folder) + 32 > BSM_STATE_PATH_SIZE) {
        return say(BSM_INVALID, why, "the folder's name is too long");
    }
    snprintf(state->folder, sizeof state->folder, "%s", folder);
    const struct {
        const char *name;
        char *out;
        size_t room;
    } texts[] = {
        {"ca.crt", state->ca_pem, sizeof state->ca_pem},
        {"server.key", state->server_key_pem, sizeof state->server_key_pem},
        {"server.crt", state->server_pem, sizeof state->server_pem},
        {"seal.pem", state->seal_pem, sizeof state->seal_pem},
        {"config-sign.pem", state->config_sign_pem, sizeof state->config_sign_pem},
    };
    enum bsm_status status = read_ca_key(folder, &state->ca_key, why);
    for (size_t i = 0; status == BSM_OK && i < sizeof texts / sizeof texts[0]; i++) {
        status = read_text(folder, texts[i].name, texts[i].out, texts[i].room, why);
    }
    if (status == BSM_OK) {
        status = read_secret(folder, &state->secret, why);
    }
    if (status == BSM_OK) {
        status = read_receipt_key(folder, &state->receipt_key, why);
    }
    if (status != BSM_OK) {
        bsm_state_finish(state);
    }
    return status;
}

enum bsm_status bsm_state_server_pin(const struct bsm_state *state, uint8_t pin[BSM_SHA256_SIZE])
{
    struct bsm_x509_identity identity;
    enum bsm_status status = bsm_x509_identify(state->server_pem, strlen(state->server_pem), &identity);
    if (status == BSM_OK) {
        bsm_x509_pin(&identity.key, pin);
    }
    return status;
}

void bsm_state_finish(struct bsm_state *state)
{
    bsm_ec_key_destroy(state->ca_key);
    bsm_ec_key_destroy(state->receipt_key);
    bsm_wipe(state, sizeof *state);
}
