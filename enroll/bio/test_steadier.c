#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/bio/steadier.h"

static void advice_is_said_once_it_has_stood(void **state)
{
    (void)state;
    struct steadier steadier = {0};
    assert_false(steadier_take(&steadier, BSM_HINT_COME_CLOSER, 1000));
    assert_false(steadier_take(&steadier, BSM_HINT_COME_CLOSER, 1200));
    assert_true(steadier_take(&steadier, BSM_HINT_COME_CLOSER, 1250));
    assert_int_equal(steadier.said, BSM_HINT_COME_CLOSER);
    assert_false(steadier_take(&steadier, BSM_HINT_COME_CLOSER, 9000));
}

static void a_flicker_between_two_is_never_said(void **state)
{
    (void)state;
    struct steadier steadier = {0};
    for (int i = 0; i < 1000; i++)
        assert_false(steadier_take(&steadier, i % 2 ? BSM_HINT_COME_CLOSER : BSM_HINT_HOLD_STILL, 1000 + i * 60));
}

static void good_news_waits_for_nobody_but_other_advice_does(void **state)
{
    (void)state;
    struct steadier steadier = {0};
    steadier_take(&steadier, BSM_HINT_NO_FACE, 0);
    assert_true(steadier_take(&steadier, BSM_HINT_NO_FACE, 300));
    steadier_take(&steadier, BSM_HINT_COME_CLOSER, 400);
    assert_false(steadier_take(&steadier, BSM_HINT_COME_CLOSER, 700));
    assert_true(steadier_take(&steadier, BSM_HINT_COME_CLOSER, 1300));
    steadier_take(&steadier, BSM_HINT_FACE_GOOD, 1400);
    assert_true(steadier_take(&steadier, BSM_HINT_FACE_GOOD, 1700));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(advice_is_said_once_it_has_stood),
        cmocka_unit_test(a_flicker_between_two_is_never_said),
        cmocka_unit_test(good_news_waits_for_nobody_but_other_advice_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
