/* The machine: what concerns every state first, then one function a state, then what follows from where that led. */
#include "firmware/visit/visit.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "firmware/visit/inner.h"

static const struct {
    const char *name;
    bsm_visit_in *in;
} states[BSM_VISIT_STATES] = {
    [BSM_VISIT_STARTING] = {"starting", bsm_visit_in_starting},
    [BSM_VISIT_OUT_OF_SERVICE] = {"out_of_service", bsm_visit_in_out_of_service},
    [BSM_VISIT_WELCOME] = {"welcome", bsm_visit_in_welcome},
    [BSM_VISIT_PURPOSE] = {"purpose", bsm_visit_in_purpose},
    [BSM_VISIT_CONSENT] = {"consent", bsm_visit_in_consent},
    [BSM_VISIT_IDENTITY] = {"identity", bsm_visit_in_identity},
    [BSM_VISIT_HAND] = {"hand", bsm_visit_in_capturing},
    [BSM_VISIT_MISSING] = {"missing", bsm_visit_in_missing},
    [BSM_VISIT_FACE] = {"face", bsm_visit_in_capturing},
    [BSM_VISIT_TRY_AGAIN] = {"try_again", bsm_visit_in_try_again},
    [BSM_VISIT_MOBILE] = {"mobile", bsm_visit_in_mobile},
    [BSM_VISIT_CODE] = {"code", bsm_visit_in_code},
    [BSM_VISIT_USER_NAME] = {"user_name", bsm_visit_in_user_name},
    [BSM_VISIT_PASSWORD] = {"password", bsm_visit_in_password},
    [BSM_VISIT_CLAIMING] = {"claiming", bsm_visit_in_claiming},
    [BSM_VISIT_ASKING_OTHERS] = {"asking_others", bsm_visit_in_asking_others},
    [BSM_VISIT_SETTLING] = {"settling", bsm_visit_in_settling},
    [BSM_VISIT_VERIFYING] = {"verifying", bsm_visit_in_verifying},
    [BSM_VISIT_SENDING_CODE] = {"sending_code", bsm_visit_in_sending_code},
    [BSM_VISIT_CHECKING_CODE] = {"checking_code", bsm_visit_in_checking_code},
    [BSM_VISIT_CHECKING_NAME] = {"checking_name", bsm_visit_in_checking_name},
    [BSM_VISIT_KEEPING] = {"keeping", bsm_visit_in_keeping},
    [BSM_VISIT_COMPLETING] = {"completing", bsm_visit_in_completing},
    [BSM_VISIT_DONE] = {"done", bsm_visit_in_done},
    [BSM_VISIT_KEPT] = {"kept", bsm_visit_in_done},
    [BSM_VISIT_ENDED] = {"ended", bsm_visit_in_ended},
    [BSM_VISIT_ASKING_SLOTS] = {"asking_slots", bsm_visit_in_asking_slots},
    [BSM_VISIT_APPOINTMENT] = {"appointment", bsm_visit_in_appointment},
    [BSM_VISIT_BOOKING] = {"booking", bsm_visit_in_booking},
    [BSM_VISIT_BOOKED] = {"booked", bsm_visit_in_booked},
    [BSM_VISIT_WISH] = {"wish", bsm_visit_in_wish},
    [BSM_VISIT_WISHING] = {"wishing", bsm_visit_in_keeping},
    [BSM_VISIT_WISHED] = {"wished", bsm_visit_in_done},
    [BSM_VISIT_FORGETTING] = {"forgetting", bsm_visit_in_forgetting},
};

struct bsm_visit_effect *bsm_visit_add(struct bsm_visit_effects *effects, enum bsm_visit_effect_type type)
{
    assert(effects->count < BSM_VISIT_EFFECTS_MAX);
    struct bsm_visit_effect *effect = &effects->list[effects->count++];
    memset(effect, 0, sizeof *effect);
    effect->type = type;
    return effect;
}

void bsm_visit_add_plain(struct bsm_visit_effects *effects, enum bsm_visit_request request)
{
    bsm_visit_add(effects, BSM_EFFECT_SEND_PLAIN)->as.plain.request = request;
}

void bsm_visit_unexpected(struct bsm_visit *visit) { visit->unexpected++; }

bool bsm_visit_is_waiting(enum bsm_visit_state state)
{
    return (state >= BSM_VISIT_CLAIMING && state <= BSM_VISIT_COMPLETING) || state == BSM_VISIT_ASKING_SLOTS ||
           state == BSM_VISIT_BOOKING || state == BSM_VISIT_WISHING;
}

bool bsm_visit_in_visit(const struct bsm_visit *visit) { return visit->state >= BSM_VISIT_PURPOSE; }

static void set_timer(struct bsm_visit *visit, enum bsm_visit_timer timer, bool wanted, int64_t after_ms)
{
    if (wanted)
        bsm_visit_arm(visit, timer, after_ms);
    else
        bsm_visit_disarm(visit, timer);
}

void bsm_visit_go(struct bsm_visit *visit, enum bsm_visit_state state)
{
    const struct bsm_policy *policy = &visit->policy;
    bool last = state == BSM_VISIT_DONE || state == BSM_VISIT_KEPT || state == BSM_VISIT_ENDED ||
                state == BSM_VISIT_BOOKED || state == BSM_VISIT_WISHED;
    bool short_word = state == BSM_VISIT_ENDED && !visit->course.appointment;
    visit->state = state;
    set_timer(visit, BSM_TIMER_PATIENCE, bsm_visit_is_waiting(state), policy->link_patience_ms);
    set_timer(visit, BSM_TIMER_LINGER, last, short_word ? policy->ended_ms : policy->done_ms);
    set_timer(visit, BSM_TIMER_FORGET, state == BSM_VISIT_FORGETTING, policy->forget_ms);
    set_timer(visit, BSM_TIMER_GRACE, state == BSM_VISIT_STARTING, policy->grace_ms);
    if (last)
        bsm_visit_disarm(visit, BSM_TIMER_LIMIT);
    if (state != BSM_VISIT_HAND && state != BSM_VISIT_FACE)
        bsm_visit_disarm(visit, BSM_TIMER_RESTART);
}

static void send_again(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_disarm(visit, BSM_TIMER_RESEND);
    if (visit->course.unreached)
        bsm_visit_add(effects, BSM_EFFECT_SEND_AGAIN);
    visit->course.unreached = false;
}

/* Advice comes once and stays: who is seen by the camera while they follow it is there, and not idle. */
static void on_idle(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->state == BSM_VISIT_FACE && visit->course.capture == BSM_CAPTURE_RUNNING && visit->course.seen)
        return; /* the time begins anew */
    if (visit->course.extensions >= visit->policy.extensions_max) {
        bsm_visit_end(visit, BSM_REASON_EXPIRED, effects);
        return;
    }
    visit->overlay = BSM_OVERLAY_TIME;
    bsm_visit_arm(visit, BSM_TIMER_END, visit->policy.idle_end_ms);
}

/* bio did not end its capture in time: another one may. The visit goes on, so it is not released for good. */
static void on_bio_stuck(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_release_bio(visit, effects);
    visit->course.bio_released = false;
}

/* All of a campaign's visit, or the wish, is on its way to the disk: whether it is kept is said in a moment, and not
 * that it ended. */
static bool is_kept_by_now(const struct bsm_visit *visit)
{
    return (visit->state == BSM_VISIT_KEEPING || visit->state == BSM_VISIT_WISHING) && visit->course.claim_sealed;
}

/* The ends come first; each stops all other timers. */
static void on_visit_tick(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (bsm_visit_take_due(visit, BSM_TIMER_LIMIT) && visit->state != BSM_VISIT_COMPLETING &&
        visit->state != BSM_VISIT_BOOKING && !is_kept_by_now(visit))
        bsm_visit_end(visit, BSM_REASON_EXPIRED, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_END))
        bsm_visit_walk_away(visit, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_PATIENCE))
        bsm_visit_end(visit, visit->state == BSM_VISIT_WISHING ? BSM_REASON_NOT_KEPT : BSM_REASON_LINK, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_DEVICE))
        bsm_visit_end(visit, BSM_REASON_DEVICE, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_IDLE))
        on_idle(visit, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_CAPTURE))
        on_bio_stuck(visit, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_WAIT))
        visit->wait_shown = true;
    bsm_visit_take_due(visit, BSM_TIMER_RESTART);
    bsm_visit_take_due(visit, BSM_TIMER_HOLD);
    if (bsm_visit_take_due(visit, BSM_TIMER_RESEND))
        send_again(visit, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_LINGER))
        bsm_visit_forget(visit, effects);
    if (bsm_visit_take_due(visit, BSM_TIMER_FORGET)) {
        bsm_visit_add(effects, BSM_EFFECT_KILL);
        bsm_visit_go_home(visit);
    }
}

static void on_part(struct bsm_visit *visit, enum bsm_visit_part part, bool present, struct bsm_visit_effects *effects)
{
    if (part == BSM_VISIT_PART_BIO)
        bsm_visit_bio_lost(visit); /* lost, or a fresh one: nothing runs in it and its devices are not known yet */
    if (part == BSM_VISIT_PART_UPLINK)
        visit->part[BSM_VISIT_PART_LINK] = false;
    if (part == BSM_VISIT_PART_UI) {
        visit->shown_valid = false;
        bsm_visit_disarm(visit, BSM_TIMER_IDLE); /* without a screen nobody is idle: the time begins anew */
    }
    visit->part[part] = present;
    if (part == BSM_VISIT_PART_LINK && present)
        send_again(visit, effects);
}

static void on_call(struct bsm_visit *visit, bool call)
{
    if (call == (visit->overlay == BSM_OVERLAY_CALL)) {
        bsm_visit_unexpected(visit);
        return;
    }
    visit->overlay = call ? BSM_OVERLAY_CALL : BSM_OVERLAY_NONE;
    if (bsm_visit_armed(visit, BSM_TIMER_LINGER))
        bsm_visit_arm(visit, BSM_TIMER_LINGER, call ? visit->policy.call_ms : visit->policy.ended_ms);
}

static void on_leave(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (is_kept_by_now(visit))
        return;
    if (visit->course.closed)
        bsm_visit_forget(visit, effects);
    else
        bsm_visit_end(visit, BSM_REASON_LEFT, effects);
}

/* Inputs that mean the same in every state of a visit. False: the state must know. */
static bool on_common_input(struct bsm_visit *visit, const struct bsm_visit_event *event,
                            struct bsm_visit_effects *effects)
{
    enum bsm_input input = event->as.input.input;
    bsm_visit_alive(visit);
    bool back_from_call = input == BSM_INPUT_BACK && visit->overlay == BSM_OVERLAY_CALL;
    if (input == BSM_INPUT_CALL || back_from_call)
        on_call(visit, input == BSM_INPUT_CALL);
    else if (input == BSM_INPUT_LEAVE)
        on_leave(visit, effects);
    else if (input == BSM_INPUT_LANGUAGE)
        visit->language = event->as.input.language;
    else if (input != BSM_INPUT_TOUCH && input != BSM_INPUT_MORE_TIME)
        return false;
    return true;
}

/* A person has been called and stands on that screen: nothing of the one beneath can be touched. */
static void in_call(struct bsm_visit *visit) { bsm_visit_unexpected(visit); }

static void on_typed(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    bool called = visit->overlay == BSM_OVERLAY_CALL;
    if (event->type == BSM_EVENT_INPUT && on_common_input(visit, event, effects))
        return;
    bsm_visit_alive(visit);
    if (called)
        in_call(visit);
    else
        states[visit->state].in(visit, event, effects);
}

static void in_visit(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    bool typed = event->type >= BSM_EVENT_INPUT && event->type <= BSM_EVENT_SLOT;
    if (event->type == BSM_EVENT_TICK)
        on_visit_tick(visit, effects);
    else if (event->type == BSM_EVENT_FAILED)
        bsm_visit_on_failed(visit, event, effects);
    else if (typed && visit->state != BSM_VISIT_FORGETTING)
        on_typed(visit, event, effects);
    else if (event->type != BSM_EVENT_PART && event->type != BSM_EVENT_SERVICE && event->type != BSM_EVENT_PACK)
        states[visit->state].in(visit, event, effects);
}

void bsm_visit_init(struct bsm_visit *visit, const struct bsm_policy *policy, int64_t now_ms)
{
    memset(visit, 0, sizeof *visit);
    visit->policy = *policy;
    visit->now_ms = now_ms;
    visit->available = true;
    bsm_visit_go_home(visit);
}

void bsm_visit_handle(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    effects->count = 0;
    if (event->now_ms > visit->now_ms)
        visit->now_ms = event->now_ms;
    if (event->type == BSM_EVENT_PART) {
        on_part(visit, event->as.part.part, event->as.part.present, effects);
    } else if (event->type == BSM_EVENT_SERVICE) {
        visit->available = event->as.service.available;
        visit->out_reason = event->as.service.reason;
    } else if (event->type == BSM_EVENT_PACK) {
        visit->pack = event->as.pack;
    }
    if (bsm_visit_in_visit(visit))
        in_visit(visit, event, effects);
    else
        states[visit->state].in(visit, event, effects);
    if (bsm_visit_in_visit(visit)) {
        bsm_visit_pursue_missing(visit, effects);
        bsm_visit_pursue_capture(visit, effects);
        bsm_visit_pursue_claim(visit, effects);
        bsm_visit_mind_time(visit);
    }
    bsm_visit_present(visit, effects);
}

void bsm_visit_effects_wipe(struct bsm_visit_effects *effects) { bsm_wipe(effects, sizeof *effects); }

const char *bsm_visit_state_name(enum bsm_visit_state state)
{
    return (unsigned)state < BSM_VISIT_STATES ? states[state].name : "unknown";
}

const char *bsm_outcome_name(enum bsm_outcome outcome)
{
    static const char *const names[] = {"none",   "active",  "refused", "left",  "walked_away", "expired", "link",
                                        "device", "capture", "locked",  "fault", "kept",        "wished"};
    return (unsigned)outcome <= BSM_OUTCOME_LAST ? names[outcome] : "unknown";
}
