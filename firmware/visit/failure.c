/* A request that failed: sent again later, answered by another try of the person, or the end of the visit. */
#include <string.h>

#include "firmware/visit/inner.h"

/* Whether this request is one whose answer is awaited. */
static bool is_awaited(const struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    const struct bsm_visit_course *course = &visit->course;
    int item = event->as.failed.item;
    bool wishing = visit->state == BSM_VISIT_WISHING && event->as.failed.about == BSM_VISIT_KEEP;
    bool of_appointment =
        event->as.failed.about == BSM_VISIT_SLOTS || event->as.failed.about == BSM_VISIT_BOOK || wishing;
    if (course->closed != of_appointment)
        return false;
    switch (event->as.failed.about) {
    case BSM_VISIT_OPEN: return !course->opened;
    case BSM_VISIT_CLAIM: return visit->state == BSM_VISIT_CLAIMING && !course->identity_waits;
    case BSM_VISIT_SAY_MISSING: return visit->state == BSM_VISIT_ASKING_OTHERS && !course->missing_waits;
    case BSM_VISIT_CAPTURE:
        return item >= 0 && item < course->items_count && course->items[item].state == BSM_ITEM_SENT;
    case BSM_VISIT_VERIFY: return visit->state == BSM_VISIT_VERIFYING;
    case BSM_VISIT_SEND_CODE: return visit->state == BSM_VISIT_SENDING_CODE;
    case BSM_VISIT_CHECK_CODE: return visit->state == BSM_VISIT_CHECKING_CODE;
    case BSM_VISIT_KEEP_NAME: return visit->state == BSM_VISIT_CHECKING_NAME;
    case BSM_VISIT_SLOTS: return visit->state == BSM_VISIT_ASKING_SLOTS;
    case BSM_VISIT_BOOK: return visit->state == BSM_VISIT_BOOKING;
    case BSM_VISIT_COMPLETE: return visit->state == BSM_VISIT_COMPLETING;
    case BSM_VISIT_KEEP: return (visit->state == BSM_VISIT_KEEPING || wishing) && course->claim_sealed;
    case BSM_VISIT_LEAVE: return false;
    }
    return false;
}

static void try_later(struct bsm_visit *visit, uint32_t retry_after_s)
{
    int64_t pause_ms = (int64_t)retry_after_s * 1000;
    if (pause_ms < visit->policy.resend_ms)
        pause_ms = visit->policy.resend_ms;
    if (pause_ms > visit->policy.resend_max_ms)
        pause_ms = visit->policy.resend_max_ms;
    visit->course.unreached = true;
    if (!bsm_visit_armed(visit, BSM_TIMER_RESEND))
        bsm_visit_arm(visit, BSM_TIMER_RESEND, pause_ms);
}

/* Said again with the reason, also a second time. */
static void ask_again(struct bsm_visit *visit, enum bsm_visit_state state, enum bsm_reason reason)
{
    visit->course.reason = reason;
    bsm_visit_go(visit, state);
    visit->shown_valid = false;
}

static void on_code_wrong(struct bsm_visit *visit, int tries_left, struct bsm_visit_effects *effects)
{
    if (visit->state != BSM_VISIT_CHECKING_CODE || tries_left <= 0) {
        bsm_visit_end(visit, BSM_REASON_CODE, effects);
        return;
    }
    visit->course.tries_left = tries_left;
    ask_again(visit, BSM_VISIT_CODE, BSM_REASON_CODE);
}

static void on_locked(struct bsm_visit *visit, uint32_t retry_after_s, struct bsm_visit_effects *effects)
{
    visit->course.seconds = retry_after_s < UINT16_MAX ? (int)retry_after_s : UINT16_MAX;
    bsm_visit_end(visit, BSM_REASON_LOCKED, effects);
}

static void on_slot_taken(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    visit->course.reason = BSM_REASON_SLOT_TAKEN;
    bsm_visit_ask_slots(visit, effects);
}

/* No more messages to this number for now, and the same request gets the same answer again: a code that was sent before
 * still counts, for what it was sent for. */
static void on_quota(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    if (visit->state != BSM_VISIT_SENDING_CODE || !course->mobile_known) {
        bsm_visit_end(visit, BSM_REASON_OFFICE, effects);
        return;
    }
    memcpy(course->mobile_hint, course->sent_hint, sizeof course->mobile_hint);
    bsm_visit_go(visit, BSM_VISIT_CODE);
    visit->shown_valid = false;
}

static void on_refused(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    enum bsm_problem problem = event->as.failed.problem;
    enum bsm_visit_request about = event->as.failed.about;
    bool bad_capture = problem == BSM_PROBLEM_CAPTURE_INVALID || problem == BSM_PROBLEM_REPLAYED;
    if (about == BSM_VISIT_KEEP && visit->state == BSM_VISIT_WISHING)
        bsm_visit_end(visit, BSM_REASON_NOT_KEPT, effects);
    else if (about == BSM_VISIT_KEEP)
        bsm_visit_end(visit, BSM_REASON_LINK, effects); /* nothing was kept, and there is no link */
    else if (problem == BSM_PROBLEM_QUOTA)
        on_quota(visit, effects);
    else if (problem == BSM_PROBLEM_LOCKED)
        on_locked(visit, event->as.failed.retry_after_s, effects);
    else if (problem == BSM_PROBLEM_VISIT_EXPIRED)
        bsm_visit_end(visit, BSM_REASON_EXPIRED, effects);
    else if (problem == BSM_PROBLEM_CODE_WRONG)
        on_code_wrong(visit, event->as.failed.tries_left, effects);
    else if (problem == BSM_PROBLEM_NAME_TAKEN && about == BSM_VISIT_KEEP_NAME)
        ask_again(visit, BSM_VISIT_USER_NAME, BSM_REASON_NAME_TAKEN);
    else if (problem == BSM_PROBLEM_PASSWORD_WEAK && about == BSM_VISIT_COMPLETE)
        ask_again(visit, BSM_VISIT_PASSWORD, BSM_REASON_PASSWORD_WEAK);
    else if (problem == BSM_PROBLEM_SLOT_TAKEN && about == BSM_VISIT_BOOK)
        on_slot_taken(visit, effects);
    else if (bad_capture && about == BSM_VISIT_CAPTURE)
        bsm_visit_item_refused(visit, event->as.failed.item, effects);
    else if (problem == BSM_PROBLEM_ALREADY_ACTIVE && about == BSM_VISIT_COMPLETE)
        bsm_visit_end(visit, BSM_REASON_ALREADY, effects);
    else if (problem == BSM_PROBLEM_WRONG_STATE && about == BSM_VISIT_COMPLETE)
        bsm_visit_end(visit, BSM_REASON_OFFICE, effects); /* confirmed, and no account that waits for it */
    else
        bsm_visit_end(visit, BSM_REASON_FAULT, effects);
}

void bsm_visit_on_failed(struct bsm_visit *visit, const struct bsm_visit_event *event,
                         struct bsm_visit_effects *effects)
{
    if (!is_awaited(visit, event)) {
        bsm_visit_unexpected(visit);
    } else if (bsm_policy_failure_is_temporary(event->as.failed.status, event->as.failed.problem)) {
        try_later(visit, event->as.failed.retry_after_s);
    } else {
        on_refused(visit, event, effects);
    }
}
