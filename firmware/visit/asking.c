/* The questions before and between the captures: what for, consent, number and date, try again. */
#include "firmware/base/wipe.h"
#include "firmware/visit/inner.h"

/* What an input on the first screen asks for; 0: it is none of these. */
static enum bsm_action wish_of(const struct bsm_visit_event *event)
{
    if (event->type != BSM_EVENT_INPUT)
        return 0;
    enum bsm_input input = event->as.input.input;
    if (input == BSM_INPUT_WANT_ACCOUNT)
        return BSM_ACTION_ACTIVATE; /* or to register: the centre knows which */
    if (input == BSM_INPUT_WANT_PASSWORD)
        return BSM_ACTION_RESET_PASSWORD;
    return input == BSM_INPUT_WANT_MOBILE ? BSM_ACTION_CHANGE_MOBILE : 0;
}

void bsm_visit_in_purpose(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects)
{
    enum bsm_action wish = wish_of(event);
    if (wish == 0) {
        bsm_visit_unexpected(visit);
        return;
    }
    visit->course.purpose = wish;
    visit->course.portrait = visit->policy.portrait && wish == BSM_ACTION_ACTIVATE;
    bsm_visit_add_plain(effects, BSM_VISIT_OPEN);
    effects->list[effects->count - 1].as.plain.purpose = wish;
    bsm_visit_go(visit, BSM_VISIT_CONSENT);
}

static void on_opened(struct bsm_visit *visit)
{
    if (visit->course.opened)
        bsm_visit_unexpected(visit);
    visit->course.opened = true;
}

void bsm_visit_in_consent(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_OPENED)
        on_opened(visit);
    else if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_AGREE)
        bsm_visit_go(visit, BSM_VISIT_IDENTITY);
    else if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_DECLINE)
        bsm_visit_end(visit, BSM_REASON_LEFT, effects);
    else
        bsm_visit_unexpected(visit);
}

static void send_claim(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_add(effects, BSM_EFFECT_SEND_CLAIM)->as.identity = visit->course.identity;
    bsm_wipe(&visit->course.identity, sizeof visit->course.identity);
    visit->course.identity_waits = false;
}

static void on_identity(struct bsm_visit *visit, const struct bsm_visit_identity *identity,
                        struct bsm_visit_effects *effects)
{
    visit->course.identity = *identity;
    visit->course.identity_waits = true;
    bsm_visit_go(visit, BSM_VISIT_CLAIMING);
    if (visit->course.opened)
        send_claim(visit, effects);
}

void bsm_visit_in_identity(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_OPENED)
        on_opened(visit);
    else if (event->type == BSM_EVENT_IDENTITY && visit->course.campaign)
        bsm_visit_campaign_identity(visit, &event->as.identity, effects);
    else if (event->type == BSM_EVENT_IDENTITY)
        on_identity(visit, &event->as.identity, effects);
    else
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_claiming(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    if (event->type == BSM_EVENT_OPENED && course->identity_waits) {
        course->opened = true;
        bsm_visit_arm(visit, BSM_TIMER_PATIENCE, visit->policy.link_patience_ms);
        send_claim(visit, effects);
    } else if (event->type == BSM_EVENT_CLAIMED && !course->identity_waits) {
        bsm_visit_on_claimed(visit, &event->as.claimed, effects);
    } else {
        bsm_visit_unexpected(visit);
    }
}

void bsm_visit_in_try_again(struct bsm_visit *visit, const struct bsm_visit_event *event,
                            struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_AGAIN) {
        bsm_visit_captures_anew(visit);
        bsm_visit_next_capture(visit, effects);
    } else {
        bsm_visit_unexpected(visit);
    }
}
