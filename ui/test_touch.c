/* What a touch on each target says to the hub. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ui/screens/screens.h"
#include "ui/test_tools.h"

static struct test_tools tools;
static struct bsm_message answer;

static void begin(struct bsm_stage *stage, enum bsm_screen screen)
{
    struct bsm_ui_show show = test_show(screen, BSM_LANGUAGE_ENGLISH);
    bsm_stage_init(stage, tools.text, tools.icons);
    bsm_stage_resize(stage, 1080, 1920);
    stage->now_ms = 1000;
    bsm_stage_show(stage, &show, 5);
}

static void expect_input(struct bsm_stage *stage, enum bsm_target target, enum bsm_input input,
                         enum bsm_language language)
{
    assert_true(bsm_stage_touch(stage, target, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_INPUT);
    assert_int_equal(answer.round, 5);
    assert_int_equal(answer.as.ui_input.input, input);
    assert_int_equal(answer.as.ui_input.language, language);
}

static void type(struct bsm_stage *stage, const char *digits)
{
    for (; *digits; digits++)
        assert_false(bsm_stage_touch(stage, (enum bsm_target)(BSM_TARGET_KEY_0 + (*digits - '0')), &answer));
}

static void type_identity(struct bsm_stage *stage)
{
    char number[BSM_ID_NUMBER_SIZE] = "101234567";
    number[9] = bsm_id_number_check_digit(number);
    type(stage, number);
    type(stage, "17051990");
}

static void each_door_of_the_welcome_begins_in_its_language(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_WELCOME);
    expect_input(&stage, BSM_TARGET_LANGUAGE_AR, BSM_INPUT_START, BSM_LANGUAGE_ARABIC);
    expect_input(&stage, BSM_TARGET_LANGUAGE_EN, BSM_INPUT_START, BSM_LANGUAGE_ENGLISH);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_NONE, &answer));
}

static void call_leave_and_language_are_said_on_every_screen_of_a_visit(void **state)
{
    (void)state;
    static const enum bsm_screen screens[] = {BSM_SCREEN_CONSENT, BSM_SCREEN_IDENTITY, BSM_SCREEN_HAND,
                                              BSM_SCREEN_FACE,    BSM_SCREEN_CODE,     BSM_SCREEN_TRY_AGAIN,
                                              BSM_SCREEN_TIME,    BSM_SCREEN_WAIT};
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        struct bsm_stage stage;
        begin(&stage, screens[i]);
        expect_input(&stage, BSM_TARGET_CALL, BSM_INPUT_CALL, BSM_LANGUAGE_ENGLISH);
        expect_input(&stage, BSM_TARGET_LEAVE, BSM_INPUT_LEAVE, BSM_LANGUAGE_ENGLISH);
        expect_input(&stage, BSM_TARGET_LANGUAGE, BSM_INPUT_LANGUAGE, BSM_LANGUAGE_ARABIC);
    }
}

static void expect_one(enum bsm_screen screen, enum bsm_target target, enum bsm_input input)
{
    struct bsm_stage stage;
    begin(&stage, screen);
    expect_input(&stage, target, input, BSM_LANGUAGE_ENGLISH);
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
}

static void a_second_touch_before_the_hub_moves_on_is_not_said(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_CONSENT);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &answer));
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &answer));
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_DECLINE, &answer));
}

static void an_answer_that_was_lost_can_be_given_again(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_CONSENT);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &answer));
    stage.now_ms += 6000;
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_AGREE, &answer));
}

static void a_touch_anywhere_asks_for_more_time(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_TIME);
    expect_input(&stage, BSM_TARGET_NONE, BSM_INPUT_MORE_TIME, BSM_LANGUAGE_ENGLISH);
}

static void next_says_the_identity_once_it_is_whole(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_IDENTITY);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    type_identity(&stage);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_IDENTITY);
    assert_int_equal(answer.round, 5);
    assert_true(bsm_id_number_valid(answer.as.ui_identity.id_number));
    assert_string_equal(answer.as.ui_identity.birth_date, "1990-05-17");
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
}

static void fields_can_be_touched_and_mended(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_IDENTITY);
    type_identity(&stage);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_BIRTH_MONTH, &answer));
    type(&stage, "12");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_string_equal(answer.as.ui_identity.birth_date, "1990-12-17");
}

static void typed_digits_outlive_the_countdown_and_a_call(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_IDENTITY);
    type_identity(&stage);
    static const enum bsm_screen over[] = {BSM_SCREEN_TIME, BSM_SCREEN_CALL, BSM_SCREEN_WAIT, BSM_SCREEN_IDENTITY};
    for (size_t i = 0; i < sizeof over / sizeof over[0]; i++) {
        struct bsm_ui_show show = test_show(over[i], BSM_LANGUAGE_ARABIC);
        bsm_stage_show(&stage, &show, 5);
    }
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_IDENTITY);
}

static void the_sixth_digit_sends_the_code_and_a_wrong_one_leaves_empty_boxes(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_CODE);
    type(&stage, "12345");
    assert_true(bsm_stage_touch(&stage, (enum bsm_target)(BSM_TARGET_KEY_0 + 6), &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_CODE);
    assert_string_equal(answer.as.ui_code.code, "123456");
    assert_false(bsm_stage_touch(&stage, (enum bsm_target)(BSM_TARGET_KEY_0 + 7), &answer));
    struct bsm_ui_show wrong = test_show(BSM_SCREEN_CODE, BSM_LANGUAGE_ENGLISH);
    wrong.reason = BSM_REASON_CODE;
    bsm_stage_show(&stage, &wrong, 5);
    assert_string_equal(stage.form.typed[BSM_FIELD_CODE], "");
    type(&stage, "65432");
    assert_true(bsm_stage_touch(&stage, (enum bsm_target)(BSM_TARGET_KEY_0 + 1), &answer));
    assert_string_equal(answer.as.ui_code.code, "654321");
}

static void another_code_is_asked_for_once_in_half_a_minute(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_CODE);
    expect_input(&stage, BSM_TARGET_SEND_CODE, BSM_INPUT_SEND_CODE, BSM_LANGUAGE_ENGLISH);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_SEND_CODE, &answer));
    stage.now_ms += 30000;
    expect_input(&stage, BSM_TARGET_SEND_CODE, BSM_INPUT_SEND_CODE, BSM_LANGUAGE_ENGLISH);
}

static void hints_of_the_other_kind_change_nothing(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_HAND);
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FACE, BSM_HINT_COME_CLOSER});
    assert_int_equal(stage.hint, BSM_HINT_NONE);
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FINGER, BSM_HINT_PRESS_HARDER});
    assert_int_equal(stage.hint, BSM_HINT_PRESS_HARDER);
}

static void forgetting_leaves_nothing_of_the_person(void **state)
{
    (void)state;
    struct bsm_stage stage;
    const struct bsm_form empty = {0};
    const uint32_t pixels[4] = {1, 2, 3, 4};
    begin(&stage, BSM_SCREEN_IDENTITY);
    type_identity(&stage);
    assert_int_equal(bsm_picture_put(&stage.pictures.face, pixels, 2, 2), BSM_OK);
    assert_int_equal(bsm_picture_put(&stage.pictures.fingers[1], pixels, 2, 2), BSM_OK);
    bsm_stage_forget(&stage);
    assert_memory_equal(&stage.form, &empty, sizeof empty);
    assert_null(stage.pictures.face.pixels);
    assert_null(stage.pictures.fingers[1].pixels);
    assert_string_equal(stage.show.mobile_hint, "");
}

static void another_round_forgets_the_one_before(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_IDENTITY);
    type_identity(&stage);
    struct bsm_ui_show show = test_show(BSM_SCREEN_IDENTITY, BSM_LANGUAGE_ENGLISH);
    bsm_stage_show(&stage, &show, 6);
    assert_string_equal(stage.form.typed[BSM_FIELD_ID_NUMBER], "");
}

int main(void)
{
    if (!test_tools_open(&tools))
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
        cmocka_unit_test(hints_of_the_other_kind_change_nothing),
        cmocka_unit_test(forgetting_leaves_nothing_of_the_person),
        cmocka_unit_test(another_round_forgets_the_one_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_tools_close(&tools);
    return failed;
}
