#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/record/thresholds.h"

static char why[BSM_THRESHOLDS_WHY_SIZE];

static enum bsm_status parse(const char *text, struct bsm_thresholds *out)
{
    return bsm_thresholds_parse("thresholds", text, strlen(text), out, why);
}

static void a_line_is_level_beyond_its_ends(void **state)
{
    (void)state;
    const struct bsm_llr_line line = {.score_low = -100, .llr_low = -150, .score_high = 300, .llr_high = 450};
    assert_int_equal(bsm_llr(&line, -5000), -150);
    assert_int_equal(bsm_llr(&line, -100), -150);
    assert_int_equal(bsm_llr(&line, 0), 0);
    assert_int_equal(bsm_llr(&line, 100), 150);
    assert_int_equal(bsm_llr(&line, 300), 450);
    assert_int_equal(bsm_llr(&line, INT32_MAX), 450);
}

static void a_line_that_does_not_rise_speaks_against_everybody(void **state)
{
    (void)state;
    assert_int_equal(bsm_llr(&(struct bsm_llr_line){0}, 1000), BSM_LLR_NONE);
    assert_int_equal(bsm_llr(&(struct bsm_llr_line){0, 100, 10, 100}, 1000), BSM_LLR_NONE);
}

static void a_wanted_rate_is_a_number_of_decades(void **state)
{
    (void)state;
    struct bsm_thresholds thresholds = bsm_thresholds_default;
    static const struct {
        int32_t one_in, sum;
    } wanted[] = {{1, 0}, {10, 100}, {1000, 300}, {2000, 331}, {10000, 400}, {1000000, 600}, {1000000000, 900}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        thresholds.false_matches_one_in = wanted[i].one_in;
        assert_int_equal(bsm_thresholds_sum(&thresholds), wanted[i].sum);
    }
    thresholds.false_matches_one_in = 0;
    assert_int_equal(bsm_thresholds_sum(&thresholds), INT32_MAX);
}

static void thresholds_come_back_from_their_text(void **state)
{
    (void)state;
    char text[BSM_THRESHOLDS_TEXT_MAX], again[BSM_THRESHOLDS_TEXT_MAX];
    struct bsm_thresholds back = {0};
    size_t size = bsm_thresholds_encode(&bsm_thresholds_default, text);
    assert_int_equal(size, strlen(text));
    assert_int_equal(parse(text, &back), BSM_OK);
    assert_int_equal(bsm_thresholds_encode(&back, again), size);
    assert_string_equal(again, text);
    assert_memory_equal(&back, &bsm_thresholds_default, sizeof back);
}

/* The default text with what stands in it replaced. */
static const char *with(const char *from, const char *to)
{
    static char text[2 * BSM_THRESHOLDS_TEXT_MAX];
    char plain[BSM_THRESHOLDS_TEXT_MAX];
    (void)bsm_thresholds_encode(&bsm_thresholds_default, plain);
    const char *at = strstr(plain, from);
    assert_non_null(at);
    (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(at - plain), plain, to, at + strlen(from));
    return text;
}

static void only_whole_and_sound_texts_are_taken(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } changes[] = {
        {"face_floor = 100\n", ""},                                     /* missing */
        {"face_floor = 100\n", "face_floor = 100\nface_floor = 100\n"}, /* twice */
        {"face_floor = 100\n", "face_floor = 100\nface_flor = 1\n"},    /* unknown */
        {"face_floor = 100", "face_floor = 1001"},                      /* more than there is */
        {"face_floor = 100", "face_floor = 11O"},                       /* no number */
        {"face_floor = 100", "face_floor ="},
        {"fingers_wanted = 2", "fingers_wanted = 0"},
        {"fingers_wanted = 2", "fingers_wanted = 11"},
        {"one_in = 10000", "one_in = 0"},
        {"one_in = 10000", "one_in = 99999999999999999999"},
        {"finger_engine = 2", "finger_engine = 1"}, /* of the engine before: its scores meant something else */
        {"finger_score_high = 363", "finger_score_high = -150"}, /* a line that does not rise */
        {"face_llr_high = 347", "face_llr_high = -235"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct bsm_thresholds out = {.fingers_wanted = 7};
        assert_int_equal(parse(with(changes[i].from, changes[i].to), &out), BSM_INVALID);
        assert_int_equal(out.fingers_wanted, 7);
        assert_true(strlen(why) > 0);
    }
    struct bsm_thresholds out;
    assert_int_equal(parse("", &out), BSM_INVALID);
    assert_int_equal(bsm_thresholds_parse("thresholds", "a = 1\0", 6, &out, why), BSM_INVALID);
    assert_int_equal(parse(with("one_in = 10000", "one_in = 100000"), &out), BSM_OK);
    assert_int_equal(bsm_thresholds_sum(&out), 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_level_beyond_its_ends),
        cmocka_unit_test(a_line_that_does_not_rise_speaks_against_everybody),
        cmocka_unit_test(a_wanted_rate_is_a_number_of_decades),
        cmocka_unit_test(thresholds_come_back_from_their_text),
        cmocka_unit_test(only_whole_and_sound_texts_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
