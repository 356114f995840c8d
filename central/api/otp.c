/* /v1/visits/{visit}/otp: POST sends a code to the person's mobile number, PUT checks what they typed. */
#include <stdio.h>
#include <string.h>

#include "central/api/call.h"
#include "central/store/answers.h"
#include "central/store/people.h"
#include "central/visits/code.h"
#include "central/visits/policy.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

struct message {
    char mobile[BSM_PERSON_MOBILE_SIZE];
    char code[BSM_CODE_SIZE];
};

static enum bsm_status find_mobile(struct bsm_db *db, int64_t id, char mobile[BSM_PERSON_MOBILE_SIZE])
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, id, &person);
    if (status == BSM_OK) {
        memcpy(mobile, person.mobile, sizeof person.mobile);
        bsm_person_finish(&person);
    }
    return status;
}

static enum bsm_status send_effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    struct message *message = context;
    struct bsm_visit visit;
    enum bsm_status status;
    message->code[0] = '\0';
    if (!bsm_call_admit(call, db, BSM_MOVE_SEND_CODE, &visit, &status)) {
        return status;
    }
    if (visit.codes_sent >= BSM_POLICY_CODES_SENT_MAX) {
        bsm_call_refuse(call, BSM_PROBLEM_QUOTA, "no more codes in this visit");
        return BSM_OK;
    }
    status = find_mobile(db, visit.person, message->mobile);
    if (status != BSM_OK) {
        return status;
    }
    bsm_code_make(message->code);
    visit.code_hash = bsm_code_hash(&call->centre->state->secret, &visit.id, message->code);
    visit.code_expires_ms = call->now_ms + BSM_POLICY_CODE_MS;
    visit.codes_sent++;
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 202, bsm_wire_nothing_encode(&text), &text);
    return bsm_visit_save(db, &visit);
}

static enum bsm_status forget_job(struct bsm_db *db, void *context)
{
    const struct bsm_call *call = context;
    return bsm_answer_forget(db, call->device.id, &call->key);
}

/* The message goes out when its code is stored. Where it cannot, the answer kept is forgotten, so that a repeat tries
 * again. */
static void send_message(struct bsm_call *call, const struct message *message)
{
    char text[128];
    snprintf(text, sizeof text, "رمز بصمة: %s\nYour Basma code: %s", message->code, message->code);
    enum bsm_status status = bsm_sms_send(call->centre->sms, message->mobile, text, call->now_ms);
    bsm_wipe(text, sizeof text);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "central/sms", "a message could not be handed on, status=%s; look at the sms driver",
                bsm_status_name(status));
        bsm_store_write(call->centre->store, forget_job, call);
        bsm_call_refuse_for(call, BSM_PROBLEM_UNAVAILABLE, 5);
    }
}

void bsm_api_send_code(struct bsm_call *call)
{
    struct message message = {.code = ""};
    if (bsm_wire_nothing_decode(call->request->body, call->request->body_size) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "nothing belongs into this body");
        return;
    }
    enum bsm_status status = bsm_call_commit(call, send_effect, &message);
    if (status == BSM_OK && !call->repeated && message.code[0]) {
        send_message(call, &message);
    }
    bsm_wipe(&message, sizeof message);
}

static enum bsm_status on_wrong_code(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    visit->code_tries++;
    int tries_left = BSM_POLICY_CODE_TRIES - visit->code_tries;
    bsm_call_refuse_with_tries(call, BSM_PROBLEM_CODE_WRONG, tries_left > 0 ? tries_left : 0);
    enum bsm_status status = bsm_visit_save(db, visit);
    if (status == BSM_OK && tries_left <= 0) {
        status = bsm_visit_move(db, visit, BSM_MOVE_REFUSE, call->now_ms);
    }
    return status;
}

static enum bsm_status on_right_code(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    memset(&visit->code_hash, 0, sizeof visit->code_hash);
    visit->code_expires_ms = 0;
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_nothing_encode(&text), &text);
    enum bsm_status status = bsm_visit_save(db, visit);
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
