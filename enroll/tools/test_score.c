/* basma-score as it is run: the real program on small lists of pictures made here. */
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

static char folder[] = "/tmp/basma-score-XXXXXX";

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

static void write_picture(const char *name, struct bsm_image image)
{
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_picture_encode_pgm(&image, &bytes, &size), BSM_OK);
    assert_int_equal(bsm_file_write(path_of(name), bytes, size, 0600), BSM_OK);
    free(bytes);
    bsm_image_finish(&image);
}

/* Runs `basma-score ARGUMENTS` in the folder; its exit status, its stderr in the file "errors". */
static int run_score(const char *arguments)
{
    char command[1024];
    (void)snprintf(command, sizeof command, "cd %s && %s/bin/basma-score %s >output 2>errors", folder,
                   getenv("BASMA_BUILD_DIR"), arguments);
    int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static char *read_text(const char *name)
{
    static char text[4096];
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_file_read(path_of(name), sizeof text - 1, &bytes, &size), BSM_OK);
    memcpy(text, bytes, size + 1);
    free(bytes);
    return text;
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    write_picture("a1.pgm", test_print(1, &(struct test_view){.noise = 10}));
    write_picture("a2.pgm", test_print(1, &(struct test_view){.turn_degrees = 8, .noise = 10, .noise_seed = 2}));
    write_picture("b1.pgm", test_print(2, &(struct test_view){.noise = 10, .noise_seed = 3}));
    write_picture("none.pgm", test_flat(200, 200, 240));
    write_text("images", "a1.pgm 500\na2.pgm 500\nb1.pgm 500\nnone.pgm 500\n");
    write_text("pairs", "0 1\n0 2\n0 3\n");
    return 0;
}

static int end_folder(void **state)
{
    char command[64];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void scores_stand_in_the_order_of_the_pairs(void **state)
{
    double genuine, impostor, none;
    (void)state;
    assert_int_equal(run_score("finger images pairs scores"), 0);
    assert_int_equal(sscanf(read_text("scores"), "%lf %lf %lf", &genuine, &impostor, &none), 3);
    assert_true(genuine > impostor);
    assert_true(none <= -1000 && none >= -1000);
}

static void the_last_two_lines_tell_counts_and_times(void **state)
{
    int pictures, failures, pairs;
    double extract_s, match_s;
    (void)state;
    assert_int_equal(run_score("finger images pairs scores"), 0);
    assert_int_equal(sscanf(read_text("errors"), "EXTRACT %d %lf %d MATCH %d %lf", &pictures, &extract_s, &failures,
                            &pairs, &match_s),
                     5);
    assert_int_equal(pictures, 4);
    assert_int_equal(failures, 1);
    assert_int_equal(pairs, 3);
}

static void a_score_depends_on_its_two_pictures_alone(void **state)
{
    char first[64];
    (void)state;
    assert_int_equal(run_score("finger images pairs scores"), 0);
    (void)snprintf(first, sizeof first, "%.*s", (int)strcspn(read_text("scores"), "\n"), read_text("scores"));
    write_text("images2", "b1.pgm 500\na2.pgm 500\na1.pgm 500\n");
    write_text("pairs2", "0 0\n2 1\n");
    assert_int_equal(run_score("finger images2 pairs2 scores2"), 0);
    assert_non_null(strstr(read_text("scores2"), first));
}

static void bad_lists_are_named_with_their_line(void **state)
{
    (void)state;
    assert_int_equal(run_score("finger absent pairs scores"), 2);
    assert_non_null(strstr(read_text("errors"), "absent"));
    write_text("bad", "a1.pgm 500\na2.pgm\n");
    assert_int_equal(run_score("finger bad pairs scores"), 2);
    assert_non_null(strstr(read_text("errors"), "bad:2:"));
    write_text("bad", "0 1\n0 4\n");
    assert_int_equal(run_score("finger images bad scores"), 2);
    assert_non_null(strstr(read_text("errors"), "bad:2:"));
    write_text("bad", "0 1 2\n");
    assert_int_equal(run_score("finger images bad scores"), 2);
    write_text("bad", "0 -1\n");
    assert_int_equal(run_score("finger images bad scores"), 2);
    write_text("bad", "\n");
    assert_int_equal(run_score("finger images bad scores"), 2);
}

static void missing_and_broken_pictures_are_named(void **state)
{
    (void)state;
    write_text("bad", "a1.pgm 500\ngone.pgm 500\n");
    write_text("one", "0 1\n");
    assert_int_equal(run_score("finger bad one scores"), 2);
    assert_non_null(strstr(read_text("errors"), "gone.pgm"));
    write_text("cut.pgm", "P5\n300 300\n255\nabc");
    write_text("bad", "a1.pgm 500\ncut.pgm 500\n");
    assert_int_equal(run_score("finger bad one scores"), 2);
    assert_non_null(strstr(read_text("errors"), "cut.pgm"));
}

static void wrong_usage_tells_the_usage(void **state)
{
    (void)state;
    assert_int_equal(run_score(""), 2);
    assert_int_equal(run_score("toe images pairs scores"), 2);
    assert_non_null(strstr(read_text("errors"), "usage: basma-score"));
    assert_int_equal(run_score("--help"), 0);
    assert_non_null(strstr(read_text("output"), "usage: basma-score"));
}

static void liveness_takes_a_list_or_a_film(void **state)
{
    (void)state;
    assert_int_equal(run_score("liveness images"), 2);
    assert_non_null(strstr(read_text("errors"), "liveness --clip FILE"));
    int code = run_score("liveness absent scores");
    if (code == 1)
        skip(); /* no models here */
    assert_int_equal(code, 2);
    assert_non_null(strstr(read_text("errors"), "absent"));
    assert_int_equal(run_score("liveness --clip images"), 2);
    assert_non_null(strstr(read_text("errors"), "film"));
    write_text("blank", "none.pgm\n");
    assert_int_equal(run_score("liveness blank scores"), 0);
    assert_string_equal(read_text("scores"), "-1000\n");
}

/* Runs another program of this folder; its exit status. */
static int run_tool(const char *tool, const char *arguments)
{
    char command[1024];
    (void)snprintf(command, sizeof command, "cd %s && %s/bin/%s %s >output 2>errors", folder, getenv("BASMA_BUILD_DIR"),
                   tool, arguments);
    int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void the_tools_for_faces_say_what_they_want(void **state)
{
    (void)state;
    assert_int_equal(run_tool("basma-faces", ""), 2);
    assert_int_equal(run_tool("basma-faces", "absent"), 2);
    assert_non_null(strstr(read_text("errors"), "absent"));
    assert_int_equal(run_tool("basma-face-show", "a1.pgm"), 2);
    assert_int_equal(run_tool("basma-face-show", "--help"), 0);
    int code = run_tool("basma-face-show", "absent.png out.png");
    if (code == 1)
        skip(); /* no models here */
    assert_int_equal(code, 2);
    assert_int_equal(run_tool("basma-face-show", "none.pgm out.png"), 0);
    assert_non_null(strstr(read_text("output"), "advice no_face"));
    write_text("blank", "none.pgm\n");
    assert_int_equal(run_tool("basma-faces", "blank"), 0);
    assert_non_null(strstr(read_text("output"), "1 without a face"));
}

static void a_place_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(run_score("finger images pairs no/such/folder"), 1);
    assert_non_null(strstr(read_text("errors"), "no/such/folder"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_stand_in_the_order_of_the_pairs),
        cmocka_unit_test(the_last_two_lines_tell_counts_and_times),
        cmocka_unit_test(a_score_depends_on_its_two_pictures_alone),
        cmocka_unit_test(bad_lists_are_named_with_their_line),
        cmocka_unit_test(missing_and_broken_pictures_are_named),
        cmocka_unit_test(wrong_usage_tells_the_usage),
        cmocka_unit_test(liveness_takes_a_list_or_a_film),
        cmocka_unit_test(the_tools_for_faces_say_what_they_want),
        cmocka_unit_test(a_place_that_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, make_folder, end_folder);
}
