/*
 * An appointment while the link is down. Which times are free only the centre knows, and it cannot be asked; so the
 * person leaves a mobile number, which is sealed and kept as a campaign's visit is, and when the link is back the
 * centre gives the next free place and tells by SMS.
 *
 * Which office is not asked: the centre orders them by the kiosk's site and takes the one that is free first; a list
 * that the kiosk had kept could be old, and one question less is asked of somebody who has waited already. Nothing else
 * personal is taken: an appointment shows its code, not a name.
 *
 * It begins where a visit ended for want of the link, or out of service, where it is a visit of its own: closed from
 * the start, for the centre knows nothing of it.
 */
#include <string.h>

#include "firmware/base/wipe.h"
#include "firmware/visit/inner.h"

bool bsm_visit_may_wish(const struct bsm_visit *visit)
{
    return visit->state == BSM_VISIT_OUT_OF_SERVICE && visit->available && visit->out_reason == BSM_REASON_LINK &&
           visit->part[BSM_VISIT_PART_UPLINK];
}

/* A limit of its own: the visit's may be nearly over, and the centre does not wait. */
void bsm_visit_wish(struct bsm_visit *visit)
{
    struct bsm_visit_course *course = &visit->course;
    course->claim_asked = course->claim_sealed = false;
    bsm_visit_go(visit, BSM_VISIT_WISH);
    bsm_visit_arm(visit, BSM_TIMER_LIMIT, visit->policy.visit_limit_ms);
}

void bsm_visit_begin_wish(struct bsm_visit *visit, enum bsm_language language, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    visit->language = language;
    course->started_ms = visit->now_ms;
    course->closed = course->bio_released = true; /* there is nothing to tell them */
    course->outcome = BSM_OUTCOME_LEFT;
    course->reason = course->end_reason = BSM_REASON_LINK;
    course->appointment = course->wish = true;
    bsm_visit_add(effects, BSM_EFFECT_BEGIN);
    bsm_visit_wish(visit);
}

void bsm_visit_in_wish(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    (void)effects;
    if (event->type == BSM_EVENT_MOBILE) {
        memcpy(visit->course.mobile, event->as.mobile, sizeof visit->course.mobile);
        bsm_visit_go(visit, BSM_VISIT_WISHING);
    } else if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_BACK) {
        bsm_visit_go(visit, BSM_VISIT_ENDED);
        bsm_visit_disarm(visit, BSM_TIMER_LIMIT);
    } else {
        bsm_visit_unexpected(visit);
    }
}

/* The number has been in that bio. */
static void release_bio(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    visit->course.bio_released = !visit->course.claim_asked;
    bsm_visit_release_bio(visit, effects);
    bsm_wipe(visit->course.mobile, sizeof visit->course.mobile);
}

void bsm_visit_wish_kept(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    if (course->outcome == BSM_OUTCOME_LEFT)
        course->outcome = BSM_OUTCOME_WISHED; /* what else came out of a visit stands */
    course->unreached = false;
    bsm_visit_disarm(visit, BSM_TIMER_RESEND);
    release_bio(visit, effects);
    bsm_visit_go(visit, BSM_VISIT_WISHED);
}

void bsm_visit_drop_wish(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->state != BSM_VISIT_WISHING)
        return;
    release_bio(visit, effects);
    visit->course.claim_asked = visit->course.claim_sealed = false;
}
