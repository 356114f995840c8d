#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/print/print.h"

enum { MASTER_SIZE = BSM_PRINT_MASTER_WIDTH_PX * BSM_PRINT_MASTER_HEIGHT_PX };

static struct bsm_print_master finger_of(uint64_t person, enum bsm_position position)
{
    struct bsm_print_master master;
    assert_int_equal(bsm_print_master_init(&master, person, position), BSM_OK);
    return master;
}

static struct bsm_image touch_of(const struct bsm_print_master *master, uint64_t impression)
{
    struct bsm_print_params params = bsm_print_params_ordinary();
    struct bsm_image picture;
    assert_int_equal(bsm_print_impression(master, impression, &params, &picture), BSM_OK);
    return picture;
}

static size_t size_of(const struct bsm_image *picture) { return picture->stride * (size_t)picture->height_px; }

/* The share of pixels that differ by more than a quarter of the range. */
static double difference(const struct bsm_image *a, const struct bsm_image *b)
{
    size_t differ = 0;
    for (size_t i = 0; i < size_of(a); i++)
        differ += abs(a->pixels[i] - b->pixels[i]) > 64;
    return (double)differ / (double)size_of(a);
}

static void the_same_seeds_make_the_same_picture(void **state)
{
    (void)state;
    struct bsm_print_master first = finger_of(42, BSM_POSITION_RIGHT_INDEX);
    struct bsm_print_master second = finger_of(42, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(first.class, second.class);
    assert_memory_equal(first.ridges, second.ridges, MASTER_SIZE);
    struct bsm_image a = touch_of(&first, 7);
    struct bsm_image b = touch_of(&second, 7);
    assert_memory_equal(a.pixels, b.pixels, size_of(&a));
    bsm_image_finish(&a);
    bsm_image_finish(&b);
    bsm_print_master_finish(&first);
    bsm_print_master_finish(&second);
}

static void two_touches_of_a_finger_differ(void **state)
{
    (void)state;
    struct bsm_print_master master = finger_of(42, BSM_POSITION_RIGHT_INDEX);
    struct bsm_image a = touch_of(&master, 1);
    struct bsm_image b = touch_of(&master, 2);
    assert_true(difference(&a, &b) > 0.1);
    bsm_image_finish(&a);
    bsm_image_finish(&b);
    bsm_print_master_finish(&master);
}

static void a_touch_is_dark_ridges_on_a_light_reader(void **state)
{
    (void)state;
    struct bsm_print_master master = finger_of(5, BSM_POSITION_RIGHT_RING);
    for (uint64_t impression = 0; impression < 8; impression++) {
        struct bsm_image picture = touch_of(&master, impression);
        assert_int_equal(picture.width_px, 320);
        assert_int_equal(picture.height_px, 400);
        assert_int_equal(picture.resolution_ppi, BSM_PRINT_RESOLUTION_PPI);
        size_t dark = 0;
        for (size_t i = 0; i < size_of(&picture); i++)
            dark += picture.pixels[i] < 128;
        assert_in_range(dark, size_of(&picture) / 16, size_of(&picture) / 2);
        bsm_image_finish(&picture);
    }
    bsm_print_master_finish(&master);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    struct bsm_print_master master = {0};
    assert_int_equal(bsm_print_master_init(&master, 1, BSM_POSITION_NONE), BSM_INVALID);
    assert_int_equal(bsm_print_master_init(&master, 1, (enum bsm_position)11), BSM_INVALID);
    assert_null(master.ridges);
    bsm_print_master_finish(&master);
    bsm_print_master_finish(NULL);

    master = finger_of(1, BSM_POSITION_RIGHT_THUMB);
    struct bsm_image picture = {0};
    struct bsm_print_params params = bsm_print_params_careful();
    params.width_px = BSM_PRINT_SIDE_MIN_PX - 1;
    assert_int_equal(bsm_print_impression(&master, 1, &params, &picture), BSM_INVALID);
    params = bsm_print_params_careful();
    params.height_px = BSM_PRINT_SIDE_MAX_PX + 1;
    assert_int_equal(bsm_print_impression(&master, 1, &params, &picture), BSM_INVALID);
    params = bsm_print_params_careful();
    params.noise = -0.1;
    assert_int_equal(bsm_print_impression(&master, 1, &params, &picture), BSM_INVALID);
    params = bsm_print_params_careful();
    params.look = (enum bsm_print_look)BSM_PRINT_LOOK_COUNT;
    assert_int_equal(bsm_print_impression(&master, 1, &params, &picture), BSM_INVALID);
    params = bsm_print_params_careful();
    params.resolution_ppi = BSM_PRINT_RESOLUTION_MAX_PPI + 1;
    assert_int_equal(bsm_print_impression(&master, 1, &params, &picture), BSM_INVALID);
    assert_null(picture.pixels);
    bsm_print_master_finish(&master);
}

static void extreme_touches_stay_inside_the_picture(void **state)
{
    (void)state;
    struct bsm_print_master master = finger_of(1, BSM_POSITION_RIGHT_THUMB);
    struct bsm_print_params wild = {.width_px = 1000,
                                    .height_px = 96,
                                    .displacement_px = 2000,
                                    .rotation_deg = 180,
                                    .distortion_px = 500,
                                    .pressure_spread = 10,
                                    .dryness = 10,
                                    .partial = 1,
                                    .noise = 50,
                                    .dirt = 10};
    for (uint64_t impression = 0; impression < 4; impression++) {
        struct bsm_image picture;
        assert_int_equal(bsm_print_impression(&master, impression, &wild, &picture), BSM_OK);
        bsm_image_finish(&picture);
    }
    bsm_print_master_finish(&master);
}

/* From an ending's place the ridge runs on in its direction and there is none behind; at a bifurcation so does a
 * valley. */
static double mean_of(const struct bsm_image *picture)
{
    double sum = 0;
    for (size_t i = 0; i < size_of(picture); i++)
        sum += picture->pixels[i];
    return sum / (double)size_of(picture);
}

static struct bsm_image touch_with(const struct bsm_print_master *master, const struct bsm_print_params *params)
{
    struct bsm_image picture;
    assert_int_equal(bsm_print_impression(master, 3, params, &picture), BSM_OK);
    return picture;
}

static void every_reader_has_its_own_look(void **state)
{
    (void)state;
    struct bsm_print_master master = finger_of(8, BSM_POSITION_LEFT_INDEX);
    struct bsm_image seen[BSM_PRINT_LOOK_COUNT];
    for (int look = 0; look < BSM_PRINT_LOOK_COUNT; look++) {
        struct bsm_print_params params = bsm_print_params_ordinary();
        params.look = (enum bsm_print_look)look;
        seen[look] = touch_with(&master, &params);
        assert_string_not_equal(bsm_print_look_name((enum bsm_print_look)look), "unknown");
        struct bsm_print_params visitor = bsm_print_params_visitor((enum bsm_print_look)look);
        assert_int_equal(visitor.look, look);
        struct bsm_image picture = touch_with(&master, &visitor);
        bsm_image_finish(&picture);
    }
    for (int a = 0; a < BSM_PRINT_LOOK_COUNT; a++)
        for (int b = a + 1; b < BSM_PRINT_LOOK_COUNT; b++)
            assert_true(fabs(mean_of(&seen[a]) - mean_of(&seen[b])) > 4 || difference(&seen[a], &seen[b]) > 0.03);
    for (int look = 0; look < BSM_PRINT_LOOK_COUNT; look++)
        bsm_image_finish(&seen[look]);
    bsm_print_master_finish(&master);
}

static void a_finer_reader_sees_the_same_touch(void **state)
{
    (void)state;
    struct bsm_print_master master = finger_of(8, BSM_POSITION_LEFT_INDEX);
    struct bsm_print_params params = bsm_print_params_careful();
    struct bsm_image coarse = touch_with(&master, &params), fine, halved = touch_with(&master, &params);
    params.resolution_ppi = 1000;
    params.width_px *= 2;
    params.height_px *= 2;
    fine = touch_with(&master, &params);
    assert_int_equal(fine.resolution_ppi, 1000);
    for (int row = 0; row < halved.height_px; row++)
        for (int column = 0; column < halved.width_px; column++) {
            const uint8_t *at = fine.pixels + (size_t)(2 * row) * fine.stride + 2 * column;
            int sum = at[0] + at[1] + at[fine.stride] + at[fine.stride + 1];
            halved.pixels[(size_t)row * halved.stride + (size_t)column] = (uint8_t)(sum / 4);
        }
    assert_true(difference(&coarse, &halved) < 0.03);
    bsm_image_finish(&coarse);
    bsm_image_finish(&fine);
    bsm_image_finish(&halved);
    bsm_print_master_finish(&master);
}

static void wet_skin_is_darker_than_dry(void **state)
{
    (void)state;
    struct bsm_print_master master = finger_of(8, BSM_POSITION_LEFT_INDEX);
    struct bsm_print_params dry = bsm_print_params_careful(), wet = dry;
    dry.dryness = 0.9;
    dry.wetness = 0;
    wet.dryness = 0;
    wet.wetness = 0.9;
    double darker = 0;
    for (uint64_t impression = 0; impression < 8; impression++) {
        struct bsm_image light, dark;
        assert_int_equal(bsm_print_impression(&master, impression, &dry, &light), BSM_OK);
        assert_int_equal(bsm_print_impression(&master, impression, &wet, &dark), BSM_OK);
        darker += mean_of(&light) - mean_of(&dark);
        bsm_image_finish(&light);
        bsm_image_finish(&dark);
    }
    assert_true(darker > 8 * 8);
    bsm_print_master_finish(&master);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seeds_make_the_same_picture),     cmocka_unit_test(two_touches_of_a_finger_differ),
        cmocka_unit_test(a_touch_is_dark_ridges_on_a_light_reader), cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(extreme_touches_stay_inside_the_picture),  cmocka_unit_test(every_reader_has_its_own_look),
        cmocka_unit_test(a_finer_reader_sees_the_same_touch),       cmocka_unit_test(wet_skin_is_darker_than_dry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
