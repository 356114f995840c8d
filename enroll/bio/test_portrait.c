#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "enroll/bio/portrait.h"
#include "enroll/face/icao.h"
#include "enroll/picture/picture.h"

enum { WIDTH = 1280, HEIGHT = 720 };

static struct best best;
static uint8_t bytes[PORTRAIT_BYTES_MAX];
static size_t size;

static struct best_frame *add_frame(float eyes_x, float eyes_y, float apart_px, int quality)
{
    struct best_frame *frame = &best.frames[best.count++];
    *frame = (struct best_frame){.quality = quality, .found.faces = 1};
    assert_int_equal(bsm_image_init(&frame->image, WIDTH, HEIGHT, BSM_IMAGE_RGB24, 0), BSM_OK);
    for (size_t i = 0; i < frame->image.stride * HEIGHT; i++)
        frame->image.pixels[i] = (uint8_t)((size_t)quality + i / 3 % WIDTH / 16); /* told apart by it */
    frame->found.marks[BSM_FACE_EYE_LEFT_IN_PICTURE] = (struct bsm_face_point){eyes_x - apart_px / 2, eyes_y};
    frame->found.marks[BSM_FACE_EYE_RIGHT_IN_PICTURE] = (struct bsm_face_point){eyes_x + apart_px / 2, eyes_y};
    return frame;
}

static void roughen(struct best_frame *frame)
{
    srand(7);
    for (size_t i = 0; i < frame->image.stride * HEIGHT; i++)
        frame->image.pixels[i] = (uint8_t)(rand() >> 7);
}

static int forget(void **state)
{
    (void)state;
    best_forget(&best);
    memset(bytes, 0, sizeof bytes);
    return 0;
}

static struct bsm_image decoded(void)
{
    struct bsm_image image = {0};
    assert_int_equal(bsm_picture_decode(bytes, size, BSM_IMAGE_RGB24, 0, &image, NULL, 0), BSM_OK);
    return image;
}

static void it_is_a_jpeg_of_the_shape_that_icao_asks_for(void **state)
{
    (void)state;
    add_frame(640, 340, 110, 70);
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_OK);
    assert_true(size > 0 && size <= PORTRAIT_BYTES_MAX);
    struct bsm_image image = decoded();
    assert_int_equal(image.width_px, PORTRAIT_WIDTH_MAX_PX);
    assert_int_equal(image.width_px * 45, image.height_px * 35);
    bsm_image_finish(&image);
}

static void it_is_no_larger_than_the_frame_shows_it(void **state)
{
    (void)state;
    struct best_frame *frame = add_frame(640, 340, 70, 70);
    assert_int_equal(portrait_width_px(&frame->found), 280);
    frame->found.marks[BSM_FACE_EYE_LEFT_IN_PICTURE].x_px += 11;
    assert_int_equal(portrait_width_px(&frame->found), 0); /* too far away */
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_RETRY);
    assert_int_equal(size, 0);
}

static void the_next_best_frame_serves_where_the_best_cuts_the_head(void **state)
{
    (void)state;
    add_frame(640, 100, 110, 90); /* at the upper edge */
    add_frame(640, 340, 110, 40);
    add_frame(640, 340, 110, 60);
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_OK);
    struct bsm_image image = decoded();
    int middle = image.pixels[(size_t)200 * image.stride + (size_t)3 * 210];
    assert_in_range(middle, 60 + 38, 60 + 42); /* of the frame of quality 60 */
    bsm_image_finish(&image);
    best_forget(&best);
    add_frame(640, 100, 110, 90);
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_RETRY);
}

static void what_is_full_of_detail_is_coded_more_roughly_until_it_fits(void **state)
{
    (void)state;
    struct best_frame *frame = add_frame(640, 340, 60, 70);
    for (size_t y = 0; y < HEIGHT; y++) /* bars, two pixels each */
        for (size_t x = 0; x < WIDTH; x++)
            memset(frame->image.pixels + y * frame->image.stride + 3 * x, (x / 2 + y / 2) % 2 ? 150 : 100, 3);
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_OK);
    assert_true(size <= PORTRAIT_BYTES_MAX);
    best_forget(&best);
    roughen(add_frame(640, 340, 110, 70)); /* noise of the strongest: no picture of anybody */
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_RETRY);
    assert_int_equal(size, 0);
}

static void without_a_frame_there_is_none(void **state)
{
    (void)state;
    assert_int_equal(portrait_make(&best, bytes, &size), BSM_RETRY);
    assert_int_equal(size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(it_is_a_jpeg_of_the_shape_that_icao_asks_for, forget),
        cmocka_unit_test_teardown(it_is_no_larger_than_the_frame_shows_it, forget),
        cmocka_unit_test_teardown(the_next_best_frame_serves_where_the_best_cuts_the_head, forget),
        cmocka_unit_test_teardown(what_is_full_of_detail_is_coded_more_roughly_until_it_fits, forget),
        cmocka_unit_test_teardown(without_a_frame_there_is_none, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
