/*
 * Portraits that are kept for accounts, where the centre wants them. One waits with its visit from the capture on, and
 * goes with a try that failed and with every end but completion; then it is the person's, in place of an earlier one,
 * until it is too old or an operator erases it. Deleted pages are overwritten (secure_delete, db.c).
 */
#ifndef BASMA_CENTRAL_STORE_PORTRAITS_H
#define BASMA_CENTRAL_STORE_PORTRAITS_H

#include "central/store/db.h"
#include "firmware/base/random.h"

/* Waits with the visit, in place of an earlier one. */
enum bsm_status bsm_portrait_wait(struct bsm_db *db, const struct bsm_uuid *visit, const uint8_t *jpeg, size_t size);
/* Drops the one that waits; none is fine. */
enum bsm_status bsm_portrait_drop(struct bsm_db *db, const struct bsm_uuid *visit);
/* The one that waits becomes the person's; *kept: there was one. */
enum bsm_status bsm_portrait_keep(struct bsm_db *db, const struct bsm_uuid *visit, int64_t person, int64_t now_ms,
                                  bool *kept);

/* A person's, in a new buffer that the caller gives back with bsm_wipe_free. GONE: there is none; NO_MEMORY. */
enum bsm_status bsm_portrait_load(struct bsm_db *db, int64_t person, uint8_t **jpeg, size_t *size);
/* GONE: there is none. */
enum bsm_status bsm_portrait_erase(struct bsm_db *db, int64_t person);
/* Erases at most limit that were taken before the moment; *count of them. */
enum bsm_status bsm_portraits_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count);

#endif
