/* The spool's database: its file, and statements on it. Inside net/uplink's spool only. One thread. */
#ifndef BASMA_UPLINK_SPOOL_DB_H
#define BASMA_UPLINK_SPOOL_DB_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "firmware/base/status.h"

struct bsm_spool_db {
    sqlite3 *handle; /* owned; NULL when closed */
    char folder[PATH_MAX];
    bool failing; /* the last one failed, and that was logged */
};

/* Opens STATE/spool/spool.db and makes what is missing. INVALID: damaged. BUSY: another process has it. */
enum bsm_status bsm_spool_db_open(struct bsm_spool_db *db, const char *state_folder);
void bsm_spool_db_close(struct bsm_spool_db *db);

/* Renames the file, which must be closed, to spool.broken. FAULT: it cannot be. */
enum bsm_status bsm_spool_db_set_aside(const struct bsm_spool_db *db);

/* What a code of SQLite's means. A failure is logged once, until the next transaction succeeds. */
enum bsm_status bsm_spool_db_judge(struct bsm_spool_db *db, int code);

/* One statement without rows or parameters. */
enum bsm_status bsm_spool_db_run(struct bsm_spool_db *db, const char *sql);

/* Up to three numbers, bound to ?1, ?2, ?3; no rows. */
enum bsm_status bsm_spool_db_run_with(struct bsm_spool_db *db, const char *sql, int64_t a, int64_t b, int64_t c);

/* The first column of the first row. GONE: no row. */
enum bsm_status bsm_spool_db_number(struct bsm_spool_db *db, const char *sql, int64_t *number);

/* Transactions. begin does nothing inside one; abandon does nothing outside of one. A commit that fails has abandoned.
 */
enum bsm_status bsm_spool_db_begin(struct bsm_spool_db *db);
enum bsm_status bsm_spool_db_commit(struct bsm_spool_db *db);
void bsm_spool_db_abandon(struct bsm_spool_db *db);

#endif
