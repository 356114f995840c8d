/* Each component on a drawn face that is well but for one thing. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/face/geometry.h"
#include "enroll/face/test_head.h"
#include "enroll/face/view.h"

enum { WIDTH = 640, HEIGHT = 480 };

static const struct test_pose straight = {.x_px = 320, .y_px = 230, .eyes_px = 80};

static struct bsm_face_view view_of(const struct bsm_image *picture, const struct bsm_face_found *found)
{
    struct bsm_face_view view;
    bsm_face_view_measure(picture, found, &view);
    return view;
}

static struct bsm_face_view view_at(const struct test_pose *pose)
{
    struct bsm_face_found found = test_head(pose);
    struct bsm_image picture = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_RGB24);
    struct bsm_face_view view = view_of(&picture, &found);
    bsm_image_finish(&picture);
    return view;
}

/* The components that a change of the picture or of the pose may touch besides the one it is made for. */
static void assert_only(const struct bsm_face_view *spoilt, enum bsm_face_component wanted, uint32_t also)
{
    struct bsm_face_view well = view_at(&straight);
    if (spoilt->components[wanted] + 20 > well.components[wanted])
        fail_msg("%s is %d, and %d when all is well", bsm_face_component_name(wanted), spoilt->components[wanted],
                 well.components[wanted]);
    for (int i = 0; i < BSM_FACE_COMPONENTS; i++)
        if (i != (int)wanted && !(also >> i & 1) && spoilt->components[i] + 10 < well.components[i])
            fail_msg("%s fell from %d to %d with %s", bsm_face_component_name((enum bsm_face_component)i),
                     well.components[i], spoilt->components[i], bsm_face_component_name(wanted));
}

/* Draws the straight face, changes the grey values, measures. */
static struct bsm_face_view view_changed(int (*change)(int value, int x, int y))
{
    struct bsm_face_found found = test_head(&straight);
    struct bsm_image picture = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_GREY8);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint8_t *pixel = picture.pixels + (size_t)y * picture.stride + (size_t)x;
            int value = change(*pixel, x, y);
            *pixel = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
        }
    struct bsm_face_view view = view_of(&picture, &found);
    bsm_image_finish(&picture);
    return view;
}

static void a_good_view_is_good_in_everything_that_matters_for_matching(void **state)
{
    (void)state;
    struct bsm_face_view view = view_at(&straight);
    for (int i = 0; i < BSM_FACE_COMPONENTS; i++)
        if (i != BSM_FACE_HEAD_SIZE && i != BSM_FACE_ROOM_BELOW && view.components[i] < 45)
            fail_msg("%s is %d", bsm_face_component_name((enum bsm_face_component)i), view.components[i]);
    assert_in_range(bsm_face_quality(&view), 55, 100);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_FACE_GOOD);
}

static void grey_and_colour_measure_the_same(void **state)
{
    (void)state;
    struct bsm_face_found found = test_head(&straight);
    struct bsm_image grey = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_GREY8);
    struct bsm_image colour = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_RGB24);
    struct bsm_face_view a = view_of(&grey, &found), b = view_of(&colour, &found);
    assert_memory_equal(a.components, b.components, sizeof a.components);
    bsm_image_finish(&grey);
    bsm_image_finish(&colour);
}

static int darker(int value, int x, int y) { return (void)x, (void)y, value / 6; }
static int brighter(int value, int x, int y) { return (void)x, (void)y, 226 + value / 12; }
static int burnt(int value, int x, int y) { return (void)y, x > 330 ? 255 : value; }
static int from_the_side(int value, int x, int y) { return (void)y, value * (x - 120) / 230; }
static int checked(int value, int x, int y) { return x < 200 || x > 440 ? ((x / 24 + y / 24) % 2) * 255 : value; }

static void a_dark_face_lacks_luminance(void **state)
{
    (void)state;
    struct bsm_face_view view = view_changed(darker);
    assert_only(&view, BSM_FACE_LUMINANCE,
                1u << BSM_FACE_NOT_UNDER_EXPOSED | 1u << BSM_FACE_DYNAMIC_RANGE | 1u << BSM_FACE_SHARPNESS);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_MORE_LIGHT);
    assert_in_range(bsm_face_quality(&view), 0, 50);
}

static void a_bright_face_lacks_luminance_too(void **state)
{
    (void)state;
    struct bsm_face_view view = view_changed(brighter);
    assert_only(&view, BSM_FACE_LUMINANCE,
                1u << BSM_FACE_NOT_OVER_EXPOSED | 1u << BSM_FACE_DYNAMIC_RANGE | 1u << BSM_FACE_SHARPNESS);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_LESS_LIGHT);
}

static void a_face_half_white_is_over_exposed(void **state)
{
    (void)state;
    struct bsm_face_view view = view_changed(burnt);
    assert_only(&view, BSM_FACE_NOT_OVER_EXPOSED,
                1u << BSM_FACE_EVEN_LIGHT | 1u << BSM_FACE_DYNAMIC_RANGE | 1u << BSM_FACE_LUMINANCE);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_LESS_LIGHT);
}

static void light_from_the_side_is_uneven(void **state)
{
    (void)state;
    struct bsm_face_view view = view_changed(from_the_side);
    assert_only(&view, BSM_FACE_EVEN_LIGHT, 0);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_FACE_GOOD); /* rooms are lit so */
}

static int half_in_the_dark(int value, int x, int y) { return (void)y, x < 320 ? value / 6 : value; }

static void a_face_half_in_the_dark_needs_light(void **state)
{
    (void)state;
    struct bsm_face_view view = view_changed(half_in_the_dark);
    assert_only(&view, BSM_FACE_EVEN_LIGHT, 1u << BSM_FACE_LUMINANCE | 1u << BSM_FACE_NOT_UNDER_EXPOSED);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_MORE_LIGHT);
}

static void a_restless_background_shows(void **state)
{
    (void)state;
    struct bsm_face_view view = view_changed(checked);
    assert_only(&view, BSM_FACE_EVEN_BACKGROUND, 0);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_FACE_GOOD);
}

/* The mean over a square around each pixel. */
static void blur(struct bsm_image *picture, int reach)
{
    struct bsm_image sharp;
    assert_int_equal(bsm_image_init(&sharp, WIDTH, HEIGHT, BSM_IMAGE_GREY8, 0), BSM_OK);
    memcpy(sharp.pixels, picture->pixels, picture->stride * HEIGHT);
    for (int y = reach; y < HEIGHT - reach; y++)
        for (int x = reach; x < WIDTH - reach; x++) {
            int sum = 0;
            for (int j = -reach; j <= reach; j++)
                for (int i = -reach; i <= reach; i++)
                    sum += sharp.pixels[(size_t)(y + j) * sharp.stride + (size_t)(x + i)];
            picture->pixels[(size_t)y * picture->stride + (size_t)x] =
                (uint8_t)(sum / ((2 * reach + 1) * (2 * reach + 1)));
        }
    bsm_image_finish(&sharp);
}

static void a_blurred_face_lacks_sharpness(void **state)
{
    (void)state;
    struct bsm_face_found found = test_head(&straight);
    struct bsm_image picture = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_GREY8);
    blur(&picture, 7);
    struct bsm_face_view view = view_of(&picture, &found);
    assert_only(&view, BSM_FACE_SHARPNESS, 1u << BSM_FACE_DYNAMIC_RANGE);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_HOLD_STILL);
    bsm_image_finish(&picture);
}

static void noise_is_hardly_taken_for_sharpness(void **state)
{
    (void)state;
    struct bsm_face_found found = test_head(&straight);
    struct bsm_image picture = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_GREY8);
    blur(&picture, 7);
    uint32_t seed = 3;
    for (size_t i = 0; i < picture.stride * HEIGHT; i++) {
        seed = seed * 1664525u + 1013904223u;
        picture.pixels[i] = (uint8_t)(picture.pixels[i] + (seed >> 29) - 4);
    }
    struct bsm_face_view view = view_of(&picture, &found);
    assert_in_range(view.components[BSM_FACE_SHARPNESS], 0, 70);
    bsm_image_finish(&picture);
}

static void each_turn_of_the_head_has_its_own_component(void **state)
{
    (void)state;
    struct test_pose pose = straight;
    pose.yaw_degrees = 40;
    struct bsm_face_view view = view_at(&pose);
    assert_only(&view, BSM_FACE_YAW, 1u << BSM_FACE_EVEN_LIGHT | 1u << BSM_FACE_PITCH | 1u << BSM_FACE_HEAD_SIZE);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_LOOK_STRAIGHT);
    pose = straight;
    pose.roll_degrees = 40;
    view = view_at(&pose);
    assert_only(&view, BSM_FACE_ROLL, 1u << BSM_FACE_EVEN_BACKGROUND);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_LOOK_STRAIGHT);
    pose = straight;
    pose.pitch_degrees = -35;
    view = view_at(&pose);
    assert_in_range(view.components[BSM_FACE_PITCH], 0, 85);
}

static void a_small_face_has_its_eyes_too_near(void **state)
{
    (void)state;
    struct test_pose pose = straight;
    pose.eyes_px = 30;
    struct bsm_face_view view = view_at(&pose);
    assert_only(&view, BSM_FACE_INTER_EYE_DISTANCE, 1u << BSM_FACE_HEAD_SIZE | 1u << BSM_FACE_SHARPNESS);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_COME_CLOSER);
}

static void a_face_at_each_edge_lacks_room_there(void **state)
{
    (void)state;
    static const struct {
        double x_px, y_px;
        enum bsm_face_component component;
    } edges[] = {{50, 230, BSM_FACE_ROOM_LEFT},
                 {590, 230, BSM_FACE_ROOM_RIGHT},
                 {320, 60, BSM_FACE_ROOM_ABOVE},
                 {320, 440, BSM_FACE_ROOM_BELOW}};
    for (int i = 0; i < 4; i++) {
        struct test_pose pose = straight;
        pose.x_px = edges[i].x_px;
        pose.y_px = edges[i].y_px;
        struct bsm_face_view view = view_at(&pose);
        assert_in_range(view.components[edges[i].component], 0, 40);
        assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_CENTRE_FACE);
    }
}

static void move_landmarks(struct bsm_face_found *found, const int *upper, const int *lower, int count, float by)
{
    for (int i = 0; i < count; i++) {
        float middle = (found->landmarks[upper[i]].y_px + found->landmarks[lower[i]].y_px) / 2;
        found->landmarks[upper[i]].y_px = middle - by / 2;
        found->landmarks[lower[i]].y_px = middle + by / 2;
    }
    bsm_face_read_landmarks(found);
}

static void shut_eyes_and_an_open_mouth_show_in_the_landmarks(void **state)
{
    (void)state;
    static const int lids[] = {37, 38, 43, 44}, lower_lids[] = {41, 40, 47, 46};
    static const int lips[] = {61, 62, 63}, lower_lips[] = {67, 66, 65};
    struct bsm_face_found found = test_head(&straight);
    struct bsm_image picture = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_GREY8);
    move_landmarks(&found, lids, lower_lids, 4, 2);
    struct bsm_face_view view = view_of(&picture, &found);
    assert_only(&view, BSM_FACE_EYES_OPEN, 0);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_FACE_GOOD); /* landmarks alone may be wrong */
    view.eyes_open_percent = 3;
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_OPEN_EYES);
    found = test_head(&straight);
    move_landmarks(&found, lips, lower_lips, 3, 60);
    view = view_of(&picture, &found);
    assert_only(&view, BSM_FACE_MOUTH_CLOSED, 0);
    bsm_image_finish(&picture);
}

static void a_second_face_shows(void **state)
{
    (void)state;
    struct bsm_face_found found = test_head(&straight);
    struct bsm_image picture = test_face_drawn(&found, WIDTH, HEIGHT, BSM_IMAGE_GREY8);
    found.faces = 2;
    found.second_height_px = found.height_px * 9 / 10;
    struct bsm_face_view view = view_of(&picture, &found);
    assert_only(&view, BSM_FACE_SINGLE, 0);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_ONE_PERSON);
    bsm_image_finish(&picture);
}

static void a_dark_room_is_told_from_an_empty_one(void **state)
{
    (void)state;
    struct bsm_image picture;
    struct bsm_face_found none = {0};
    assert_int_equal(bsm_image_init(&picture, WIDTH, HEIGHT, BSM_IMAGE_RGB24, 0), BSM_OK);
    struct bsm_face_view view = view_of(&picture, &none);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_TOO_DARK);
    assert_int_equal(bsm_face_quality(&view), 0);
    memset(picture.pixels, 120, picture.stride * HEIGHT);
    view = view_of(&picture, &none);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_NONE), BSM_HINT_NO_FACE);
    bsm_image_finish(&picture);
}

/* What a caller hands in may be of another picture: nothing is read outside of this one. */
static void marks_outside_the_picture_are_measured_without_harm(void **state)
{
    (void)state;
    struct bsm_image picture;
    assert_int_equal(bsm_image_init(&picture, 32, 32, BSM_IMAGE_RGB24, 0), BSM_OK);
    for (int i = 0; i < 40; i++) {
        struct test_pose pose = {.x_px = 400 * (i - 20), .y_px = 300 * (20 - i), .eyes_px = 1 + 37 * i, .seed = 1};
        struct bsm_face_found found = test_head(&pose);
        (void)view_of(&picture, &found);
    }
    bsm_image_finish(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_view_is_good_in_everything_that_matters_for_matching),
        cmocka_unit_test(grey_and_colour_measure_the_same),
        cmocka_unit_test(a_dark_face_lacks_luminance),
        cmocka_unit_test(a_bright_face_lacks_luminance_too),
        cmocka_unit_test(a_face_half_white_is_over_exposed),
        cmocka_unit_test(light_from_the_side_is_uneven),
        cmocka_unit_test(a_face_half_in_the_dark_needs_light),
        cmocka_unit_test(a_restless_background_shows),
        cmocka_unit_test(a_blurred_face_lacks_sharpness),
        cmocka_unit_test(noise_is_hardly_taken_for_sharpness),
        cmocka_unit_test(each_turn_of_the_head_has_its_own_component),
        cmocka_unit_test(a_small_face_has_its_eyes_too_near),
        cmocka_unit_test(a_face_at_each_edge_lacks_room_there),
        cmocka_unit_test(shut_eyes_and_an_open_mouth_show_in_the_landmarks),
        cmocka_unit_test(a_second_face_shows),
        cmocka_unit_test(a_dark_room_is_told_from_an_empty_one),
        cmocka_unit_test(marks_outside_the_picture_are_measured_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
