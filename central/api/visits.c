/* POST /v1/visits opens a visit, DELETE /v1/visits/{visit} ends it because the person left. */
#include <stdlib.h>
#include <string.h>

#include "central/api/call.h"
#include "central/visits/policy.h"

static enum bsm_status open_effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    struct bsm_visit *visit = context;
    enum bsm_status status = bsm_visit_add(db, visit);
    if (status == BSM_DENIED) {
        bsm_call_refuse(call, BSM_PROBLEM_REPLAYED, "there is a visit of this name");
        return BSM_OK;
    }
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_wire_opened opened = {.expires_unix_ms = visit->expires_ms, .server_unix_ms = call->now_ms};
    memcpy(opened.nonce, visit->nonce, sizeof opened.nonce);
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 201, bsm_wire_opened_encode(&opened, &text), &text);
    return BSM_OK;
}

void bsm_api_open(struct bsm_call *call)
{
    struct bsm_wire_open wish;
    if (bsm_wire_open_decode(call->request->body, call->request->body_size, &wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not the opening of a visit");
        return;
    }
    if (llabs((long long)(wish.time_unix_ms - call->now_ms)) > BSM_POLICY_SKEW_MAX_MS) {
        bsm_call_refuse(call, BSM_PROBLEM_SKEW, "the clock is off by more than 120 s");
        return;
    }
    struct bsm_visit visit = {.id = wish.visit,
                              .state = BSM_VISIT_OPENED,
                              .purpose = wish.purpose,
                              .opened_ms = call->now_ms,
                              .expires_ms = call->now_ms + BSM_POLICY_VISIT_MS};
    memcpy(visit.device, call->device.id, sizeof visit.device);
    memcpy(visit.site, wish.site, sizeof visit.site);
    bsm_random_bytes(visit.nonce, sizeof visit.nonce);
    bsm_call_commit(call, open_effect, &visit);
}

static enum bsm_status leave_effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    (void)context;
    struct bsm_visit visit;
    enum bsm_status status = bsm_visit_find(db, &call->visit, &visit);
    if (status == BSM_GONE || (status == BSM_OK && strcmp(visit.device, call->device.id) != 0)) {
        bsm_call_refuse(call, BSM_PROBLEM_NOT_FOUND, "no such visit of this kiosk");
        return BSM_OK;
    }
    if (status == BSM_OK && !bsm_visit_state_is_end(visit.state)) {
        status = bsm_visit_move(db, &visit, BSM_MOVE_LEAVE, call->now_ms);
    }
    bsm_call_answer_nothing(call, 204);
    return status;
}

void bsm_api_leave(struct bsm_call *call)
{
    if (bsm_wire_nothing_decode(call->request->body, call->request->body_size) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "nothing belongs into this body");
        return;
    }
    bsm_call_commit(call, leave_effect, NULL);
}
