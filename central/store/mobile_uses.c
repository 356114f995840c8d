#include "central/store/mobile_uses.h"

static enum bsm_status count_uses(struct bsm_db *db, const struct bsm_digest *mobile_key, int64_t since_ms,
                                  int64_t *count)
{
    struct bsm_query query = bsm_query_of(db, "SELECT count(*) FROM mobile_uses WHERE mobile_key = $1 AND at > $2");
    bsm_bind_blob(&query, mobile_key->bytes, sizeof mobile_key->bytes);
    bsm_bind_integer(&query, since_ms);
    *count = bsm_query_next(&query) ? bsm_column_integer(&query, 0) : 0;
    return bsm_query_end(&query);
}

/* Uses of later than now were counted before our clock was set back: they are of now, else they would stand in the way
 * of codes until the clock is where it was. */
static enum bsm_status mend_clock(struct bsm_db *db, int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE mobile_uses SET at = $1 WHERE at > $1");
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_mobile_use(struct bsm_db *db, const struct bsm_digest *mobile_key, int limit, int64_t since_ms,
                               int64_t now_ms)
{
    int64_t count = 0;
    enum bsm_status status = mend_clock(db, now_ms);
    if (status == BSM_OK) {
        status = count_uses(db, mobile_key, since_ms, &count);
    }
    if (status != BSM_OK || count >= limit) {
        return status == BSM_OK ? BSM_DENIED : status;
    }
    struct bsm_query query = bsm_query_of(db, "INSERT INTO mobile_uses (mobile_key, at) VALUES ($1, $2)");
    bsm_bind_blob(&query, mobile_key->bytes, sizeof mobile_key->bytes);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_mobile_uses_purge(struct bsm_db *db, int64_t before_ms)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM mobile_uses WHERE at < $1");
    bsm_bind_integer(&query, before_ms);
    return bsm_query_run(&query);
}
