#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/bio/best.h"

static void take_as(struct best *best, int quality, bool seems_alive, int64_t time_ms)
{
    struct bsm_image image;
    struct bsm_face_view view = {.found = {.faces = 1}};
    memset(view.components, quality, sizeof view.components);
    assert_int_equal(bsm_image_init(&image, 8, 8, BSM_IMAGE_GREY8, 0), BSM_OK);
    image.pixels[0] = (uint8_t)quality;
    best_take(best, &image, &view, seems_alive, time_ms);
    bsm_image_finish(&image);
}

static void take(struct best *best, int quality, int64_t time_ms) { take_as(best, quality, true, time_ms); }

static void the_best_frames_are_kept_whatever_their_order(void **state)
{
    (void)state;
    struct best best = {.count = 0};
    static const int qualities[] = {50, 90, 20, 70, 80, 30};
    for (int i = 0; i < 6; i++)
        take(&best, qualities[i], 1000 + 200 * i);
    assert_int_equal(best.count, BEST_FRAMES);
    assert_int_equal(best.frames[best_first(&best)].quality, 90);
    int sum = 0;
    for (int i = 0; i < BEST_FRAMES; i++) {
        sum += best.frames[i].quality;
        assert_int_equal(best.frames[i].image.pixels[0], best.frames[i].quality);
    }
    assert_int_equal(sum, 90 + 80 + 70);
    best_forget(&best);
    assert_int_equal(best.count, 0);
}

static void frames_of_one_moment_count_once(void **state)
{
    (void)state;
    struct best best = {.count = 0};
    take(&best, 50, 1000);
    take(&best, 70, 1040);
    take(&best, 60, 1080);
    assert_int_equal(best.count, 1);
    assert_int_equal(best.frames[0].quality, 70);
    best_forget(&best);
}

static void nothing_is_kept_of_what_looks_like_a_picture(void **state)
{
    (void)state;
    struct best best = {.count = 0};
    take_as(&best, 90, false, 1000);
    assert_int_equal(best.count, 0);
    take(&best, 40, 1200);
    take_as(&best, 90, false, 1240);
    take_as(&best, 90, false, 1400);
    assert_int_equal(best.count, 1);
    assert_int_equal(best.frames[0].quality, 40);
    best_forget(&best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_frames_are_kept_whatever_their_order),
        cmocka_unit_test(frames_of_one_moment_count_once),
        cmocka_unit_test(nothing_is_kept_of_what_looks_like_a_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
