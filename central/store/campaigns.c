#include "central/store/campaigns.h"

#include <string.h>

#include "firmware/base/terms.h"

enum bsm_status bsm_site_pack_put(struct bsm_db *db, const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const char *jws,
                                  int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO site_packs (pack, jws, made_at) VALUES ($1, $2, $3)");
    bsm_bind_blob(&query, pack, BSM_SITE_PACK_NONCE_SIZE);
    bsm_bind_text(&query, jws);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_site_pack_find(struct bsm_db *db, const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE],
                                   char jws[BSM_SITE_PACK_JWS_SIZE])
{
    struct bsm_query query = bsm_query_of(db, "SELECT jws FROM site_packs WHERE pack = $1");
    bsm_bind_blob(&query, pack, BSM_SITE_PACK_NONCE_SIZE);
    bool found = bsm_query_next(&query);
    if (found) {
        bsm_column_text(&query, 0, jws, BSM_SITE_PACK_JWS_SIZE);
    }
    return bsm_query_end_found(&query, found);
}

enum bsm_status bsm_campaign_count(struct bsm_db *db, const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const char *device,
                                   int *count)
{
    struct bsm_query query = bsm_query_of(db, "SELECT count(*) FROM campaign_visits WHERE pack = $1 AND device = $2");
    bsm_bind_blob(&query, pack, BSM_SITE_PACK_NONCE_SIZE);
    bsm_bind_text(&query, device);
    *count = bsm_query_next(&query) ? (int)bsm_column_integer(&query, 0) : 0;
    return bsm_query_end(&query);
}

enum bsm_status bsm_campaign_add(struct bsm_db *db, const struct bsm_uuid *visit,
                                 const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const char *device, int64_t now_ms)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO campaign_visits (visit, pack, device, at) VALUES ($1, $2, $3, $4)");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    bsm_bind_blob(&query, pack, BSM_SITE_PACK_NONCE_SIZE);
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_campaign_advance(struct bsm_db *db, const char *device, uint64_t first, uint64_t last)
{
    struct bsm_query query =
        bsm_query_of(db, "UPDATE devices SET campaign_seq = $1 WHERE id = $2 AND campaign_seq < $3");
    bsm_bind_integer(&query, (int64_t)last);
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, (int64_t)first);
    enum bsm_status status = bsm_query_run(&query);
    return status == BSM_OK && bsm_db_changed(db) == 0 ? BSM_DENIED : status;
}

enum bsm_status bsm_proof_put(struct bsm_db *db, const struct bsm_proof *proof)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO proofs (person, visit, reference, proved_at) VALUES ($1, $2, $3, $4)"
                         " ON CONFLICT (person) DO UPDATE SET visit = excluded.visit, reference = excluded.reference,"
                         " proved_at = excluded.proved_at");
    bsm_bind_integer(&query, proof->person);
    bsm_bind_blob(&query, proof->visit.bytes, sizeof proof->visit.bytes);
    bsm_bind_text(&query, proof->reference);
    bsm_bind_integer(&query, proof->proved_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_proofs_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count)
{
    struct bsm_query query =
        bsm_query_of(db, "DELETE FROM proofs WHERE person IN (SELECT person FROM proofs WHERE proved_at < $1"
                         " OR person IN (SELECT person FROM accounts WHERE state = $2) LIMIT $3)");
    bsm_bind_integer(&query, before_ms);
    bsm_bind_integer(&query, BSM_ACCOUNT_ACTIVE);
    bsm_bind_integer(&query, limit);
    return bsm_query_run_counted(&query, count);
}
