#include "central/store/db.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/log.h"

enum { STATEMENTS_MAX = 128, BUSY_TIMEOUT_MS = 5000 };

struct statement {
    const char *sql; /* a literal */
    sqlite3_stmt *stmt;
};

struct bsm_db {
    sqlite3 *handle;
    struct statement statements[STATEMENTS_MAX];
    int count;
};

static enum bsm_status status_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return BSM_OK;
    case SQLITE_CONSTRAINT: return BSM_DENIED;
    case SQLITE_NOMEM: return BSM_NO_MEMORY;
    case SQLITE_BUSY: return BSM_BUSY;
    default: return BSM_FAULT;
    }
}

static enum bsm_status report(struct bsm_db *db, int code)
{
    enum bsm_status status = status_of(code);
    if (status == BSM_FAULT || status == BSM_NO_MEMORY || status == BSM_BUSY) {
        bsm_log(BSM_LOG_ERROR, "central/store", "the database failed, code=%d reason=\"%s\"",
                sqlite3_extended_errcode(db->handle), sqlite3_errstr(code));
    }
    return status;
}

/* Full durability: facts of power cuts showed that synchronous=NORMAL loses acknowledged rows. secure_delete: what was
 * personal is overwritten in the file. */
static enum bsm_status prepare_connection(struct bsm_db *db, enum bsm_db_use use)
{
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    sqlite3_extended_result_codes(db->handle, 1);
    if (use == BSM_DB_READ) {
        return bsm_db_execute(db, "PRAGMA query_only = 1");
    }
    static const char *const pragmas[] = {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                          "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON"};
    for (size_t i = 0; i < sizeof pragmas / sizeof pragmas[0]; i++) {
        enum bsm_status status = bsm_db_execute(db, pragmas[i]);
        if (status != BSM_OK) {
            return status;
        }
    }
    return BSM_OK;
}

enum bsm_status bsm_db_open(const char *path, enum bsm_db_use use, bool make, struct bsm_db **out)
{
    struct bsm_db *db = calloc(1, sizeof *db);
    if (!db) {
        return BSM_NO_MEMORY;
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (make ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    enum bsm_status status = code == SQLITE_CANTOPEN ? BSM_GONE : status_of(code);
    if (status == BSM_OK) {
        status = prepare_connection(db, use);
        status = status == BSM_FAULT && bsm_db_is_damaged(db) ? BSM_INVALID : status;
    }
    if (status != BSM_OK) {
        bsm_db_close(db);
        return status;
    }
    *out = db;
    return BSM_OK;
}

void bsm_db_close(struct bsm_db *db)
{
    if (!db) {
        return;
    }
    for (int i = 0; i < db->count; i++) {
        sqlite3_finalize(db->statements[i].stmt);
    }
    sqlite3_close(db->handle);
    free(db);
}

enum bsm_status bsm_db_execute(struct bsm_db *db, const char *sql)
{
    return report(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

bool bsm_db_is_damaged(const struct bsm_db *db)
{
    int code = sqlite3_errcode(db->handle) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

bool bsm_db_in_transaction(const struct bsm_db *db) { return !sqlite3_get_autocommit(db->handle); }
int64_t bsm_db_last_row(const struct bsm_db *db) { return sqlite3_last_insert_rowid(db->handle); }
int64_t bsm_db_changed(const struct bsm_db *db) { return sqlite3_changes64(db->handle); }

static struct statement *statement_of(struct bsm_db *db, const char *sql)
{
    for (int i = 0; i < db->count; i++) {
        if (db->statements[i].sql == sql) {
            return &db->statements[i];
        }
    }
    assert(db->count < STATEMENTS_MAX); /* the program has fewer texts */
    struct statement *statement = &db->statements[db->count];
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->stmt, NULL) != SQLITE_OK) {
        bsm_log(BSM_LOG_ERROR, "central/store", "a statement was refused, reason=\"%s\"", sqlite3_errmsg(db->handle));
        return NULL;
    }
    statement->sql = sql;
    db->count++;
    return statement;
}

struct bsm_query bsm_query_of(struct bsm_db *db, const char *sql)
{
    struct bsm_query query = {.db = db};
    struct statement *statement = statement_of(db, sql);
    if (!statement) {
        query.failed = true;
        query.status = BSM_FAULT;
        return query;
    }
    query.stmt = statement->stmt;
    assert(!sqlite3_stmt_busy(query.stmt)); /* the same text twice at once: end the first */
    return query;
}

static void check(struct bsm_query *query, int code)
{
    if (!query->failed && code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        query->failed = true;
        query->status = report(query->db, code);
    }
}

void bsm_bind_integer(struct bsm_query *query, int64_t value)
{
    if (!query->failed) {
        check(query, sqlite3_bind_int64(query->stmt, ++query->bound, value));
    }
}

void bsm_bind_text(struct bsm_query *query, const char *text)
{
    if (!query->failed) {
        check(query, sqlite3_bind_text(query->stmt, ++query->bound, text, -1, SQLITE_STATIC));
    }
}

void bsm_bind_blob(struct bsm_query *query, const void *bytes, size_t size)
{
    if (!query->failed) {
        check(query, sqlite3_bind_blob64(query->stmt, ++query->bound, bytes ? bytes : "", size, SQLITE_STATIC));
    }
}

void bsm_bind_null(struct bsm_query *query)
{
    if (!query->failed) {
        check(query, sqlite3_bind_null(query->stmt, ++query->bound));
    }
}

bool bsm_query_next(struct bsm_query *query)
{
    if (query->failed) {
        return false;
    }
    assert(query->bound == sqlite3_bind_parameter_count(query->stmt));
    int code = sqlite3_step(query->stmt);
    check(query, code);
    return code == SQLITE_ROW;
}

enum bsm_status bsm_query_end(struct bsm_query *query)
{
    if (query->stmt) {
        sqlite3_reset(query->stmt);
        sqlite3_clear_bindings(query->stmt);
        query->stmt = NULL;
    }
    query->failed = true; /* nothing more with this one */
    return query->status;
}

enum bsm_status bsm_query_end_found(struct bsm_query *query, bool found)
{
    enum bsm_status status = bsm_query_end(query);
    return status == BSM_OK && !found ? BSM_GONE : status;
}

enum bsm_status bsm_query_run(struct bsm_query *query)
{
    bsm_query_next(query);
    return bsm_query_end(query);
}

enum bsm_status bsm_query_run_counted(struct bsm_query *query, int *count)
{
    enum bsm_status status = bsm_query_run(query);
    *count = status == BSM_OK ? (int)bsm_db_changed(query->db) : 0;
    return status;
}

int64_t bsm_column_integer(struct bsm_query *query, int column) { return sqlite3_column_int64(query->stmt, column); }

bool bsm_column_is_null(struct bsm_query *query, int column)
{
    return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
}

void bsm_column_text(struct bsm_query *query, int column, char *text, size_t size)
{
    const unsigned char *value = sqlite3_column_text(query->stmt, column);
    size_t length = value ? strnlen((const char *)value, size - 1) : 0;
    memcpy(text, value ? (const char *)value : "", length);
    text[length] = '\0';
}

const uint8_t *bsm_column_blob(struct bsm_query *query, int column, size_t *size)
{
    const uint8_t *bytes = sqlite3_column_blob(query->stmt, column);
    *size = (size_t)sqlite3_column_bytes(query->stmt, column);
    return bytes;
}

bool bsm_column_exactly(struct bsm_query *query, int column, void *out, size_t size)
{
    size_t have = 0;
    const uint8_t *bytes = bsm_column_blob(query, column, &have);
    if (!bytes || have != size) {
        memset(out, 0, size);
        return false;
    }
    memcpy(out, bytes, size);
    return true;
}
