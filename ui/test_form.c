#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ui/entry.h"
#include "ui/form.h"
#include "ui/language.h"

static void type(struct bsm_form *form, const char *digits)
{
    for (; *digits; digits++)
        bsm_form_type(form, *digits);
}

static void make_number(char number[BSM_ID_NUMBER_SIZE])
{
    memcpy(number, "101234567", 9);
    number[9] = bsm_id_number_check_digit(number);
    number[10] = '\0';
}

static void a_right_number_sends_the_focus_on_to_the_day(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    char number[BSM_ID_NUMBER_SIZE];
    make_number(number);
    type(&form, number);
    assert_int_equal(form.focus, BSM_FIELD_DAY);
    assert_int_equal(bsm_form_check(&form), BSM_FORM_INCOMPLETE);
}

static void a_wrong_check_digit_stays_in_the_number_and_can_be_mended(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    char number[BSM_ID_NUMBER_SIZE];
    make_number(number);
    char right = number[9];
    number[9] = right == '9' ? '0' : (char)(right + 1);
    type(&form, number);
    assert_int_equal(bsm_form_check(&form), BSM_FORM_NUMBER_CHECK);
    assert_int_equal(form.focus, BSM_FIELD_ID_NUMBER);
    assert_true(bsm_form_delete(&form));
    assert_true(bsm_form_type(&form, right));
    assert_int_equal(form.focus, BSM_FIELD_DAY);
}

static void a_number_that_begins_with_three_is_told_at_once(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    type(&form, "3");
    assert_int_equal(bsm_form_check(&form), BSM_FORM_NUMBER_START);
}

static void an_eleventh_digit_is_not_taken(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    type(&form, "1111111111");
    assert_int_equal(form.focus, BSM_FIELD_ID_NUMBER);
    assert_false(bsm_form_type(&form, '1'));
    assert_int_equal(strlen(form.typed[BSM_FIELD_ID_NUMBER]), 10);
    assert_false(bsm_form_type(&form, 'x'));
}

static void number_and_date_typed_in_one_go_make_an_identity(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    struct bsm_ui_identity identity;
    char number[BSM_ID_NUMBER_SIZE];
    make_number(number);
    type(&form, number);
    type(&form, "17051990");
    assert_true(bsm_form_identity(&form, &identity));
    assert_string_equal(identity.id_number, number);
    assert_string_equal(identity.birth_date, "1990-05-17");
}

static void a_day_or_month_that_has_no_second_digit_is_taken_as_such(void **state)
{
    (void)state;
    struct bsm_form form = {.focus = BSM_FIELD_DAY};
    type(&form, "421985");
    assert_string_equal(form.typed[BSM_FIELD_DAY], "04");
    assert_string_equal(form.typed[BSM_FIELD_MONTH], "02");
    assert_string_equal(form.typed[BSM_FIELD_YEAR], "1985");
}

static void a_full_field_that_is_touched_again_begins_anew(void **state)
{
    (void)state;
    struct bsm_form form = {.focus = BSM_FIELD_DAY};
    type(&form, "17051990");
    bsm_form_focus(&form, BSM_FIELD_DAY);
    type(&form, "2");
    assert_string_equal(form.typed[BSM_FIELD_DAY], "2");
    type(&form, "8");
    assert_string_equal(form.typed[BSM_FIELD_DAY], "28");
    assert_int_equal(form.focus, BSM_FIELD_MONTH);
}

static void delete_in_an_empty_field_goes_back_to_the_one_before(void **state)
{
    (void)state;
    struct bsm_form form = {.focus = BSM_FIELD_DAY};
    type(&form, "17");
    assert_int_equal(form.focus, BSM_FIELD_MONTH);
    assert_true(bsm_form_delete(&form));
    assert_int_equal(form.focus, BSM_FIELD_DAY);
    assert_string_equal(form.typed[BSM_FIELD_DAY], "1");
    struct bsm_form empty = {.focus = BSM_FIELD_CODE};
    assert_false(bsm_form_delete(&empty));
}

static void a_day_that_is_none_and_a_year_to_come_are_told_apart(void **state)
{
    (void)state;
    struct bsm_form form = {.focus = BSM_FIELD_DAY};
    type(&form, "31021990");
    assert_int_equal(bsm_form_check(&form), BSM_FORM_DATE_MISSING);
    struct bsm_form early = {.focus = BSM_FIELD_DAY};
    type(&early, "01011899");
    assert_int_equal(bsm_form_check(&early), BSM_FORM_DATE_RANGE);
    struct bsm_form late = {.focus = BSM_FIELD_DAY, .today_unix_ms = 1750000000000};
    type(&late, "01012030");
    assert_int_equal(bsm_form_check(&late), BSM_FORM_DATE_RANGE);
    struct bsm_form no_clock = {.focus = BSM_FIELD_DAY};
    type(&no_clock, "01012030");
    assert_int_not_equal(bsm_form_check(&no_clock), BSM_FORM_DATE_RANGE);
}

static void the_blame_falls_on_the_first_field_that_is_not_right(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    assert_int_equal(bsm_form_blame(&form), BSM_FIELD_ID_NUMBER);
    char number[BSM_ID_NUMBER_SIZE];
    make_number(number);
    type(&form, number);
    type(&form, "17");
    assert_int_equal(bsm_form_blame(&form), BSM_FIELD_MONTH);
}

static void a_wiped_form_holds_nothing(void **state)
{
    (void)state;
    struct bsm_form form = {0};
    const struct bsm_form empty = {0};
    type(&form, "1234");
    bsm_form_focus(&form, BSM_FIELD_CODE);
    type(&form, "987654");
    bsm_form_wipe(&form);
    assert_memory_equal(&form, &empty, sizeof form);
}

static void a_line_is_counted_and_taken_back_by_whole_characters(void **state)
{
    (void)state;
    char text[8] = "";
    assert_false(bsm_entry_delete(text));
    assert_true(bsm_entry_type(text, sizeof text, 4, "أ"));
    assert_true(bsm_entry_type(text, sizeof text, 4, "b"));
    assert_true(bsm_entry_type(text, sizeof text, 4, "€"));
    assert_int_equal(bsm_entry_length(text), 3);
    assert_true(bsm_entry_delete(text));
    assert_string_equal(text, "أb");
    assert_memory_equal(text + 3, "\0\0\0\0", 4);
}

static void a_line_takes_neither_more_characters_nor_more_bytes_than_there_is_room_for(void **state)
{
    (void)state;
    char text[4] = "";
    assert_true(bsm_entry_type(text, sizeof text, 2, "a"));
    assert_false(bsm_entry_type(text, sizeof text, 9, "€"));
    assert_true(bsm_entry_type(text, sizeof text, 2, "b"));
    assert_false(bsm_entry_type(text, sizeof text, 2, "c"));
    assert_false(bsm_entry_type(text, sizeof text, 9, ""));
    assert_string_equal(text, "ab");
}

static void digits_are_those_of_the_language(void **state)
{
    (void)state;
    char out[BSM_NUMBER_SIZE];
    bsm_digits(BSM_LANGUAGE_ARABIC, "0123456789", out, sizeof out);
    assert_string_equal(out, "٠١٢٣٤٥٦٧٨٩");
    bsm_digits(BSM_LANGUAGE_ENGLISH, "0123456789", out, sizeof out);
    assert_string_equal(out, "0123456789");
    bsm_digits(BSM_LANGUAGE_ARABIC, "4 min", out, sizeof out);
    assert_string_equal(out, "٤ min");
}

static void digits_that_do_not_fit_are_cut_at_a_whole_character(void **state)
{
    (void)state;
    char out[6];
    bsm_digits(BSM_LANGUAGE_ARABIC, "12345", out, sizeof out);
    assert_string_equal(out, "١٢");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_number_sends_the_focus_on_to_the_day),
        cmocka_unit_test(a_wrong_check_digit_stays_in_the_number_and_can_be_mended),
        cmocka_unit_test(a_number_that_begins_with_three_is_told_at_once),
        cmocka_unit_test(an_eleventh_digit_is_not_taken),
        cmocka_unit_test(number_and_date_typed_in_one_go_make_an_identity),
        cmocka_unit_test(a_day_or_month_that_has_no_second_digit_is_taken_as_such),
        cmocka_unit_test(a_full_field_that_is_touched_again_begins_anew),
        cmocka_unit_test(delete_in_an_empty_field_goes_back_to_the_one_before),
        cmocka_unit_test(a_day_that_is_none_and_a_year_to_come_are_told_apart),
        cmocka_unit_test(the_blame_falls_on_the_first_field_that_is_not_right),
        cmocka_unit_test(a_wiped_form_holds_nothing),
        cmocka_unit_test(a_line_is_counted_and_taken_back_by_whole_characters),
        cmocka_unit_test(a_line_takes_neither_more_characters_nor_more_bytes_than_there_is_room_for),
        cmocka_unit_test(digits_are_those_of_the_language),
        cmocka_unit_test(digits_that_do_not_fit_are_cut_at_a_whole_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
