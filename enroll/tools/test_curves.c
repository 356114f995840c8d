/* basma-curves, basma-stages, basma-several and basma-without as they are run. */
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

#include "enroll/finger/test_print.h"
#include "enroll/picture/picture.h"
#include "firmware/base/file.h"

static char folder[] = "/tmp/basma-curves-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_text(const char *name, const char *text)
{
    assert_int_equal(bsm_file_write(path_of(name), text, strlen(text), 0600), BSM_OK);
}

/* Runs `PROGRAM ARGUMENTS` in the folder; its exit status, what it says in the files "output" and "errors". */
static int run(const char *program, const char *arguments)
{
    char command[1024];
    (void)snprintf(command, sizeof command, "cd %s && %s/bin/%s %s >output 2>errors", folder, getenv("BASMA_BUILD_DIR"),
                   program, arguments);
    int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static const char *read_text(const char *name)
{
    static char text[8192];
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_file_read(path_of(name), sizeof text - 1, &bytes, &size), BSM_OK);
    memcpy(text, bytes, size + 1);
    free(bytes);
    return text;
}

static void write_print(const char *name, unsigned finger, unsigned noise_seed)
{
    struct bsm_image image = test_print(finger, &(struct test_view){.noise = 10, .noise_seed = noise_seed});
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
    return mkdtemp(folder) ? 0 : -1;
}

static int end_folder(void **state)
{
    char command[64];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void a_curve_goes_through_the_rates_of_each_threshold(void **state)
{
    (void)state;
    write_text("scores", "9\n1\n5\n4\n");
    write_text("labels", "G a_1 a_2\nI a_1 b_1\nI a_1 c_1\nG b_1 b_2\n");
    assert_int_equal(run("basma-curves", "det.svg one=scores:labels"), 0);
    /* Accepted from 1 up: all; from 4: half of the impostors; from 5: half of the genuine as well; from 9: no impostor.
     */
    assert_non_null(strstr(read_text("det.svg"), "570.0,460.0 570.0,460.0 570.0,30.0 70.0,30.0 "));
    assert_non_null(strstr(read_text("det.svg"), ">one</text>"));
}

static void lists_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    write_text("scores", "9\n1\n");
    write_text("labels", "G a_1 a_2\n");
    assert_int_equal(run("basma-curves", "det.svg one=scores:labels"), 2);
    assert_non_null(strstr(read_text("errors"), "scores: not as many labels"));
    assert_int_equal(run("basma-curves", "det.svg one=absent:labels"), 2);
    assert_int_equal(run("basma-curves", "det.svg one"), 2);
    assert_int_equal(run("basma-curves", ""), 2);
    assert_int_equal(run("basma-curves", "--help"), 0);
}

static void each_stage_of_a_picture_and_a_pair_is_timed(void **state)
{
    double us;
    (void)state;
    write_print("a.pgm", 1, 1);
    write_print("b.pgm", 1, 2);
    write_text("images", "a.pgm 500\nb.pgm 500\n");
    write_text("pairs", "0 1\n");
    assert_int_equal(run("basma-stages", "images pairs"), 0);
    const char *stages = read_text("output"), *spectrum = strstr(stages, "spectrum (waves a block)");
    assert_non_null(spectrum);
    assert_int_equal(sscanf(spectrum, "spectrum (waves a block) %lf", &us), 1);
    assert_true(us > 1);
    assert_non_null(strstr(stages, "ridges, one alignment"));
    assert_int_equal(run("basma-stages", "absent pairs"), 2);
}

static void several_impressions_and_fingers_are_enrolled_and_the_rest_compared(void **state)
{
    int lines = 0;
    char images[512] = "", name[32];
    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        (void)snprintf(name, sizeof name, "%u_%u.pgm", 1 + i / 3, 1 + i % 3);
        write_print(name, 1 + i / 3, i);
        (void)snprintf(images + strlen(images), sizeof images - strlen(images), "%s 500\n", name);
    }
    write_text("images", images);
    write_text("pairs", "0 1\n");
    assert_int_equal(run("basma-several", "images pairs out 2x1 1x2"), 0);
    /* 4 fingers, 3 starts, 1 impression left, of 4 fingers each. */
    for (const char *at = read_text("out-2x1.labels"); (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 48);
    /* A person of two neighbours shares no finger with one other only. */
    lines = 0;
    for (const char *at = read_text("out-1x2.labels"); (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 4 * 3 * 2 * 2);
    assert_int_equal(strncmp(read_text("out-2x1.labels"), "G 0_0 0_2\nI 0_0 1_2\n", 20), 0);
    int genuine, impostor;
    assert_int_equal(sscanf(read_text("out-2x1.scores"), "%d %d", &genuine, &impostor), 2);
    assert_true(genuine > impostor);
    assert_int_equal(run("basma-several", "images pairs out 3x1"), 2);
    assert_int_equal(run("basma-several", "images pairs out 1x3"), 2);
    assert_int_equal(run("basma-several", "images pairs out"), 2);
}

static void nothing_left_out_is_the_engine_and_each_stage_can_be(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++)
        write_print((const char *[]){"a.pgm", "b.pgm", "c.pgm"}[i], 5 + i / 2, i);
    write_text("images", "a.pgm 500\nb.pgm 500\nc.pgm 500\n");
    write_text("pairs", "0 1\n0 2\n1 2\n");
    assert_int_equal(run("basma-score", "finger images pairs scores"), 0);
    assert_int_equal(run("basma-without", "images pairs out"), 0);
    char whole[64];
    (void)snprintf(whole, sizeof whole, "%s", read_text("scores"));
    assert_string_equal(read_text("out-nothing.scores"), whole);
    assert_string_not_equal(read_text("out-relaxation.scores"), whole);
    assert_string_not_equal(read_text("out-ridges.scores"), whole);
    assert_int_equal(run("basma-without", "images pairs"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_curve_goes_through_the_rates_of_each_threshold),
        cmocka_unit_test(lists_that_do_not_fit_are_refused),
        cmocka_unit_test(each_stage_of_a_picture_and_a_pair_is_timed),
        cmocka_unit_test(several_impressions_and_fingers_are_enrolled_and_the_rest_compared),
        cmocka_unit_test(nothing_left_out_is_the_engine_and_each_stage_can_be),
    };
    return cmocka_run_group_tests(tests, make_folder, end_folder);
}
