/*
 * POST /v1/campaign: a whole visit that was taken while the kiosk's link was down. Everything is opened, checked and
 * compared before the transaction, which sees that the visit, its numbers and the pack's count are new, and decides.
 *
 * What the kiosk hears is the same whoever it was: what is decided goes to the person. A number that is locked for a
 * moment makes the kiosk come again; the visit is decided when the lock is over. One that comes too late is taken, too,
 * and counts like any other, but nobody is looked up: the person is asked to come again.
 */
#include <stdlib.h>
#include <string.h>

#include "central/api/campaign_outcome.h"
#include "central/api/captures.h"
#include "central/api/claimant.h"
#include "central/api/failures.h"
#include "central/store/campaigns.h"
#include "central/visits/policy.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "net/seal/site_pack.h"

struct campaign {
    struct bsm_wire_campaign body;
    struct bsm_wire_campaign_claim claim;
    struct bsm_site_pack pack;
    struct bsm_record probe;
    uint32_t taken; /* bit n: finger position n; bit 0: the face */
    uint64_t first_seq, last_seq;
    int64_t first_ms, last_ms;
    struct bsm_digest last_hash;
    bool late; /* too old to be decided */
    struct bsm_digest number_key;
    int64_t person;    /* 0: nobody of this number and date */
    int64_t reference; /* whose record was compared */
    struct bsm_decision decision;
};

/* --- what came --- */

/* Each follows the one before: hash, number and time. NULL, or what is wrong. */
static const char *follow(struct campaign *campaign, uint64_t seq, int64_t at_ms, const uint8_t *previous_hash)
{
    bool first = campaign->first_seq == 0;
    if (memcmp(previous_hash, campaign->last_hash.bytes, sizeof campaign->last_hash.bytes) != 0) {
        return "does not follow the record before it";
    }
    if (seq == 0 || (!first && (seq <= campaign->last_seq || at_ms < campaign->last_ms))) {
        return "its number or time does not rise";
    }
    campaign->first_seq = first ? seq : campaign->first_seq;
    campaign->first_ms = first ? at_ms : campaign->first_ms;
    campaign->last_seq = seq;
    campaign->last_ms = at_ms;
    return NULL;
}

static const char *take_template(struct campaign *campaign, const struct bsm_wire_capture *capture)
{
    bool face = capture->modality == BSM_MODALITY_FACE;
    enum bsm_status status =
        face ? bsm_record_set_face(&campaign->probe, capture->template_bytes, capture->template_size)
             : bsm_record_set_finger(&campaign->probe, capture->position, capture->template_bytes,
                                     capture->template_size);
    campaign->taken |= face ? 1U : 1U << capture->position;
    return status == BSM_OK ? NULL : "its template is damaged or of another version";
}

static const char *take_capture(struct bsm_call *call, struct bsm_bench *bench, struct campaign *campaign)
{
    size_t size = 0;
    struct bsm_digest hash;
    const char *wrong = bsm_sealed_open(call, bench, &campaign->body.visit, &size, &hash);
    if (!wrong) {
        wrong = bsm_capture_read(call, bench, &campaign->body.visit, size);
    }
    const struct bsm_wire_capture *capture = &bench->capture;
    if (!wrong && memcmp(capture->nonce, campaign->claim.nonce, sizeof capture->nonce) != 0) {
        wrong = "not of this pack and visit";
    }
    if (!wrong) {
        wrong = bsm_capture_check_living(call, capture);
    }
    if (!wrong) {
        wrong = follow(campaign, capture->seq, capture->captured_unix_ms, capture->previous_hash);
    }
    if (!wrong) {
        wrong = take_template(campaign, capture);
    }
    campaign->last_hash = hash;
    return wrong;
}

static const char *take_claim(struct bsm_call *call, struct bsm_bench *bench, struct campaign *campaign)
{
    struct bsm_wire_campaign_claim *claim = &campaign->claim;
    uint8_t nonce[BSM_SITE_PACK_NONCE_SIZE];
    size_t size = 0;
    struct bsm_digest hash;
    const char *wrong = bsm_sealed_open(call, bench, &campaign->body.visit, &size, &hash);
    if (wrong) {
        return wrong;
    }
    if (bsm_wire_campaign_claim_decode(bench->payload, size, claim) != BSM_OK) {
        return "its claim cannot be read";
    }
    bsm_site_pack_visit_nonce(claim->pack, &campaign->body.visit, nonce);
    if (!bsm_uuid_equal(&claim->visit, &campaign->body.visit) || strcmp(claim->device, call->device.id) != 0 ||
        memcmp(nonce, claim->nonce, sizeof nonce) != 0) {
        return "its claim is of another visit, kiosk or pack";
    }
    return NULL;
}

/* The claim is the last, and read first: it names the pack that all belong to. */
static const char *open_records(struct bsm_call *call, struct bsm_bench *bench, struct campaign *campaign)
{
    uint32_t last = campaign->body.records_count - 1;
    bench->sealed = campaign->body.records[last];
    const char *wrong = take_claim(call, bench, campaign);
    for (uint32_t i = 0; !wrong && i < last; i++) {
        bench->sealed = campaign->body.records[i];
        wrong = take_capture(call, bench, campaign);
    }
    const struct bsm_wire_campaign_claim *claim = &campaign->claim;
    return wrong ? wrong : follow(campaign, claim->seq, claim->claimed_unix_ms, claim->previous_hash);
}

/* --- what the pack allows --- */

static uint32_t missing_of(const struct bsm_wire_campaign_claim *claim)
{
    uint32_t missing = 0;
    for (int i = 0; i < claim->missing_count; i++) {
        missing |= 1U << claim->missing[i];
    }
    return missing;
}

/* The fingers are the first of the pack's that are not missing, as many as it asks for or as there are; and the face.
 */
static bool is_what_is_asked(const struct campaign *campaign)
{
    const struct bsm_site_pack *pack = &campaign->pack;
    uint32_t missing = missing_of(&campaign->claim), asked = 1;
    for (int i = 0, count = 0; i < pack->fingers_count && count < pack->ask; i++) {
        if ((missing >> pack->fingers[i] & 1) == 0) {
            asked |= 1U << pack->fingers[i];
            count++;
        }
    }
    return campaign->taken == asked && asked != 1;
}

static const char *check_times(const struct bsm_call *call, struct campaign *campaign)
{
    if (!bsm_site_pack_in_force(&campaign->pack, campaign->first_ms / 1000) ||
        !bsm_site_pack_in_force(&campaign->pack, campaign->last_ms / 1000)) {
        return "the pack was not in force when it was taken";
    }
    if (campaign->last_ms > call->now_ms + BSM_POLICY_CAMPAIGN_AHEAD_MS) {
        return "not taken yet";
    }
    campaign->late = campaign->first_ms < call->now_ms - BSM_POLICY_CAMPAIGN_AGE_MS;
    return campaign->last_ms - campaign->first_ms > BSM_POLICY_CAMPAIGN_SPAN_MS ? "it lasted too long" : NULL;
}

/* Signed here, once: what lies in the register is not trusted for that alone. */
static const char *read_pack(struct bsm_call *call, const char *jws, struct campaign *campaign)
{
    char error[BSM_SITE_PACK_ERROR_SIZE];
    struct bsm_ec_point key;
    const char *pem = call->centre->state->config_sign_pem;
    if (bsm_ec_point_from_pem(pem, strlen(pem), &key) != BSM_OK ||
        bsm_site_pack_verify(jws, strlen(jws), &key, &campaign->pack, error) != BSM_OK ||
        memcmp(campaign->pack.nonce, campaign->claim.pack, sizeof campaign->pack.nonce) != 0) {
        return "its pack is not signed by this centre";
    }
    if (!bsm_site_pack_names(&campaign->pack, call->device.id)) {
        return "its pack does not name this kiosk";
    }
    const char *wrong = check_times(call, campaign);
    return !wrong && !is_what_is_asked(campaign) ? "not what its pack asks for" : wrong;
}

/* --- who it is said to be --- */

static enum bsm_status compare(struct bsm_call *call, struct bsm_bench *bench, const struct bsm_person *with,
                               struct campaign *campaign)
{
    struct bsm_record reference = {0};
    enum bsm_status status =
        with->record_size ? bsm_record_decode(with->record, with->record_size, &reference) : BSM_OK;
    if (status == BSM_INVALID) { /* an office sees to it: the visits behind this one must not wait for it */
        bsm_log(BSM_LOG_ERROR, "central/api", "a record of the register cannot be read, person=%lld; import it again",
                (long long)with->id);
        campaign->decision = (struct bsm_decision){.incomplete = true};
        status = BSM_OK;
    } else if (status == BSM_OK) {
        status = bsm_decision_make(bench->matcher, &reference, &campaign->probe, &call->centre->thresholds,
                                   &campaign->decision);
    }
    campaign->reference = with->id;
    bsm_record_finish(&reference);
    return status;
}

static enum bsm_status look_up(struct bsm_call *call, struct bsm_db *db, struct bsm_bench *bench,
                               struct campaign *campaign)
{
    struct bsm_claimant claimant;
    enum bsm_status status = bsm_claimant_look_up(db, &call->centre->state->secret, campaign->claim.id_number,
                                                  campaign->claim.birth_date, &claimant);
    campaign->number_key = claimant.number_key;
    if (status == BSM_OK) {
        campaign->person = claimant.person;
        status = compare(call, bench, &claimant.reference, campaign);
    }
    bsm_claimant_finish(&claimant);
    return status;
}

/* --- the transaction --- */

/* False: refused, or *status tells what failed below. */
static bool is_new(struct bsm_call *call, struct bsm_db *db, const struct bsm_uuid *id, enum bsm_status *status)
{
    struct bsm_visit visit;
    *status = bsm_visit_find(db, id, &visit);
    if (*status == BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_REPLAYED, "the visit was brought before");
        return false;
    }
    *status = *status == BSM_GONE ? BSM_OK : *status;
    return *status == BSM_OK;
}

/* False: refused, or *status tells what failed below. */
static bool admit(struct bsm_call *call, struct bsm_db *db, const struct campaign *campaign, enum bsm_status *status)
{
    int count = 0;
    *status = bsm_campaign_count(db, campaign->claim.pack, call->device.id, &count);
    if (*status == BSM_OK && count >= campaign->pack.visits_max) {
        bsm_call_refuse(call, BSM_PROBLEM_QUOTA, "more visits than the pack allows this kiosk");
        return false;
    }
    if (*status == BSM_OK) {
        *status = bsm_campaign_advance(db, call->device.id, campaign->first_seq, campaign->last_seq);
    }
    if (*status == BSM_OK) {
        *status = bsm_campaign_add(db, &campaign->body.visit, campaign->claim.pack, call->device.id, call->now_ms);
    }
    if (*status == BSM_DENIED) {
        bsm_call_refuse(call, BSM_PROBLEM_REPLAYED, "its numbers do not rise, or it was brought before");
        *status = BSM_OK;
        return false;
    }
    return *status == BSM_OK;
}

static enum bsm_status add_visit(struct bsm_call *call, struct bsm_db *db, const struct campaign *campaign,
                                 struct bsm_visit *visit)
{
    *visit = (struct bsm_visit){.id = campaign->body.visit,
                                .state = BSM_VISIT_OPENED,
                                .purpose = BSM_ACTION_ACTIVATE,
                                .opened_ms = call->now_ms,
                                .expires_ms = call->now_ms + BSM_POLICY_VISIT_MS};
    memcpy(visit->device, call->device.id, sizeof visit->device);
    memcpy(visit->nonce, campaign->claim.nonce, sizeof visit->nonce);
    memcpy(visit->site, campaign->pack.site, sizeof visit->site);
    enum bsm_status status = bsm_visit_add(db, visit);
    visit->person = campaign->person;
    visit->reference = campaign->reference;
    visit->number_key = campaign->number_key;
    visit->last_hash = campaign->last_hash;
    visit->missing = missing_of(&campaign->claim);
    visit->consent_version = campaign->claim.consent_version;
    if (status == BSM_OK) {
        status = bsm_visit_save(db, visit);
    }
    if (status == BSM_OK) {
        status = bsm_visit_move(db, visit, BSM_MOVE_CLAIM, call->now_ms);
    }
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_CAPTURE, call->now_ms) : status;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct campaign *campaign = context;
    struct bsm_campaign_outcome outcome = {.decision = &campaign->decision,
                                           .taken = campaign->taken,
                                           .mobile = campaign->claim.mobile,
                                           .site = campaign->pack.site,
                                           .taken_ms = campaign->last_ms};
    struct bsm_visit visit;
    uint32_t wait_s = 0;
    enum bsm_status status;
    if (!is_new(call, db, &campaign->body.visit, &status)) {
        return status;
    }
    status = bsm_failures_wait(db, &campaign->number_key, call->now_ms, &wait_s);
    if (status == BSM_OK && wait_s > 0 && wait_s < BSM_POLICY_OPERATOR_RETRY_S) {
        return BSM_BUSY; /* nothing is kept: it comes again */
    }
    if (status != BSM_OK || !admit(call, db, campaign, &status)) {
        return status;
    }
    status = add_visit(call, db, campaign, &visit);
    if (status == BSM_OK && campaign->late) {
        status = bsm_campaign_too_late(call, db, &visit, &outcome);
    } else if (status == BSM_OK) {
        status = wait_s > 0 ? bsm_campaign_refuse(call, db, &visit, &outcome)
                            : bsm_campaign_decide(call, db, &visit, &outcome);
    }
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_stored_encode(&(struct bsm_wire_stored){.place = campaign->claim.seq}, &text),
                    &text);
    return status;
}

/* --- the call --- */

/* Whether it was decided: then what came is not even opened, whatever it is, and the transaction finds the answer. */
static enum bsm_status look_for_visit(struct bsm_call *call, const struct bsm_uuid *id, bool *known)
{
    struct bsm_visit visit;
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    enum bsm_status status = db ? bsm_visit_find(db, id, &visit) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    *known = status == BSM_OK;
    return status == BSM_GONE ? BSM_OK : status;
}

/* What needs the register but no transaction. NULL, or what is wrong; *status tells what failed below. */
static const char *prepare(struct bsm_call *call, struct bsm_bench *bench, struct campaign *campaign,
                           enum bsm_status *status)
{
    char jws[BSM_SITE_PACK_JWS_SIZE];
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    *status = db ? bsm_site_pack_find(db, campaign->claim.pack, jws) : BSM_FAULT;
    const char *wrong = *status == BSM_GONE ? "its pack is not of this centre" : NULL;
    if (*status == BSM_OK) {
        wrong = read_pack(call, jws, campaign);
    }
    if (*status == BSM_OK && !wrong && !campaign->late) {
        *status = look_up(call, db, bench, campaign);
    }
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    return wrong;
}

static void take(struct bsm_call *call, struct bsm_bench *bench, struct campaign *campaign)
{
    enum bsm_status status = BSM_OK;
    if (bsm_wire_campaign_decode(call->request->body, call->request->body_size, &campaign->body) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not a visit of a campaign");
        return;
    }
    bool known = false;
    const char *wrong = NULL;
    status = look_for_visit(call, &campaign->body.visit, &known);
    if (status == BSM_OK && !known) {
        wrong = open_records(call, bench, campaign);
        if (!wrong) {
            wrong = prepare(call, bench, campaign, &status);
        }
    }
    if (wrong) {
        bsm_log(BSM_LOG_WARNING, "central/api", "a campaign's visit was refused, device=%s reason=\"%s\"",
                call->device.id, wrong);
        bsm_call_refuse(call, BSM_PROBLEM_CAPTURE_INVALID, wrong);
    } else if (status != BSM_OK) {
        bsm_call_fail(call, status);
    } else if (bsm_call_commit(call, effect, campaign) == BSM_OK) {
        bsm_notices_wake(&call->centre->notices);
    }
}

void bsm_api_campaign(struct bsm_call *call)
{
    struct campaign *campaign = calloc(1, sizeof *campaign);
    struct bsm_bench *bench = campaign ? bsm_bench_take(&call->centre->benches) : NULL;
    if (bench) {
        take(call, bench, campaign);
        bsm_bench_give(&call->centre->benches, bench);
    } else {
        bsm_call_fail(call, BSM_NO_MEMORY);
    }
    if (campaign) {
        bsm_record_finish(&campaign->probe);
        bsm_wipe_free(campaign, sizeof *campaign);
    }
}
