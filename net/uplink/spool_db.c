#include "net/uplink/spool_db.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "firmware/base/file.h"
#include "firmware/base/log.h"

enum { BUSY_MS = 1000 };

static const char subsystem[] = "net/uplink";

/* batch: NULL while an item waits; refused: why, where the centre will not have it. told: what has gone, the last ones.
 * dropped: how many lines the quota has cost, and in which place the last note of it stands. */
static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS item (kind INTEGER NOT NULL, place INTEGER NOT NULL, bytes BLOB NOT NULL,"
    " batch INTEGER REFERENCES batch, PRIMARY KEY (kind, place)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS item_batch ON item (batch) WHERE batch IS NOT NULL;"
    "CREATE TABLE IF NOT EXISTS batch (id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL, refused TEXT);"
    "CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL,"
    " place INTEGER NOT NULL, UNIQUE (kind, place));"
    "CREATE TABLE IF NOT EXISTS dropped (total INTEGER NOT NULL, place INTEGER NOT NULL);"
    "INSERT INTO dropped SELECT 0, -1 WHERE NOT EXISTS (SELECT 1 FROM dropped);"
    "PRAGMA user_version = 1;"
    "COMMIT";

/* --- statements --- */

enum bsm_status bsm_spool_db_judge(struct bsm_spool_db *db, int code)
{
    int plain = code & 0xff;
    if (plain == SQLITE_OK || plain == SQLITE_ROW || plain == SQLITE_DONE)
        return BSM_OK;
    if (!db->failing)
        bsm_log(BSM_LOG_ERROR, subsystem, "the spool failed, folder=%s code=%d reason=\"%s\"", db->folder,
                db->handle ? sqlite3_extended_errcode(db->handle) : code, sqlite3_errstr(code));
    db->failing = true;
    if (plain == SQLITE_CORRUPT || plain == SQLITE_NOTADB)
        return BSM_INVALID;
    if (plain == SQLITE_NOMEM)
        return BSM_NO_MEMORY;
    return plain == SQLITE_BUSY || plain == SQLITE_LOCKED ? BSM_BUSY : BSM_FAULT;
}

enum bsm_status bsm_spool_db_run(struct bsm_spool_db *db, const char *sql)
{
    return bsm_spool_db_judge(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

static int prepare(struct bsm_spool_db *db, const char *sql, sqlite3_stmt **stmt)
{
    return sqlite3_prepare_v2(db->handle, sql, -1, stmt, NULL);
}

enum bsm_status bsm_spool_db_run_with(struct bsm_spool_db *db, const char *sql, int64_t a, int64_t b, int64_t c)
{
    const int64_t numbers[] = {a, b, c};
    sqlite3_stmt *stmt = NULL;
    int code = prepare(db, sql, &stmt);
    for (int i = 0; code == SQLITE_OK && i < sqlite3_bind_parameter_count(stmt); i++)
        code = sqlite3_bind_int64(stmt, i + 1, numbers[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    enum bsm_status status = bsm_spool_db_judge(db, code);
    sqlite3_finalize(stmt);
    return status;
}

enum bsm_status bsm_spool_db_number(struct bsm_spool_db *db, const char *sql, int64_t *number)
{
    sqlite3_stmt *stmt = NULL;
    int code = prepare(db, sql, &stmt);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    enum bsm_status status = code == SQLITE_DONE ? BSM_GONE : bsm_spool_db_judge(db, code);
    if (status == BSM_OK)
        *number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}

enum bsm_status bsm_spool_db_begin(struct bsm_spool_db *db)
{
    return sqlite3_get_autocommit(db->handle) ? bsm_spool_db_run(db, "BEGIN IMMEDIATE") : BSM_OK;
}

void bsm_spool_db_abandon(struct bsm_spool_db *db)
{
    if (db->handle && !sqlite3_get_autocommit(db->handle)) /* a full disk has rolled back by itself */
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

enum bsm_status bsm_spool_db_commit(struct bsm_spool_db *db)
{
    enum bsm_status status = bsm_spool_db_run(db, "COMMIT");
    if (status == BSM_OK)
        db->failing = false;
    else
        bsm_spool_db_abandon(db);
    return status;
}

/* --- the file --- */

static bool path_of(const struct bsm_spool_db *db, const char *name, char path[PATH_MAX])
{
    return snprintf(path, PATH_MAX, "%s/%s", db->folder, name) < PATH_MAX;
}

static enum bsm_status set_up(struct bsm_spool_db *db)
{
    static const char *const steps[] = {
        "PRAGMA locking_mode = EXCLUSIVE", /* no shared memory beside the file, and nobody else in it */
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL", /* NORMAL loses what it has acknowledged in a
                                        power cut */
        "PRAGMA secure_delete = ON",
        "PRAGMA wal_autocheckpoint = 256",
        "PRAGMA journal_size_limit = 1048576",
        schema,
    };
    enum bsm_status status = BSM_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == BSM_OK; i++)
        status = bsm_spool_db_run(db, steps[i]);
    bsm_spool_db_abandon(db);
    return status;
}

enum bsm_status bsm_spool_db_open(struct bsm_spool_db *db, const char *state_folder)
{
    char path[PATH_MAX];
    if (snprintf(db->folder, sizeof db->folder, "%s/spool", state_folder) >= (int)sizeof db->folder - 32 ||
        bsm_file_make_folders(db->folder, 0700) != BSM_OK || !path_of(db, "spool.db", path)) {
        if (!db->failing)
            bsm_log(BSM_LOG_ERROR, subsystem, "the spool's folder cannot be made, folder=%s error=%s", db->folder,
                    strerror(errno));
        db->failing = true;
        return BSM_FAULT;
    }
    int code =
        sqlite3_open_v2(path, &db->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);
    enum bsm_status status = bsm_spool_db_judge(db, code);
    if (status == BSM_OK) {
        sqlite3_extended_result_codes(db->handle, 1);
        sqlite3_busy_timeout(db->handle, BUSY_MS);
        status = set_up(db);
    }
    if (status != BSM_OK)
        bsm_spool_db_close(db);
    return status;
}

void bsm_spool_db_close(struct bsm_spool_db *db)
{
    bsm_spool_db_abandon(db);
    sqlite3_close(db->handle);
    db->handle = NULL;
}

enum bsm_status bsm_spool_db_set_aside(const struct bsm_spool_db *db)
{
    static const char *const names[][2] = {{"spool.db", "spool.broken"}, {"spool.db-wal", "spool.broken-wal"}};
    char from[PATH_MAX], to[PATH_MAX];
    for (int i = 0; i < 2; i++) {
        if (!path_of(db, names[i][0], from) || !path_of(db, names[i][1], to))
            return BSM_FAULT;
        if (i > 0)
            unlink(to); /* of an earlier one */
        if (rename(from, to) != 0 && errno != ENOENT) {
            bsm_log(BSM_LOG_ERROR, subsystem, "the damaged spool cannot be set aside, file=%s error=%s", from,
                    strerror(errno));
            return BSM_FAULT;
        }
    }
    bsm_log(BSM_LOG_ERROR, subsystem,
            "the spool was damaged and is set aside as %s/spool.broken; what waited in it does not reach the centre "
            "by itself",
            db->folder);
    return BSM_OK;
}
