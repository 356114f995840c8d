#include "central/store/portraits.h"

#include <stdlib.h>
#include <string.h>

enum bsm_status bsm_portrait_wait(struct bsm_db *db, const struct bsm_uuid *visit, const uint8_t *jpeg, size_t size)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO portraits_waiting (visit, jpeg) VALUES ($1, $2)"
                                              " ON CONFLICT (visit) DO UPDATE SET jpeg = excluded.jpeg");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    bsm_bind_blob(&query, jpeg, size);
    return bsm_query_run(&query);
}

enum bsm_status bsm_portrait_drop(struct bsm_db *db, const struct bsm_uuid *visit)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM portraits_waiting WHERE visit = $1");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    return bsm_query_run(&query);
}

enum bsm_status bsm_portrait_keep(struct bsm_db *db, const struct bsm_uuid *visit, int64_t person, int64_t now_ms,
                                  bool *kept)
{
    int count = 0;
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO portraits (person, taken_at, jpeg)"
                         " SELECT $1, $2, jpeg FROM portraits_waiting WHERE visit = $3"
                         " ON CONFLICT (person) DO UPDATE SET taken_at = excluded.taken_at, jpeg = excluded.jpeg");
    bsm_bind_integer(&query, person);
    bsm_bind_integer(&query, now_ms);
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    enum bsm_status status = bsm_query_run_counted(&query, &count);
    *kept = count > 0;
    return status == BSM_OK ? bsm_portrait_drop(db, visit) : status;
}

static enum bsm_status copy(const uint8_t *bytes, size_t bytes_size, uint8_t **jpeg, size_t *size)
{
    *jpeg = malloc(bytes_size);
    if (!*jpeg) {
        return BSM_NO_MEMORY;
    }
    memcpy(*jpeg, bytes, bytes_size);
    *size = bytes_size;
    return BSM_OK;
}

enum bsm_status bsm_portrait_load(struct bsm_db *db, int64_t person, uint8_t **jpeg, size_t *size)
{
    struct bsm_query query = bsm_query_of(db, "SELECT jpeg FROM portraits WHERE person = $1");
    bsm_bind_integer(&query, person);
    enum bsm_status status = BSM_OK;
    bool found = bsm_query_next(&query);
    if (found) {
        size_t bytes_size = 0;
        const uint8_t *bytes = bsm_column_blob(&query, 0, &bytes_size);
        status = bytes_size ? copy(bytes, bytes_size, jpeg, size) : BSM_FAULT;
    }
    enum bsm_status ended = bsm_query_end_found(&query, found);
    return ended != BSM_OK ? ended : status;
}

enum bsm_status bsm_portrait_erase(struct bsm_db *db, int64_t person)
{
    int count = 0;
    struct bsm_query query = bsm_query_of(db, "DELETE FROM portraits WHERE person = $1");
    bsm_bind_integer(&query, person);
    enum bsm_status status = bsm_query_run_counted(&query, &count);
    return status == BSM_OK && count == 0 ? BSM_GONE : status;
}

enum bsm_status bsm_portraits_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count)
{
    struct bsm_query query =
        bsm_query_of(db, "DELETE FROM portraits WHERE person IN (SELECT person FROM portraits WHERE taken_at < $1"
                         " ORDER BY taken_at LIMIT $2)");
    bsm_bind_integer(&query, before_ms);
    bsm_bind_integer(&query, limit);
    return bsm_query_run_counted(&query, count);
}
