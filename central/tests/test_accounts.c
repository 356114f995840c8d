/* What becomes of accounts: registration, a new password, and what is in the way of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/passwords/hash.h"
#include "central/tests/fixture.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "net/seal/jws.h"

#define PASSWORD "three green kettles"

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

static void a_forgotten_password_is_set_anew(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    kiosk.purpose = BSM_ACTION_RESET_PASSWORD;
    match_person(WITH, &verified);
    assert_int_equal(verified.action, BSM_ACTION_RESET_PASSWORD);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_PASSWORD);
    assert_refused(kiosk_send_code(&kiosk, "+966599999901"), 409, BSM_PROBLEM_WRONG_STATE);
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
        TEST(a_forgotten_password_is_set_anew),
        TEST(what_was_done_is_receipted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
