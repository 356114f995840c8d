/* POST /v1/enrol: a kiosk shows its one-time token and its keys and is admitted. */
#include <string.h>
#include <time.h>

#include "central/api/call.h"
#include "central/store/audit.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "net/seal/csr.h"
#include "net/seal/x509_verify.h"

enum { HOUR_S = 3600, CERTIFICATE_S = 3 * 365 * 24 * HOUR_S };

struct enrolment {
    struct bsm_wire_enrol wish;
    struct bsm_ec_point tls_key;
    struct bsm_device device;
    struct bsm_stored_config config;
    struct bsm_wire_enrolled answer;
};

/* On the writer's thread, so that the CA's key is used by one thread at a time. */
static enum bsm_status issue(const struct bsm_state *state, struct enrolment *enrolment)
{
    struct bsm_device *device = &enrolment->device;
    struct bsm_wire_enrolled *answer = &enrolment->answer;
    int64_t now_s = time(NULL);
    struct bsm_x509_validity validity = {now_s - HOUR_S, now_s + CERTIFICATE_S};
    enum bsm_status status = bsm_x509_issue_device(state->ca_key, state->ca_pem, &enrolment->tls_key, device->id,
                                                   validity, answer->certificate);
    struct bsm_x509_identity identity;
    if (status == BSM_OK) {
        status = bsm_x509_identify(answer->certificate, strlen(answer->certificate), &identity);
    }
    if (status == BSM_OK) {
        memcpy(device->fingerprint.bytes, identity.sha256, sizeof identity.sha256);
    }
    return status;
}

static void write_answer(const struct bsm_state *state, struct enrolment *enrolment)
{
    struct bsm_wire_enrolled *answer = &enrolment->answer;
    memcpy(answer->device, enrolment->device.id, sizeof answer->device);
    memcpy(answer->ca, state->ca_pem, strlen(state->ca_pem) + 1);
    memcpy(answer->centre_seal, state->seal_pem, strlen(state->seal_pem) + 1);
    memcpy(answer->config_sign, state->config_sign_pem, strlen(state->config_sign_pem) + 1);
    memcpy(answer->config, enrolment->config.jws, strlen(enrolment->config.jws) + 1);
}

static enum bsm_status admit(struct bsm_call *call, struct bsm_db *db, struct enrolment *enrolment)
{
    enum bsm_status status = issue(call->centre->state, enrolment);
    if (status == BSM_OK) {
        status = bsm_device_put(db, &enrolment->device, call->now_ms);
    }
    if (status == BSM_OK) {
        struct bsm_audit_entry entry = {
            .at_ms = call->now_ms, .event = "device", .device = enrolment->device.id, .detail = "enrolled"};
        status = bsm_audit_add(db, &entry);
    }
    if (status == BSM_OK) {
        write_answer(call->centre->state, enrolment);
        struct bsm_wire_text text = {0};
        enum bsm_status encoded = bsm_wire_enrolled_encode(&enrolment->answer, &text);
        bsm_call_answer(call, 200, encoded, &text);
    }
    return status;
}

static const char bad_token[] = "the token is unknown, used, or too old: ask for a new one";

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    struct enrolment *enrolment = context;
    const struct bsm_wire_enrol *wish = &enrolment->wish;
    struct bsm_digest hash = bsm_digest_of(wish->secret, sizeof wish->secret);
    char device[BSM_WIRE_DEVICE_SIZE];
    enum bsm_status status = bsm_token_use(db, &hash, call->now_ms, device);
    if (status == BSM_DENIED) {
        bsm_call_refuse(call, BSM_PROBLEM_DEVICE_UNKNOWN, bad_token);
        return BSM_OK;
    }
    if (status != BSM_OK) {
        return status;
    }
    memcpy(enrolment->device.id, device, sizeof device);
    if (wish->device[0] && strcmp(wish->device, device) != 0) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "the token is for another device, and used up now");
        return BSM_OK;
    }
    status = bsm_config_find(db, device, &enrolment->config);
    if (status == BSM_GONE) {
        bsm_log(BSM_LOG_ERROR, "central/api", "no configuration for device=%s: sign one with `basma-central config`",
                device);
        return BSM_FAULT; /* nothing is used up */
    }
    return status == BSM_OK ? admit(call, db, enrolment) : status;
}

/* Anybody may ask: who shows no token that we ever made must not make us write, and keep an answer. */
static enum bsm_status look_for_token(struct bsm_call *call, const struct bsm_wire_enrol *wish, bool *known)
{
    struct bsm_digest hash = bsm_digest_of(wish->secret, sizeof wish->secret);
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    enum bsm_status status = db ? bsm_token_known(db, &hash, known) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    return status;
}

static void enrol(struct bsm_call *call, struct enrolment *enrolment)
{
    bool known = false;
    enum bsm_status status = look_for_token(call, &enrolment->wish, &known);
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
    } else if (!known) {
        bsm_call_refuse(call, BSM_PROBLEM_DEVICE_UNKNOWN, bad_token);
    } else {
        bsm_call_commit(call, effect, enrolment);
    }
}

static bool read_keys(struct enrolment *enrolment)
{
    const struct bsm_wire_enrol *wish = &enrolment->wish;
    return bsm_csr_read(wish->csr, strlen(wish->csr), &enrolment->tls_key) == BSM_OK &&
           bsm_ec_point_from_pem(wish->capture_key, strlen(wish->capture_key), &enrolment->device.capture_key) ==
               BSM_OK;
}

void bsm_api_enrol(struct bsm_call *call)
{
    struct enrolment enrolment = {0};
    if (bsm_wire_enrol_decode(call->request->body, call->request->body_size, &enrolment.wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not an enrolment");
    } else if (!read_keys(&enrolment)) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "csr or capture_key is no P-256 key");
    } else {
        enrol(call, &enrolment);
    }
    bsm_wipe(&enrolment, sizeof enrolment);
}
