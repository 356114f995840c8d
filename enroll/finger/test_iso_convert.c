/* Templates made of ISO/IEC 19794-2 records, and records of templates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/iso_convert.h"
#include "enroll/finger/iso_record.h"
#include "enroll/finger/template.h"
#include "enroll/finger/test_iso_view.h"
#include "enroll/finger/test_print.h"

struct taken {
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size;
};

static struct bsm_finger_extractor *extractor;
static struct bsm_finger_matcher *matcher;

static void take(unsigned finger, const struct test_view *how, struct taken *taken)
{
    struct bsm_image image = test_print(finger, how);
    struct bsm_finger_quality quality;
    assert_int_equal(bsm_finger_extract(extractor, &image, taken->bytes, sizeof taken->bytes, &taken->size, &quality),
                     BSM_OK);
    bsm_image_finish(&image);
}

/* Through a record of the edition, as a register would have it. */
static void pass_through(const struct taken *in, enum bsm_iso_edition edition, struct taken *out)
{
    struct bsm_iso_view view;
    struct bsm_iso_record record;
    uint8_t bytes[2048];
    char why[BSM_ISO_WHY_SIZE];
    size_t size;
    assert_int_equal(bsm_iso_view_of_template(in->bytes, in->size, 2, &view), BSM_OK);
    assert_int_equal(bsm_iso_record_write(edition, &view, 1, bytes, sizeof bytes, &size, why), BSM_OK);
    assert_int_equal(bsm_iso_record_open(&record, bytes, size, why), BSM_OK);
    bsm_iso_record_view(&record, 0, &view);
    assert_int_equal(bsm_iso_view_to_template(&view, out->bytes, &out->size, why), BSM_OK);
}

static int32_t score(const struct taken *reference, const struct taken *probe)
{
    int32_t value = INT32_MIN;
    assert_int_equal(bsm_finger_match(matcher, reference->bytes, reference->size, probe->bytes, probe->size, &value),
                     BSM_OK);
    return value;
}

static void a_finger_is_known_by_its_record_on_either_side(void **state)
{
    static struct taken reference, probe, other, record_2005, record_2011;
    (void)state;
    for (unsigned finger = 1; finger <= 4; finger++) {
        take(finger, &(struct test_view){.noise = 20, .noise_seed = 1}, &reference);
        take(finger, &(struct test_view){.turn_degrees = 12, .dx_px = 20, .dy_px = -15, .noise_seed = 2}, &probe);
        take(finger + 100, &(struct test_view){.noise = 20, .noise_seed = 3}, &other);
        pass_through(&reference, BSM_ISO_2005, &record_2005);
        pass_through(&reference, BSM_ISO_2011, &record_2011);
        assert_int_equal(bsm_finger_template_check(record_2005.bytes, record_2005.size), BSM_OK);
        assert_int_equal(record_2005.size, record_2011.size);
        assert_memory_equal(record_2005.bytes, record_2011.bytes, record_2005.size);
        assert_true(score(&record_2005, &probe) > BSM_FINGER_SCORE_FMR_1E4);
        assert_true(score(&probe, &record_2005) > BSM_FINGER_SCORE_FMR_1E4);
        assert_true(score(&record_2005, &other) < BSM_FINGER_SCORE_FMR_1E4);
    }
}

static void minutiae_keep_place_direction_type_and_quality_through_a_record(void **state)
{
    static struct taken in, out;
    static struct bsm_finger_features before, after;
    (void)state;
    take(5, &(struct test_view){0}, &in);
    pass_through(&in, BSM_ISO_2011, &out);
    assert_int_equal(bsm_finger_features_unpack(in.bytes, in.size, &before), BSM_OK);
    assert_int_equal(bsm_finger_features_unpack(out.bytes, out.size, &after), BSM_OK);
    assert_false(before.ridges.bare);
    assert_true(after.ridges.bare);
    assert_int_equal(before.count, after.count);
    assert_memory_equal(before.minutiae, after.minutiae, (size_t)before.count * sizeof before.minutiae[0]);
}

/* The grey of a disc of 5 x 5 px, its middle so many px from the minutia along its ISO angle. */
static double grey_along(const struct bsm_image *image, const struct bsm_iso_minutia *minutia, double px)
{
    static const int sines[16] = {0, 38, 71, 92, 100, 92, 71, 38, 0, -38, -71, -92, -100, -92, -71, -38};
    int step = (minutia->angle + 8) / 16 % 16, sum = 0, pixels = 0;
    int x = minutia->x + (int)(px * sines[(step + 4) % 16] / 100), y = minutia->y - (int)(px * sines[step] / 100);
    for (int i = 0; i < 25; i++) {
        int column = x + i % 5 - 2, row = y + i / 5 - 2;
        if (column < 0 || row < 0 || column >= image->width_px || row >= image->height_px)
            continue;
        sum += image->pixels[(size_t)row * image->stride + (size_t)column];
        pixels++;
    }
    return pixels ? (double)sum / pixels : 128;
}

static void an_angle_runs_into_the_dark_ridge_that_ends_and_the_light_valley_of_a_fork(void **state)
{
    static struct taken taken;
    static struct bsm_iso_view view;
    int right = 0, minutiae = 0;
    (void)state;
    for (unsigned finger = 1; finger <= 6; finger++) {
        struct bsm_image image = test_print(finger, &(struct test_view){0});
        take(finger, &(struct test_view){0}, &taken);
        assert_int_equal(bsm_iso_view_of_template(taken.bytes, taken.size, 1, &view), BSM_OK);
        for (int i = 0; i < view.count; i++) {
            double darker = grey_along(&image, &view.minutiae[i], -5) - grey_along(&image, &view.minutiae[i], 5);
            right += view.minutiae[i].type == BSM_ISO_MINUTIA_ENDING ? darker > 0 : darker < 0;
            minutiae++;
        }
        bsm_image_finish(&image);
    }
    assert_true(minutiae > 60);
    assert_true(right * 10 >= minutiae * 8);
}

static void the_resolution_of_a_record_is_taken_out(void **state)
{
    static struct taken at_500, at_1000;
    struct bsm_iso_view view = test_iso_view();
    char why[BSM_ISO_WHY_SIZE];
    (void)state;
    assert_int_equal(bsm_iso_view_to_template(&view, at_500.bytes, &at_500.size, why), BSM_OK);
    view.width_px *= 2;
    view.height_px *= 2;
    view.x_pixels_a_cm = view.y_pixels_a_cm = 394;
    for (int i = 0; i < view.count; i++) {
        view.minutiae[i].x = (uint16_t)(view.minutiae[i].x * 2);
        view.minutiae[i].y = (uint16_t)(view.minutiae[i].y * 2);
    }
    assert_int_equal(bsm_iso_view_to_template(&view, at_1000.bytes, &at_1000.size, why), BSM_OK);
    assert_int_equal(at_500.size, at_1000.size);
    assert_memory_equal(at_500.bytes, at_1000.bytes, at_500.size);
}

static void of_more_minutiae_than_a_template_holds_the_best_are_kept(void **state)
{
    static struct taken taken;
    static struct bsm_finger_features features;
    struct bsm_iso_view view = test_iso_view();
    char why[BSM_ISO_WHY_SIZE];
    (void)state;
    test_iso_fill(&view, 100);
    assert_int_equal(bsm_iso_view_to_template(&view, taken.bytes, &taken.size, why), BSM_OK);
    assert_int_equal(bsm_finger_features_unpack(taken.bytes, taken.size, &features), BSM_OK);
    assert_int_equal(features.count, BSM_FINGER_MINUTIAE_MAX);
    for (int i = 0; i < features.count; i++)
        assert_in_range(features.minutiae[i].quality, 21, 100);
}

static void a_large_picture_holds_a_finger_anywhere(void **state)
{
    static struct taken taken;
    struct bsm_iso_view view = test_iso_view();
    char why[BSM_ISO_WHY_SIZE];
    (void)state;
    view.width_px = view.height_px = BSM_ISO_SIDE_MAX_PX;
    view.minutiae[0].x = 16000;
    view.minutiae[1].x = 16382;
    assert_int_equal(bsm_iso_view_to_template(&view, taken.bytes, &taken.size, why), BSM_OK);
    assert_int_equal(bsm_finger_template_check(taken.bytes, taken.size), BSM_OK);
    view.minutiae[0].x = 14000;
    assert_int_equal(bsm_iso_view_to_template(&view, taken.bytes, &taken.size, why), BSM_INVALID);
    assert_non_null(strstr(why, "52 mm"));
}

static void a_view_without_minutiae_or_with_a_strange_resolution_makes_no_template(void **state)
{
    static struct taken taken;
    struct bsm_iso_view view = test_iso_view();
    char why[BSM_ISO_WHY_SIZE];
    (void)state;
    view.count = 0;
    assert_int_equal(bsm_iso_view_to_template(&view, taken.bytes, &taken.size, why), BSM_INVALID);
    assert_non_null(strstr(why, "no minutiae"));
    view = test_iso_view();
    view.x_pixels_a_cm = 80;
    assert_int_equal(bsm_iso_view_to_template(&view, taken.bytes, &taken.size, why), BSM_INVALID);
    assert_non_null(strstr(why, "resolution"));
    view.x_pixels_a_cm = 220;
    assert_int_equal(bsm_iso_view_to_template(&view, taken.bytes, &taken.size, why), BSM_INVALID);
}

static int make_engine(void **state)
{
    enum bsm_status status;
    (void)state;
    extractor = bsm_finger_extractor_create(&status);
    matcher = bsm_finger_matcher_create(&status);
    return extractor && matcher ? 0 : -1;
}

static int end_engine(void **state)
{
    (void)state;
    bsm_finger_extractor_destroy(extractor);
    bsm_finger_matcher_destroy(matcher);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finger_is_known_by_its_record_on_either_side),
        cmocka_unit_test(minutiae_keep_place_direction_type_and_quality_through_a_record),
        cmocka_unit_test(an_angle_runs_into_the_dark_ridge_that_ends_and_the_light_valley_of_a_fork),
        cmocka_unit_test(the_resolution_of_a_record_is_taken_out),
        cmocka_unit_test(of_more_minutiae_than_a_template_holds_the_best_are_kept),
        cmocka_unit_test(a_large_picture_holds_a_finger_anywhere),
        cmocka_unit_test(a_view_without_minutiae_or_with_a_strange_resolution_makes_no_template),
    };
    return cmocka_run_group_tests(tests, make_engine, end_engine);
}
