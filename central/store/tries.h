/* How often a number failed: kept by a keyed digest of the number, so that unknown numbers count as well and none is
 * stored. */
#ifndef BASMA_CENTRAL_STORE_TRIES_H
#define BASMA_CENTRAL_STORE_TRIES_H

#include "central/digest.h"
#include "central/store/db.h"

struct bsm_tries {
    int failures;
    int64_t locked_until_ms; /* 0: never was */
    int64_t failed_ms;       /* when it last failed */
};

/* Zeroes where there were none. */
enum bsm_status bsm_tries_find(struct bsm_db *db, const struct bsm_digest *number_key, struct bsm_tries *tries);
enum bsm_status bsm_tries_put(struct bsm_db *db, const struct bsm_digest *number_key, const struct bsm_tries *tries);
enum bsm_status bsm_tries_clear(struct bsm_db *db, const struct bsm_digest *number_key);
/* Forgets at most limit numbers that failed less than failures times, and not since the moment; *count of them. */
enum bsm_status bsm_tries_purge(struct bsm_db *db, int64_t before_ms, int failures, int limit, int *count);

#endif
