#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/speech/arabic.h"

static void expect(const char *words, const char *phonemes)
{
    char out[512];
    const char *wrong = "";
    if (bsm_arabic_phonemes(words, out, sizeof out, &wrong) != BSM_OK)
        fail_msg("%s: not understood from %s", words, wrong);
    assert_string_equal(out, phonemes);
}

static void expect_refused(const char *words, const char *from)
{
    char out[512];
    const char *wrong = "";
    assert_int_equal(bsm_arabic_phonemes(words, out, sizeof out, &wrong), BSM_INVALID);
    assert_string_equal(wrong, from);
}

static void the_article_is_one_with_a_letter_of_the_sun_and_not_of_the_moon(void **state)
{
    (void)state;
    expect("الشَّمْسْ.", "[[?aSS'ams]]. ");
    expect("الْقَمَرْ.", "[[?alq'amaR]]. ");
    expect("لِلرَّأْسْ.", "[[liRR'a?s]]. ");
}

static void the_joining_alif_is_heard_after_silence_only(void **state)
{
    (void)state;
    expect("انْتَهَتِ الزِّيَارَةْ.", "[[?int'ahati zzij'a:Ra]]. ");
    expect("وَالْيَدْ.", "[[w'aljad]]. ");
    expect("هٰذَا الِاسْمُ هُنَا.", "[[h'a:Da l'ismu h'una:]]. ");
}

static void a_long_vowel_is_short_before_a_joining_alif(void **state)
{
    (void)state;
    expect("عَلَى الْيَدْ.", "[[A'ala lj'ad]]. ");
    expect("عَلَى يَدِي.", "[[A'ala: j'adi:]]. ");
}

static void letters_double_vowels_lengthen_and_nunation_is_said(void **state)
{
    (void)state;
    expect("سَبَّابَةٌ، مُرُورٌ.", "[[sabb'a:batun]], [[muR'u:Run]]. ");
    expect("شُكْرًا.", "[[S'ukRan]]. ");
    expect("آخَرْ؟", "[[?'a:XaR]]? ");
    expect("يَوْمْ.", "[[j'awm]]. ");
}

static void vowels_are_dark_after_emphatic_letters(void **state)
{
    (void)state;
    expect("بَصَمَاتْ.", "[[bas[a.m'a:t]]. ");
    expect("ضَوْءْ.", "[[dH'a.w?]]. ");
}

static void stress_falls_on_what_is_heavy(void **state)
{
    (void)state;
    expect("كَلِمَةٌ.", "[[kal'imatun]]. ");
    expect("مُوَظَّفُونَ.", "[[muwaZZa.f'u:na]]. ");
    expect("كَلِمَةْ.", "[[k'alima]]. ");
    expect("مِنْ.", "[[min]]. ");
    expect("قَوِيّْ.", "[[qaw'ijj]]. ");
}

static void what_is_not_vocalised_is_refused_where_it_is(void **state)
{
    (void)state;
    expect_refused("يُرْجَى الضغط.", "الضغط.");
    expect_refused("لَحْظَةْ ٣.", "٣.");
    expect_refused("لَحْظَةْ", "");
    expect_refused("hello.", "hello.");
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    char out[8];
    const char *wrong = "";
    assert_int_equal(bsm_arabic_phonemes("لَحْظَةْ.", out, sizeof out, &wrong), BSM_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_article_is_one_with_a_letter_of_the_sun_and_not_of_the_moon),
        cmocka_unit_test(the_joining_alif_is_heard_after_silence_only),
        cmocka_unit_test(a_long_vowel_is_short_before_a_joining_alif),
        cmocka_unit_test(letters_double_vowels_lengthen_and_nunation_is_said),
        cmocka_unit_test(vowels_are_dark_after_emphatic_letters),
        cmocka_unit_test(stress_falls_on_what_is_heavy),
        cmocka_unit_test(what_is_not_vocalised_is_refused_where_it_is),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
