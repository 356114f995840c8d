/*
 * PUT /v1/visits/{visit}/claim: a person says who they are. Whether there is such a person must not show, in what is
 * answered, how long it takes, or how long the answer is:
 *  - a number that is there is answered from its own record whatever the birth date says, so that nobody can try dates;
 *  - a number that is not there is answered from a stand-in's record, always the same one for the same number;
 *  - both records are read for every number, and the same rows are written.
 */
#include <string.h>

#include "central/api/asked.h"
#include "central/api/call.h"
#include "central/api/claimant.h"
#include "central/api/failures.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "net/seal/sha256.h"

struct claim {
    struct bsm_wire_claim said;
    struct bsm_digest number_key;
    int64_t person; /* 0: nobody of this number and date */
    int64_t reference;
    struct bsm_wire_claimed answer;
};

/* What is answered for one record. */
static enum bsm_status plan(const struct bsm_person *from, struct claim *claim)
{
    struct bsm_record record = {0};
    enum bsm_status status = from->record_size ? bsm_record_decode(from->record, from->record_size, &record) : BSM_OK;
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "central/api", "a record of the register cannot be read, person=%lld; import it again",
                (long long)from->id);
        return BSM_FAULT;
    }
    bsm_asked_answer(&record, 0, &claim->answer);
    bsm_record_finish(&record);
    claim->reference = from->id;
    return BSM_OK;
}

static enum bsm_status look_up(struct bsm_db *db, const struct bsm_digest_key *secret, struct claim *claim)
{
    struct bsm_claimant claimant;
    enum bsm_status status = bsm_claimant_look_up(db, secret, claim->said.id_number, claim->said.birth_date, &claimant);
    if (status == BSM_OK) {
        status = plan(&claimant.reference, claim);
        claim->person = claimant.person;
        claim->number_key = claimant.number_key;
    }
    bsm_claimant_finish(&claimant);
    return status;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    struct claim *claim = context;
    struct bsm_visit visit;
    uint32_t wait_s = 0;
    enum bsm_status status;
    if (!bsm_call_admit(call, db, BSM_MOVE_CLAIM, &visit, &status)) {
        return status;
    }
    status = bsm_failures_wait(db, &claim->number_key, call->now_ms, &wait_s);
    if (status != BSM_OK) {
        return status;
    }
    if (wait_s) {
        bsm_call_refuse_for(call, BSM_PROBLEM_LOCKED, wait_s);
        return BSM_OK;
    }
    visit.person = claim->person;
    visit.reference = claim->reference;
    visit.number_key = claim->number_key;
    status = bsm_visit_save(db, &visit);
    if (status == BSM_OK) {
        status = bsm_visit_move(db, &visit, BSM_MOVE_CLAIM, call->now_ms);
    }
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_claimed_encode(&claim->answer, &text), &text);
    return status;
}

void bsm_api_claim(struct bsm_call *call)
{
    const struct bsm_digest_key *secret = &call->centre->state->secret;
    struct claim claim = {0};
    if (bsm_wire_claim_decode(call->request->body, call->request->body_size, &claim.said) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not a number and a date of birth");
        return;
    }
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    enum bsm_status status = db ? look_up(db, secret, &claim) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    if (status == BSM_OK) {
        bsm_call_commit(call, effect, &claim);
    } else {
        bsm_call_fail(call, status);
    }
    bsm_wipe(&claim, sizeof claim);
}
