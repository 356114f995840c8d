/* Wishes for an appointment that came from kiosks without their link: which were taken, so that none is taken twice. */
#ifndef BASMA_CENTRAL_STORE_WISHES_H
#define BASMA_CENTRAL_STORE_WISHES_H

#include "central/store/db.h"
#include "firmware/base/random.h"

/* DENIED: it was taken before. */
enum bsm_status bsm_wish_add(struct bsm_db *db, const struct bsm_uuid *wish, int64_t now_ms);
/* Those taken before the moment. */
enum bsm_status bsm_wishes_purge(struct bsm_db *db, int64_t before_ms);

#endif
