/* What becomes of accounts: registration, a new password, another mobile number, and what is in the way of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/passwords/hash.h"
#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "net/seal/jws.h"

#define PASSWORD "three green kettles"
#define NEW_MOBILE "+966599999901"

enum { WITHOUT = PEOPLE - 1, WITH = PEOPLE }; /* whose account is NONE, and ACTIVE */

static void to_confirmed(enum bsm_action purpose, unsigned person, const char *mobile)
{
    kiosk.purpose = purpose;
    match_person(person, NULL);
    confirm_code(mobile);
}

/* Both recognised, both with the right code: the second is told that it is done, not sent away. */
static void of_two_visits_at_once_the_second_hears_that_it_is_active(void **state)
{
    (void)state;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    struct bsm_uuid second = kiosk.visit;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(kiosk_complete(&kiosk), 200);
    kiosk.visit = second;
    assert_refused(kiosk_complete(&kiosk), 409, BSM_PROBLEM_ALREADY_ACTIVE);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_ACTIVE);
    to_confirmed(BSM_ACTION_ACTIVATE, 2, "");
    centre_sql(&centre, "UPDATE accounts SET state = 3 WHERE person = 2");
    assert_refused(kiosk_complete(&kiosk), 409, BSM_PROBLEM_WRONG_STATE);
}

static void a_person_without_an_account_registers(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    kiosk.purpose = BSM_ACTION_REGISTER;
    match_person(WITHOUT, &verified);
    assert_int_equal(verified.action, BSM_ACTION_REGISTER);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_ACCOUNT);
    assert_string_equal(verified.mobile_hint, "05");
    assert_string_equal(verified.name_ar, "شخص");
    assert_string_equal(verified.name_en, "Person");
    assert_string_equal(verified.user_name, "");
    confirm_code("");
    assert_refused(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 409, BSM_PROBLEM_WRONG_STATE);
    assert_int_equal(kiosk_user_name(&kiosk, "noura.42"), 204);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 200);
    assert_int_equal(centre_account(&centre, WITHOUT), BSM_ACCOUNT_ACTIVE);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM user_names WHERE name = 'noura.42' AND person = 5"),
                     1);
    kiosk.purpose = BSM_ACTION_ACTIVATE;
    match_person(WITHOUT, &verified);
    assert_int_equal(verified.action, 0);
    assert_int_equal(verified.next_steps, 0);
    assert_string_equal(verified.user_name, "noura.42");
    assert_refused(kiosk_send_code(&kiosk, ""), 409, BSM_PROBLEM_WRONG_STATE);
}

/* The register's own file, and its log. */
static bool register_holds(const char *text)
{
    static const char *const names[] = {"central.db", "central.db-wal"};
    bool found = false;
    for (int i = 0; i < 2; i++) {
        char path[BSM_STATE_PATH_SIZE];
        uint8_t *bytes = NULL;
        size_t size = 0;
        bsm_state_path(centre.folder, names[i], path);
        if (bsm_file_read(path, 64 * 1024 * 1024, &bytes, &size) == BSM_OK) {
            found = found || memmem(bytes, size, text, strlen(text));
        }
        free(bytes);
    }
    return found;
}

/* The repeat after a lost answer must say who it is; two days later nobody needs to know. */
static void what_is_kept_of_a_match_does_not_say_who_it_was(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    centre_sql(&centre, "UPDATE people SET name_en = 'Noura Alnakheel' WHERE id = 1");
    match_person(1, &verified);
    struct bsm_uuid key = kiosk.key;
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM answers WHERE instr(body, 'Noura') > 0"), 0);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", &key), 200);
    assert_int_equal(bsm_wire_verified_decode(kiosk.reply.body, kiosk.reply.size, &verified), BSM_OK);
    assert_string_equal(verified.name_en, "Noura Alnakheel");
    assert_string_equal(verified.mobile_hint, "01");
    assert_int_equal(verified.next_steps, BSM_STEP_CODE);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", &key), 200);
    assert_int_equal(bsm_wire_verified_decode(kiosk.reply.body, kiosk.reply.size, &verified), BSM_OK);
    assert_string_equal(verified.name_en, "");
    assert_int_equal(verified.verdict, BSM_VERDICT_MATCH);
}

static void a_password_is_kept_as_argon2id_and_nowhere_else(void **state)
{
    (void)state;
    char hash[BSM_PASSWORD_HASH_SIZE] = "";
    to_confirmed(BSM_ACTION_REGISTER, WITHOUT, "");
    assert_int_equal(kiosk_user_name(&kiosk, "noura.42"), 204);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 200);
    assert_false(register_holds(PASSWORD));
    assert_true(register_holds("$argon2id$v=19$m=19456,t=2,p=1$"));
    struct bsm_db *db = bsm_store_read_begin(centre.centre.store);
    struct bsm_query query = bsm_query_of(db, "SELECT password FROM accounts WHERE person = 5");
    assert_true(bsm_query_next(&query));
    bsm_column_text(&query, 0, hash, sizeof hash);
    bsm_query_end(&query);
    bsm_store_read_end(centre.centre.store, db);
    assert_true(bsm_password_hash_is_of(hash, PASSWORD));
}

static void a_repeat_with_another_password_is_no_repeat(void **state)
{
    (void)state;
    static char body[sizeof kiosk.body];
    to_confirmed(BSM_ACTION_RESET_PASSWORD, WITH, "");
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_RESET_PASSWORD, PASSWORD), 200);
    struct bsm_uuid key = kiosk.key;
    memcpy(body, kiosk.body, sizeof body);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_COMPLETE, body, &key), 200);
    body[strlen(body) - 3] ^= 1;
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_COMPLETE, body, &key), 422, BSM_PROBLEM_KEY_REUSED);
}

/* A hash takes long, and few are made at once: who was not matched gets none, and nothing is kept of the request. */
static void no_hash_is_made_for_who_was_not_matched(void **state)
{
    (void)state;
    begin_visit(WITH);
    int64_t kept = centre_count(&centre, "SELECT count(*) FROM answers");
    assert_refused(kiosk_complete_with(&kiosk, BSM_ACTION_RESET_PASSWORD, PASSWORD), 409, BSM_PROBLEM_WRONG_STATE);
    kiosk.visit.bytes[0] ^= 1;
    assert_refused(kiosk_complete_with(&kiosk, BSM_ACTION_RESET_PASSWORD, PASSWORD), 404, BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM answers"), kept);
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_refused(kiosk_complete_with(&kiosk, BSM_ACTION_RESET_PASSWORD, PASSWORD), 409, BSM_PROBLEM_WRONG_STATE);
    assert_int_equal(kiosk_complete(&kiosk), 200);
}

static void a_weak_password_is_refused_and_another_is_taken(void **state)
{
    (void)state;
    static const char *const weak[] = {"Password1", "noura.42!", "1990-01-06", "0000005x000000005", "abcabcabc"};
    to_confirmed(BSM_ACTION_REGISTER, WITHOUT, "");
    assert_int_equal(kiosk_user_name(&kiosk, "noura.42"), 204);
    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        assert_refused(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, weak[i]), 422, BSM_PROBLEM_PASSWORD_WEAK);
    }
    assert_int_equal(centre_account(&centre, WITHOUT), BSM_ACCOUNT_NONE);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 200);
}

static void a_taken_user_name_is_refused_with_free_ones(void **state)
{
    (void)state;
    struct bsm_wire_problem problem;
    centre_sql(&centre, "INSERT INTO user_names VALUES ('noura.42', 1, x'')");
    centre_sql(&centre, "INSERT INTO user_names VALUES ('noura.422', 2, x'')");
    centre_sql(&centre, "UPDATE people SET name_en = 'Noura Khalid Alnakheel' WHERE id = 5");
    to_confirmed(BSM_ACTION_REGISTER, WITHOUT, "");
    assert_refused(kiosk_user_name(&kiosk, "noura.42"), 409, BSM_PROBLEM_NAME_TAKEN);
    kiosk_problem(&kiosk, &problem);
    assert_int_equal(problem.offers_count, BSM_USER_NAME_OFFERS);
    assert_string_equal(problem.offers[0], "noura.alnakheel");
    assert_string_equal(problem.offers[1], "noura.423");
    assert_refused(kiosk_user_name(&kiosk, "admin"), 409, BSM_PROBLEM_NAME_TAKEN);
    assert_int_equal(kiosk_user_name(&kiosk, problem.offers[0]), 204);
    assert_int_equal(kiosk_user_name(&kiosk, problem.offers[0]), 204);
}

static void a_name_that_looks_like_the_service_is_taken(void **state)
{
    (void)state;
    static const char *const ours[] = {"admin",         "adm1n",    "admln",      "a-d.m_1n",
                                       "basma.support", "root2024", "ba5ma-help", "admin.01"};
    static const char *const theirs[] = {"basma.alharbi", "rooter", "adminah"};
    to_confirmed(BSM_ACTION_REGISTER, WITHOUT, "");
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        assert_refused(kiosk_user_name(&kiosk, ours[i]), 409, BSM_PROBLEM_NAME_TAKEN);
    }
    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++) {
        assert_int_equal(kiosk_user_name(&kiosk, theirs[i]), 204);
    }
}

static void a_kept_user_name_is_free_again_when_the_visit_ends(void **state)
{
    (void)state;
    to_confirmed(BSM_ACTION_REGISTER, WITHOUT, "");
    assert_int_equal(kiosk_user_name(&kiosk, "first.choice"), 204);
    assert_int_equal(kiosk_user_name(&kiosk, "second.choice"), 204);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM user_names"), 1);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM user_names"), 0);
}

static void a_user_name_is_only_for_who_registers_and_is_confirmed(void **state)
{
    (void)state;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_refused(kiosk_user_name(&kiosk, "noura.42"), 409, BSM_PROBLEM_WRONG_STATE);
    match_person(WITHOUT, NULL);
    assert_refused(kiosk_user_name(&kiosk, "noura.42"), 409, BSM_PROBLEM_WRONG_STATE);
}

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

static void a_forgotten_password_is_set_anew(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    kiosk.purpose = BSM_ACTION_RESET_PASSWORD;
    match_person(WITH, &verified);
    assert_int_equal(verified.action, BSM_ACTION_RESET_PASSWORD);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_PASSWORD);
    assert_refused(kiosk_send_code(&kiosk, NEW_MOBILE), 409, BSM_PROBLEM_WRONG_STATE);
    confirm_code("");
    assert_refused(kiosk_complete(&kiosk), 409, BSM_PROBLEM_WRONG_STATE);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_RESET_PASSWORD, PASSWORD), 200);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM accounts WHERE person = 6 AND password <> ''"), 1);
    assert_int_equal(centre_account(&centre, WITH), BSM_ACCOUNT_ACTIVE);
}

static void what_was_done_is_receipted(void **state)
{
    (void)state;
    static struct bsm_wire_completed completed;
    static struct bsm_wire_receipt receipt;
    static char payload[BSM_JWS_PAYLOAD_MAX + 1];
    struct bsm_ec_point key;
    size_t size = 0;
    int64_t start_ms = bsm_clock_unix_ms();
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_int_equal(bsm_wire_completed_decode(kiosk.reply.body, kiosk.reply.size, &completed), BSM_OK);
    bsm_ec_key_public(centre.state.receipt_key, &key);
    assert_int_equal(bsm_jws_verify(&key, BSM_WIRE_RECEIPT_KID, completed.receipt, strlen(completed.receipt), payload,
                                    sizeof payload, &size),
                     BSM_OK);
    assert_int_equal(bsm_wire_receipt_decode(payload, size, &receipt), BSM_OK);
    print_message("a receipt of %zu bytes\n", strlen(completed.receipt));
    assert_string_equal(receipt.code, completed.receipt_code);
    assert_string_equal(receipt.place, "test");
    assert_int_equal(receipt.action, BSM_ACTION_ACTIVATE);
    assert_int_equal(receipt.consent_version, 1);
    assert_int_equal(receipt.fingers_count, 2);
    assert_int_equal(receipt.fingers[1], BSM_POSITION_LEFT_INDEX);
    assert_true(receipt.face);
    assert_int_equal(receipt.erased_count, 2);
    assert_true(receipt.erased_unix_ms >= start_ms && receipt.erased_unix_ms <= receipt.time_unix_ms);
    assert_true(receipt.time_unix_ms <= bsm_clock_unix_ms());
    assert_null(strstr(payload, "Person"));
    assert_null(strstr(payload, "966"));
    assert_true(centre_last_message_to(&centre, "+966500000001", completed.receipt_code));
    struct bsm_uuid again = kiosk.key;
    static char body[sizeof kiosk.body];
    memcpy(body, kiosk.body, sizeof body);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_COMPLETE, body, &again), 200);
    assert_non_null(strstr(kiosk.reply.body, completed.receipt)); /* the same one */
    assert_int_equal(centre_messages(&centre), 2);
}

static void one_number_gets_only_so_many_codes_an_hour(void **state)
{
    (void)state;
    for (unsigned person = 1; person <= 3; person++) {
        match_person(person, NULL);
        for (int i = 0; i < BSM_POLICY_CODES_SENT_MAX; i++) {
            assert_int_equal(kiosk_send_code(&kiosk, NEW_MOBILE), 202);
        }
    }
    match_person(4, NULL);
    assert_refused(kiosk_send_code(&kiosk, NEW_MOBILE), 429, BSM_PROBLEM_QUOTA);
    assert_int_equal(kiosk_send_code(&kiosk, "+966599999902"), 202);
    centre_sql(&centre, "UPDATE mobile_uses SET at = at - 3600000");
    assert_int_equal(kiosk_send_code(&kiosk, NEW_MOBILE), 202);
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM mobile_uses"), 1);
}

static void a_clock_set_back_keeps_no_number_from_its_codes(void **state)
{
    (void)state;
    match_person(1, NULL);
    assert_int_equal(kiosk_send_code(&kiosk, NEW_MOBILE), 202);
    for (int i = 1; i < BSM_POLICY_MESSAGES_PER_MOBILE; i++) {
        centre_sql(&centre, "INSERT INTO mobile_uses (mobile_key, at) SELECT mobile_key, at FROM mobile_uses LIMIT 1");
    }
    centre_sql(&centre, "UPDATE mobile_uses SET at = 9000000000000");
    assert_refused(kiosk_send_code(&kiosk, NEW_MOBILE), 429, BSM_PROBLEM_QUOTA);
    centre_sql(&centre, "UPDATE mobile_uses SET at = at - 3600000"); /* an hour from then */
    assert_int_equal(kiosk_send_code(&kiosk, NEW_MOBILE), 202);
}

static enum bsm_status fail_to_send(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    (void)sms;
    (void)to;
    (void)text;
    (void)now_unix_ms;
    return BSM_FAULT;
}

static void what_could_not_be_told_is_told_later_and_once(void **state)
{
    (void)state;
    static const struct bsm_sms_ops failing_ops = {.send = fail_to_send};
    struct bsm_sms failing = {.ops = &failing_ops};
    to_confirmed(BSM_ACTION_CHANGE_MOBILE, WITH, NEW_MOBILE);
    int before = centre_messages(&centre);
    centre.centre.sms = &failing;
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_CHANGE_MOBILE, ""), 200);
    int64_t waiting = centre_count(&centre, "SELECT count(*) FROM outbox");
    assert_true(waiting > 0);
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM outbox"), waiting);
    centre_restart(&centre); /* with the driver that works */
    assert_int_equal(centre_messages(&centre), before + waiting);
    assert_true(centre_last_message_to(&centre, "+966500000006", "another mobile number"));
    centre_restart(&centre);
    assert_int_equal(centre_messages(&centre), before + waiting);
}

static enum bsm_status fail_to_send_to_one(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    (void)sms;
    return strcmp(to, "+966500000009") ? bsm_sms_send(centre.sms, to, text, now_unix_ms) : BSM_FAULT;
}

static void a_number_that_cannot_be_reached_holds_nobody_up(void **state)
{
    (void)state;
    static const struct bsm_sms_ops failing_ops = {.send = fail_to_send_to_one};
    struct bsm_sms failing = {.ops = &failing_ops};
    centre.centre.sms = &failing;
    centre_sql(&centre, "INSERT INTO outbox (mobile, text, at) VALUES ('+966500000009', 'a', 9000000000000),"
                        " ('+966500000008', 'b', 9000000000000)");
    bsm_centre_tidy(&centre.centre);
    assert_true(centre_last_message_to(&centre, "+966500000008", "b"));
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM outbox"), 1);
    centre_sql(&centre, "UPDATE outbox SET at = 1");
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM outbox"), 0);
    centre.centre.sms = centre.sms;
}

static enum bsm_status send_slowly(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    (void)sms;
    if (strstr(text, "code: ")) {
        return bsm_sms_send(centre.sms, to, text, now_unix_ms);
    }
    usleep(700 * 1000);
    return bsm_sms_send(centre.sms, to, text, now_unix_ms);
}

static void a_slow_gateway_holds_up_no_visit(void **state)
{
    (void)state;
    static const struct bsm_sms_ops slow_ops = {.send = send_slowly};
    struct bsm_sms slow = {.ops = &slow_ops};
    centre.centre.sms = &slow;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    int64_t start_ms = bsm_clock_mono_ms();
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_true(bsm_clock_mono_ms() - start_ms < 500);
    assert_true(centre_last_message_to(&centre, "+966500000001", "receipt"));
    assert_int_equal(centre_messages(&centre), 2); /* each once */
    centre.centre.sms = centre.sms;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_two_visits_at_once_the_second_hears_that_it_is_active),
        TEST(a_person_without_an_account_registers),
        TEST(what_is_kept_of_a_match_does_not_say_who_it_was),
        TEST(a_password_is_kept_as_argon2id_and_nowhere_else),
        TEST(a_repeat_with_another_password_is_no_repeat),
        TEST(no_hash_is_made_for_who_was_not_matched),
        TEST(a_weak_password_is_refused_and_another_is_taken),
        TEST(a_taken_user_name_is_refused_with_free_ones),
        TEST(a_name_that_looks_like_the_service_is_taken),
        TEST(a_kept_user_name_is_free_again_when_the_visit_ends),
        TEST(a_user_name_is_only_for_who_registers_and_is_confirmed),
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
        TEST(a_forgotten_password_is_set_anew),
        TEST(what_was_done_is_receipted),
        TEST(one_number_gets_only_so_many_codes_an_hour),
        TEST(a_clock_set_back_keeps_no_number_from_its_codes),
        TEST(what_could_not_be_told_is_told_later_and_once),
        TEST(a_slow_gateway_holds_up_no_visit),
        TEST(a_number_that_cannot_be_reached_holds_nobody_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
