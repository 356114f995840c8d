/* What is marked, typed and chosen on the screens further on, and what of it is said to the hub. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/screens/screens.h"
#include "ui/test_hand.h"
#include "ui/test_tools.h"

static void the_finger_asked_for_is_marked_and_more_can_be(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_MISSING);
    hand_touch(&stage, hand_nth(BSM_TARGET_FINGER, BSM_POSITION_LEFT_THUMB - 1));
    hand_touch(&stage, hand_nth(BSM_TARGET_FINGER, BSM_POSITION_LEFT_LITTLE - 1));
    hand_touch(&stage, hand_nth(BSM_TARGET_FINGER, BSM_POSITION_LEFT_LITTLE - 1));
    hand_go_on(&stage, BSM_SCREEN_CALL, BSM_REASON_NONE);
    hand_go_on(&stage, BSM_SCREEN_MISSING, BSM_REASON_NONE);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_MISSING, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_MISSING);
    assert_int_equal(hand_answer.as.ui_missing.fingers, 1 << BSM_POSITION_RIGHT_INDEX | 1 << BSM_POSITION_LEFT_THUMB);
}

static void no_mark_says_nothing_and_going_back_takes_the_marks_away(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_MISSING);
    hand_touch(&stage, hand_nth(BSM_TARGET_FINGER, BSM_POSITION_RIGHT_INDEX - 1));
    hand_touch(&stage, BSM_TARGET_MISSING);
    hand_touch(&stage, hand_nth(BSM_TARGET_FINGER, BSM_POSITION_RIGHT_RING - 1));
    hand_expect(&stage, BSM_TARGET_BACK, BSM_INPUT_BACK, BSM_LANGUAGE_ENGLISH);
    assert_int_equal(stage.missing, 0);
}

static void a_mobile_number_is_said_in_the_form_of_the_world(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_MOBILE);
    hand_type(&stage, "051234567");
    hand_touch(&stage, BSM_TARGET_NEXT);
    hand_type(&stage, "89");
    hand_touch(&stage, BSM_TARGET_KEY_DELETE);
    hand_type(&stage, "8");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_MOBILE);
    assert_string_equal(hand_answer.as.ui_mobile.mobile, "+966512345678");
}

static void a_number_of_another_country_begins_with_two_noughts(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_MOBILE);
    hand_type(&stage, "00447700900123");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_string_equal(hand_answer.as.ui_mobile.mobile, "+447700900123");
}

static void a_user_name_is_said_when_its_form_is_right(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_USER_NAME);
    hand_type_text(&stage, "sar");
    hand_touch(&stage, BSM_TARGET_NEXT);
    hand_type_text(&stage, "a7");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_USER_NAME);
    assert_string_equal(hand_answer.as.ui_user_name.user_name, "sara7");
}

static void a_name_that_is_taken_is_not_sent_again_but_an_offer_is(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_USER_NAME);
    hand_type_text(&stage, "sara");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    hand_go_on(&stage, BSM_SCREEN_WAIT, BSM_REASON_CHECKING);
    hand_go_on(&stage, BSM_SCREEN_USER_NAME, BSM_REASON_NAME_TAKEN);
    hand_touch(&stage, BSM_TARGET_NEXT);
    assert_true(bsm_stage_touch(&stage, hand_nth(BSM_TARGET_OFFER, 1), &hand_answer));
    assert_string_equal(hand_answer.as.ui_user_name.user_name, stage.offers.name[1]);
}

static void another_name_can_be_typed_after_one_was_taken(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_USER_NAME);
    hand_type_text(&stage, "sara");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    hand_go_on(&stage, BSM_SCREEN_USER_NAME, BSM_REASON_NAME_TAKEN);
    hand_type_text(&stage, "h");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_string_equal(hand_answer.as.ui_user_name.user_name, "sarah");
}

static void a_password_may_mix_scripts_capitals_and_signs(void **state)
{
    (void)state;
    static const enum bsm_target keys[] = {
        BSM_TARGET_KEY_SHIFT, BSM_TARGET_KEY_A,      BSM_TARGET_KEY_A,      BSM_TARGET_KEY_SIGNS,
        BSM_TARGET_KEY_SIGN,  BSM_TARGET_KEY_ARABIC, BSM_TARGET_KEY_LETTER, BSM_TARGET_KEY_0,
        BSM_TARGET_KEY_SPACE, BSM_TARGET_KEY_LATIN,  BSM_TARGET_KEY_Z,
    };
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_PASSWORD);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        hand_touch(&stage, keys[i]);
    hand_touch(&stage, BSM_TARGET_NEXT); /* seven characters */
    hand_touch(&stage, BSM_TARGET_SHOW);
    hand_touch(&stage, BSM_TARGET_KEY_9);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_PASSWORD);
    assert_string_equal(hand_answer.as.ui_password.password, "Aa!ء0 z9");
}

static void a_password_outlives_a_call_but_not_its_refusal(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_PASSWORD);
    hand_type_text(&stage, "longenough");
    hand_go_on(&stage, BSM_SCREEN_CALL, BSM_REASON_NONE);
    hand_go_on(&stage, BSM_SCREEN_PASSWORD, BSM_REASON_NONE);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_string_equal(hand_answer.as.ui_password.password, "longenough");
    hand_go_on(&stage, BSM_SCREEN_WAIT, BSM_REASON_CHECKING);
    hand_go_on(&stage, BSM_SCREEN_PASSWORD, BSM_REASON_PASSWORD_WEAK);
    assert_string_equal(stage.form.password, "");
    hand_type_text(&stage, "more");
    hand_go_on(&stage, BSM_SCREEN_PASSWORD, BSM_REASON_PASSWORD_WEAK);
    assert_string_equal(stage.form.password, "more");
}

static void an_appointment_is_office_then_day_then_time_then_a_number(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_APPOINTMENT);
    hand_touch(&stage, hand_nth(BSM_TARGET_OFFICE, 1));
    hand_touch(&stage, BSM_TARGET_LATER);
    hand_touch(&stage, hand_nth(BSM_TARGET_DAY, 0)); /* the ninth */
    hand_touch(&stage, hand_nth(BSM_TARGET_TIME, 2));
    hand_touch(&stage, BSM_TARGET_BOOK); /* not yet in view */
    hand_type(&stage, "0512345678");
    hand_touch(&stage, BSM_TARGET_NEXT);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_BOOK, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_SLOT);
    assert_string_equal(hand_answer.as.ui_slot.office, "riyadh-north");
    assert_string_equal(hand_answer.as.ui_slot.day, "2026-12-16");
    assert_string_equal(hand_answer.as.ui_slot.time, "11:00");
    assert_string_equal(hand_answer.as.ui_slot.mobile, "+966512345678");
}

static void back_goes_one_step_of_the_appointment_and_then_out_of_it(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_APPOINTMENT);
    stage.slots.needs_mobile = false;
    hand_touch(&stage, hand_nth(BSM_TARGET_OFFICE, 0));
    hand_touch(&stage, hand_nth(BSM_TARGET_DAY, 0));
    hand_touch(&stage, hand_nth(BSM_TARGET_TIME, 0));
    assert_int_equal(stage.booking.step, BSM_BOOKING_SUMMARY);
    hand_touch(&stage, BSM_TARGET_BACK);
    assert_int_equal(stage.booking.step, BSM_BOOKING_TIME);
    hand_touch(&stage, BSM_TARGET_BACK);
    hand_touch(&stage, BSM_TARGET_BACK);
    hand_expect(&stage, BSM_TARGET_BACK, BSM_INPUT_BACK, BSM_LANGUAGE_ENGLISH);
}

static void a_fresh_list_of_appointments_begins_the_choice_anew(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_APPOINTMENT);
    hand_touch(&stage, hand_nth(BSM_TARGET_OFFICE, 2));
    hand_touch(&stage, hand_nth(BSM_TARGET_DAY, 7));
    static struct bsm_message none = {.type = BSM_MESSAGE_UI_SLOTS, .round = 5};
    assert_true(bsm_stage_told(&stage, &none));
    hand_go_on(&stage, BSM_SCREEN_APPOINTMENT, BSM_REASON_SLOT_TAKEN);
    assert_int_equal(stage.booking.step, BSM_BOOKING_OFFICE);
    hand_touch(&stage, hand_nth(BSM_TARGET_OFFICE, 0));
    hand_touch(&stage, BSM_TARGET_LATER);
    hand_touch(&stage, BSM_TARGET_BOOK);
    hand_expect(&stage, BSM_TARGET_BACK, BSM_INPUT_BACK, BSM_LANGUAGE_ENGLISH);
}

static void a_face_rates_the_visit_once(void **state)
{
    (void)state;
    static const enum bsm_screen screens[] = {BSM_SCREEN_DONE, BSM_SCREEN_ENDED, BSM_SCREEN_BOOKED, BSM_SCREEN_KEPT};
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        struct bsm_stage stage;
        hand_begin(&stage, screens[i]);
        hand_expect(&stage, hand_nth(BSM_TARGET_RATE, 3), BSM_INPUT_RATE, BSM_LANGUAGE_ENGLISH);
        assert_int_equal(hand_answer.as.ui_input.value, 4);
        hand_touch(&stage, hand_nth(BSM_TARGET_RATE, 0));
        struct bsm_ui_show show = stage.show;
        show.rated = true;
        bsm_stage_show(&stage, &show, 5);
        hand_touch(&stage, hand_nth(BSM_TARGET_RATE, 0));
        hand_expect(&stage, BSM_TARGET_FINISH, BSM_INPUT_FINISH, BSM_LANGUAGE_ENGLISH);
    }
}

static void an_appointment_is_asked_for_only_where_there_can_be_one(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_ENDED);
    hand_touch(&stage, BSM_TARGET_APPOINTMENT);
    stage.show.appointment = true;
    hand_expect(&stage, BSM_TARGET_APPOINTMENT, BSM_INPUT_APPOINTMENT, BSM_LANGUAGE_ENGLISH);
}

static void what_is_told_of_another_round_forgets_the_one_before(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_PASSWORD);
    hand_type_text(&stage, "secret");
    static struct bsm_message person = {.type = BSM_MESSAGE_UI_PERSON, .round = 6};
    assert_true(bsm_stage_told(&stage, &person));
    assert_string_equal(stage.form.password, "");
    assert_int_equal(stage.slots.slots_count, 0);
    static struct bsm_message other = {.type = BSM_MESSAGE_READY, .round = 6};
    assert_false(bsm_stage_told(&stage, &other));
}

int main(void)
{
    if (!hand_open())
        return TEST_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_finger_asked_for_is_marked_and_more_can_be),
        cmocka_unit_test(no_mark_says_nothing_and_going_back_takes_the_marks_away),
        cmocka_unit_test(a_mobile_number_is_said_in_the_form_of_the_world),
        cmocka_unit_test(a_number_of_another_country_begins_with_two_noughts),
        cmocka_unit_test(a_user_name_is_said_when_its_form_is_right),
        cmocka_unit_test(a_name_that_is_taken_is_not_sent_again_but_an_offer_is),
        cmocka_unit_test(another_name_can_be_typed_after_one_was_taken),
        cmocka_unit_test(a_password_may_mix_scripts_capitals_and_signs),
        cmocka_unit_test(a_password_outlives_a_call_but_not_its_refusal),
        cmocka_unit_test(an_appointment_is_office_then_day_then_time_then_a_number),
        cmocka_unit_test(back_goes_one_step_of_the_appointment_and_then_out_of_it),
        cmocka_unit_test(a_fresh_list_of_appointments_begins_the_choice_anew),
        cmocka_unit_test(a_face_rates_the_visit_once),
        cmocka_unit_test(an_appointment_is_asked_for_only_where_there_can_be_one),
        cmocka_unit_test(what_is_told_of_another_round_forgets_the_one_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hand_close();
    return failed;
}
