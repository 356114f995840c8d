#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/face/view.h"

static struct bsm_face_view good_view(void)
{
    struct bsm_face_view view = {
        .picture_width_px = 1280,
        .picture_height_px = 720,
        .picture_luminance = 120,
        .found = {.faces = 1, .x_px = 500, .y_px = 200, .width_px = 280, .height_px = 340, .inter_eye_px = 120},
        .luminance = 130,
        .darker_cheek = 120,
        .sharpness = 300,
        .eyes_open_percent = BSM_FACE_EYES_UNKNOWN,
    };
    memset(view.components, 90, sizeof view.components);
    return view;
}

static enum bsm_hint advice_for(struct bsm_face_view view) { return bsm_face_advice(&view, BSM_HINT_NONE); }

static void a_good_view_is_called_good(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    assert_int_equal(advice_for(view), BSM_HINT_FACE_GOOD);
    assert_int_equal(bsm_face_quality(&view), 90);
}

static void no_face_asks_for_one(void **state)
{
    (void)state;
    struct bsm_face_view none = {.picture_width_px = 1280, .picture_height_px = 720, .picture_luminance = 90};
    assert_int_equal(advice_for(none), BSM_HINT_NO_FACE);
    assert_int_equal(bsm_face_quality(&none), 0);
}

static void a_cover_is_asked_off_first_when_beyond_doubt_and_last_when_it_only_may_be_one(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.covered = BSM_FACE_COVERED_MIN;
    assert_int_equal(advice_for(view), BSM_HINT_UNCOVER_FACE);
    view.luminance = 20;
    assert_int_equal(advice_for(view), BSM_HINT_MORE_LIGHT);
    view.covered = BSM_FACE_COVERED_SURE;
    assert_int_equal(advice_for(view), BSM_HINT_UNCOVER_FACE);
    view = good_view();
    view.covered = BSM_FACE_COVERED_MIN - 1;
    assert_int_equal(advice_for(view), BSM_HINT_FACE_GOOD);
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_UNCOVER_FACE), BSM_HINT_UNCOVER_FACE); /* until clearly off */
}

static void a_second_person_near_by_is_asked_to_step_back_but_not_one_far_off(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.found.faces = 2;
    view.found.second_height_px = 300;
    assert_int_equal(advice_for(view), BSM_HINT_ONE_PERSON);
    view.found.second_height_px = 90;
    assert_int_equal(advice_for(view), BSM_HINT_FACE_GOOD);
}

static void distance_is_mended_in_both_directions(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.found.height_px = 100;
    assert_int_equal(advice_for(view), BSM_HINT_COME_CLOSER);
    view.found.height_px = 600;
    assert_int_equal(advice_for(view), BSM_HINT_MOVE_BACK);
    view = good_view();
    view.found.inter_eye_px = 30;
    assert_int_equal(advice_for(view), BSM_HINT_COME_CLOSER);
}

static void a_face_aside_or_cut_is_brought_to_the_middle(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.found.x_px = 20;
    assert_int_equal(advice_for(view), BSM_HINT_CENTRE_FACE);
    view = good_view();
    view.found.y_px = 400;
    assert_int_equal(advice_for(view), BSM_HINT_CENTRE_FACE);
    view = good_view();
    view.found.height_px = 500;
    view.found.y_px = -20;
    assert_int_equal(advice_for(view), BSM_HINT_CENTRE_FACE);
}

static void a_turned_or_tilted_head_is_asked_to_look_straight(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.found.yaw_degrees = -30;
    assert_int_equal(advice_for(view), BSM_HINT_LOOK_STRAIGHT);
    view = good_view();
    view.found.roll_degrees = 30;
    assert_int_equal(advice_for(view), BSM_HINT_LOOK_STRAIGHT);
    view = good_view();
    view.found.pitch_degrees = -40;
    assert_int_equal(advice_for(view), BSM_HINT_LOOK_STRAIGHT);
}

static void light_and_motion_have_their_own_advice(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.luminance = 30;
    assert_int_equal(advice_for(view), BSM_HINT_MORE_LIGHT);
    view.luminance = 250;
    assert_int_equal(advice_for(view), BSM_HINT_LESS_LIGHT);
    view = good_view();
    view.components[BSM_FACE_SHARPNESS] = 20;
    assert_int_equal(advice_for(view), BSM_HINT_HOLD_STILL);
}

static void of_two_wants_the_greater_is_said(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    view.found.yaw_degrees = 22;
    view.luminance = 20;
    assert_int_equal(advice_for(view), BSM_HINT_MORE_LIGHT);
    view.found.yaw_degrees = 45;
    view.luminance = 55;
    assert_int_equal(advice_for(view), BSM_HINT_LOOK_STRAIGHT);
}

/* Two wants that pass each other frame by frame: what was said first stays until it is mended. */
static void advice_in_force_stays_until_it_is_followed(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    enum bsm_hint said = BSM_HINT_NONE;
    view.luminance = 40;
    for (int i = 0; i < 20; i++) {
        view.found.yaw_degrees = i % 2 ? 50 : 21;
        said = bsm_face_advice(&view, said);
        assert_int_equal(said, BSM_HINT_MORE_LIGHT);
    }
    view.luminance = 100;
    assert_int_equal(bsm_face_advice(&view, said), BSM_HINT_LOOK_STRAIGHT);
}

static void at_its_limit_no_advice_comes_and_goes(void **state)
{
    (void)state;
    struct bsm_face_view view = good_view();
    enum bsm_hint said = BSM_HINT_LOOK_STRAIGHT;
    for (int i = 0; i < 20; i++) {
        view.found.yaw_degrees = BSM_FACE_YAW_MAX_DEGREES + i % 2;
        said = bsm_face_advice(&view, said);
        assert_int_equal(said, BSM_HINT_LOOK_STRAIGHT);
    }
    view.found.yaw_degrees = 17;
    assert_int_equal(bsm_face_advice(&view, said), BSM_HINT_FACE_GOOD);
    view.found.yaw_degrees = BSM_FACE_YAW_MAX_DEGREES;
    assert_int_equal(bsm_face_advice(&view, BSM_HINT_FACE_GOOD), BSM_HINT_FACE_GOOD);
}

static void every_fault_lowers_the_quality(void **state)
{
    (void)state;
    static const enum bsm_face_component faults[] = {BSM_FACE_INTER_EYE_DISTANCE, BSM_FACE_YAW,    BSM_FACE_ROLL,
                                                     BSM_FACE_LUMINANCE,          BSM_FACE_SINGLE, BSM_FACE_SHARPNESS};
    for (int i = 0; i < 6; i++) {
        struct bsm_face_view view = good_view();
        view.components[faults[i]] = 40;
        assert_int_equal(bsm_face_quality(&view), 40);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_view_is_called_good),
        cmocka_unit_test(no_face_asks_for_one),
        cmocka_unit_test(a_cover_is_asked_off_first_when_beyond_doubt_and_last_when_it_only_may_be_one),
        cmocka_unit_test(a_second_person_near_by_is_asked_to_step_back_but_not_one_far_off),
        cmocka_unit_test(distance_is_mended_in_both_directions),
        cmocka_unit_test(a_face_aside_or_cut_is_brought_to_the_middle),
        cmocka_unit_test(a_turned_or_tilted_head_is_asked_to_look_straight),
        cmocka_unit_test(light_and_motion_have_their_own_advice),
        cmocka_unit_test(of_two_wants_the_greater_is_said),
        cmocka_unit_test(advice_in_force_stays_until_it_is_followed),
        cmocka_unit_test(at_its_limit_no_advice_comes_and_goes),
        cmocka_unit_test(every_fault_lowers_the_quality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
