/* Captures, visits and requests that are out of their place, their time or their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/tests/fixture.h"
#include "firmware/base/clock.h"
#include "net/seal/sides.h"

static struct bsm_wire_capture capture;

static void fill_finger(unsigned person, unsigned view)
{
    struct bsm_record record = person_record(person, view);
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, &record, &capture);
    bsm_record_finish(&record);
}

static void a_capture_sent_again_is_a_replay(void **state)
{
    (void)state;
    begin_visit(1);
    fill_finger(1, 1);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 409, BSM_PROBLEM_REPLAYED);
    begin_visit(1);
    kiosk.seq = 0; /* another visit does not begin a new count */
    fill_finger(1, 1);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 409, BSM_PROBLEM_REPLAYED);
}

static void a_capture_out_of_its_place_is_refused(void **state)
{
    (void)state;
    begin_visit(1);
    fill_finger(1, 1);
    capture.nonce[0] ^= 1;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    capture.previous_hash[0] ^= 1;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    capture.captured_unix_ms -= 10 * 60 * 1000;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    capture.visit = bsm_uuid7(1);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    memset(kiosk.previous_hash, 0, sizeof kiosk.previous_hash);
    fill_finger(1, 1);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
}

static void a_damaged_or_foreign_capture_is_refused(void **state)
{
    (void)state;
    begin_visit(1);
    fill_finger(1, 1);
    capture.template_bytes[capture.template_size / 2] ^= 1;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    capture.template_size /= 2;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    snprintf(capture.engine, sizeof capture.engine, "other-engine");
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    snprintf(capture.device, sizeof capture.device, "kiosk-2");
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_finger(1, 1);
    struct bsm_ec_key *own = kiosk.capture_key;
    assert_int_equal(bsm_ec_key_create(&kiosk.capture_key), BSM_OK);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    bsm_ec_key_destroy(kiosk.capture_key);
    kiosk.capture_key = own;
    struct bsm_ec_point centre_key = kiosk.seal_key;
    bsm_ec_key_public(own, &kiosk.seal_key);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    kiosk.seal_key = centre_key;
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
}

static void fill_face(unsigned person)
{
    struct bsm_record record = person_record(person, 1);
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, &record, &capture);
    bsm_record_finish(&record);
}

static void a_face_without_the_movement_of_this_visit_is_refused(void **state)
{
    (void)state;
    begin_visit(1);
    fill_face(1);
    capture.liveness.passed = false;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_face(1);
    capture.liveness.sides[0] = capture.liveness.sides[0] == 'L' ? 'R' : 'L'; /* as of another visit's nonce */
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_face(1);
    capture.liveness = (struct bsm_wire_liveness){.alive = true};
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre.centre.challenge = false;
    fill_face(1);
    capture.liveness = (struct bsm_wire_liveness){.alive = true};
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    centre.centre.challenge = true;
}

static void a_face_that_nothing_judged_alive_is_refused(void **state)
{
    (void)state;
    begin_visit(1);
    fill_face(1);
    capture.liveness.alive = false;
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre.centre.challenge = false;
    fill_face(1);
    capture.liveness = (struct bsm_wire_liveness){.alive = false};
    assert_refused(kiosk_send_capture(&kiosk, &capture), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre.centre.challenge = true;
    fill_face(1);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
}

static void who_cannot_turn_the_head_looks_up_or_down(void **state)
{
    (void)state;
    begin_visit(1);
    fill_face(1);
    capture.liveness = (struct bsm_wire_liveness){true, BSM_CHALLENGE_UP_DOWN, 1, "", true};
    bsm_challenge_sides_text(BSM_CHALLENGE_UP_DOWN, 1, bsm_challenge_sides(kiosk.nonce, sizeof kiosk.nonce, 1),
                             capture.liveness.sides);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
}

static void only_the_latest_capture_of_a_finger_counts(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    begin_visit(1);
    fill_finger(2, 1);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 3);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_MATCH);
}

/* Visits. */

static void a_visit_ends_after_ten_minutes(void **state)
{
    (void)state;
    begin_visit(1);
    centre_sql(&centre, "UPDATE visits SET expires_at = opened_at - 1");
    fill_finger(1, 1);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 410, BSM_PROBLEM_VISIT_EXPIRED);
    bsm_centre_tidy(&centre.centre);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", NULL), 410, BSM_PROBLEM_VISIT_EXPIRED);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
}

static void a_visit_belongs_to_its_kiosk(void **state)
{
    (void)state;
    static struct test_kiosk other;
    kiosk_enrol(&other, &centre, "kiosk-2");
    begin_visit(1);
    other.visit = kiosk.visit;
    static struct bsm_wire_capture of_other;
    struct bsm_record record = person_record(1, 1);
    memcpy(other.nonce, kiosk.nonce, sizeof other.nonce);
    kiosk_fill_capture(&other, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, &record, &of_other);
    bsm_record_finish(&record);
    assert_int_equal(kiosk_claim(&other, 1, NULL, NULL), 404);
    assert_int_equal(kiosk_send_capture(&other, &of_other), 404);
    assert_int_equal(kiosk_call(&other, BSM_WIRE_VERIFY, "{}", NULL), 404);
    assert_int_equal(kiosk_call(&other, BSM_WIRE_SEND_CODE, "{}", NULL), 404);
    assert_int_equal(kiosk_check_code(&other, "000000"), 404);
    assert_int_equal(kiosk_complete(&other), 404);
    assert_int_equal(kiosk_call(&other, BSM_WIRE_LEAVE, NULL, NULL), 404);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    kiosk_finish(&other);
}

static void after_leaving_nothing_goes_on(void **state)
{
    (void)state;
    begin_visit(1);
    fill_finger(1, 1);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    fill_finger(1, 1);
    assert_refused(kiosk_send_capture(&kiosk, &capture), 409, BSM_PROBLEM_WRONG_STATE);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
}

static void a_clock_two_minutes_off_is_told_the_right_time(void **state)
{
    (void)state;
    struct bsm_wire_open open = {.visit = bsm_uuid7(1), .purpose = BSM_ACTION_ACTIVATE, .site = "test"};
    struct bsm_wire_text text = {0};
    struct bsm_wire_problem problem;
    open.time_unix_ms = bsm_clock_unix_ms() + 125000;
    assert_int_equal(bsm_wire_open_encode(&open, &text), BSM_OK);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_OPEN, text.bytes, NULL), 400);
    bsm_wire_text_finish(&text);
    assert_int_equal(kiosk_problem(&kiosk, &problem), BSM_PROBLEM_SKEW);
    assert_true(llabs((long long)(problem.server_unix_ms - bsm_clock_unix_ms())) < 5000);
}

/* Repeats. */

static void claim_body(unsigned person, const char *birth_date, char body[128])
{
    char number[BSM_ID_NUMBER_SIZE];
    person_number(person, number);
    snprintf(body, 128, "{\"id_number\":\"%s\",\"birth_date\":\"%s\"}", number, birth_date);
}

static void a_repeat_gets_the_first_answer_and_has_one_effect(void **state)
{
    (void)state;
    static char first[sizeof kiosk.reply.body];
    char body[128];
    char other[128];
    claim_body(1, "1990-01-01", body);
    claim_body(1, "1990-01-02", other);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_CLAIM, body, NULL), 200);
    struct bsm_uuid key = kiosk.key;
    memcpy(first, kiosk.reply.body, sizeof first);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_CLAIM, body, &key), 200);
    assert_string_equal(first, kiosk.reply.body);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE detail = 'OPENED->CLAIMED'"), 1);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_CLAIM, other, &key), 422, BSM_PROBLEM_KEY_REUSED);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", &key), 422, BSM_PROBLEM_KEY_REUSED);
}

/* As after a lost answer: the same bytes under the same key. */
static void a_capture_repeated_under_its_key_is_no_replay(void **state)
{
    (void)state;
    begin_visit(1);
    fill_finger(1, 1);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    static char body[sizeof kiosk.body];
    struct bsm_uuid key = kiosk.key;
    memcpy(body, kiosk.body, sizeof body);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_CAPTURE, body, &key), 201);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_CAPTURE, body, NULL), 409, BSM_PROBLEM_REPLAYED);
}

static void a_verification_repeated_under_its_key_counts_once(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 2, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    struct bsm_uuid key = kiosk.key;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", &key), 200);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 1);
}

static void a_request_with_an_effect_needs_a_key(void **state)
{
    (void)state;
    struct bsm_uuid none = {{0}};
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", &none), 400, BSM_PROBLEM_BAD_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_capture_sent_again_is_a_replay),
        TEST(a_capture_out_of_its_place_is_refused),
        TEST(a_damaged_or_foreign_capture_is_refused),
        TEST(a_face_without_the_movement_of_this_visit_is_refused),
        TEST(a_face_that_nothing_judged_alive_is_refused),
        TEST(who_cannot_turn_the_head_looks_up_or_down),
        TEST(only_the_latest_capture_of_a_finger_counts),
        TEST(a_visit_ends_after_ten_minutes),
        TEST(a_visit_belongs_to_its_kiosk),
        TEST(after_leaving_nothing_goes_on),
        TEST(a_clock_two_minutes_off_is_told_the_right_time),
        TEST(a_repeat_gets_the_first_answer_and_has_one_effect),
        TEST(a_capture_repeated_under_its_key_is_no_replay),
        TEST(a_verification_repeated_under_its_key_counts_once),
        TEST(a_request_with_an_effect_needs_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
