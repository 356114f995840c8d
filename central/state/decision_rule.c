#include "central/state/decision_rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"
#include "net/seal/jws.h"

#define FILE_NAME "thresholds.jws"

static const char kid[] = "thresholds"; /* no other text that this key signs says so */

static enum bsm_status complain(char why[BSM_STATE_WHY_SIZE], const char *path, const char *what,
                                enum bsm_status status)
{
    snprintf(why, BSM_STATE_WHY_SIZE,
             "%.120s %.90s; sign thresholds anew with `basma-central thresholds`, or remove it", path, what);
    return status;
}

static enum bsm_status read_signed(const struct bsm_state *state, const char *path, const char *jws, size_t size,
                                   struct bsm_thresholds *thresholds, char why[BSM_STATE_WHY_SIZE])
{
    struct bsm_ec_point key;
    char text[BSM_THRESHOLDS_TEXT_MAX + 1], wrong[BSM_THRESHOLDS_WHY_SIZE];
    size_t length = 0;
    enum bsm_status status = bsm_ec_point_from_pem(state->config_sign_pem, strlen(state->config_sign_pem), &key);
    if (status != BSM_OK) {
        return complain(why, path, "cannot be verified: config-sign.pem is broken", BSM_FAULT);
    }
    status = bsm_jws_verify(&key, kid, jws, size, text, sizeof text, &length);
    if (status != BSM_OK) {
        return complain(why, path, status == BSM_DENIED ? "is not signed by this centre" : "holds no thresholds",
                        status);
    }
    status = bsm_thresholds_parse(FILE_NAME, text, length, thresholds, wrong);
    if (status != BSM_OK) {
        return complain(why, path, wrong, status);
    }
    return BSM_OK;
}

enum bsm_status bsm_decision_rule_load(const struct bsm_state *state, struct bsm_thresholds *thresholds,
                                       char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    uint8_t *jws = NULL;
    size_t size = 0;
    bsm_state_path(state->folder, FILE_NAME, path);
    enum bsm_status status = bsm_file_read(path, BSM_JWS_SIZE, &jws, &size);
    if (status == BSM_GONE) {
        *thresholds = bsm_thresholds_default;
        return BSM_OK;
    }
    if (status != BSM_OK) {
        return complain(why, path, "cannot be read", status);
    }
    status = read_signed(state, path, (const char *)jws, size, thresholds, why);
    free(jws);
    return status;
}

enum bsm_status bsm_decision_rule_store(const struct bsm_state *state, const struct bsm_thresholds *thresholds,
                                        char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE], text[BSM_THRESHOLDS_TEXT_MAX];
    struct bsm_ec_key *key = NULL;
    size_t size = 0;
    bsm_state_path(state->folder, "config-sign.key", path);
    if (bsm_ec_key_load(path, &key) != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE, "cannot use %.200s: restore it from a copy", path);
        return BSM_FAULT;
    }
    char *jws = malloc(BSM_JWS_SIZE);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    size_t length = bsm_thresholds_encode(thresholds, text);
    enum bsm_status status = jws ? bsm_jws_sign(&signer, kid, text, length, jws, &size) : BSM_NO_MEMORY;
    bsm_state_path(state->folder, FILE_NAME, path);
    if (status == BSM_OK) {
        status = bsm_file_write(path, jws, size, 0600);
    }
    if (status != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE, "%.200s cannot be written: %s", path, bsm_status_name(status));
    }
    bsm_ec_key_destroy(key);
    free(jws);
    return status;
}
