/* What the person gives for their account after the match: mobile number, user name, password. */
#include <string.h>

#include "firmware/visit/inner.h"

static bool is_back(const struct bsm_visit_event *event)
{
    return event->type == BSM_EVENT_INPUT && event->as.input.input == BSM_INPUT_BACK;
}

static void on_mobile(struct bsm_visit *visit, const char mobile[BSM_MOBILE_SIZE], struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    size_t length = strnlen(mobile, BSM_MOBILE_SIZE);
    memset(course->mobile_hint, 0, sizeof course->mobile_hint);
    if (length >= 2)
        memcpy(course->mobile_hint, mobile + length - 2, 2);
    bsm_visit_send_code(visit, mobile, effects);
}

void bsm_visit_in_mobile(struct bsm_visit *visit, const struct bsm_visit_event *event,
                         struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_MOBILE && visit->course.campaign)
        bsm_visit_campaign_mobile(visit, event->as.mobile);
    else if (event->type == BSM_EVENT_MOBILE)
        on_mobile(visit, event->as.mobile, effects);
    else if (is_back(event) && visit->course.mobile_known)
        bsm_visit_go(visit, BSM_VISIT_CODE);
    else if (!is_back(event))
        bsm_visit_unexpected(visit);
}

void bsm_visit_in_user_name(struct bsm_visit *visit, const struct bsm_visit_event *event,
                            struct bsm_visit_effects *effects)
{
    if (event->type != BSM_EVENT_USER_NAME) {
        bsm_visit_unexpected(visit);
        return;
    }
    bsm_visit_go(visit, BSM_VISIT_CHECKING_NAME);
    memcpy(bsm_visit_add(effects, BSM_EFFECT_SEND_USER_NAME)->as.user_name, event->as.user_name, BSM_USER_NAME_SIZE);
}

void bsm_visit_in_checking_name(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                struct bsm_visit_effects *effects)
{
    (void)effects;
    if (event->type != BSM_EVENT_ANSWERED || event->as.answered != BSM_VISIT_KEEP_NAME) {
        bsm_visit_unexpected(visit);
        return;
    }
    visit->course.reason = BSM_REASON_NONE;
    bsm_visit_go(visit, BSM_VISIT_PASSWORD);
}

void bsm_visit_in_password(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects)
{
    if (event->type == BSM_EVENT_PASSWORD) {
        bsm_visit_complete(visit, event->as.password, effects);
    } else if (is_back(event) && (visit->course.steps & BSM_STEP_ACCOUNT)) {
        visit->course.reason = BSM_REASON_NONE;
        bsm_visit_go(visit, BSM_VISIT_USER_NAME);
    } else if (!is_back(event)) {
        bsm_visit_unexpected(visit);
    }
}
