#include "central/api/failures.h"

#include "central/visits/policy.h"

/* A lock that ends later than any lock made now was made before our clock was set back: it is made to end in its time,
 * else the number would stay locked until the clock is where it was. */
static enum bsm_status mend_lock(struct bsm_db *db, const struct bsm_digest *number_key, int64_t now_ms,
                                 struct bsm_tries *tries)
{
    if (tries->locked_until_ms <= now_ms + BSM_POLICY_LOCK_MS) {
        return BSM_OK;
    }
    tries->locked_until_ms = now_ms + BSM_POLICY_LOCK_MS;
    return bsm_tries_put(db, number_key, tries);
}

enum bsm_status bsm_failures_wait(struct bsm_db *db, const struct bsm_digest *number_key, int64_t now_ms,
                                  uint32_t *wait_s)
{
    struct bsm_tries tries;
    enum bsm_status status = bsm_tries_find(db, number_key, &tries);
    if (status == BSM_OK) {
        status = mend_lock(db, number_key, now_ms, &tries);
    }
    *wait_s = bsm_policy_retry_after_s(tries.failures, tries.locked_until_ms, now_ms);
    return status;
}

enum bsm_status bsm_failures_count(struct bsm_db *db, const struct bsm_digest *number_key, int64_t now_ms,
                                   uint32_t *wait_s)
{
    struct bsm_tries tries;
    enum bsm_status status = bsm_tries_find(db, number_key, &tries);
    tries.failures++;
    tries.failed_ms = now_ms;
    tries.locked_until_ms = bsm_policy_locked_until(tries.failures, now_ms);
    *wait_s = bsm_policy_retry_after_s(tries.failures, tries.locked_until_ms, now_ms);
    return status == BSM_OK ? bsm_tries_put(db, number_key, &tries) : status;
}
