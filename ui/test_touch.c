/* What a touch on each target says to the hub: buttons, identity, code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/screens/screens.h"
#include "ui/test_hand.h"
#include "ui/test_tools.h"

static void each_door_of_the_welcome_begins_in_its_language(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_WELCOME);
    hand_expect(&stage, BSM_TARGET_LANGUAGE_AR, BSM_INPUT_START, BSM_LANGUAGE_ARABIC);
    hand_expect(&stage, BSM_TARGET_LANGUAGE_EN, BSM_INPUT_START, BSM_LANGUAGE_ENGLISH);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_NONE, &hand_answer));
}

static void call_leave_and_language_are_said_on_every_screen_of_a_visit(void **state)
{
    (void)state;
    static const enum bsm_screen screens[] = {BSM_SCREEN_CONSENT, BSM_SCREEN_IDENTITY, BSM_SCREEN_HAND,
                                              BSM_SCREEN_FACE,    BSM_SCREEN_CODE,     BSM_SCREEN_TRY_AGAIN,
                                              BSM_SCREEN_TIME,    BSM_SCREEN_WAIT};
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        struct bsm_stage stage;
        hand_begin(&stage, screens[i]);
        hand_expect(&stage, BSM_TARGET_CALL, BSM_INPUT_CALL, BSM_LANGUAGE_ENGLISH);
        hand_expect(&stage, BSM_TARGET_LEAVE, BSM_INPUT_LEAVE, BSM_LANGUAGE_ENGLISH);
        hand_expect(&stage, BSM_TARGET_LANGUAGE, BSM_INPUT_LANGUAGE, BSM_LANGUAGE_ARABIC);
    }
}

static void expect_one(enum bsm_screen screen, enum bsm_target target, enum bsm_input input)
{
    struct bsm_stage stage;
    hand_begin(&stage, screen);
    hand_expect(&stage, target, input, BSM_LANGUAGE_ENGLISH);
}

static void the_buttons_say_what_is_written_on_them(void **state)
{
    (void)state;
    expect_one(BSM_SCREEN_CONSENT, BSM_TARGET_AGREE, BSM_INPUT_AGREE);
    expect_one(BSM_SCREEN_CONSENT, BSM_TARGET_DECLINE, BSM_INPUT_DECLINE);
    expect_one(BSM_SCREEN_TRY_AGAIN, BSM_TARGET_AGAIN, BSM_INPUT_AGAIN);
    expect_one(BSM_SCREEN_TIME, BSM_TARGET_MORE_TIME, BSM_INPUT_MORE_TIME);
    expect_one(BSM_SCREEN_CALL, BSM_TARGET_BACK, BSM_INPUT_BACK);
    expect_one(BSM_SCREEN_DONE, BSM_TARGET_FINISH, BSM_INPUT_FINISH);
    expect_one(BSM_SCREEN_ENDED, BSM_TARGET_FINISH, BSM_INPUT_FINISH);
    expect_one(BSM_SCREEN_BOOKED, BSM_TARGET_FINISH, BSM_INPUT_FINISH);
    expect_one(BSM_SCREEN_KEPT, BSM_TARGET_FINISH, BSM_INPUT_FINISH);
    expect_one(BSM_SCREEN_PURPOSE, BSM_TARGET_WANT_ACCOUNT, BSM_INPUT_WANT_ACCOUNT);
    expect_one(BSM_SCREEN_PURPOSE, BSM_TARGET_WANT_PASSWORD, BSM_INPUT_WANT_PASSWORD);
    expect_one(BSM_SCREEN_PURPOSE, BSM_TARGET_WANT_MOBILE, BSM_INPUT_WANT_MOBILE);
    expect_one(BSM_SCREEN_HAND, BSM_TARGET_MISSING_FINGER, BSM_INPUT_MISSING_FINGER);
    expect_one(BSM_SCREEN_MISSING, BSM_TARGET_BACK, BSM_INPUT_BACK);
    expect_one(BSM_SCREEN_MOBILE, BSM_TARGET_BACK, BSM_INPUT_BACK);
    expect_one(BSM_SCREEN_APPOINTMENT, BSM_TARGET_BACK, BSM_INPUT_BACK);
    expect_one(BSM_SCREEN_CODE, BSM_TARGET_OTHER_MOBILE, BSM_INPUT_OTHER_MOBILE);
}

static void a_second_touch_before_the_hub_moves_on_is_not_said(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_CONSENT);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &hand_answer));
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &hand_answer));
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_DECLINE, &hand_answer));
}

static void an_answer_that_was_lost_can_be_given_again(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_CONSENT);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &hand_answer));
    stage.now_ms += 6000;
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &hand_answer));
}

static void a_touch_anywhere_asks_for_more_time(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_TIME);
    hand_expect(&stage, BSM_TARGET_NONE, BSM_INPUT_MORE_TIME, BSM_LANGUAGE_ENGLISH);
}

static void next_says_the_identity_once_it_is_whole(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_IDENTITY);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    hand_type_identity(&stage);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_IDENTITY);
    assert_int_equal(hand_answer.round, 5);
    assert_true(bsm_id_number_valid(hand_answer.as.ui_identity.id_number));
    assert_string_equal(hand_answer.as.ui_identity.birth_date, "1990-05-17");
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
}

static void fields_can_be_touched_and_mended(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_IDENTITY);
    hand_type_identity(&stage);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_BIRTH_MONTH, &hand_answer));
    hand_type(&stage, "12");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_string_equal(hand_answer.as.ui_identity.birth_date, "1990-12-17");
}

static void typed_digits_outlive_the_countdown_and_a_call(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_IDENTITY);
    hand_type_identity(&stage);
    static const enum bsm_screen over[] = {BSM_SCREEN_TIME, BSM_SCREEN_CALL, BSM_SCREEN_WAIT, BSM_SCREEN_IDENTITY};
    for (size_t i = 0; i < sizeof over / sizeof over[0]; i++) {
        struct bsm_ui_show show = test_show(over[i], BSM_LANGUAGE_ARABIC);
        bsm_stage_show(&stage, &show, 5);
    }
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_IDENTITY);
}

static void the_sixth_digit_sends_the_code_and_a_wrong_one_leaves_empty_boxes(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_CODE);
    hand_type(&stage, "12345");
    assert_true(bsm_stage_touch(&stage, (enum bsm_target)(BSM_TARGET_KEY_0 + 6), &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_CODE);
    assert_string_equal(hand_answer.as.ui_code.code, "123456");
    assert_false(bsm_stage_touch(&stage, (enum bsm_target)(BSM_TARGET_KEY_0 + 7), &hand_answer));
    struct bsm_ui_show wrong = test_show(BSM_SCREEN_CODE, BSM_LANGUAGE_ENGLISH);
    wrong.reason = BSM_REASON_CODE;
    bsm_stage_show(&stage, &wrong, 5);
    assert_string_equal(stage.form.typed[BSM_FIELD_CODE], "");
    hand_type(&stage, "65432");
    assert_true(bsm_stage_touch(&stage, (enum bsm_target)(BSM_TARGET_KEY_0 + 1), &hand_answer));
    assert_string_equal(hand_answer.as.ui_code.code, "654321");
}

static void a_code_that_cannot_be_sent_is_not_asked_for(void **state)
{
    (void)state;
    struct bsm_stage stage;
    struct bsm_ui_show show = test_show(BSM_SCREEN_CODE, BSM_LANGUAGE_ENGLISH);
    hand_begin(&stage, BSM_SCREEN_CODE);
    show.another_code = false;
    bsm_stage_show(&stage, &show, 5);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_SEND_CODE, &hand_answer));
    bsm_stage_finish(&stage);
}

static void the_reason_of_a_failed_try_stands_until_the_next_begins(void **state)
{
    (void)state;
    struct bsm_stage stage;
    struct bsm_ui_show show = test_show(BSM_SCREEN_HAND, BSM_LANGUAGE_ENGLISH);
    hand_begin(&stage, BSM_SCREEN_HAND);
    show.hint = BSM_HINT_MORE_FINGER;
    bsm_stage_show(&stage, &show, 5);
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FINGER, BSM_HINT_PLACE_FINGER});
    assert_int_equal(stage.hint, BSM_HINT_MORE_FINGER);
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FINGER, BSM_HINT_LIFT_FINGER});
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FINGER, BSM_HINT_PLACE_FINGER});
    assert_int_equal(stage.hint, BSM_HINT_PLACE_FINGER);
    bsm_stage_finish(&stage);
}

static void another_code_is_asked_for_once_in_half_a_minute(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_CODE);
    hand_expect(&stage, BSM_TARGET_SEND_CODE, BSM_INPUT_SEND_CODE, BSM_LANGUAGE_ENGLISH);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_SEND_CODE, &hand_answer));
    stage.now_ms += 30000;
    hand_expect(&stage, BSM_TARGET_SEND_CODE, BSM_INPUT_SEND_CODE, BSM_LANGUAGE_ENGLISH);
}

int main(void)
{
    if (!hand_open())
        return TEST_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_door_of_the_welcome_begins_in_its_language),
        cmocka_unit_test(call_leave_and_language_are_said_on_every_screen_of_a_visit),
        cmocka_unit_test(the_buttons_say_what_is_written_on_them),
        cmocka_unit_test(a_second_touch_before_the_hub_moves_on_is_not_said),
        cmocka_unit_test(an_answer_that_was_lost_can_be_given_again),
        cmocka_unit_test(a_touch_anywhere_asks_for_more_time),
        cmocka_unit_test(next_says_the_identity_once_it_is_whole),
        cmocka_unit_test(fields_can_be_touched_and_mended),
        cmocka_unit_test(typed_digits_outlive_the_countdown_and_a_call),
        cmocka_unit_test(the_sixth_digit_sends_the_code_and_a_wrong_one_leaves_empty_boxes),
        cmocka_unit_test(another_code_is_asked_for_once_in_half_a_minute),
        cmocka_unit_test(a_code_that_cannot_be_sent_is_not_asked_for),
        cmocka_unit_test(the_reason_of_a_failed_try_stands_until_the_next_begins),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hand_close();
    return failed;
}
