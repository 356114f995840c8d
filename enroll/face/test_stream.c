#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "enroll/face/stream.h"

enum { RATE_FPS = 20, FRAME_MS = 50, WIDTH = 33, HEIGHT = 21 };

static struct bsm_image picture;

static int make_picture(void **state)
{
    (void)state;
    return bsm_image_init(&picture, WIDTH, HEIGHT, BSM_IMAGE_RGB24, 0) == BSM_OK ? 0 : -1;
}

static int drop_picture(void **state)
{
    (void)state;
    bsm_image_finish(&picture);
    return 0;
}

/* What a sensor sends: noise of this seed. */
static void expose(uint32_t seed)
{
    for (size_t i = 0; i < picture.stride * HEIGHT; i++) {
        seed = seed * 1664525u + 1013904223u;
        picture.pixels[i] = (uint8_t)(100 + (seed >> 29));
    }
}

static void a_camera_is_plausible(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    for (uint32_t i = 0; i < 1000; i++) {
        expose(i);
        bsm_stream_take(&stream, &picture, 1000 + FRAME_MS * (int64_t)i + i % 7, RATE_FPS);
        assert_true(bsm_stream_is_plausible(&stream));
    }
}

static void a_frozen_picture_is_not(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    expose(1);
    for (int i = 0; i < 10; i++)
        bsm_stream_take(&stream, &picture, 1000 + FRAME_MS * i, RATE_FPS);
    assert_false(bsm_stream_is_plausible(&stream));
}

static void a_frame_that_came_twice_is_forgiven(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    for (uint32_t i = 0; i < 100; i++) {
        expose(i < 3 ? 0 : i);
        bsm_stream_take(&stream, &picture, 1000 + FRAME_MS * (int64_t)i, RATE_FPS);
    }
    assert_true(bsm_stream_is_plausible(&stream));
}

static void a_short_film_in_a_loop_is_not(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    for (uint32_t i = 0; i < 150; i++) {
        expose(i % 100);
        bsm_stream_take(&stream, &picture, 1000 + FRAME_MS * (int64_t)i, RATE_FPS);
    }
    assert_false(bsm_stream_is_plausible(&stream));
}

static void frames_faster_than_the_camera_promised_are_not(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    for (uint32_t i = 0; i < 40; i++) {
        expose(i);
        bsm_stream_take(&stream, &picture, 1000 + 5 * (int64_t)i, RATE_FPS);
    }
    assert_false(bsm_stream_is_plausible(&stream));
    stream = (struct bsm_stream){0};
    for (uint32_t i = 0; i < 40; i++) {
        expose(i);
        bsm_stream_take(&stream, &picture, 1000 + 5 * (int64_t)i, 0);
    }
    assert_true(bsm_stream_is_plausible(&stream)); /* it promised nothing */
}

static void a_stall_and_what_it_held_back_are_forgiven(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    int64_t time_ms = 1000;
    for (uint32_t i = 0; i < 200; i++) {
        expose(i);
        time_ms += i % 20 == 0 ? 400 : i % 20 < 6 ? 2 : FRAME_MS;
        bsm_stream_take(&stream, &picture, time_ms, RATE_FPS);
    }
    assert_true(bsm_stream_is_plausible(&stream));
}

static void time_that_goes_back_is_not_plausible(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    expose(1);
    bsm_stream_take(&stream, &picture, 1000, RATE_FPS);
    expose(2);
    bsm_stream_take(&stream, &picture, 900, RATE_FPS);
    assert_false(bsm_stream_is_plausible(&stream));
}

static void darkness_is_no_repeat(void **state)
{
    (void)state;
    struct bsm_stream stream = {0};
    for (size_t i = 0; i < picture.stride * HEIGHT; i++)
        picture.pixels[i] = 16;
    for (int i = 0; i < 100; i++)
        bsm_stream_take(&stream, &picture, 1000 + FRAME_MS * i, RATE_FPS);
    assert_true(bsm_stream_is_plausible(&stream));
}

static void one_changed_byte_makes_another_picture(void **state)
{
    (void)state;
    expose(1);
    for (size_t i = 0; i < picture.stride * HEIGHT; i++) {
        struct bsm_stream stream = {0};
        bsm_stream_take(&stream, &picture, 1000, RATE_FPS);
        picture.pixels[i]++;
        bsm_stream_take(&stream, &picture, 1050, RATE_FPS);
        assert_int_equal(stream.repeats, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_camera_is_plausible),
        cmocka_unit_test(a_frozen_picture_is_not),
        cmocka_unit_test(a_frame_that_came_twice_is_forgiven),
        cmocka_unit_test(a_short_film_in_a_loop_is_not),
        cmocka_unit_test(frames_faster_than_the_camera_promised_are_not),
        cmocka_unit_test(a_stall_and_what_it_held_back_are_forgiven),
        cmocka_unit_test(time_that_goes_back_is_not_plausible),
        cmocka_unit_test(darkness_is_no_repeat),
        cmocka_unit_test(one_changed_byte_makes_another_picture),
    };
    return cmocka_run_group_tests(tests, make_picture, drop_picture);
}
