/*
 * POST /v1/visits/{visit}/complete: after match and code, what the visit was for is done, once. A password is judged
 * and hashed before the transaction, for that takes long; the transaction sees whether all still stands.
 */
#include <stdio.h>
#include <string.h>

#include "central/api/call.h"
#include "central/api/mobile_change.h"
#include "central/api/portrait.h"
#include "central/api/receipt.h"
#include "central/passwords/hash.h"
#include "central/passwords/prepare.h"
#include "central/passwords/weak.h"
#include "central/store/audit.h"
#include "central/store/people.h"
#include "central/store/user_names.h"
#include "central/visits/plan.h"
#include "firmware/base/wipe.h"

struct completion {
    struct bsm_wire_complete wish;
    struct { /* what is kept of the request to know a repeat; no padding */
        uint32_t action;
        uint32_t consent_version;
        uint8_t password[BSM_PASSWORD_STAND_IN_SIZE];
    } stand_in;
    bool weak;
    char hash[BSM_PASSWORD_HASH_SIZE]; /* "" : none was made */
};

/* The password. */

static enum bsm_status judge(const struct bsm_centre *centre, struct bsm_db *db, const struct bsm_visit *visit,
                             struct completion *completion)
{
    struct bsm_person person;
    char kept[BSM_USER_NAME_SIZE];
    enum bsm_status status = bsm_user_name_kept(db, &visit->id, kept);
    if (status == BSM_OK) {
        status = bsm_person_by_id(db, visit->person, &person);
    }
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_password_owner owner = {.name_ar = person.name_ar,
                                       .name_en = person.name_en,
                                       .user_name = kept[0] ? kept : person.user_name,
                                       .id_number = person.id_number,
                                       .birth_date = person.birth_date,
                                       .mobile = visit->mobile[0] ? visit->mobile : person.mobile};
    completion->weak = bsm_password_is_weak(&centre->common, completion->wish.password, &owner);
    bsm_person_finish(&person);
    return BSM_OK;
}

/* The answer is kept for two days with a digest of the request, which must not be a way round argon2id. */
static enum bsm_status stand_in(struct bsm_call *call, struct completion *completion)
{
    struct bsm_digest salt =
        bsm_digest_keyed(&call->centre->state->secret, "password", call->visit.bytes, sizeof call->visit.bytes);
    completion->stand_in.action = completion->wish.action;
    completion->stand_in.consent_version = completion->wish.consent_version;
    call->stand_in = &completion->stand_in;
    call->stand_in_size = sizeof completion->stand_in;
    return bsm_password_stand_in(completion->wish.password, salt.bytes, completion->stand_in.password);
}

/* Both hashes take long, and few can be made at once: only for a visit of this kiosk in which the person was matched is
 * one made, so that a kiosk in wrong hands cannot keep all others waiting. Refused here, nothing is kept. */
static bool is_worth_a_hash(struct bsm_call *call, const struct completion *completion, enum bsm_status *status)
{
    struct bsm_visit visit;
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    *status = db ? BSM_OK : BSM_FAULT;
    bool found = db && bsm_call_find_visit(call, db, &visit, status);
    bool worth = found && visit.matched_ms && visit.action == completion->wish.action;
    if (found && !worth && bsm_call_admit(call, db, BSM_MOVE_COMPLETE, &visit, status)) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "this visit is for something else");
    }
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    return worth;
}

/* Nothing is refused here. A visit that does not wait for it is not worth another hash. */
static enum bsm_status prepare(struct bsm_call *call, struct completion *completion)
{
    struct bsm_visit visit;
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    if (!db) {
        return BSM_FAULT;
    }
    enum bsm_status status = bsm_visit_find(db, &call->visit, &visit);
    bool waits = status == BSM_OK && visit.state == BSM_VISIT_CONFIRMED && !strcmp(visit.device, call->device.id) &&
                 visit.action == completion->wish.action;
    if (waits) {
        status = judge(call->centre, db, &visit, completion);
    }
    bsm_store_read_end(call->centre->store, db);
    if (status == BSM_OK && waits && !completion->weak) {
        status = bsm_password_hash_make(completion->wish.password, completion->hash);
    }
    return status == BSM_GONE ? BSM_OK : status;
}

/* The account. */

static enum bsm_status audit_account(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                     enum bsm_account_state from)
{
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "%s->ACTIVE %s consent=%u", bsm_account_state_name(from),
             bsm_action_name(visit->action), visit->consent_version);
    return bsm_call_audit(call, db, visit, "account", detail);
}

static enum bsm_status change_account(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                      const struct completion *completion, uint32_t *wait_h)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_account_change change = {.from = bsm_plan_lawful_from(visit->action),
                                        .mobile = visit->mobile[0] ? visit->mobile : NULL,
                                        .mobile_from_ms = bsm_mobile_change_from(call, visit, person.mobile),
                                        .password = completion->hash[0] ? completion->hash : NULL};
    status = bsm_account_change(db, visit->person, &change, call->now_ms);
    if (status == BSM_OK && visit->action == BSM_ACTION_REGISTER) {
        status = bsm_user_name_give(db, &visit->id, visit->person);
    }
    if (status == BSM_OK) {
        status = bsm_mobile_change_tell(call, db, visit, person.mobile);
    }
    if (status == BSM_OK) {
        status = audit_account(call, db, visit, person.account);
    }
    *wait_h = change.mobile_from_ms ? (uint32_t)call->centre->mobile_wait_h : 0;
    bsm_person_finish(&person);
    return status;
}

/* Where the receipt goes: to the number that the code was sent to. */
static enum bsm_status give_receipt(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                    struct bsm_wire_completed *completed)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status == BSM_OK) {
        const char *mobile = visit->mobile[0] ? visit->mobile : person.mobile;
        status = bsm_receipt_give(call, db, visit, mobile, completed);
        bsm_person_finish(&person);
    }
    return status;
}

static enum bsm_status finish_visit(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit, uint32_t wait_h)
{
    struct bsm_wire_completed completed = {.state = BSM_ACCOUNT_ACTIVE, .mobile_wait_h = wait_h};
    enum bsm_status status = give_receipt(call, db, visit, &completed);
    if (status == BSM_OK) {
        status = bsm_visit_save(db, visit);
    }
    if (status == BSM_OK) {
        status = bsm_visit_move(db, visit, BSM_MOVE_COMPLETE, call->now_ms);
    }
    struct bsm_wire_text text = {0};
    if (status == BSM_OK) {
        bsm_call_answer(call, 200, bsm_wire_completed_encode(&completed, &text), &text);
    }
    return status;
}

/* Whether all is there that the action needs; false: refused, or *status tells what failed below. */
static bool admit_wish(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                       const struct completion *completion, enum bsm_status *status)
{
    char kept[BSM_USER_NAME_SIZE];
    *status = bsm_user_name_kept(db, &visit->id, kept);
    if (*status != BSM_OK) {
        return false;
    }
    if (visit->action != completion->wish.action) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "this visit is for something else");
        return false;
    }
    if (visit->action == BSM_ACTION_REGISTER && !kept[0]) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "no user name was chosen");
        return false;
    }
    if (completion->weak) {
        bsm_call_refuse(call, BSM_PROBLEM_PASSWORD_WEAK, NULL);
        return false;
    }
    if (completion->wish.password[0] && !completion->hash[0]) {
        *status = BSM_BUSY; /* the visit came to wait for it only since we looked */
        return false;
    }
    return true;
}

/* Another visit of the same person was quicker: where that has made the account active, they are told so, for both
 * match and code were right here, too. Where it is locked or closed an office must see to it. */
static enum bsm_status end_overtaken(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status != BSM_OK) {
        return status;
    }
    bool active = person.account == BSM_ACCOUNT_ACTIVE;
    bsm_person_finish(&person);
    bsm_call_refuse(call, active ? BSM_PROBLEM_ALREADY_ACTIVE : BSM_PROBLEM_WRONG_STATE,
                    "the account has changed meanwhile");
    return bsm_visit_move(db, visit, BSM_MOVE_REFER, call->now_ms);
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct completion *completion = context;
    struct bsm_visit visit;
    uint32_t wait_h = 0;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_COMPLETE, &visit, &status) ||
        !admit_wish(call, db, &visit, completion, &status)) {
        return status;
    }
    visit.consent_version = completion->wish.consent_version;
    status = change_account(call, db, &visit, completion, &wait_h);
    if (status == BSM_DENIED) { /* it was taken elsewhere since the match */
        return end_overtaken(call, db, &visit);
    }
    if (status == BSM_OK) {
        status = bsm_portrait_complete(call, db, &visit);
    }
    return status == BSM_OK ? finish_visit(call, db, &visit, wait_h) : status;
}

void bsm_api_complete(struct bsm_call *call)
{
    struct completion completion = {.weak = false};
    if (bsm_wire_complete_decode(call->request->body, call->request->body_size, &completion.wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not the completion of a visit");
        return;
    }
    bool sets_password = completion.wish.password[0] != '\0';
    enum bsm_status status = sets_password ? bsm_password_prepare(completion.wish.password) : BSM_OK;
    if (status != BSM_OK) {
        bsm_call_refuse(call, status == BSM_INVALID ? BSM_PROBLEM_PASSWORD_WEAK : BSM_PROBLEM_INTERNAL, NULL);
        return;
    }
    bool goes_on = !sets_password || is_worth_a_hash(call, &completion, &status);
    if (sets_password && goes_on) {
        status = stand_in(call, &completion);
    }
    if (sets_password && goes_on && status == BSM_OK) {
        status = prepare(call, &completion);
    }
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
    } else if (goes_on && bsm_call_commit(call, effect, &completion) == BSM_OK) {
        bsm_notices_wake(&call->centre->notices);
    }
    bsm_wipe(&completion, sizeof completion);
}
