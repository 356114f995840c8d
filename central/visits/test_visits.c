/* The pure rules of a visit: lawful moves, locks, codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "central/visits/code.h"
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
            assert_true(to != BSM_VISIT_DONE || (move == BSM_MOVE_COMPLETE && from == BSM_VISIT_CONFIRMED));
        }
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_activation_goes_from_opened_to_done),
        cmocka_unit_test(a_failed_try_starts_the_captures_anew),
        cmocka_unit_test(nothing_comes_after_an_end),
        cmocka_unit_test(done_is_reached_only_through_match_and_code),
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
