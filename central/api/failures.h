/*
 * Failed tries of a number, whichever kiosk and visit they were made in: a comparison that did not match, a code that
 * was wrong. Numbers that nobody has count as well. In the transaction of the try they tell of.
 */
#ifndef BASMA_CENTRAL_API_FAILURES_H
#define BASMA_CENTRAL_API_FAILURES_H

#include "central/store/tries.h"

/* *wait_s until the number may be tried again; 0: now. */
enum bsm_status bsm_failures_wait(struct bsm_db *db, const struct bsm_digest *number_key, int64_t now_ms,
                                  uint32_t *wait_s);

/* Counts one more; *wait_s from then on. */
enum bsm_status bsm_failures_count(struct bsm_db *db, const struct bsm_digest *number_key, int64_t now_ms,
                                   uint32_t *wait_s);

#endif
