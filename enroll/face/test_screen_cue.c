/* Drawn faces are no people: what is tested here is which patterns are told from which; how often a real face or a real
 * screen shows one, ./basma bench face prints. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/face/screen_cue.h"

#define TAU 6.283185307179586

enum { WIDTH = 400, HEIGHT = 360 };

static struct bsm_image picture;
static const struct bsm_face_found face = {.faces = 1, .x_px = 110, .y_px = 70, .width_px = 180, .height_px = 220};

static void put(int x, int y, double value)
{
    uint8_t byte = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    for (int i = 0; i < 3; i++)
        picture.pixels[(size_t)y * picture.stride + (size_t)x * 3 + (size_t)i] = byte;
}

static double at(int x, int y) { return picture.pixels[(size_t)y * picture.stride + (size_t)x * 3]; }

static uint32_t dice;

static double noise(double strength)
{
    double sum = -2;
    for (int i = 0; i < 4; i++) {
        dice = dice * 1664525u + 1013904223u;
        sum += (dice >> 8) / 16777216.0;
    }
    return sum * strength;
}

/* A bright oval with dark eyes and a mouth before a grey wall, and a sensor's noise. */
static int draw_face(void **state)
{
    (void)state;
    dice = 5;
    if (bsm_image_init(&picture, WIDTH, HEIGHT, BSM_IMAGE_RGB24, 0) != BSM_OK)
        return -1;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            double dx = (x - 200) / 85.0, dy = (y - 180) / 110.0;
            bool is_eye = hypot((fabs(x - 200.0) - 38) / 15, (y - 150) / 7.0) < 1;
            bool is_mouth = hypot((x - 200) / 30.0, (y - 235) / 6.0) < 1;
            double skin = is_eye || is_mouth ? 60 : 180 - 60 * (dx * dx + dy * dy);
            put(x, y, (dx * dx + dy * dy < 1 ? skin : 90) + noise(6));
        }
    return 0;
}

static int finish(void **state)
{
    (void)state;
    bsm_image_finish(&picture);
    return 0;
}

static void add_waves(double across_px, double down_px, double strength, int left, int right)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = left; x < right; x++)
            put(x, y, at(x, y) + strength * sin(TAU * (x / across_px + y / down_px)));
}

static int grid(void) { return bsm_screen_grid(&picture, &face); }

static void a_face_has_no_grid(void **state)
{
    (void)state;
    assert_in_range(grid(), 0, BSM_SCREEN_GRID_THRESHOLD - 50);
}

static void a_weak_grid_over_the_face_is_seen_at_every_slant(void **state)
{
    static const double waves[][2] = {{2.3, 41}, {3.1, 3.4}, {-2.6, 5.3}, {30, 4.4}, {9.1, 17}, {-4.7, 4.9}};
    for (size_t i = 0; i < sizeof waves / sizeof waves[0]; i++) {
        finish(state);
        assert_int_equal(draw_face(state), 0);
        add_waves(waves[i][0], waves[i][1], 4, 0, WIDTH);
        assert_true(grid() > BSM_SCREEN_GRID_THRESHOLD + 50);
    }
}

static void stripes_beside_the_face_count_for_nothing(void **state)
{
    (void)state;
    add_waves(3.1, 3.4, 60, 0, 130);
    add_waves(3.1, 3.4, 60, 270, WIDTH);
    assert_in_range(grid(), 0, BSM_SCREEN_GRID_THRESHOLD - 50);
}

static void the_blocks_of_a_jpeg_are_no_grid(void **state)
{
    (void)state;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            put(x, y, at(x, y) + (x % 8 == 0 ? 12 : 0) + (y % 8 == 0 ? 12 : 0) + (x % 8 == 0 && y % 8 == 0 ? 12 : 0));
    assert_in_range(grid(), 0, BSM_SCREEN_GRID_THRESHOLD - 50);
}

static void edges_and_noise_are_no_grid(void **state)
{
    (void)state;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            put(x, y, at(x, y) * (y > 150 && y < 160 ? 0.4 : 1) * (x + y / 2 > 290 ? 0.7 : 1) + noise(25));
    assert_in_range(grid(), 0, BSM_SCREEN_GRID_THRESHOLD - 50);
}

static void a_grey_picture_says_what_its_colours_say(void **state)
{
    (void)state;
    struct bsm_image grey;
    add_waves(3.1, 3.4, 5, 0, WIDTH);
    assert_int_equal(bsm_image_init(&grey, WIDTH, HEIGHT, BSM_IMAGE_GREY8, 0), BSM_OK);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            grey.pixels[(size_t)y * grey.stride + (size_t)x] = (uint8_t)at(x, y);
    assert_in_range(bsm_screen_grid(&grey, &face), grid() - 2, grid() + 2);
    bsm_image_finish(&grey);
}

static void where_there_is_too_little_to_see_nothing_is_said(void **state)
{
    (void)state;
    struct bsm_face_found other = face;
    add_waves(3.1, 3.4, 20, 0, WIDTH);
    other.height_px = BSM_SCREEN_SIDE - 1;
    assert_int_equal(bsm_screen_grid(&picture, &other), BSM_SCREEN_UNSEEN);
    other = (struct bsm_face_found){.height_px = 300};
    assert_int_equal(bsm_screen_grid(&picture, &other), BSM_SCREEN_UNSEEN);
    struct bsm_image narrow = picture;
    narrow.width_px = BSM_SCREEN_SIDE - 1;
    assert_int_equal(bsm_screen_grid(&narrow, &face), BSM_SCREEN_UNSEEN);
}

static void a_face_cut_by_the_edge_is_looked_at_inside(void **state)
{
    (void)state;
    struct bsm_face_found other = face;
    add_waves(3.1, 3.4, 20, 0, WIDTH);
    other.x_px = -1000;
    other.y_px = 100000;
    assert_true(bsm_screen_grid(&picture, &other) > BSM_SCREEN_GRID_THRESHOLD);
}

static void it_only_takes_and_takes_no_more_than_its_bound(void **state)
{
    (void)state;
    assert_int_equal(bsm_screen_weigh(700, BSM_SCREEN_UNSEEN), 700);
    assert_int_equal(bsm_screen_weigh(700, 0), 700);
    assert_int_equal(bsm_screen_weigh(700, BSM_SCREEN_GRID_THRESHOLD), 700);
    assert_int_equal(bsm_screen_weigh(700, BSM_SCREEN_GRID_THRESHOLD + 30), 670);
    assert_int_equal(bsm_screen_weigh(700, BSM_SCREEN_GRID_MAX), 700 - BSM_SCREEN_PULL_MAX);
    assert_int_equal(bsm_screen_weigh(-BSM_FACE_ALIVE_MAX, BSM_SCREEN_GRID_MAX), -BSM_FACE_ALIVE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_face_has_no_grid, draw_face, finish),
        cmocka_unit_test_setup_teardown(a_weak_grid_over_the_face_is_seen_at_every_slant, draw_face, finish),
        cmocka_unit_test_setup_teardown(stripes_beside_the_face_count_for_nothing, draw_face, finish),
        cmocka_unit_test_setup_teardown(the_blocks_of_a_jpeg_are_no_grid, draw_face, finish),
        cmocka_unit_test_setup_teardown(edges_and_noise_are_no_grid, draw_face, finish),
        cmocka_unit_test_setup_teardown(a_grey_picture_says_what_its_colours_say, draw_face, finish),
        cmocka_unit_test_setup_teardown(where_there_is_too_little_to_see_nothing_is_said, draw_face, finish),
        cmocka_unit_test_setup_teardown(a_face_cut_by_the_edge_is_looked_at_inside, draw_face, finish),
        cmocka_unit_test(it_only_takes_and_takes_no_more_than_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
