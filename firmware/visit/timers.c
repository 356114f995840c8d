/* Time: a row of timers that ticks find due, and the rules of idleness and waiting. */
#include "firmware/visit/inner.h"

void bsm_visit_arm(struct bsm_visit *visit, enum bsm_visit_timer timer, int64_t after_ms)
{
    visit->due_ms[timer] = visit->now_ms + (after_ms > 0 ? after_ms : 0);
}

void bsm_visit_disarm(struct bsm_visit *visit, enum bsm_visit_timer timer) { visit->due_ms[timer] = 0; }

bool bsm_visit_armed(const struct bsm_visit *visit, enum bsm_visit_timer timer) { return visit->due_ms[timer] != 0; }

bool bsm_visit_take_due(struct bsm_visit *visit, enum bsm_visit_timer timer)
{
    if (!bsm_visit_armed(visit, timer) || visit->due_ms[timer] > visit->now_ms)
        return false;
    bsm_visit_disarm(visit, timer);
    return true;
}

int64_t bsm_visit_next_ms(const struct bsm_visit *visit)
{
    int64_t next_ms = -1;
    for (int i = 0; i < BSM_TIMERS; i++)
        if (visit->due_ms[i] != 0 && (next_ms < 0 || visit->due_ms[i] < next_ms))
            next_ms = visit->due_ms[i];
    return next_ms;
}

void bsm_visit_alive(struct bsm_visit *visit)
{
    bsm_visit_disarm(visit, BSM_TIMER_IDLE); /* mind_time starts it anew where it belongs */
    if (visit->overlay != BSM_OVERLAY_TIME)
        return;
    visit->course.extensions++;
    visit->overlay = BSM_OVERLAY_NONE;
    bsm_visit_disarm(visit, BSM_TIMER_END);
}

static bool is_capturing(const struct bsm_visit *visit)
{
    return visit->state == BSM_VISIT_HAND || visit->state == BSM_VISIT_FACE;
}

/* Something is asked of the person, who can do it. A pause too short for a wait screen changes nothing. */
static bool is_asked(const struct bsm_visit *visit)
{
    bool asked_after = visit->state == BSM_VISIT_APPOINTMENT || visit->state == BSM_VISIT_WISH;
    if (!bsm_visit_in_visit(visit) || (visit->course.closed && !asked_after))
        return false;
    bool blocked = is_capturing(visit) && !bsm_visit_device_there(visit) && visit->wait_shown;
    return visit->overlay == BSM_OVERLAY_CALL || (!blocked && !bsm_visit_is_waiting(visit->state));
}

/* How long somebody may do nothing before they are asked whether they are there. */
static int64_t patience_ms(const struct bsm_visit *visit)
{
    if (visit->overlay == BSM_OVERLAY_CALL)
        return visit->policy.call_ms;
    return visit->state == BSM_VISIT_CODE ? visit->policy.code_ms : visit->policy.idle_warn_ms;
}

static void mind_idleness(struct bsm_visit *visit)
{
    if (!is_asked(visit)) {
        bsm_visit_disarm(visit, BSM_TIMER_IDLE);
        bsm_visit_disarm(visit, BSM_TIMER_END);
        if (visit->overlay == BSM_OVERLAY_TIME)
            visit->overlay = BSM_OVERLAY_NONE;
        return;
    }
    if (visit->overlay != BSM_OVERLAY_TIME && !bsm_visit_armed(visit, BSM_TIMER_IDLE))
        bsm_visit_arm(visit, BSM_TIMER_IDLE, patience_ms(visit));
}

static void mind_waiting(struct bsm_visit *visit)
{
    bool blocked = is_capturing(visit) && !bsm_visit_device_there(visit);
    if (!bsm_visit_is_waiting(visit->state) && !blocked) {
        visit->wait_shown = false;
        bsm_visit_disarm(visit, BSM_TIMER_WAIT);
    } else if (!visit->wait_shown && !bsm_visit_armed(visit, BSM_TIMER_WAIT)) {
        bsm_visit_arm(visit, BSM_TIMER_WAIT, visit->policy.wait_screen_ms);
    }
}

void bsm_visit_mind_time(struct bsm_visit *visit)
{
    mind_waiting(visit);
    mind_idleness(visit);
}
