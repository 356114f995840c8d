/* What a touch on each target says to the hub. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ui/samples.h"
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
    bsm_samples_tell(stage, 5);
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

static void a_code_that_cannot_be_sent_is_not_asked_for(void **state)
{
    (void)state;
    struct bsm_stage stage;
    struct bsm_ui_show show = test_show(BSM_SCREEN_CODE, BSM_LANGUAGE_ENGLISH);
    begin(&stage, BSM_SCREEN_CODE);
    show.another_code = false;
    bsm_stage_show(&stage, &show, 5);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_SEND_CODE, &answer));
    bsm_stage_finish(&stage);
}

static void the_reason_of_a_failed_try_stands_until_the_next_begins(void **state)
{
    (void)state;
    struct bsm_stage stage;
    struct bsm_ui_show show = test_show(BSM_SCREEN_HAND, BSM_LANGUAGE_ENGLISH);
    begin(&stage, BSM_SCREEN_HAND);
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
    begin(&stage, BSM_SCREEN_CODE);
    expect_input(&stage, BSM_TARGET_SEND_CODE, BSM_INPUT_SEND_CODE, BSM_LANGUAGE_ENGLISH);
    assert_false(bsm_stage_touch(&stage, BSM_TARGET_SEND_CODE, &answer));
    stage.now_ms += 30000;
    expect_input(&stage, BSM_TARGET_SEND_CODE, BSM_INPUT_SEND_CODE, BSM_LANGUAGE_ENGLISH);
}

/* The screen again, or another, in the same round. */
static void go_on(struct bsm_stage *stage, enum bsm_screen screen, enum bsm_reason reason)
{
    struct bsm_ui_show show = test_show(screen, BSM_LANGUAGE_ENGLISH);
    show.reason = reason;
    bsm_stage_show(stage, &show, 5);
}

static void touch(struct bsm_stage *stage, enum bsm_target target)
{
    assert_false(bsm_stage_touch(stage, target, &answer));
}

/* Latin letters and digits of text, on the keys in view. */
static void type_text(struct bsm_stage *stage, const char *text)
{
    for (; *text; text++)
        touch(stage, *text >= 'a' ? (enum bsm_target)(BSM_TARGET_KEY_A + (*text - 'a'))
                                  : (enum bsm_target)(BSM_TARGET_KEY_0 + (*text - '0')));
}

static enum bsm_target nth(enum bsm_target first, int place) { return (enum bsm_target)((int)first + place); }

static void the_finger_asked_for_is_marked_and_more_can_be(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_MISSING);
    touch(&stage, nth(BSM_TARGET_FINGER, BSM_POSITION_LEFT_THUMB - 1));
    touch(&stage, nth(BSM_TARGET_FINGER, BSM_POSITION_LEFT_LITTLE - 1));
    touch(&stage, nth(BSM_TARGET_FINGER, BSM_POSITION_LEFT_LITTLE - 1));
    go_on(&stage, BSM_SCREEN_CALL, BSM_REASON_NONE);
    go_on(&stage, BSM_SCREEN_MISSING, BSM_REASON_NONE);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_MISSING, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_MISSING);
    assert_int_equal(answer.as.ui_missing.fingers, 1 << BSM_POSITION_RIGHT_INDEX | 1 << BSM_POSITION_LEFT_THUMB);
}

static void no_mark_says_nothing_and_going_back_takes_the_marks_away(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_MISSING);
    touch(&stage, nth(BSM_TARGET_FINGER, BSM_POSITION_RIGHT_INDEX - 1));
    touch(&stage, BSM_TARGET_MISSING);
    touch(&stage, nth(BSM_TARGET_FINGER, BSM_POSITION_RIGHT_RING - 1));
    expect_input(&stage, BSM_TARGET_BACK, BSM_INPUT_BACK, BSM_LANGUAGE_ENGLISH);
    assert_int_equal(stage.missing, 0);
}

static void a_mobile_number_is_said_in_the_form_of_the_world(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_MOBILE);
    type(&stage, "051234567");
    touch(&stage, BSM_TARGET_NEXT);
    type(&stage, "89");
    touch(&stage, BSM_TARGET_KEY_DELETE);
    type(&stage, "8");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_MOBILE);
    assert_string_equal(answer.as.ui_mobile.mobile, "+966512345678");
}

static void a_number_of_another_country_begins_with_two_noughts(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_MOBILE);
    type(&stage, "00447700900123");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_string_equal(answer.as.ui_mobile.mobile, "+447700900123");
}

static void a_user_name_is_said_when_its_form_is_right(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_USER_NAME);
    type_text(&stage, "sar");
    touch(&stage, BSM_TARGET_NEXT);
    type_text(&stage, "a7");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_USER_NAME);
    assert_string_equal(answer.as.ui_user_name.user_name, "sara7");
}

static void a_name_that_is_taken_is_not_sent_again_but_an_offer_is(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_USER_NAME);
    type_text(&stage, "sara");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    go_on(&stage, BSM_SCREEN_WAIT, BSM_REASON_CHECKING);
    go_on(&stage, BSM_SCREEN_USER_NAME, BSM_REASON_NAME_TAKEN);
    touch(&stage, BSM_TARGET_NEXT);
    assert_true(bsm_stage_touch(&stage, nth(BSM_TARGET_OFFER, 1), &answer));
    assert_string_equal(answer.as.ui_user_name.user_name, stage.offers.name[1]);
}

static void another_name_can_be_typed_after_one_was_taken(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_USER_NAME);
    type_text(&stage, "sara");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    go_on(&stage, BSM_SCREEN_USER_NAME, BSM_REASON_NAME_TAKEN);
    type_text(&stage, "h");
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_string_equal(answer.as.ui_user_name.user_name, "sarah");
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
    begin(&stage, BSM_SCREEN_PASSWORD);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        touch(&stage, keys[i]);
    touch(&stage, BSM_TARGET_NEXT); /* seven characters */
    touch(&stage, BSM_TARGET_SHOW);
    touch(&stage, BSM_TARGET_KEY_9);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_PASSWORD);
    assert_string_equal(answer.as.ui_password.password, "Aa!ء0 z9");
}

static void a_password_outlives_a_call_but_not_its_refusal(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_PASSWORD);
    type_text(&stage, "longenough");
    go_on(&stage, BSM_SCREEN_CALL, BSM_REASON_NONE);
    go_on(&stage, BSM_SCREEN_PASSWORD, BSM_REASON_NONE);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_NEXT, &answer));
    assert_string_equal(answer.as.ui_password.password, "longenough");
    go_on(&stage, BSM_SCREEN_WAIT, BSM_REASON_CHECKING);
    go_on(&stage, BSM_SCREEN_PASSWORD, BSM_REASON_PASSWORD_WEAK);
    assert_string_equal(stage.form.password, "");
    type_text(&stage, "more");
    go_on(&stage, BSM_SCREEN_PASSWORD, BSM_REASON_PASSWORD_WEAK);
    assert_string_equal(stage.form.password, "more");
}

static void an_appointment_is_office_then_day_then_time_then_a_number(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_APPOINTMENT);
    touch(&stage, nth(BSM_TARGET_OFFICE, 1));
    touch(&stage, BSM_TARGET_LATER);
    touch(&stage, nth(BSM_TARGET_DAY, 0)); /* the ninth */
    touch(&stage, nth(BSM_TARGET_TIME, 2));
    touch(&stage, BSM_TARGET_BOOK); /* not yet in view */
    type(&stage, "0512345678");
    touch(&stage, BSM_TARGET_NEXT);
    assert_true(bsm_stage_touch(&stage, BSM_TARGET_BOOK, &answer));
    assert_int_equal(answer.type, BSM_MESSAGE_UI_SLOT);
    assert_string_equal(answer.as.ui_slot.office, "riyadh-north");
    assert_string_equal(answer.as.ui_slot.day, "2026-12-16");
    assert_string_equal(answer.as.ui_slot.time, "11:00");
    assert_string_equal(answer.as.ui_slot.mobile, "+966512345678");
}

static void back_goes_one_step_of_the_appointment_and_then_out_of_it(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_APPOINTMENT);
    stage.slots.needs_mobile = false;
    touch(&stage, nth(BSM_TARGET_OFFICE, 0));
    touch(&stage, nth(BSM_TARGET_DAY, 0));
    touch(&stage, nth(BSM_TARGET_TIME, 0));
    assert_int_equal(stage.booking.step, BSM_BOOKING_SUMMARY);
    touch(&stage, BSM_TARGET_BACK);
    assert_int_equal(stage.booking.step, BSM_BOOKING_TIME);
    touch(&stage, BSM_TARGET_BACK);
    touch(&stage, BSM_TARGET_BACK);
    expect_input(&stage, BSM_TARGET_BACK, BSM_INPUT_BACK, BSM_LANGUAGE_ENGLISH);
}

static void a_fresh_list_of_appointments_begins_the_choice_anew(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_APPOINTMENT);
    touch(&stage, nth(BSM_TARGET_OFFICE, 2));
    touch(&stage, nth(BSM_TARGET_DAY, 7));
    static struct bsm_message none = {.type = BSM_MESSAGE_UI_SLOTS, .round = 5};
    assert_true(bsm_stage_told(&stage, &none));
    go_on(&stage, BSM_SCREEN_APPOINTMENT, BSM_REASON_SLOT_TAKEN);
    assert_int_equal(stage.booking.step, BSM_BOOKING_OFFICE);
    touch(&stage, nth(BSM_TARGET_OFFICE, 0));
    touch(&stage, BSM_TARGET_LATER);
    touch(&stage, BSM_TARGET_BOOK);
    expect_input(&stage, BSM_TARGET_BACK, BSM_INPUT_BACK, BSM_LANGUAGE_ENGLISH);
}

static void a_face_rates_the_visit_once(void **state)
{
    (void)state;
    static const enum bsm_screen screens[] = {BSM_SCREEN_DONE, BSM_SCREEN_ENDED, BSM_SCREEN_BOOKED, BSM_SCREEN_KEPT};
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        struct bsm_stage stage;
        begin(&stage, screens[i]);
        expect_input(&stage, nth(BSM_TARGET_RATE, 3), BSM_INPUT_RATE, BSM_LANGUAGE_ENGLISH);
        assert_int_equal(answer.as.ui_input.value, 4);
        touch(&stage, nth(BSM_TARGET_RATE, 0));
        struct bsm_ui_show show = stage.show;
        show.rated = true;
        bsm_stage_show(&stage, &show, 5);
        touch(&stage, nth(BSM_TARGET_RATE, 0));
        expect_input(&stage, BSM_TARGET_FINISH, BSM_INPUT_FINISH, BSM_LANGUAGE_ENGLISH);
    }
}

static void an_appointment_is_asked_for_only_where_there_can_be_one(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_ENDED);
    touch(&stage, BSM_TARGET_APPOINTMENT);
    stage.show.appointment = true;
    expect_input(&stage, BSM_TARGET_APPOINTMENT, BSM_INPUT_APPOINTMENT, BSM_LANGUAGE_ENGLISH);
}

static void what_is_told_of_another_round_forgets_the_one_before(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_PASSWORD);
    type_text(&stage, "secret");
    static struct bsm_message person = {.type = BSM_MESSAGE_UI_PERSON, .round = 6};
    assert_true(bsm_stage_told(&stage, &person));
    assert_string_equal(stage.form.password, "");
    assert_int_equal(stage.slots.slots_count, 0);
    static struct bsm_message other = {.type = BSM_MESSAGE_READY, .round = 6};
    assert_false(bsm_stage_told(&stage, &other));
}

static bool all_zero(const void *memory, size_t size)
{
    const unsigned char *bytes = memory;
    while (size > 0 && bytes[size - 1] == 0)
        size--;
    return size == 0;
}

/* A small generator of its own: the same walk on every machine. */
static unsigned next_number(void)
{
    static unsigned long long state = 20261127;
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(state >> 33);
}

/* Each screen in turn, so that none is left out. */
static struct bsm_ui_show any_show(void)
{
    static unsigned turn;
    struct bsm_ui_show show = test_show((enum bsm_screen)(1 + turn++ % BSM_SCREEN_LAST),
                                        (enum bsm_language)(1 + next_number() % BSM_LANGUAGE_LAST));
    show.reason = (enum bsm_reason)(next_number() % (BSM_REASON_LAST + 1));
    show.action = (enum bsm_action)(next_number() % (BSM_ACTION_LAST + 1));
    show.position = (enum bsm_position)(1 + next_number() % BSM_POSITION_MAX);
    show.appointment = next_number() % 2;
    show.rated = next_number() % 2;
    return show;
}

/* What a screen says must be a message that the hub takes. */
static void expect_lawful(void)
{
    static struct bsm_message back;
    static uint8_t bytes[BSM_MESSAGE_BYTES_MAX];
    size_t size = 0;
    assert_true(bsm_message_permitted(answer.type, BSM_LEAF_UI, true));
    bsm_message_encode(&answer, bytes, sizeof bytes, &size);
    assert_int_equal(bsm_message_decode(&back, bytes, size), BSM_OK);
    if (answer.type == BSM_MESSAGE_UI_USER_NAME)
        assert_true(bsm_user_name_valid(answer.as.ui_user_name.user_name));
    if (answer.type == BSM_MESSAGE_UI_PASSWORD)
        assert_true(bsm_password_valid(answer.as.ui_password.password));
    if (answer.type == BSM_MESSAGE_UI_MOBILE)
        assert_true(bsm_mobile_valid(answer.as.ui_mobile.mobile));
}

/* Mostly something to touch; now and then beside it, or what was there before. */
static enum bsm_target any_target(const struct bsm_page *page)
{
    enum bsm_target target = BSM_TARGET_NONE;
    for (int tries = 0; tries < 20 && target == BSM_TARGET_NONE && page->count > 0; tries++)
        target = page->items[next_number() % (unsigned)page->count].target;
    return target;
}

static void whatever_is_touched_says_what_is_lawful(void **state)
{
    (void)state;
    enum { TOUCHES = 24000 };
    static const enum bsm_message_type expected[] = {BSM_MESSAGE_UI_INPUT, BSM_MESSAGE_UI_MISSING, BSM_MESSAGE_UI_SLOT,
                                                     BSM_MESSAGE_UI_PASSWORD, BSM_MESSAGE_UI_CODE};
    static struct bsm_page page;
    struct bsm_stage stage;
    bool said_type[BSM_MESSAGE_LAST + 1] = {false};
    begin(&stage, BSM_SCREEN_WELCOME);
    for (int i = 0; i < TOUCHES; i++) {
        if (i % 150 == 0) {
            struct bsm_ui_show show = any_show();
            bsm_stage_show(&stage, &show, 5);
        }
        if (next_number() % 700 == 0) {
            bsm_samples_tell(&stage, 5);
            stage.slots.needs_mobile = false; /* a number would hardly come about */
        }
        if (next_number() % 8000 == 0)
            bsm_stage_forget(&stage);
        if (stage.changed && next_number() % 4 == 0) {
            bsm_stage_build(&stage, &page);
            stage.changed = false;
        }
        stage.now_ms += 500;
        if (bsm_stage_touch(&stage, any_target(&page), &answer)) {
            expect_lawful();
            said_type[answer.type] = true;
        }
    }
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (!said_type[expected[i]])
            fail_msg("never said %s", bsm_message_name(expected[i]));
    bsm_stage_finish(&stage);
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
    assert_true(all_zero(&stage.person, sizeof stage.person));
    assert_true(all_zero(&stage.offers, sizeof stage.offers));
    assert_true(all_zero(&stage.slots, sizeof stage.slots));
    assert_true(all_zero(&stage.booked, sizeof stage.booked));
    assert_true(all_zero(&stage.receipt, sizeof stage.receipt));
    assert_true(all_zero(&stage.booking, sizeof stage.booking));
    assert_int_equal(stage.missing, 0);
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
        cmocka_unit_test(a_code_that_cannot_be_sent_is_not_asked_for),
        cmocka_unit_test(the_reason_of_a_failed_try_stands_until_the_next_begins),
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
        cmocka_unit_test(whatever_is_touched_says_what_is_lawful),
        cmocka_unit_test(hints_of_the_other_kind_change_nothing),
        cmocka_unit_test(forgetting_leaves_nothing_of_the_person),
        cmocka_unit_test(another_round_forgets_the_one_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_tools_close(&tools);
    return failed;
}
