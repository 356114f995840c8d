/*
 * One connection to the register, and one statement on it.
 *
 *     struct bsm_query query = bsm_query_of(db, "SELECT state FROM accounts WHERE person = $1");
 *     bsm_bind_integer(&query, person);
 *     while (bsm_query_next(&query)) { ... bsm_column_integer(&query, 0) ... }
 *     enum bsm_status status = bsm_query_end(&query);
 *
 * Parameters are $1, $2 ... and are bound in that order, so that the same text serves another engine. The first error
 * is kept and every later call on the query is harmless. Statements are prepared once a connection and kept by their
 * text, which must therefore be a literal. One thread at a time. Queries block on the disk.
 *
 * Statuses: DENIED a constraint forbids it (a key that is there already); FAULT the engine failed: full or broken disk.
 */
#ifndef BASMA_CENTRAL_STORE_DB_H
#define BASMA_CENTRAL_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

struct bsm_db;

enum bsm_db_use {
    BSM_DB_READ,
    BSM_DB_WRITE,
};

/* Opens path. GONE: no such file (it is made only with make); INVALID: it is no register, or damaged; FAULT: cannot be
 * opened. */
enum bsm_status bsm_db_open(const char *path, enum bsm_db_use use, bool make, struct bsm_db **db);
void bsm_db_close(struct bsm_db *db);

/* One statement without parameters or rows: transactions, pragmas, schema. Not cached. */
enum bsm_status bsm_db_execute(struct bsm_db *db, const char *sql);

/* False when no transaction is open: also when the engine rolled one back by itself (a full disk does that). */
bool bsm_db_in_transaction(const struct bsm_db *db);

/* Whether what failed last failed because the file is damaged. */
bool bsm_db_is_damaged(const struct bsm_db *db);

/* The number of the row that the last INSERT made. */
int64_t bsm_db_last_row(const struct bsm_db *db);

struct bsm_query {
    struct bsm_db *db;         /* borrowed */
    struct sqlite3_stmt *stmt; /* owned by the connection */
    int bound;
    bool failed;
    enum bsm_status status;
};

struct bsm_query bsm_query_of(struct bsm_db *db, const char *sql_literal);
/* What is bound must live until the query's end. */
void bsm_bind_integer(struct bsm_query *query, int64_t value);
void bsm_bind_text(struct bsm_query *query, const char *text);
void bsm_bind_blob(struct bsm_query *query, const void *bytes, size_t size);
void bsm_bind_null(struct bsm_query *query);

/* True: a row is there to be read, until the next call. */
bool bsm_query_next(struct bsm_query *query);
enum bsm_status bsm_query_end(struct bsm_query *query);
/* The end of a query for one row: GONE where none was found. */
enum bsm_status bsm_query_end_found(struct bsm_query *query, bool found);
/* For statements without rows: next, then end. */
enum bsm_status bsm_query_run(struct bsm_query *query);
/* The same; *count of the rows that it changed, 0 where it failed. */
enum bsm_status bsm_query_run_counted(struct bsm_query *query, int *count);
/* The rows that the last statement changed; for a query that has been run. */
int64_t bsm_db_changed(const struct bsm_db *db);

int64_t bsm_column_integer(struct bsm_query *query, int column);
bool bsm_column_is_null(struct bsm_query *query, int column);
/* Copies at most size - 1 bytes and an end; "" for NULL. */
void bsm_column_text(struct bsm_query *query, int column, char *text, size_t size);
/* Where the bytes lie until the next row or the end; *size 0 for NULL. */
const uint8_t *bsm_column_blob(struct bsm_query *query, int column, size_t *size);
/* True when the column holds exactly size bytes, which are copied; out is zeroed otherwise. */
bool bsm_column_exactly(struct bsm_query *query, int column, void *out, size_t size);

#endif
