#include "net/uplink/spool.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "net/uplink/spool_db.h"

enum { NOTE_SIZE = 128 };

static const uint64_t place_last = (UINT64_C(1) << 53) - 1;

struct bsm_spool {
    struct bsm_spool_db db;
    char *state_folder; /* owned */
    int64_t quota_bytes;
};

/* --- life --- */

static enum bsm_status open_or_begin_anew(struct bsm_spool *spool)
{
    enum bsm_status status = bsm_spool_db_open(&spool->db, spool->state_folder);
    if (status == BSM_INVALID && bsm_spool_db_set_aside(&spool->db) == BSM_OK)
        status = bsm_spool_db_open(&spool->db, spool->state_folder);
    return status;
}

enum bsm_status bsm_spool_open(const char *state_folder, int64_t quota_bytes, struct bsm_spool **spool)
{
    struct bsm_spool *made = calloc(1, sizeof *made);
    if (!made)
        return BSM_NO_MEMORY;
    made->state_folder = strdup(state_folder);
    made->quota_bytes = quota_bytes;
    enum bsm_status status = made->state_folder ? open_or_begin_anew(made) : BSM_NO_MEMORY;
    if (status == BSM_OK)
        *spool = made;
    else
        bsm_spool_close(made);
    return status;
}

void bsm_spool_close(struct bsm_spool *spool)
{
    if (!spool)
        return;
    bsm_spool_db_close(&spool->db);
    free(spool->state_folder);
    free(spool);
}

enum bsm_status bsm_spool_replace(struct bsm_spool **spool)
{
    bsm_spool_db_close(&(*spool)->db);
    enum bsm_status status = bsm_spool_db_set_aside(&(*spool)->db);
    if (status == BSM_OK)
        status = open_or_begin_anew(*spool);
    if (status != BSM_OK) {
        bsm_spool_close(*spool);
        *spool = NULL;
    }
    return status;
}

/* Ends a transaction of which status says how it went. */
static enum bsm_status end(struct bsm_spool *spool, enum bsm_status status)
{
    if (status == BSM_OK)
        return bsm_spool_db_commit(&spool->db);
    bsm_spool_db_abandon(&spool->db);
    return status;
}

/* --- in --- */

static enum bsm_status insert(struct bsm_spool *spool, const char *sql, enum bsm_spool_kind kind, uint64_t place,
                              const void *bytes, size_t size)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(spool->db.handle, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(stmt, 1, kind);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(stmt, 2, (int64_t)place);
    if (code == SQLITE_OK)
        code = sqlite3_bind_blob64(stmt, 3, bytes, size, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    enum bsm_status status = bsm_spool_db_judge(&spool->db, code);
    sqlite3_finalize(stmt);
    return status;
}

enum bsm_status bsm_spool_add(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t place, const void *bytes,
                              size_t size)
{
    assert(place <= place_last);
    enum bsm_status status = bsm_spool_db_begin(&spool->db);
    if (status == BSM_OK)
        status = insert(spool,
                        "INSERT INTO item (kind, place, bytes) SELECT ?1, ?2, ?3"
                        " WHERE NOT EXISTS (SELECT 1 FROM told WHERE kind = ?1 AND place = ?2)"
                        " ON CONFLICT DO NOTHING",
                        kind, place, bytes, size);
    if (status != BSM_OK)
        bsm_spool_db_abandon(&spool->db);
    return status;
}

static enum bsm_status size_of(struct bsm_spool *spool, int64_t *bytes)
{
    int64_t pages = 0, unused = 0, page_bytes = 0;
    enum bsm_status status = bsm_spool_db_number(&spool->db, "PRAGMA page_count", &pages);
    if (status == BSM_OK)
        status = bsm_spool_db_number(&spool->db, "PRAGMA freelist_count", &unused);
    if (status == BSM_OK)
        status = bsm_spool_db_number(&spool->db, "PRAGMA page_size", &page_bytes);
    *bytes = (pages - unused) * page_bytes;
    return status;
}

#define WAITING "FROM item WHERE kind = 1 AND batch IS NULL"

/* In the place of the oldest that goes, which is free then and was never sent. The note before this one may have stood
 * there: it was no line. */
static enum bsm_status note_dropped(struct bsm_spool *spool, int64_t first, int64_t lines)
{
    char note[NOTE_SIZE], now[BSM_CLOCK_TEXT_SIZE];
    int64_t total = 0;
    enum bsm_status status = bsm_spool_db_run_with(
        &spool->db, "UPDATE dropped SET total = total + ?1 - (place = ?2), place = ?2", lines, first, 0);
    if (status == BSM_OK)
        status = bsm_spool_db_number(&spool->db, "SELECT total FROM dropped", &total);
    if (status != BSM_OK)
        return status;
    bsm_clock_text(bsm_clock_unix_ms(), now);
    int size = snprintf(note, sizeof note, "%s 0 spool_dropped lines=%lld", now, (long long)total);
    bsm_log(BSM_LOG_WARNING, "net/uplink", "the spool is full, its oldest lines are dropped, lines=%lld",
            (long long)total);
    return insert(spool, "INSERT INTO item (kind, place, bytes) VALUES (?1, ?2, ?3)", BSM_SPOOL_LINE, (uint64_t)first,
                  note, (size_t)size);
}

/* A tenth of the lines that wait. */
static enum bsm_status drop_oldest(struct bsm_spool *spool)
{
    int64_t first = 0, count = 0;
    enum bsm_status status = bsm_spool_db_number(&spool->db, "SELECT count(*) " WAITING, &count);
    if (status == BSM_OK)
        status = bsm_spool_db_number(&spool->db, "SELECT place " WAITING " ORDER BY place LIMIT 1", &first);
    if (status != BSM_OK)
        return status == BSM_GONE ? BSM_OK : status; /* nothing waits: it is full of something else */
    int64_t lines = count / 10 + 1;
    status = bsm_spool_db_run_with(
        &spool->db, "DELETE FROM item WHERE kind = 1 AND place IN (SELECT place " WAITING " ORDER BY place LIMIT ?1)",
        lines, 0, 0);
    return status == BSM_OK ? note_dropped(spool, first, lines) : status;
}

/* What the quota does not count; an item takes whole pages. */
static enum bsm_status kept_size(struct bsm_spool *spool, int64_t *bytes)
{
    return bsm_spool_db_number(
        &spool->db, "SELECT coalesce(sum((length(bytes) + 8191) / 4096 * 4096), 0) FROM item WHERE kind > 1", bytes);
}

enum bsm_status bsm_spool_commit(struct bsm_spool *spool)
{
    int64_t bytes = 0, kept = 0;
    enum bsm_status status = size_of(spool, &bytes);
    if (status == BSM_OK && bytes > spool->quota_bytes)
        status = kept_size(spool, &kept);
    if (status == BSM_OK && bytes - kept > spool->quota_bytes)
        status = drop_oldest(spool);
    return end(spool, status);
}

/* DENIED: no more may be kept. */
static enum bsm_status look_for_room(struct bsm_spool *spool, enum bsm_spool_kind kind, size_t size)
{
    int64_t count = 0, bytes = 0;
    bool wish = kind == BSM_SPOOL_WISH;
    enum bsm_status status = bsm_spool_db_number(
        &spool->db, wish ? "SELECT count(*) FROM item WHERE kind = 3" : "SELECT count(*) FROM item WHERE kind = 2",
        &count);
    if (status == BSM_OK)
        status = kept_size(spool, &bytes);
    bool full = count >= (wish ? BSM_SPOOL_WISHES_MAX : BSM_SPOOL_VISITS_MAX) ||
                bytes + (int64_t)size > BSM_SPOOL_KEPT_BYTES_MAX;
    return status == BSM_OK && full ? BSM_DENIED : status;
}

enum bsm_status bsm_spool_keep(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t place, const void *bytes,
                               size_t size)
{
    enum bsm_status status = look_for_room(spool, kind, size);
    if (status == BSM_OK)
        status = bsm_spool_add(spool, kind, place, bytes, size);
    return status == BSM_OK ? bsm_spool_commit(spool) : status;
}

/* --- out --- */

static enum bsm_status copy_item(sqlite3_stmt *stmt, uint64_t *place, uint8_t **bytes, size_t *size)
{
    *place = (uint64_t)sqlite3_column_int64(stmt, 0);
    *size = (size_t)sqlite3_column_bytes(stmt, 1);
    *bytes = malloc(*size + 1);
    if (!*bytes)
        return BSM_NO_MEMORY;
    memcpy(*bytes, sqlite3_column_blob(stmt, 1), *size);
    return BSM_OK;
}

enum bsm_status bsm_spool_oldest(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t *place, uint8_t **bytes,
                                 size_t *size)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(
        spool->db.handle, "SELECT place, bytes FROM item WHERE kind = ?1 ORDER BY place LIMIT 1", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(stmt, 1, kind);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    enum bsm_status status = code == SQLITE_DONE ? BSM_GONE : bsm_spool_db_judge(&spool->db, code);
    if (status == BSM_OK)
        status = copy_item(stmt, place, bytes, size);
    sqlite3_finalize(stmt);
    return status;
}

enum bsm_status bsm_spool_drop(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t place)
{
    enum bsm_status status = bsm_spool_db_begin(&spool->db);
    if (status == BSM_OK)
        status = bsm_spool_db_run_with(&spool->db, "INSERT OR IGNORE INTO told (kind, place) VALUES (?1, ?2)", kind,
                                       (int64_t)place, 0);
    if (status == BSM_OK)
        status = bsm_spool_db_run_with(&spool->db, "DELETE FROM item WHERE kind = ?1 AND place = ?2", kind,
                                       (int64_t)place, 0);
    return end(spool, status);
}

enum bsm_status bsm_spool_waiting(struct bsm_spool *spool, int *count)
{
    int64_t number = 0;
    enum bsm_status status =
        bsm_spool_db_number(&spool->db, "SELECT count(*) FROM (SELECT 1 " WAITING " LIMIT 100)", &number);
    *count = (int)number;
    return status;
}

/* A new batch of the oldest. GONE: nothing waits. */
static enum bsm_status make_batch(struct bsm_spool *spool)
{
    int waiting = 0;
    enum bsm_status status = bsm_spool_waiting(spool, &waiting);
    if (status != BSM_OK || waiting == 0)
        return status == BSM_OK ? BSM_GONE : status;
    struct bsm_uuid key = bsm_uuid7(bsm_clock_unix_ms());
    status = bsm_spool_db_begin(&spool->db);
    if (status == BSM_OK)
        status = insert(spool, "INSERT INTO batch (key) VALUES (?3)", BSM_SPOOL_LINE, 0, key.bytes, sizeof key.bytes);
    if (status == BSM_OK)
        status = bsm_spool_db_run_with(&spool->db,
                                       "UPDATE item SET batch = ?1 WHERE kind = 1 AND place IN (SELECT place " WAITING
                                       " ORDER BY place LIMIT ?2)",
                                       sqlite3_last_insert_rowid(spool->db.handle), BSM_SPOOL_BATCH_MAX, 0);
    return end(spool, status);
}

/* GONE: none is open. */
static enum bsm_status find_batch(struct bsm_spool *spool, struct bsm_spool_batch *batch)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(spool->db.handle,
                                  "SELECT batch.id, batch.key, count(*), max(item.place) FROM batch JOIN item"
                                  " ON item.batch = batch.id WHERE batch.refused IS NULL GROUP BY batch.id LIMIT 1",
                                  -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    enum bsm_status status = code == SQLITE_DONE ? BSM_GONE : bsm_spool_db_judge(&spool->db, code);
    if (status == BSM_OK && sqlite3_column_bytes(stmt, 1) != BSM_UUID_SIZE)
        status = BSM_INVALID;
    if (status == BSM_OK) {
        batch->id = sqlite3_column_int64(stmt, 0);
        memcpy(batch->key.bytes, sqlite3_column_blob(stmt, 1), BSM_UUID_SIZE);
        batch->count = sqlite3_column_int(stmt, 2);
        batch->last = (uint64_t)sqlite3_column_int64(stmt, 3);
    }
    sqlite3_finalize(stmt);
    return status;
}

enum bsm_status bsm_spool_batch(struct bsm_spool *spool, struct bsm_spool_batch *batch)
{
    enum bsm_status status = find_batch(spool, batch);
    if (status != BSM_GONE)
        return status;
    status = make_batch(spool);
    return status == BSM_OK ? find_batch(spool, batch) : status;
}

enum bsm_status bsm_spool_each(struct bsm_spool *spool, const struct bsm_spool_batch *batch, bsm_spool_take *take,
                               void *context)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(spool->db.handle, "SELECT place, bytes FROM item WHERE batch = ?1 ORDER BY place", -1,
                                  &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(stmt, 1, batch->id);
    if (code == SQLITE_OK)
        while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
            take(context, (uint64_t)sqlite3_column_int64(stmt, 0), sqlite3_column_blob(stmt, 1),
                 (size_t)sqlite3_column_bytes(stmt, 1));
    enum bsm_status status = bsm_spool_db_judge(&spool->db, code);
    sqlite3_finalize(stmt);
    return status;
}

/* One transaction of statements in which ?1 is the batch and ?2 a number of what to keep. */
static enum bsm_status end_batch(struct bsm_spool *spool, const char *const steps[],
                                 const struct bsm_spool_batch *batch, int64_t kept)
{
    enum bsm_status status = bsm_spool_db_begin(&spool->db);
    for (int i = 0; steps[i] && status == BSM_OK; i++)
        status = bsm_spool_db_run_with(&spool->db, steps[i], batch->id, kept, 0);
    return end(spool, status);
}

enum bsm_status bsm_spool_done(struct bsm_spool *spool, const struct bsm_spool_batch *batch)
{
    static const char *const steps[] = {
        "INSERT OR IGNORE INTO told (kind, place) SELECT kind, place FROM item WHERE batch = ?1",
        "DELETE FROM item WHERE batch = ?1",
        "DELETE FROM batch WHERE id = ?1",
        "DELETE FROM told WHERE id <= (SELECT max(id) FROM told) - ?2",
        NULL,
    };
    return end_batch(spool, steps, batch, BSM_SPOOL_TOLD_KEPT);
}

enum bsm_status bsm_spool_set_aside(struct bsm_spool *spool, const struct bsm_spool_batch *batch, const char *why)
{
    static const char *const steps[] = {
        "DELETE FROM item WHERE batch IN"
        " (SELECT id FROM batch WHERE refused IS NOT NULL ORDER BY id DESC LIMIT -1 OFFSET ?2)",
        "DELETE FROM batch WHERE id IN"
        " (SELECT id FROM batch WHERE refused IS NOT NULL ORDER BY id DESC LIMIT -1 OFFSET ?2)",
        NULL,
    };
    enum bsm_status status = bsm_spool_db_begin(&spool->db);
    if (status == BSM_OK)
        status = insert(spool, "UPDATE batch SET refused = CAST(?3 AS TEXT) WHERE id = ?2", BSM_SPOOL_LINE,
                        (uint64_t)batch->id, why, strlen(why));
    if (status != BSM_OK) {
        bsm_spool_db_abandon(&spool->db);
        return status;
    }
    return end_batch(spool, steps, batch, BSM_SPOOL_REFUSED_KEPT);
}
