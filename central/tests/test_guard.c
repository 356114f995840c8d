/* What the centre refuses, and what it does not let show. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "central/store/devices.h"
#include "central/tests/kiosk.h"
#include "firmware/base/clock.h"
#include "net/seal/csr.h"

enum { NOBODY = 11 }; /* a person whose number is not in the register */

static struct test_centre centre;
static struct test_kiosk kiosk;
static struct bsm_wire_capture capture;

static int open_all(void **state)
{
    (void)state;
    centre_open(&centre);
    kiosk_enrol(&kiosk, &centre, "kiosk-1");
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    kiosk_finish(&kiosk);
    centre_close(&centre);
    return 0;
}

static void begin_visit(unsigned person)
{
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, person, NULL, NULL), 200);
}

static void assert_refused(int status, int expected, enum bsm_problem problem)
{
    assert_int_equal(status, expected);
    assert_int_equal(kiosk_problem(&kiosk, NULL), problem);
}

static void fill_finger(unsigned person, unsigned view)
{
    struct bsm_record record = person_record(person, view);
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, &record, &capture);
    bsm_record_finish(&record);
}

/* What must not show. */

static void an_unknown_number_is_answered_in_the_same_shape(void **state)
{
    (void)state;
    struct bsm_wire_claimed known;
    struct bsm_wire_claimed unknown;
    struct bsm_wire_claimed again;
    begin_visit(1);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, &known), 200);
    size_t size = kiosk.reply.size;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, NOBODY, NULL, &unknown), 200);
    assert_int_equal(kiosk.reply.size, size);
    assert_int_equal(kiosk.reply.size % 512, 0);
    assert_int_equal(unknown.steps, known.steps);
    assert_int_equal(unknown.action, known.action);
    assert_int_equal(unknown.fingers_count, known.fingers_count);
    assert_int_equal(strlen(unknown.mobile_hint), 2);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, NOBODY, "1970-07-07", &again), 200);
    assert_memory_equal(&again, &unknown, sizeof again);
}

static void a_wrong_birth_date_is_answered_like_the_right_one(void **state)
{
    (void)state;
    struct bsm_wire_claimed right;
    struct bsm_wire_claimed wrong;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 2, NULL, &right), 200);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 2, "1970-07-07", &wrong), 200);
    assert_memory_equal(&right, &wrong, sizeof right);
}

static void a_wrong_birth_date_never_matches(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 2, "1970-07-07", NULL), 200);
    kiosk_capture_all(&kiosk, 2, 2, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 1);
}

/* Not even with the fingers and face of the person that stands in. */
static void an_unknown_number_never_matches_and_is_counted(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    for (unsigned person = 1; person <= 3; person++) {
        begin_visit(NOBODY + person);
        int64_t stand_in = centre_count(&centre, "SELECT reference FROM visits ORDER BY opened_at DESC, rowid DESC");
        kiosk_capture_all(&kiosk, (unsigned)stand_in, (unsigned)stand_in, 1);
        assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
        assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    }
    assert_int_equal(centre_count(&centre, "SELECT sum(failures) FROM number_tries"), 3);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a;
    int64_t other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

enum { SAMPLES = 25 };

static int64_t median(int64_t times[SAMPLES])
{
    qsort(times, SAMPLES, sizeof times[0], by_size);
    return times[SAMPLES / 2];
}

static int64_t claim_time_us(unsigned person)
{
    assert_int_equal(kiosk_open(&kiosk), 201);
    int64_t start = now_us();
    assert_int_equal(kiosk_claim(&kiosk, person, NULL, NULL), 200);
    return now_us() - start;
}

/* Taken in turn, so that a busy machine slows both. A leak would be a lookup, a record's decoding or a comparison left
 * out: more than half of it all. */
static void an_unknown_number_takes_as_long(void **state)
{
    (void)state;
    int64_t known[SAMPLES];
    int64_t unknown[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        known[i] = claim_time_us(1 + (unsigned)i % 4);
        unknown[i] = claim_time_us(NOBODY + (unsigned)i % 4);
    }
    int64_t a = median(known);
    int64_t b = median(unknown);
    print_message("claim: known %" PRId64 " us, unknown %" PRId64 " us\n", a, b);
    assert_true(a < 2 * b && b < 2 * a);
}

/* Captures. */

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
    centre_sql(&centre, "UPDATE visits SET expires_at = 1");
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
    assert_int_equal(kiosk_call(&other, BSM_WIRE_VERIFY, "{}", NULL), 404);
    assert_int_equal(kiosk_call(&other, BSM_WIRE_LEAVE, NULL, NULL), 404);
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

/* Kiosks. */

static void without_a_certificate_no_visit_is_opened(void **state)
{
    (void)state;
    kiosk.certificate[0] = '\0';
    kiosk_reconnect(&kiosk);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_HEALTH, NULL, NULL), 200);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_TIME, NULL, NULL), 200);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_CONFIG, NULL, NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_METRICS, NULL, NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
    assert_refused(kiosk_open(&kiosk), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
}

static enum bsm_status revoke(struct bsm_db *db, void *context) { return bsm_device_revoke(db, context); }

static void a_revoked_kiosk_is_out_at_its_next_request(void **state)
{
    (void)state;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_CONFIG, NULL, NULL), 200);
    assert_int_equal(bsm_store_write(centre.centre.store, revoke, kiosk.device), BSM_OK);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_CONFIG, NULL, NULL), 403, BSM_PROBLEM_DEVICE_REVOKED);
}

static void a_certificate_from_before_a_new_enrolment_is_out(void **state)
{
    (void)state;
    static struct test_kiosk again;
    kiosk_enrol(&again, &centre, "kiosk-1");
    assert_int_equal(kiosk_call(&again, BSM_WIRE_CONFIG, NULL, NULL), 200);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_CONFIG, NULL, NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
    kiosk_finish(&again);
}

static int enrol_with(const uint8_t secret[BSM_WIRE_SECRET_SIZE], const char *device, const struct bsm_uuid *key)
{
    static struct bsm_wire_enrol enrol;
    struct bsm_ec_point point;
    memset(&enrol, 0, sizeof enrol);
    memcpy(enrol.secret, secret, sizeof enrol.secret);
    memcpy(enrol.device, device, strlen(device) + 1);
    assert_int_equal(bsm_csr_write(kiosk.tls_key, "x", enrol.csr), BSM_OK);
    bsm_ec_key_public(kiosk.capture_key, &point);
    assert_int_equal(bsm_ec_point_to_pem(&point, enrol.capture_key), BSM_OK);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_enrol_encode(&enrol, &text), BSM_OK);
    int status = kiosk_call(&kiosk, BSM_WIRE_ENROL, text.bytes, key);
    bsm_wire_text_finish(&text);
    return status;
}

static void a_token_enrols_once_in_its_time(void **state)
{
    (void)state;
    uint8_t secret[BSM_WIRE_SECRET_SIZE];
    centre_add_token(&centre, "kiosk-7", secret, bsm_clock_unix_ms() - 1);
    assert_refused(enrol_with(secret, "", NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
    centre_add_token(&centre, "kiosk-7", secret, bsm_clock_unix_ms() + 60000);
    assert_int_equal(enrol_with(secret, "kiosk-7", NULL), 200);
    assert_refused(enrol_with(secret, "kiosk-7", NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
    centre_add_token(&centre, "kiosk-8", secret, bsm_clock_unix_ms() + 60000);
    assert_refused(enrol_with(secret, "kiosk-9", NULL), 400, BSM_PROBLEM_BAD_REQUEST);
}

static void the_configuration_is_sent_once_by_its_etag(void **state)
{
    (void)state;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_CONFIG, NULL, NULL), 200);
    assert_string_equal(kiosk.reply.etag, "\"1\"");
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_CONFIG, NULL, NULL), 304);
    assert_int_equal(kiosk.reply.size, 0);
}

static void figures_are_served_to_a_kiosk(void **state)
{
    (void)state;
    begin_visit(1);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_METRICS, NULL, NULL), 200);
    assert_non_null(strstr(kiosk.reply.body, "basma_requests_total{call=\"claim\",outcome=\"answered\"} 1\n"));
    assert_non_null(strstr(kiosk.reply.body, "basma_connections "));
}

/* Bad input. */

static void bodies_that_are_not_as_described_are_refused(void **state)
{
    (void)state;
    static char deep[256];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    const char *const bodies[] = {
        "",
        "{",
        "[]",
        deep,
        "null",
        "{\"id_number\":\"1000000018\"}",
        "{\"id_number\":1,\"birth_date\":\"1990-01-01\"}",
        "{\"id_number\":\"1000000018\",\"birth_date\":\"1990-01-01\",\"more\":1}",
        "{\"id_number\":\"1000000018\",\"id_number\":\"1000000018\",\"birth_date\":\"1990-01-01\"}",
        "{\"id_number\":\"1000000018\",\"birth_date\":\"1990-02-30\"}"};
    assert_int_equal(kiosk_open(&kiosk), 201);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        assert_refused(kiosk_call(&kiosk, BSM_WIRE_CLAIM, bodies[i], NULL), 400, BSM_PROBLEM_BAD_REQUEST);
    }
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, NULL), 200);
}

static void paths_and_methods_that_are_not_there_are_said_to_be(void **state)
{
    (void)state;
    assert_refused(kiosk_ask(&kiosk, "GET", "/v1/nothing", NULL, NULL), 404, BSM_PROBLEM_NOT_FOUND);
    assert_refused(kiosk_ask(&kiosk, "GET", "/v1/time?x=1", NULL, NULL), 404, BSM_PROBLEM_NOT_FOUND);
    assert_refused(kiosk_ask(&kiosk, "POST", "/v1/time", "{}", NULL), 405, BSM_PROBLEM_NOT_ALLOWED);
    assert_refused(kiosk_ask(&kiosk, "POST", "/v2/visits", "{}", NULL), 426, BSM_PROBLEM_VERSION);
}

static void a_full_disk_is_said_and_nothing_is_half_stored(void **state)
{
    (void)state;
    begin_visit(1);
    char limit[64];
    snprintf(limit, sizeof limit, "PRAGMA max_page_count = %" PRId64,
             centre_count(&centre, "SELECT page_count FROM pragma_page_count()"));
    centre_sql(&centre, limit);
    int status = 0;
    for (int i = 0; i < 200 && status != 503; i++) { /* until the free pages are used up */
        struct bsm_record record = person_record(1, 1);
        struct bsm_uuid before = kiosk.visit;
        status = kiosk_open(&kiosk);
        bsm_record_finish(&record);
        kiosk.visit = status == 503 ? before : kiosk.visit;
    }
    assert_refused(status, 503, BSM_PROBLEM_UNAVAILABLE);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM visits"),
                     centre_count(&centre, "SELECT count(*) FROM audit WHERE detail = '->OPENED'"));
    centre_sql(&centre, "PRAGMA max_page_count = 1000000");
    assert_int_equal(kiosk_open(&kiosk), 201);
}

static enum bsm_status fail_to_send(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    (void)sms;
    (void)to;
    (void)text;
    (void)now_unix_ms;
    return BSM_FAULT;
}

static void a_message_that_could_not_be_sent_is_sent_by_a_repeat(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    static const struct bsm_sms_ops failing_ops = {.send = fail_to_send};
    struct bsm_sms failing = {.ops = &failing_ops};
    begin_visit(1);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    centre.centre.sms = &failing;
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL), 503, BSM_PROBLEM_UNAVAILABLE);
    struct bsm_uuid key = kiosk.key;
    centre.centre.sms = centre.sms;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", &key), 202);
    assert_int_equal(centre_messages(&centre), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_number_is_answered_in_the_same_shape),
        TEST(a_wrong_birth_date_is_answered_like_the_right_one),
        TEST(a_wrong_birth_date_never_matches),
        TEST(an_unknown_number_never_matches_and_is_counted),
        TEST(an_unknown_number_takes_as_long),
        TEST(a_capture_sent_again_is_a_replay),
        TEST(a_capture_out_of_its_place_is_refused),
        TEST(a_damaged_or_foreign_capture_is_refused),
        TEST(only_the_latest_capture_of_a_finger_counts),
        TEST(a_visit_ends_after_ten_minutes),
        TEST(a_visit_belongs_to_its_kiosk),
        TEST(after_leaving_nothing_goes_on),
        TEST(a_clock_two_minutes_off_is_told_the_right_time),
        TEST(a_repeat_gets_the_first_answer_and_has_one_effect),
        TEST(a_capture_repeated_under_its_key_is_no_replay),
        TEST(a_verification_repeated_under_its_key_counts_once),
        TEST(a_request_with_an_effect_needs_a_key),
        TEST(without_a_certificate_no_visit_is_opened),
        TEST(a_revoked_kiosk_is_out_at_its_next_request),
        TEST(a_certificate_from_before_a_new_enrolment_is_out),
        TEST(a_token_enrols_once_in_its_time),
        TEST(the_configuration_is_sent_once_by_its_etag),
        TEST(figures_are_served_to_a_kiosk),
        TEST(bodies_that_are_not_as_described_are_refused),
        TEST(paths_and_methods_that_are_not_there_are_said_to_be),
        TEST(a_full_disk_is_said_and_nothing_is_half_stored),
        TEST(a_message_that_could_not_be_sent_is_sent_by_a_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
