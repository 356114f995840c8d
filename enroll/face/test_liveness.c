#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/face/liveness.h"

enum { FRAME_MS = 50 };

/* Frames with one score each, after what is there. */
static void watch(struct bsm_liveness *liveness, int frames, int log_odds)
{
    int64_t now_ms = liveness->count ? liveness->samples[liveness->count - 1].time_ms : 1000;
    for (int i = 0; i < frames; i++)
        bsm_liveness_take(liveness, now_ms += FRAME_MS, log_odds);
}

static enum bsm_liveness_verdict verdict_of(const struct bsm_liveness *liveness)
{
    return bsm_liveness_judge(liveness).verdict;
}

static void nothing_is_judged_before_a_second_has_been_seen(void **state)
{
    (void)state;
    struct bsm_liveness liveness = {0};
    assert_int_equal(verdict_of(&liveness), BSM_LIVENESS_UNKNOWN);
    watch(&liveness, 20, 500);
    assert_int_equal(verdict_of(&liveness), BSM_LIVENESS_UNKNOWN);
    watch(&liveness, 1, 500);
    assert_int_equal(verdict_of(&liveness), BSM_LIVENESS_ALIVE);
}

static void a_few_frames_in_a_second_are_too_few(void **state)
{
    (void)state;
    struct bsm_liveness liveness = {0};
    for (int i = 0; i < BSM_LIVENESS_ENOUGH_FRAMES - 1; i++)
        bsm_liveness_take(&liveness, 1000 + 300 * i, 500);
    assert_int_equal(verdict_of(&liveness), BSM_LIVENESS_UNKNOWN);
}

static void single_frames_neither_condemn_nor_acquit(void **state)
{
    (void)state;
    struct bsm_liveness living = {0}, replay = {0};
    for (int i = 0; i < 10; i++) {
        watch(&living, 3, 400);
        watch(&living, 1, -1200);
        watch(&replay, 7, -900);
        watch(&replay, 1, 1500);
    }
    assert_int_equal(verdict_of(&living), BSM_LIVENESS_ALIVE);
    assert_int_equal(verdict_of(&replay), BSM_LIVENESS_ATTACK);
}

static void what_turns_into_an_attack_is_one_before_the_whole_window_is(void **state)
{
    (void)state;
    struct bsm_liveness liveness = {0};
    watch(&liveness, 40, 600);
    watch(&liveness, 12, -800);
    struct bsm_liveness_judgement judgement = bsm_liveness_judge(&liveness);
    assert_int_equal(judgement.verdict, BSM_LIVENESS_ATTACK);
    assert_true(judgement.median > 0);
    assert_int_equal(judgement.trend, -1400);
}

static void old_frames_are_forgotten(void **state)
{
    (void)state;
    struct bsm_liveness liveness = {0};
    watch(&liveness, 40, -800);
    watch(&liveness, 41, 300);
    assert_int_equal(verdict_of(&liveness), BSM_LIVENESS_ALIVE);
    assert_true(liveness.samples[0].log_odds == 300);
}

static void a_gap_or_a_clock_that_goes_back_begins_anew(void **state)
{
    (void)state;
    struct bsm_liveness liveness = {0};
    watch(&liveness, 40, 500);
    int64_t last_ms = liveness.samples[liveness.count - 1].time_ms;
    bsm_liveness_take(&liveness, last_ms + BSM_LIVENESS_GAP_MAX_MS + 1, 500);
    assert_int_equal(liveness.count, 1);
    watch(&liveness, 40, 500);
    bsm_liveness_take(&liveness, 7, 500);
    assert_int_equal(liveness.count, 1);
}

static void a_fast_camera_fills_the_window_and_no_more(void **state)
{
    (void)state;
    struct bsm_liveness liveness = {0};
    for (int i = 0; i < 1000; i++)
        bsm_liveness_take(&liveness, 1000 + 5 * i, i);
    assert_int_equal(liveness.count, BSM_LIVENESS_FRAMES_MAX);
    assert_int_equal(liveness.samples[BSM_LIVENESS_FRAMES_MAX - 1].log_odds, 999);
}

static void the_median_is_the_lower_of_two_middles(void **state)
{
    (void)state;
    const struct bsm_liveness_sample samples[] = {{1, 9}, {2, -4}, {3, 2}, {4, 7}};
    assert_int_equal(bsm_liveness_median(samples, 4), 2);
    assert_int_equal(bsm_liveness_median(samples, 3), 2);
    assert_int_equal(bsm_liveness_median(samples, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_judged_before_a_second_has_been_seen),
        cmocka_unit_test(a_few_frames_in_a_second_are_too_few),
        cmocka_unit_test(single_frames_neither_condemn_nor_acquit),
        cmocka_unit_test(what_turns_into_an_attack_is_one_before_the_whole_window_is),
        cmocka_unit_test(old_frames_are_forgotten),
        cmocka_unit_test(a_gap_or_a_clock_that_goes_back_begins_anew),
        cmocka_unit_test(a_fast_camera_fills_the_window_and_no_more),
        cmocka_unit_test(the_median_is_the_lower_of_two_middles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
