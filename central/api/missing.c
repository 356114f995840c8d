/*
 * PUT /v1/visits/{visit}/missing: fingers that are missing or injured. What is answered comes from the record that the
 * claim chose (a stand-in's where the number or the date is nobody's), so that it has the same shape and takes as long
 * either way. The captures of this try are dropped; the chain of their hashes goes on, as after a retry.
 */
#include <stdio.h>
#include <string.h>

#include "central/api/asked.h"
#include "central/api/call.h"
#include "central/store/audit.h"
#include "central/store/captures.h"
#include "central/store/people.h"
#include "central/store/portraits.h"
#include "firmware/base/log.h"

struct missing {
    uint32_t fingers;
    int count;
    struct bsm_wire_claimed answer;
};

static enum bsm_status plan(struct bsm_db *db, const struct bsm_visit *visit, struct missing *missing)
{
    struct bsm_person person = {0};
    struct bsm_record record = {0};
    enum bsm_status status = visit->reference ? bsm_person_by_id(db, visit->reference, &person) : BSM_OK;
    if (status == BSM_OK && person.record_size) {
        status = bsm_record_decode(person.record, person.record_size, &record);
    }
    if (status == BSM_OK) {
        bsm_asked_answer(&record, missing->fingers, &missing->answer);
    }
    bsm_record_finish(&record);
    bsm_person_finish(&person);
    return status;
}

/* Nothing is refused here: what the visit allows is seen in the transaction. */
static enum bsm_status prepare(struct bsm_call *call, struct missing *missing)
{
    struct bsm_visit visit;
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    if (!db) {
        return BSM_FAULT;
    }
    enum bsm_status status = bsm_visit_find(db, &call->visit, &visit);
    if (status == BSM_OK) {
        status = plan(db, &visit, missing);
    }
    bsm_store_read_end(call->centre->store, db);
    return status == BSM_GONE ? BSM_OK : status;
}

/* How many, not which. */
static enum bsm_status audit_missing(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit, int count)
{
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "fingers missing: %d", count);
    return bsm_call_audit(call, db, visit, "missing", detail);
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct missing *missing = context;
    struct bsm_visit visit;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_MISSING, &visit, &status)) {
        return status;
    }
    visit.missing = missing->fingers;
    status = bsm_visit_save(db, &visit);
    if (status == BSM_OK) {
        status = bsm_captures_delete(db, &visit.id);
    }
    if (status == BSM_OK) {
        status = bsm_portrait_drop(db, &visit.id);
    }
    if (status == BSM_OK) {
        status = audit_missing(call, db, &visit, missing->count);
    }
    if (status == BSM_OK) {
        status = bsm_visit_move(db, &visit, BSM_MOVE_MISSING, call->now_ms);
    }
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_claimed_encode(&missing->answer, &text), &text);
    return status;
}

void bsm_api_missing(struct bsm_call *call)
{
    struct bsm_wire_missing said;
    struct missing missing = {0};
    if (bsm_wire_missing_decode(call->request->body, call->request->body_size, &said) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not one to ten fingers");
        return;
    }
    missing.count = said.fingers_count;
    for (int i = 0; i < said.fingers_count; i++) {
        missing.fingers |= 1u << said.fingers[i];
    }
    enum bsm_status status = prepare(call, &missing);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "central/api", "a record of the register cannot be read, status=%s",
                bsm_status_name(status));
        bsm_call_fail(call, status);
        return;
    }
    bsm_call_commit(call, effect, &missing);
}
