#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/calendar.h"
#include "ui/language.h"

static char words[BSM_DAY_WORDS_SIZE];

static void a_day_is_said_with_its_name_in_the_language(void **state)
{
    (void)state;
    bsm_language_use(BSM_LANGUAGE_ENGLISH);
    assert_string_equal(bsm_weekday_name("2026-12-06"), "Sunday");
    assert_string_equal(bsm_weekday_name("2024-02-29"), "Thursday");
    bsm_day_words("2026-12-06", words);
    assert_string_equal(words, "6 December 2026");
    bsm_language_use(BSM_LANGUAGE_ARABIC);
    assert_string_equal(bsm_weekday_name("2026-12-06"), "الأحد");
    bsm_day_short("2026-12-06", words);
    assert_string_equal(words, "٦ ديسمبر");
}

/* Days that the Umm al-Qura calendar publishes as firsts of a month. */
static void the_hijri_day_is_that_of_umm_al_qura(void **state)
{
    (void)state;
    bsm_language_use(BSM_LANGUAGE_ENGLISH);
    bsm_day_hijri("2025-03-01", words);
    assert_string_equal(words, "1 Ramadan 1446");
    bsm_day_hijri("2025-06-26", words);
    assert_string_equal(words, "1 Muharram 1447");
    bsm_day_hijri("2026-02-18", words);
    assert_string_equal(words, "1 Ramadan 1447");
    bsm_language_use(BSM_LANGUAGE_ARABIC);
    bsm_day_hijri("2026-02-18", words);
    assert_string_equal(words, "١ رمضان ١٤٤٧");
}

static void times_are_said_by_twelve_hours(void **state)
{
    (void)state;
    bsm_language_use(BSM_LANGUAGE_ENGLISH);
    bsm_time_words("09:30", words);
    assert_string_equal(words, "9:30 AM");
    bsm_time_words("12:05", words);
    assert_string_equal(words, "12:05 PM");
    bsm_time_words("00:15", words);
    assert_string_equal(words, "12:15 AM");
    bsm_time_words("16:00", words);
    assert_string_equal(words, "4:00 PM");
}

static void what_is_no_date_and_no_time_harms_nothing(void **state)
{
    (void)state;
    bsm_day_words("2026-99-99", words);
    bsm_day_hijri("", words);
    bsm_weekday_name("soon");
    bsm_time_words("9", words);
    assert_string_equal(words, "");
    bsm_time_words("ab:cd", words);
    assert_string_equal(words, "");
}

int main(void)
{
    if (bsm_language_init() != BSM_OK)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_said_with_its_name_in_the_language),
        cmocka_unit_test(the_hijri_day_is_that_of_umm_al_qura),
        cmocka_unit_test(times_are_said_by_twelve_hours),
        cmocka_unit_test(what_is_no_date_and_no_time_harms_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
