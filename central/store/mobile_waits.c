#include "central/store/mobile_waits.h"

#include "firmware/base/terms.h"

enum bsm_status bsm_mobile_wait_next(struct bsm_db *db, int64_t now_ms, struct bsm_mobile_wait *wait)
{
    struct bsm_query query = bsm_query_of(db, "SELECT person, state, mobile_next FROM accounts"
                                              " WHERE mobile_next <> '' AND mobile_from <= $1"
                                              " ORDER BY mobile_from LIMIT 1");
    bsm_bind_integer(&query, now_ms);
    bool found = bsm_query_next(&query);
    if (found) {
        wait->person = bsm_column_integer(&query, 0);
        wait->active = bsm_column_integer(&query, 1) == BSM_ACCOUNT_ACTIVE;
        bsm_column_text(&query, 2, wait->mobile, sizeof wait->mobile);
    }
    return bsm_query_end_found(&query, found);
}

static enum bsm_status run_on_one(struct bsm_query *query)
{
    enum bsm_status status = bsm_query_run(query);
    return status == BSM_OK && bsm_db_changed(query->db) != 1 ? BSM_GONE : status;
}

enum bsm_status bsm_mobile_wait_take(struct bsm_db *db, int64_t person)
{
    struct bsm_query query =
        bsm_query_of(db, "UPDATE accounts SET mobile = mobile_next, mobile_next = '', mobile_from = 0"
                         " WHERE person = $1 AND mobile_next <> ''");
    bsm_bind_integer(&query, person);
    return run_on_one(&query);
}

enum bsm_status bsm_mobile_wait_drop(struct bsm_db *db, int64_t person)
{
    struct bsm_query query = bsm_query_of(
        db, "UPDATE accounts SET mobile_next = '', mobile_from = 0 WHERE person = $1 AND mobile_next <> ''");
    bsm_bind_integer(&query, person);
    return run_on_one(&query);
}

enum bsm_status bsm_mobile_waits_end_by(struct bsm_db *db, int64_t latest_ms)
{
    struct bsm_query query =
        bsm_query_of(db, "UPDATE accounts SET mobile_from = $1 WHERE mobile_next <> '' AND mobile_from > $1");
    bsm_bind_integer(&query, latest_ms);
    return bsm_query_run(&query);
}
