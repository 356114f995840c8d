/* The file driver: one line a message, for its owner's eyes only. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/sms/sms.h"

static char path[64];

static int make_name(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/basma-sms-%d", (int)getpid());
    unlink(path);
    return 0;
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static void a_message_is_one_line_of_json(void **state)
{
    (void)state;
    struct bsm_sms *sms = NULL;
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_OK);
    assert_int_equal(bsm_sms_send(sms, "+966500000047", "one \"two\"\nthree", 1234), BSM_OK);
    assert_int_equal(bsm_sms_send(sms, "+1", "رمز", 5), BSM_OK);
    bsm_sms_destroy(sms);
    FILE *file = fopen(path, "r");
    char line[200];
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "{\"to\":\"+966500000047\",\"text\":\"one \\\"two\\\"\\u000athree\",\"at\":1234}\n");
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "{\"to\":\"+1\",\"text\":\"رمز\",\"at\":5}\n");
    fclose(file);
}

static void nobody_else_can_read_the_messages(void **state)
{
    (void)state;
    struct bsm_sms *sms = NULL;
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_OK);
    bsm_sms_destroy(sms);
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_OK); /* still empty: made private */
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(bsm_sms_send(sms, "+1", "x", 5), BSM_OK);
    bsm_sms_destroy(sms);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_DENIED);
}

static void a_message_that_does_not_fit_is_not_cut(void **state)
{
    (void)state;
    struct bsm_sms *sms = NULL;
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_OK);
    char text[2000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(bsm_sms_send(sms, "+1", text, 5), BSM_FAULT);
    bsm_sms_destroy(sms);
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_size, 0);
}

static void limit_file(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void send_and_find_it_in_a_line_of_its_own(struct bsm_sms *sms, int64_t at_ms)
{
    char line[200];
    char last[200] = "";
    char expected[64];
    assert_int_equal(bsm_sms_send(sms, "+1", "whole", at_ms), BSM_OK);
    snprintf(expected, sizeof expected, "{\"to\":\"+1\",\"text\":\"whole\",\"at\":%d}\n", (int)at_ms);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        memcpy(last, line, sizeof last);
    }
    fclose(file);
    assert_string_equal(last, expected);
}

/* As on a full disk; then, and after a new start, the next message stands in a line of its own. */
static void half_a_message_does_not_spoil_the_next(void **state)
{
    (void)state;
    struct bsm_sms *sms = NULL;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_OK);
    limit_file(10);
    assert_int_equal(bsm_sms_send(sms, "+1", "cut", 5), BSM_FAULT);
    assert_int_equal(bsm_sms_send(sms, "+1", "cut", 5), BSM_FAULT);
    limit_file(RLIM_INFINITY);
    send_and_find_it_in_a_line_of_its_own(sms, 6);
    limit_file(60);
    assert_int_equal(bsm_sms_send(sms, "+1", "cut", 5), BSM_FAULT);
    limit_file(RLIM_INFINITY);
    bsm_sms_destroy(sms);
    assert_int_equal(bsm_sms_open_file(path, &sms), BSM_OK);
    send_and_find_it_in_a_line_of_its_own(sms, 7);
    bsm_sms_destroy(sms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_is_one_line_of_json, make_name, remove_file),
        cmocka_unit_test_setup_teardown(nobody_else_can_read_the_messages, make_name, remove_file),
        cmocka_unit_test_setup_teardown(a_message_that_does_not_fit_is_not_cut, make_name, remove_file),
        cmocka_unit_test_setup_teardown(half_a_message_does_not_spoil_the_next, make_name, remove_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
