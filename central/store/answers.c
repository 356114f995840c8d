#include "central/store/answers.h"

#include <stdlib.h>
#include <string.h>

static enum bsm_status copy_body(struct bsm_query *query, int column, struct bsm_stored_answer *answer)
{
    size_t size = 0;
    const uint8_t *bytes = bsm_column_blob(query, column, &size);
    answer->body = malloc(size + 1);
    if (!answer->body) {
        return BSM_NO_MEMORY;
    }
    if (size) {
        memcpy(answer->body, bytes, size);
    }
    answer->body[size] = '\0';
    answer->body_size = size;
    return BSM_OK;
}

enum bsm_status bsm_answer_find(struct bsm_db *db, const char *device, const struct bsm_uuid *key,
                                struct bsm_stored_answer *answer)
{
    memset(answer, 0, sizeof *answer);
    struct bsm_query query =
        bsm_query_of(db, "SELECT request, status, type, retry_after, body FROM answers WHERE device = $1 AND key = $2");
    bsm_bind_text(&query, device);
    bsm_bind_blob(&query, key->bytes, sizeof key->bytes);
    enum bsm_status status = BSM_GONE;
    if (bsm_query_next(&query)) {
        bsm_column_exactly(&query, 0, answer->request.bytes, sizeof answer->request.bytes);
        answer->status = (int)bsm_column_integer(&query, 1);
        bsm_column_text(&query, 2, answer->type, sizeof answer->type);
        answer->retry_after_s = (uint32_t)bsm_column_integer(&query, 3);
        status = copy_body(&query, 4, answer);
    }
    enum bsm_status ended = bsm_query_end(&query);
    return ended != BSM_OK ? ended : status;
}

enum bsm_status bsm_answer_put(struct bsm_db *db, const char *device, const struct bsm_uuid *key,
                               const struct bsm_stored_answer *answer, int64_t now_ms)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO answers (device, key, request, status, type, retry_after, body, at)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    bsm_bind_text(&query, device);
    bsm_bind_blob(&query, key->bytes, sizeof key->bytes);
    bsm_bind_blob(&query, answer->request.bytes, sizeof answer->request.bytes);
    bsm_bind_integer(&query, answer->status);
    bsm_bind_text(&query, answer->type);
    bsm_bind_integer(&query, answer->retry_after_s);
    bsm_bind_blob(&query, answer->body, answer->body_size);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_answer_purge(struct bsm_db *db, int64_t before_ms)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM answers WHERE at < $1");
    bsm_bind_integer(&query, before_ms);
    return bsm_query_run(&query);
}
