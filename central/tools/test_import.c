/*
 * Imports with the real basma-enrol: good and bad rows, a second run, a run that was killed. Skips where the face
 * models and portraits are not there (./basma setup brings them).
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/state/state.h"
#include "central/store/people.h"
#include "central/store/store.h"
#include "enroll/finger/test_print.h"
#include "enroll/picture/picture.h"
#include "enroll/record/record.h"
#include "firmware/base/file.h"
#include "firmware/base/identity.h"

enum { ROWS = 12 };

static const char *program; /* basma-enrol */
static char models[512];
static char portrait[512];
static char folder[64];

static void below(const char *name, char path[160]) { snprintf(path, 160, "%s/%s", folder, name); }

static void write_print(unsigned finger, const char *name)
{
    char path[160];
    uint8_t *bytes = NULL;
    size_t size = 0;
    struct bsm_image picture = test_print(finger, &(struct test_view){0});
    below(name, path);
    assert_int_equal(bsm_picture_encode_pgm(&picture, &bytes, &size), BSM_OK);
    assert_int_equal(bsm_file_write(path, bytes, size, 0600), BSM_OK);
    free(bytes);
    bsm_image_finish(&picture);
}

static void copy_portrait(void)
{
    char path[160];
    uint8_t *bytes = NULL;
    size_t size = 0;
    below("face.png", path);
    assert_int_equal(bsm_file_read(portrait, BSM_PICTURE_BYTES_MAX, &bytes, &size), BSM_OK);
    assert_int_equal(bsm_file_write(path, bytes, size, 0600), BSM_OK);
    free(bytes);
}

static void number_of(int person, char number[BSM_ID_NUMBER_SIZE])
{
    snprintf(number, BSM_ID_NUMBER_SIZE, "10000%04d", person);
    number[9] = bsm_id_number_check_digit(number);
    number[10] = '\0';
}

static void write_row(FILE *file, int person, const char *face)
{
    char number[BSM_ID_NUMBER_SIZE];
    number_of(person, number);
    fprintf(file,
            "{\"id_number\":\"%s\",\"name_ar\":\"شخص\",\"name_en\":\"Person\",\"birth_date\":\"1990-01-01\","
            "\"mobile\":\"\",\"account\":\"PENDING\",\"fingers\":[{\"position\":2,\"file\":\"a.pgm\","
            "\"resolution_ppi\":500},{\"position\":3,\"file\":\"b.pgm\",\"resolution_ppi\":500}],"
            "\"face\":{\"file\":\"%s\"}}\n",
            number, face);
}

static FILE *open_extract(const char *mode)
{
    char path[160];
    below("extract.jsonl", path);
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    return file;
}

static int make_centre(void **state)
{
    (void)state;
    char path[160];
    char why[BSM_STATE_WHY_SIZE];
    static const char *const names[] = {"localhost"};
    snprintf(folder, sizeof folder, "/tmp/basma-import-XXXXXX");
    assert_non_null(mkdtemp(folder));
    below("state", path);
    assert_int_equal(bsm_state_create(path, names, 1, why), BSM_OK);
    write_print(1, "a.pgm");
    write_print(2, "b.pgm");
    copy_portrait();
    FILE *file = open_extract("w");
    for (int person = 1; person <= ROWS; person++) {
        write_row(file, person, "face.png");
    }
    fclose(file);
    return 0;
}

static int remove_centre(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static pid_t start_import(void)
{
    char state[160];
    char extract[160];
    char said[160];
    below("state", state);
    below("extract.jsonl", extract);
    below("said", said);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen(said, "w", stderr)) {
            _exit(126);
        }
        execl(program, program, "--state", state, "--models", models, extract, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    return child;
}

static int run_import(void)
{
    int status = 0;
    waitpid(start_import(), &status, 0);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void assert_said(const char *words)
{
    char path[160];
    uint8_t *bytes = NULL;
    size_t size = 0;
    below("said", path);
    assert_int_equal(bsm_file_read(path, 65536, &bytes, &size), BSM_OK);
    if (!strstr((char *)bytes, words)) {
        fail_msg("not said: \"%s\" in:\n%s", words, (char *)bytes);
    }
    free(bytes);
}

static int people(void)
{
    char path[160];
    struct bsm_db *db = NULL;
    int count = 0;
    below("state/central.db", path);
    assert_int_equal(bsm_db_open(path, BSM_DB_READ, false, &db), BSM_OK);
    struct bsm_query query = bsm_query_of(db, "SELECT count(*) FROM people");
    if (bsm_query_next(&query)) {
        count = (int)bsm_column_integer(&query, 0);
    }
    assert_int_equal(bsm_query_end(&query), BSM_OK);
    bsm_db_close(db);
    return count;
}

static void an_imported_person_has_the_record_of_their_pictures(void **state)
{
    (void)state;
    char path[160];
    char number[BSM_ID_NUMBER_SIZE];
    struct bsm_db *db = NULL;
    struct bsm_person person;
    struct bsm_record record = {0};
    assert_int_equal(run_import(), 0);
    assert_int_equal(people(), ROWS);
    below("state/central.db", path);
    number_of(3, number);
    assert_int_equal(bsm_db_open(path, BSM_DB_READ, false, &db), BSM_OK);
    assert_int_equal(bsm_person_by_number(db, number, &person), BSM_OK);
    assert_int_equal(person.account, BSM_ACCOUNT_PENDING);
    assert_int_equal(bsm_record_decode(person.record, person.record_size, &record), BSM_OK);
    assert_int_equal(bsm_record_count_fingers(&record), 2);
    assert_non_null(record.fingers[BSM_POSITION_RIGHT_MIDDLE].bytes);
    assert_non_null(record.face.bytes);
    bsm_record_finish(&record);
    bsm_person_finish(&person);
    bsm_db_close(db);
}

static void a_second_run_imports_nothing(void **state)
{
    (void)state;
    assert_int_equal(run_import(), 0);
    assert_int_equal(run_import(), 0);
    assert_said("12 rows: 0 imported, 12 unchanged, 0 bad");
    write_print(9, "b.pgm"); /* other content under the same name */
    assert_int_equal(run_import(), 0);
    assert_said("12 rows: 12 imported, 0 unchanged, 0 bad");
}

static void a_killed_run_goes_on_where_it_ended(void **state)
{
    (void)state;
    pid_t child = start_import();
    for (int i = 0; i < 2000 && people() < 2; i++) {
        usleep(2000);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    int before = people();
    assert_in_range(before, 2, ROWS);
    assert_int_equal(run_import(), 0);
    char words[64];
    snprintf(words, sizeof words, "12 rows: %d imported, %d unchanged, 0 bad", ROWS - before, before);
    assert_said(words);
    assert_int_equal(people(), ROWS);
}

static void bad_rows_are_said_and_the_others_imported(void **state)
{
    (void)state;
    char path[160];
    FILE *file = open_extract("w");
    write_row(file, 1, "face.png");
    fprintf(file, "{\"id_number\":\"x\"}\n");
    write_row(file, 2, "nowhere.png");
    write_row(file, 3, "b.pgm");   /* no face */
    write_row(file, 4, "cut.png"); /* a truncated picture */
    write_row(file, 5, "face.png");
    fclose(file);
    below("cut.png", path);
    uint8_t *bytes = NULL;
    size_t size = 0;
    assert_int_equal(bsm_file_read(portrait, BSM_PICTURE_BYTES_MAX, &bytes, &size), BSM_OK);
    assert_int_equal(bsm_file_write(path, bytes, size / 2, 0600), BSM_OK);
    free(bytes);
    assert_int_equal(run_import(), 1);
    assert_said("line 2: ");
    assert_said("line 3: nowhere.png: no such file");
    assert_said("line 4: b.pgm: no face in it");
    assert_said("line 5: cut.png: ");
    assert_said("6 rows: 2 imported, 0 unchanged, 4 bad");
    assert_int_equal(people(), 2);
}

/* Else who stands there would be left to the order of the rows, or of the threads. */
static void a_number_that_stands_twice_is_said_and_its_first_row_taken(void **state)
{
    (void)state;
    FILE *file = open_extract("w");
    write_row(file, 1, "face.png");
    write_row(file, 2, "face.png");
    write_row(file, 1, "b.pgm");
    write_row(file, 3, "nowhere.png");
    write_row(file, 3, "face.png");
    fclose(file);
    assert_int_equal(run_import(), 1);
    assert_said("line 3: the ID number stands in line 1 already");
    assert_said("line 4: nowhere.png: no such file");
    assert_said("line 5: the ID number stands in line 4 already");
    assert_said("5 rows: 2 imported, 0 unchanged, 3 bad");
    assert_int_equal(people(), 2);
}

static void missing_models_are_said_before_anything_is_done(void **state)
{
    (void)state;
    char kept[sizeof models];
    memcpy(kept, models, sizeof kept);
    snprintf(models, sizeof models, "/nowhere");
    assert_int_equal(run_import(), 1);
    assert_said("/nowhere");
    memcpy(models, kept, sizeof models);
    assert_int_equal(people(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_centre, remove_centre)

int main(int argc, char **argv)
{
    const char *source = getenv("BASMA_SOURCE_DIR");
    program = argc > 1 ? argv[1] : "";
    snprintf(models, sizeof models, "%s/var/assets/models", source ? source : ".");
    snprintf(portrait, sizeof portrait, "%s/var/assets/portraits/visitor1-enrolment.png", source ? source : ".");
    char conf[560];
    snprintf(conf, sizeof conf, "%s/models.conf", models);
    if (access(conf, R_OK) || access(portrait, R_OK)) {
        printf("skipped: no models and portraits in var/assets; ./basma setup brings them\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        TEST(an_imported_person_has_the_record_of_their_pictures),
        TEST(a_second_run_imports_nothing),
        TEST(a_killed_run_goes_on_where_it_ended),
        TEST(bad_rows_are_said_and_the_others_imported),
        TEST(a_number_that_stands_twice_is_said_and_its_first_row_taken),
        TEST(missing_models_are_said_before_anything_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
