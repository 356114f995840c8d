#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/base/account.h"
#include "firmware/base/text.h"

static void a_mobile_number_typed_here_gets_its_country(void **state)
{
    (void)state;
    char out[BSM_MOBILE_SIZE];
    assert_true(bsm_mobile_from_typed("0512345678", out));
    assert_string_equal(out, "+966512345678");
    assert_true(bsm_mobile_from_typed("0020100123456", out));
    assert_string_equal(out, "+20100123456");
    assert_true(bsm_mobile_from_typed("+447700900123", out));
    assert_string_equal(out, "+447700900123");
}

static void what_is_no_mobile_number_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",           "05",           "051234567",   "05123456789", "0612345678",
                                        "00",         "000512345678", "+0512345678", "+12345",      "+1234567890123456",
                                        "05 1234567", "\x66\x05",     "00966"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char out[BSM_MOBILE_SIZE] = "x";
        assert_false(bsm_mobile_from_typed(wrong[i], out));
        assert_string_equal(out, "");
    }
}

static void a_user_name_begins_with_a_letter_and_has_no_marks_side_by_side(void **state)
{
    (void)state;
    static const char *const right[] = {"sara", "ahmed.ali", "a_b-c9", "abcdefghijklmnopqrstuvwxyz012345"};
    static const char *const wrong[] = {"",      "sar",   "9sara", "Sara",        "sa..ra",
                                        "sara.", ".sara", "sa ra", "s\xd8\xa7ra", "abcdefghijklmnopqrstuvwxyz0123456"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        assert_true(bsm_user_name_valid(right[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(bsm_user_name_valid(wrong[i]));
}

static void a_password_is_measured_in_characters_not_bytes(void **state)
{
    (void)state;
    assert_true(bsm_password_valid("a long one"));
    assert_true(bsm_password_valid("\xd8\xa8\xd8\xb5\xd9\x85\xd8\xa9\xd8\xa8\xd8\xb5\xd9\x85\xd8\xa9"));
    assert_false(bsm_password_valid("\xd8\xa8\xd8\xb5\xd9\x85\xd8\xa9")); /* 4 characters, 8 bytes */
    assert_false(bsm_password_valid("1234567"));
    assert_false(bsm_password_valid(" 12345678"));
    assert_false(bsm_password_valid("1234\t5678"));
    char long_one[BSM_PASSWORD_MAX + 2];
    memset(long_one, 'x', sizeof long_one);
    long_one[BSM_PASSWORD_MAX + 1] = '\0';
    assert_false(bsm_password_valid(long_one));
    long_one[BSM_PASSWORD_MAX] = '\0';
    assert_true(bsm_password_valid(long_one));
}

static void bytes_that_are_not_utf8_have_no_length(void **state)
{
    (void)state;
    static const char *const wrong[] = {"\x80",     "\xc0\xaf",     "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                        "\xd8",     "\xe2\x82",     "\xff",         "a\x1f",        "\x7f",
                                        "\xc2\x85", "\xe2\x80\xae", "\xe2\x81\xa6"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(bsm_text_length(wrong[i], strlen(wrong[i])), -1);
    assert_int_equal(bsm_text_length("", 0), 0);
    assert_int_equal(bsm_text_length("\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", 8), 4);
    assert_int_equal(bsm_text_length("\xf0\x9f\x91\x8d", 4), 1);
    assert_int_equal(bsm_text_length("a\0b", 3), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mobile_number_typed_here_gets_its_country),
        cmocka_unit_test(what_is_no_mobile_number_is_refused),
        cmocka_unit_test(a_user_name_begins_with_a_letter_and_has_no_marks_side_by_side),
        cmocka_unit_test(a_password_is_measured_in_characters_not_bytes),
        cmocka_unit_test(bytes_that_are_not_utf8_have_no_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
