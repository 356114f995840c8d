#include "central/visits/policy.h"

int64_t bsm_policy_locked_until(int failures, int64_t now_ms)
{
    return failures >= BSM_POLICY_FREE_FAILURES ? now_ms + BSM_POLICY_LOCK_MS : 0;
}

uint32_t bsm_policy_retry_after_s(int failures, int64_t locked_until_ms, int64_t now_ms)
{
    if (failures >= BSM_POLICY_FAILURES_MAX) {
        return BSM_POLICY_OPERATOR_RETRY_S;
    }
    if (locked_until_ms <= now_ms) {
        return 0;
    }
    int64_t left_ms = locked_until_ms - now_ms;
    if (left_ms > BSM_POLICY_LOCK_MS) { /* our clock was set back */
        left_ms = BSM_POLICY_LOCK_MS;
    }
    return (uint32_t)((left_ms + 999) / 1000);
}

int64_t bsm_policy_message_again_ms(int tries)
{
    int64_t wait_ms = BSM_POLICY_MESSAGE_AGAIN_FIRST_MS;
    for (int i = 1; i < tries && wait_ms < BSM_POLICY_MESSAGE_AGAIN_MOST_MS; i++) {
        wait_ms *= 2;
    }
    return wait_ms < BSM_POLICY_MESSAGE_AGAIN_MOST_MS ? wait_ms : BSM_POLICY_MESSAGE_AGAIN_MOST_MS;
}
