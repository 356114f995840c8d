#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "tests/sim/world/follow.h"
#include "tests/sim/world/looks.h"
#include "tests/sim/world/phone.h"
#include "tests/sim/world/world.h"

static char folder[64];
static char path[128];

static void write_text(const char *name, const char *text)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(bsm_file_write(path, text, strlen(text), 0600), BSM_OK);
}

static void append_text(const char *text)
{
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-world-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void people_are_read_with_their_pictures_beside_the_file(void **state)
{
    (void)state;
    write_text("people.jsonl",
               "{\"id_number\":\"1000000008\",\"birth_date\":\"1990-05-17\",\"mobile\":\"+966500000001\","
               "\"name_en\":\"A B\",\"name_ar\":\"\xd8\xa3\",\"account\":\"PENDING\",\"print_seed\":77,"
               "\"portrait\":\"faces/1.png\",\"probe\":\"/elsewhere/1.png\"}\n\n");
    struct bsm_world_people people = {0};
    char why[BSM_PEOPLE_WHY_SIZE];
    assert_int_equal(bsm_world_people_read(path, &people, why, sizeof why), BSM_OK);
    assert_int_equal(people.count, 1);
    assert_string_equal(people.persons[0].id_number, "1000000008");
    assert_int_equal(people.persons[0].print_seed, 77);
    assert_string_equal(people.persons[0].probe, "/elsewhere/1.png");
    assert_string_equal(people.persons[0].portrait + strlen(folder), "/faces/1.png");
    bsm_world_people_finish(&people);
    bsm_world_people_finish(NULL);
}

static void a_bad_person_is_named_by_line_and_key(void **state)
{
    (void)state;
    struct bsm_world_people people = {0};
    char why[BSM_PEOPLE_WHY_SIZE];
    write_text("people.jsonl", "\n{\"id_number\":\"1000000009\"}\n");
    assert_int_equal(bsm_world_people_read(path, &people, why, sizeof why), BSM_INVALID);
    assert_string_equal(why, "line 2: id_number is missing or wrong");
    write_text("people.jsonl", "{\n");
    assert_int_equal(bsm_world_people_read(path, &people, why, sizeof why), BSM_INVALID);
    assert_non_null(strstr(why, "line 1: no JSON"));
    assert_null(people.persons);
}

static void the_journal_is_followed_line_by_line(void **state)
{
    (void)state;
    struct bsm_follow follow;
    struct bsm_follow_line line;
    char value[32];
    write_text("journal", "2026-11-21T21:26:40.123Z 7 boot version=1\n");
    bsm_follow_open(&follow, path, true);
    assert_false(bsm_follow_next(&follow, &line));
    append_text("2026-11-21T21:26:41.123Z 7 screen name=hand position=right_in");
    assert_false(bsm_follow_next(&follow, &line));
    append_text("dex step=1\nnot a line\n2026-11-21T21:26:42.123Z 8 wiped\n");
    assert_true(bsm_follow_next(&follow, &line));
    assert_string_equal(line.event, "screen");
    assert_int_equal(line.round, 7);
    assert_true(bsm_follow_says(&line, "position", "right_index"));
    assert_true(bsm_follow_says(&line, "name", "hand"));
    assert_false(bsm_follow_value(&line, "steps", value, sizeof value));
    assert_false(bsm_follow_value(&line, "position", value, 4));
    assert_true(bsm_follow_next(&follow, &line));
    assert_string_equal(line.event, "wiped");
    assert_false(bsm_follow_next(&follow, &line));
    bsm_follow_open(&follow, path, false);
    assert_true(bsm_follow_next(&follow, &line));
    assert_string_equal(line.event, "boot");
}

static void an_endless_line_does_not_stop_the_journal(void **state)
{
    (void)state;
    struct bsm_follow follow;
    struct bsm_follow_line line;
    write_text("journal", "");
    bsm_follow_open(&follow, path, false);
    for (int i = 0; i < 500; i++)
        append_text("xxxxxxxxxx");
    append_text("\n2026-11-21T21:26:42.123Z 8 wiped\n");
    assert_true(bsm_follow_next(&follow, &line));
    assert_string_equal(line.event, "wiped");
}

static void the_newest_code_of_a_number_is_read_from_its_phone(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    struct bsm_phone_message messages[3];
    write_text("sms", "{\"to\":\"+9661\",\"text\":\"Your code 12345 no, 123456.\",\"at\":1000}\n"
                      "{\"to\":\"+9662\",\"text\":\"1234567 111222\",\"at\":1500}\n"
                      "garbage\n"
                      "{\"to\":\"+9661\",\"text\":\"654321 is it\",\"at\":2000}\n");
    assert_true(bsm_phone_code(path, "+9661", 0, code));
    assert_string_equal(code, "654321");
    assert_false(bsm_phone_code(path, "+9661", 2001, code));
    assert_true(bsm_phone_code(path, "+9662", 0, code));
    assert_string_equal(code, "111222");
    assert_false(bsm_phone_code(path, "+9663", 0, code));
    assert_int_equal(bsm_phone_messages(path, "+9661", messages, 3), 2);
    assert_string_equal(messages[1].code, "123456");
    assert_int_equal(bsm_phone_messages("/nonexistent", "+9661", messages, 3), 0);
}

static void faces_come_and_go_by_the_cameras_control_file(void **state)
{
    (void)state;
    struct bsm_world world;
    uint8_t *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/camera", folder);
    assert_int_equal(bsm_world_init(&world, "/nonexistent/usb/reader", path, 1), BSM_OK);
    struct bsm_world_face face = {.picture = "/x/y.png", .box = "1 2 3 4", .seed = 9};
    assert_int_equal(bsm_world_show_face(&world, &face), BSM_OK);
    assert_int_equal(bsm_file_read(path, 1000, &text, &size), BSM_OK);
    assert_string_equal((char *)text,
                        "# basma-camera 1\npicture = /x/y.png\npresent = yes\nseed = 9\nface = 1 2 3 4\n");
    free(text);
    assert_int_equal(bsm_world_show_face(&world, &(struct bsm_world_face){0}), BSM_OK);
    assert_int_equal(bsm_file_read(path, 1000, &text, &size), BSM_OK);
    assert_string_equal((char *)text, "# basma-camera 1\npresent = no\n");
    free(text);
    assert_int_equal(bsm_world_pull_camera(&world), BSM_OK);
    assert_int_equal(bsm_world_put_finger(&world, 1, BSM_POSITION_RIGHT_INDEX, BSM_TOUCH_ORDINARY, 10), BSM_TIMEOUT);
    assert_int_equal(bsm_world_put_finger(&world, 1, BSM_POSITION_NONE, BSM_TOUCH_ORDINARY, 10), BSM_INVALID);
    bsm_world_finish(&world);
}

static void say(struct bsm_world_face *face, const char *first, const char *second, const char *third)
{
    const char *const words[] = {first, second, third};
    assert_true(bsm_world_face_words(words, !second ? 1 : !third ? 2 : 3, "/x/other.png", face));
}

static void what_a_face_does_is_said_in_words(void **state)
{
    (void)state;
    struct bsm_world world;
    struct bsm_world_face face = {.picture = "/x/y.png", .seed = 1};
    struct bsm_world_light light = {0};
    uint8_t *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/camera", folder);
    assert_int_equal(bsm_world_init(&world, "/nonexistent/usb/reader", path, 1), BSM_OK);
    say(&face, "turn", "right", "25");
    say(&face, "nod", "up", "10");
    say(&face, "blink", NULL, NULL);
    say(&face, "glasses", "on", NULL);
    say(&face, "behind", NULL, NULL);
    say(&face, "phone", NULL, NULL);
    const char *const screen[] = {"screen", "0", "0", "90"}, *const dark[] = {"dark"};
    assert_true(bsm_world_light_words(screen, 4, &light));
    assert_true(bsm_world_light_words(dark, 1, &light));
    bsm_world_set_light(&world, &light);
    assert_int_equal(bsm_world_show_face(&world, &face), BSM_OK);
    assert_int_equal(bsm_file_read(path, 1000, &text, &size), BSM_OK);
    assert_string_equal((char *)text, "# basma-camera 1\npicture = /x/y.png\npresent = yes\nseed = 1\nyaw = -25\n"
                                      "pitch = 10\nblink = 1\nglasses = yes\nbehind = /x/other.png\n"
                                      "medium = phone\nlight = 30\nscreen_rgb = 0 0 90\n");
    free(text);
    say(&face, "straight", NULL, NULL);
    say(&face, "live", NULL, NULL);
    say(&face, "alone", NULL, NULL);
    assert_int_equal(face.yaw_degrees + face.pitch_degrees + face.medium, 0);
    assert_null(face.behind);
    bsm_world_finish(&world);
}

static void what_no_face_does_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[][3] = {{"turn", "left", "36"},   {"turn", "up", "5"},  {"turn", "left", NULL},
                                           {"blink", "twice", NULL}, {"phone", "2", NULL}, {"turn", "left", "x"}};
    struct bsm_world_face face = {0};
    struct bsm_world_light light = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(bsm_world_face_words(wrong[i], wrong[i][2] ? 3 : wrong[i][1] ? 2 : 1, "", &face));
    const char *const screen[] = {"screen", "1", "2", "301"};
    assert_false(bsm_world_light_words(screen, 4, &light));
    assert_false(bsm_world_light_words(screen, 3, &light));
    assert_int_equal(light.screen_percent[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(people_are_read_with_their_pictures_beside_the_file, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_bad_person_is_named_by_line_and_key, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(the_journal_is_followed_line_by_line, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(an_endless_line_does_not_stop_the_journal, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(the_newest_code_of_a_number_is_read_from_its_phone, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_a_face_does_is_said_in_words, make_folder, remove_folder),
        cmocka_unit_test(what_no_face_does_is_refused),
        cmocka_unit_test_setup_teardown(faces_come_and_go_by_the_cameras_control_file, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
