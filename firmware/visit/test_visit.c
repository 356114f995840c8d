/* The visit by cases: the whole way as a table, then each other way. */
#include "firmware/visit/test_scene.h"

static struct scene scene;
static const struct bsm_visit_course nothing;

static void a_visit_from_welcome_to_active_and_back(void **state)
{
    (void)state;
    static const struct {
        struct bsm_visit_event event;
        enum bsm_visit_state then;
        int effects[5]; /* in this order, and no others; 0 is never first in a list but for BEGIN */
    } rows[] = {
        {{.type = BSM_EVENT_INPUT, .as.input = {BSM_INPUT_START, BSM_LANGUAGE_ENGLISH, 0}},
         BSM_VISIT_PURPOSE,
         {BSM_EFFECT_BEGIN, BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_INPUT, .as.input = {BSM_INPUT_WANT_ACCOUNT, BSM_LANGUAGE_ENGLISH, 0}},
         BSM_VISIT_CONSENT,
         {BSM_EFFECT_SEND_PLAIN, BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_OPENED}, BSM_VISIT_CONSENT, {-1}},
        {{.type = BSM_EVENT_INPUT, .as.input = {BSM_INPUT_AGREE, 0, 0}}, BSM_VISIT_IDENTITY, {BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_IDENTITY, .as.identity = {"1000000008", "1990-05-17"}},
         BSM_VISIT_CLAIMING,
         {BSM_EFFECT_SEND_CLAIM, -1}},
        {{.type = BSM_EVENT_CLAIMED,
          .as.claimed = {BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE,
                         2,
                         {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_LEFT_INDEX}}},
         BSM_VISIT_HAND,
         {BSM_EFFECT_BIO_VISIT, BSM_EFFECT_BIO_FINGER, BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_CAPTURED, .as.capture = {BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, 0, 0}},
         BSM_VISIT_HAND,
         {BSM_EFFECT_SEND_CAPTURE, BSM_EFFECT_BIO_FINGER, BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_ACCEPTED, .as.accepted = {0, false}}, BSM_VISIT_HAND, {-1}},
        {{.type = BSM_EVENT_CAPTURED, .as.capture = {BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, 0, 0}},
         BSM_VISIT_FACE,
         {BSM_EFFECT_SEND_CAPTURE, BSM_EFFECT_BIO_FACE, BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_CAPTURED, .as.capture = {BSM_MODALITY_FACE, 0, 0, 0}},
         BSM_VISIT_SETTLING,
         {BSM_EFFECT_SEND_CAPTURE, -1}},
        {{.type = BSM_EVENT_ACCEPTED, .as.accepted = {2, false}}, BSM_VISIT_SETTLING, {-1}},
        {{.type = BSM_EVENT_ACCEPTED, .as.accepted = {1, false}}, BSM_VISIT_VERIFYING, {BSM_EFFECT_SEND_PLAIN, -1}},
        {{.type = BSM_EVENT_VERIFIED,
          .as.verified = {BSM_VERDICT_MATCH, 0, {BSM_STEP_CODE, BSM_ACTION_ACTIVATE, "47"}}},
         BSM_VISIT_SENDING_CODE,
         {BSM_EFFECT_BIO_RELEASE, BSM_EFFECT_SEND_PLAIN, -1}},
        {{.type = BSM_EVENT_ANSWERED, .as.answered = BSM_VISIT_SEND_CODE}, BSM_VISIT_CODE, {BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_CODE, .as.code = "123456"}, BSM_VISIT_CHECKING_CODE, {BSM_EFFECT_SEND_CODE, -1}},
        {{.type = BSM_EVENT_ANSWERED, .as.answered = BSM_VISIT_CHECK_CODE},
         BSM_VISIT_COMPLETING,
         {BSM_EFFECT_SEND_COMPLETE, -1}},
        {{.type = BSM_EVENT_ANSWERED, .as.answered = BSM_VISIT_COMPLETE},
         BSM_VISIT_DONE,
         {BSM_EFFECT_CANCEL, BSM_EFFECT_SHOW, -1}},
        {{.type = BSM_EVENT_INPUT, .as.input = {BSM_INPUT_FINISH, 0, 0}},
         BSM_VISIT_FORGETTING,
         {BSM_EFFECT_FORGET, -1}},
        {{.type = BSM_EVENT_FORGOTTEN}, BSM_VISIT_STARTING, {-1}},
    };
    at_welcome(&scene);
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        scene.now_ms += 50;
        say(&scene, rows[row].event);
        if (scene.visit.state != rows[row].then)
            fail_msg("row %zu leads to %s", row, bsm_visit_state_name(scene.visit.state));
        for (int i = 0; i < scene.effects.count; i++)
            if ((int)scene.effects.list[i].type != rows[row].effects[i])
                fail_msg("row %zu, effect %d is %d", row, i, scene.effects.list[i].type);
        assert_int_equal(rows[row].effects[scene.effects.count], -1);
    }
    assert_int_equal(scene.visit.unexpected, 0);
    assert_memory_equal(&scene.visit.course, &nothing, sizeof nothing);
    for (int i = 0; i <= BSM_VISIT_PART_CAMERA; i++)
        if (i == BSM_VISIT_PART_BIO || i >= BSM_VISIT_PART_READER)
            say_part(&scene, (enum bsm_visit_part)i, true);
    assert_int_equal(scene.visit.state, BSM_VISIT_WELCOME);
}

static void a_number_typed_before_the_visit_is_open_waits(void **state)
{
    (void)state;
    at_consent(&scene);
    say_input(&scene, BSM_INPUT_AGREE);
    say_identity(&scene);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_CLAIM), 0);
    say_plain(&scene, BSM_EVENT_OPENED);
    assert_string_equal(find_effect(&scene, BSM_EFFECT_SEND_CLAIM)->as.identity.id_number, "1000000008");
    assert_memory_equal(&scene.visit.course.identity, &nothing.identity, sizeof nothing.identity);
}

static void declining_ends_the_visit_politely(void **state)
{
    (void)state;
    at_consent(&scene);
    say_input(&scene, BSM_INPUT_DECLINE);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_PLAIN)->as.plain.request, BSM_VISIT_LEAVE);
    assert_ended(&scene, BSM_REASON_LEFT, BSM_OUTCOME_LEFT);
}

static void a_retry_takes_every_capture_anew(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_verified(&scene, BSM_VERDICT_RETRY, 2);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TRY_AGAIN);
    assert_int_equal(scene.screen.tries_left, 2);
    say_input(&scene, BSM_INPUT_AGAIN);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_VISIT), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(scene.visit.course.items[i].state, BSM_ITEM_NEEDED);
}

static void no_match_and_referral_and_lock_end_the_visit(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_verified(&scene, BSM_VERDICT_NO_MATCH, 0);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_PLAIN), 0);
    assert_ended(&scene, BSM_REASON_NOT_CONFIRMED, BSM_OUTCOME_REFUSED);
    at_verifying(&scene);
    say_verified(&scene, BSM_VERDICT_REFER, 0);
    assert_ended(&scene, BSM_REASON_OFFICE, BSM_OUTCOME_REFUSED);
    at_verifying(&scene);
    say_failed(&scene, BSM_VISIT_VERIFY, BSM_DENIED, BSM_PROBLEM_LOCKED);
    assert_int_equal(scene.screen.seconds, 30);
    assert_ended(&scene, BSM_REASON_LOCKED, BSM_OUTCOME_LOCKED);
}

static void third_poor_capture_ends_the_visit_with_help(void **state)
{
    (void)state;
    at_hand(&scene);
    for (int i = 0; i < 2; i++) {
        say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_RETRY, BSM_HINT_PRESS_HARDER);
        assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_FINGER), 1);
        assert_int_equal(find_effect(&scene, BSM_EFFECT_SHOW)->as.show.hint, BSM_HINT_PRESS_HARDER);
    }
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_RETRY, BSM_HINT_PRESS_HARDER);
    assert_ended(&scene, BSM_REASON_CAPTURE, BSM_OUTCOME_CAPTURE);
}

static void a_time_out_without_a_try_is_not_counted(void **state)
{
    (void)state;
    at_hand(&scene);
    for (int i = 0; i < 5; i++) {
        say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_TIMEOUT, BSM_HINT_NONE);
        pass(&scene, 250);
        assert_int_equal(scene.visit.course.capture, BSM_CAPTURE_RUNNING);
    }
    for (int i = 0; i < 3; i++) {
        say_hint(&scene, BSM_HINT_PRESS_HARDER);
        say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_TIMEOUT, BSM_HINT_NONE);
        pass(&scene, 250);
    }
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
}

static void a_capture_the_centre_cannot_use_is_taken_again(void **state)
{
    (void)state;
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_accepted(&scene, 0, true);
    assert_int_equal(scene.effects.list[0].type, BSM_EFFECT_DROP_CAPTURES);
    assert_int_equal(scene.effects.list[1].type, BSM_EFFECT_BIO_VISIT);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(scene.screen.step, 1);
}

static void captures_after_a_refused_one_are_taken_again_too(void **state)
{
    (void)state;
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE);
    say_face(&scene);
    say_accepted(&scene, 0, false);
    say_failed(&scene, BSM_VISIT_CAPTURE, BSM_INVALID, BSM_PROBLEM_CAPTURE_INVALID);
    assert_int_equal(scene.visit.unexpected, 1); /* it was about the first, which is accepted */
    say_accepted(&scene, 1, true);
    assert_int_equal(scene.effects.list[0].type, BSM_EFFECT_DROP_CAPTURES);
    assert_int_equal(scene.effects.list[1].type, BSM_EFFECT_BIO_VISIT);
    assert_int_equal(scene.effects.list[2].as.capture.position, BSM_POSITION_RIGHT_MIDDLE);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_FACE);
    assert_int_equal(scene.visit.course.items[0].state, BSM_ITEM_ACCEPTED);
}

static void calling_a_person_stops_the_capture_and_back_goes_on(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_CALL);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_CANCEL), 1);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CALL);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    pass(&scene, 100000);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CALL);
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_FINGER), 1);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_HAND);
}

static void a_cancelled_capture_starts_again_only_when_it_has_ended(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_CALL);
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_FINGER), 0);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_FINGER), 1);
}

static void a_wrong_code_may_be_typed_again(void **state)
{
    (void)state;
    at_code(&scene);
    say_code(&scene);
    say_failed(&scene, BSM_VISIT_CHECK_CODE, BSM_DENIED, BSM_PROBLEM_CODE_WRONG);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CODE);
    assert_int_equal(scene.screen.reason, BSM_REASON_CODE);
    assert_int_equal(scene.screen.tries_left, 4);
    say_input(&scene, BSM_INPUT_SEND_CODE);
    assert_int_equal(scene.visit.state, BSM_VISIT_SENDING_CODE);
    say_answered(&scene, BSM_VISIT_SEND_CODE);
    assert_int_equal(scene.screen.reason, BSM_REASON_NONE);
}

static void the_language_changes_in_place(void **state)
{
    (void)state;
    at_welcome(&scene);
    say_start(&scene, BSM_LANGUAGE_ARABIC);
    say_input(&scene, BSM_INPUT_LANGUAGE);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_PURPOSE);
    assert_int_equal(scene.screen.language, BSM_LANGUAGE_ENGLISH);
}

static void to_face(void)
{
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE);
    assert_int_equal(scene.visit.state, BSM_VISIT_FACE);
}

static void the_other_way_is_another_capture_and_no_failure(void **state)
{
    (void)state;
    to_face();
    const struct bsm_visit_effect *asked = find_effect(&scene, BSM_EFFECT_BIO_FACE);
    assert_non_null(asked);
    assert_int_equal(asked->as.capture.challenge, BSM_CHALLENGE_SIDEWAYS);
    int attempt = asked->as.capture.attempt;
    assert_true(scene.visit.shown.other_way);
    say_input(&scene, BSM_INPUT_CANNOT_TURN);
    assert_non_null(find_effect(&scene, BSM_EFFECT_BIO_CANCEL));
    assert_false(scene.visit.shown.other_way);
    say_capture_failed(&scene, BSM_MODALITY_FACE, BSM_POSITION_NONE, BSM_CANCELLED, BSM_HINT_NONE);
    asked = find_effect(&scene, BSM_EFFECT_BIO_FACE);
    assert_non_null(asked);
    assert_int_equal(asked->as.capture.challenge, BSM_CHALLENGE_UP_DOWN);
    assert_int_not_equal(asked->as.capture.attempt, attempt);
    assert_int_equal(scene.visit.course.items[scene.visit.course.item].failures, 0);
}

static void say_purpose(enum bsm_input wish, bool portrait)
{
    at_welcome(&scene);
    scene.visit.policy.portrait = portrait;
    say_start(&scene, BSM_LANGUAGE_ENGLISH);
    say_input(&scene, wish);
    scene.visit.policy.portrait = !portrait; /* a newer configuration is for who comes next */
    assert_int_equal(scene.visit.state, BSM_VISIT_CONSENT);
}

static bool takes_portrait(void)
{
    say_plain(&scene, BSM_EVENT_OPENED);
    say_input(&scene, BSM_INPUT_AGREE);
    say_identity(&scene);
    say_claimed(&scene, BSM_STEP_FACE | BSM_STEP_CODE);
    assert_int_equal(scene.visit.state, BSM_VISIT_FACE);
    bool portrait = find_effect(&scene, BSM_EFFECT_BIO_FACE)->as.capture.portrait;
    assert_int_equal(scene.visit.shown.reason, portrait ? BSM_REASON_PORTRAIT : BSM_REASON_NONE);
    return portrait;
}

static void a_portrait_is_taken_of_who_comes_for_an_account_and_was_told(void **state)
{
    (void)state;
    say_purpose(BSM_INPUT_WANT_ACCOUNT, true);
    assert_int_equal(scene.visit.shown.reason, BSM_REASON_PORTRAIT);
    assert_true(takes_portrait());
    say_purpose(BSM_INPUT_WANT_ACCOUNT, false);
    assert_int_equal(scene.visit.shown.reason, BSM_REASON_NONE);
    assert_false(takes_portrait());
    say_purpose(BSM_INPUT_WANT_PASSWORD, true);
    assert_int_equal(scene.visit.shown.reason, BSM_REASON_NONE);
    assert_false(takes_portrait());
}

/* The time for the movement grows with it; and no side is asked for twice, however often somebody begins. */
static void a_later_attempt_has_more_time_and_there_are_not_endlessly_many(void **state)
{
    (void)state;
    to_face();
    for (int i = 0; i < BSM_CHALLENGE_ATTEMPTS_MAX; i++) {
        const struct bsm_visit_effect *asked = find_effect(&scene, BSM_EFFECT_BIO_FACE);
        assert_non_null(asked);
        assert_int_equal(asked->as.capture.attempt, i);
        assert_int_equal(scene.visit.due_ms[BSM_TIMER_CAPTURE] - scene.visit.now_ms, 30000 + 5000 +
                                                                                         (i == 0   ? 20000
                                                                                          : i == 1 ? 30000
                                                                                                   : 40000));
        say_input(&scene, BSM_INPUT_CALL);
        say_capture_failed(&scene, BSM_MODALITY_FACE, BSM_POSITION_NONE, BSM_CANCELLED, BSM_HINT_NONE);
        say_input(&scene, BSM_INPUT_BACK);
    }
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
    assert_int_equal(scene.visit.shown.reason, BSM_REASON_CAPTURE);
}

static void three_movements_that_were_not_done_end_where_help_is(void **state)
{
    (void)state;
    to_face();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(scene.visit.state, BSM_VISIT_FACE);
        say_capture_failed(&scene, BSM_MODALITY_FACE, BSM_POSITION_NONE, BSM_RETRY, BSM_HINT_TOO_SLOW);
    }
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
    assert_int_equal(scene.visit.shown.reason, BSM_REASON_CAPTURE);
    assert_int_equal(scene.visit.shown.position, BSM_POSITION_NONE); /* a face is drawn */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_from_welcome_to_active_and_back),
        cmocka_unit_test(a_number_typed_before_the_visit_is_open_waits),
        cmocka_unit_test(declining_ends_the_visit_politely),
        cmocka_unit_test(a_retry_takes_every_capture_anew),
        cmocka_unit_test(no_match_and_referral_and_lock_end_the_visit),
        cmocka_unit_test(third_poor_capture_ends_the_visit_with_help),
        cmocka_unit_test(a_time_out_without_a_try_is_not_counted),
        cmocka_unit_test(a_capture_the_centre_cannot_use_is_taken_again),
        cmocka_unit_test(captures_after_a_refused_one_are_taken_again_too),
        cmocka_unit_test(calling_a_person_stops_the_capture_and_back_goes_on),
        cmocka_unit_test(a_cancelled_capture_starts_again_only_when_it_has_ended),
        cmocka_unit_test(a_wrong_code_may_be_typed_again),
        cmocka_unit_test(the_other_way_is_another_capture_and_no_failure),
        cmocka_unit_test(a_portrait_is_taken_of_who_comes_for_an_account_and_was_told),
        cmocka_unit_test(a_later_attempt_has_more_time_and_there_are_not_endlessly_many),
        cmocka_unit_test(three_movements_that_were_not_done_end_where_help_is),
        cmocka_unit_test(the_language_changes_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
