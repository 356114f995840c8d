/* How often a mobile number was sent something that anybody could ask for: kept for an hour, by a keyed digest. */
#ifndef BASMA_CENTRAL_STORE_MOBILE_USES_H
#define BASMA_CENTRAL_STORE_MOBILE_USES_H

#include "central/digest.h"
#include "central/store/db.h"

/* Counts one more use, unless there were limit of them since the moment: DENIED. */
enum bsm_status bsm_mobile_use(struct bsm_db *db, const struct bsm_digest *mobile_key, int limit, int64_t since_ms,
                               int64_t now_ms);
enum bsm_status bsm_mobile_uses_purge(struct bsm_db *db, int64_t before_ms);

#endif
