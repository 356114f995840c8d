/* Wishes for an appointment, of people who stood before a kiosk without its link. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/offices/office_file.h"
#include "central/store/device_days.h"
#include "central/tests/fixture.h"
#include "central/visits/calendar.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "net/seal/sealed.h"

#define MOBILE "+966577777701"
#define DAY_MS (24 * 3600 * 1000LL)

static struct bsm_wire_wish wish;
static struct bsm_wire_wished wished;

/* --- offices --- */

static const char *office_line;

static enum bsm_status add_office(struct bsm_db *db, void *context)
{
    static struct bsm_office_import office;
    char why[BSM_OFFICE_WHY_SIZE];
    assert_int_equal(bsm_office_line_read(office_line, strlen(office_line), &office, why), BSM_OK);
    return bsm_office_add(db, &office, *(int *)context);
}

/* Open every day from 8 to 10: four places a day for as many as capacity. */
static void open_office(const char *id, const char *name, int ordinal, int capacity, int days, const char *sites)
{
    static char line[1024];
    snprintf(line, sizeof line,
             "{\"id\":\"%s\",\"name_ar\":\"مكتب %s\",\"name_en\":\"%s office\",\"slot_minutes\":30,\"capacity\":%d,"
             "\"lead_hours\":0,\"days\":%d,\"sites\":[%s],\"hours\":{\"sun\":\"08:00-10:00\",\"mon\":\"08:00-10:00\","
             "\"tue\":\"08:00-10:00\",\"wed\":\"08:00-10:00\",\"thu\":\"08:00-10:00\",\"fri\":\"08:00-10:00\","
             "\"sat\":\"08:00-10:00\"}}",
             id, name, name, capacity, days, sites);
    office_line = line;
    assert_int_equal(bsm_store_write(centre.centre.store, add_office, &ordinal), BSM_OK);
}

static int open_with_office(void **state)
{
    open_all(state);
    open_office("olaya", "Olaya", 0, 40, 14, "");
    return 0;
}

#define OFFICE_TEST(name) cmocka_unit_test_setup_teardown(name, open_with_office, close_all)

/* --- a wish --- */

static void seal_payload(const struct bsm_wire_text *payload)
{
    static char jws[BSM_JWS_SIZE];
    static uint8_t text[BSM_SEAL_TEXT_SIZE];
    size_t jws_size = 0, text_size = 0;
    struct bsm_signer signer = bsm_ec_key_signer(kiosk.capture_key);
    assert_int_equal(bsm_jws_sign(&signer, kiosk.device, payload->bytes, payload->size, jws, &jws_size), BSM_OK);
    assert_int_equal(bsm_seal(&kiosk.seal_key, &wish.wish, kiosk.device, jws, jws_size, wish.record.kid,
                              wish.record.enc, text, &text_size),
                     BSM_OK);
    memcpy(wish.record.text, text, text_size);
    wish.record.text_size = (uint32_t)text_size;
}

static void seal_wish(void)
{
    struct bsm_wire_text payload = {0};
    assert_int_equal(bsm_wire_wished_encode(&wished, &payload), BSM_OK);
    seal_payload(&payload);
    bsm_wire_text_finish(&payload);
}

static void fill_wish(const char *mobile, int64_t age_ms)
{
    memset(&wish, 0, sizeof wish);
    wish.wish = bsm_uuid7(bsm_clock_unix_ms());
    wished = (struct bsm_wire_wished){
        .wish = wish.wish, .seq = ++kiosk.seq, .site = "test", .wished_unix_ms = bsm_clock_unix_ms() - age_ms};
    snprintf(wished.device, sizeof wished.device, "%s", kiosk.device);
    snprintf(wished.mobile, sizeof wished.mobile, "%s", mobile);
}

static int bring_at(struct test_kiosk *at, const struct bsm_uuid *key)
{
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_wish_encode(&wish, &text), BSM_OK);
    int status = kiosk_call(at, BSM_WIRE_WISH, text.bytes, key);
    bsm_wire_text_finish(&text);
    return status;
}

static int bring(void) { return bring_at(&kiosk, &wish.wish); }

static int bring_wish(const char *mobile, int64_t age_ms)
{
    fill_wish(mobile, age_ms);
    seal_wish();
    return bring();
}

static int64_t appointments(void) { return centre_count(&centre, "SELECT count(*) FROM appointments"); }

static int64_t audited(const char *detail)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM audit WHERE event = 'wish' AND detail = '%s'", detail);
    return centre_count(&centre, sql);
}

/* --- what comes of it --- */

static void a_wish_gets_the_next_free_place_and_an_sms(void **state)
{
    (void)state;
    struct bsm_wire_stored stored;
    char day[BSM_DATE_SIZE], sql[128];
    int minute;
    assert_int_equal(bring_wish(MOBILE, 3 * 3600 * 1000LL), 200);
    assert_int_equal(bsm_wire_stored_decode(kiosk.reply.body, kiosk.reply.size, &stored), BSM_OK);
    assert_int_equal(stored.place, wished.seq);
    assert_int_equal(appointments(), 1);
    assert_true(centre_last_message_to(&centre, MOBILE, "Olaya office"));
    assert_true(centre_last_message_to(&centre, MOBILE, "موعدك في"));
    assert_int_equal(audited("appointment"), 1);
    bsm_day_text(bsm_day_at(bsm_clock_unix_ms() + DAY_MS, 180, &minute), day);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM appointments WHERE day >= '%s' AND person = 0", day);
    assert_int_equal(centre_count(&centre, sql), 1); /* nobody chose the day: not before tomorrow */
}

static void no_place_is_given_twice(void **state)
{
    (void)state;
    char mobile[BSM_MOBILE_SIZE];
    open_office("olaya", "Olaya", 0, 1, 14, "");
    for (int i = 0; i < 9; i++) {
        snprintf(mobile, sizeof mobile, "+9665777778%02d", i);
        assert_int_equal(bring_wish(mobile, 0), 200);
    }
    assert_int_equal(centre_count(&centre, "SELECT count(DISTINCT day || time) FROM appointments"), 9);
}

static void of_two_offices_the_one_that_is_near_counts_and_then_the_earlier(void **state)
{
    (void)state;
    open_office("far", "Far", 0, 40, 14, "\"elsewhere\"");
    open_office("near", "Near", 1, 1, 14, "\"test\"");
    open_office("next", "Next", 2, 1, 14, "\"test\"");
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    assert_true(centre_last_message_to(&centre, MOBILE, "Near office"));
    assert_int_equal(bring_wish(MOBILE, 0), 200); /* at the same time, since the nearer one is full then */
    assert_true(centre_last_message_to(&centre, MOBILE, "Next office"));
    assert_int_equal(centre_count(&centre, "SELECT count(DISTINCT day || time) FROM appointments"), 1);
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    assert_true(centre_last_message_to(&centre, MOBILE, "Near office"));
}

static void where_nothing_is_free_the_sms_says_what_to_do(void **state)
{
    (void)state;
    open_office("olaya", "Olaya", 0, 1, 1, ""); /* only today, which is too soon */
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    assert_int_equal(appointments(), 0);
    assert_true(centre_last_message_to(&centre, MOBILE, "none is free"));
    assert_true(centre_last_message_to(&centre, MOBILE, "لا يوجد موعد"));
    assert_true(centre_last_message_to(&centre, MOBILE, "Olaya office"));
    assert_int_equal(audited("no place free, told so"), 1);
}

static void without_any_office_it_is_said_too(void **state)
{
    (void)state;
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    assert_true(centre_last_message_to(&centre, MOBILE, "the nearest office"));
}

static void a_late_one_is_told_and_an_old_one_refused(void **state)
{
    (void)state;
    assert_int_equal(bring_wish(MOBILE, 6 * DAY_MS), 200);
    assert_int_equal(appointments(), 1);
    assert_int_equal(bring_wish(MOBILE, 8 * DAY_MS), 200);
    assert_int_equal(appointments(), 1);
    assert_true(centre_last_message_to(&centre, MOBILE, "too late"));
    assert_int_equal(audited("too late, told so"), 1);
    int messages = centre_messages(&centre);
    assert_refused(bring_wish(MOBILE, 31 * DAY_MS), 410, BSM_PROBLEM_VISIT_EXPIRED);
    assert_refused(bring_wish(MOBILE, -2 * DAY_MS), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_int_equal(centre_messages(&centre), messages);
}

/* --- once --- */

static void a_repeat_gets_the_first_answer_and_a_replay_none(void **state)
{
    (void)state;
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    assert_int_equal(bring(), 200);
    assert_int_equal(appointments(), 1);
    assert_int_equal(centre_messages(&centre), 1);
    assert_refused(bring_at(&kiosk, NULL), 409, BSM_PROBLEM_REPLAYED);
    centre_sql(&centre, "DELETE FROM answers");
    assert_refused(bring(), 409, BSM_PROBLEM_REPLAYED);
    seal_wish(); /* other bytes of the same wish */
    assert_refused(bring_at(&kiosk, &wish.wish), 422, BSM_PROBLEM_KEY_REUSED);
    assert_int_equal(appointments(), 1);
    assert_int_equal(centre_messages(&centre), 1);
}

static void the_wishes_that_were_taken_are_known_as_long_as_one_could_come(void **state)
{
    (void)state;
    char sql[96];
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    snprintf(sql, sizeof sql, "UPDATE wishes SET at = %lld", (long long)(bsm_clock_unix_ms() - 30 * DAY_MS));
    centre_sql(&centre, sql);
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM wishes"), 1);
    snprintf(sql, sizeof sql, "UPDATE wishes SET at = %lld", (long long)(bsm_clock_unix_ms() - 32 * DAY_MS));
    centre_sql(&centre, sql);
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM wishes"), 0);
}

/* --- bounds --- */

static void a_kiosk_brings_no_more_than_people_can_stand_before_it_and_comes_again(void **state)
{
    (void)state;
    char mobile[BSM_MOBILE_SIZE];
    struct bsm_wire_problem problem;
    for (int i = 0; i < BSM_POLICY_STRANGERS_PER_KIOSK; i++) {
        snprintf(mobile, sizeof mobile, "+9665777778%02d", i);
        assert_int_equal(bring_wish(mobile, 0), 200);
    }
    assert_refused(bring_wish(MOBILE, 0), 429, BSM_PROBLEM_QUOTA);
    kiosk_problem(&kiosk, &problem);
    assert_int_equal(problem.retry_after_s, BSM_POLICY_WISH_RETRY_S);
    centre_sql(&centre, "UPDATE appointments SET made_at = made_at - 3600000");
    assert_int_equal(bring(), 200); /* the same one, later */
    assert_true(centre_last_message_to(&centre, MOBILE, "Olaya office"));
}

/* Else a kiosk in wrong hands tells any number, by wishes that are too late to be given a place. */
static void wishes_that_get_no_place_are_bounded_too(void **state)
{
    (void)state;
    char sql[160];
    assert_int_equal(bring_wish(MOBILE, 8 * DAY_MS), 200);
    snprintf(sql, sizeof sql, "UPDATE device_days SET count = %d WHERE use = %d", BSM_POLICY_WISHES_PER_KIOSK,
             BSM_DEVICE_WISHES);
    centre_sql(&centre, sql);
    int messages = centre_messages(&centre);
    assert_refused(bring_wish("+966577777702", 8 * DAY_MS), 429, BSM_PROBLEM_QUOTA);
    assert_int_equal(centre_messages(&centre), messages);
    centre_sql(&centre, "UPDATE device_days SET day = day - 1");
    assert_int_equal(bring(), 200); /* the same one, another day */
}

static void a_number_that_was_told_too_often_is_told_no_more(void **state)
{
    (void)state;
    for (int i = 0; i < BSM_POLICY_MESSAGES_OF_STRANGERS; i++) {
        assert_int_equal(bring_wish(MOBILE, 0), 200);
    }
    struct bsm_wire_problem problem;
    assert_refused(bring_wish(MOBILE, 0), 429, BSM_PROBLEM_QUOTA);
    kiosk_problem(&kiosk, &problem);
    assert_int_equal(problem.retry_after_s, 0); /* for good: others wait behind it */
    assert_int_equal(appointments(), BSM_POLICY_MESSAGES_OF_STRANGERS);
    assert_int_equal(audited("not taken: too many to this number"), 1);
    assert_int_equal(bring_wish("+966577777702", 0), 200);
}

/* --- what is no wish of this kiosk --- */

static void what_another_kiosk_sealed_is_refused(void **state)
{
    (void)state;
    static struct test_kiosk other;
    kiosk_enrol(&other, &centre, "kiosk-2");
    fill_wish(MOBILE, 0);
    seal_wish();
    assert_int_equal(bring_at(&other, &wish.wish), 422);
    struct bsm_wire_problem problem;
    assert_int_equal(kiosk_problem(&other, &problem), BSM_PROBLEM_CAPTURE_INVALID);
    kiosk_finish(&other);
    snprintf(wished.device, sizeof wished.device, "kiosk-2");
    seal_wish();
    assert_refused(bring(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre_sql(&centre, "UPDATE devices SET revoked = 1");
    assert_refused(bring_wish(MOBILE, 0), 403, BSM_PROBLEM_DEVICE_REVOKED);
    assert_int_equal(appointments(), 0);
}

static void what_was_changed_or_is_something_else_is_refused(void **state)
{
    (void)state;
    struct bsm_wire_campaign_claim claim = {.seq = 1, .consent_version = 1};
    struct bsm_wire_text payload = {0};
    fill_wish(MOBILE, 0);
    seal_wish();
    wish.record.text[7] ^= 1;
    assert_refused(bring(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_wish(MOBILE, 0);
    wished.wish.bytes[15] ^= 1; /* sealed as one, signed as another */
    seal_wish();
    assert_refused(bring(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_wish(MOBILE, 0);
    claim.visit = wish.wish;
    snprintf(claim.device, sizeof claim.device, "%s", kiosk.device);
    person_number(1, claim.id_number);
    person_birth_date(1, claim.birth_date);
    snprintf(claim.mobile, sizeof claim.mobile, MOBILE);
    assert_int_equal(bsm_wire_campaign_claim_encode(&claim, &payload), BSM_OK);
    seal_payload(&payload);
    bsm_wire_text_finish(&payload);
    assert_refused(bring(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_WISH, "{\"wish\":1}", NULL), 400, BSM_PROBLEM_BAD_REQUEST);
    assert_int_equal(appointments(), 0);
    assert_int_equal(centre_messages(&centre), 0);
}

static void the_audit_holds_no_number(void **state)
{
    (void)state;
    assert_int_equal(bring_wish(MOBILE, 0), 200);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE detail LIKE '%5777%'"), 0);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM answers WHERE body LIKE '%5777%'"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_wish_gets_the_next_free_place_and_an_sms),
        TEST(no_place_is_given_twice),
        TEST(of_two_offices_the_one_that_is_near_counts_and_then_the_earlier),
        TEST(where_nothing_is_free_the_sms_says_what_to_do),
        TEST(without_any_office_it_is_said_too),
        OFFICE_TEST(a_late_one_is_told_and_an_old_one_refused),
        OFFICE_TEST(a_repeat_gets_the_first_answer_and_a_replay_none),
        OFFICE_TEST(the_wishes_that_were_taken_are_known_as_long_as_one_could_come),
        OFFICE_TEST(a_kiosk_brings_no_more_than_people_can_stand_before_it_and_comes_again),
        OFFICE_TEST(wishes_that_get_no_place_are_bounded_too),
        OFFICE_TEST(a_number_that_was_told_too_often_is_told_no_more),
        OFFICE_TEST(what_another_kiosk_sealed_is_refused),
        OFFICE_TEST(what_was_changed_or_is_something_else_is_refused),
        OFFICE_TEST(the_audit_holds_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
