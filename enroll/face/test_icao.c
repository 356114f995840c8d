#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/face/icao.h"

enum { WIDTH = 1280, HEIGHT = 720, PORTRAIT_WIDTH = 350 };

static struct bsm_image picture, portrait;

/* Grey, with a white dot of 9 px at each eye. */
static struct bsm_face_found draw(float left_x, float left_y, float right_x, float right_y)
{
    struct bsm_face_found found = {.faces = 1};
    const float eyes[2][2] = {{left_x, left_y}, {right_x, right_y}};
    assert_int_equal(bsm_image_init(&picture, WIDTH, HEIGHT, BSM_IMAGE_RGB24, 0), BSM_OK);
    memset(picture.pixels, 60, picture.stride * HEIGHT);
    for (int i = 0; i < 2; i++) {
        found.marks[i] = (struct bsm_face_point){eyes[i][0], eyes[i][1]};
        for (int y = -4; y <= 4; y++)
            memset(picture.pixels + (size_t)((int)eyes[i][1] + y) * picture.stride + (size_t)((int)eyes[i][0] - 4) * 3,
                   255, 27);
    }
    return found;
}

static int brightness_at(int x, int y)
{
    return portrait.pixels[(size_t)y * portrait.stride + (size_t)x * (size_t)portrait.format];
}

static enum bsm_status take(const struct bsm_face_found *found, int width_px)
{
    portrait = (struct bsm_image){0};
    return bsm_icao_portrait(&picture, found, width_px, &portrait);
}

static void finish(void)
{
    bsm_image_finish(&picture);
    bsm_image_finish(&portrait);
}

/* 350 x 450: eyes 87.5 px apart, 189 px down. */
static void the_eyes_come_to_their_places(void **state)
{
    (void)state;
    struct bsm_face_found found = draw(590, 300, 690, 300);
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_OK);
    assert_int_equal(portrait.width_px * 45, portrait.height_px * 35);
    assert_true(brightness_at(131, 189) > 200);
    assert_true(brightness_at(218, 189) > 200);
    assert_true(brightness_at(131, 200) < 70);
    assert_true(brightness_at(175, 189) < 70);
    finish();
}

static void a_tilted_head_is_set_upright(void **state)
{
    (void)state;
    struct bsm_face_found found = draw(596, 276, 684, 324);
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_OK);
    assert_true(brightness_at(131, 189) > 200);
    assert_true(brightness_at(218, 189) > 200);
    finish();
}

static void nothing_is_invented_beyond_the_edge(void **state)
{
    (void)state;
    struct bsm_face_found found = draw(100, 300, 200, 300);
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_RETRY);
    bsm_image_finish(&picture);
    found = draw(590, 150, 690, 150);
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_RETRY);
    bsm_image_finish(&picture);
    found = draw(500, 300, 780, 300); /* too near */
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_RETRY);
    finish();
}

/* 514 px high: with the eyes at their usual place it would begin 16 px above the picture. */
static void where_there_is_little_room_above_the_eyes_lie_a_little_higher(void **state)
{
    (void)state;
    struct bsm_face_found found = draw(590, 200, 690, 200);
    assert_true(bsm_icao_fits(&picture, &found));
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_OK);
    assert_true(brightness_at(131, 175) > 200); /* 0.39 of 450 px */
    finish();
    found = draw(590, 190, 690, 190);
    assert_false(bsm_icao_fits(&picture, &found));
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_RETRY);
    finish();
}

static void who_is_too_far_away_or_not_there_is_not_taken(void **state)
{
    (void)state;
    struct bsm_face_found found = draw(620, 300, 660, 300);
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_RETRY);
    found = (struct bsm_face_found){0};
    assert_int_equal(take(&found, PORTRAIT_WIDTH), BSM_RETRY);
    finish();
}

static void only_whole_sevenths_within_the_limits_are_lawful_widths(void **state)
{
    (void)state;
    struct bsm_face_found found = draw(590, 300, 690, 300);
    assert_int_equal(take(&found, 351), BSM_INVALID);
    assert_int_equal(take(&found, 133), BSM_INVALID);
    assert_int_equal(take(&found, 1407), BSM_INVALID);
    assert_int_equal(take(&found, 140), BSM_OK);
    finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_eyes_come_to_their_places),
        cmocka_unit_test(a_tilted_head_is_set_upright),
        cmocka_unit_test(nothing_is_invented_beyond_the_edge),
        cmocka_unit_test(where_there_is_little_room_above_the_eyes_lie_a_little_higher),
        cmocka_unit_test(who_is_too_far_away_or_not_there_is_not_taken),
        cmocka_unit_test(only_whole_sevenths_within_the_limits_are_lawful_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
