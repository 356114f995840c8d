/* Every problem that the interface names is one that the centre gives: each has a producer here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/tests/fixture.h"
#include "firmware/base/clock.h"

static void confirm(enum bsm_action purpose, unsigned person)
{
    kiosk.purpose = purpose;
    match_person(person, NULL);
    confirm_code("");
}

static void bad_request(void) { kiosk_ask(&kiosk, "POST", "/v1/visits", "{\"visit\":1}", NULL); }

static void skew(void)
{
    char body[256];
    char visit[BSM_UUID_TEXT_SIZE];
    struct bsm_uuid id = bsm_uuid7(bsm_clock_unix_ms());
    bsm_uuid_text(&id, visit);
    snprintf(body, sizeof body, "{\"visit\":\"%s\",\"purpose\":\"activate\",\"site\":\"\",\"time\":%lld}", visit,
             (long long)bsm_clock_unix_ms() - 121000);
    kiosk_ask(&kiosk, "POST", "/v1/visits", body, NULL);
}

static void device_unknown(void)
{
    kiosk.certificate[0] = '\0';
    kiosk_reconnect(&kiosk);
    kiosk_open(&kiosk);
}

static void device_revoked(void)
{
    centre_sql(&centre, "UPDATE devices SET revoked = 1");
    kiosk_open(&kiosk);
}

static void not_found(void) { kiosk_ask(&kiosk, "POST", "/v1/nothing", "{}", NULL); }
static void not_allowed(void) { kiosk_ask(&kiosk, "GET", "/v1/visits", NULL, NULL); }
static void version(void) { kiosk_ask(&kiosk, "POST", "/v2/visits", "{}", NULL); }

static void wrong_state(void)
{
    kiosk_open(&kiosk);
    kiosk_call(&kiosk, BSM_WIRE_VERIFY, "{}", NULL);
}

static void send_capture(bool other_nonce, bool twice)
{
    static struct bsm_wire_capture capture;
    struct bsm_record record = person_record(1, 1);
    begin_visit(1);
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, &record, &capture);
    capture.nonce[0] ^= other_nonce;
    kiosk_send_capture(&kiosk, &capture);
    if (twice) {
        kiosk_send_capture(&kiosk, &capture);
    }
    bsm_record_finish(&record);
}

static void replayed(void) { send_capture(false, true); }
static void capture_invalid(void) { send_capture(true, false); }

static void name_taken(void)
{
    centre_sql(&centre, "INSERT INTO user_names VALUES ('noura.42', 1, x'')");
    confirm(BSM_ACTION_REGISTER, PEOPLE - 1);
    kiosk_user_name(&kiosk, "noura.42");
}

static void slot_taken(void)
{
    begin_visit(1);
    kiosk_call(&kiosk, BSM_WIRE_BOOK,
               "{\"office\":\"nowhere\",\"day\":\"2026-12-01\",\"time\":\"09:30\",\"mobile\":\"+966500000001\"}", NULL);
}

static void already_active(void)
{
    confirm(BSM_ACTION_ACTIVATE, 1);
    centre_sql(&centre, "UPDATE accounts SET state = 2");
    kiosk_complete(&kiosk);
}

static void visit_expired(void)
{
    kiosk_open(&kiosk);
    centre_sql(&centre, "UPDATE visits SET expires_at = 1");
    kiosk_claim(&kiosk, 1, NULL, NULL);
}

static void too_large(void) { kiosk_ask_large(&kiosk, "/v1/visits", BSM_WIRE_BODY_MAX + 1); }

static void code_wrong(void)
{
    match_person(1, NULL);
    kiosk_send_code(&kiosk, "");
    centre_sql(&centre, "UPDATE visits SET code_expires_at = 1");
    kiosk_check_code(&kiosk, "000000");
}

static void password_weak(void)
{
    confirm(BSM_ACTION_REGISTER, PEOPLE - 1);
    kiosk_user_name(&kiosk, "noura.42");
    kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, "Password1");
}

static void key_reused(void)
{
    begin_visit(1);
    struct bsm_uuid key = kiosk.key;
    kiosk_call(&kiosk, BSM_WIRE_CLAIM, "{\"id_number\":\"1000000008\",\"birth_date\":\"1990-05-17\"}", &key);
}

static void locked(void)
{
    struct bsm_wire_verified verified;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 2, 2, 1);
    kiosk_verify(&kiosk, &verified);
    centre_sql(&centre, "UPDATE number_tries SET failures = 50");
    kiosk_open(&kiosk);
    kiosk_claim(&kiosk, 1, NULL, NULL);
}

static void quota(void)
{
    match_person(1, NULL);
    centre_sql(&centre, "UPDATE visits SET codes_sent = 4");
    kiosk_send_code(&kiosk, "");
}

/* A record that cannot be read any more. */
static void internal(void)
{
    struct bsm_wire_verified verified;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    centre_sql(&centre, "UPDATE people SET record = x'00'");
    kiosk_verify(&kiosk, &verified);
}

static void unavailable(void)
{
    match_person(1, NULL);
    centre.centre.sms = &failing_sms;
    kiosk_send_code(&kiosk, "");
}

static void (*const producers[BSM_PROBLEM_LAST + 1])(void) = {
    [BSM_PROBLEM_BAD_REQUEST] = bad_request,
    [BSM_PROBLEM_SKEW] = skew,
    [BSM_PROBLEM_DEVICE_UNKNOWN] = device_unknown,
    [BSM_PROBLEM_DEVICE_REVOKED] = device_revoked,
    [BSM_PROBLEM_NOT_FOUND] = not_found,
    [BSM_PROBLEM_NOT_ALLOWED] = not_allowed,
    [BSM_PROBLEM_WRONG_STATE] = wrong_state,
    [BSM_PROBLEM_REPLAYED] = replayed,
    [BSM_PROBLEM_NAME_TAKEN] = name_taken,
    [BSM_PROBLEM_SLOT_TAKEN] = slot_taken,
    [BSM_PROBLEM_ALREADY_ACTIVE] = already_active,
    [BSM_PROBLEM_VISIT_EXPIRED] = visit_expired,
    [BSM_PROBLEM_TOO_LARGE] = too_large,
    [BSM_PROBLEM_CODE_WRONG] = code_wrong,
    [BSM_PROBLEM_CAPTURE_INVALID] = capture_invalid,
    [BSM_PROBLEM_PASSWORD_WEAK] = password_weak,
    [BSM_PROBLEM_KEY_REUSED] = key_reused,
    [BSM_PROBLEM_LOCKED] = locked,
    [BSM_PROBLEM_VERSION] = version,
    [BSM_PROBLEM_QUOTA] = quota,
    [BSM_PROBLEM_INTERNAL] = internal,
    [BSM_PROBLEM_UNAVAILABLE] = unavailable,
};

static void every_problem_has_a_producer(void **state)
{
    for (int problem = BSM_PROBLEM_NONE + 1; problem <= BSM_PROBLEM_LAST; problem++) {
        const char *name = bsm_problem_name((enum bsm_problem)problem);
        if (!producers[problem]) {
            fail_msg("nothing here produces %s", name);
        }
        open_all(state);
        producers[problem]();
        enum bsm_problem got = kiosk_problem(&kiosk, NULL);
        int http_status = kiosk.reply.status;
        centre.centre.sms = centre.sms;
        close_all(state);
        if ((int)got != problem || http_status != bsm_problem_http_status((enum bsm_problem)problem)) {
            fail_msg("%s: got %d %s", name, http_status, bsm_problem_name(got));
        }
    }
}

static void no_refusal_repeats_what_was_said(void **state)
{
    (void)state;
    char number[BSM_ID_NUMBER_SIZE];
    person_number(1, number);
    open_all(state);
    locked();
    assert_null(strstr(kiosk.reply.body, number));
    password_weak();
    assert_null(strstr(kiosk.reply.body, "Password1"));
    close_all(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_problem_has_a_producer),
        cmocka_unit_test(no_refusal_repeats_what_was_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
