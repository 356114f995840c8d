/*
 * The centre's register: one file, many readers, one writer.
 *
 * A change is a job that runs on the writer's thread inside a transaction. Jobs that wait at the same time share one
 * commit (up to BSM_STORE_BATCH_MAX), so that one fsync serves them all; bsm_store_write comes back when the job's
 * effect is durable, or with the reason why nothing of it was stored.
 *
 * Life: open -> write, read ... -> close. Threads: everything but open and close may be called from any thread. write
 * blocks (typically one fsync), read_begin blocks only to open a connection.
 *
 * A job may be run more than once (when a neighbour in its batch filled the disk, each is tried again alone): it must
 * write its outputs anew each time and touch nothing but the database and its own context.
 */
#ifndef BASMA_CENTRAL_STORE_STORE_H
#define BASMA_CENTRAL_STORE_STORE_H

#include <stdbool.h>

#include "central/store/db.h"
#include "firmware/base/status.h"

enum { BSM_STORE_BATCH_MAX = 32, BSM_STORE_READERS_MAX = 64 };

struct bsm_store;

/* Opens the register at path and brings its schema up to date; with make, a missing file is made. On failure *store is
 * untouched. GONE: no such file; INVALID: damaged, or of a later version than this program; FAULT. */
enum bsm_status bsm_store_open(const char *path, bool make, struct bsm_store **store);

/* Waits for the jobs that are queued. NULL is fine. */
void bsm_store_close(struct bsm_store *store);

/* Runs the job in a transaction. OK: durable. Any status the job itself returns undoes what it did and is returned.
 * BUSY: another process held the register for too long; FAULT: full or broken disk; nothing was stored. */
enum bsm_status bsm_store_write(struct bsm_store *store, enum bsm_status (*job)(struct bsm_db *db, void *context),
                                void *context);

/* Moves what was written from the log into the register and empties the log: what was deleted is then gone from both
 * files. Blocks on readers and on the disk; once in a while will do. BUSY: readers kept it from being emptied. */
enum bsm_status bsm_store_empty_log(struct bsm_store *store);

/* A connection that sees one unchanging moment of the register until it is given back; NULL when none can be opened. */
struct bsm_db *bsm_store_read_begin(struct bsm_store *store);
void bsm_store_read_end(struct bsm_store *store, struct bsm_db *db);

struct bsm_store_counts {
    long long jobs;
    long long commits;
    long long failures; /* jobs that could not be stored */
};
struct bsm_store_counts bsm_store_counts(struct bsm_store *store);

#endif
