/*
 * Numbers that wait to take the place of the one on file (struct bsm_account_change puts them there): at most one an
 * account. Until its time comes, everything goes to the number on file.
 */
#ifndef BASMA_CENTRAL_STORE_MOBILE_WAITS_H
#define BASMA_CENTRAL_STORE_MOBILE_WAITS_H

#include "central/store/db.h"
#include "firmware/base/account.h"

struct bsm_mobile_wait { /* the caller wipes it */
    int64_t person;
    bool active; /* the account still is: what was locked or closed meanwhile takes no number */
    char mobile[BSM_MOBILE_SIZE];
};

/* One whose time has come. GONE: there is none. */
enum bsm_status bsm_mobile_wait_next(struct bsm_db *db, int64_t now_ms, struct bsm_mobile_wait *wait);

/* The number takes its place. GONE: none waits. */
enum bsm_status bsm_mobile_wait_take(struct bsm_db *db, int64_t person);
/* It is dropped; the number on file stays. GONE: none waits. */
enum bsm_status bsm_mobile_wait_drop(struct bsm_db *db, int64_t person);

/* None waits beyond the moment: for a clock that was set back. */
enum bsm_status bsm_mobile_waits_end_by(struct bsm_db *db, int64_t latest_ms);

#endif
