/* basma-template as it is run: the real program on pictures made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/test_print.h"
#include "enroll/picture/picture.h"
#include "firmware/base/file.h"

static char folder[] = "/tmp/basma-template-XXXXXX";
static char text[16384]; /* what the last run wrote */

static const char *path_of(const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static size_t read_file(const char *name, uint8_t *out, size_t capacity)
{
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_file_read(path_of(name), capacity, &bytes, &size), BSM_OK);
    memcpy(out, bytes, size);
    free(bytes);
    return size;
}

/* Runs `basma-template ARGUMENTS` in the folder; its exit status, what it wrote in text. */
static int run(const char *arguments)
{
    char command[1024];
    (void)snprintf(command, sizeof command, "cd %s && %s/bin/basma-template %s >output 2>&1", folder,
                   getenv("BASMA_BUILD_DIR"), arguments);
    int status = system(command);
    assert_true(WIFEXITED(status));
    text[read_file("output", (uint8_t *)text, sizeof text - 1)] = '\0';
    return WEXITSTATUS(status);
}

static void assert_runs(const char *arguments)
{
    int code = run(arguments);
    if (code != 0)
        fail_msg("basma-template %s: exit %d: %s", arguments, code, text);
}

static void assert_says(const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %s", part, text);
}

static void assert_fails(const char *arguments, int expected, const char *part)
{
    int code = run(arguments);
    if (code != expected)
        fail_msg("basma-template %s: exit %d: %s", arguments, code, text);
    assert_says(part);
}

static void assert_same_files(const char *a, const char *b)
{
    static uint8_t left[1 << 20], right[1 << 20];
    size_t size = read_file(a, left, sizeof left);
    assert_int_equal(size, read_file(b, right, sizeof right));
    assert_memory_equal(left, right, size);
}

static void write_picture(const char *name, struct bsm_image image)
{
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_picture_encode_pgm(&image, &bytes, &size), BSM_OK);
    assert_int_equal(bsm_file_write(path_of(name), bytes, size, 0600), BSM_OK);
    free(bytes);
    bsm_image_finish(&image);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    write_picture("a.pgm", test_print(1, &(struct test_view){.noise = 10}));
    write_picture("none.pgm", test_flat(200, 200, 240));
    return run("extract a.pgm 500 a.native");
}

static int end_folder(void **state)
{
    char command[64];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void help_is_a_success_and_no_arguments_are_bad_usage(void **state)
{
    (void)state;
    assert_runs("--help");
    assert_says("usage: basma-template show");
    assert_fails("", 2, "usage:");
    assert_fails("convert --to iso2005 a.native", 2, "usage:");
    assert_fails("convert --to iso2005 --finger 11 a.native out", 2, "usage:");
}

static void an_extracted_template_is_shown_without_its_minutiae(void **state)
{
    (void)state;
    assert_runs("show a.native");
    assert_says("with ridges");
    assert_says("picture 300 x 360 px");
    assert_null(strstr(text, "angle"));
    assert_runs("show --minutiae a.native");
    assert_says("angle");
    assert_runs("validate a.native");
    assert_says("good");
}

static void a_template_goes_through_both_editions_and_back(void **state)
{
    (void)state;
    assert_runs("convert --to iso2005 --finger 7 a.native a.2005");
    assert_runs("convert --to iso2011 a.2005 a.2011");
    assert_runs("convert --to iso2005 a.2011 b.2005");
    assert_same_files("a.2005", "b.2005");
    assert_runs("show a.2011");
    assert_says("ISO/IEC 19794-2:2011");
    assert_says("left_index");
    assert_runs("convert --to native a.2011 b.native");
    assert_runs("show b.native");
    assert_says("without ridges");
    assert_runs("convert --to iso2005 --finger 7 b.native c.2005");
    assert_same_files("a.2005", "c.2005");
}

/* The record of 2005 with its view twice. */
static void write_two_views(void)
{
    uint8_t bytes[4096];
    size_t size = read_file("a.2005", bytes, 2048), view = size - 24;
    memcpy(bytes + size, bytes + 24, view);
    bytes[size + 1] = 1 << 4;
    size += view;
    bytes[10] = (uint8_t)(size >> 8);
    bytes[11] = (uint8_t)size;
    bytes[22] = 2;
    assert_int_equal(bsm_file_write(path_of("two.2005"), bytes, size, 0600), BSM_OK);
}

static void of_several_views_one_must_be_chosen_for_a_template(void **state)
{
    (void)state;
    assert_runs("convert --to iso2005 --finger 7 a.native a.2005");
    write_two_views();
    assert_runs("show two.2005");
    assert_says("view 2: finger 7 (left_index), number 1");
    assert_fails("convert --to native two.2005 out", 2, "has 2 views: choose one with --view");
    assert_fails("convert --to native --view 3 two.2005 out", 2, "there is no view 3");
    assert_runs("convert --to native --view 2 two.2005 d.native");
    assert_runs("convert --to native a.2005 e.native");
    assert_same_files("d.native", "e.native");
    assert_runs("convert --to iso2011 two.2005 two.2011");
    assert_runs("convert --to iso2005 two.2011 again.2005");
    assert_same_files("two.2005", "again.2005");
}

static void minutiae_are_drawn_over_the_picture(void **state)
{
    struct bsm_image drawn;
    char why[BSM_PICTURE_WHY_SIZE];
    int coloured = 0;
    (void)state;
    assert_runs("draw a.pgm 500 a.png");
    assert_int_equal(bsm_picture_read(path_of("a.png"), BSM_IMAGE_RGB24, 0, &drawn, why, sizeof why), BSM_OK);
    assert_int_equal(drawn.width_px, 600);
    assert_int_equal(drawn.height_px, 720);
    for (int y = 0; y < drawn.height_px; y++)
        for (int x = 0; x < drawn.width_px; x++) {
            const uint8_t *pixel = drawn.pixels + (size_t)y * drawn.stride + (size_t)x * 3;
            coloured += pixel[0] != pixel[2];
        }
    assert_in_range(coloured, 1000, 100000);
    bsm_image_finish(&drawn);
    assert_runs("convert --to iso2011 a.native a.2011");
    assert_runs("draw a.pgm 500 b.png a.2011");
    assert_same_files("a.png", "b.png");
    assert_fails("draw a.pgm 500 b.png a.2011 2", 2, "the view must be 1 to 1");
}

static void what_is_wrong_is_said_with_its_cause(void **state)
{
    (void)state;
    assert_fails("show nothing", 2, "nothing: cannot be read: No such file");
    assert_fails("validate a.pgm", 2, "does not begin with FMR");
    assert_fails("extract none.pgm 500 out", 1, "nothing usable in the picture");
    assert_fails("extract a.pgm 5000 out", 2, "PPI must be a number of 250 to 1000");
    assert_fails("extract a.native 500 out", 2, "a.native: ");
    assert_fails("convert --to native a.native out", 2, "is native already");
    assert_fails("convert --to nist a.native out", 2, "must be iso2005, iso2011 or native");
    assert_fails("convert --to iso2005 a.native missing/out", 1, "missing/out: cannot be written");
}

static void a_damaged_template_is_not_good(void **state)
{
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size = read_file("a.native", bytes, sizeof bytes);
    (void)state;
    bytes[size / 2] ^= 1;
    assert_int_equal(bsm_file_write(path_of("damaged"), bytes, size, 0600), BSM_OK);
    assert_fails("validate damaged", 2, "damaged, or of another version");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_is_a_success_and_no_arguments_are_bad_usage),
        cmocka_unit_test(an_extracted_template_is_shown_without_its_minutiae),
        cmocka_unit_test(a_template_goes_through_both_editions_and_back),
        cmocka_unit_test(of_several_views_one_must_be_chosen_for_a_template),
        cmocka_unit_test(minutiae_are_drawn_over_the_picture),
        cmocka_unit_test(what_is_wrong_is_said_with_its_cause),
        cmocka_unit_test(a_damaged_template_is_not_good),
    };
    return cmocka_run_group_tests(tests, make_folder, end_folder);
}
