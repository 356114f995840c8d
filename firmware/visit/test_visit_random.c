/* A million random events, seeded: half of them such as the present state waits for, so that every state is reached. */
#include "firmware/visit/test_scene.h"

enum { EVENTS = 1000000 };

static struct scene scene;
static uint64_t dice_state = 20260521;
static int visits, forgets, began, captures_running, states_seen[BSM_VISIT_STATES];
static uint64_t effects_seen;
static int64_t began_ms;
static const struct bsm_visit_course nothing;

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint32_t dice(uint32_t sides)
{
    uint64_t z = (dice_state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ (z >> 31)) >> 33) % sides;
}

static struct bsm_visit_claim any_claim(void)
{
    struct bsm_visit_claim claim = {.steps = dice(8), .fingers_count = (int)dice(5)};
    for (int i = 0; i < BSM_VISIT_FINGERS_MAX; i++)
        claim.fingers[i] = (enum bsm_position)(1 + dice(BSM_POSITION_MAX));
    return claim;
}

static struct bsm_visit_event any_capture_event(struct bsm_visit_event event)
{
    const struct bsm_visit_course *course = &scene.visit.course;
    bool right = course->items_count > 0 && dice(4) > 0;
    event.as.capture.modality = right ? course->items[course->item].modality : (enum bsm_modality)(1 + dice(2));
    event.as.capture.position = right ? course->items[course->item].position : (enum bsm_position)dice(11);
    event.as.capture.status = (enum bsm_status)dice(BSM_STATUS_COUNT);
    event.as.capture.hint = (enum bsm_hint)dice(BSM_HINT_COUNT);
    return event;
}

static struct bsm_visit_event any_failure(struct bsm_visit_event event)
{
    event.as.failed.about = (enum bsm_visit_request)dice(BSM_VISIT_LEAVE + 1);
    event.as.failed.item = (int)dice(7) - 1;
    event.as.failed.status = (enum bsm_status)dice(BSM_STATUS_COUNT);
    event.as.failed.problem = dice(2) ? BSM_PROBLEM_NONE : (enum bsm_problem)dice(BSM_PROBLEM_LAST + 1);
    event.as.failed.retry_after_s = dice(100000);
    event.as.failed.tries_left = (int)dice(4);
    return event;
}

static struct bsm_visit_event any_event(enum bsm_visit_event_type type)
{
    struct bsm_visit_event event = {.type = type};
    switch (type) {
    case BSM_EVENT_INPUT:
        event.as.input.input = (enum bsm_input)(1 + dice(BSM_INPUT_LAST));
        event.as.input.language = (enum bsm_language)(1 + dice(2));
        event.as.input.value = (int)dice(7);
        break;
    case BSM_EVENT_IDENTITY: memcpy(event.as.identity.id_number, "1000000008", 11); break;
    case BSM_EVENT_CODE: memcpy(event.as.code, "123456", 7); break;
    case BSM_EVENT_MISSING: event.as.missing = (uint16_t)(1U << (1 + dice(BSM_POSITION_MAX))); break;
    case BSM_EVENT_MOBILE: memcpy(event.as.mobile, "+966512345689", 14); break;
    case BSM_EVENT_USER_NAME: memcpy(event.as.user_name, "sara.ahmed", 11); break;
    case BSM_EVENT_PASSWORD: memcpy(event.as.password, "a long one", 11); break;
    case BSM_EVENT_SLOT: memcpy(event.as.slot.office, "olaya", 6); break;
    case BSM_EVENT_CLAIMED: event.as.claimed = any_claim(); break;
    case BSM_EVENT_ACCEPTED:
        event.as.accepted.item = (int)dice(7) - 1;
        event.as.accepted.again = dice(20) == 0;
        break;
    case BSM_EVENT_VERIFIED:
        event.as.verified.verdict = (enum bsm_verdict)(1 + dice(BSM_VERDICT_LAST));
        event.as.verified.tries_left = (int)dice(3);
        event.as.verified.rest.steps = dice(BSM_STEPS_ALL + 1);
        event.as.verified.rest.action = (enum bsm_action)dice(BSM_ACTION_LAST + 1);
        break;
    case BSM_EVENT_ANSWERED: event.as.answered = (enum bsm_visit_request)dice(BSM_VISIT_LEAVE + 1); break;
    case BSM_EVENT_FAILED: return any_failure(event);
    case BSM_EVENT_HINT:
    case BSM_EVENT_CAPTURED:
    case BSM_EVENT_CAPTURE_FAILED: return any_capture_event(event);
    case BSM_EVENT_PART:
        event.as.part.part = (enum bsm_visit_part)dice(BSM_VISIT_PARTS);
        event.as.part.present = dice(4) > 0;
        break;
    case BSM_EVENT_PACK:
        event.as.pack = (struct bsm_visit_pack){
            .in_force = dice(4) > 0,
            .ask = 2,
            .fingers_count = 3,
            .fingers = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_LEFT_INDEX, BSM_POSITION_LEFT_THUMB}};
        break;
    case BSM_EVENT_SEALED: event.as.sealed = dice(8) > 0; break;
    case BSM_EVENT_SERVICE:
        event.as.service.available = dice(3) > 0;
        event.as.service.reason = (enum bsm_reason)dice(BSM_REASON_LAST + 1);
        break;
    case BSM_EVENT_TICK:
    case BSM_EVENT_OPENED:
    case BSM_EVENT_FORGOTTEN: break;
    }
    return event;
}

static struct bsm_visit_event input_event(enum bsm_input input)
{
    return (struct bsm_visit_event){.type = BSM_EVENT_INPUT, .as.input = {input, BSM_LANGUAGE_ENGLISH, 3}};
}

/* What the state waits for. */
static struct bsm_visit_event fitting_event(void)
{
    switch (scene.visit.state) {
    case BSM_VISIT_STARTING:
    case BSM_VISIT_OUT_OF_SERVICE: {
        if (dice(4) == 0)
            return input_event(BSM_INPUT_APPOINTMENT);
        struct bsm_visit_event event = any_event(BSM_EVENT_PART);
        event.as.part.present = true;
        for (int i = 0; i < BSM_VISIT_PARTS && !scene.visit.available; i++)
            return (struct bsm_visit_event){.type = BSM_EVENT_SERVICE, .as.service = {true, BSM_REASON_NONE}};
        return event;
    }
    case BSM_VISIT_WELCOME: return input_event(BSM_INPUT_START);
    case BSM_VISIT_PURPOSE: return input_event((enum bsm_input)(BSM_INPUT_WANT_ACCOUNT + dice(3)));
    case BSM_VISIT_CONSENT: return dice(2) ? input_event(BSM_INPUT_AGREE) : any_event(BSM_EVENT_OPENED);
    case BSM_VISIT_IDENTITY: return any_event(dice(2) ? BSM_EVENT_IDENTITY : BSM_EVENT_OPENED);
    case BSM_VISIT_CLAIMING: return any_event(dice(2) ? BSM_EVENT_CLAIMED : BSM_EVENT_OPENED);
    case BSM_VISIT_HAND:
        if (dice(8) == 0)
            return input_event(BSM_INPUT_MISSING_FINGER);
        return any_event(dice(3) ? BSM_EVENT_CAPTURED : BSM_EVENT_PART);
    case BSM_VISIT_FACE: return any_event(dice(3) ? BSM_EVENT_CAPTURED : BSM_EVENT_PART);
    case BSM_VISIT_MISSING: return any_event(dice(2) ? BSM_EVENT_MISSING : BSM_EVENT_CAPTURE_FAILED);
    case BSM_VISIT_ASKING_OTHERS: return any_event(dice(2) ? BSM_EVENT_CLAIMED : BSM_EVENT_ACCEPTED);
    case BSM_VISIT_MOBILE: return any_event(BSM_EVENT_MOBILE);
    case BSM_VISIT_USER_NAME: return any_event(BSM_EVENT_USER_NAME);
    case BSM_VISIT_PASSWORD: return any_event(BSM_EVENT_PASSWORD);
    case BSM_VISIT_SETTLING: return any_event(BSM_EVENT_ACCEPTED);
    case BSM_VISIT_VERIFYING: return any_event(BSM_EVENT_VERIFIED);
    case BSM_VISIT_TRY_AGAIN: return input_event(BSM_INPUT_AGAIN);
    case BSM_VISIT_CODE: return any_event(BSM_EVENT_CODE);
    case BSM_VISIT_SENDING_CODE:
    case BSM_VISIT_CHECKING_CODE:
    case BSM_VISIT_CHECKING_NAME:
    case BSM_VISIT_ASKING_SLOTS:
    case BSM_VISIT_BOOKING:
    case BSM_VISIT_COMPLETING: return any_event(BSM_EVENT_ANSWERED);
    case BSM_VISIT_WISH: return any_event(BSM_EVENT_MOBILE);
    case BSM_VISIT_WISHING:
    case BSM_VISIT_KEEPING: return any_event(dice(2) ? BSM_EVENT_SEALED : BSM_EVENT_ANSWERED);
    case BSM_VISIT_APPOINTMENT: return any_event(BSM_EVENT_SLOT);
    case BSM_VISIT_DONE:
    case BSM_VISIT_KEPT:
    case BSM_VISIT_BOOKED:
    case BSM_VISIT_WISHED:
    case BSM_VISIT_ENDED:
        return input_event(dice(2) ? BSM_INPUT_APPOINTMENT : dice(2) ? BSM_INPUT_RATE : BSM_INPUT_FINISH);
    case BSM_VISIT_FORGETTING: return any_event(BSM_EVENT_FORGOTTEN);
    }
    return any_event(BSM_EVENT_TICK);
}

static void check_verify_needs_all(void)
{
    for (int i = 0; i < scene.visit.course.items_count; i++)
        assert_int_equal(scene.visit.course.items[i].state, BSM_ITEM_ACCEPTED);
}

static void on_begin(void)
{
    assert_int_equal(began, 0);
    began = 1;
    visits++;
    began_ms = scene.now_ms;
}

static void on_forget(void)
{
    assert_int_equal(began, 1);
    began = 0;
    forgets++;
}

/* Replays the effects as a hub would see them. */
static void check_effect(const struct bsm_visit_effect *effect)
{
    effects_seen |= UINT64_C(1) << effect->type;
    if (effect->type == BSM_EFFECT_BEGIN)
        on_begin();
    else if (effect->type == BSM_EFFECT_FORGET)
        on_forget();
    else if (effect->type == BSM_EFFECT_BIO_FINGER || effect->type == BSM_EFFECT_BIO_FACE)
        assert_int_equal(captures_running++, 0);
    else if (effect->type == BSM_EFFECT_BIO_RELEASE)
        captures_running = 0;
    else if (effect->type == BSM_EFFECT_SEND_PLAIN && effect->as.plain.request == BSM_VISIT_VERIFY)
        check_verify_needs_all();
}

static void handle(struct bsm_visit_event event)
{
    /* what the event itself ends in bio, as far as the visit takes it for its own */
    bool bio_anew = event.type == BSM_EVENT_PART && event.as.part.part == BSM_VISIT_PART_BIO;
    bool ends = event.type == BSM_EVENT_CAPTURED || event.type == BSM_EVENT_CAPTURE_FAILED;
    uint64_t unexpected = scene.visit.unexpected;
    say(&scene, event);
    if (bio_anew || (ends && scene.visit.unexpected == unexpected))
        captures_running = 0;
    assert_true(scene.effects.count <= BSM_VISIT_EFFECTS_MAX);
    for (int i = 0; i < scene.effects.count; i++)
        check_effect(&scene.effects.list[i]);
    assert_true(scene.visit.course.extensions <= scene.visit.policy.extensions_max);
    states_seen[scene.visit.state]++;
    if (!bsm_visit_in_visit(&scene.visit))
        assert_memory_equal(&scene.visit.course, &nothing, sizeof nothing);
    if (began)
        assert_true(scene.now_ms - began_ms < 800 * 1000);
    if (event.type == BSM_EVENT_TICK) /* a timer that stays due would wake the hub for ever */
        assert_true(bsm_visit_next_ms(&scene.visit) < 0 || bsm_visit_next_ms(&scene.visit) > scene.visit.now_ms);
}

static struct bsm_visit_event next_event(void)
{
    uint32_t kind = dice(16);
    if (kind < 9)
        return fitting_event();
    if (kind < 12)
        return any_event(BSM_EVENT_TICK);
    return any_event((enum bsm_visit_event_type)dice(BSM_EVENT_LAST + 1));
}

/* Mostly little time passes; sometimes as much as until the next timer, seldom long. */
static void time_passes(void)
{
    uint32_t kind = dice(64);
    int64_t next_ms = bsm_visit_next_ms(&scene.visit);
    if (kind == 0 && next_ms > scene.now_ms)
        scene.now_ms = next_ms;
    else if (kind == 1)
        scene.now_ms += dice(3000);
    else
        scene.now_ms += dice(20);
}

static void a_million_random_events_break_no_promise(void **state)
{
    (void)state;
    scene_init(&scene);
    for (int i = 0; i < EVENTS; i++) {
        time_passes();
        handle(next_event());
    }
    for (int i = 0; i < BSM_VISIT_STATES; i++)
        if (states_seen[i] == 0)
            fail_msg("%s was never reached", bsm_visit_state_name((enum bsm_visit_state)i));
    assert_int_equal(effects_seen, (UINT64_C(1) << (BSM_EFFECT_LAST + 1)) - 1);
    assert_true(visits > 1000);
    assert_int_equal(visits, forgets + began);
    print_message("%d visits, %llu unexpected events\n", visits, (unsigned long long)scene.visit.unexpected);
}

/* From wherever chance has led, time alone brings the kiosk home, within what the policy allows. */
static void every_state_ends_by_time_alone(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        for (uint32_t i = 200 + dice(100); i > 0; i--)
            handle(next_event());
        int64_t from_ms = scene.now_ms;
        while (bsm_visit_in_visit(&scene.visit)) {
            int64_t next_ms = bsm_visit_next_ms(&scene.visit);
            assert_true(next_ms > 0);
            scene.now_ms = next_ms > scene.now_ms ? next_ms : scene.now_ms;
            handle((struct bsm_visit_event){.type = BSM_EVENT_TICK});
            assert_true(scene.now_ms - from_ms < 300 * 1000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_random_events_break_no_promise),
        cmocka_unit_test(every_state_ends_by_time_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
