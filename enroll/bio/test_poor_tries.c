#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/bio/poor_tries.h"

static struct poor_tries tries;
static struct finger_job job;

static bool poor(enum bsm_position position, int quality, uint8_t mark)
{
    job.status = BSM_RETRY;
    job.quality.score = quality;
    job.template_size = 3;
    memset(job.template_bytes, mark, 3);
    return poor_tries_add(&tries, position, &job);
}

static int set_up(void **state)
{
    (void)state;
    poor_tries_forget(&tries);
    return 0;
}

static void the_best_of_three_poor_ones_serves(void **state)
{
    (void)state;
    assert_false(poor(BSM_POSITION_RIGHT_INDEX, 12, 1));
    assert_false(poor(BSM_POSITION_RIGHT_INDEX, 18, 2));
    assert_true(poor(BSM_POSITION_RIGHT_INDEX, 15, 3));
    assert_int_equal(tries.quality, 18);
    assert_int_equal(tries.template_size, 3);
    assert_int_equal(tries.template_bytes[0], 2);
}

static void another_finger_begins_anew(void **state)
{
    (void)state;
    poor(BSM_POSITION_RIGHT_INDEX, 18, 1);
    poor(BSM_POSITION_RIGHT_INDEX, 18, 1);
    assert_false(poor(BSM_POSITION_RIGHT_MIDDLE, 10, 2));
    assert_int_equal(tries.count, 1);
    assert_int_equal(tries.quality, 10);
}

static void what_cannot_be_recognised_never_serves(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_false(poor(BSM_POSITION_RIGHT_INDEX, POOR_QUALITY_LEAST - 1, 1));
    job.template_size = 0;
    job.quality.score = 90;
    assert_false(poor_tries_add(&tries, BSM_POSITION_RIGHT_INDEX, &job));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_best_of_three_poor_ones_serves, set_up),
        cmocka_unit_test_setup(another_finger_begins_anew, set_up),
        cmocka_unit_test_setup(what_cannot_be_recognised_never_serves, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
