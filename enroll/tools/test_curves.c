/* The tools that measure, as they are run: basma-curves, -stages, -several, -without, -calibrate, -decide, -quality,
 * -book. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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

/* Scores of wrong pairs round 0 and of right ones round 200, as a line of each list. */
static void write_scores(const char *name)
{
    char path[32], scores[1024] = "", labels[1024] = "";
    for (int i = 0; i < 40; i++) {
        bool genuine = i % 2;
        (void)snprintf(scores + strlen(scores), sizeof scores - strlen(scores), "%d\n",
                       i * 37 % 250 + (genuine ? 80 : -130));
        (void)snprintf(labels + strlen(labels), sizeof labels - strlen(labels), "%c x_1 y_1\n", genuine ? 'G' : 'I');
    }
    (void)snprintf(path, sizeof path, "%s.scores", name);
    write_text(path, scores);
    (void)snprintf(path, sizeof path, "%s.labels", name);
    write_text(path, labels);
}

static void a_line_is_fitted_and_judged_by_what_it_was_not_fitted_to(void **state)
{
    (void)state;
    write_scores("a");
    write_scores("b");
    assert_int_equal(run("basma-calibrate", "finger a=a.scores:a.labels b=b.scores:b.labels -- c=a.scores:a.labels"),
                     0);
    const char *said = read_text("output");
    assert_non_null(strstr(said, "fitted to all 2"));
    assert_non_null(strstr(said, "\na "));
    assert_non_null(strstr(said, "not fitted to"));
    assert_int_equal(run("basma-calibrate", "finger a=a.scores:absent"), 2);
    assert_int_equal(run("basma-calibrate", "nose a=a.scores:a.labels"), 2);
    assert_int_equal(run("basma-calibrate", "--help"), 0);
}

static void errors_of_the_decision_are_counted_with_any_thresholds(void **state)
{
    (void)state;
    write_text("face.scores", "9000\n-500\n");
    write_text("face.labels", "G a b\nI a c\n");
    write_text("two.parts", "900 900\n-500 -500\n");
    write_text("two.labels", "G 0_0 0_1\nI 0_0 1_1\n");
    assert_int_equal(run("basma-decide", "lfw=face.scores:face.labels two"), 0);
    assert_non_null(strstr(read_text("output"), "right fingers, right face: refused                   0 of        60"));
    assert_non_null(strstr(read_text("output"), "wrong fingers, wrong face: passed                    0 of        60"));
    assert_non_null(strstr(read_text("output"), "right fingers, wrong face: passed                    0 of        60"));
    assert_int_equal(run("basma-decide", "--print"), 0);
    write_text("thresholds", read_text("output"));
    assert_int_equal(run("basma-decide", "--thresholds thresholds lfw=face.scores:face.labels two"), 0);
    write_text("thresholds", "fingers_wanted = 2\n");
    assert_int_equal(run("basma-decide", "--thresholds thresholds lfw=face.scores:face.labels two"), 2);
    assert_non_null(strstr(read_text("errors"), "is missing"));
    write_text("two.labels", "G 0_0 0_1\n");
    assert_int_equal(run("basma-decide", "lfw=face.scores:face.labels two"), 2);
}

static void quality_and_advice_are_said_a_picture_a_line(void **state)
{
    int score;
    char hint[32];
    (void)state;
    write_print("a.pgm", 1, 1);
    write_text("images", "a.pgm 500\n");
    assert_int_equal(run("basma-quality", "images"), 0);
    assert_int_equal(sscanf(read_text("output"), "%d %31s", &score, hint), 2);
    assert_in_range(score, 60, 100);
    assert_string_equal(hint, "finger_good");
    assert_int_equal(run("basma-quality", "--turned images"), 0);
    assert_int_equal(run("basma-quality", "absent"), 2);
}

static void the_book_has_a_picture_of_each_stage(void **state)
{
    (void)state;
    write_print("a.pgm", 1, 1);
    write_print("b.pgm", 1, 2);
    assert_int_equal(run("basma-book", "a.pgm b.pgm 500 ."), 0);
    for (int i = 0; i < 9; i++) {
        static const char *const names[] = {"1-prepare", "2-spectrum", "3-field", "4-segment", "5-enhance",
                                            "6-detect",  "7-cylinder", "8-pairs", "9-ridges"};
        char name[32];
        (void)snprintf(name, sizeof name, "%s.png", names[i]);
        assert_int_equal(access(path_of(name), R_OK), 0);
    }
    assert_int_equal(run("basma-book", "a.pgm absent.pgm 500 ."), 2);
    assert_int_equal(run("basma-book", "a.pgm b.pgm 20 ."), 2);
}

static void templates_through_records_and_small_windows_are_scored_too(void **state)
{
    static const char *const engines[] = {"finger-iso-reference", "finger-iso-probe", "finger-iso-both", "finger-9mm"};
    (void)state;
    for (unsigned i = 0; i < 3; i++)
        write_print((const char *[]){"a.pgm", "b.pgm", "c.pgm"}[i], 5 + i / 2, i);
    write_text("images", "a.pgm 500\nb.pgm 500\nc.pgm 500\n");
    write_text("pairs", "0 1\n0 2\n");
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++) {
        char arguments[64];
        int genuine, impostor;
        (void)snprintf(arguments, sizeof arguments, "%s images pairs scores", engines[i]);
        assert_int_equal(run("basma-score", arguments), 0);
        assert_int_equal(sscanf(read_text("scores"), "%d %d", &genuine, &impostor), 2);
        assert_true(genuine > 100 && impostor < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_curve_goes_through_the_rates_of_each_threshold),
        cmocka_unit_test(lists_that_do_not_fit_are_refused),
        cmocka_unit_test(each_stage_of_a_picture_and_a_pair_is_timed),
        cmocka_unit_test(several_impressions_and_fingers_are_enrolled_and_the_rest_compared),
        cmocka_unit_test(nothing_left_out_is_the_engine_and_each_stage_can_be),
        cmocka_unit_test(a_line_is_fitted_and_judged_by_what_it_was_not_fitted_to),
        cmocka_unit_test(errors_of_the_decision_are_counted_with_any_thresholds),
        cmocka_unit_test(quality_and_advice_are_said_a_picture_a_line),
        cmocka_unit_test(the_book_has_a_picture_of_each_stage),
        cmocka_unit_test(templates_through_records_and_small_windows_are_scored_too),
    };
    return cmocka_run_group_tests(tests, make_folder, end_folder);
}
