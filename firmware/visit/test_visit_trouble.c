/* The visit when something is amiss: nobody there, time running out, devices, leaves and link that go. */
#include "firmware/visit/test_scene.h"

static struct scene scene;
static const struct bsm_visit_course nothing;

static void walking_away_is_noticed_and_wiped(void **state)
{
    (void)state;
    at_hand(&scene);
    pass(&scene, 19999);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_HAND);
    pass(&scene, 1);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
    assert_int_equal(scene.screen.seconds, 30);
    pass(&scene, 10000);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_TIMEOUT, BSM_HINT_NONE);
    say_hint(&scene, BSM_HINT_PLACE_FINGER);
    pass(&scene, 19999);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
    pass(&scene, 1);
    assert_int_equal(scene.visit.state, BSM_VISIT_FORGETTING);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_FORGET)->as.forget.outcome, BSM_OUTCOME_WALKED_AWAY);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 1);
    say_plain(&scene, BSM_EVENT_FORGOTTEN);
    assert_memory_equal(&scene.visit.course, &nothing, sizeof nothing);
}

static void a_touch_or_a_finger_takes_the_countdown_back(void **state)
{
    (void)state;
    at_hand(&scene);
    pass(&scene, 25000);
    say_input(&scene, BSM_INPUT_TOUCH);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_HAND);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_TIMEOUT, BSM_HINT_NONE);
    pass(&scene, 25000);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
    say_hint(&scene, BSM_HINT_PRESS_LIGHTER);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_HAND);
    assert_int_equal(scene.visit.course.extensions, 2);
}

static void who_is_seen_by_the_camera_is_not_asked_whether_they_are_there(void **state)
{
    (void)state;
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE);
    say_hint(&scene, BSM_HINT_LOOK_STRAIGHT);
    pass(&scene, 29999);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_FACE);
    say_hint(&scene, BSM_HINT_NO_FACE);
    pass(&scene, 20000);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
}

static void who_does_the_movement_slowly_is_not_asked_whether_they_are_there(void **state)
{
    (void)state;
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE);
    say_hint(&scene, BSM_HINT_FACE_GOOD);
    for (int i = 0; i < 4; i++) {
        say_hint(&scene, i % 2 == 0 ? BSM_HINT_TURN_LEFT : BSM_HINT_TURN_BACK);
        pass(&scene, 6500);
        assert_int_equal(scene.screen.screen, BSM_SCREEN_FACE);
    }
}

static void who_waits_for_a_code_is_left_in_peace_for_a_minute(void **state)
{
    (void)state;
    at_code(&scene);
    pass(&scene, 59999);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CODE);
    pass(&scene, 1);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
}

static void after_ten_extensions_the_visit_ends(void **state)
{
    (void)state;
    at_consent(&scene);
    for (int i = 0; i < 10; i++) {
        pass(&scene, 20000);
        say_input(&scene, BSM_INPUT_MORE_TIME);
        assert_int_equal(scene.visit.state, BSM_VISIT_CONSENT);
    }
    pass(&scene, 20000);
    assert_ended(&scene, BSM_REASON_EXPIRED, BSM_OUTCOME_EXPIRED);
}

static void a_visit_lasts_ten_minutes_at_most(void **state)
{
    (void)state;
    at_code(&scene);
    for (int i = 0; i < 60 && scene.visit.state == BSM_VISIT_CODE; i++) {
        pass(&scene, 10000);
        say_input(&scene, BSM_INPUT_TOUCH);
    }
    assert_ended(&scene, BSM_REASON_EXPIRED, BSM_OUTCOME_EXPIRED);
}

static void a_short_wait_shows_no_screen_a_long_one_does(void **state)
{
    (void)state;
    at_verifying(&scene);
    pass(&scene, 299);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_FACE);
    pass(&scene, 1);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WAIT);
    assert_int_equal(scene.screen.reason, BSM_REASON_CHECKING);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    assert_int_equal(scene.screen.reason, BSM_REASON_LINK);
}

static void a_wait_screen_does_not_flash(void **state)
{
    (void)state;
    at_verifying(&scene);
    pass(&scene, 310);
    say_verified(&scene, BSM_VERDICT_RETRY, 2);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WAIT);
    pass(&scene, 389);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WAIT);
    pass(&scene, 1);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TRY_AGAIN);
}

static void after_a_visit_the_starting_screen_comes_only_when_it_takes_long(void **state)
{
    (void)state;
    at_code(&scene);
    say_input(&scene, BSM_INPUT_LEAVE);
    say_input(&scene, BSM_INPUT_FINISH);
    say_plain(&scene, BSM_EVENT_FORGOTTEN);
    assert_int_equal(scene.effects.count, 0);
    pass(&scene, 300);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_STARTING);
}

static void a_request_that_did_not_arrive_is_sent_again(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_failed(&scene, BSM_VISIT_VERIFY, BSM_GONE, BSM_PROBLEM_NONE);
    assert_int_equal(scene.visit.state, BSM_VISIT_VERIFYING);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    say_part(&scene, BSM_VISIT_PART_LINK, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_AGAIN), 1);
    say_failed(&scene, BSM_VISIT_VERIFY, BSM_TIMEOUT, BSM_PROBLEM_NONE);
    pass_while(&scene, BSM_VISIT_VERIFYING, 60000);
    assert_ended(&scene, BSM_REASON_LINK, BSM_OUTCOME_LINK);
}

static void a_reader_pulled_out_is_waited_for(void **state)
{
    (void)state;
    at_hand(&scene);
    say_part(&scene, BSM_VISIT_PART_READER, false);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_GONE, BSM_HINT_DEVICE_GONE);
    pass(&scene, 40000);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WAIT);
    assert_int_equal(scene.screen.reason, BSM_REASON_DEVICE);
    say_part(&scene, BSM_VISIT_PART_READER, true);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_HAND);
}

static void a_reader_that_stays_away_ends_the_visit(void **state)
{
    (void)state;
    at_hand(&scene);
    say_part(&scene, BSM_VISIT_PART_READER, false);
    pass_while(&scene, BSM_VISIT_HAND, 60000);
    assert_ended(&scene, BSM_REASON_DEVICE, BSM_OUTCOME_DEVICE);
}

static void a_reader_that_refuses_each_time_ends_the_visit(void **state)
{
    (void)state;
    at_hand(&scene);
    for (int i = 0; i < 400 && scene.visit.state == BSM_VISIT_HAND; i++) {
        say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_FAULT, BSM_HINT_NONE);
        pass(&scene, 250);
    }
    assert_ended(&scene, BSM_REASON_DEVICE, BSM_OUTCOME_DEVICE);
}

static void a_bio_that_dies_is_told_the_visit_again(void **state)
{
    (void)state;
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_part(&scene, BSM_VISIT_PART_BIO, false);
    pass(&scene, 300);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WAIT);
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_FINGER), 0);
    say_part(&scene, BSM_VISIT_PART_READER, true);
    assert_int_equal(scene.effects.list[0].type, BSM_EFFECT_BIO_VISIT);
    assert_int_equal(scene.effects.list[1].as.capture.position, BSM_POSITION_RIGHT_MIDDLE);
}

static void a_bio_that_never_ends_a_capture_is_replaced(void **state)
{
    (void)state;
    at_hand(&scene);
    for (int i = 0; i < 4; i++) {
        pass(&scene, 8750);
        say_input(&scene, BSM_INPUT_TOUCH);
    }
    assert_false(scene.visit.part[BSM_VISIT_PART_BIO]);
    assert_int_equal(scene.visit.state, BSM_VISIT_HAND);
    assert_false(scene.visit.course.bio_released);
}

static void a_ui_that_dies_gets_the_present_screen(void **state)
{
    (void)state;
    at_code(&scene);
    say_part(&scene, BSM_VISIT_PART_UI, false);
    say_part(&scene, BSM_VISIT_PART_UI, true);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SHOW)->as.show.screen, BSM_SCREEN_CODE);
    assert_string_equal(scene.screen.mobile_hint, "47");
}

static void a_ui_that_comes_back_in_the_countdown_gets_the_seconds_left(void **state)
{
    (void)state;
    at_code(&scene);
    pass(&scene, 60000);
    assert_int_equal(scene.screen.seconds, 30);
    pass(&scene, 10500);
    say_part(&scene, BSM_VISIT_PART_UI, false);
    say_part(&scene, BSM_VISIT_PART_UI, true);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
    assert_int_equal(scene.screen.seconds, 20);
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SHOW), 0);
}

static void an_early_leaf_or_device_missing_puts_it_out_of_service(void **state)
{
    (void)state;
    scene_init(&scene);
    say_part(&scene, BSM_VISIT_PART_UI, true);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_STARTING);
    pass(&scene, 20000);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_OUT_OF_SERVICE);
    assert_int_equal(scene.screen.reason, BSM_REASON_DEVICE);
    at_welcome(&scene);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_STARTING);
    say_part(&scene, BSM_VISIT_PART_LINK, true);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WELCOME);
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_SERVICE, .as.service = {false, BSM_REASON_FAULT}});
    assert_int_equal(scene.screen.screen, BSM_SCREEN_OUT_OF_SERVICE);
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_SERVICE, .as.service = {true, BSM_REASON_NONE}});
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WELCOME);
}

static void leaves_that_do_not_forget_are_killed(void **state)
{
    (void)state;
    at_code(&scene);
    say_input(&scene, BSM_INPUT_LEAVE);
    say_input(&scene, BSM_INPUT_FINISH);
    pass(&scene, 1799);
    assert_int_equal(scene.visit.state, BSM_VISIT_FORGETTING);
    pass(&scene, 1);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_KILL), 1);
    assert_memory_equal(&scene.visit.course, &nothing, sizeof nothing);
}

static void a_bio_busy_with_rest_is_asked_later(void **state)
{
    (void)state;
    at_hand(&scene);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_BUSY, BSM_HINT_NONE);
    pass(&scene, 1999);
    assert_int_equal(scene.screen.reason, BSM_REASON_DEVICE);
    pass(&scene, 1);
    assert_int_equal(scene.visit.course.capture, BSM_CAPTURE_RUNNING);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_HAND);
}

static void a_code_typed_while_another_is_on_its_way_is_asked_for_anew(void **state)
{
    (void)state;
    at_code(&scene);
    say_input(&scene, BSM_INPUT_SEND_CODE);
    say_code(&scene);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_CODE), 0);
    say_answered(&scene, BSM_VISIT_SEND_CODE);
    assert_int_equal(scene.visit.state, BSM_VISIT_CODE);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SHOW), 1);
    say_code(&scene);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_CODE), 1);
}

/* Whatever the centre says no with: the person is asked again, waits with a word, or is told why it ends. */
static void no_problem_leaves_the_person_without_a_word(void **state)
{
    (void)state;
    for (int problem = BSM_PROBLEM_BAD_REQUEST; problem <= BSM_PROBLEM_LAST; problem++) {
        at_verifying(&scene);
        say_failed(&scene, BSM_VISIT_VERIFY, BSM_DENIED, (enum bsm_problem)problem);
        bool waits = scene.visit.state == BSM_VISIT_VERIFYING;
        if (waits)
            pass_while(&scene, BSM_VISIT_VERIFYING, 90 * 1000);
        assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
        assert_int_not_equal(scene.screen.reason, BSM_REASON_NONE);
        assert_int_equal(waits, bsm_policy_failure_is_temporary(BSM_DENIED, (enum bsm_problem)problem));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walking_away_is_noticed_and_wiped),
        cmocka_unit_test(a_touch_or_a_finger_takes_the_countdown_back),
        cmocka_unit_test(who_is_seen_by_the_camera_is_not_asked_whether_they_are_there),
        cmocka_unit_test(who_does_the_movement_slowly_is_not_asked_whether_they_are_there),
        cmocka_unit_test(who_waits_for_a_code_is_left_in_peace_for_a_minute),
        cmocka_unit_test(after_ten_extensions_the_visit_ends),
        cmocka_unit_test(a_visit_lasts_ten_minutes_at_most),
        cmocka_unit_test(a_short_wait_shows_no_screen_a_long_one_does),
        cmocka_unit_test(a_wait_screen_does_not_flash),
        cmocka_unit_test(after_a_visit_the_starting_screen_comes_only_when_it_takes_long),
        cmocka_unit_test(a_request_that_did_not_arrive_is_sent_again),
        cmocka_unit_test(a_reader_pulled_out_is_waited_for),
        cmocka_unit_test(a_reader_that_stays_away_ends_the_visit),
        cmocka_unit_test(a_reader_that_refuses_each_time_ends_the_visit),
        cmocka_unit_test(a_bio_that_dies_is_told_the_visit_again),
        cmocka_unit_test(a_bio_that_never_ends_a_capture_is_replaced),
        cmocka_unit_test(a_ui_that_dies_gets_the_present_screen),
        cmocka_unit_test(a_ui_that_comes_back_in_the_countdown_gets_the_seconds_left),
        cmocka_unit_test(an_early_leaf_or_device_missing_puts_it_out_of_service),
        cmocka_unit_test(leaves_that_do_not_forget_are_killed),
        cmocka_unit_test(a_bio_busy_with_rest_is_asked_later),
        cmocka_unit_test(a_code_typed_while_another_is_on_its_way_is_asked_for_anew),
        cmocka_unit_test(no_problem_leaves_the_person_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
