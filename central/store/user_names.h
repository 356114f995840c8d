/* User names: each is one person's, or kept for one visit until that ends. */
#ifndef BASMA_CENTRAL_STORE_USER_NAMES_H
#define BASMA_CENTRAL_STORE_USER_NAMES_H

#include <stdbool.h>

#include "central/store/db.h"
#include "firmware/base/account.h"
#include "firmware/base/random.h"

enum bsm_status bsm_user_name_is_taken(struct bsm_db *db, const char *name, bool *taken);

/* Keeps the name for the visit, in place of one kept before. DENIED: it is somebody's, or another visit's; what was
 * kept before then still is. */
enum bsm_status bsm_user_name_keep(struct bsm_db *db, const char *name, const struct bsm_uuid *visit);
/* The one that is kept for the visit; "" where none is. */
enum bsm_status bsm_user_name_kept(struct bsm_db *db, const struct bsm_uuid *visit, char name[BSM_USER_NAME_SIZE]);
/* What is kept for the visit becomes the person's. GONE: nothing is. */
enum bsm_status bsm_user_name_give(struct bsm_db *db, const struct bsm_uuid *visit, int64_t person);
/* What is kept for the visit is free again. */
enum bsm_status bsm_user_name_release(struct bsm_db *db, const struct bsm_uuid *visit);

#endif
