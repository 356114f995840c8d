/* What goes to people's phones: how often, in the end, and without holding anybody up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"

#define NEW_MOBILE "+966599999901"

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

static void what_could_not_be_told_is_told_later_and_once(void **state)
{
    (void)state;
    to_confirmed(BSM_ACTION_CHANGE_MOBILE, WITH, NEW_MOBILE);
    int before = centre_messages(&centre);
    centre.centre.sms = &failing_sms;
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
        TEST(one_number_gets_only_so_many_codes_an_hour),      TEST(a_clock_set_back_keeps_no_number_from_its_codes),
        TEST(what_could_not_be_told_is_told_later_and_once),   TEST(a_slow_gateway_holds_up_no_visit),
        TEST(a_number_that_cannot_be_reached_holds_nobody_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
