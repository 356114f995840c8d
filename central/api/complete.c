/* POST /v1/visits/{visit}/complete: after match and code, the account becomes ACTIVE, once. */
#include <stdio.h>

#include "central/api/call.h"
#include "central/store/audit.h"
#include "central/store/people.h"

static enum bsm_status audit_account(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit)
{
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "PENDING->ACTIVE consent=%u", visit->consent_version);
    struct bsm_audit_entry entry = {.at_ms = call->now_ms,
                                    .event = "account",
                                    .device = visit->device,
                                    .visit = &visit->id,
                                    .person = visit->person,
                                    .detail = detail};
    return bsm_audit_add(db, &entry);
}

static enum bsm_status finish_visit(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    enum bsm_status status = audit_account(call, db, visit);
    if (status == BSM_OK) {
        status = bsm_visit_save(db, visit);
    }
    if (status == BSM_OK) {
        status = bsm_visit_move(db, visit, BSM_MOVE_COMPLETE, call->now_ms);
    }
    struct bsm_wire_text text = {0};
    struct bsm_wire_completed completed = {.state = BSM_ACCOUNT_ACTIVE};
    bsm_call_answer(call, 200, bsm_wire_completed_encode(&completed, &text), &text);
    return status;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct bsm_wire_complete *wish = context;
    struct bsm_visit visit;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_COMPLETE, &visit, &status)) {
        return status;
    }
    visit.consent_version = wish->consent_version;
    status = bsm_account_activate(db, visit.person, call->now_ms);
    if (status == BSM_DENIED) { /* it was taken elsewhere since the match */
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "the account is not PENDING any more");
        return bsm_visit_move(db, &visit, BSM_MOVE_REFER, call->now_ms);
    }
    return status == BSM_OK ? finish_visit(call, db, &visit) : status;
}

void bsm_api_complete(struct bsm_call *call)
{
    struct bsm_wire_complete wish;
    if (bsm_wire_complete_decode(call->request->body, call->request->body_size, &wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not the completion of a visit");
        return;
    }
    if (wish.action != BSM_ACTION_ACTIVATE) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "this action is not served yet");
        return;
    }
    bsm_call_commit(call, effect, &wish);
}
