#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/bio/finger_job.h"
#include "enroll/finger/test_print.h"

static struct bsm_preview preview;
static struct worker_tools tools = {.preview = &preview};

/* Runs the job as the compute thread does; low_px makes the ridges arch as on a finger. */
static void take(struct finger_job *job, double turn_degrees)
{
    finger_job_init(job);
    job->image = test_print(30, &(struct test_view){.low_px = 120, .turn_degrees = turn_degrees});
    job->job.run(&job->job, &tools);
}

static void a_good_impression_is_done_with(void **state)
{
    struct finger_job job;
    (void)state;
    take(&job, 0);
    assert_int_equal(job.status, BSM_OK);
    assert_int_equal(job.quality.hint, BSM_HINT_FINGER_GOOD);
    assert_null(job.image.pixels);
    finger_job_finish(&job);
}

static void a_finger_upside_down_is_asked_to_turn_and_its_template_kept_for_the_last_try(void **state)
{
    struct finger_job job;
    (void)state;
    take(&job, 180);
    assert_int_equal(job.status, BSM_RETRY);
    assert_int_equal(job.quality.hint, BSM_HINT_TURN_FINGER);
    assert_int_equal(bsm_finger_template_check(job.template_bytes, job.template_size), BSM_OK);
    finger_job_finish(&job);
    assert_int_equal(job.template_size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_impression_is_done_with),
        cmocka_unit_test(a_finger_upside_down_is_asked_to_turn_and_its_template_kept_for_the_last_try),
    };
    enum bsm_status status;
    tools.extractor = bsm_finger_extractor_create(&status);
    if (!tools.extractor || bsm_preview_create(&preview) != BSM_OK)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bsm_preview_finish(&preview);
    bsm_finger_extractor_destroy(tools.extractor);
    return failed;
}
