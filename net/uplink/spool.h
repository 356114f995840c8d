/*
 * What the kiosk has to bring to the centre, kept on disk until the centre has it: STATE/spool/spool.db (SQLite, WAL,
 * synchronous=FULL, held by one process).
 *
 *     add ... add, commit                     -> on disk, all of it or nothing
 *     batch -> each -> (sent, answered)       -> done: the items are gone; or set_aside: refused for good
 *
 * An item is known by its kind and place: adding it twice is adding it once, also for a while after it has gone
 * (BSM_SPOOL_TOLD_KEPT). A batch is made once and kept with its key, so that after a restart the same items go out
 * with the same key. What is larger than the quota loses its oldest lines, and a line `spool_dropped` takes the place
 * of the first of them. Visits of campaigns and wishes for an appointment have no batches and are never dropped: each
 * is on disk when keep has said so, and goes, the oldest of its kind first, when the centre has answered for it; what
 * it was is overwritten (secure_delete). They do not count against the quota, and no more than BSM_SPOOL_VISITS_MAX and
 * BSM_SPOOL_WISHES_MAX are kept.
 *
 * Life: open -> ... -> close. One thread; add and batch wait for the disk a little, commit, done and set_aside until it
 * has written. Statuses: FAULT: the disk is full or broken (logged once); nothing was changed, and the same may be
 * tried again. INVALID: the file is damaged; replace it.
 */
#ifndef BASMA_UPLINK_SPOOL_H
#define BASMA_UPLINK_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/random.h"
#include "firmware/base/status.h"

enum {
    BSM_SPOOL_BATCH_MAX = 100,
    BSM_SPOOL_VISITS_MAX = 1000, /* of a campaign: 40 MB where each has two fingers and a face */
    BSM_SPOOL_WISHES_MAX = 300,  /* ten hours of what the centre takes of one kiosk in an hour */
    BSM_SPOOL_KEPT_BYTES_MAX = 64 * 1024 * 1024,
    BSM_SPOOL_QUOTA_BYTES = 50 * 1024 * 1024,
    BSM_SPOOL_TOLD_KEPT = 20000,
    BSM_SPOOL_REFUSED_KEPT = 10, /* batches */
};

enum bsm_spool_kind {
    BSM_SPOOL_LINE = 1,  /* of the journal */
    BSM_SPOOL_VISIT = 2, /* of a campaign: its key, then the body of its request */
    BSM_SPOOL_WISH = 3,  /* the same */
};

struct bsm_spool;

struct bsm_spool_batch {
    int64_t id;
    struct bsm_uuid key;
    int count;
    uint64_t last; /* the highest place in it */
};

/* Makes what is missing. A file that is damaged is set aside as spool.broken, and a new one begun. BUSY: another
 * process has it. */
enum bsm_status bsm_spool_open(const char *state_folder, int64_t quota_bytes, struct bsm_spool **spool);
void bsm_spool_close(struct bsm_spool *spool); /* NULL is fine */

/* For one that has turned out to be damaged: closed, set aside, and begun anew. *spool is NULL where that failed. */
enum bsm_status bsm_spool_replace(struct bsm_spool **spool);

/* Adds to what the next commit brings to the disk. After a failure nothing of it is there any more. place < 2^53. */
enum bsm_status bsm_spool_add(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t place, const void *bytes,
                              size_t size);
enum bsm_status bsm_spool_commit(struct bsm_spool *spool);

/* For what has no batches. On disk when OK; the same place again is the same. DENIED: as many are there as may be. */
enum bsm_status bsm_spool_keep(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t place, const void *bytes,
                               size_t size);
/* The lowest place; *bytes is the caller's to wipe and free. GONE: there is none. */
enum bsm_status bsm_spool_oldest(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t *place, uint8_t **bytes,
                                 size_t *size);
/* The centre has answered for it. */
enum bsm_status bsm_spool_drop(struct bsm_spool *spool, enum bsm_spool_kind kind, uint64_t place);

/* How many lines wait for a batch, counted to BSM_SPOOL_BATCH_MAX. */
enum bsm_status bsm_spool_waiting(struct bsm_spool *spool, int *count);

/* The batch that is not answered yet, or a new one of the oldest lines. GONE: there are none. */
enum bsm_status bsm_spool_batch(struct bsm_spool *spool, struct bsm_spool_batch *batch);

/* Gives out the items of a batch by place. */
typedef void bsm_spool_take(void *context, uint64_t place, const uint8_t *bytes, size_t size);
enum bsm_status bsm_spool_each(struct bsm_spool *spool, const struct bsm_spool_batch *batch, bsm_spool_take *take,
                               void *context);

enum bsm_status bsm_spool_done(struct bsm_spool *spool, const struct bsm_spool_batch *batch);

/* Refused for good: kept out of the way for an operator, the last ones of them. why: a word. */
enum bsm_status bsm_spool_set_aside(struct bsm_spool *spool, const struct bsm_spool_batch *batch, const char *why);

#endif
