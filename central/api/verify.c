/*
 * POST /v1/visits/{visit}/verify: is this the person? The comparison is made before the transaction, against the record
 * that the claim chose (a stand-in's where the number or the date is nobody's), so that it takes as long either way;
 * the transaction counts, decides and moves.
 */
#include <stdio.h>
#include <string.h>

#include "central/api/asked.h"
#include "central/api/call.h"
#include "central/api/failures.h"
#include "central/api/portrait.h"
#include "central/store/audit.h"
#include "central/store/captures.h"
#include "central/store/people.h"
#include "central/store/portraits.h"
#include "central/visits/plan.h"
#include "central/visits/policy.h"
#include "enroll/record/decision.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

struct comparison {
    bool made;
    bool complete;               /* all that was asked for is there */
    struct bsm_digest last_hash; /* of the captures that were compared */
    uint32_t taken;              /* which they were, as in the visit */
    struct bsm_decision decision;
};

static uint32_t taken_of(const struct bsm_record *probe)
{
    uint32_t taken = probe->face.bytes ? 1 : 0;
    for (int position = 1; position <= BSM_POSITION_MAX; position++) {
        taken |= probe->fingers[position].bytes ? 1u << position : 0;
    }
    return taken;
}

static enum bsm_status compare_records(struct bsm_centre *centre, uint32_t missing, const struct bsm_record *reference,
                                       const struct bsm_record *probe, struct comparison *comparison)
{
    comparison->complete = bsm_asked_is_there(reference, missing, probe);
    comparison->taken = taken_of(probe);
    if (!comparison->complete) {
        return BSM_OK;
    }
    struct bsm_bench *bench = bsm_bench_take(&centre->benches);
    if (!bench) {
        return BSM_NO_MEMORY;
    }
    enum bsm_status status =
        bsm_decision_make(bench->matcher, reference, probe, &centre->thresholds, &comparison->decision);
    bsm_bench_give(&centre->benches, bench);
    return status;
}

static enum bsm_status compare_visit(struct bsm_centre *centre, struct bsm_db *db, const struct bsm_visit *visit,
                                     struct comparison *comparison)
{
    struct bsm_person person = {0};
    struct bsm_record reference = {0};
    struct bsm_record probe = {0};
    enum bsm_status status = bsm_captures_load(db, &visit->id, &probe);
    if (status == BSM_OK && visit->reference) {
        status = bsm_person_by_id(db, visit->reference, &person);
    }
    if (status == BSM_OK && person.record_size) {
        status = bsm_record_decode(person.record, person.record_size, &reference);
    }
    if (status == BSM_OK) {
        status = compare_records(centre, visit->missing, &reference, &probe, comparison);
    }
    comparison->made = status == BSM_OK;
    comparison->last_hash = visit->last_hash;
    bsm_record_finish(&probe);
    bsm_record_finish(&reference);
    bsm_person_finish(&person);
    return status;
}

/* Nothing is refused here: what the visit allows is seen in the transaction. */
static enum bsm_status prepare(struct bsm_call *call, struct comparison *comparison)
{
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    if (!db) {
        return BSM_FAULT;
    }
    struct bsm_visit visit;
    enum bsm_status status = bsm_visit_find(db, &call->visit, &visit);
    if (status == BSM_OK && visit.state == BSM_VISIT_CAPTURING && !strcmp(visit.device, call->device.id)) {
        status = compare_visit(call->centre, db, &visit, comparison);
    }
    bsm_store_read_end(call->centre->store, db);
    return status == BSM_GONE ? BSM_OK : status;
}

static void answer_verdict(struct bsm_call *call, enum bsm_verdict verdict, int tries_left)
{
    struct bsm_wire_verified verified = {.verdict = verdict, .tries_left = (uint8_t)tries_left};
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_verified_encode(&verified, &text), &text);
}

/* Which part failed stays here. */
static enum bsm_status audit_comparison(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                        const struct bsm_decision *decision)
{
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "claim=%s fingers=%s compared=%d face=%s%s", visit->person ? "known" : "unknown",
             decision->fingers_passed ? "pass" : "fail", decision->fingers_compared,
             decision->face_passed ? "pass" : "fail", decision->incomplete ? " incomplete" : "");
    return bsm_call_audit(call, db, visit, "verify", detail);
}

static enum bsm_status refer(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    answer_verdict(call, BSM_VERDICT_REFER, 0);
    return bsm_visit_move(db, visit, BSM_MOVE_REFER, call->now_ms);
}

static void put_person(struct bsm_wire_verified *verified, const struct bsm_person *person)
{
    bsm_hint_at_mobile(person->mobile, verified->mobile_hint);
    memcpy(verified->name_ar, person->name_ar, sizeof verified->name_ar);
    memcpy(verified->name_en, person->name_en, sizeof verified->name_en);
    memcpy(verified->user_name, person->user_name, sizeof verified->user_name);
}

/* Who it is and what comes next: only here, for before the match that is nobody's business. What is kept of it for a
 * repeat does not say who. */
static enum bsm_status answer_match(struct bsm_call *call, const struct bsm_person *person, const struct bsm_plan *plan)
{
    struct bsm_wire_verified verified = {
        .verdict = BSM_VERDICT_MATCH, .action = plan->action, .next_steps = plan->steps};
    struct bsm_wire_text text = {0};
    enum bsm_status status = bsm_wire_verified_encode(&verified, &call->keep);
    put_person(&verified, person);
    bsm_call_answer(call, 200, bsm_wire_verified_encode(&verified, &text), &text);
    bsm_wipe(&verified, sizeof verified);
    return status;
}

static enum bsm_status go_on(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                             const struct bsm_plan *plan)
{
    enum bsm_status status = bsm_visit_save(db, visit);
    if (status == BSM_OK && plan->refer) {
        status = bsm_tries_clear(db, &visit->number_key);
        return status == BSM_OK ? refer(call, db, visit) : status;
    }
    if (status == BSM_OK) {
        status = bsm_captures_delete(db, &visit->id);
    }
    if (status == BSM_OK) {
        status = bsm_portrait_of_match(db, visit);
    }
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_MATCH, call->now_ms) : status;
}

/* The number's failures are forgotten only with the right code, so that a match does not bring new tries at codes. */
static enum bsm_status on_match(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit, uint32_t taken)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_plan plan = bsm_plan_make(person.account, visit->purpose, person.mobile[0]);
    visit->action = plan.action;
    visit->matched_ms = call->now_ms;
    visit->taken = taken;
    if (!plan.refer) {
        status = answer_match(call, &person, &plan);
    }
    bsm_person_finish(&person);
    return status == BSM_OK ? go_on(call, db, visit, &plan) : status;
}

static enum bsm_status on_failure(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    uint32_t wait_s = 0;
    visit->verify_tries++;
    enum bsm_status status = bsm_failures_count(db, &visit->number_key, call->now_ms, &wait_s);
    if (status == BSM_OK) {
        status = bsm_visit_save(db, visit);
    }
    int tries_left = BSM_POLICY_TRIES_PER_VISIT - visit->verify_tries;
    if (status == BSM_OK && tries_left <= 0) {
        answer_verdict(call, BSM_VERDICT_NO_MATCH, 0);
        return bsm_visit_move(db, visit, BSM_MOVE_REFUSE, call->now_ms);
    }
    if (status == BSM_OK) {
        status = bsm_captures_delete(db, &visit->id);
    }
    if (status == BSM_OK) {
        status = bsm_portrait_drop(db, &visit->id);
    }
    if (status == BSM_OK) {
        status = bsm_visit_move(db, visit, BSM_MOVE_RETRY, call->now_ms);
    }
    if (wait_s) { /* do not let them take everything anew for nothing */
        bsm_call_refuse_for(call, BSM_PROBLEM_LOCKED, wait_s);
    } else {
        answer_verdict(call, BSM_VERDICT_RETRY, tries_left);
    }
    return status;
}

static enum bsm_status decide(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                              const struct comparison *comparison)
{
    const struct bsm_decision *decision = &comparison->decision;
    enum bsm_status status = audit_comparison(call, db, visit, decision);
    if (status != BSM_OK) {
        return status;
    }
    if (decision->match && visit->person && visit->person == visit->reference) {
        return on_match(call, db, visit, comparison->taken);
    }
    return decision->incomplete ? refer(call, db, visit) : on_failure(call, db, visit);
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct comparison *comparison = context;
    struct bsm_visit visit;
    uint32_t wait_s = 0;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_MATCH, &visit, &status)) {
        return status;
    }
    if (!comparison->made || !comparison->complete || !bsm_digest_equal(&comparison->last_hash, &visit.last_hash)) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "captures are missing");
        return BSM_OK;
    }
    status = bsm_failures_wait(db, &visit.number_key, call->now_ms, &wait_s);
    if (status != BSM_OK) {
        return status;
    }
    if (wait_s) {
        bsm_call_refuse_for(call, BSM_PROBLEM_LOCKED, wait_s);
        return BSM_OK;
    }
    return decide(call, db, &visit, comparison);
}

/* A repeat while the visit goes on hears again who it is. */
static enum bsm_status put_person_of(struct bsm_db *db, const struct bsm_call *call, struct bsm_wire_verified *verified)
{
    struct bsm_visit visit;
    struct bsm_person person;
    enum bsm_status status = bsm_visit_find(db, &call->visit, &visit);
    bool goes_on = status == BSM_OK && !bsm_visit_state_is_end(visit.state) && call->now_ms < visit.expires_ms;
    if (!goes_on) {
        return status == BSM_GONE ? BSM_OK : status;
    }
    status = bsm_person_by_id(db, visit.person, &person);
    if (status == BSM_OK) {
        put_person(verified, &person);
        bsm_person_finish(&person);
    }
    return status;
}

static enum bsm_status answer_repeat(struct bsm_call *call, struct bsm_db *db)
{
    struct bsm_wire_verified verified;
    struct bsm_wire_text text = {0};
    enum bsm_status status = bsm_wire_verified_decode(call->answer->body, call->answer->body_size, &verified);
    if (status == BSM_OK && verified.verdict == BSM_VERDICT_MATCH) {
        status = put_person_of(db, call, &verified);
    }
    if (status == BSM_OK) {
        bsm_call_answer(call, 200, bsm_wire_verified_encode(&verified, &text), &text);
    }
    bsm_wipe(&verified, sizeof verified);
    return status;
}

static void on_repeat(struct bsm_call *call)
{
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    enum bsm_status status = db ? answer_repeat(call, db) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
    }
}

void bsm_api_verify(struct bsm_call *call)
{
    struct comparison comparison = {0};
    if (bsm_wire_nothing_decode(call->request->body, call->request->body_size) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "nothing belongs into this body");
        return;
    }
    enum bsm_status status = prepare(call, &comparison);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "central/api", "captures could not be compared, status=%s", bsm_status_name(status));
        bsm_call_fail(call, status);
        return;
    }
    if (bsm_call_commit(call, effect, &comparison) == BSM_OK && call->repeated && call->answer->status == 200) {
        on_repeat(call);
    }
}
