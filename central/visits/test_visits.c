/* The pure rules of a visit: lawful moves, locks, codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "central/visits/calendar.h"
#include "central/visits/code.h"
#include "central/visits/code_name.h"
#include "central/visits/plan.h"
#include "central/visits/policy.h"
#include "central/visits/visit_state.h"

static void expect(enum bsm_visit_state from, enum bsm_visit_move move, enum bsm_visit_state to)
{
    enum bsm_visit_state next = from;
    assert_true(bsm_visit_state_next(from, move, &next));
    assert_int_equal(next, to);
}

static void an_activation_goes_from_opened_to_done(void **state)
{
    (void)state;
    expect(BSM_VISIT_OPENED, BSM_MOVE_CLAIM, BSM_VISIT_CLAIMED);
    expect(BSM_VISIT_CLAIMED, BSM_MOVE_CAPTURE, BSM_VISIT_CAPTURING);
    expect(BSM_VISIT_CAPTURING, BSM_MOVE_CAPTURE, BSM_VISIT_CAPTURING);
    expect(BSM_VISIT_CAPTURING, BSM_MOVE_MATCH, BSM_VISIT_VERIFIED);
    expect(BSM_VISIT_VERIFIED, BSM_MOVE_SEND_CODE, BSM_VISIT_VERIFIED);
    expect(BSM_VISIT_VERIFIED, BSM_MOVE_CONFIRM, BSM_VISIT_CONFIRMED);
    expect(BSM_VISIT_CONFIRMED, BSM_MOVE_COMPLETE, BSM_VISIT_DONE);
}

static void a_failed_try_starts_the_captures_anew(void **state)
{
    (void)state;
    expect(BSM_VISIT_CAPTURING, BSM_MOVE_RETRY, BSM_VISIT_CLAIMED);
    enum bsm_visit_state to;
    assert_false(bsm_visit_state_next(BSM_VISIT_CLAIMED, BSM_MOVE_MATCH, &to));
}

static void nothing_comes_after_an_end(void **state)
{
    (void)state;
    for (int from = BSM_VISIT_OPENED; from <= BSM_VISIT_STATE_LAST; from++) {
        for (int move = BSM_MOVE_CLAIM; move <= BSM_MOVE_LAST; move++) {
            enum bsm_visit_state to = 0;
            bool lawful = bsm_visit_state_next((enum bsm_visit_state)from, (enum bsm_visit_move)move, &to);
            assert_false(lawful && bsm_visit_state_is_end((enum bsm_visit_state)from));
        }
    }
}

/* No way to VERIFIED but a match, to CONFIRMED but a code, to DONE but both. */
static void done_is_reached_only_through_match_and_code(void **state)
{
    (void)state;
    for (int from = BSM_VISIT_OPENED; from <= BSM_VISIT_STATE_LAST; from++) {
        for (int move = BSM_MOVE_CLAIM; move <= BSM_MOVE_LAST; move++) {
            enum bsm_visit_state to = 0;
            if (!bsm_visit_state_next((enum bsm_visit_state)from, (enum bsm_visit_move)move, &to) || (int)to == from) {
                continue;
            }
            assert_true(to != BSM_VISIT_VERIFIED || move == BSM_MOVE_MATCH);
            assert_true(to != BSM_VISIT_CONFIRMED || (move == BSM_MOVE_CONFIRM && from == BSM_VISIT_VERIFIED));
            assert_true(to != BSM_VISIT_PROVED || (move == BSM_MOVE_PROVE && from == BSM_VISIT_CAPTURING));
            assert_true(to != BSM_VISIT_DONE || (move == BSM_MOVE_COMPLETE && from == BSM_VISIT_CONFIRMED));
        }
    }
}

static void missing_fingers_start_the_captures_anew(void **state)
{
    (void)state;
    enum bsm_visit_state to;
    expect(BSM_VISIT_CLAIMED, BSM_MOVE_MISSING, BSM_VISIT_CLAIMED);
    expect(BSM_VISIT_CAPTURING, BSM_MOVE_MISSING, BSM_VISIT_CLAIMED);
    assert_false(bsm_visit_state_next(BSM_VISIT_VERIFIED, BSM_MOVE_MISSING, &to));
}

static void expect_plan(enum bsm_account_state account, enum bsm_action purpose, bool has_mobile, int action,
                        uint32_t steps)
{
    struct bsm_plan plan = bsm_plan_make(account, purpose, has_mobile);
    assert_false(plan.refer);
    assert_int_equal(plan.action, action);
    assert_int_equal(plan.steps, steps);
}

static void the_account_and_the_purpose_say_what_comes_next(void **state)
{
    (void)state;
    const uint32_t code = BSM_STEP_CODE, mobile = BSM_STEP_MOBILE;
    for (int purpose = BSM_ACTION_REGISTER; purpose <= BSM_ACTION_LAST; purpose++) {
        enum bsm_action came_for = (enum bsm_action)purpose;
        expect_plan(BSM_ACCOUNT_NONE, came_for, true, BSM_ACTION_REGISTER, code | BSM_STEP_ACCOUNT);
        expect_plan(BSM_ACCOUNT_NONE, came_for, false, BSM_ACTION_REGISTER, code | mobile | BSM_STEP_ACCOUNT);
        expect_plan(BSM_ACCOUNT_PENDING, came_for, false,
                    came_for == BSM_ACTION_CHANGE_MOBILE ? BSM_ACTION_CHANGE_MOBILE : BSM_ACTION_ACTIVATE,
                    code | mobile);
        assert_true(bsm_plan_make(BSM_ACCOUNT_LOCKED, came_for, true).refer);
        assert_true(bsm_plan_make(BSM_ACCOUNT_CLOSED, came_for, true).refer);
    }
    expect_plan(BSM_ACCOUNT_PENDING, BSM_ACTION_REGISTER, true, BSM_ACTION_ACTIVATE, code);
    expect_plan(BSM_ACCOUNT_PENDING, BSM_ACTION_ACTIVATE, true, BSM_ACTION_ACTIVATE, code);
    expect_plan(BSM_ACCOUNT_PENDING, BSM_ACTION_CHANGE_MOBILE, true, BSM_ACTION_CHANGE_MOBILE, code | mobile);
    expect_plan(BSM_ACCOUNT_ACTIVE, BSM_ACTION_REGISTER, true, 0, 0);
    expect_plan(BSM_ACCOUNT_ACTIVE, BSM_ACTION_ACTIVATE, false, 0, 0);
    expect_plan(BSM_ACCOUNT_ACTIVE, BSM_ACTION_RESET_PASSWORD, true, BSM_ACTION_RESET_PASSWORD,
                code | BSM_STEP_PASSWORD);
    expect_plan(BSM_ACCOUNT_ACTIVE, BSM_ACTION_CHANGE_MOBILE, true, BSM_ACTION_CHANGE_MOBILE, code | mobile);
    assert_true(bsm_plan_make(BSM_ACCOUNT_ACTIVE, BSM_ACTION_CHANGE_MOBILE, false).refer);
    assert_true(bsm_plan_make(BSM_ACCOUNT_ACTIVE, BSM_ACTION_RESET_PASSWORD, false).refer);
}

static void days_go_into_texts_and_back(void **state)
{
    (void)state;
    char text[BSM_DATE_SIZE];
    int minute = 0;
    for (int64_t day = -30000; day < 60000; day++) {
        bsm_day_text(day, text);
        assert_true(bsm_date_valid(text) || text[0] != '2'); /* form and calendar; years far off are not valid */
        assert_int_equal(bsm_day_parse(text), day);
    }
    bsm_day_text(0, text);
    assert_string_equal(text, "1970-01-01");
    bsm_day_text(20818, text);
    assert_string_equal(text, "2026-12-31");
    assert_int_equal(bsm_weekday_of(0), 4);
    assert_int_equal(bsm_weekday_of(bsm_day_parse("2026-11-29")), 0);
    /* 22:30 UTC is 01:30 of the next day in Riyadh */
    int64_t moment_ms = (int64_t)(22 * 60 + 30) * 60000;
    assert_int_equal(bsm_day_at(moment_ms, 180, &minute), 1);
    assert_int_equal(minute, 90);
    assert_int_equal(bsm_moment_of(1, 90, 180), moment_ms);
    assert_int_equal(bsm_day_at(-1, 0, &minute), -1);
    assert_int_equal(minute, BSM_DAY_MINUTES - 1);
}

static void times_of_day_are_four_digits_and_a_colon(void **state)
{
    (void)state;
    char text[BSM_WIRE_TIME_SIZE];
    int minute = 0;
    for (int i = 0; i < BSM_DAY_MINUTES; i++) {
        bsm_minute_text(i, text);
        assert_true(bsm_minute_parse(text, &minute));
        assert_int_equal(minute, i);
    }
    static const char *const wrong[] = {"", "9:30", "09:60", "24:01", "09-30", "09:3a", "009:30"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(bsm_minute_parse(wrong[i], &minute));
    }
}

static void a_person_may_leave_whenever_the_visit_lasts(void **state)
{
    (void)state;
    for (int from = BSM_VISIT_OPENED; from <= BSM_VISIT_STATE_LAST; from++) {
        enum bsm_visit_state to = 0;
        bool lawful = bsm_visit_state_next((enum bsm_visit_state)from, BSM_MOVE_LEAVE, &to);
        assert_true(lawful != bsm_visit_state_is_end((enum bsm_visit_state)from));
        assert_int_equal(to, BSM_VISIT_LEFT);
    }
}

static void the_fifth_failure_locks_for_thirty_seconds(void **state)
{
    (void)state;
    assert_int_equal(bsm_policy_locked_until(4, 1000), 0);
    assert_int_equal(bsm_policy_locked_until(5, 1000), 31000);
    assert_int_equal(bsm_policy_locked_until(6, 50000), 80000);
    assert_int_equal(bsm_policy_retry_after_s(5, 31000, 1000), 30);
    assert_int_equal(bsm_policy_retry_after_s(5, 31000, 30999), 1);
    assert_int_equal(bsm_policy_retry_after_s(5, 31000, 31000), 0);
}

static void a_clock_set_back_does_not_lock_for_longer(void **state)
{
    (void)state;
    assert_int_equal(bsm_policy_retry_after_s(5, 1000000, 1000), 30);
}

static void the_fiftieth_failure_locks_until_an_operator_helps(void **state)
{
    (void)state;
    assert_int_equal(bsm_policy_retry_after_s(49, 0, 1000), 0);
    assert_int_equal(bsm_policy_retry_after_s(50, 0, 1000), BSM_POLICY_OPERATOR_RETRY_S);
}

static void codes_are_six_digits_and_spread_evenly(void **state)
{
    (void)state;
    enum { DRAWS = 20000 };
    const struct bsm_digest_key secret = {{1}};
    const uint8_t nonce[BSM_WIRE_NONCE_SIZE] = {2};
    int first[10] = {0};
    int last[10] = {0};
    for (int i = 0; i < DRAWS; i++) {
        char code[BSM_CODE_SIZE];
        struct bsm_uuid visit = bsm_uuid7(i);
        bsm_code_make(&secret, &visit, nonce, 1, code);
        assert_true(bsm_code_valid(code));
        first[code[0] - '0']++;
        last[code[5] - '0']++;
    }
    for (int digit = 0; digit < 10; digit++) { /* 8 standard deviations around 2000 */
        assert_in_range(first[digit], 1660, 2340);
        assert_in_range(last[digit], 1660, 2340);
    }
}

static void a_code_is_made_again_for_its_place_only(void **state)
{
    (void)state;
    const struct bsm_digest_key secret = {{1}};
    const struct bsm_digest_key other_secret = {{2}};
    const uint8_t nonce[BSM_WIRE_NONCE_SIZE] = {3};
    const uint8_t other_nonce[BSM_WIRE_NONCE_SIZE] = {4};
    const struct bsm_uuid visit = {{5}};
    const struct bsm_uuid other_visit = {{6}};
    char code[BSM_CODE_SIZE];
    char again[BSM_CODE_SIZE];
    bsm_code_make(&secret, &visit, nonce, 1, code);
    bsm_code_make(&secret, &visit, nonce, 1, again);
    assert_string_equal(code, again);
    bsm_code_make(&secret, &visit, nonce, 2, again);
    assert_string_not_equal(code, again);
    bsm_code_make(&secret, &visit, other_nonce, 1, again);
    assert_string_not_equal(code, again);
    bsm_code_make(&secret, &other_visit, nonce, 1, again);
    assert_string_not_equal(code, again);
    bsm_code_make(&other_secret, &visit, nonce, 1, again);
    assert_string_not_equal(code, again);
}

static void a_code_belongs_to_its_visit(void **state)
{
    (void)state;
    struct bsm_digest_key secret = {{1}};
    struct bsm_uuid one = bsm_uuid7(1);
    struct bsm_uuid other = bsm_uuid7(2);
    struct bsm_digest a = bsm_code_hash(&secret, &one, "123456");
    struct bsm_digest same = bsm_code_hash(&secret, &one, "123456");
    struct bsm_digest b = bsm_code_hash(&secret, &other, "123456");
    struct bsm_digest c = bsm_code_hash(&secret, &one, "123457");
    assert_true(bsm_digest_equal(&a, &same));
    assert_false(bsm_digest_equal(&a, &b));
    assert_false(bsm_digest_equal(&a, &c));
}

static void a_code_is_known_however_it_is_typed(void **state)
{
    (void)state;
    char name[BSM_WIRE_CODE_NAME_SIZE], made[BSM_WIRE_CODE_NAME_SIZE];
    static const char *const typed[] = {"K7Q2-M4P", "k7q2-m4p", "k7Q2m4p"};
    static const char *const none[] = {"",         "K7Q2-M4",  "K7Q2-M4PP", "K7Q2--M4P",
                                       "K7Q-2M4P", "K7Q2-M4O", "K7Q2-M41",  "K7Q2-M4 "};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        assert_true(bsm_code_name_parse(typed[i], name));
        assert_string_equal(name, "K7Q2-M4P");
    }
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_false(bsm_code_name_parse(none[i], name));
    bsm_code_name_make(made);
    assert_true(bsm_code_name_parse(made, name));
    assert_string_equal(name, made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_known_however_it_is_typed),
        cmocka_unit_test(an_activation_goes_from_opened_to_done),
        cmocka_unit_test(a_failed_try_starts_the_captures_anew),
        cmocka_unit_test(nothing_comes_after_an_end),
        cmocka_unit_test(done_is_reached_only_through_match_and_code),
        cmocka_unit_test(missing_fingers_start_the_captures_anew),
        cmocka_unit_test(the_account_and_the_purpose_say_what_comes_next),
        cmocka_unit_test(days_go_into_texts_and_back),
        cmocka_unit_test(times_of_day_are_four_digits_and_a_colon),
        cmocka_unit_test(a_person_may_leave_whenever_the_visit_lasts),
        cmocka_unit_test(the_fifth_failure_locks_for_thirty_seconds),
        cmocka_unit_test(a_clock_set_back_does_not_lock_for_longer),
        cmocka_unit_test(the_fiftieth_failure_locks_until_an_operator_helps),
        cmocka_unit_test(codes_are_six_digits_and_spread_evenly),
        cmocka_unit_test(a_code_is_made_again_for_its_place_only),
        cmocka_unit_test(a_code_belongs_to_its_visit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
