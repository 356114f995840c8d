#include "central/store/wishes.h"

enum bsm_status bsm_wish_add(struct bsm_db *db, const struct bsm_uuid *wish, int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO wishes (wish, at) VALUES ($1, $2)");
    bsm_bind_blob(&query, wish->bytes, sizeof wish->bytes);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_wishes_purge(struct bsm_db *db, int64_t before_ms)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM wishes WHERE at < $1");
    bsm_bind_integer(&query, before_ms);
    return bsm_query_run(&query);
}
