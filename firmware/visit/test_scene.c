#include "firmware/visit/test_scene.h"

void scene_init(struct scene *scene)
{
    struct bsm_policy policy = bsm_policy_default();
    memset(scene, 0, sizeof *scene);
    scene->now_ms = 1000;
    bsm_visit_init(&scene->visit, &policy, scene->now_ms);
}

int count_effects(const struct scene *scene, enum bsm_visit_effect_type type)
{
    int count = 0;
    for (int i = 0; i < scene->effects.count; i++)
        count += scene->effects.list[i].type == type;
    return count;
}

const struct bsm_visit_effect *find_effect(const struct scene *scene, enum bsm_visit_effect_type type)
{
    for (int i = 0; i < scene->effects.count; i++)
        if (scene->effects.list[i].type == type)
            return &scene->effects.list[i];
    fail_msg("effect %d is not there", type);
    abort();
}

void say(struct scene *scene, struct bsm_visit_event event)
{
    event.now_ms = scene->now_ms;
    bsm_visit_handle(&scene->visit, &event, &scene->effects);
    if (count_effects(scene, BSM_EFFECT_SHOW) > 0)
        scene->screen = find_effect(scene, BSM_EFFECT_SHOW)->as.show;
}

void say_plain(struct scene *scene, enum bsm_visit_event_type type)
{
    say(scene, (struct bsm_visit_event){.type = type});
}

void say_input(struct scene *scene, enum bsm_input input)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_INPUT, .as.input = {input, BSM_LANGUAGE_ENGLISH, 0}});
}

void say_start(struct scene *scene, enum bsm_language language)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_INPUT, .as.input = {BSM_INPUT_START, language, 0}});
}

void say_identity(struct scene *scene)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_IDENTITY, .as.identity = {"1000000008", "1990-05-17"}});
}

void say_code(struct scene *scene)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_CODE, .as.code = "123456"});
}

void say_claimed(struct scene *scene, uint32_t steps)
{
    struct bsm_visit_claim claim = {
        .steps = steps,
        .fingers_count = 2,
        .fingers = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_RIGHT_MIDDLE},
    };
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_CLAIMED, .as.claimed = claim});
}

void say_accepted(struct scene *scene, int item, bool again)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_ACCEPTED, .as.accepted = {item, again}});
}

void say_verified(struct scene *scene, enum bsm_verdict verdict, int tries_left)
{
    struct bsm_visit_rest rest = {.steps = BSM_STEP_CODE, .action = BSM_ACTION_ACTIVATE, .mobile_hint = "47"};
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_VERIFIED, .as.verified = {verdict, tries_left, rest}});
}

void say_match(struct scene *scene, uint32_t steps, enum bsm_action action)
{
    struct bsm_visit_rest rest = {.steps = steps, .action = action, .mobile_hint = "47"};
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_VERIFIED, .as.verified = {BSM_VERDICT_MATCH, 0, rest}});
}

void say_missing(struct scene *scene, enum bsm_position position)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_MISSING, .as.missing = (uint16_t)(1U << position)});
}

void say_mobile(struct scene *scene)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_MOBILE, .as.mobile = "+966512345689"});
}

void say_user_name(struct scene *scene)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_USER_NAME, .as.user_name = "sara.ahmed"});
}

void say_password(struct scene *scene)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_PASSWORD, .as.password = "a long password"});
}

void say_slot(struct scene *scene)
{
    struct bsm_visit_slot slot = {.office = "olaya", .day = "2026-11-29", .time = "09:30", .mobile = "+966512345689"};
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_SLOT, .as.slot = slot});
}

void say_rating(struct scene *scene, int value)
{
    say(scene,
        (struct bsm_visit_event){.type = BSM_EVENT_INPUT, .as.input = {BSM_INPUT_RATE, BSM_LANGUAGE_ENGLISH, value}});
}

void say_answered(struct scene *scene, enum bsm_visit_request about)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_ANSWERED, .as.answered = about});
}

void say_failed(struct scene *scene, enum bsm_visit_request about, enum bsm_status status, enum bsm_problem problem)
{
    say(scene,
        (struct bsm_visit_event){
            .type = BSM_EVENT_FAILED,
            .as.failed = {.about = about, .status = status, .problem = problem, .retry_after_s = 30, .tries_left = 4}});
}

void say_finger(struct scene *scene, enum bsm_position position)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_CAPTURED,
                                        .as.capture = {.modality = BSM_MODALITY_FINGER, .position = position}});
}

void say_face(struct scene *scene)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_CAPTURED, .as.capture = {.modality = BSM_MODALITY_FACE}});
}

void say_capture_failed(struct scene *scene, enum bsm_modality modality, enum bsm_position position,
                        enum bsm_status status, enum bsm_hint hint)
{
    say(scene,
        (struct bsm_visit_event){.type = BSM_EVENT_CAPTURE_FAILED, .as.capture = {modality, position, status, hint}});
}

void say_hint(struct scene *scene, enum bsm_hint hint)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_HINT, .as.capture.hint = hint});
}

void say_part(struct scene *scene, enum bsm_visit_part part, bool present)
{
    say(scene, (struct bsm_visit_event){.type = BSM_EVENT_PART, .as.part = {part, present}});
}

static bool tick_within(struct scene *scene, int64_t end_ms)
{
    int64_t next_ms = bsm_visit_next_ms(&scene->visit);
    if (next_ms < 0 || next_ms > end_ms)
        return false;
    if (next_ms > scene->now_ms)
        scene->now_ms = next_ms;
    say_plain(scene, BSM_EVENT_TICK);
    return true;
}

void pass(struct scene *scene, int64_t ms)
{
    int64_t end_ms = scene->now_ms + ms;
    while (tick_within(scene, end_ms))
        ;
    scene->now_ms = end_ms;
}

void pass_while(struct scene *scene, enum bsm_visit_state state, int64_t limit_ms)
{
    int64_t end_ms = scene->now_ms + limit_ms;
    while (scene->visit.state == state)
        if (!tick_within(scene, end_ms))
            fail_msg("%s does not end", bsm_visit_state_name(state));
}

void at_welcome(struct scene *scene)
{
    scene_init(scene);
    for (int i = 0; i < BSM_VISIT_PARTS; i++)
        say_part(scene, (enum bsm_visit_part)i, true);
    assert_int_equal(scene->visit.state, BSM_VISIT_WELCOME);
}

void at_consent(struct scene *scene)
{
    at_welcome(scene);
    say_start(scene, BSM_LANGUAGE_ENGLISH);
    say_input(scene, BSM_INPUT_WANT_ACCOUNT);
    assert_int_equal(scene->visit.state, BSM_VISIT_CONSENT);
}

void at_hand(struct scene *scene)
{
    at_consent(scene);
    say_plain(scene, BSM_EVENT_OPENED);
    say_input(scene, BSM_INPUT_AGREE);
    say_identity(scene);
    say_claimed(scene, BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE);
    assert_int_equal(scene->visit.state, BSM_VISIT_HAND);
}

void at_verifying(struct scene *scene)
{
    at_hand(scene);
    say_finger(scene, BSM_POSITION_RIGHT_INDEX);
    say_finger(scene, BSM_POSITION_RIGHT_MIDDLE);
    say_face(scene);
    for (int i = 0; i < 3; i++)
        say_accepted(scene, i, false);
    assert_int_equal(scene->visit.state, BSM_VISIT_VERIFYING);
}

void at_code(struct scene *scene)
{
    at_verifying(scene);
    say_verified(scene, BSM_VERDICT_MATCH, 0);
    say_answered(scene, BSM_VISIT_SEND_CODE);
    assert_int_equal(scene->visit.state, BSM_VISIT_CODE);
}

void assert_ended(struct scene *scene, enum bsm_reason reason, enum bsm_outcome outcome)
{
    assert_int_equal(scene->visit.state, BSM_VISIT_ENDED);
    assert_int_equal(scene->screen.screen, BSM_SCREEN_ENDED);
    assert_int_equal(scene->screen.reason, reason);
    assert_int_equal(scene->visit.course.outcome, outcome);
    say_input(scene, BSM_INPUT_FINISH);
    assert_int_equal(find_effect(scene, BSM_EFFECT_FORGET)->as.forget.outcome, outcome);
}
