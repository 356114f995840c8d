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

void assert_refused(int status, int expected, enum bsm_problem problem)
{
    assert_int_equal(status, expected);
    assert_int_equal(kiosk_problem(&kiosk, NULL), problem);
}
