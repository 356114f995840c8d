/* Who is admitted, and what is said to those who are not, to bad input and on a full disk. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/store/devices.h"
#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "net/seal/csr.h"

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

static void who_shows_no_token_of_ours_leaves_no_trace(void **state)
{
    (void)state;
    uint8_t secret[BSM_WIRE_SECRET_SIZE] = {7};
    int64_t answers = centre_count(&centre, "SELECT count(*) FROM answers");
    for (int i = 0; i < 3; i++) {
        assert_refused(enrol_with(secret, "kiosk-7", NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
    }
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM answers"), answers);
}

/* As after a lost answer: the certificate comes again, the token is used once. */
static void an_enrolment_repeated_under_its_key_is_answered_again(void **state)
{
    (void)state;
    static char first[sizeof kiosk.reply.body];
    uint8_t secret[BSM_WIRE_SECRET_SIZE];
    centre_add_token(&centre, "kiosk-7", secret, bsm_clock_unix_ms() + 60000);
    assert_int_equal(enrol_with(secret, "kiosk-7", NULL), 200);
    static char body[sizeof kiosk.body];
    struct bsm_uuid key = kiosk.key;
    memcpy(body, kiosk.body, sizeof body);
    memcpy(first, kiosk.reply.body, sizeof first);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_ENROL, body, &key), 200);
    assert_string_equal(first, kiosk.reply.body);
}

static void revoking_a_kiosk_voids_its_unused_tokens(void **state)
{
    (void)state;
    uint8_t secret[BSM_WIRE_SECRET_SIZE];
    centre_add_token(&centre, kiosk.device, secret, bsm_clock_unix_ms() + 60000);
    assert_int_equal(bsm_store_write(centre.centre.store, revoke, kiosk.device), BSM_OK);
    assert_refused(enrol_with(secret, "", NULL), 401, BSM_PROBLEM_DEVICE_UNKNOWN);
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

/* In wrong hands. */

static void a_kiosk_that_overdoes_it_keeps_us_from_nothing_but_itself(void **state)
{
    (void)state;
    char sql[160];
    static struct test_kiosk other;
    kiosk_enrol(&other, &centre, "kiosk-2");
    snprintf(sql, sizeof sql, "INSERT INTO device_days VALUES ('kiosk-1', 1, %lld, %d, 0)",
             (long long)(bsm_clock_unix_ms() / 86400000), BSM_POLICY_REQUESTS_PER_KIOSK - 1);
    centre_sql(&centre, sql);
    assert_int_equal(kiosk_open(&kiosk), 201);
    struct bsm_uuid key = kiosk.key;
    static char body[sizeof kiosk.body];
    memcpy(body, kiosk.body, sizeof body);
    int64_t answers = centre_count(&centre, "SELECT count(*) FROM answers");
    for (int i = 0; i < 3; i++) {
        assert_refused(kiosk_open(&kiosk), 429, BSM_PROBLEM_QUOTA);
    }
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM answers"), answers);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM visits"), 1);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_OPEN, body, &key), 201); /* what was done is still said */
    assert_int_equal(kiosk_open(&other), 201);
    kiosk_finish(&other);
    centre_sql(&centre, "UPDATE device_days SET day = day - 1");
    assert_int_equal(kiosk_open(&kiosk), 201);
}

static void lines_beyond_a_days_are_refused_until_there_is_room(void **state)
{
    (void)state;
    static const char body[] = "{\"items\":[{\"place\":7,\"text\":\"a\"},{\"place\":9,\"text\":\"b\"}]}";
    char sql[160];
    snprintf(sql, sizeof sql, "INSERT INTO device_days VALUES ('kiosk-1', 2, %lld, %d, 0)",
             (long long)(bsm_clock_unix_ms() / 86400000), BSM_POLICY_LINES_PER_KIOSK - 1);
    centre_sql(&centre, sql);
    struct bsm_wire_problem problem;
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_TELEMETRY, body, NULL), 429, BSM_PROBLEM_QUOTA);
    kiosk_problem(&kiosk, &problem);
    assert_int_equal(problem.retry_after_s, BSM_POLICY_QUOTA_RETRY_S); /* else the kiosk might take it for a never */
    struct bsm_uuid key = kiosk.key;
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM telemetry"), 0);
    centre_sql(&centre, "UPDATE device_days SET day = day - 1 WHERE use = 2");
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_TELEMETRY, body, &key), 200); /* the same batch, later */
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM telemetry"), 2);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_certificate_no_visit_is_opened),
        TEST(a_revoked_kiosk_is_out_at_its_next_request),
        TEST(a_certificate_from_before_a_new_enrolment_is_out),
        TEST(a_token_enrols_once_in_its_time),
        TEST(who_shows_no_token_of_ours_leaves_no_trace),
        TEST(an_enrolment_repeated_under_its_key_is_answered_again),
        TEST(revoking_a_kiosk_voids_its_unused_tokens),
        TEST(the_configuration_is_sent_once_by_its_etag),
        TEST(figures_are_served_to_a_kiosk),
        TEST(a_kiosk_that_overdoes_it_keeps_us_from_nothing_but_itself),
        TEST(lines_beyond_a_days_are_refused_until_there_is_room),
        TEST(bodies_that_are_not_as_described_are_refused),
        TEST(paths_and_methods_that_are_not_there_are_said_to_be),
        TEST(a_full_disk_is_said_and_nothing_is_half_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
