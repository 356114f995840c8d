/* The rows of an extract: their lines, numbers that stand twice, lines without an end in sight. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/tools/rows.h"

static struct bsm_rows rows;
static struct bsm_row_text text;
static struct bsm_extract_row row;
static char why[BSM_EXTRACT_WHY_SIZE];

static int open_file(void **state)
{
    (void)state;
    rows = (struct bsm_rows){.file = tmpfile()};
    assert_non_null(rows.file);
    return 0;
}

static int close_file(void **state)
{
    (void)state;
    fclose(rows.file);
    bsm_rows_finish(&rows);
    return 0;
}

static void write_row(int person)
{
    char number[BSM_ID_NUMBER_SIZE];
    snprintf(number, sizeof number, "10%07d", person);
    number[9] = bsm_id_number_check_digit(number);
    number[10] = '\0';
    fprintf(rows.file,
            "{\"id_number\":\"%s\",\"name_ar\":\"\",\"name_en\":\"\",\"birth_date\":\"1990-01-01\",\"mobile\":\"\","
            "\"account\":\"NONE\",\"fingers\":[{\"position\":2,\"file\":\"a\",\"resolution_ppi\":500}],"
            "\"face\":{\"file\":\"b\"}}\n",
            number);
}

static enum bsm_status next(void)
{
    why[0] = '\0';
    return bsm_rows_next(&rows, &text, &row, why);
}

static void many_numbers_are_told_apart_and_each_is_known_again(void **state)
{
    (void)state;
    enum { PEOPLE = 20000 };
    for (int person = 0; person < PEOPLE; person++) {
        write_row(person);
    }
    for (int person = 0; person < PEOPLE; person += 997) {
        write_row(person);
    }
    rewind(rows.file);
    for (int person = 0; person < PEOPLE; person++) {
        assert_int_equal(next(), BSM_OK);
        assert_int_equal(rows.line, person + 1);
    }
    for (int person = 0; person < PEOPLE; person += 997) {
        char words[64];
        snprintf(words, sizeof words, "in line %d already", person + 1);
        assert_int_equal(next(), BSM_INVALID);
        assert_non_null(strstr(why, words));
    }
    assert_int_equal(next(), BSM_GONE);
}

static void a_line_too_long_is_bad_and_the_next_one_is_read(void **state)
{
    (void)state;
    for (int i = 0; i < 3 * BSM_EXTRACT_LINE_MAX; i++) {
        fputc('{', rows.file);
    }
    fputc('\n', rows.file);
    write_row(1);
    rewind(rows.file);
    assert_int_equal(next(), BSM_INVALID);
    assert_non_null(strstr(why, "longer than"));
    assert_int_equal(next(), BSM_OK);
    assert_int_equal(rows.line, 2);
}

static void the_last_line_needs_no_end(void **state)
{
    (void)state;
    write_row(1);
    fputs("\n{", rows.file);
    rewind(rows.file);
    assert_int_equal(next(), BSM_OK);
    assert_int_equal(next(), BSM_INVALID);
    assert_int_equal(next(), BSM_INVALID);
    assert_int_equal(rows.line, 3);
    assert_int_equal(next(), BSM_GONE);
}

static void a_file_that_cannot_be_read_is_no_end(void **state)
{
    (void)state;
    FILE *folder = fopen("/", "r");
    assert_non_null(folder);
    struct bsm_rows of_folder = {.file = folder};
    assert_int_equal(bsm_rows_next(&of_folder, &text, &row, why), BSM_FAULT);
    assert_non_null(strstr(why, "cannot be read on"));
    fclose(folder);
    bsm_rows_finish(&of_folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_file, close_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(many_numbers_are_told_apart_and_each_is_known_again),
        TEST(a_line_too_long_is_bad_and_the_next_one_is_read),
        TEST(the_last_line_needs_no_end),
        TEST(a_file_that_cannot_be_read_is_no_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
