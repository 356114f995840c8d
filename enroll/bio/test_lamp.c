#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/bio/lamp.h"

enum { FRAME_MS = 40, BEGIN_MS = 1234567 };

static void each_colour_stands_for_its_time_and_the_order_begins_anew(void **state)
{
    (void)state;
    enum bsm_light order[BSM_LIGHT_STEPS];
    struct lamp lamp = {0};
    int turned = 0;
    for (int i = 0; i < BSM_LIGHT_STEPS; i++)
        order[i] = (enum bsm_light)(BSM_LIGHT_AMBER + i % 2);
    for (int64_t t_ms = 0; t_ms < (BSM_LIGHT_STEPS + 2) * BSM_LIGHT_STEP_MS; t_ms += FRAME_MS) {
        bool now = lamp_turn(&lamp, order, BEGIN_MS + t_ms);
        turned += now;
        assert_int_equal(lamp.light, order[t_ms / BSM_LIGHT_STEP_MS % BSM_LIGHT_STEPS]);
        assert_int_equal(now, t_ms % BSM_LIGHT_STEP_MS < FRAME_MS);
    }
    assert_int_equal(turned, BSM_LIGHT_STEPS + 2);
    assert_int_equal(lamp.watch.shown_count, BSM_LIGHT_SHOWN_MAX);
}

static void without_an_order_it_stays_dark(void **state)
{
    (void)state;
    const enum bsm_light order[BSM_LIGHT_STEPS] = {BSM_LIGHT_NONE};
    struct lamp lamp = {0};
    for (int i = 0; i < 100; i++)
        assert_false(lamp_turn(&lamp, order, BEGIN_MS + i * FRAME_MS));
    assert_int_equal(lamp.watch.shown_count, 0);
}

static void another_face_is_not_held_against_what_the_last_one_showed(void **state)
{
    (void)state;
    const struct bsm_face_found straight = {.faces = 1};
    const struct bsm_light_colours grey = {{100, 100, 100}, {100, 100, 100}};
    const enum bsm_light order[BSM_LIGHT_STEPS] = {BSM_LIGHT_SKY};
    struct lamp lamp = {0};
    assert_true(lamp_turn(&lamp, order, BEGIN_MS));
    bsm_light_see(&lamp.watch, BEGIN_MS, &straight, &grey);
    lamp_forget_face(&lamp);
    assert_int_equal(lamp.watch.seen_count, 0);
    assert_int_equal(lamp.watch.shown_count, 1);
    assert_true(lamp.lit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_colour_stands_for_its_time_and_the_order_begins_anew),
        cmocka_unit_test(without_an_order_it_stays_dark),
        cmocka_unit_test(another_face_is_not_held_against_what_the_last_one_showed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
