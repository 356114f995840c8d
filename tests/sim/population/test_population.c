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
#include <jansson.h>

#include "enroll/picture/picture.h"
#include "firmware/base/biometric.h"
#include "firmware/base/file.h"
#include "tests/sim/population/population.h"
#include "tests/sim/world/people.h"

static const struct portrait_row portrait = {.label = "woman 1", .enrolment = "/p/a.png", .probe = "/p/b.png"};

static void people_are_the_same_for_a_seed_and_all_different(void **state)
{
    (void)state;
    static struct person persons[200];
    struct person again;
    for (int i = 0; i < 200; i++) {
        person_draw(&persons[i], 5, i + 1, &portrait);
        person_draw(&again, 5, i + 1, &portrait);
        assert_memory_equal(&persons[i], &again, sizeof again);
        assert_true(bsm_id_number_valid(persons[i].id_number));
        assert_true(bsm_date_valid(persons[i].birth_date));
        assert_int_equal(strlen(persons[i].mobile), 13);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(persons[i].id_number, persons[j].id_number);
            assert_string_not_equal(persons[i].mobile, persons[j].mobile);
            assert_true(persons[i].print_seed != persons[j].print_seed);
        }
    }
    person_draw(&again, 6, 1, &portrait);
    assert_string_not_equal(again.id_number, persons[0].id_number);
}

static void accounts_of_all_three_kinds_are_among_those_the_camera_never_sees(void **state)
{
    (void)state;
    int pending = 0, none = 0, active = 0;
    for (int i = 1; i <= 21; i++) {
        struct person person;
        const struct portrait_row unseen = {.label = "man", .enrolment = "/p/a.png"};
        person_draw(&person, 1, i, &unseen);
        pending += strcmp(person.account, "PENDING") == 0;
        none += strcmp(person.account, "NONE") == 0;
        active += strcmp(person.account, "ACTIVE") == 0;
    }
    assert_int_equal(pending, 7);
    assert_int_equal(none, 7);
    assert_int_equal(active, 7);
}

static void every_kind_that_a_visit_may_need_is_drawn(void **state)
{
    (void)state;
    struct person person, plain;
    for (int kind = 0; kind < PERSON_KINDS; kind++) {
        person_draw_kind(&person, 1, 40 + kind, &portrait, kind);
        person_draw(&plain, 1, 40 + kind, &portrait);
        assert_string_equal(person.id_number, plain.id_number);
        assert_string_equal(person.mobile, plain.mobile);
        char *line = person_extract_line(&person);
        json_t *object = json_loads(line, 0, NULL);
        const char *on_file = json_string_value(json_object_get(object, "mobile"));
        bool no_mobile = strstr(person.kind, "no_mobile") != NULL, other = strcmp(person.kind, "other_mobile") == 0;
        assert_int_equal(strlen(on_file), no_mobile ? 0 : 13);
        assert_int_equal(strcmp(on_file, person.mobile) != 0, no_mobile || other);
        assert_int_equal(json_array_size(json_object_get(object, "fingers")),
                         PERSON_FINGERS - (strcmp(person.kind, "missing_finger") == 0));
        json_decref(object);
        free(line);
    }
}

static void the_extract_holds_what_the_import_asks_for_and_no_seed(void **state)
{
    (void)state;
    struct person person;
    person_draw(&person, 1, 7, &portrait);
    char *line = person_extract_line(&person);
    assert_non_null(line);
    assert_null(strchr(line, '\n'));
    json_t *object = json_loads(line, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(object, "id_number")), person.id_number);
    assert_string_equal(json_string_value(json_object_get(object, "name_ar")), person.name.arabic);
    assert_int_equal(json_array_size(json_object_get(object, "fingers")), PERSON_FINGERS);
    const json_t *finger = json_array_get(json_object_get(object, "fingers"), 0);
    assert_int_equal(json_integer_value(json_object_get(finger, "position")), BSM_POSITION_RIGHT_INDEX);
    assert_string_equal(json_string_value(json_object_get(finger, "file")), "fingers/0007-02.pgm");
    assert_int_equal(json_integer_value(json_object_get(finger, "resolution_ppi")), 500);
    assert_string_equal(json_string_value(json_object_get(json_object_get(object, "face"), "file")), "faces/0007.png");
    assert_null(json_object_get(object, "print_seed"));
    json_decref(object);
    free(line);
}

static void the_world_reads_the_people_that_are_written(void **state)
{
    (void)state;
    char path[] = "/tmp/basma-people-XXXXXX";
    struct person person;
    struct bsm_world_people people = {0};
    char why[BSM_PEOPLE_WHY_SIZE];
    close(mkstemp(path));
    person_draw(&person, 1, 7, &portrait);
    char *line = person_people_line(&person);
    assert_non_null(line);
    assert_int_equal(bsm_file_write(path, line, strlen(line), 0600), BSM_OK);
    assert_int_equal(bsm_world_people_read(path, &people, why, sizeof why), BSM_OK);
    assert_int_equal(people.count, 1);
    assert_string_equal(people.persons[0].id_number, person.id_number);
    assert_string_equal(people.persons[0].kind, "pending");
    assert_true(people.persons[0].print_seed == person.print_seed);
    assert_string_equal(people.persons[0].probe, "/tmp/probes/0007.png");
    bsm_world_people_finish(&people);
    free(line);
    unlink(path);
}

static void a_finger_is_written_as_a_picture_at_500_ppi(void **state)
{
    (void)state;
    char folder[] = "/tmp/basma-population-XXXXXX";
    char path[PATH_MAX], file[64];
    struct person person;
    struct bsm_image picture = {0};
    assert_non_null(mkdtemp(folder));
    person_draw(&person, 1, 7, &portrait);
    assert_int_equal(person_write_finger(&person, 2, folder), BSM_FAULT);
    snprintf(path, sizeof path, "%s/fingers", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(person_write_finger(&person, 2, folder), BSM_OK);
    snprintf(file, sizeof file, "%s/fingers/0007-02.pgm", folder);
    assert_int_equal(bsm_picture_read(file, BSM_IMAGE_GREY8, 500, &picture, NULL, 0), BSM_OK);
    assert_int_equal(picture.width_px, 320);
    bsm_image_finish(&picture);
    unlink(file);
    rmdir(path);
    rmdir(folder);
}

static void a_bad_row_of_portraits_is_named(void **state)
{
    (void)state;
    char path[] = "/tmp/basma-portraits-XXXXXX";
    char why[PORTRAIT_WHY_SIZE];
    struct portrait_list list = {0};
    static const char good[] = "# people\nwoman 1\ta.png\t-\nman\t/x/b.png\tc.png\t1 2 3 4\n";
    static const char bad[] = "woman 1\ta.png\n\nman\n";
    close(mkstemp(path));
    assert_int_equal(bsm_file_write(path, good, sizeof good - 1, 0600), BSM_OK);
    assert_int_equal(portrait_list_read(&list, path, why, sizeof why), BSM_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.rows[0].enrolment, "/tmp/a.png");
    assert_string_equal(list.rows[0].probe, "");
    assert_string_equal(list.rows[1].face, "1 2 3 4");
    portrait_list_finish(&list);
    assert_int_equal(bsm_file_write(path, bad, sizeof bad - 1, 0600), BSM_OK);
    assert_int_equal(portrait_list_read(&list, path, why, sizeof why), BSM_INVALID);
    assert_int_equal(strncmp(why, "line 3:", 7), 0);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_the_same_for_a_seed_and_all_different),
        cmocka_unit_test(accounts_of_all_three_kinds_are_among_those_the_camera_never_sees),
        cmocka_unit_test(every_kind_that_a_visit_may_need_is_drawn),
        cmocka_unit_test(the_extract_holds_what_the_import_asks_for_and_no_seed),
        cmocka_unit_test(the_world_reads_the_people_that_are_written),
        cmocka_unit_test(a_finger_is_written_as_a_picture_at_500_ppi),
        cmocka_unit_test(a_bad_row_of_portraits_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
