/* Codes: whom they reach, how often one may guess, what happens when a message does not go out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"

static void go_to_match(void)
{
    struct bsm_wire_verified verified;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_MATCH);
}

static void go_to_code(void)
{
    go_to_match();
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 202);
}

static void wrong_code_of(const char *right, char wrong[BSM_CODE_SIZE])
{
    memcpy(wrong, right, BSM_CODE_SIZE);
    wrong[5] = wrong[5] == '9' ? '0' : (char)(wrong[5] + 1);
}

static void five_wrong_codes_end_the_visit(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    char wrong[BSM_CODE_SIZE];
    struct bsm_wire_problem problem;
    go_to_code();
    assert_true(centre_last_code(&centre, code));
    wrong_code_of(code, wrong);
    for (int left = 4; left >= 0; left--) {
        assert_int_equal(kiosk_check_code(&kiosk, wrong), 422);
        assert_int_equal(kiosk_problem(&kiosk, &problem), BSM_PROBLEM_CODE_WRONG);
        assert_true(problem.has_tries_left);
        assert_int_equal(problem.tries_left, left);
    }
    assert_int_equal(kiosk_check_code(&kiosk, code), 409);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_PENDING);
}

static void a_code_is_good_for_five_minutes(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    go_to_code();
    assert_true(centre_last_code(&centre, code));
    centre_sql(&centre, "UPDATE visits SET code_expires_at = 1");
    assert_int_equal(kiosk_check_code(&kiosk, code), 422);
}

static void three_more_codes_may_be_asked_for_and_only_the_last_is_good(void **state)
{
    (void)state;
    char first[BSM_CODE_SIZE];
    char last[BSM_CODE_SIZE];
    go_to_code();
    assert_true(centre_last_code(&centre, first));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 202);
    }
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 429);
    assert_int_equal(centre_messages(&centre), 4);
    assert_true(centre_last_code(&centre, last));
    if (strcmp(first, last) != 0) {
        assert_int_equal(kiosk_check_code(&kiosk, first), 422);
    }
    assert_int_equal(kiosk_check_code(&kiosk, last), 200);
}

static void a_repeated_request_for_a_code_sends_one_message(void **state)
{
    (void)state;
    go_to_code();
    struct bsm_uuid key = kiosk.key;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", &key), 202);
    assert_int_equal(centre_messages(&centre), 1);
}

/* Finger and face may be had many times; the code may not be guessed at as often. */
static void wrong_codes_count_against_the_number_over_visits(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    char wrong[BSM_CODE_SIZE];
    struct bsm_wire_problem problem;
    go_to_code();
    assert_true(centre_last_code(&centre, code));
    wrong_code_of(code, wrong);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(kiosk_check_code(&kiosk, wrong), 422);
    }
    go_to_match(); /* takes nothing off the count */
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 4);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 202);
    assert_true(centre_last_code(&centre, code));
    wrong_code_of(code, wrong);
    assert_int_equal(kiosk_check_code(&kiosk, wrong), 422);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, NULL), 423);
    assert_int_equal(kiosk_problem(&kiosk, &problem), BSM_PROBLEM_LOCKED);
}

/* Of two visits that wait for their codes, one does not go on guessing while the other has locked the number. */
static void a_locked_number_takes_no_code_in_any_visit(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    char wrong[BSM_CODE_SIZE];
    go_to_code();
    assert_true(centre_last_code(&centre, code));
    wrong_code_of(code, wrong);
    centre_sql(&centre, "INSERT INTO number_tries SELECT number_key, 4, 0, 1 FROM visits");
    assert_int_equal(kiosk_check_code(&kiosk, wrong), 422);
    assert_refused(kiosk_check_code(&kiosk, code), 423, BSM_PROBLEM_LOCKED);
    assert_int_equal(centre_count(&centre, "SELECT code_tries FROM visits"), 1);
    centre_sql(&centre, "UPDATE number_tries SET locked_until = 1");
    assert_int_equal(kiosk_check_code(&kiosk, code), 200);
}

static void a_code_that_came_too_late_is_no_guess(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    go_to_code();
    assert_true(centre_last_code(&centre, code));
    centre_sql(&centre, "UPDATE visits SET code_expires_at = 1");
    assert_int_equal(kiosk_check_code(&kiosk, code), 422);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 0);
}

static void a_clock_set_back_locks_a_number_for_no_longer(void **state)
{
    (void)state;
    struct bsm_wire_problem problem;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, NULL), 200);
    centre_sql(&centre, "INSERT INTO number_tries SELECT number_key, 5, 9000000000000, 1 FROM visits");
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, NULL), 423);
    kiosk_problem(&kiosk, &problem);
    assert_int_equal(problem.retry_after_s, BSM_POLICY_LOCK_MS / 1000);
    int64_t until_ms = centre_count(&centre, "SELECT locked_until FROM number_tries");
    assert_true(until_ms <= bsm_clock_unix_ms() + BSM_POLICY_LOCK_MS);
}

static void a_message_that_could_not_be_sent_is_sent_by_a_repeat(void **state)
{
    (void)state;
    go_to_match();
    centre.centre.sms = &failing_sms;
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 503, BSM_PROBLEM_UNAVAILABLE);
    struct bsm_uuid key = kiosk.key;
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", &key), 503, BSM_PROBLEM_UNAVAILABLE);
    centre.centre.sms = centre.sms;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", &key), 202);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", &key), 202);
    assert_int_equal(centre_messages(&centre), 1);
    assert_int_equal(centre_count(&centre, "SELECT codes_sent FROM visits"), 1);
}

/* What a crash between storing and sending leaves behind. */
static void a_code_that_was_due_goes_out_when_the_centre_starts(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    go_to_match();
    centre.centre.sms = &failing_sms;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 503);
    struct bsm_uuid key = kiosk.key;
    centre_restart(&centre);
    assert_int_equal(centre_messages(&centre), 1);
    kiosk_find(&kiosk, bsm_http_address(centre.http));
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", &key), 202);
    assert_int_equal(centre_messages(&centre), 1);
    assert_true(centre_last_code(&centre, code));
    assert_int_equal(kiosk_check_code(&kiosk, code), 200);
    centre_restart(&centre);
    assert_int_equal(centre_messages(&centre), 1);
}

static void a_person_whose_mobile_number_went_is_not_sent_to_nowhere(void **state)
{
    (void)state;
    go_to_match();
    centre_sql(&centre, "UPDATE people SET mobile = ''");
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 409, BSM_PROBLEM_WRONG_STATE);
    assert_int_equal(centre_messages(&centre), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(five_wrong_codes_end_the_visit),
        TEST(a_code_is_good_for_five_minutes),
        TEST(three_more_codes_may_be_asked_for_and_only_the_last_is_good),
        TEST(a_repeated_request_for_a_code_sends_one_message),
        TEST(wrong_codes_count_against_the_number_over_visits),
        TEST(a_locked_number_takes_no_code_in_any_visit),
        TEST(a_code_that_came_too_late_is_no_guess),
        TEST(a_clock_set_back_locks_a_number_for_no_longer),
        TEST(a_message_that_could_not_be_sent_is_sent_by_a_repeat),
        TEST(a_code_that_was_due_goes_out_when_the_centre_starts),
        TEST(a_person_whose_mobile_number_went_is_not_sent_to_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
