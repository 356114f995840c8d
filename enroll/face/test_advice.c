#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/face/face.h"

enum { WIDTH = 1280, HEIGHT = 720 };

static struct bsm_face_found good_view(void)
{
    return (struct bsm_face_found){
        .faces = 1,
        .x_px = 500,
        .y_px = 200,
        .width_px = 280,
        .height_px = 340,
        .inter_eye_px = 120,
        .luminance = 130,
        .sharpness = 300,
    };
}

static enum bsm_hint advice_for(struct bsm_face_found found) { return bsm_face_advice(&found, WIDTH, HEIGHT); }

static void a_good_view_is_called_good(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    assert_int_equal(advice_for(found), BSM_HINT_FACE_GOOD);
    assert_in_range(bsm_face_quality(&found), 80, 100);
}

static void no_face_asks_for_one(void **state)
{
    (void)state;
    struct bsm_face_found none = {0};
    assert_int_equal(advice_for(none), BSM_HINT_NO_FACE);
    assert_int_equal(bsm_face_quality(&none), 0);
}

static void a_second_person_near_by_is_asked_to_step_back_but_not_one_far_off(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    found.faces = 2;
    found.second_height_px = 300;
    assert_int_equal(advice_for(found), BSM_HINT_ONE_PERSON);
    found.second_height_px = 90;
    assert_int_equal(advice_for(found), BSM_HINT_FACE_GOOD);
}

static void distance_is_mended_in_both_directions(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    found.height_px = 100;
    assert_int_equal(advice_for(found), BSM_HINT_COME_CLOSER);
    found.height_px = 600;
    assert_int_equal(advice_for(found), BSM_HINT_MOVE_BACK);
    found = good_view();
    found.inter_eye_px = 30;
    assert_int_equal(advice_for(found), BSM_HINT_COME_CLOSER);
}

static void a_face_aside_or_cut_is_brought_to_the_middle(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    found.x_px = 20;
    assert_int_equal(advice_for(found), BSM_HINT_CENTRE_FACE);
    found = good_view();
    found.y_px = 400;
    assert_int_equal(advice_for(found), BSM_HINT_CENTRE_FACE);
    found = good_view();
    found.height_px = 500;
    found.y_px = -20;
    assert_int_equal(advice_for(found), BSM_HINT_CENTRE_FACE);
}

static void a_turned_or_tilted_head_is_asked_to_look_straight(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    found.yaw_degrees = -30;
    assert_int_equal(advice_for(found), BSM_HINT_LOOK_STRAIGHT);
    found = good_view();
    found.roll_degrees = 30;
    assert_int_equal(advice_for(found), BSM_HINT_LOOK_STRAIGHT);
}

static void light_and_motion_have_their_own_advice(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    found.luminance = 30;
    assert_int_equal(advice_for(found), BSM_HINT_MORE_LIGHT);
    found.luminance = 250;
    assert_int_equal(advice_for(found), BSM_HINT_LESS_LIGHT);
    found = good_view();
    found.sharpness = 5;
    assert_int_equal(advice_for(found), BSM_HINT_HOLD_STILL);
}

static void every_fault_lowers_the_quality(void **state)
{
    (void)state;
    struct bsm_face_found found = good_view();
    int best = bsm_face_quality(&found);
    struct bsm_face_found worse[6] = {found, found, found, found, found, found};
    worse[0].inter_eye_px = 40;
    worse[1].yaw_degrees = 50;
    worse[2].roll_degrees = -40;
    worse[3].luminance = 30;
    worse[4].second_height_px = 320;
    worse[5].sharpness = 12;
    for (int i = 0; i < 6; i++)
        assert_in_range(bsm_face_quality(&worse[i]), 0, best - 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_view_is_called_good),
        cmocka_unit_test(no_face_asks_for_one),
        cmocka_unit_test(a_second_person_near_by_is_asked_to_step_back_but_not_one_far_off),
        cmocka_unit_test(distance_is_mended_in_both_directions),
        cmocka_unit_test(a_face_aside_or_cut_is_brought_to_the_middle),
        cmocka_unit_test(a_turned_or_tilted_head_is_asked_to_look_straight),
        cmocka_unit_test(light_and_motion_have_their_own_advice),
        cmocka_unit_test(every_fault_lowers_the_quality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
