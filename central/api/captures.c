/* POST /v1/visits/{visit}/captures: a sealed capture is opened, checked and kept until the try is decided. */
#include "central/api/captures.h"

#include <string.h>

#include "central/api/portrait.h"
#include "central/store/captures.h"
#include "central/visits/policy.h"
#include "firmware/base/log.h"
#include "net/seal/sealed.h"
#include "net/seal/sides.h"

const char *bsm_sealed_open(const struct bsm_call *call, struct bsm_bench *bench, const struct bsm_uuid *visit,
                            size_t *payload_size, struct bsm_digest *hash)
{
    size_t jws_size = 0;
    enum bsm_status status = bsm_unseal(bench->seal_key, visit, call->device.id, bench->sealed.kid, bench->sealed.enc,
                                        bench->sealed.text, bench->sealed.text_size, bench->jws, &jws_size);
    if (status != BSM_OK) {
        return status == BSM_GONE ? "sealed to another key" : "cannot be opened";
    }
    status = bsm_jws_verify(&call->device.capture_key, call->device.id, bench->jws, jws_size, bench->payload,
                            sizeof bench->payload, payload_size);
    if (status != BSM_OK) {
        return "not signed by this kiosk";
    }
    *hash = bsm_digest_of(bench->jws, jws_size);
    return NULL;
}

/* What it says of itself, and that its template is one of ours. */
static const char *check_capture(const struct bsm_call *call, const struct bsm_uuid *visit,
                                 const struct bsm_wire_capture *capture)
{
    if (!bsm_uuid_equal(&capture->visit, visit) || strcmp(capture->device, call->device.id) != 0) {
        return "of another visit or kiosk";
    }
    bool face = capture->modality == BSM_MODALITY_FACE;
    if (strcmp(capture->engine, face ? BSM_FACE_ENGINE : BSM_FINGER_ENGINE) != 0) {
        return "of an engine that is not served";
    }
    enum bsm_status status = face ? bsm_face_template_check(capture->template_bytes, capture->template_size)
                                  : bsm_finger_template_check(capture->template_bytes, capture->template_size);
    return status == BSM_OK ? NULL : "its template is damaged or of another version";
}

const char *bsm_capture_read(const struct bsm_call *call, struct bsm_bench *bench, const struct bsm_uuid *visit,
                             size_t payload_size)
{
    if (bsm_wire_capture_decode(bench->payload, payload_size, &bench->capture) != BSM_OK) {
        return "cannot be read";
    }
    return check_capture(call, visit, &bench->capture);
}

struct taken {
    const struct bsm_wire_capture *capture;
    struct bsm_digest hash;
};

/* Where it belongs: to this visit's nonce, time and chain. NULL, or what is wrong. */
static const char *check_place(const struct bsm_call *call, const struct bsm_visit *visit, const struct taken *taken)
{
    const struct bsm_wire_capture *capture = taken->capture;
    if (memcmp(capture->nonce, visit->nonce, sizeof visit->nonce) != 0) {
        return "not of this visit's nonce";
    }
    if (capture->captured_unix_ms < visit->opened_ms - BSM_POLICY_SKEW_MAX_MS ||
        capture->captured_unix_ms > call->now_ms + BSM_POLICY_SKEW_MAX_MS) {
        return "not taken during this visit";
    }
    if (memcmp(capture->previous_hash, visit->last_hash.bytes, sizeof visit->last_hash.bytes) != 0) {
        return "does not follow the last capture";
    }
    return NULL;
}

const char *bsm_capture_check_living(const struct bsm_call *call, const struct bsm_wire_capture *capture)
{
    const struct bsm_wire_liveness *liveness = &capture->liveness;
    char sides[BSM_CHALLENGE_SIDES_SIZE];
    if (!capture->has_liveness) {
        return NULL;
    }
    if (!liveness->alive) {
        return "not judged to be of a living person";
    }
    uint8_t bits = bsm_challenge_sides(capture->nonce, sizeof capture->nonce, liveness->attempt);
    bsm_challenge_sides_text(liveness->challenge, liveness->attempt, bits, sides);
    if (liveness->challenge == BSM_CHALLENGE_NONE) {
        return call->centre->challenge ? "no movement was asked for" : NULL;
    }
    if (!liveness->passed) {
        return "the movement was not done";
    }
    return strcmp(sides, liveness->sides) == 0 ? NULL : "not the movement of this visit";
}

static enum bsm_status keep(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                            const struct taken *taken)
{
    visit->last_hash = taken->hash;
    enum bsm_status status = bsm_visit_save(db, visit);
    if (status == BSM_OK) {
        status = bsm_capture_put(db, taken->capture);
    }
    if (status == BSM_OK) {
        status = bsm_portrait_take(call, db, visit, taken->capture);
    }
    if (status == BSM_OK) {
        status = bsm_visit_move(db, visit, BSM_MOVE_CAPTURE, call->now_ms);
    }
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 201, bsm_wire_accepted_encode(&(struct bsm_wire_accepted){.accepted = true}, &text), &text);
    return status;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct taken *taken = context;
    struct bsm_visit visit;
    struct bsm_device device;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_CAPTURE, &visit, &status)) {
        return status;
    }
    status = bsm_device_find(db, call->device.id, &device);
    if (status != BSM_OK) {
        return status;
    }
    if (taken->capture->seq <= device.last_seq) {
        bsm_call_refuse(call, BSM_PROBLEM_REPLAYED, "seq does not rise");
        return BSM_OK;
    }
    const char *wrong = check_place(call, &visit, taken);
    if (!wrong) {
        wrong = bsm_capture_check_living(call, taken->capture);
    }
    if (wrong) {
        bsm_call_refuse(call, BSM_PROBLEM_CAPTURE_INVALID, wrong);
        return BSM_OK;
    }
    status = bsm_device_advance(db, call->device.id, taken->capture->seq);
    return status == BSM_OK ? keep(call, db, &visit, taken) : status;
}

static void take_capture(struct bsm_call *call, struct bsm_bench *bench)
{
    struct taken taken = {.capture = &bench->capture};
    if (bsm_wire_sealed_decode(call->request->body, call->request->body_size, &bench->sealed) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not a sealed capture");
        return;
    }
    size_t payload_size = 0;
    const char *wrong = bsm_sealed_open(call, bench, &call->visit, &payload_size, &taken.hash);
    if (!wrong) {
        wrong = bsm_capture_read(call, bench, &call->visit, payload_size);
    }
    if (!wrong) {
        wrong = bsm_portrait_check(&bench->capture);
    }
    if (wrong) {
        bsm_log(BSM_LOG_WARNING, "central/api", "a capture was refused, device=%s reason=\"%s\"", call->device.id,
                wrong);
        bsm_call_refuse(call, BSM_PROBLEM_CAPTURE_INVALID, wrong);
        return;
    }
    bsm_call_commit(call, effect, &taken);
}

void bsm_api_capture(struct bsm_call *call)
{
    struct bsm_bench *bench = bsm_bench_take(&call->centre->benches);
    if (!bench) {
        bsm_call_fail(call, BSM_NO_MEMORY);
        return;
    }
    take_capture(call, bench);
    bsm_bench_give(&call->centre->benches, bench);
}
