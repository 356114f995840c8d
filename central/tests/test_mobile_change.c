/* Another mobile number: who may give one, and how it takes the place of the one on file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"

#define PASSWORD "three green kettles"
#define NEW_MOBILE "+966599999901"

static void who_has_no_number_on_file_gives_one_to_register(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    centre_sql(&centre, "UPDATE people SET mobile = '' WHERE id = 5");
    kiosk.purpose = BSM_ACTION_REGISTER;
    match_person(WITHOUT, &verified);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_MOBILE | BSM_STEP_ACCOUNT);
    assert_string_equal(verified.mobile_hint, "");
    assert_refused(kiosk_send_code(&kiosk, ""), 409, BSM_PROBLEM_WRONG_STATE);
    confirm_code(NEW_MOBILE);
    assert_true(centre_last_message_to(&centre, NEW_MOBILE, "code: "));
    assert_int_equal(kiosk_user_name(&kiosk, "noura.42"), 204);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 200);
    assert_int_equal(
        centre_count(&centre, "SELECT count(*) FROM accounts WHERE person = 5 AND mobile = '" NEW_MOBILE "'"), 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM visits WHERE mobile <> ''"), 0);
}

#define OLD_MOBILE "+966500000006" /* of WITH */

/* Whether the next code of an account that is active goes to the number. */
static bool codes_go_to(unsigned person, const char *mobile)
{
    kiosk.purpose = BSM_ACTION_RESET_PASSWORD;
    match_person(person, NULL);
    assert_int_equal(kiosk_send_code(&kiosk, ""), 202);
    return centre_last_message_to(&centre, mobile, "code: ");
}

static void the_time_of_waiting_numbers_comes(void)
{
    centre_sql(&centre, "UPDATE accounts SET mobile_from = 1 WHERE mobile_next <> ''");
    bsm_centre_tidy(&centre.centre);
}

static uint32_t wait_of_the_answer(void)
{
    static struct bsm_wire_completed completed;
    assert_int_equal(bsm_wire_completed_decode(kiosk.reply.body, kiosk.reply.size, &completed), BSM_OK);
    return completed.mobile_wait_h;
}

static void a_number_on_file_that_is_not_theirs_waits_to_be_replaced_by_activating(void **state)
{
    (void)state;
    match_person(1, NULL);
    assert_int_equal(kiosk_send_code(&kiosk, ""), 202);
    confirm_code(NEW_MOBILE);
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_int_equal(wait_of_the_answer(), BSM_POLICY_MOBILE_WAIT_H);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_ACTIVE);
    assert_true(centre_last_message_to(&centre, "+966500000001", "It counts in 24 hours"));
    assert_true(centre_last_message_to(&centre, NEW_MOBILE, "receipt"));
    the_time_of_waiting_numbers_comes();
    assert_true(codes_go_to(1, NEW_MOBILE));
}

/* The account is there at once; that the number waits, and until when, both numbers are told, and the kiosk. */
static void who_registers_with_another_number_has_the_account_and_only_the_number_waits(void **state)
{
    (void)state;
    kiosk.purpose = BSM_ACTION_REGISTER;
    match_person(WITHOUT, NULL);
    confirm_code(NEW_MOBILE);
    assert_int_equal(kiosk_user_name(&kiosk, "noura.42"), 204);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 200);
    assert_int_equal(wait_of_the_answer(), BSM_POLICY_MOBILE_WAIT_H);
    assert_int_equal(centre_account(&centre, WITHOUT), BSM_ACCOUNT_ACTIVE);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM user_names WHERE person = 5"), 1);
    assert_true(centre_last_message_to(&centre, NEW_MOBILE, "This number counts in 24 hours"));
    assert_true(centre_last_message_to(&centre, "+966500000005", "your account was opened at a kiosk"));
    assert_true(centre_last_message_to(&centre, "+966500000005", "It counts in 24 hours"));
    assert_true(codes_go_to(WITHOUT, "+966500000005"));
    the_time_of_waiting_numbers_comes();
    assert_true(codes_go_to(WITHOUT, NEW_MOBILE));
}

static void change_number(const char *mobile)
{
    to_confirmed(BSM_ACTION_CHANGE_MOBILE, WITH, mobile);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_CHANGE_MOBILE, ""), 200);
}

static void another_number_counts_after_a_time_and_the_old_one_hears_of_it_at_once(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    kiosk.purpose = BSM_ACTION_CHANGE_MOBILE;
    match_person(WITH, &verified);
    assert_int_equal(verified.action, BSM_ACTION_CHANGE_MOBILE);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_MOBILE);
    assert_refused(kiosk_send_code(&kiosk, ""), 409, BSM_PROBLEM_WRONG_STATE); /* to which? */
    confirm_code(NEW_MOBILE);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_CHANGE_MOBILE, ""), 200);
    assert_int_equal(wait_of_the_answer(), BSM_POLICY_MOBILE_WAIT_H);
    assert_int_equal(centre_account(&centre, WITH), BSM_ACCOUNT_ACTIVE);
    assert_true(centre_last_message_to(&centre, OLD_MOBILE, "another mobile number"));
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM outbox"), 0);
    bsm_centre_tidy(&centre.centre);
    assert_true(codes_go_to(WITH, OLD_MOBILE));
    the_time_of_waiting_numbers_comes();
    assert_true(centre_last_message_to(&centre, OLD_MOBILE, "was changed"));
    assert_true(centre_last_message_to(&centre, NEW_MOBILE, "from now on"));
    assert_true(codes_go_to(WITH, NEW_MOBILE));
}

static void who_still_has_the_old_number_keeps_it(void **state)
{
    (void)state;
    change_number(NEW_MOBILE);
    change_number(OLD_MOBILE);
    assert_int_equal(wait_of_the_answer(), 0);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM accounts WHERE mobile_next <> ''"), 0);
    change_number(NEW_MOBILE);
    to_confirmed(BSM_ACTION_RESET_PASSWORD, WITH, "");
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_RESET_PASSWORD, PASSWORD), 200);
    the_time_of_waiting_numbers_comes();
    assert_true(codes_go_to(WITH, OLD_MOBILE));
}

static void a_later_number_waits_anew(void **state)
{
    (void)state;
    change_number(NEW_MOBILE);
    centre_sql(&centre, "UPDATE accounts SET mobile_from = 1 WHERE mobile_next <> ''");
    change_number("+966599999902");
    bsm_centre_tidy(&centre.centre);
    assert_true(codes_go_to(WITH, OLD_MOBILE));
}

static void an_account_that_was_locked_meanwhile_takes_no_number(void **state)
{
    (void)state;
    change_number(NEW_MOBILE);
    centre_sql(&centre, "UPDATE accounts SET state = 3 WHERE person = 6");
    the_time_of_waiting_numbers_comes();
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM accounts WHERE mobile_next <> '' OR mobile <> ''"), 0);
}

static void a_clock_set_back_lets_no_number_wait_for_longer(void **state)
{
    (void)state;
    change_number(NEW_MOBILE);
    centre_sql(&centre, "UPDATE accounts SET mobile_from = 9000000000000 WHERE mobile_next <> ''");
    bsm_centre_tidy(&centre.centre);
    int64_t from_ms = centre_count(&centre, "SELECT mobile_from FROM accounts WHERE mobile_next <> ''");
    assert_true(from_ms <= bsm_clock_unix_ms() + BSM_POLICY_MOBILE_WAIT_H * 3600000LL);
}

static void without_a_wait_another_number_counts_at_once(void **state)
{
    (void)state;
    centre.centre.mobile_wait_h = 0;
    change_number(NEW_MOBILE);
    assert_true(centre_last_message_to(&centre, OLD_MOBILE, "was changed"));
    assert_true(codes_go_to(WITH, NEW_MOBILE));
}

static void who_is_pending_without_a_number_gives_one_and_is_active_at_once(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    centre_sql(&centre, "UPDATE people SET mobile = '' WHERE id = 1");
    match_person(1, &verified);
    assert_int_equal(verified.action, BSM_ACTION_ACTIVATE);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_MOBILE);
    confirm_code(NEW_MOBILE);
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_int_equal(wait_of_the_answer(), 0);
    assert_true(codes_go_to(1, NEW_MOBILE));
}

/* Nobody could be told: one false match would take the account. */
static void an_active_account_without_a_number_is_for_an_office(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    static const enum bsm_action purposes[] = {BSM_ACTION_RESET_PASSWORD, BSM_ACTION_CHANGE_MOBILE};
    centre_sql(&centre, "UPDATE people SET mobile = '' WHERE id = 6");
    for (int i = 0; i < 2; i++) {
        kiosk.purpose = purposes[i];
        begin_visit(WITH);
        kiosk_capture_all(&kiosk, WITH, WITH, 1);
        assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
        assert_int_equal(verified.verdict, BSM_VERDICT_REFER);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_has_no_number_on_file_gives_one_to_register),
        TEST(a_number_on_file_that_is_not_theirs_waits_to_be_replaced_by_activating),
        TEST(who_registers_with_another_number_has_the_account_and_only_the_number_waits),
        TEST(another_number_counts_after_a_time_and_the_old_one_hears_of_it_at_once),
        TEST(who_still_has_the_old_number_keeps_it),
        TEST(a_later_number_waits_anew),
        TEST(an_account_that_was_locked_meanwhile_takes_no_number),
        TEST(a_clock_set_back_lets_no_number_wait_for_longer),
        TEST(without_a_wait_another_number_counts_at_once),
        TEST(who_is_pending_without_a_number_gives_one_and_is_active_at_once),
        TEST(an_active_account_without_a_number_is_for_an_office),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
