/*
 * Answers that were given, by device and Idempotency-Key, for as long as a kiosk may ask again. An answer is stored in
 * the transaction of the effect that it tells of. Of the request only a keyed digest is kept.
 */
#ifndef BASMA_CENTRAL_STORE_ANSWERS_H
#define BASMA_CENTRAL_STORE_ANSWERS_H

#include "central/digest.h"
#include "central/store/db.h"
#include "firmware/base/random.h"

enum { BSM_ANSWER_TYPE_SIZE = 32 };

struct bsm_stored_answer {
    struct bsm_digest request; /* of method, path and body */
    int status;                /* of HTTP */
    char type[BSM_ANSWER_TYPE_SIZE];
    uint32_t retry_after_s;
    char *body; /* owned when found, borrowed when put */
    size_t body_size;
};

/* GONE: none under this key. The caller frees body with bsm_wipe_free. */
enum bsm_status bsm_answer_find(struct bsm_db *db, const char *device, const struct bsm_uuid *key,
                                struct bsm_stored_answer *answer);
/* DENIED: there is one under this key. */
enum bsm_status bsm_answer_put(struct bsm_db *db, const char *device, const struct bsm_uuid *key,
                               const struct bsm_stored_answer *answer, int64_t now_ms);
/* Deletes those from before the moment. */
enum bsm_status bsm_answer_purge(struct bsm_db *db, int64_t before_ms);

#endif
