#include "central/store/visits.h"

#include <stdio.h>
#include <string.h>

#include "central/store/audit.h"
#include "central/store/captures.h"
#include "central/store/portraits.h"
#include "central/store/user_names.h"
#include "firmware/base/wipe.h"

static void take_visit(struct bsm_query *query, struct bsm_visit *visit)
{
    bsm_column_exactly(query, 0, visit->id.bytes, sizeof visit->id.bytes);
    bsm_column_text(query, 1, visit->device, sizeof visit->device);
    bsm_column_exactly(query, 2, visit->nonce, sizeof visit->nonce);
    visit->state = (enum bsm_visit_state)bsm_column_integer(query, 3);
    visit->purpose = (enum bsm_action)bsm_column_integer(query, 4);
    visit->opened_ms = bsm_column_integer(query, 5);
    visit->expires_ms = bsm_column_integer(query, 6);
    visit->person = bsm_column_integer(query, 7);
    visit->reference = bsm_column_integer(query, 8);
    bsm_column_exactly(query, 9, visit->number_key.bytes, sizeof visit->number_key.bytes);
    visit->verify_tries = (int)bsm_column_integer(query, 10);
    bsm_column_exactly(query, 11, visit->last_hash.bytes, sizeof visit->last_hash.bytes);
    bsm_column_exactly(query, 12, visit->code_hash.bytes, sizeof visit->code_hash.bytes);
    visit->code_expires_ms = bsm_column_integer(query, 13);
    visit->code_tries = (int)bsm_column_integer(query, 14);
    visit->codes_sent = (int)bsm_column_integer(query, 15);
    visit->consent_version = (uint32_t)bsm_column_integer(query, 16);
    visit->code_due = bsm_column_integer(query, 17) != 0;
    bsm_column_text(query, 18, visit->site, sizeof visit->site);
    visit->missing = (uint32_t)bsm_column_integer(query, 19);
    visit->action = (enum bsm_action)bsm_column_integer(query, 20);
    bsm_column_text(query, 21, visit->mobile, sizeof visit->mobile);
    visit->matched_ms = bsm_column_integer(query, 22);
    visit->taken = (uint32_t)bsm_column_integer(query, 23);
}

enum bsm_status bsm_visit_find(struct bsm_db *db, const struct bsm_uuid *id, struct bsm_visit *visit)
{
    struct bsm_query query = bsm_query_of(
        db, "SELECT id, device, nonce, state, purpose, opened_at, expires_at, person, reference, number_key,"
            " verify_tries, last_hash, code_hash, code_expires_at, code_tries, codes_sent, consent_version,"
            " code_due, site, missing, action, mobile, matched_at, taken FROM visits WHERE id = $1");
    bsm_bind_blob(&query, id->bytes, sizeof id->bytes);
    bool found = bsm_query_next(&query);
    if (found) {
        take_visit(&query, visit);
    }
    return bsm_query_end_found(&query, found);
}

static enum bsm_status write_audit(struct bsm_db *db, const struct bsm_visit *visit, const char *from, int64_t now_ms)
{
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "%s->%s", from, bsm_visit_state_name(visit->state));
    struct bsm_audit_entry entry = {.at_ms = now_ms,
                                    .event = "visit",
                                    .device = visit->device,
                                    .visit = &visit->id,
                                    .person = visit->person,
                                    .detail = detail};
    return bsm_audit_add(db, &entry);
}

enum bsm_status bsm_visit_add(struct bsm_db *db, const struct bsm_visit *visit)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO visits (id, device, nonce, state, purpose, opened_at, expires_at, last_hash,"
                         " site) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    bsm_bind_blob(&query, visit->id.bytes, sizeof visit->id.bytes);
    bsm_bind_text(&query, visit->device);
    bsm_bind_blob(&query, visit->nonce, sizeof visit->nonce);
    bsm_bind_integer(&query, visit->state);
    bsm_bind_integer(&query, visit->purpose);
    bsm_bind_integer(&query, visit->opened_ms);
    bsm_bind_integer(&query, visit->expires_ms);
    bsm_bind_blob(&query, visit->last_hash.bytes, sizeof visit->last_hash.bytes);
    bsm_bind_text(&query, visit->site);
    enum bsm_status status = bsm_query_run(&query);
    return status == BSM_OK ? write_audit(db, visit, "", visit->opened_ms) : status;
}

enum bsm_status bsm_visit_save(struct bsm_db *db, const struct bsm_visit *visit)
{
    struct bsm_query query = bsm_query_of(
        db, "UPDATE visits SET person = $1, reference = $2, number_key = $3, verify_tries = $4, last_hash = $5,"
            " code_hash = $6, code_expires_at = $7, code_tries = $8, codes_sent = $9, consent_version = $10,"
            " code_due = $11, missing = $12, action = $13, mobile = $14, matched_at = $15, taken = $16 WHERE id = $17");
    bsm_bind_integer(&query, visit->person);
    bsm_bind_integer(&query, visit->reference);
    bsm_bind_blob(&query, visit->number_key.bytes, sizeof visit->number_key.bytes);
    bsm_bind_integer(&query, visit->verify_tries);
    bsm_bind_blob(&query, visit->last_hash.bytes, sizeof visit->last_hash.bytes);
    bsm_bind_blob(&query, visit->code_hash.bytes, sizeof visit->code_hash.bytes);
    bsm_bind_integer(&query, visit->code_expires_ms);
    bsm_bind_integer(&query, visit->code_tries);
    bsm_bind_integer(&query, visit->codes_sent);
    bsm_bind_integer(&query, visit->consent_version);
    bsm_bind_integer(&query, visit->code_due);
    bsm_bind_integer(&query, visit->missing);
    bsm_bind_integer(&query, visit->action);
    bsm_bind_text(&query, visit->mobile);
    bsm_bind_integer(&query, visit->matched_ms);
    bsm_bind_integer(&query, visit->taken);
    bsm_bind_blob(&query, visit->id.bytes, sizeof visit->id.bytes);
    return bsm_query_run(&query);
}

static enum bsm_status set_state(struct bsm_db *db, const struct bsm_visit *visit)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE visits SET state = $1 WHERE id = $2");
    bsm_bind_integer(&query, visit->state);
    bsm_bind_blob(&query, visit->id.bytes, sizeof visit->id.bytes);
    return bsm_query_run(&query);
}

static enum bsm_status forget_mobile(struct bsm_db *db, const struct bsm_uuid *id)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE visits SET mobile = '' WHERE id = $1 AND mobile <> ''");
    bsm_bind_blob(&query, id->bytes, sizeof id->bytes);
    return bsm_query_run(&query);
}

static enum bsm_status forget(struct bsm_db *db, const struct bsm_uuid *id)
{
    enum bsm_status status = bsm_captures_delete(db, id);
    if (status == BSM_OK) {
        status = bsm_portrait_drop(db, id);
    }
    if (status == BSM_OK) {
        status = forget_mobile(db, id);
    }
    return status == BSM_OK ? bsm_user_name_release(db, id) : status;
}

enum bsm_status bsm_visit_move(struct bsm_db *db, struct bsm_visit *visit, enum bsm_visit_move move, int64_t now_ms)
{
    enum bsm_visit_state from = visit->state;
    enum bsm_visit_state to;
    if (!bsm_visit_state_next(from, move, &to)) {
        return BSM_DENIED;
    }
    if (to == from) {
        return BSM_OK;
    }
    visit->state = to;
    enum bsm_status status = set_state(db, visit);
    if (status == BSM_OK) {
        status = write_audit(db, visit, bsm_visit_state_name(from), now_ms);
    }
    if (status == BSM_OK && bsm_visit_state_is_end(to)) {
        bsm_wipe(visit->mobile, sizeof visit->mobile);
        status = forget(db, &visit->id);
    }
    return status;
}

enum bsm_status bsm_visit_code_went_out(struct bsm_db *db, const struct bsm_uuid *id, int nth)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE visits SET code_due = 0 WHERE id = $1 AND codes_sent = $2");
    bsm_bind_blob(&query, id->bytes, sizeof id->bytes);
    bsm_bind_integer(&query, nth);
    return bsm_query_run(&query);
}

enum bsm_status bsm_visits_with_code_due(struct bsm_db *db, int64_t now_ms, int limit, struct bsm_uuid *ids, int *count)
{
    struct bsm_query query = bsm_query_of(
        db, "SELECT id FROM visits WHERE code_due = 1 AND state = $1 AND code_expires_at > $2 AND expires_at > $2"
            " ORDER BY expires_at LIMIT $3");
    bsm_bind_integer(&query, BSM_VISIT_VERIFIED);
    bsm_bind_integer(&query, now_ms);
    bsm_bind_integer(&query, limit);
    for (*count = 0; *count < limit && bsm_query_next(&query);) {
        *count += bsm_column_exactly(&query, 0, ids[*count].bytes, sizeof ids->bytes);
    }
    return bsm_query_end(&query);
}

static enum bsm_status next_over(struct bsm_db *db, int64_t now_ms, struct bsm_uuid *id)
{
    struct bsm_query query = bsm_query_of(
        db, "SELECT id FROM visits WHERE expires_at <= $1 AND state IN (1, 2, 3, 4, 7) ORDER BY expires_at LIMIT 1");
    bsm_bind_integer(&query, now_ms);
    bool found = bsm_query_next(&query) && bsm_column_exactly(&query, 0, id->bytes, sizeof id->bytes);
    return bsm_query_end_found(&query, found);
}

enum bsm_status bsm_visit_expire(struct bsm_db *db, int64_t now_ms, int limit, int *count)
{
    enum bsm_status status = BSM_OK;
    for (*count = 0; status == BSM_OK && *count < limit; ++*count) {
        struct bsm_visit visit;
        status = next_over(db, now_ms, &visit.id);
        if (status == BSM_GONE) {
            return BSM_OK;
        }
        if (status == BSM_OK) {
            status = bsm_visit_find(db, &visit.id, &visit);
        }
        if (status == BSM_OK) {
            status = bsm_visit_move(db, &visit, BSM_MOVE_EXPIRE, now_ms);
        }
    }
    return status;
}

enum bsm_status bsm_visit_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count)
{
    struct bsm_query query =
        bsm_query_of(db, "DELETE FROM visits WHERE id IN (SELECT id FROM visits WHERE expires_at < $1"
                         " AND state NOT IN (1, 2, 3, 4, 7) ORDER BY expires_at LIMIT $2)");
    bsm_bind_integer(&query, before_ms);
    bsm_bind_integer(&query, limit);
    return bsm_query_run_counted(&query, count);
}
