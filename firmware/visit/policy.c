#include "firmware/visit/policy.h"

#include "firmware/base/challenge.h"

struct bsm_policy bsm_policy_default(void)
{
    return (struct bsm_policy){
        .idle_warn_ms = 20 * 1000,
        .code_ms = 60 * 1000,
        .idle_end_ms = 30 * 1000,
        .call_ms = 120 * 1000,
        .visit_limit_ms = 600 * 1000,
        .capture_timeout_ms = 30 * 1000,
        .wait_screen_ms = 300,
        .wait_hold_ms = 400,
        .link_patience_ms = 60 * 1000,
        .device_patience_ms = 60 * 1000,
        .bio_margin_ms = 5 * 1000,
        .restart_ms = 250,
        .busy_ms = 2000,
        .resend_ms = 1000,
        .resend_max_ms = 10 * 1000,
        .done_ms = 30 * 1000,
        .ended_ms = 15 * 1000,
        .forget_ms = 1800,
        .grace_ms = 20 * 1000,
        .challenge_ms = BSM_CHALLENGE_TURN_MS,
        .challenge = true,
        .extensions_max = 10,
        .captures_max = 3,
        .code_sends_max = 3,
    };
}

bool bsm_policy_failure_is_temporary(enum bsm_status status, enum bsm_problem problem)
{
    if (problem == BSM_PROBLEM_NONE)
        return status == BSM_TIMEOUT || status == BSM_GONE || status == BSM_BUSY;
    return problem == BSM_PROBLEM_UNAVAILABLE || problem == BSM_PROBLEM_INTERNAL;
}

bool bsm_policy_hint_is_life(enum bsm_hint hint)
{
    return hint != BSM_HINT_NONE && hint != BSM_HINT_PLACE_FINGER && hint != BSM_HINT_NO_FACE &&
           hint != BSM_HINT_TOO_DARK && !bsm_hint_is_movement(hint) && hint != BSM_HINT_DEVICE_GONE;
}
