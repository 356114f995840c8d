#include "central/tests/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct test_centre centre;
struct test_kiosk kiosk;

int open_all(void **state)
{
    (void)state;
    centre_open(&centre);
    kiosk_enrol(&kiosk, &centre, "kiosk-1");
    return 0;
}

int close_all(void **state)
{
    (void)state;
    kiosk_finish(&kiosk);
    centre_close(&centre);
    return 0;
}

void begin_visit(unsigned person)
{
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, person, NULL, NULL), 200);
}

void match_person(unsigned person, struct bsm_wire_verified *verified)
{
    struct bsm_wire_verified own;
    begin_visit(person);
    kiosk_capture_all(&kiosk, person, person, 1);
    assert_int_equal(kiosk_verify(&kiosk, verified ? verified : &own), 200);
    assert_int_equal((verified ? verified : &own)->verdict, BSM_VERDICT_MATCH);
}

void confirm_code(const char *mobile)
{
    char code[BSM_CODE_SIZE];
    assert_int_equal(kiosk_send_code(&kiosk, mobile), 202);
    assert_true(centre_last_code(&centre, code));
    assert_int_equal(kiosk_check_code(&kiosk, code), 200);
}

void to_confirmed(enum bsm_action purpose, unsigned person, const char *mobile)
{
    kiosk.purpose = purpose;
    match_person(person, NULL);
    confirm_code(mobile);
}

static enum bsm_status fail_to_send(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    (void)sms;
    (void)to;
    (void)text;
    (void)now_unix_ms;
    return BSM_FAULT;
}

static const struct bsm_sms_ops failing_ops = {.send = fail_to_send};
struct bsm_sms failing_sms = {.ops = &failing_ops};

void assert_refused(int status, int expected, enum bsm_problem problem)
{
    assert_int_equal(status, expected);
    assert_int_equal(kiosk_problem(&kiosk, NULL), problem);
}
