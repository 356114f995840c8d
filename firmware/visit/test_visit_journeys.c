/* The other journeys: registration, a forgotten password, a new number, missing fingers, an appointment, a rating. */
#include "firmware/visit/test_scene.h"

static struct scene scene;

static void a_registration_asks_number_name_and_password_in_turn(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_match(&scene, BSM_STEP_MOBILE | BSM_STEP_CODE | BSM_STEP_ACCOUNT, BSM_ACTION_REGISTER);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_MOBILE);
    assert_int_equal(scene.screen.action, BSM_ACTION_REGISTER);
    say_mobile(&scene);
    assert_string_equal(find_effect(&scene, BSM_EFFECT_SEND_MOBILE)->as.mobile, "+966512345689");
    say_answered(&scene, BSM_VISIT_SEND_CODE);
    assert_string_equal(scene.screen.mobile_hint, "89");
    say_code(&scene);
    say_answered(&scene, BSM_VISIT_CHECK_CODE);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_USER_NAME);
    say_user_name(&scene);
    assert_string_equal(find_effect(&scene, BSM_EFFECT_SEND_USER_NAME)->as.user_name, "sara.ahmed");
    say_answered(&scene, BSM_VISIT_KEEP_NAME);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_PASSWORD);
    say_password(&scene);
    const struct bsm_visit_effect *complete = find_effect(&scene, BSM_EFFECT_SEND_COMPLETE);
    assert_int_equal(complete->as.complete.action, BSM_ACTION_REGISTER);
    assert_string_equal(complete->as.complete.password, "a long password");
    say_answered(&scene, BSM_VISIT_COMPLETE);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_DONE);
    assert_int_equal(scene.visit.unexpected, 0);
}

static void a_taken_name_and_a_weak_password_are_asked_again_each_time(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_match(&scene, BSM_STEP_ACCOUNT, BSM_ACTION_REGISTER);
    for (int i = 0; i < 3; i++) {
        say_user_name(&scene);
        say_failed(&scene, BSM_VISIT_KEEP_NAME, BSM_DENIED, BSM_PROBLEM_NAME_TAKEN);
        assert_int_equal(find_effect(&scene, BSM_EFFECT_SHOW)->as.show.reason, BSM_REASON_NAME_TAKEN);
    }
    say_user_name(&scene);
    say_answered(&scene, BSM_VISIT_KEEP_NAME);
    assert_int_equal(scene.screen.reason, BSM_REASON_NONE);
    for (int i = 0; i < 3; i++) {
        say_password(&scene);
        say_failed(&scene, BSM_VISIT_COMPLETE, BSM_DENIED, BSM_PROBLEM_PASSWORD_WEAK);
        assert_int_equal(find_effect(&scene, BSM_EFFECT_SHOW)->as.show.reason, BSM_REASON_PASSWORD_WEAK);
    }
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_USER_NAME);
    assert_int_equal(scene.screen.reason, BSM_REASON_NONE);
}

static void a_forgotten_password_needs_the_code_and_a_new_one(void **state)
{
    (void)state;
    at_welcome(&scene);
    say_start(&scene, BSM_LANGUAGE_ARABIC);
    say_input(&scene, BSM_INPUT_WANT_PASSWORD);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_PLAIN)->as.plain.request, BSM_VISIT_OPEN);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_PLAIN)->as.plain.purpose, BSM_ACTION_RESET_PASSWORD);
    at_verifying(&scene);
    say_match(&scene, BSM_STEP_CODE | BSM_STEP_PASSWORD, BSM_ACTION_RESET_PASSWORD);
    say_answered(&scene, BSM_VISIT_SEND_CODE);
    say_code(&scene);
    say_answered(&scene, BSM_VISIT_CHECK_CODE);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_PASSWORD);
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(scene.visit.state, BSM_VISIT_PASSWORD);
    say_password(&scene);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_COMPLETE)->as.complete.action, BSM_ACTION_RESET_PASSWORD);
}

static void a_number_that_is_not_theirs_is_replaced_by_another(void **state)
{
    (void)state;
    at_code(&scene);
    assert_string_equal(scene.screen.mobile_hint, "47");
    say_input(&scene, BSM_INPUT_OTHER_MOBILE);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_MOBILE);
    assert_string_equal(scene.screen.mobile_hint, "47"); /* that will be told */
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CODE);
    say_input(&scene, BSM_INPUT_OTHER_MOBILE);
    say_mobile(&scene);
    say_answered(&scene, BSM_VISIT_SEND_CODE);
    assert_string_equal(scene.screen.mobile_hint, "89");
    say_input(&scene, BSM_INPUT_OTHER_MOBILE);
    assert_string_equal(scene.screen.mobile_hint, "47");
    say_input(&scene, BSM_INPUT_BACK);
    say_code(&scene);
    say_answered(&scene, BSM_VISIT_CHECK_CODE);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_COMPLETE)->as.complete.action, BSM_ACTION_ACTIVATE);
}

static void an_account_made_active_elsewhere_meanwhile_is_said_to_be_active(void **state)
{
    (void)state;
    at_code(&scene);
    say_code(&scene);
    say_answered(&scene, BSM_VISIT_CHECK_CODE);
    say_failed(&scene, BSM_VISIT_COMPLETE, BSM_DENIED, BSM_PROBLEM_ALREADY_ACTIVE);
    assert_ended(&scene, BSM_REASON_ALREADY, BSM_OUTCOME_REFUSED);
}

static void a_forgotten_password_is_not_given_to_another_number(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_match(&scene, BSM_STEP_CODE | BSM_STEP_PASSWORD, BSM_ACTION_RESET_PASSWORD);
    say_answered(&scene, BSM_VISIT_SEND_CODE);
    say_input(&scene, BSM_INPUT_OTHER_MOBILE);
    assert_ended(&scene, BSM_REASON_OFFICE, BSM_OUTCOME_REFUSED);
}

static void an_account_that_is_active_already_is_said_to_be(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_match(&scene, 0, 0);
    assert_false(scene.screen.appointment);
    assert_ended(&scene, BSM_REASON_ALREADY, BSM_OUTCOME_REFUSED);
}

static void a_number_that_no_code_can_be_sent_to_changes_nothing(void **state)
{
    (void)state;
    at_code(&scene);
    say_input(&scene, BSM_INPUT_OTHER_MOBILE);
    say_mobile(&scene);
    say_failed(&scene, BSM_VISIT_SEND_CODE, BSM_DENIED, BSM_PROBLEM_QUOTA);
    assert_int_equal(scene.visit.state, BSM_VISIT_CODE);
    pass(&scene, scene.visit.policy.wait_hold_ms);
    assert_string_equal(scene.screen.mobile_hint, "47");
    say_code(&scene);
    say_answered(&scene, BSM_VISIT_CHECK_CODE);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_COMPLETE)->as.complete.action, BSM_ACTION_ACTIVATE);
}

/* The centre keeps its no under the request's key: sent again it would be waited for in vain. */
static void who_can_be_sent_no_code_at_all_is_offered_an_appointment(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_match(&scene, BSM_STEP_CODE, BSM_ACTION_ACTIVATE);
    say_failed(&scene, BSM_VISIT_SEND_CODE, BSM_DENIED, BSM_PROBLEM_QUOTA);
    assert_true(scene.screen.appointment);
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    say_answered(&scene, BSM_VISIT_SLOTS);
    say_slot(&scene);
    say_failed(&scene, BSM_VISIT_BOOK, BSM_DENIED, BSM_PROBLEM_QUOTA);
    assert_ended(&scene, BSM_REASON_OFFICE, BSM_OUTCOME_REFUSED);
}

static void the_screen_says_when_no_other_code_can_be_sent(void **state)
{
    (void)state;
    at_code(&scene);
    for (int sends = 1; sends < scene.visit.policy.code_sends_max; sends++) {
        assert_true(scene.screen.another_code);
        say_input(&scene, BSM_INPUT_SEND_CODE);
        say_answered(&scene, BSM_VISIT_SEND_CODE);
    }
    assert_false(scene.screen.another_code);
    say_input(&scene, BSM_INPUT_SEND_CODE);
    assert_int_equal(scene.visit.state, BSM_VISIT_CODE);
}

static void a_missing_finger_is_replaced_by_the_centre(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_MISSING);
    assert_int_equal(scene.screen.position, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_CANCEL), 1);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    say_missing(&scene, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_MISSING)->as.missing, 1 << BSM_POSITION_RIGHT_INDEX);
    struct bsm_visit_claim others = {BSM_STEP_FINGERS | BSM_STEP_FACE, 1, {BSM_POSITION_LEFT_INDEX}};
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_CLAIMED, .as.claimed = others});
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_LEFT_INDEX);
    assert_int_equal(scene.screen.steps, 1);
    assert_int_equal(scene.visit.unexpected, 0);
}

static void what_is_on_its_way_is_answered_before_fingers_are_said_to_be_missing(void **state)
{
    (void)state;
    at_hand(&scene);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    say_missing(&scene, BSM_POSITION_RIGHT_MIDDLE);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_MISSING), 0);
    say_finger(&scene, BSM_POSITION_RIGHT_MIDDLE); /* it had been taken when the cancel came */
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_CAPTURE), 1);
    say_accepted(&scene, 0, false);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_MISSING), 0);
    say_accepted(&scene, 1, false);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_SEND_MISSING), 1);
    assert_int_equal(scene.visit.unexpected, 0);
}

static void no_finger_left_leads_to_the_face_alone(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    say_missing(&scene, BSM_POSITION_RIGHT_INDEX);
    say_claimed(&scene, BSM_STEP_FACE);
    assert_int_equal(scene.visit.state, BSM_VISIT_FACE);
    say_face(&scene);
    say_accepted(&scene, 0, false);
    say_verified(&scene, BSM_VERDICT_REFER, 0);
    assert_true(scene.screen.appointment);
    assert_ended(&scene, BSM_REASON_OFFICE, BSM_OUTCOME_REFUSED);
}

static void who_would_rather_not_show_the_face_here_is_offered_an_office_at_once(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    say_missing(&scene, BSM_POSITION_RIGHT_INDEX);
    say_claimed(&scene, BSM_STEP_FACE);
    say_hint(&scene, BSM_HINT_UNCOVER_FACE);
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_PLAIN)->as.plain.request, BSM_VISIT_LEAVE);
    assert_true(scene.screen.appointment);
    assert_ended(&scene, BSM_REASON_OFFICE, BSM_OUTCOME_LEFT);
}

static void back_from_marking_goes_on_with_the_same_finger(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_RIGHT_INDEX);
}

static void three_failures(void)
{
    at_hand(&scene);
    for (int i = 0; i < 3; i++)
        say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_RETRY, BSM_HINT_PRESS_HARDER);
    assert_int_equal(scene.screen.reason, BSM_REASON_CAPTURE);
    assert_true(scene.screen.appointment);
}

static void a_dead_end_offers_an_appointment(void **state)
{
    (void)state;
    three_failures();
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_PLAIN)->as.plain.request, BSM_VISIT_SLOTS);
    say_answered(&scene, BSM_VISIT_SLOTS);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_APPOINTMENT);
    say_slot(&scene);
    assert_string_equal(find_effect(&scene, BSM_EFFECT_SEND_BOOK)->as.slot.time, "09:30");
    say_answered(&scene, BSM_VISIT_BOOK);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_BOOKED);
    say_rating(&scene, 4);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_RATED)->as.rating, 4);
    assert_true(scene.screen.rated);
    say_input(&scene, BSM_INPUT_FINISH);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_FORGET)->as.forget.outcome, BSM_OUTCOME_CAPTURE);
    assert_int_equal(scene.visit.unexpected, 0);
}

static void an_appointment_that_went_to_somebody_else_is_offered_anew(void **state)
{
    (void)state;
    three_failures();
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    say_answered(&scene, BSM_VISIT_SLOTS);
    for (int i = 0; i < 2; i++) {
        say_slot(&scene);
        say_failed(&scene, BSM_VISIT_BOOK, BSM_DENIED, BSM_PROBLEM_SLOT_TAKEN);
        assert_int_equal(find_effect(&scene, BSM_EFFECT_SEND_PLAIN)->as.plain.request, BSM_VISIT_SLOTS);
        say_answered(&scene, BSM_VISIT_SLOTS);
        assert_int_equal(find_effect(&scene, BSM_EFFECT_SHOW)->as.show.reason, BSM_REASON_SLOT_TAKEN);
    }
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_ENDED);
    assert_int_equal(scene.screen.reason, BSM_REASON_CAPTURE);
    assert_true(scene.screen.appointment);
}

static void a_link_lost_at_the_appointment_ends_it_and_keeps_the_outcome(void **state)
{
    (void)state;
    three_failures();
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    say_failed(&scene, BSM_VISIT_SLOTS, BSM_GONE, BSM_PROBLEM_NONE);
    pass_while(&scene, BSM_VISIT_ASKING_SLOTS, 90 * 1000);
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
    assert_int_equal(scene.screen.reason, BSM_REASON_LINK);
    assert_true(scene.screen.wish); /* what cannot be chosen can be wished for */
    assert_int_equal(scene.visit.course.outcome, BSM_OUTCOME_CAPTURE);
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISH);
}

static void a_link_lost_while_a_place_is_taken_leaves_no_wish_beside_it(void **state)
{
    (void)state;
    three_failures();
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    say_answered(&scene, BSM_VISIT_SLOTS);
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_SLOT});
    assert_int_equal(scene.visit.state, BSM_VISIT_BOOKING);
    say_failed(&scene, BSM_VISIT_BOOK, BSM_GONE, BSM_PROBLEM_NONE);
    pass_while(&scene, BSM_VISIT_BOOKING, 90 * 1000);
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
    assert_false(scene.screen.appointment);
    assert_false(scene.screen.wish);
}

static void who_walks_away_from_the_appointment_is_forgotten(void **state)
{
    (void)state;
    three_failures();
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    say_answered(&scene, BSM_VISIT_SLOTS);
    pass_while(&scene, BSM_VISIT_APPOINTMENT, 60 * 1000);
    assert_int_equal(scene.visit.state, BSM_VISIT_FORGETTING);
}

static void nobody_who_left_or_never_said_a_number_is_offered_an_appointment(void **state)
{
    (void)state;
    at_hand(&scene);
    say_input(&scene, BSM_INPUT_LEAVE);
    assert_false(scene.screen.appointment);
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
    at_consent(&scene);
    say_failed(&scene, BSM_VISIT_OPEN, BSM_DENIED, BSM_PROBLEM_DEVICE_REVOKED);
    assert_int_equal(scene.visit.state, BSM_VISIT_ENDED);
    assert_false(scene.screen.appointment);
}

static void a_visit_is_rated_once(void **state)
{
    (void)state;
    at_code(&scene);
    say_code(&scene);
    say_answered(&scene, BSM_VISIT_CHECK_CODE);
    say_answered(&scene, BSM_VISIT_COMPLETE);
    say_rating(&scene, 5);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_RATED), 1);
    say_rating(&scene, 1);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_RATED), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_registration_asks_number_name_and_password_in_turn),
        cmocka_unit_test(a_taken_name_and_a_weak_password_are_asked_again_each_time),
        cmocka_unit_test(a_forgotten_password_needs_the_code_and_a_new_one),
        cmocka_unit_test(a_number_that_is_not_theirs_is_replaced_by_another),
        cmocka_unit_test(an_account_made_active_elsewhere_meanwhile_is_said_to_be_active),
        cmocka_unit_test(a_forgotten_password_is_not_given_to_another_number),
        cmocka_unit_test(an_account_that_is_active_already_is_said_to_be),
        cmocka_unit_test(a_number_that_no_code_can_be_sent_to_changes_nothing),
        cmocka_unit_test(who_can_be_sent_no_code_at_all_is_offered_an_appointment),
        cmocka_unit_test(the_screen_says_when_no_other_code_can_be_sent),
        cmocka_unit_test(a_missing_finger_is_replaced_by_the_centre),
        cmocka_unit_test(what_is_on_its_way_is_answered_before_fingers_are_said_to_be_missing),
        cmocka_unit_test(no_finger_left_leads_to_the_face_alone),
        cmocka_unit_test(who_would_rather_not_show_the_face_here_is_offered_an_office_at_once),
        cmocka_unit_test(back_from_marking_goes_on_with_the_same_finger),
        cmocka_unit_test(a_dead_end_offers_an_appointment),
        cmocka_unit_test(an_appointment_that_went_to_somebody_else_is_offered_anew),
        cmocka_unit_test(a_link_lost_at_the_appointment_ends_it_and_keeps_the_outcome),
        cmocka_unit_test(a_link_lost_while_a_place_is_taken_leaves_no_wish_beside_it),
        cmocka_unit_test(who_walks_away_from_the_appointment_is_forgotten),
        cmocka_unit_test(nobody_who_left_or_never_said_a_number_is_offered_an_appointment),
        cmocka_unit_test(a_visit_is_rated_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
