/* The finger engine from outside: pictures in, templates and scores out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/planes.h"
#include "enroll/finger/test_print.h"

static struct bsm_finger_extractor *extractor;
static struct bsm_finger_matcher *matcher;

struct taken {
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size;
    struct bsm_finger_quality quality;
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

static enum bsm_status take(struct bsm_image image, struct taken *taken)
{
    enum bsm_status status =
        bsm_finger_extract(extractor, &image, taken->bytes, sizeof taken->bytes, &taken->size, &taken->quality);
    bsm_image_finish(&image);
    return status;
}

static void take_finger(unsigned finger, struct test_view view, struct taken *taken)
{
    assert_int_equal(take(test_print(finger, &view), taken), BSM_OK);
}

static int32_t score(const struct taken *reference, const struct taken *probe)
{
    int32_t value = INT32_MIN;
    assert_int_equal(bsm_finger_match(matcher, reference->bytes, reference->size, probe->bytes, probe->size, &value),
                     BSM_OK);
    return value;
}

static void a_clear_print_gives_a_good_template(void **state)
{
    struct taken taken;
    (void)state;
    take_finger(1, (struct test_view){0}, &taken);
    assert_int_equal(bsm_finger_template_check(taken.bytes, taken.size), BSM_OK);
    assert_int_equal(taken.quality.hint, BSM_HINT_FINGER_GOOD);
    assert_in_range(taken.quality.score, 60, 100);
    assert_in_range(taken.quality.minutiae, 15, 60);
    assert_in_range(taken.quality.area_mm2, 170, 220);
}

static void the_same_picture_matches_itself_far_above_the_threshold(void **state)
{
    struct taken taken;
    (void)state;
    take_finger(1, (struct test_view){0}, &taken);
    assert_true(score(&taken, &taken) > 2 * BSM_FINGER_SCORE_FMR_1E4);
}

static void another_view_of_the_finger_matches_and_another_finger_does_not(void **state)
{
    struct taken reference, probe, other;
    (void)state;
    for (unsigned finger = 1; finger <= 6; finger++) {
        take_finger(finger, (struct test_view){.noise = 20, .noise_seed = 1}, &reference);
        take_finger(finger,
                    (struct test_view){.turn_degrees = 12, .dx_px = 20, .dy_px = -15, .noise = 30, .noise_seed = 2},
                    &probe);
        take_finger(finger + 100, (struct test_view){.noise = 20, .noise_seed = 3}, &other);
        assert_true(score(&reference, &probe) > BSM_FINGER_SCORE_FMR_1E4);
        assert_true(score(&reference, &other) < BSM_FINGER_SCORE_FMR_1E4);
    }
}

static void a_turned_finger_still_matches(void **state)
{
    struct taken reference, probe;
    (void)state;
    take_finger(3, (struct test_view){0}, &reference);
    for (int degrees = -60; degrees <= 60; degrees += 20) {
        take_finger(3, (struct test_view){.turn_degrees = degrees}, &probe);
        assert_true(score(&reference, &probe) > BSM_FINGER_SCORE_FMR_1E4);
    }
}

static void pictures_of_any_resolution_match_each_other(void **state)
{
    static const int resolutions[] = {250, 363, 508, 569, 800, 1000};
    struct taken reference, probe;
    (void)state;
    take_finger(4, (struct test_view){0}, &reference);
    for (size_t i = 0; i < sizeof resolutions / sizeof resolutions[0]; i++) {
        take_finger(4, (struct test_view){.turn_degrees = 5, .resolution_ppi = resolutions[i]}, &probe);
        assert_true(score(&reference, &probe) > BSM_FINGER_SCORE_FMR_1E4);
    }
}

static void the_same_bytes_in_give_the_same_bytes_out(void **state)
{
    struct taken first, second, other;
    (void)state;
    take_finger(5, (struct test_view){.noise = 40}, &first);
    take_finger(6, (struct test_view){.noise = 40}, &other);
    take_finger(5, (struct test_view){.noise = 40}, &second);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    int32_t before = score(&first, &other);
    (void)score(&other, &other);
    assert_int_equal(score(&first, &other), before);
}

static void nothing_of_a_picture_is_left_after_the_wipe(void **state)
{
    struct bsm_planes *planes = calloc(1, sizeof *planes);
    struct bsm_kernels *kernels = calloc(1, sizeof *kernels);
    struct bsm_image image = test_print(8, &(struct test_view){.noise = 30, .resolution_ppi = 543});
    size_t left = 0;
    (void)state;
    assert_non_null(planes);
    assert_non_null(kernels);
    bsm_kernels_init(kernels);
    assert_int_equal(bsm_planes_prepare(planes, &image), BSM_OK);
    bsm_planes_spectrum(planes, kernels);
    bsm_planes_field(planes, kernels);
    bsm_planes_segment(planes);
    bsm_planes_enhance(planes, kernels);
    bsm_planes_detect(planes, kernels);
    assert_true(planes->candidate_count > 0);
    bsm_planes_wipe(planes);
    for (size_t i = 0; i < sizeof *planes; i++)
        left += ((const uint8_t *)planes)[i] != 0;
    assert_int_equal(left, 0);
    bsm_image_finish(&image);
    free(kernels);
    free(planes);
}

static void scores_are_the_same_integers_with_every_compiler(void **state)
{
    static const int32_t golden[] = {3005, 3691, 20, -451};
    struct taken reference, probe;
    (void)state;
    for (unsigned i = 0; i < sizeof golden / sizeof golden[0]; i++) {
        take_finger(21, (struct test_view){.noise = 60, .noise_seed = 1}, &reference);
        take_finger(21 + i / 2, (struct test_view){.turn_degrees = 7, .dx_px = 60, .noise = 60, .noise_seed = i + 2},
                    &probe);
        assert_int_equal(score(&reference, &probe), golden[i]);
    }
}

static void pictures_that_hold_no_print_ask_for_another_try(void **state)
{
    struct taken taken;
    (void)state;
    assert_int_equal(take(test_flat(300, 300, 255), &taken), BSM_RETRY);
    assert_int_equal(taken.quality.hint, BSM_HINT_PLACE_FINGER);
    assert_int_equal(taken.quality.score, 0);
    assert_int_equal(take(test_flat(300, 300, 0), &taken), BSM_RETRY);
    assert_int_equal(take(test_flat(8, 8, 128), &taken), BSM_RETRY);
    assert_int_equal(take(test_flat(1, 1000, 128), &taken), BSM_RETRY);
    assert_int_equal(take(test_flat(1000, 1, 128), &taken), BSM_RETRY);
}

static void pictures_of_noise_and_odd_sizes_end_in_a_status(void **state)
{
    static const int sides[] = {1, 7, 63, 64, 65, 66, 67, 101, 257, 1023, 1024};
    struct taken taken;
    (void)state;
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
        for (size_t j = 0; j < sizeof sides / sizeof sides[0]; j += 3) {
            enum bsm_status status = take(test_noise(sides[i], sides[j], (unsigned)(i * 31 + j)), &taken);
            assert_true(status == BSM_RETRY || status == BSM_OK);
            if (status == BSM_OK)
                assert_int_equal(bsm_finger_template_check(taken.bytes, taken.size), BSM_OK);
        }
}

static void unlawful_pictures_are_invalid(void **state)
{
    static const int resolutions[] = {0, -1, 249, 1001, 100000};
    struct taken taken;
    struct bsm_image image;
    (void)state;
    for (size_t i = 0; i < sizeof resolutions / sizeof resolutions[0]; i++) {
        image = test_flat(300, 300, 200);
        image.resolution_ppi = resolutions[i];
        assert_int_equal(take(image, &taken), BSM_INVALID);
    }
    image = (struct bsm_image){0};
    assert_int_equal(take(image, &taken), BSM_INVALID);
    assert_int_equal(take(test_flat(1100, 300, 200), &taken), BSM_INVALID);
    assert_int_equal(bsm_image_init(&image, 300, 300, BSM_IMAGE_RGB24, 500), BSM_OK);
    assert_int_equal(take(image, &taken), BSM_INVALID);
}

static void room_too_small_for_the_largest_template_is_invalid(void **state)
{
    struct taken taken;
    struct bsm_image image = test_flat(300, 300, 200);
    (void)state;
    assert_int_equal(bsm_finger_extract(extractor, &image, taken.bytes, 100, &taken.size, &taken.quality), BSM_INVALID);
    bsm_image_finish(&image);
}

static void a_finger_upside_down_gets_advice_and_a_template(void **state)
{
    struct taken upright, turned;
    (void)state;
    for (unsigned finger = 30; finger < 36; finger++) {
        take_finger(finger, (struct test_view){.low_px = 120}, &upright);
        take_finger(finger, (struct test_view){.low_px = 120, .turn_degrees = 180}, &turned);
        assert_int_equal(upright.quality.hint, BSM_HINT_FINGER_GOOD);
        assert_int_equal(turned.quality.hint, BSM_HINT_TURN_FINGER);
        assert_in_range(turned.quality.score, 60, 100);
        assert_int_equal(bsm_finger_template_check(turned.bytes, turned.size), BSM_OK);
    }
}

static void a_finger_at_the_edge_is_asked_to_the_middle(void **state)
{
    struct taken taken;
    (void)state;
    take_finger(31, (struct test_view){.dx_px = 170}, &taken);
    assert_int_equal(taken.quality.hint, BSM_HINT_CENTRE_FINGER);
    take_finger(31, (struct test_view){.dx_px = 20}, &taken);
    assert_int_equal(taken.quality.hint, BSM_HINT_FINGER_GOOD);
}

static void a_small_patch_asks_for_more_finger(void **state)
{
    struct taken taken;
    struct bsm_image whole = test_print(2, &(struct test_view){0}), patch = whole;
    (void)state;
    patch.pixels = whole.pixels + 100 * whole.stride + 100;
    patch.width_px = patch.height_px = 80;
    assert_int_equal(
        bsm_finger_extract(extractor, &patch, taken.bytes, sizeof taken.bytes, &taken.size, &taken.quality), BSM_RETRY);
    assert_int_equal(taken.quality.hint, BSM_HINT_MORE_FINGER);
    bsm_image_finish(&whole);
}

static void one_changed_bit_anywhere_is_refused(void **state)
{
    struct taken taken;
    int32_t value = 7;
    (void)state;
    take_finger(7, (struct test_view){0}, &taken);
    for (size_t bit = 0; bit < taken.size * 8; bit++) {
        taken.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(bsm_finger_template_check(taken.bytes, taken.size), BSM_INVALID);
        taken.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    taken.bytes[50] ^= 4;
    assert_int_equal(bsm_finger_match(matcher, taken.bytes, taken.size, taken.bytes, taken.size, &value), BSM_INVALID);
    assert_int_equal(value, 7);
}

static void templates_cut_short_or_long_are_refused(void **state)
{
    struct taken taken;
    (void)state;
    take_finger(7, (struct test_view){0}, &taken);
    for (size_t size = 0; size < taken.size; size++) {
        uint8_t *exact = malloc(size + 1);
        assert_non_null(exact);
        memcpy(exact, taken.bytes, size);
        assert_int_equal(bsm_finger_template_check(exact, size), BSM_INVALID);
        free(exact);
    }
    taken.bytes[taken.size] = 0;
    assert_int_equal(bsm_finger_template_check(taken.bytes, taken.size + 1), BSM_INVALID);
    assert_int_equal(bsm_finger_template_check(taken.bytes, sizeof taken.bytes + 1), BSM_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clear_print_gives_a_good_template),
        cmocka_unit_test(the_same_picture_matches_itself_far_above_the_threshold),
        cmocka_unit_test(another_view_of_the_finger_matches_and_another_finger_does_not),
        cmocka_unit_test(a_turned_finger_still_matches),
        cmocka_unit_test(pictures_of_any_resolution_match_each_other),
        cmocka_unit_test(the_same_bytes_in_give_the_same_bytes_out),
        cmocka_unit_test(nothing_of_a_picture_is_left_after_the_wipe),
        cmocka_unit_test(scores_are_the_same_integers_with_every_compiler),
        cmocka_unit_test(pictures_that_hold_no_print_ask_for_another_try),
        cmocka_unit_test(pictures_of_noise_and_odd_sizes_end_in_a_status),
        cmocka_unit_test(unlawful_pictures_are_invalid),
        cmocka_unit_test(room_too_small_for_the_largest_template_is_invalid),
        cmocka_unit_test(a_finger_upside_down_gets_advice_and_a_template),
        cmocka_unit_test(a_finger_at_the_edge_is_asked_to_the_middle),
        cmocka_unit_test(a_small_patch_asks_for_more_finger),
        cmocka_unit_test(one_changed_bit_anywhere_is_refused),
        cmocka_unit_test(templates_cut_short_or_long_are_refused),
    };
    return cmocka_run_group_tests(tests, make_engine, end_engine);
}
