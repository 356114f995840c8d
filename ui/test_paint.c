/* What is painted: readable colours, pieces that make the whole, and how long a frame takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "ui/ground.h"
#include "ui/paint.h"
#include "ui/samples.h"
#include "ui/test_tools.h"

static struct test_tools tools;
static struct bsm_page page;

/* WCAG 2.1: relative luminance and contrast ratio. */
static double channel(unsigned value)
{
    double part = value / 255.0;
    return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(enum bsm_colour colour)
{
    unsigned rgb = bsm_theme_rgb(colour);
    return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8 & 255u) + 0.0722 * channel(rgb & 255u);
}

static double contrast(enum bsm_colour a, enum bsm_colour b)
{
    double light = fmax(luminance(a), luminance(b));
    double dark = fmin(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

static void every_text_stands_out_from_its_ground(void **state)
{
    (void)state;
    static const enum bsm_colour pairs[][2] = {
        {BSM_COLOUR_INK, BSM_COLOUR_PAPER},           {BSM_COLOUR_INK, BSM_COLOUR_CARD},
        {BSM_COLOUR_INK_SOFT, BSM_COLOUR_PAPER},      {BSM_COLOUR_INK_SOFT, BSM_COLOUR_CARD},
        {BSM_COLOUR_INK_SOFT, BSM_COLOUR_GREEN_TINT}, {BSM_COLOUR_INK_SOFT, BSM_COLOUR_WARN_TINT},
        {BSM_COLOUR_INK_SOFT, BSM_COLOUR_GOOD_TINT},  {BSM_COLOUR_INK, BSM_COLOUR_WARN_TINT},
        {BSM_COLOUR_WHITE, BSM_COLOUR_GREEN},         {BSM_COLOUR_GREEN, BSM_COLOUR_CARD},
        {BSM_COLOUR_GREEN, BSM_COLOUR_PAPER},         {BSM_COLOUR_GREEN, BSM_COLOUR_GREEN_TINT},
        {BSM_COLOUR_GREEN_DEEP, BSM_COLOUR_PAPER},    {BSM_COLOUR_GOLD_DEEP, BSM_COLOUR_PAPER},
        {BSM_COLOUR_GOLD_DEEP, BSM_COLOUR_GOLD_TINT}, {BSM_COLOUR_GREEN_TINT, BSM_COLOUR_GREEN},
        {BSM_COLOUR_WARN, BSM_COLOUR_WARN_TINT},      {BSM_COLOUR_GOOD, BSM_COLOUR_GOOD_TINT},
        {BSM_COLOUR_BAD, BSM_COLOUR_PAPER},           {BSM_COLOUR_INK, BSM_COLOUR_GOLD_TINT},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (contrast(pairs[i][0], pairs[i][1]) < 4.5)
            fail_msg("%06x on %06x: %.2f", bsm_theme_rgb(pairs[i][0]), bsm_theme_rgb(pairs[i][1]),
                     contrast(pairs[i][0], pairs[i][1]));
    /* Large letters (WCAG: 3:1) on the green of the welcome. */
    assert_true(contrast(BSM_COLOUR_GOLD, BSM_COLOUR_GREEN) > 3.0);
}

static double part(unsigned value)
{
    double share = (value & 255) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance_of_rgb(unsigned rgb)
{
    return 0.2126 * part(rgb >> 16) + 0.7152 * part(rgb >> 8) + 0.0722 * part(rgb);
}

static void every_text_stands_out_from_every_light(void **state)
{
    (void)state;
    static const enum bsm_colour texts[] = {BSM_COLOUR_INK, BSM_COLOUR_INK_SOFT, BSM_COLOUR_GREEN,
                                            BSM_COLOUR_GREEN_DEEP, BSM_COLOUR_GOLD_DEEP};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (int light = BSM_LIGHT_AMBER; light <= BSM_LIGHT_LAST; light++) {
            double ground = luminance_of_rgb(bsm_light_rgb((enum bsm_light)light));
            assert_true((ground + 0.05) / (luminance_of_rgb(bsm_theme_rgb(texts[i])) + 0.05) >= 4.5);
        }
}

static void paint_rect(const struct bsm_stage *stage, cairo_surface_t *surface, struct bsm_rect rect)
{
    struct bsm_painter painter = {.cr = cairo_create(surface), .stage = stage, .now_ms = 700};
    bsm_paint_page(&painter, &page, rect);
    cairo_destroy(painter.cr);
}

static void begin(struct bsm_stage *stage, enum bsm_screen screen)
{
    struct bsm_ui_show show = test_show(screen, BSM_LANGUAGE_ARABIC);
    bsm_stage_init(stage, tools.text, tools.icons);
    bsm_stage_resize(stage, 1080, 1920);
    bsm_samples_tell(stage, 1);
    bsm_stage_show(stage, &show, 1);
    bsm_stage_build(stage, &page);
}

static void the_ground_melts_from_one_light_into_the_next(void **state)
{
    (void)state;
    struct bsm_stage stage;
    begin(&stage, BSM_SCREEN_FACE);
    assert_int_equal(page.ground_rgb, bsm_theme_rgb(BSM_COLOUR_PAPER));
    stage.now_ms = 1000;
    bsm_ground_light(&stage, BSM_LIGHT_SKY);
    stage.now_ms += BSM_GROUND_MELT_MS / 2;
    bsm_stage_build(&stage, &page);
    assert_true(page.ground_rgb != bsm_theme_rgb(BSM_COLOUR_PAPER));
    assert_true(page.ground_rgb != bsm_light_rgb(BSM_LIGHT_SKY));
    stage.now_ms += BSM_GROUND_MELT_MS;
    bsm_stage_build(&stage, &page);
    assert_int_equal(page.ground_rgb, bsm_light_rgb(BSM_LIGHT_SKY));
    bsm_stage_finish(&stage);
    begin(&stage, BSM_SCREEN_HAND);
    bsm_ground_light(&stage, BSM_LIGHT_SKY);
    assert_int_equal(stage.light, BSM_LIGHT_NONE);
    bsm_stage_finish(&stage);
}

static bool same_pixels(cairo_surface_t *a, cairo_surface_t *b)
{
    const uint8_t *left = cairo_image_surface_get_data(a);
    const uint8_t *right = cairo_image_surface_get_data(b);
    size_t size = (size_t)cairo_image_surface_get_stride(a) * (size_t)cairo_image_surface_get_height(a);
    for (size_t i = 0; i < size; i++)
        if (left[i] > right[i] + 2 || right[i] > left[i] + 2)
            return false;
    return true;
}

static void each_place_painted_again_gives_the_same_picture(void **state)
{
    (void)state;
    for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++) {
        struct bsm_stage stage;
        cairo_surface_t *whole = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1080, 1920);
        cairo_surface_t *pieces = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1080, 1920);
        begin(&stage, (enum bsm_screen)screen);
        paint_rect(&stage, whole, (struct bsm_rect){0, 0, 1080, 1920});
        paint_rect(&stage, pieces, (struct bsm_rect){0, 0, 1080, 1920});
        for (int i = 0; i < page.count; i++)
            paint_rect(&stage, pieces, bsm_item_bounds(&page.items[i]));
        if (!same_pixels(whole, pieces))
            fail_msg("%s differs after its items were painted again", bsm_screen_name((enum bsm_screen)screen));
        cairo_surface_destroy(whole);
        cairo_surface_destroy(pieces);
        bsm_stage_finish(&stage);
    }
}

static double frame_ms(const struct bsm_stage *stage, cairo_surface_t *surface, struct bsm_rect rect)
{
    enum { FRAMES = 10 };
    int64_t start = bsm_clock_mono_ms();
    for (int i = 0; i < FRAMES; i++)
        paint_rect(stage, surface, rect);
    return (double)(bsm_clock_mono_ms() - start) / FRAMES;
}

static double build_ms(const struct bsm_stage *stage)
{
    enum { BUILDS = 10 };
    int64_t start = bsm_clock_mono_ms();
    for (int i = 0; i < BUILDS; i++)
        bsm_stage_build(stage, &page);
    return (double)(bsm_clock_mono_ms() - start) / BUILDS;
}

/* The bound is wide, for slow machines and sanitizers; the figures are printed for who wants to know. */
static void frames_are_painted_in_time(void **state)
{
    (void)state;
    static uint32_t pixels[720 * 720];
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1080, 1920);
    for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++) {
        struct bsm_stage stage;
        begin(&stage, (enum bsm_screen)screen);
        assert_int_equal(bsm_picture_put(&stage.pictures.face, pixels, 720, 720), BSM_OK);
        bsm_stage_build(&stage, &page);
        double whole = frame_ms(&stage, surface, (struct bsm_rect){0, 0, 1080, 1920});
        double moving = 0;
        for (int i = 0; i < page.count; i++)
            if (page.items[i].animated || (screen == BSM_SCREEN_FACE && page.items[i].details[1] > 0))
                moving += frame_ms(&stage, surface, page.items[i].rect);
        printf("%s: build %.1f ms, whole frame %.1f ms, what moves %.1f ms\n", bsm_screen_name((enum bsm_screen)screen),
               build_ms(&stage), whole, moving);
        assert_true(whole < 1000);
        bsm_stage_finish(&stage);
    }
    cairo_surface_destroy(surface);
}

int main(void)
{
    if (!test_tools_open(&tools))
        return TEST_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_stands_out_from_its_ground),
        cmocka_unit_test(every_text_stands_out_from_every_light),
        cmocka_unit_test(the_ground_melts_from_one_light_into_the_next),
        cmocka_unit_test(each_place_painted_again_gives_the_same_picture),
        cmocka_unit_test(frames_are_painted_in_time),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_tools_close(&tools);
    return failed;
}
