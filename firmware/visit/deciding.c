/* The centre decides: is it them, is the code right, is the account active. */
#include <string.h>

#include "firmware/visit/inner.h"

void bsm_visit_send_code(struct bsm_visit *visit, const char *mobile, struct bsm_visit_effects *effects)
{
    visit->course.code_sends++;
    bsm_visit_go(visit, BSM_VISIT_SENDING_CODE);
    if (mobile)
        memcpy(bsm_visit_add(effects, BSM_EFFECT_SEND_MOBILE)->as.mobile, mobile, BSM_MOBILE_SIZE);
    else
        bsm_visit_add_plain(effects, BSM_VISIT_SEND_CODE);
}

void bsm_visit_complete(struct bsm_visit *visit, const char *password, struct bsm_visit_effects *effects)
{
    bsm_visit_go(visit, BSM_VISIT_COMPLETING);
    struct bsm_visit_effect *effect = bsm_visit_add(effects, BSM_EFFECT_SEND_COMPLETE);
    effect->as.complete.action = visit->course.action;
    if (password)
        memcpy(effect->as.complete.password, password, BSM_PASSWORD_SIZE);
}

/* The code was right, or none was wanted. */
static void go_on(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    visit->course.reason = BSM_REASON_NONE;
    if (visit->course.steps & BSM_STEP_ACCOUNT)
        bsm_visit_go(visit, BSM_VISIT_USER_NAME);
    else if (visit->course.steps & BSM_STEP_PASSWORD)
        bsm_visit_go(visit, BSM_VISIT_PASSWORD);
    else
        bsm_visit_complete(visit, NULL, effects);
}

static void on_match(struct bsm_visit *visit, const struct bsm_visit_rest *rest, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    course->steps = rest->steps;
    course->action = rest->action;
    memcpy(course->file_hint, rest->mobile_hint, sizeof course->file_hint);
    memcpy(course->mobile_hint, rest->mobile_hint, sizeof course->mobile_hint);
    bsm_visit_release_bio(visit, effects);
    if (rest->action == 0)
        bsm_visit_end(visit, BSM_REASON_ALREADY, effects);
    else if (rest->steps & BSM_STEP_MOBILE)
        bsm_visit_go(visit, BSM_VISIT_MOBILE);
    else if (rest->steps & BSM_STEP_CODE)
        bsm_visit_send_code(visit, NULL, effects);
    else
        go_on(visit, effects);
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
    case BSM_VERDICT_MATCH: on_match(visit, &event->as.verified.rest, effects); break;
    case BSM_VERDICT_NO_MATCH: bsm_visit_end(visit, BSM_REASON_NOT_CONFIRMED, effects); break;
    case BSM_VERDICT_RETRY: on_retry(visit, event->as.verified.tries_left, effects); break;
    case BSM_VERDICT_REFER: bsm_visit_end(visit, BSM_REASON_OFFICE, effects); break;
    }
}

static bool is_answer_to(const struct bsm_visit_event *event, enum bsm_visit_request request)
{
    return event->type == BSM_EVENT_ANSWERED && event->as.answered == request;
}

static void keep_sent(struct bsm_visit_course *course)
{
    course->mobile_known = true;
    memcpy(course->sent_hint, course->mobile_hint, sizeof course->sent_hint);
}

void bsm_visit_in_sending_code(struct bsm_visit *visit, const struct bsm_visit_event *event,
                               struct bsm_visit_effects *effects)
{
    (void)effects;
    if (is_answer_to(event, BSM_VISIT_SEND_CODE)) {
        keep_sent(&visit->course);
        visit->course.reason = BSM_REASON_NONE;
        bsm_visit_go(visit, BSM_VISIT_CODE);
        visit->shown_valid =
            false; /* what was typed meanwhile is lost: the screen is said anew, also after a short wait */
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

/* With a password forgotten, the number on file is what proves that the account is theirs: another one an office takes,
 * or a visit of its own for the number. */
static void on_other_mobile(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    bool may_send = visit->course.code_sends < visit->policy.code_sends_max;
    if (visit->course.action == BSM_ACTION_RESET_PASSWORD || !may_send)
        bsm_visit_end(visit, BSM_REASON_OFFICE, effects);
    else
        bsm_visit_go(visit, BSM_VISIT_MOBILE);
}

void bsm_visit_in_code(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects)
{
    enum bsm_input input = event->type == BSM_EVENT_INPUT ? event->as.input.input : 0;
    bool may_send = visit->course.code_sends < visit->policy.code_sends_max;
    if (event->type == BSM_EVENT_CODE)
        on_code(visit, event->as.code, effects);
    else if (input == BSM_INPUT_SEND_CODE && may_send)
        bsm_visit_send_code(visit, NULL, effects);
    else if (input == BSM_INPUT_OTHER_MOBILE)
        on_other_mobile(visit, effects);
    else if (input != BSM_INPUT_SEND_CODE)
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_checking_code(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                struct bsm_visit_effects *effects)
{
    if (is_answer_to(event, BSM_VISIT_CHECK_CODE))
        go_on(visit, effects);
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
