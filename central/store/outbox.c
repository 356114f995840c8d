#include "central/store/outbox.h"

#include "central/visits/policy.h"

enum bsm_status bsm_outbox_add_counted(struct bsm_db *db, const char *mobile, const char *text, int most,
                                       int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO outbox (mobile, text, most, at) VALUES ($1, $2, $3, $4)");
    bsm_bind_text(&query, mobile);
    bsm_bind_text(&query, text);
    bsm_bind_integer(&query, most);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_outbox_add(struct bsm_db *db, const char *mobile, const char *text, int64_t now_ms)
{
    return bsm_outbox_add_counted(db, mobile, text, 0, now_ms);
}

/* What waits beyond the longest wait does so by a clock that was set back since. */
enum bsm_status bsm_outbox_next(struct bsm_db *db, int64_t now_ms, struct bsm_outgoing *message)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT id, mobile, text, tries, most FROM outbox o WHERE (due_at <= $1 OR due_at > $2)"
                         " AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.mobile = o.mobile AND e.id < o.id"
                         " AND (e.most = 0 OR e.tries > 0 OR (o.most > 0 AND o.most <= e.most)))"
                         " ORDER BY due_at, id LIMIT 1");
    bsm_bind_integer(&query, now_ms);
    bsm_bind_integer(&query, now_ms + BSM_POLICY_MESSAGE_AGAIN_MOST_MS);
    bool found = bsm_query_next(&query);
    if (found) {
        message->id = bsm_column_integer(&query, 0);
        bsm_column_text(&query, 1, message->mobile, sizeof message->mobile);
        bsm_column_text(&query, 2, message->text, sizeof message->text);
        message->tries = (int)bsm_column_integer(&query, 3);
        message->most = (int)bsm_column_integer(&query, 4);
    }
    return bsm_query_end_found(&query, found);
}

enum bsm_status bsm_outbox_postpone(struct bsm_db *db, int64_t id, int tries, int64_t due_ms)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE outbox SET tries = $1, due_at = $2 WHERE id = $3");
    bsm_bind_integer(&query, tries);
    bsm_bind_integer(&query, due_ms);
    bsm_bind_integer(&query, id);
    return bsm_query_run(&query);
}

enum bsm_status bsm_outbox_hurry(struct bsm_db *db)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE outbox SET due_at = 0 WHERE due_at <> 0");
    return bsm_query_run(&query);
}

enum bsm_status bsm_outbox_remove(struct bsm_db *db, int64_t id)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM outbox WHERE id = $1");
    bsm_bind_integer(&query, id);
    return bsm_query_run(&query);
}

enum bsm_status bsm_outbox_purge(struct bsm_db *db, int64_t before_ms, int *count)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM outbox WHERE at < $1");
    bsm_bind_integer(&query, before_ms);
    return bsm_query_run_counted(&query, count);
}
