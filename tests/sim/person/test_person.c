#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "tests/sim/person/layout.h"
#include "tests/sim/person/script.h"
#include "tests/sim/person/stage.h"

static char path[64];
static struct script script;
static struct stage stage;
static char why[SCRIPT_WHY_SIZE];

static int make_file(void **state)
{
    (void)state;
    strcpy(path, "/tmp/basma-visit-XXXXXX");
    return close(mkstemp(path));
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static enum bsm_status read_text(const char *text)
{
    assert_int_equal(bsm_file_write(path, text, strlen(text), 0600), BSM_OK);
    return script_read(&script, path, why);
}

static void a_script_is_read_into_steps(void **state)
{
    (void)state;
    assert_int_equal(read_text("# a visit\n\nexpect hand step=1 position=right_index within 30  # now\n"
                               "tap agree\noutcome active\n"),
                     BSM_OK);
    assert_int_equal(script.count, 3);
    assert_int_equal(script.steps[0].verb, VERB_EXPECT);
    assert_int_equal(script.steps[0].count, 3);
    assert_string_equal(script.steps[0].words[2], "position=right_index");
    assert_int_equal(script.steps[0].within_ms, 30000);
    assert_int_equal(script.steps[0].line, 3);
    assert_int_equal(script.steps[1].within_ms, 20000);
    assert_string_equal(script.steps[2].words[0], "active");
}

static void assert_wrong(const char *text, int line, const char *reason)
{
    char expected[SCRIPT_WHY_SIZE];
    snprintf(expected, sizeof expected, "%s:%d: %s", path, line, reason);
    assert_int_equal(read_text(text), BSM_INVALID);
    assert_string_equal(why, expected);
}

static void a_mistake_in_a_script_is_named_by_file_and_line(void **state)
{
    (void)state;
    assert_wrong("tap x\njump high\noutcome active\n", 2, "there is no such verb");
    assert_wrong("tap\noutcome active\n", 1, "a word is missing after the verb");
    assert_wrong("expect nowhere\noutcome active\n", 1, "this verb does not take that word");
    assert_wrong("expect han\noutcome active\n", 1, "this verb does not take that word");
    assert_wrong("tap a b\noutcome active\n", 1, "a word too many, or not key=value");
    assert_wrong("expect hand later\noutcome active\n", 1, "a word too many, or not key=value");
    assert_wrong("tap a within soon\noutcome active\n", 1, "within takes a number of seconds, 1 to 600");
    assert_wrong("face turn left 50\noutcome active\n", 1, "there is nothing like this before the camera");
    assert_wrong("light purple\noutcome active\n", 1, "there is nothing like this before the camera");
    assert_int_equal(read_text("face own\nface turn left 25\nface blink\nlight screen 0 90 0\noutcome active\n"),
                     BSM_OK);
    assert_wrong("tap a\n", 2, "the last step must be: outcome WORD");
    assert_int_equal(script_read(&script, "/nonexistent/x.visit", why), BSM_GONE);
}

static void a_layout_line_is_a_name_and_a_box(void **state)
{
    (void)state;
    struct layout_place place;
    assert_true(layout_parse_line("key_7 10 20 130 140\n", &place));
    assert_string_equal(place.name, "key_7");
    assert_int_equal(place.y, 20);
    assert_int_equal(place.height_px, 140);
    assert_false(layout_parse_line("key_7 10 20 130\n", &place));
    assert_false(layout_parse_line("key_7 10 20 130 140 9\n", &place));
    assert_false(layout_parse_line("key_7 10 20 0 140\n", &place));
    assert_false(layout_parse_line("a_name_that_is_longer_than_any_thing_to_touch 1 2 3 4\n", &place));
    assert_false(layout_parse_line("", &place));
}

static void the_stage_knows_the_screen_and_the_oldest_living_leaf(void **state)
{
    (void)state;
    static const char text[] = "2026-11-21T21:00:00.000Z 0 leaf_started leaf=bio pid=9\n"
                               "2026-11-21T21:00:00.000Z 0 boot version=1\n"
                               "2026-11-21T21:00:00.100Z 0 leaf_started leaf=bio pid=11\n"
                               "2026-11-21T21:00:00.100Z 0 leaf_started leaf=ui pid=12\n"
                               "2026-11-21T21:00:00.200Z 0 leaf_started leaf=bio pid=13\n"
                               "2026-11-21T21:00:01.000Z 1 screen name=welcome serial=1\n"
                               "2026-11-21T21:00:02.000Z 1 screen name=wait serial=2\n"
                               "2026-11-21T21:00:03.000Z 1 screen name=hand serial=3 step=1\n"
                               "2026-11-21T21:00:03.000Z 1 screen name=hand serial=4 step=2\n";
    static const char *const second[] = {"name=hand", "step=2"};
    char name[STAGE_WORD_SIZE];
    assert_int_equal(bsm_file_write(path, text, sizeof text - 1, 0600), BSM_OK);
    stage_open(&stage, path);
    stage_look(&stage);
    stage_screen_name(&stage, name);
    assert_string_equal(name, "hand");
    assert_int_equal(stage.screen_count, 1);
    assert_int_equal(stage_leaf_pid(&stage, "bio"), 11);
    assert_int_equal(stage_leaf_pid(&stage, "ui"), 12);
    assert_int_equal(stage_leaf_pid(&stage, "uplink"), 0);
    assert_int_equal(stage_find(&stage, 0, "screen", second, 2), 8);
    assert_int_equal(stage_find(&stage, 0, "wiped", NULL, 0), -1);

    FILE *journal = fopen(path, "a");
    assert_non_null(journal);
    fputs("2026-11-21T21:00:04.000Z 1 leaf_ended leaf=bio pid=11 signal=9\n", journal);
    fclose(journal);
    stage_look(&stage);
    assert_int_equal(stage_leaf_pid(&stage, "bio"), 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_script_is_read_into_steps, make_file, remove_file),
        cmocka_unit_test_setup_teardown(a_mistake_in_a_script_is_named_by_file_and_line, make_file, remove_file),
        cmocka_unit_test(a_layout_line_is_a_name_and_a_box),
        cmocka_unit_test_setup_teardown(the_stage_knows_the_screen_and_the_oldest_living_leaf, make_file, remove_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
