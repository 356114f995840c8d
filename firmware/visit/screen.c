/* Which screen belongs to the present state; it is said only when it changes. */
#include <string.h>

#include "firmware/visit/inner.h"

static const enum bsm_screen screens[BSM_VISIT_STATES] = {
    [BSM_VISIT_STARTING] = BSM_SCREEN_STARTING, [BSM_VISIT_OUT_OF_SERVICE] = BSM_SCREEN_OUT_OF_SERVICE,
    [BSM_VISIT_WELCOME] = BSM_SCREEN_WELCOME,   [BSM_VISIT_PURPOSE] = BSM_SCREEN_PURPOSE,
    [BSM_VISIT_CONSENT] = BSM_SCREEN_CONSENT,   [BSM_VISIT_MISSING] = BSM_SCREEN_MISSING,
    [BSM_VISIT_IDENTITY] = BSM_SCREEN_IDENTITY, [BSM_VISIT_HAND] = BSM_SCREEN_HAND,
    [BSM_VISIT_FACE] = BSM_SCREEN_FACE,         [BSM_VISIT_TRY_AGAIN] = BSM_SCREEN_TRY_AGAIN,
    [BSM_VISIT_MOBILE] = BSM_SCREEN_MOBILE,     [BSM_VISIT_USER_NAME] = BSM_SCREEN_USER_NAME,
    [BSM_VISIT_PASSWORD] = BSM_SCREEN_PASSWORD, [BSM_VISIT_APPOINTMENT] = BSM_SCREEN_APPOINTMENT,
    [BSM_VISIT_BOOKED] = BSM_SCREEN_BOOKED,     [BSM_VISIT_CODE] = BSM_SCREEN_CODE,
    [BSM_VISIT_KEPT] = BSM_SCREEN_KEPT,         [BSM_VISIT_DONE] = BSM_SCREEN_DONE,
    [BSM_VISIT_ENDED] = BSM_SCREEN_ENDED,       [BSM_VISIT_WISH] = BSM_SCREEN_WISH,
    [BSM_VISIT_WISHED] = BSM_SCREEN_WISHED,
};

static void wait_screen(const struct bsm_visit *visit, struct bsm_visit_show *show)
{
    show->screen = BSM_SCREEN_WAIT;
    if (visit->state == BSM_VISIT_KEEPING || visit->state == BSM_VISIT_WISHING)
        show->reason = BSM_REASON_NONE;
    else if (!bsm_visit_is_waiting(visit->state))
        show->reason = BSM_REASON_DEVICE;
    else if (visit->course.unreached || !visit->part[BSM_VISIT_PART_LINK])
        show->reason = BSM_REASON_LINK;
    else
        show->reason = BSM_REASON_CHECKING;
}

static int fingers_of(const struct bsm_visit_course *course)
{
    int count = 0;
    for (int i = 0; i < course->items_count; i++)
        count += course->items[i].modality == BSM_MODALITY_FINGER;
    return count;
}

static void hand_screen(const struct bsm_visit_course *course, struct bsm_visit_show *show)
{
    show->position = course->items[course->item].position;
    show->step = course->item + 1;
    show->steps = fingers_of(course);
    show->hint = course->hint;
}

static void face_screen(const struct bsm_visit *visit, struct bsm_visit_show *show)
{
    show->hint = visit->course.hint;
    show->other_way = visit->policy.challenge && !visit->course.cannot_turn;
}

static void code_screen(const struct bsm_visit *visit, struct bsm_visit_show *show)
{
    const struct bsm_visit_course *course = &visit->course;
    show->another_code = course->code_sends < visit->policy.code_sends_max;
    show->reason = course->reason;
    show->tries_left = course->reason == BSM_REASON_CODE ? course->tries_left : 0;
    memcpy(show->mobile_hint, course->mobile_hint, sizeof show->mobile_hint);
}

static void ended_screen(const struct bsm_visit_course *course, struct bsm_visit_show *show)
{
    show->reason = course->reason;
    if (course->reason == BSM_REASON_CAPTURE)
        show->position = course->items[course->item].position;
    show->seconds = course->seconds;
    show->appointment = course->appointment;
    show->wish = course->wish;
}

static void out_of_service_screen(const struct bsm_visit *visit, struct bsm_visit_show *show)
{
    show->reason = visit->out_reason;
    show->appointment = show->wish = bsm_visit_may_wish(visit);
}

static bool is_rated(enum bsm_screen screen)
{
    return screen == BSM_SCREEN_ENDED || screen == BSM_SCREEN_DONE || screen == BSM_SCREEN_KEPT ||
           screen == BSM_SCREEN_BOOKED || screen == BSM_SCREEN_WISHED;
}

static bool asks_again(enum bsm_screen screen)
{
    return screen == BSM_SCREEN_USER_NAME || screen == BSM_SCREEN_PASSWORD || screen == BSM_SCREEN_APPOINTMENT;
}

static void state_screen(const struct bsm_visit *visit, struct bsm_visit_show *show)
{
    const struct bsm_visit_course *course = &visit->course;
    show->screen = screens[visit->state];
    if (visit->state == BSM_VISIT_STARTING && bsm_visit_armed(visit, BSM_TIMER_WAIT))
        show->screen = 0;
    if (visit->state >= BSM_VISIT_PURPOSE)
        show->action = course->action;
    bool tells_of_campaign = show->screen == BSM_SCREEN_CONSENT || show->screen == BSM_SCREEN_MOBILE;
    bool would_be_one = show->screen == BSM_SCREEN_WELCOME && !visit->part[BSM_VISIT_PART_LINK];
    if ((tells_of_campaign && course->campaign) || would_be_one)
        show->reason = BSM_REASON_LINK;
    else if (course->portrait && (show->screen == BSM_SCREEN_CONSENT || show->screen == BSM_SCREEN_FACE))
        show->reason = BSM_REASON_PORTRAIT;
    if (show->screen == BSM_SCREEN_HAND)
        hand_screen(course, show);
    else if (show->screen == BSM_SCREEN_MISSING)
        show->position = course->items[course->item].position;
    else if (show->screen == BSM_SCREEN_CODE)
        code_screen(visit, show);
    else if (show->screen == BSM_SCREEN_MOBILE)
        memcpy(show->mobile_hint, course->file_hint, sizeof show->mobile_hint);
    else if (asks_again(show->screen))
        show->reason = course->reason;
    else if (show->screen == BSM_SCREEN_FACE)
        face_screen(visit, show);
    else if (show->screen == BSM_SCREEN_TRY_AGAIN)
        show->tries_left = course->tries_left;
    else if (show->screen == BSM_SCREEN_OUT_OF_SERVICE)
        out_of_service_screen(visit, show);
    else if (show->screen == BSM_SCREEN_ENDED)
        ended_screen(course, show);
    if (is_rated(show->screen))
        show->rated = course->rated;
}

/* Screen 0: the one shown now stays (a wait too short for its own, forgetting, a moment after it). */
static void wanted_screen(const struct bsm_visit *visit, struct bsm_visit_show *show)
{
    memset(show, 0, sizeof *show);
    show->language = visit->language;
    if (visit->overlay == BSM_OVERLAY_CALL) {
        show->screen = BSM_SCREEN_CALL;
    } else if (visit->overlay == BSM_OVERLAY_TIME) {
        show->screen = BSM_SCREEN_TIME;
        show->seconds = (int)((visit->due_ms[BSM_TIMER_END] - visit->now_ms + 999) / 1000);
    } else if (visit->wait_shown) {
        wait_screen(visit, show);
    } else {
        state_screen(visit, show);
    }
}

/* The countdown's seconds are counted down by the ui itself: they are said when the screen comes, not as they pass. */
static bool is_same(const struct bsm_visit_show *a, const struct bsm_visit_show *b)
{
    return a->screen == b->screen && a->language == b->language && a->reason == b->reason && a->action == b->action &&
           a->appointment == b->appointment && a->wish == b->wish && a->rated == b->rated &&
           a->another_code == b->another_code && a->other_way == b->other_way && a->position == b->position &&
           a->step == b->step && a->steps == b->steps && a->tries_left == b->tries_left && a->hint == b->hint &&
           (a->seconds == b->seconds || a->screen == BSM_SCREEN_TIME) &&
           memcmp(a->mobile_hint, b->mobile_hint, sizeof a->mobile_hint) == 0;
}

/* A wait screen that has just come stays for a moment; a tick will look again. */
static bool is_held(struct bsm_visit *visit, const struct bsm_visit_show *wanted)
{
    int64_t until_ms = visit->shown_ms + visit->policy.wait_hold_ms;
    bool flashes = visit->shown_valid && visit->shown.screen == BSM_SCREEN_WAIT && wanted->screen != BSM_SCREEN_WAIT;
    if (!flashes || visit->now_ms >= until_ms)
        return false;
    bsm_visit_arm(visit, BSM_TIMER_HOLD, until_ms - visit->now_ms);
    return true;
}

void bsm_visit_present(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_show show;
    wanted_screen(visit, &show);
    bool stays = show.screen == 0 || (visit->shown_valid && is_same(&show, &visit->shown));
    if (stays || !visit->part[BSM_VISIT_PART_UI] || is_held(visit, &show))
        return;
    visit->shown = show;
    visit->shown_ms = visit->now_ms;
    visit->shown_valid = true;
    bsm_visit_add(effects, BSM_EFFECT_SHOW)->as.show = show;
}
