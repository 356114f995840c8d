/* Campaigns: the site packs that were signed, the visits that came of them, and who was recognised in one. */
#ifndef BASMA_CENTRAL_STORE_CAMPAIGNS_H
#define BASMA_CENTRAL_STORE_CAMPAIGNS_H

#include "central/store/db.h"
#include "firmware/base/random.h"
#include "firmware/base/reference.h"
#include "net/seal/site_pack.h"

enum bsm_status bsm_site_pack_put(struct bsm_db *db, const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const char *jws,
                                  int64_t now_ms);
/* GONE: none of this name was ever signed here. */
enum bsm_status bsm_site_pack_find(struct bsm_db *db, const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE],
                                   char jws[BSM_SITE_PACK_JWS_SIZE]);

/* How many visits of the pack the kiosk has brought. */
enum bsm_status bsm_campaign_count(struct bsm_db *db, const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const char *device,
                                   int *count);
/* DENIED: the visit was brought before. */
enum bsm_status bsm_campaign_add(struct bsm_db *db, const struct bsm_uuid *visit,
                                 const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const char *device, int64_t now_ms);

/* Of the captures and claims that came in campaigns: a count of its own, since other visits overtake them. DENIED: seq
 * does not rise. */
enum bsm_status bsm_campaign_advance(struct bsm_db *db, const char *device, uint64_t first, uint64_t last);

/* Who was recognised in a campaign, and has not finished. */
struct bsm_proof {
    int64_t person;
    struct bsm_uuid visit;
    char reference[BSM_REFERENCE_SIZE];
    int64_t proved_ms;
};

/* In place of an earlier one of the person. */
enum bsm_status bsm_proof_put(struct bsm_db *db, const struct bsm_proof *proof);
/* Those from before the moment, and of people whose account is ACTIVE by now; *count of them, at most limit. */
enum bsm_status bsm_proofs_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count);

#endif
