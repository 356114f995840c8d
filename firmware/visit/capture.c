/*
 * Fingers and face: what is still needed, one capture at a time, and the devices that come and go meanwhile.
 *
 * The next capture starts when the last one is CAPTURED; what the centre says of it is awaited beside. A capture runs
 * only in HAND and FACE, not while a person is called, and only with its device there.
 */
#include "firmware/visit/inner.h"

static void plan(struct bsm_visit *visit, const struct bsm_visit_claim *claim)
{
    struct bsm_visit_course *course = &visit->course;
    course->items_count = 0;
    course->item = 0;
    if (claim->steps & BSM_STEP_FINGERS)
        for (int i = 0; i < claim->fingers_count; i++)
            course->items[course->items_count++] =
                (struct bsm_visit_item){.modality = BSM_MODALITY_FINGER, .position = claim->fingers[i]};
    if (claim->steps & BSM_STEP_FACE)
        course->items[course->items_count++] = (struct bsm_visit_item){.modality = BSM_MODALITY_FACE};
}

void bsm_visit_on_claimed(struct bsm_visit *visit, const struct bsm_visit_claim *claim,
                          struct bsm_visit_effects *effects)
{
    bool wants_fingers = (claim->steps & BSM_STEP_FINGERS) != 0;
    if (wants_fingers && (claim->fingers_count < 1 || claim->fingers_count > BSM_VISIT_FINGERS_MAX)) {
        bsm_visit_end(visit, BSM_REASON_FAULT, effects);
        return;
    }
    visit->course.claimed = true;
    plan(visit, claim);
    bsm_visit_next_capture(visit, effects);
}

void bsm_visit_captures_anew(struct bsm_visit *visit)
{
    for (int i = 0; i < visit->course.items_count; i++) {
        visit->course.items[i].state = BSM_ITEM_NEEDED;
        visit->course.items[i].failures = 0;
    }
}

static int count_of(const struct bsm_visit *visit, enum bsm_visit_item_state state)
{
    int count = 0;
    for (int i = 0; i < visit->course.items_count; i++)
        count += visit->course.items[i].state == state;
    return count;
}

/* All are there: with the link the centre is asked, in a campaign the person is asked where to reach them. */
static void start_verifying(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->course.campaign) {
        bsm_visit_go(visit, BSM_VISIT_MOBILE);
        return;
    }
    bsm_visit_go(visit, BSM_VISIT_VERIFYING);
    bsm_visit_add_plain(effects, BSM_VISIT_VERIFY);
}

void bsm_visit_next_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    course->hint = BSM_HINT_NONE;
    for (int i = 0; i < course->items_count; i++)
        if (course->items[i].state == BSM_ITEM_NEEDED) {
            course->item = i;
            bsm_visit_go(visit, course->items[i].modality == BSM_MODALITY_FACE ? BSM_VISIT_FACE : BSM_VISIT_HAND);
            return;
        }
    if (count_of(visit, BSM_ITEM_SENT) > 0)
        bsm_visit_go(visit, BSM_VISIT_SETTLING);
    else
        start_verifying(visit, effects);
}

bool bsm_visit_device_there(const struct bsm_visit *visit)
{
    enum bsm_visit_part device = visit->state == BSM_VISIT_FACE ? BSM_VISIT_PART_CAMERA : BSM_VISIT_PART_READER;
    return visit->part[BSM_VISIT_PART_BIO] && visit->part[device] && !bsm_visit_armed(visit, BSM_TIMER_RESTART);
}

static void capture_over(struct bsm_visit *visit)
{
    visit->course.capture = BSM_CAPTURE_NONE;
    bsm_visit_disarm(visit, BSM_TIMER_CAPTURE);
}

void bsm_visit_bio_lost(struct bsm_visit *visit)
{
    capture_over(visit);
    visit->course.bio_told = false;
    visit->course.claim_asked = visit->course.claim_sealed;
    visit->part[BSM_VISIT_PART_BIO] = false;
    visit->part[BSM_VISIT_PART_READER] = false; /* the next bio says what is there */
    visit->part[BSM_VISIT_PART_CAMERA] = false;
}

/* Says how long the movement may take. */
static int64_t ask_movement(struct bsm_visit *visit, struct bsm_visit_effect *effect)
{
    struct bsm_visit_course *course = &visit->course;
    effect->as.capture.attempt = course->faces_begun++;
    effect->as.capture.portrait = course->portrait;
    if (!visit->policy.challenge)
        return 0;
    enum bsm_challenge_kind kind = course->cannot_turn ? BSM_CHALLENGE_UP_DOWN : BSM_CHALLENGE_SIDEWAYS;
    effect->as.capture.challenge = kind;
    return visit->policy.challenge_ms * bsm_challenge_turns(kind, (unsigned)effect->as.capture.attempt);
}

/* Whoever begins again and again, without failing, would be asked for sides that were asked for before. */
static bool has_begun_too_often(const struct bsm_visit *visit)
{
    return visit->state == BSM_VISIT_FACE && visit->course.faces_begun == BSM_CHALLENGE_ATTEMPTS_MAX;
}

static void start_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    if (!course->bio_told)
        bsm_visit_add(effects, BSM_EFFECT_BIO_VISIT);
    course->bio_told = true;
    bool face = course->items[course->item].modality == BSM_MODALITY_FACE;
    struct bsm_visit_effect *effect = bsm_visit_add(effects, face ? BSM_EFFECT_BIO_FACE : BSM_EFFECT_BIO_FINGER);
    effect->as.capture.position = course->items[course->item].position;
    effect->as.capture.timeout_ms = visit->policy.capture_timeout_ms;
    int64_t moving_ms = face ? ask_movement(visit, effect) : 0;
    course->capture = BSM_CAPTURE_RUNNING;
    course->tried = course->seen = false;
    bsm_visit_arm(visit, BSM_TIMER_CAPTURE, visit->policy.capture_timeout_ms + moving_ms + visit->policy.bio_margin_ms);
}

static void mind_device_patience(struct bsm_visit *visit, bool wanted)
{
    struct bsm_visit_course *course = &visit->course;
    if (!wanted || bsm_visit_device_there(visit)) {
        bsm_visit_disarm(visit, BSM_TIMER_DEVICE);
        return;
    }
    if (course->device_since_ms == 0)
        course->device_since_ms = visit->now_ms;
    visit->due_ms[BSM_TIMER_DEVICE] = course->device_since_ms + visit->policy.device_patience_ms;
}

static void cancel_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_add(effects, BSM_EFFECT_BIO_CANCEL);
    visit->course.capture = BSM_CAPTURE_CANCELLING;
    bsm_visit_arm(visit, BSM_TIMER_CAPTURE, visit->policy.bio_margin_ms);
}

void bsm_visit_pursue_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    bool here = visit->state == BSM_VISIT_HAND || visit->state == BSM_VISIT_FACE;
    bool wanted = here && visit->overlay != BSM_OVERLAY_CALL;
    mind_device_patience(visit, here);
    if (course->capture == BSM_CAPTURE_NONE && wanted && bsm_visit_device_there(visit)) {
        if (has_begun_too_often(visit))
            bsm_visit_end(visit, BSM_REASON_CAPTURE, effects);
        else
            start_capture(visit, effects);
    } else if (course->capture == BSM_CAPTURE_RUNNING && !wanted) {
        cancel_capture(visit, effects);
    }
}

static bool is_of_this_capture(const struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    const struct bsm_visit_item *item = &visit->course.items[visit->course.item];
    return visit->course.capture != BSM_CAPTURE_NONE && event->as.capture.modality == item->modality &&
           (item->modality == BSM_MODALITY_FACE || event->as.capture.position == item->position);
}

static void keep_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    capture_over(visit);
    course->device_since_ms = 0;
    course->items[course->item].state = course->campaign ? BSM_ITEM_ACCEPTED : BSM_ITEM_SENT;
    bsm_visit_add(effects, course->campaign ? BSM_EFFECT_HOLD_CAPTURE : BSM_EFFECT_SEND_CAPTURE)->as.item =
        course->item;
}

static void on_captured(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    keep_capture(visit, effects);
    bsm_visit_alive(visit);
    bsm_visit_next_capture(visit, effects);
}

void bsm_visit_take_late_capture(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                 struct bsm_visit_effects *effects)
{
    if (!is_of_this_capture(visit, event))
        bsm_visit_unexpected(visit);
    else if (event->type == BSM_EVENT_CAPTURED)
        keep_capture(visit, effects); /* the centre must have it: the next one follows it in the chain */
    else
        capture_over(visit);
}

bool bsm_visit_captures_open(const struct bsm_visit *visit)
{
    return visit->course.capture != BSM_CAPTURE_NONE || count_of(visit, BSM_ITEM_SENT) > 0;
}

static void on_try_failed(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_item *item = &visit->course.items[visit->course.item];
    if (++item->failures >= visit->policy.captures_max)
        bsm_visit_end(visit, BSM_REASON_CAPTURE, effects);
}

static void on_capture_failed(struct bsm_visit *visit, const struct bsm_visit_event *event,
                              struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    bool cancelling = course->capture == BSM_CAPTURE_CANCELLING;
    capture_over(visit);
    if (cancelling)
        return;
    if (event->as.capture.status == BSM_RETRY) {
        course->device_since_ms = 0;
        course->hint = event->as.capture.hint;
        visit->shown_valid = false; /* the same advice a second time must be said again */
        bsm_visit_alive(visit);
        on_try_failed(visit, effects);
    } else if (event->as.capture.status == BSM_TIMEOUT) {
        course->device_since_ms = 0;
        bsm_visit_arm(visit, BSM_TIMER_RESTART, visit->policy.restart_ms);
        if (course->tried)
            on_try_failed(visit, effects);
    } else {
        bool busy = event->as.capture.status == BSM_BUSY || course->device_since_ms != 0; /* not the first time */
        bsm_visit_arm(visit, BSM_TIMER_RESTART, busy ? visit->policy.busy_ms : visit->policy.restart_ms);
    }
}

static void on_hint(struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    if (event->as.capture.hint == BSM_HINT_DEVICE_GONE)
        return;
    visit->course.device_since_ms = 0;
    bool life = bsm_policy_hint_is_life(event->as.capture.hint);
    /* A movement is asked for only of who is seen; it ends by its own time, and is no sign of life before. */
    bool seen = life || bsm_hint_is_movement(event->as.capture.hint);
    visit->course.seen = seen && visit->state == BSM_VISIT_FACE;
    if (!life)
        return;
    visit->course.tried = true;
    bsm_visit_alive(visit);
}

/* Captures are chained by their hashes: with one that is not taken, those taken after it are lost, and bio must hear
 * where the chain goes on. */
static void break_chain(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    for (int i = 0; i < course->items_count; i++)
        if (course->items[i].state == BSM_ITEM_SENT)
            course->items[i].state = BSM_ITEM_NEEDED;
    bsm_visit_add(effects, BSM_EFFECT_DROP_CAPTURES);
    course->bio_told = course->capture != BSM_CAPTURE_NONE;
    if (course->bio_told)
        bsm_visit_add(effects, BSM_EFFECT_BIO_VISIT);
}

void bsm_visit_item_refused(struct bsm_visit *visit, int item, struct bsm_visit_effects *effects)
{
    break_chain(visit, effects);
    if (++visit->course.items[item].failures >= visit->policy.captures_max)
        bsm_visit_end(visit, BSM_REASON_CAPTURE, effects);
    else if (visit->state == BSM_VISIT_SETTLING)
        bsm_visit_next_capture(visit, effects);
}

void bsm_visit_on_accepted(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects)
{
    int item = event->as.accepted.item;
    if (item < 0 || item >= visit->course.items_count || visit->course.items[item].state != BSM_ITEM_SENT) {
        bsm_visit_unexpected(visit);
    } else if (event->as.accepted.again) {
        bsm_visit_item_refused(visit, item, effects);
    } else {
        visit->course.items[item].state = BSM_ITEM_ACCEPTED;
        if (visit->state == BSM_VISIT_SETTLING)
            bsm_visit_next_capture(visit, effects);
    }
}

static bool lacks_finger(const struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    return visit->state == BSM_VISIT_HAND && event->type == BSM_EVENT_INPUT &&
           event->as.input.input == BSM_INPUT_MISSING_FINGER;
}

/* Who would rather not show the face here is not sent through three failures first. */
static bool wants_office(const struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    return visit->state == BSM_VISIT_FACE && event->type == BSM_EVENT_INPUT &&
           event->as.input.input == BSM_INPUT_APPOINTMENT;
}

static bool asks_other_way(const struct bsm_visit *visit, const struct bsm_visit_event *event)
{
    return visit->state == BSM_VISIT_FACE && event->type == BSM_EVENT_INPUT &&
           event->as.input.input == BSM_INPUT_CANNOT_TURN && visit->policy.challenge;
}

/* The capture is begun anew, with another movement; it is no failure. Said twice it is the same. */
static void go_other_way(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (visit->course.cannot_turn)
        return;
    visit->course.cannot_turn = true;
    visit->course.hint = BSM_HINT_NONE;
    if (visit->course.capture == BSM_CAPTURE_RUNNING)
        cancel_capture(visit, effects);
}

void bsm_visit_in_capturing(struct bsm_visit *visit, const struct bsm_visit_event *event,
                            struct bsm_visit_effects *effects)
{
    enum bsm_visit_event_type type = event->type;
    if (type == BSM_EVENT_ACCEPTED)
        bsm_visit_on_accepted(visit, event, effects);
    else if (type == BSM_EVENT_CAPTURED && is_of_this_capture(visit, event))
        on_captured(visit, effects);
    else if (type == BSM_EVENT_CAPTURE_FAILED && is_of_this_capture(visit, event))
        on_capture_failed(visit, event, effects);
    else if (type == BSM_EVENT_HINT && visit->course.capture == BSM_CAPTURE_RUNNING)
        on_hint(visit, event);
    else if (lacks_finger(visit, event))
        bsm_visit_go(visit, BSM_VISIT_MISSING);
    else if (wants_office(visit, event))
        bsm_visit_go_to_office(visit, effects);
    else if (asks_other_way(visit, event))
        go_other_way(visit, effects);
    else
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_settling(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_ACCEPTED)
        bsm_visit_on_accepted(visit, event, effects);
    else if (event->type != BSM_EVENT_HINT) /* a last word of the capture just ended is everyday */
        bsm_visit_unexpected(visit);
}
