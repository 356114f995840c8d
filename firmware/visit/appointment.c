/*
 * Where the kiosk could not help: an appointment at an office, chosen from what the centre offers. The visit is closed
 * by then (course.closed): its captures are over, its outcome stands.
 */
#include "firmware/visit/inner.h"

static bool is_answer_to(const struct bsm_visit_event *event, enum bsm_visit_request request)
{
    return event->type == BSM_EVENT_ANSWERED && event->as.answered == request;
}

void bsm_visit_ask_slots(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_go(visit, BSM_VISIT_ASKING_SLOTS);
    bsm_visit_add_plain(effects, BSM_VISIT_SLOTS);
    visit->due_ms[BSM_TIMER_LIMIT] = visit->course.started_ms + visit->policy.visit_limit_ms;
}

void bsm_visit_in_asking_slots(struct bsm_visit *visit, const struct bsm_visit_event *event,
                               struct bsm_visit_effects *effects)
{
    (void)effects;
    if (!is_answer_to(event, BSM_VISIT_SLOTS)) {
        bsm_visit_unexpected(visit);
        return;
    }
    bsm_visit_go(visit, BSM_VISIT_APPOINTMENT);
    visit->shown_valid = false; /* with other offers it is another screen */
}

void bsm_visit_in_appointment(struct bsm_visit *visit, const struct bsm_visit_event *event,
                              struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_SLOT) {
        bsm_visit_go(visit, BSM_VISIT_BOOKING);
        bsm_visit_add(effects, BSM_EFFECT_SEND_BOOK)->as.slot = event->as.slot;
    } else if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_BACK) {
        visit->course.reason = visit->course.end_reason;
        bsm_visit_go(visit, BSM_VISIT_ENDED);
    } else {
        bsm_visit_unexpected(visit);
    }
}

void bsm_visit_in_booking(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects)
{
    (void)effects;
    if (is_answer_to(event, BSM_VISIT_BOOK)) {
        visit->course.reason = BSM_REASON_NONE;
        bsm_visit_go(visit, BSM_VISIT_BOOKED);
    } else {
        bsm_visit_unexpected(visit);
    }
}

void bsm_visit_in_booked(struct bsm_visit *visit, const struct bsm_visit_event *event,
                         struct bsm_visit_effects *effects)
{
    bsm_visit_in_done(visit, event, effects);
}
