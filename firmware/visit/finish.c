/* The ways out of a visit: done, ended with a reason, walked away; all lead through forgetting. */
#include "firmware/base/wipe.h"
#include "firmware/visit/inner.h"

static enum bsm_outcome outcome_of(enum bsm_reason reason)
{
    switch (reason) {
    case BSM_REASON_DEVICE: return BSM_OUTCOME_DEVICE;
    case BSM_REASON_LINK: return BSM_OUTCOME_LINK;
    case BSM_REASON_LOCKED: return BSM_OUTCOME_LOCKED;
    case BSM_REASON_NOT_CONFIRMED:
    case BSM_REASON_OFFICE:
    case BSM_REASON_ALREADY:
    case BSM_REASON_CODE: return BSM_OUTCOME_REFUSED;
    case BSM_REASON_CAPTURE: return BSM_OUTCOME_CAPTURE;
    case BSM_REASON_LEFT: return BSM_OUTCOME_LEFT;
    case BSM_REASON_EXPIRED: return BSM_OUTCOME_EXPIRED;
    case BSM_REASON_NONE:
    case BSM_REASON_CHECKING:
    case BSM_REASON_NAME_TAKEN:
    case BSM_REASON_PASSWORD_WEAK:
    case BSM_REASON_SLOT_TAKEN:
    case BSM_REASON_NOT_KEPT:
    case BSM_REASON_PORTRAIT:
    case BSM_REASON_FAULT: return BSM_OUTCOME_FAULT;
    }
    return BSM_OUTCOME_FAULT;
}

void bsm_visit_release_bio(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->course.bio_released)
        return;
    visit->course.bio_released = true;
    bsm_visit_bio_lost(visit);
    bsm_visit_add(effects, BSM_EFFECT_BIO_RELEASE);
}

/* Of a campaign's visit it hears only by what is kept. */
static bool centre_should_know(enum bsm_outcome outcome)
{
    return outcome != BSM_OUTCOME_ACTIVE && outcome != BSM_OUTCOME_REFUSED && outcome != BSM_OUTCOME_LOCKED;
}

/* The last screen needs nothing of the visit: what was personal goes now. */
static void close_visit(struct bsm_visit *visit, enum bsm_outcome outcome, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    course->closed = true;
    course->outcome = outcome;
    course->unreached = false;
    course->identity_waits = false;
    bsm_wipe(&course->identity, sizeof course->identity);
    bsm_wipe(course->file_hint, sizeof course->file_hint);
    bsm_wipe(course->mobile, sizeof course->mobile);
    bsm_wipe(course->mobile_hint, sizeof course->mobile_hint);
    bsm_wipe(course->sent_hint, sizeof course->sent_hint);
    visit->overlay = BSM_OVERLAY_NONE;
    for (int i = 0; i < BSM_TIMERS; i++)
        bsm_visit_disarm(visit, (enum bsm_visit_timer)i);
    bsm_visit_add(effects, BSM_EFFECT_CANCEL);
    if (course->purpose != 0 && centre_should_know(outcome))
        bsm_visit_add_plain(effects, BSM_VISIT_LEAVE);
    bsm_visit_release_bio(visit, effects);
}

/* Whether an office could do what the kiosk could not. */
static bool office_helps(enum bsm_reason reason)
{
    return reason == BSM_REASON_NOT_CONFIRMED || reason == BSM_REASON_OFFICE || reason == BSM_REASON_CAPTURE ||
           reason == BSM_REASON_CODE || reason == BSM_REASON_DEVICE || reason == BSM_REASON_LOCKED ||
           reason == BSM_REASON_FAULT || reason == BSM_REASON_LINK;
}

/* An appointment is chosen where the centre can be asked, and knows whom it is about; without a link it is wished for.
 */
static void offer_appointment(struct bsm_visit *visit, enum bsm_reason reason)
{
    struct bsm_visit_course *course = &visit->course;
    course->wish = office_helps(reason) && visit->part[BSM_VISIT_PART_UPLINK] &&
                   (reason == BSM_REASON_LINK || !visit->part[BSM_VISIT_PART_LINK]);
    bool chosen = office_helps(reason) && course->claimed && visit->part[BSM_VISIT_PART_LINK];
    course->appointment = course->wish || chosen;
}

/* The second time, the appointment could not be had: what has come out stands. */
static void end_as(struct bsm_visit *visit, enum bsm_reason reason, enum bsm_outcome outcome,
                   struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    /* nothing is booked yet, so that a wish may take the place of what could not be chosen */
    bool lost = reason == BSM_REASON_LINK && visit->state == BSM_VISIT_ASKING_SLOTS;
    course->reason = course->end_reason = reason;
    if (course->closed) {
        if (reason == BSM_REASON_NOT_KEPT && course->outcome == BSM_OUTCOME_LEFT)
            course->outcome = outcome;
        bsm_visit_drop_wish(visit, effects);
        bsm_visit_add(effects, BSM_EFFECT_CANCEL);
        course->unreached = false;
        course->appointment = course->wish = lost && visit->part[BSM_VISIT_PART_UPLINK];
        bsm_visit_disarm(visit, BSM_TIMER_RESEND);
        bsm_visit_disarm(visit, BSM_TIMER_LIMIT);
    } else {
        offer_appointment(visit, reason);
        close_visit(visit, outcome, effects);
    }
    bsm_visit_go(visit, BSM_VISIT_ENDED);
}

void bsm_visit_end(struct bsm_visit *visit, enum bsm_reason reason, struct bsm_visit_effects *effects)
{
    end_as(visit, reason, outcome_of(reason), effects);
}

void bsm_visit_go_to_office(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    end_as(visit, BSM_REASON_OFFICE, BSM_OUTCOME_LEFT, effects);
}

void bsm_visit_rate(struct bsm_visit *visit, int value, struct bsm_visit_effects *effects)
{
    if (visit->course.rated || value < 1 || value > 5) {
        bsm_visit_unexpected(visit);
        return;
    }
    visit->course.rated = true;
    bsm_visit_add(effects, BSM_EFFECT_RATED)->as.rating = value;
    bsm_visit_arm(visit, BSM_TIMER_LINGER, visit->policy.ended_ms);
}

void bsm_visit_done(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    close_visit(visit, BSM_OUTCOME_ACTIVE, effects);
    bsm_visit_go(visit, BSM_VISIT_DONE);
}

void bsm_visit_kept(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    close_visit(visit, BSM_OUTCOME_KEPT, effects);
    bsm_visit_go(visit, BSM_VISIT_KEPT);
}

void bsm_visit_forget(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->state == BSM_VISIT_WISHING)
        bsm_visit_add(effects, BSM_EFFECT_CANCEL);
    bsm_visit_drop_wish(visit, effects);
    struct bsm_visit_effect *effect = bsm_visit_add(effects, BSM_EFFECT_FORGET);
    effect->as.forget.outcome = visit->course.outcome;
    effect->as.forget.duration_ms = visit->now_ms - visit->course.started_ms;
    visit->overlay = BSM_OVERLAY_NONE;
    for (int i = 0; i < BSM_TIMERS; i++)
        bsm_visit_disarm(visit, (enum bsm_visit_timer)i);
    bsm_visit_go(visit, BSM_VISIT_FORGETTING);
}

void bsm_visit_walk_away(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (!visit->course.closed)
        close_visit(visit, BSM_OUTCOME_WALKED_AWAY, effects);
    bsm_visit_forget(visit, effects);
}

void bsm_visit_in_done(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    enum bsm_input input = event->type == BSM_EVENT_INPUT ? event->as.input.input : 0;
    if (input == BSM_INPUT_FINISH)
        bsm_visit_forget(visit, effects);
    else if (input == BSM_INPUT_RATE)
        bsm_visit_rate(visit, event->as.input.value, effects);
    else
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_ended(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    bool wants_appointment = event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_APPOINTMENT;
    if (wants_appointment && visit->course.wish)
        bsm_visit_wish(visit);
    else if (wants_appointment && visit->course.appointment)
        bsm_visit_ask_slots(visit, effects);
    else
        bsm_visit_in_done(visit, event, effects);
}

void bsm_visit_in_forgetting(struct bsm_visit *visit, const struct bsm_visit_event *event,
                             struct bsm_visit_effects *effects)
{
    (void)effects;
    if (event->type == BSM_EVENT_FORGOTTEN)
        bsm_visit_go_home(visit);
    else
        bsm_visit_unexpected(visit);
}
