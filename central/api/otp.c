/* /v1/visits/{visit}/otp: POST sends a code to the person's mobile number, or to a new one, PUT checks what they typed.
 * A wrong code is a failure of the number: who has the person's finger and face at many visits must not guess at each
 * anew. */
#include <string.h>

#include "central/api/call.h"
#include "central/api/code_message.h"
#include "central/api/failures.h"
#include "central/visits/code.h"
#include "central/visits/plan.h"
#include "central/visits/policy.h"
#include "firmware/base/wipe.h"

enum { SMS_RETRY_S = 5 };

struct sending {
    struct bsm_wire_send_code wish;
    struct bsm_code_message message;
};

/* Takes a new number into the visit. False: refused. */
static bool take_mobile(struct bsm_call *call, struct bsm_visit *visit, const char *mobile)
{
    if (mobile[0] && !bsm_plan_takes_mobile(visit->action)) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "no new number is taken for this");
        return false;
    }
    if (!mobile[0] && !visit->mobile[0] && visit->action == BSM_ACTION_CHANGE_MOBILE) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "a new number is needed");
        return false;
    }
    if (mobile[0]) {
        memcpy(visit->mobile, mobile, sizeof visit->mobile);
    }
    return true;
}

static enum bsm_status write_code(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                  struct bsm_code_message *message)
{
    visit->codes_sent++;
    enum bsm_status status = bsm_code_message_write(call->centre, db, visit, message);
    if (status == BSM_GONE) { /* none is on file, or an import took it away since the match */
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "no mobile number is on file");
        return BSM_OK;
    }
    if (status != BSM_OK || !bsm_call_may_send_to(call, db, message->mobile, BSM_POLICY_MESSAGES_PER_MOBILE, &status)) {
        message->nth = 0;
        return status;
    }
    visit->code_hash = bsm_code_hash(&call->centre->state->secret, &visit->id, message->code);
    visit->code_expires_ms = call->now_ms + BSM_POLICY_CODE_MS;
    visit->code_due = true;
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 202, bsm_wire_nothing_encode(&text), &text);
    status = bsm_call_audit(call, db, visit, "code", visit->mobile[0] ? "sent to a new number" : "sent");
    return status == BSM_OK ? bsm_visit_save(db, visit) : status;
}

static enum bsm_status send_effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    struct sending *sending = context;
    struct bsm_visit visit;
    enum bsm_status status;
    sending->message.nth = 0;
    if (!bsm_call_admit(call, db, BSM_MOVE_SEND_CODE, &visit, &status)) {
        return status;
    }
    if (!visit.action) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "nothing is left to do");
        return BSM_OK;
    }
    if (visit.codes_sent >= BSM_POLICY_CODES_SENT_MAX) {
        bsm_call_refuse(call, BSM_PROBLEM_QUOTA, "no more codes in this visit");
        return BSM_OK;
    }
    return take_mobile(call, &visit, sending->wish.mobile) ? write_code(call, db, &visit, &sending->message) : BSM_OK;
}

void bsm_api_send_code(struct bsm_call *call)
{
    struct sending sending = {.message = {.nth = 0}};
    struct bsm_code_message *message = &sending.message;
    if (bsm_wire_send_code_decode(call->request->body, call->request->body_size, &sending.wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "neither nothing nor a mobile number");
        return;
    }
    enum bsm_status status = bsm_call_commit(call, send_effect, &sending);
    if (status == BSM_OK && call->repeated && call->answer->status == 202) {
        status = bsm_code_message_find_due(call->centre, &call->visit, call->now_ms, message);
    }
    if (status == BSM_OK && message->nth) {
        status = bsm_code_message_send(call->centre, message, call->now_ms);
    }
    if (status != BSM_OK) { /* what was promised stays due: a repeat under the same key sends it */
        bsm_call_refuse_for(call, BSM_PROBLEM_UNAVAILABLE, SMS_RETRY_S);
    }
    bsm_wipe(&sending, sizeof sending);
}

static enum bsm_status on_wrong_code(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    visit->code_tries++;
    int tries_left = BSM_POLICY_CODE_TRIES - visit->code_tries;
    bsm_call_refuse_with_tries(call, BSM_PROBLEM_CODE_WRONG, tries_left > 0 ? tries_left : 0);
    enum bsm_status status = bsm_visit_save(db, visit);
    if (status == BSM_OK && call->now_ms < visit->code_expires_ms) { /* else nothing could have been guessed */
        uint32_t wait_s;
        status = bsm_failures_count(db, &visit->number_key, call->now_ms, &wait_s);
    }
    if (status == BSM_OK && tries_left <= 0) {
        status = bsm_visit_move(db, visit, BSM_MOVE_REFUSE, call->now_ms);
    }
    return status;
}

static enum bsm_status on_right_code(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    memset(&visit->code_hash, 0, sizeof visit->code_hash);
    visit->code_expires_ms = 0;
    visit->code_due = false;
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_nothing_encode(&text), &text);
    enum bsm_status status = bsm_tries_clear(db, &visit->number_key);
    if (status == BSM_OK) {
        status = bsm_visit_save(db, visit);
    }
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_CONFIRM, call->now_ms) : status;
}

static enum bsm_status check_effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct bsm_wire_code *typed = context;
    struct bsm_visit visit;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_CONFIRM, &visit, &status)) {
        return status;
    }
    if (visit.codes_sent == 0) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "no code was sent");
        return BSM_OK;
    }
    uint32_t wait_s = 0;
    status = bsm_failures_wait(db, &visit.number_key, call->now_ms, &wait_s);
    if (status != BSM_OK) {
        return status;
    }
    if (wait_s) { /* not a guess more, in this visit or another, than the number's lock lets pass */
        bsm_call_refuse_for(call, BSM_PROBLEM_LOCKED, wait_s);
        return BSM_OK;
    }
    struct bsm_digest hash = bsm_code_hash(&call->centre->state->secret, &visit.id, typed->code);
    bool right = bsm_digest_equal(&hash, &visit.code_hash) && call->now_ms < visit.code_expires_ms;
    return right ? on_right_code(call, db, &visit) : on_wrong_code(call, db, &visit);
}

void bsm_api_check_code(struct bsm_call *call)
{
    struct bsm_wire_code typed;
    if (bsm_wire_code_decode(call->request->body, call->request->body_size, &typed) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not a code of six digits");
        return;
    }
    bsm_call_commit(call, check_effect, &typed);
    bsm_wipe(&typed, sizeof typed);
}
