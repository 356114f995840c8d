/* The kiosk without a visit: starting, out of service, welcome. */
#include "firmware/base/wipe.h"
#include "firmware/visit/inner.h"

/* NONE when a visit may begin. */
static enum bsm_reason missing(const struct bsm_visit *visit)
{
    if (!visit->available)
        return visit->out_reason != BSM_REASON_NONE ? visit->out_reason : BSM_REASON_FAULT;
    if (!visit->part[BSM_VISIT_PART_UI])
        return BSM_REASON_FAULT;
    if (!visit->part[BSM_VISIT_PART_BIO] || !visit->part[BSM_VISIT_PART_READER] || !visit->part[BSM_VISIT_PART_CAMERA])
        return BSM_REASON_DEVICE;
    if (!visit->part[BSM_VISIT_PART_UPLINK] || (!visit->part[BSM_VISIT_PART_LINK] && !visit->pack.in_force))
        return BSM_REASON_LINK;
    return BSM_REASON_NONE;
}

static void go_out_of_service(struct bsm_visit *visit, enum bsm_reason reason)
{
    visit->out_reason = reason;
    if (visit->state != BSM_VISIT_OUT_OF_SERVICE)
        bsm_visit_go(visit, BSM_VISIT_OUT_OF_SERVICE);
}

/* Where to ask for help can be seen without a visit, too. */
static void begin_call(struct bsm_visit *visit)
{
    visit->overlay = BSM_OVERLAY_CALL;
    bsm_visit_arm(visit, BSM_TIMER_LINGER, visit->policy.call_ms);
}

static void end_call(struct bsm_visit *visit)
{
    visit->overlay = BSM_OVERLAY_NONE;
    visit->language = BSM_LANGUAGE_ARABIC;
    bsm_visit_disarm(visit, BSM_TIMER_LINGER);
}

/* What is missing for a moment only is not worth a notice on the screen: grace comes first. */
void bsm_visit_settle_home(struct bsm_visit *visit)
{
    enum bsm_reason reason = missing(visit);
    if (reason == BSM_REASON_NONE) {
        if (visit->state != BSM_VISIT_WELCOME)
            bsm_visit_go(visit, BSM_VISIT_WELCOME);
        if (visit->overlay != BSM_OVERLAY_NONE)
            end_call(visit);
    } else if (!visit->available || visit->state == BSM_VISIT_OUT_OF_SERVICE) {
        go_out_of_service(visit, reason);
    } else if (visit->state != BSM_VISIT_STARTING) {
        bsm_visit_go(visit, BSM_VISIT_STARTING);
    } else if (bsm_visit_take_due(visit, BSM_TIMER_GRACE)) {
        go_out_of_service(visit, reason);
    }
}

void bsm_visit_go_home(struct bsm_visit *visit)
{
    bool after_visit = bsm_visit_in_visit(visit);
    bsm_wipe(&visit->course, sizeof visit->course);
    bsm_wipe(&visit->shown, sizeof visit->shown);
    visit->shown_valid = false;
    visit->language = BSM_LANGUAGE_ARABIC;
    visit->overlay = BSM_OVERLAY_NONE;
    for (int i = 0; i < BSM_TIMERS; i++)
        bsm_visit_disarm(visit, (enum bsm_visit_timer)i);
    bsm_visit_go(visit, BSM_VISIT_STARTING);
    if (after_visit)
        bsm_visit_arm(visit, BSM_TIMER_WAIT, visit->policy.wait_screen_ms); /* the fresh bio is mostly there by then */
    bsm_visit_settle_home(visit);
}

/* Touches without meaning here are everyday; everything else that is said to a kiosk without a visit is late or lost.
 */
static void on_other(struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    bool everyday = event->type == BSM_EVENT_TICK || event->type == BSM_EVENT_PART ||
                    event->type == BSM_EVENT_SERVICE || event->type == BSM_EVENT_INPUT || event->type == BSM_EVENT_PACK;
    if (!everyday)
        bsm_visit_unexpected(visit);
    bsm_visit_take_due(visit, BSM_TIMER_WAIT);
    bsm_visit_settle_home(visit);
}

void bsm_visit_in_starting(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects)
{
    (void)effects;
    on_other(visit, event);
}

void bsm_visit_in_out_of_service(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                 struct bsm_visit_effects *effects)
{
    enum bsm_input input = event->type == BSM_EVENT_INPUT ? event->as.input.input : 0;
    bool called = visit->overlay == BSM_OVERLAY_CALL;
    if (input == BSM_INPUT_APPOINTMENT && !called && bsm_visit_may_wish(visit)) {
        bsm_visit_begin_wish(visit, event->as.input.language, effects);
        return;
    }
    if (called && (input == BSM_INPUT_BACK || input == BSM_INPUT_LEAVE))
        end_call(visit);
    else if (called && input == BSM_INPUT_LANGUAGE)
        visit->language = event->as.input.language;
    else if (input == BSM_INPUT_CALL)
        begin_call(visit);
    if (bsm_visit_take_due(visit, BSM_TIMER_LINGER))
        end_call(visit);
    on_other(visit, event);
}

static void begin(struct bsm_visit *visit, enum bsm_language language, struct bsm_visit_effects *effects)
{
    visit->language = language;
    visit->course.started_ms = visit->now_ms;
    visit->course.campaign = !visit->part[BSM_VISIT_PART_LINK];
    bsm_visit_go(visit, visit->course.campaign ? BSM_VISIT_CONSENT : BSM_VISIT_PURPOSE);
    bsm_visit_arm(visit, BSM_TIMER_LIMIT, visit->policy.visit_limit_ms);
    bsm_visit_add(effects, BSM_EFFECT_BEGIN)->as.campaign = visit->course.campaign;
}

void bsm_visit_in_welcome(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_START)
        begin(visit, event->as.input.language, effects);
    else
        on_other(visit, event);
}
