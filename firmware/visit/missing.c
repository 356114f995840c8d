/* A finger is missing or hurt: the person marks it, the centre says which others will do, or that an office must see
 * it. */
#include "firmware/visit/inner.h"

/* The centre counts the captures of a try together: it must have answered each before it hears that others will follow.
 */
void bsm_visit_pursue_missing(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->state != BSM_VISIT_ASKING_OTHERS || !visit->course.missing_waits || bsm_visit_captures_open(visit))
        return;
    visit->course.missing_waits = false;
    if (visit->course.campaign)
        bsm_visit_campaign_others(visit, effects);
    else
        bsm_visit_add(effects, BSM_EFFECT_SEND_MISSING)->as.missing = visit->course.missing;
}

static void on_marked(struct bsm_visit *visit, uint16_t missing)
{
    visit->course.missing |= missing;
    visit->course.missing_waits = true;
    bsm_visit_go(visit, BSM_VISIT_ASKING_OTHERS);
}

static bool is_of_a_capture(const struct bsm_visit_event *event)
{
    return event->type == BSM_EVENT_CAPTURED || event->type == BSM_EVENT_CAPTURE_FAILED;
}

void bsm_visit_in_missing(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_MISSING)
        on_marked(visit, event->as.missing);
    else if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_BACK)
        bsm_visit_next_capture(visit, effects);
    else if (is_of_a_capture(event))
        bsm_visit_take_late_capture(visit, event, effects);
    else if (event->type == BSM_EVENT_ACCEPTED)
        bsm_visit_on_accepted(visit, event, effects);
    else if (event->type != BSM_EVENT_HINT)
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_asking_others(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_CLAIMED && !visit->course.missing_waits)
        bsm_visit_on_claimed(visit, &event->as.claimed, effects);
    else if (is_of_a_capture(event))
        bsm_visit_take_late_capture(visit, event, effects);
    else if (event->type == BSM_EVENT_ACCEPTED)
        bsm_visit_on_accepted(visit, event, effects);
    else if (event->type != BSM_EVENT_HINT)
        bsm_visit_unexpected(visit);
}
