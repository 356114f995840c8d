/* The centre decides: is it them, is the code right, is the account active. */
#include "firmware/visit/inner.h"

static void send_code(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    visit->course.code_sends++;
    bsm_visit_go(visit, BSM_VISIT_SENDING_CODE);
    bsm_visit_add_plain(effects, BSM_VISIT_SEND_CODE);
}

static void complete(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_go(visit, BSM_VISIT_COMPLETING);
    bsm_visit_add_plain(effects, BSM_VISIT_COMPLETE);
    effects->list[effects->count - 1].as.plain.action = visit->course.action;
}

static void on_match(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bsm_visit_release_bio(visit, effects);
    if (visit->course.steps & BSM_STEP_CODE)
        send_code(visit, effects);
    else
        complete(visit, effects);
}

static void on_retry(struct bsm_visit *visit, int tries_left, struct bsm_visit_effects *effects)
{
    visit->course.tries_left = tries_left;
    if (tries_left > 0)
        bsm_visit_go(visit, BSM_VISIT_TRY_AGAIN);
    else
        bsm_visit_end(visit, BSM_REASON_NOT_CONFIRMED, effects);
}

void bsm_visit_in_verifying(struct bsm_visit *visit, const struct bsm_visit_event *event,
                            struct bsm_visit_effects *effects)
{
    if (event->type != BSM_EVENT_VERIFIED) {
        bsm_visit_unexpected(visit);
        return;
    }
    switch (event->as.verified.verdict) {
    case BSM_VERDICT_MATCH: on_match(visit, effects); break;
    case BSM_VERDICT_NO_MATCH: bsm_visit_end(visit, BSM_REASON_NOT_CONFIRMED, effects); break;
    case BSM_VERDICT_RETRY: on_retry(visit, event->as.verified.tries_left, effects); break;
    case BSM_VERDICT_REFER: bsm_visit_end(visit, BSM_REASON_OFFICE, effects); break;
    }
}

static bool is_answer_to(const struct bsm_visit_event *event, enum bsm_visit_request request)
{
    return event->type == BSM_EVENT_ANSWERED && event->as.answered == request;
}

void bsm_visit_in_sending_code(struct bsm_visit *visit, const struct bsm_visit_event *event,
                               struct bsm_visit_effects *effects)
{
    (void)effects;
    if (is_answer_to(event, BSM_VISIT_SEND_CODE)) {
        visit->course.reason = BSM_REASON_NONE;
        bsm_visit_go(visit, BSM_VISIT_CODE);
        visit->shown_valid = false; /* what was typed meanwhile is lost: the screen is said anew, also after a short wait */
    } else {
        bsm_visit_unexpected(visit);
    }
}

static void on_code(struct bsm_visit *visit, const char code[BSM_CODE_SIZE], struct bsm_visit_effects *effects)
{
    bsm_visit_go(visit, BSM_VISIT_CHECKING_CODE);
    struct bsm_visit_effect *effect = bsm_visit_add(effects, BSM_EFFECT_SEND_CODE);
    for (int i = 0; i < BSM_CODE_DIGITS; i++)
        effect->as.code[i] = code[i];
}

void bsm_visit_in_code(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    bool another = event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_SEND_CODE;
    if (event->type == BSM_EVENT_CODE)
        on_code(visit, event->as.code, effects);
    else if (another && visit->course.code_sends < visit->policy.code_sends_max)
        send_code(visit, effects);
    else if (!another)
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_checking_code(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                struct bsm_visit_effects *effects)
{
    if (is_answer_to(event, BSM_VISIT_CHECK_CODE))
        complete(visit, effects);
    else
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_completing(struct bsm_visit *visit, const struct bsm_visit_event *event,
                             struct bsm_visit_effects *effects)
{
    if (is_answer_to(event, BSM_VISIT_COMPLETE))
        bsm_visit_done(visit, effects);
    else
        bsm_visit_unexpected(visit);
}
