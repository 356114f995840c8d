/* Whole visits, from a kiosk's enrolment to an ACTIVE account, over real TLS with really sealed captures. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/store/audit.h"
#include "central/tests/fixture.h"
#include "central/visits/policy.h"

static enum bsm_verdict try_with(struct test_kiosk *at, unsigned fingers_of, unsigned face_of, int *tries_left)
{
    struct bsm_wire_verified verified = {0};
    kiosk_capture_all(at, fingers_of, face_of, 1);
    assert_int_equal(kiosk_verify(at, &verified), 200);
    if (tries_left) {
        *tries_left = verified.tries_left;
    }
    return verified.verdict;
}

static void begin_at(struct test_kiosk *at, unsigned person)
{
    assert_int_equal(kiosk_open(at), 201);
    assert_int_equal(kiosk_claim(at, person, NULL, NULL), 200);
}

static void go_to_code(struct test_kiosk *at, unsigned person)
{
    begin_at(at, person);
    assert_int_equal(try_with(at, person, person, NULL), BSM_VERDICT_MATCH);
    assert_int_equal(kiosk_call(at, BSM_WIRE_SEND_CODE, "{}", NULL), 202);
}

static void a_pending_account_becomes_active_by_fingers_face_and_code(void **state)
{
    (void)state;
    struct bsm_wire_claimed claimed;
    char code[BSM_CODE_SIZE];
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, &claimed), 200);
    assert_int_equal(claimed.steps, BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE);
    assert_int_equal(claimed.fingers_count, 2);
    assert_int_equal(claimed.fingers[0], BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(claimed.fingers[1], BSM_POSITION_LEFT_INDEX);
    assert_int_equal(try_with(&kiosk, 1, 1, NULL), BSM_VERDICT_MATCH);
    assert_int_equal(kiosk_complete(&kiosk), 409);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 202);
    assert_true(centre_last_code(&centre, code));
    assert_int_equal(kiosk_check_code(&kiosk, code), 200);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_PENDING);
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_ACTIVE);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'account'"), 1);
}

static void every_move_is_in_an_unbroken_audit(void **state)
{
    (void)state;
    go_to_code(&kiosk, 1);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'visit'"), 5);
    struct bsm_db *db = bsm_store_read_begin(centre.centre.store);
    int64_t rows = 0;
    int64_t broken = 0;
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_OK);
    bsm_store_read_end(centre.centre.store, db);
    assert_true(rows > 5);
}

static void somebody_elses_fingers_are_refused_at_the_third_try(void **state)
{
    (void)state;
    int tries_left = 0;
    begin_visit(1);
    assert_int_equal(try_with(&kiosk, 2, 1, &tries_left), BSM_VERDICT_RETRY);
    assert_int_equal(tries_left, 2);
    assert_int_equal(try_with(&kiosk, 2, 1, &tries_left), BSM_VERDICT_RETRY);
    assert_int_equal(tries_left, 1);
    assert_int_equal(try_with(&kiosk, 2, 1, &tries_left), BSM_VERDICT_NO_MATCH);
    assert_int_equal(tries_left, 0);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 409);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 3);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_PENDING);
}

static void a_wrong_face_is_answered_like_wrong_fingers(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    static char first[sizeof kiosk.reply.body];
    begin_visit(1);
    kiosk_capture_all(&kiosk, 2, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    memcpy(first, kiosk.reply.body, sizeof first);
    begin_visit(3);
    kiosk_capture_all(&kiosk, 3, 2, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_string_equal(first, kiosk.reply.body);
}

static void a_second_try_succeeds_and_the_right_code_clears_the_count(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    begin_visit(1);
    assert_int_equal(try_with(&kiosk, 2, 1, NULL), BSM_VERDICT_RETRY);
    assert_int_equal(try_with(&kiosk, 1, 1, NULL), BSM_VERDICT_MATCH);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 1);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 202);
    assert_true(centre_last_code(&centre, code));
    assert_int_equal(kiosk_check_code(&kiosk, code), 200);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 0);
}

static void a_retry_needs_all_captures_anew(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    static struct bsm_wire_capture capture;
    begin_visit(1);
    assert_int_equal(try_with(&kiosk, 2, 1, NULL), BSM_VERDICT_RETRY);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 409);
    struct bsm_record right = person_record(1, 1);
    struct bsm_wire_problem problem;
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, &right, &capture);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    bsm_record_finish(&right);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 409);
    assert_int_equal(kiosk_problem(&kiosk, &problem), BSM_PROBLEM_WRONG_STATE);
}

static void a_closed_or_locked_account_is_referred(void **state)
{
    (void)state;
    centre_sql(&centre, "UPDATE accounts SET state = 3 WHERE person = 1");
    begin_visit(1);
    assert_int_equal(try_with(&kiosk, 1, 1, NULL), BSM_VERDICT_REFER);
    centre_sql(&centre, "UPDATE accounts SET state = 4 WHERE person = 1");
    begin_visit(1);
    assert_int_equal(try_with(&kiosk, 1, 1, NULL), BSM_VERDICT_REFER);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 409);
}

static void the_fifth_failure_of_a_number_locks_it(void **state)
{
    (void)state;
    struct bsm_wire_problem problem;
    struct bsm_wire_verified verified;
    begin_visit(1);
    for (int i = 0; i < 3; i++) {
        try_with(&kiosk, 2, 2, NULL);
    }
    begin_visit(1);
    try_with(&kiosk, 2, 2, NULL);
    kiosk_capture_all(&kiosk, 2, 2, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 423);
    assert_int_equal(kiosk_problem(&kiosk, &problem), BSM_PROBLEM_LOCKED);
    assert_in_range(problem.retry_after_s, 25, 30);
    /* whichever kiosk, whichever visit */
    struct test_kiosk *other = test_malloc(sizeof *other);
    kiosk_enrol(other, &centre, "kiosk-2");
    assert_int_equal(kiosk_open(other), 201);
    assert_int_equal(kiosk_claim(other, 1, NULL, NULL), 423);
    assert_int_equal(kiosk_problem(other, &problem), BSM_PROBLEM_LOCKED);
    assert_int_equal(kiosk_claim(other, 3, NULL, NULL), 200);
    /* and afterwards again */
    centre_sql(&centre, "UPDATE number_tries SET locked_until = 1");
    begin_at(other, 1);
    assert_int_equal(try_with(other, 1, 1, NULL), BSM_VERDICT_MATCH);
    kiosk_finish(other);
    test_free(other);
}

static void fifty_failures_lock_until_an_operator_helps(void **state)
{
    (void)state;
    struct bsm_wire_problem problem;
    begin_visit(1);
    try_with(&kiosk, 2, 2, NULL);
    centre_sql(&centre, "UPDATE number_tries SET failures = 50, locked_until = 1");
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, NULL), 423);
    kiosk_problem(&kiosk, &problem);
    assert_int_equal(problem.retry_after_s, BSM_POLICY_OPERATOR_RETRY_S);
}

enum { RACERS = 6 };

struct racer {
    struct test_kiosk *kiosk;
    enum bsm_wire_call call;
    int status;
};

static void *race(void *context)
{
    struct racer *racer = context;
    switch ((int)racer->call) {
    case BSM_WIRE_COMPLETE: racer->status = kiosk_complete(racer->kiosk); break;
    case BSM_WIRE_USER_NAME: racer->status = kiosk_user_name(racer->kiosk, "noura.42"); break;
    default: racer->status = kiosk_call(racer->kiosk, racer->call, "{}", NULL); break;
    }
    return NULL;
}

/* All at once; how many were answered with the status. */
static int run_race(struct test_kiosk *kiosks, int count, enum bsm_wire_call call, int status)
{
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    int alike = 0;
    for (int i = 0; i < count; i++) {
        racers[i] = (struct racer){.kiosk = &kiosks[i], .call = call};
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        alike += racers[i].status == status;
    }
    return alike;
}

static void enrol_racers(struct test_kiosk kiosks[RACERS])
{
    for (int i = 0; i < RACERS; i++) {
        char device[16];
        snprintf(device, sizeof device, "racer-%d", i);
        kiosk_enrol(&kiosks[i], &centre, device);
    }
}

static void finish_racers(struct test_kiosk kiosks[RACERS])
{
    for (int i = 0; i < RACERS; i++) {
        kiosk_finish(&kiosks[i]);
    }
}

static struct test_kiosk kiosks[RACERS];

/* The same person is matched at several kiosks at once: the account becomes ACTIVE once. */
static void one_account_is_activated_once(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    enrol_racers(kiosks);
    for (int i = 0; i < RACERS; i++) {
        go_to_code(&kiosks[i], 1);
        assert_true(centre_last_code(&centre, code));
        assert_int_equal(kiosk_check_code(&kiosks[i], code), 200);
    }
    assert_int_equal(run_race(kiosks, RACERS, BSM_WIRE_COMPLETE, 200), 1);
    for (int i = 0; i < RACERS; i++) {
        assert_true(kiosks[i].reply.status == 200 || kiosks[i].reply.status == 409);
    }
    finish_racers(kiosks);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_ACTIVE);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'account'"), 1);
}

/* Six people wish for the same user name at the same moment. */
static void one_user_name_is_kept_once(void **state)
{
    (void)state;
    char code[BSM_CODE_SIZE];
    centre_sql(&centre, "UPDATE accounts SET state = 0");
    enrol_racers(kiosks);
    for (unsigned i = 0; i < RACERS; i++) {
        go_to_code(&kiosks[i], i + 1);
        assert_true(centre_last_code(&centre, code));
        assert_int_equal(kiosk_check_code(&kiosks[i], code), 200);
    }
    assert_int_equal(run_race(kiosks, RACERS, BSM_WIRE_USER_NAME, 204), 1);
    for (int i = 0; i < RACERS; i++) {
        assert_true(kiosks[i].reply.status == 204 || kiosk_problem(&kiosks[i], NULL) == BSM_PROBLEM_NAME_TAKEN);
    }
    finish_racers(kiosks);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM user_names"), 1);
}

/* Claims were made while the number was open; that does not help when the tries are made all at once. */
static void tries_at_many_kiosks_at_once_are_all_counted(void **state)
{
    (void)state;
    enrol_racers(kiosks);
    for (int i = 0; i < RACERS; i++) {
        begin_at(&kiosks[i], 1);
        kiosk_capture_all(&kiosks[i], 2, 2, 1);
    }
    assert_int_equal(run_race(kiosks, RACERS, BSM_WIRE_VERIFY, 200), BSM_POLICY_FREE_FAILURES - 1);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), BSM_POLICY_FREE_FAILURES);
    finish_racers(kiosks);
}

/* The same visit asked about on several connections, under a key each: one comparison counts. */
static void one_try_cannot_be_verified_twice(void **state)
{
    (void)state;
    enrol_racers(kiosks);
    begin_at(&kiosks[0], 1);
    kiosk_capture_all(&kiosks[0], 2, 2, 1);
    for (int i = 1; i < RACERS; i++) { /* the same kiosk, on a connection of its own */
        memcpy(kiosks[i].certificate, kiosks[0].certificate, sizeof kiosks[i].certificate);
        memcpy(kiosks[i].tls_key_pem, kiosks[0].tls_key_pem, sizeof kiosks[i].tls_key_pem);
        kiosks[i].visit = kiosks[0].visit;
        kiosk_reconnect(&kiosks[i]);
    }
    assert_int_equal(run_race(kiosks, RACERS, BSM_WIRE_VERIFY, 200), 1);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 1);
    finish_racers(kiosks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pending_account_becomes_active_by_fingers_face_and_code),
        TEST(every_move_is_in_an_unbroken_audit),
        TEST(somebody_elses_fingers_are_refused_at_the_third_try),
        TEST(a_wrong_face_is_answered_like_wrong_fingers),
        TEST(a_second_try_succeeds_and_the_right_code_clears_the_count),
        TEST(a_retry_needs_all_captures_anew),
        TEST(a_closed_or_locked_account_is_referred),
        TEST(the_fifth_failure_of_a_number_locks_it),
        TEST(fifty_failures_lock_until_an_operator_helps),
        TEST(one_account_is_activated_once),
        TEST(one_user_name_is_kept_once),
        TEST(tries_at_many_kiosks_at_once_are_all_counted),
        TEST(one_try_cannot_be_verified_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
