/* Problem documents, and documents that nobody lawful writes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/wire/test_support.h"

static void a_problem_document_is_written_and_read(void **state)
{
    (void)state;
    static const char json[] = "{\"type\":\"about:blank\",\"title\":\"Too many failures; try again later\","
                               "\"status\":423,\"code\":\"locked\",\"retry_after\":30,\"tries_left\":0,"
                               "\"server_time\":1763760000000}";
    struct bsm_wire_problem problem = {
        .problem = BSM_PROBLEM_LOCKED, .retry_after_s = 30, .has_tries_left = true, .server_unix_ms = 1763760000000};
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_problem_encode(&problem, &text), BSM_OK);
    assert_text(&text, json);
    struct bsm_wire_problem read;
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.problem, BSM_PROBLEM_LOCKED);
    assert_int_equal(read.retry_after_s, 30);
    assert_true(read.has_tries_left);
    assert_int_equal(read.tries_left, 0);
}

static void a_taken_name_comes_with_free_ones(void **state)
{
    (void)state;
    struct bsm_wire_problem problem = {
        .problem = BSM_PROBLEM_NAME_TAKEN, .offers_count = 2, .offers = {"noura1", "noura.k"}};
    struct bsm_wire_problem read;
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_problem_encode(&problem, &text), BSM_OK);
    assert_int_equal(bsm_wire_problem_decode(text.bytes, text.size, &read), BSM_OK);
    assert_int_equal(read.offers_count, 2);
    assert_string_equal(read.offers[1], "noura.k");
    assert_text(&text, "{\"type\":\"about:blank\",\"title\":\"Somebody has this user name\",\"status\":409,"
                       "\"code\":\"name_taken\",\"offers\":[\"noura1\",\"noura.k\"],\"server_time\":0}");
    problem.offers[0][0] = 'N';
    assert_int_equal(bsm_wire_problem_encode(&problem, &text), BSM_INVALID);
}

static void every_problem_can_be_said(void **state)
{
    (void)state;
    for (int i = BSM_PROBLEM_NONE + 1; i <= BSM_PROBLEM_LAST; i++) {
        struct bsm_wire_problem problem = {.problem = (enum bsm_problem)i, .detail = "why"};
        struct bsm_wire_problem read;
        struct bsm_wire_text text = {0};
        assert_int_equal(bsm_wire_problem_encode(&problem, &text), BSM_OK);
        assert_int_equal(bsm_wire_problem_decode(text.bytes, text.size, &read), BSM_OK);
        assert_int_equal(read.problem, i);
        assert_string_equal(read.detail, "why");
        assert_false(read.has_tries_left);
        bsm_wire_text_finish(&text);
    }
}

static void a_code_of_a_newer_centre_is_judged_by_its_status(void **state)
{
    (void)state;
    char json[128];
    struct bsm_wire_problem read;
    snprintf(json, sizeof json, "{\"type\":\"x\",\"title\":\"\",\"status\":503,\"code\":\"new\",\"server_time\":0}");
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.problem, BSM_PROBLEM_INTERNAL);
    snprintf(json, sizeof json, "{\"type\":\"x\",\"title\":\"\",\"status\":418,\"code\":\"new\",\"server_time\":0}");
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.problem, BSM_PROBLEM_BAD_REQUEST);
    snprintf(json, sizeof json, "{\"type\":\"x\",\"title\":\"\",\"status\":200,\"code\":\"new\",\"server_time\":0}");
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_INVALID);
}

/*
 * Hostile documents.
 */

static enum bsm_status read_time(const char *json, size_t size)
{
    struct bsm_wire_time time;
    return bsm_wire_time_decode(json, size, &time);
}

static void sixteen_levels_are_read_and_seventeen_or_a_hundred_are_not(void **state)
{
    (void)state;
    for (int levels = 15; levels <= 100; levels++) {
        char json[512] = "{\"server_time\":1,\"new\":";
        size_t size = strlen(json);
        for (int i = 1; i < levels; i++)
            json[size++] = '[';
        for (int i = 1; i < levels; i++)
            json[size++] = ']';
        json[size++] = '}';
        assert_int_equal(read_time(json, size), levels <= BSM_WIRE_NESTING_MAX ? BSM_OK : BSM_INVALID);
    }
}

static void brackets_in_a_text_are_no_levels(void **state)
{
    (void)state;
    static const char json[] = "{\"server_time\":1,\"new\":\"[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{{{{{{{{{{{{{{{{{{{\"}";
    assert_int_equal(read_time(json, strlen(json)), BSM_OK);
}

static void numbers_out_of_range_and_of_other_kinds_are_refused(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "{\"server_time\":-1}",
        "{\"server_time\":253402300800000}",
        "{\"server_time\":9223372036854775808}",
        "{\"server_time\":99999999999999999999999999999999999999999999}",
        "{\"server_time\":1e400}",
        "{\"server_time\":1.0}",
        "{\"server_time\":1e3}",
        "{\"server_time\":\"1\"}",
        "{\"server_time\":true}",
        "{\"server_time\":null}",
        "{\"server_time\":[1]}",
        "{\"server_time\":NaN}",
        "{\"server_time\":01}",
        "{}",
        "[]",
        "1",
        "\"server_time\"",
        "{\"server_time\":1}{}",
        "{\"server_time\":1,}",
        "{\"server_time\":1,\"a\":\"\xff\"}",
        "\xef\xbb\xbf{\"server_time\":1}",
    };
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        assert_int_equal(read_time(hostile[i], strlen(hostile[i])), BSM_INVALID);
}

static void a_document_cut_short_anywhere_is_refused(void **state)
{
    (void)state;
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_capture *read = calloc(1, sizeof *read);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    for (size_t size = 0; size < text.size; size++) {
        char *cut = malloc(size ? size : 1); /* its own block, so that the sanitizer sees a read past it */
        memcpy(cut, text.bytes, size);
        assert_int_equal(bsm_wire_capture_decode(cut, size, read), BSM_INVALID);
        free(cut);
    }
    bsm_wire_text_finish(&text);
    free(read);
    free(capture);
}

static void a_body_over_the_limit_is_refused(void **state)
{
    (void)state;
    char *json = malloc(BSM_WIRE_BODY_MAX + 1);
    memset(json, ' ', BSM_WIRE_BODY_MAX + 1);
    memcpy(json, "{\"server_time\":1}", 17);
    assert_int_equal(read_time(json, BSM_WIRE_BODY_MAX), BSM_OK);
    assert_int_equal(read_time(json, BSM_WIRE_BODY_MAX + 1), BSM_INVALID);
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_document_is_written_and_read),
        cmocka_unit_test(a_taken_name_comes_with_free_ones),
        cmocka_unit_test(every_problem_can_be_said),
        cmocka_unit_test(a_code_of_a_newer_centre_is_judged_by_its_status),
        cmocka_unit_test(sixteen_levels_are_read_and_seventeen_or_a_hundred_are_not),
        cmocka_unit_test(brackets_in_a_text_are_no_levels),
        cmocka_unit_test(numbers_out_of_range_and_of_other_kinds_are_refused),
        cmocka_unit_test(a_document_cut_short_anywhere_is_refused),
        cmocka_unit_test(a_body_over_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
