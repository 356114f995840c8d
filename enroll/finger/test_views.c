/* Several impressions as one reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "enroll/finger/test_print.h"
#include "enroll/finger/views.h"

static struct bsm_finger_extractor *extractor;
static struct bsm_finger_matcher *matcher;

struct taken {
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size;
};

static int make_engine(void **state)
{
    enum bsm_status status;
    (void)state;
    extractor = bsm_finger_extractor_create(&status);
    if (status != BSM_OK)
        return -1;
    matcher = bsm_finger_matcher_create(&status);
    return status == BSM_OK ? 0 : -1;
}

static int end_engine(void **state)
{
    (void)state;
    bsm_finger_extractor_destroy(extractor);
    bsm_finger_matcher_destroy(matcher);
    return 0;
}

static struct bsm_finger_view take(unsigned finger, double dx_px, unsigned noise_seed, struct taken *taken)
{
    struct bsm_finger_quality quality;
    struct bsm_image image =
        test_print(finger, &(struct test_view){.dx_px = dx_px, .noise = 40, .noise_seed = noise_seed});
    assert_int_equal(bsm_finger_extract(extractor, &image, taken->bytes, sizeof taken->bytes, &taken->size, &quality),
                     BSM_OK);
    bsm_image_finish(&image);
    return (struct bsm_finger_view){taken->bytes, taken->size};
}

static void one_view_scores_as_a_template_alone(void **state)
{
    static const int32_t scores[] = {-800, -21, 0, 75, 3000};
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(bsm_finger_scores_fuse(&scores[i], 1), scores[i]);
}

static void equal_scores_stay_and_one_good_of_many_pays_for_the_tries(void **state)
{
    (void)state;
    assert_int_equal(bsm_finger_scores_fuse((int32_t[]){50, 50, 50}, 3), 50);
    /* 100 log10(1/2), 100 log10(1/5), 100 log10((1 + 0.1) / 2), each rounded down */
    assert_int_equal(bsm_finger_scores_fuse((int32_t[]){-800, 300}, 2), 300 - 31);
    assert_int_equal(bsm_finger_scores_fuse((int32_t[]){-800, -800, 900, -800, -800}, 5), 900 - 70);
    assert_int_equal(bsm_finger_scores_fuse((int32_t[]){100, 0}, 2), 100 - 26);
}

static void the_order_of_the_views_and_worse_scores_change_nothing_much(void **state)
{
    int32_t high = bsm_finger_scores_fuse((int32_t[]){120, 80, -40}, 3);
    (void)state;
    assert_int_equal(bsm_finger_scores_fuse((int32_t[]){-40, 120, 80}, 3), high);
    assert_true(bsm_finger_scores_fuse((int32_t[]){120, 80, -41}, 3) <= high);
    assert_true(bsm_finger_scores_fuse((int32_t[]){120, 81, -40}, 3) >= high);
}

static void a_probe_that_shares_little_with_one_view_passes_by_another(void **state)
{
    static struct taken taken[3], genuine, other;
    struct bsm_finger_view views[3];
    int32_t alone, fused, wrong;
    (void)state;
    for (int i = 0; i < 3; i++)
        views[i] = take(31, 130 * (i - 1), (unsigned)i + 1, &taken[i]);
    struct bsm_finger_view probe = take(31, 120, 9, &genuine), stranger = take(32, 0, 10, &other);
    assert_int_equal(bsm_finger_match(matcher, views[0].bytes, views[0].size, probe.bytes, probe.size, &alone), BSM_OK);
    assert_int_equal(bsm_finger_match_views(matcher, views, 3, probe.bytes, probe.size, &fused), BSM_OK);
    assert_int_equal(bsm_finger_match_views(matcher, views, 3, stranger.bytes, stranger.size, &wrong), BSM_OK);
    assert_true(fused > alone);
    assert_true(fused > BSM_FINGER_SCORE_FMR_1E4);
    assert_true(wrong < BSM_FINGER_SCORE_FMR_1E4);
}

static void no_views_too_many_and_bad_ones_are_refused(void **state)
{
    static struct taken taken;
    struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX + 1];
    int32_t score = 7;
    (void)state;
    for (int i = 0; i <= BSM_FINGER_VIEWS_MAX; i++)
        views[i] = take(33, 0, 1, &taken);
    const uint8_t *bytes = views[0].bytes;
    size_t size = views[0].size;
    assert_int_equal(bsm_finger_match_views(matcher, views, 0, bytes, size, &score), BSM_INVALID);
    assert_int_equal(bsm_finger_match_views(matcher, views, BSM_FINGER_VIEWS_MAX + 1, bytes, size, &score),
                     BSM_INVALID);
    views[1].size--;
    assert_int_equal(bsm_finger_match_views(matcher, views, 2, bytes, size, &score), BSM_INVALID);
    assert_int_equal(score, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_view_scores_as_a_template_alone),
        cmocka_unit_test(equal_scores_stay_and_one_good_of_many_pays_for_the_tries),
        cmocka_unit_test(the_order_of_the_views_and_worse_scores_change_nothing_much),
        cmocka_unit_test(a_probe_that_shares_little_with_one_view_passes_by_another),
        cmocka_unit_test(no_views_too_many_and_bad_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, make_engine, end_engine);
}
