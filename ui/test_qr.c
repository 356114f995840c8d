/* The receipt's code as it is on the screen, read by another library than the one that drew it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <zbar.h>

#include "ui/paint.h"
#include "ui/samples.h"
#include "ui/test_tools.h"

static struct test_tools tools;
static struct bsm_page page;

static void draw_done(struct bsm_stage *stage, enum bsm_language language, cairo_surface_t *surface)
{
    struct bsm_ui_show show = test_show(BSM_SCREEN_DONE, language);
    show.action = BSM_ACTION_REGISTER;
    bsm_stage_show(stage, &show, 1);
    bsm_stage_build(stage, &page);
    struct bsm_painter painter = {.cr = cairo_create(surface), .stage = stage, .now_ms = 0};
    bsm_paint_page(&painter, &page, (struct bsm_rect){0, 0, stage->width_px, stage->height_px});
    cairo_destroy(painter.cr);
    cairo_surface_flush(surface);
}

/* The whole screen in grey, as a camera before it would see it. */
static unsigned char *grey_of(cairo_surface_t *surface, size_t *size)
{
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    *size = (size_t)width * (size_t)height;
    unsigned char *grey = malloc(*size);
    assert_non_null(grey);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            grey[(size_t)y * (size_t)width + (size_t)x] = data[y * stride + 4 * x + 1];
    return grey;
}

static void expect_code(cairo_surface_t *surface, const char *text)
{
    size_t size = 0;
    unsigned char *grey = grey_of(surface, &size);
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)cairo_image_surface_get_width(surface),
                        (unsigned)cairo_image_surface_get_height(surface));
    zbar_image_set_data(image, grey, size, NULL);
    assert_int_equal(zbar_scan_image(scanner, image), 1);
    assert_string_equal(zbar_symbol_get_data(zbar_image_first_symbol(image)), text);
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    free(grey);
}

static void begin(struct bsm_stage *stage, struct test_size size, const char *receipt)
{
    bsm_stage_init(stage, tools.text, tools.icons);
    bsm_stage_resize(stage, size.width_px, size.height_px);
    bsm_samples_tell(stage, 1);
    if (receipt)
        snprintf(stage->receipt.receipt, sizeof stage->receipt.receipt, "%s", receipt);
}

static void try_at_every_size(const char *receipt)
{
    for (int i = 0; i < TEST_SIZES; i++)
        for (int language = 1; language <= BSM_LANGUAGE_LAST; language++) {
            struct bsm_stage stage;
            cairo_surface_t *surface =
                cairo_image_surface_create(CAIRO_FORMAT_RGB24, test_sizes[i].width_px, test_sizes[i].height_px);
            begin(&stage, test_sizes[i], receipt);
            draw_done(&stage, (enum bsm_language)language, surface);
            expect_code(surface, stage.receipt.receipt);
            bsm_stage_finish(&stage);
            cairo_surface_destroy(surface);
        }
}

static void the_receipt_on_the_screen_is_read_at_every_size(void **state)
{
    (void)state;
    try_at_every_size(NULL);
}

static void the_longest_receipt_is_read_too(void **state)
{
    (void)state;
    char longest[BSM_RECEIPT_SIZE];
    for (size_t i = 0; i < sizeof longest - 1; i++)
        longest[i] = "ABCDEFabcdef0123456789-_."[i * 7 % 25];
    longest[sizeof longest - 1] = '\0';
    try_at_every_size(longest);
}

/* As a hand holds a phone: turned a little, of another size, everything softened by the resampling. */
static cairo_surface_t *seen_by_a_phone(cairo_surface_t *screen, double degrees, double scale)
{
    int side = 1600;
    cairo_surface_t *seen = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
    cairo_t *cr = cairo_create(seen);
    cairo_set_source_rgb(cr, 0.2, 0.2, 0.2);
    cairo_paint(cr);
    cairo_translate(cr, side / 2.0, side / 2.0);
    cairo_rotate(cr, degrees * 3.14159265 / 180);
    cairo_scale(cr, scale, scale);
    cairo_translate(cr, -700, -830); /* the code is about there */
    cairo_set_source_surface(cr, screen, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
    cairo_paint_with_alpha(cr, 0.8);
    cairo_destroy(cr);
    cairo_surface_flush(seen);
    return seen;
}

static void it_is_read_through_a_camera_that_is_not_held_straight(void **state)
{
    (void)state;
    static const struct {
        double degrees;
        double scale;
    } views[] = {{0, 0.8}, {4, 1.0}, {-7, 0.9}, {12, 1.3}, {90, 1.1}};
    struct bsm_stage stage;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1080, 1920);
    begin(&stage, (struct test_size){1080, 1920}, NULL);
    draw_done(&stage, BSM_LANGUAGE_ARABIC, surface);
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        cairo_surface_t *seen = seen_by_a_phone(surface, views[i].degrees, views[i].scale);
        expect_code(seen, stage.receipt.receipt);
        cairo_surface_destroy(seen);
    }
    bsm_stage_finish(&stage);
    cairo_surface_destroy(surface);
}

int main(void)
{
    if (!test_tools_open(&tools))
        return TEST_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_receipt_on_the_screen_is_read_at_every_size),
        cmocka_unit_test(the_longest_receipt_is_read_too),
        cmocka_unit_test(it_is_read_through_a_camera_that_is_not_held_straight),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_tools_close(&tools);
    return failed;
}
