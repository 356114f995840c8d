#include "central/store/tries.h"

enum bsm_status bsm_tries_find(struct bsm_db *db, const struct bsm_digest *number_key, struct bsm_tries *tries)
{
    *tries = (struct bsm_tries){0};
    struct bsm_query query =
        bsm_query_of(db, "SELECT failures, locked_until, failed_at FROM number_tries WHERE number_key = $1");
    bsm_bind_blob(&query, number_key->bytes, sizeof number_key->bytes);
    if (bsm_query_next(&query)) {
        tries->failures = (int)bsm_column_integer(&query, 0);
        tries->locked_until_ms = bsm_column_integer(&query, 1);
        tries->failed_ms = bsm_column_integer(&query, 2);
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_tries_put(struct bsm_db *db, const struct bsm_digest *number_key, const struct bsm_tries *tries)
{
    struct bsm_query query = bsm_query_of(
        db,
        "INSERT INTO number_tries (number_key, failures, locked_until, failed_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (number_key) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until,"
        " failed_at = excluded.failed_at");
    bsm_bind_blob(&query, number_key->bytes, sizeof number_key->bytes);
    bsm_bind_integer(&query, tries->failures);
    bsm_bind_integer(&query, tries->locked_until_ms);
    bsm_bind_integer(&query, tries->failed_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_tries_clear(struct bsm_db *db, const struct bsm_digest *number_key)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM number_tries WHERE number_key = $1");
    bsm_bind_blob(&query, number_key->bytes, sizeof number_key->bytes);
    return bsm_query_run(&query);
}

enum bsm_status bsm_tries_purge(struct bsm_db *db, int64_t before_ms, int failures, int limit, int *count)
{
    struct bsm_query query =
        bsm_query_of(db, "DELETE FROM number_tries WHERE number_key IN (SELECT number_key FROM number_tries"
                         " WHERE failed_at < $1 AND failures < $2 ORDER BY failed_at LIMIT $3)");
    bsm_bind_integer(&query, before_ms);
    bsm_bind_integer(&query, failures);
    bsm_bind_integer(&query, limit);
    return bsm_query_run_counted(&query, count);
}
