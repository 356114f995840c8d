/* The reader's contract, held against libfprint's own virtual_image device: the code under test is the code that
 * ships. */
#include "drivers/finger_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/tests/feeder.h"
#include "firmware/base/clock.h"

struct seen {
    struct bsm_finger_reader *reader;
    int ready, gone, captured, stopped;
    bool can_capture;
    int resolution_ppi;
    enum bsm_status status;
    enum bsm_hint hint, progress;
    bool finger_present;
    struct bsm_image image; /* taken */
    bool destroy_when_captured;
    int order, gone_at, captured_at;
};

static struct feeder feeder;
static uint8_t picture[FEEDER_SIDE_PX * FEEDER_SIDE_PX];

static void on_ready(void *owner, const struct bsm_finger_reader_info *info)
{
    struct seen *seen = owner;
    seen->ready++;
    seen->can_capture = info->can_capture;
    seen->resolution_ppi = info->resolution_ppi;
    assert_string_equal(info->driver, "virtual_image");
}

static void on_gone(void *owner)
{
    struct seen *seen = owner;
    seen->gone++;
    seen->gone_at = ++seen->order;
}

static void on_progress(void *owner, enum bsm_hint hint, bool finger_present)
{
    struct seen *seen = owner;
    seen->progress = hint;
    seen->finger_present = finger_present;
}

static void on_captured(void *owner, enum bsm_status status, enum bsm_hint hint, struct bsm_image *image)
{
    struct seen *seen = owner;
    seen->captured++;
    seen->captured_at = ++seen->order;
    seen->status = status;
    seen->hint = hint;
    assert_int_equal(image != NULL, status == BSM_OK);
    if (image) {
        bsm_image_finish(&seen->image);
        seen->image = *image;
        *image = (struct bsm_image){0};
    }
    if (seen->destroy_when_captured) {
        bsm_finger_reader_destroy(seen->reader);
        seen->reader = NULL;
    }
}

static void on_stopped(void *owner)
{
    struct seen *seen = owner;
    seen->stopped++;
}

static const struct bsm_finger_reader_events events = {
    .on_ready = on_ready,
    .on_gone = on_gone,
    .on_progress = on_progress,
    .on_captured = on_captured,
    .on_stopped = on_stopped,
};

static gboolean on_tick(gpointer data)
{
    (void)data;
    return G_SOURCE_CONTINUE;
}

/* Runs the loop until *count reaches the value; how long it took, or -1 when limit_ms passed first. */
static int64_t run_until(const int *count, int value, int limit_ms)
{
    guint tick = g_timeout_add(5, on_tick, NULL);
    int64_t start = bsm_clock_mono_ms();
    while (*count < value && bsm_clock_mono_ms() - start < limit_ms)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(tick);
    return *count < value ? -1 : bsm_clock_mono_ms() - start;
}

static void run_for(int time_ms)
{
    int never = 0;
    run_until(&never, 1, time_ms);
}

static void open_reader(struct seen *seen, const struct bsm_finger_reader_options *options)
{
    *seen = (struct seen){0};
    assert_int_equal(bsm_finger_reader_create(&seen->reader, options, &events, seen), BSM_OK);
    assert_int_equal(bsm_finger_reader_capture_start(seen->reader), BSM_GONE);
    assert_int_equal(bsm_finger_reader_start(seen->reader), BSM_OK);
    assert_true(run_until(&seen->ready, 1, 5000) >= 0);
    assert_true(feeder_connect(&feeder));
}

static void open_usual(struct seen *seen)
{
    open_reader(seen, &(struct bsm_finger_reader_options){.allow_virtual = true, .look_interval_ms = 200});
}

/* Stops in the proper way and checks that nothing more is said. */
static void close_reader(struct seen *seen)
{
    feeder_disconnect(&feeder);
    bsm_finger_reader_stop(seen->reader);
    assert_true(run_until(&seen->stopped, 1, 5000) >= 0);
    int captured = seen->captured;
    bsm_finger_reader_destroy(seen->reader);
    run_for(50);
    assert_int_equal(seen->stopped, 1);
    assert_int_equal(seen->captured, captured);
    bsm_image_finish(&seen->image);
}

static void a_finger_on_the_glass_becomes_a_picture(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    assert_true(seen.can_capture);
    assert_int_equal(seen.resolution_ppi, 500);
    for (unsigned round = 1; round <= 3; round++) {
        feeder_draw(picture, round);
        assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
        assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_BUSY);
        run_for(30);
        assert_int_equal(seen.progress, BSM_HINT_PLACE_FINGER);
        feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
        assert_true(run_until(&seen.captured, (int)round, 5000) >= 0);
        assert_int_equal(seen.status, BSM_OK);
        assert_int_equal(seen.hint, BSM_HINT_NONE);
        assert_int_equal(seen.image.width_px, FEEDER_SIDE_PX);
        assert_int_equal(seen.image.height_px, FEEDER_SIDE_PX);
        assert_int_equal(seen.image.resolution_ppi, 500);
        assert_memory_equal(seen.image.pixels, picture, sizeof picture);
    }
    close_reader(&seen);
}

static void a_finger_that_stays_is_asked_to_lift(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    feeder_draw(picture, 7);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_automatic(&feeder, false);
    feeder_send_finger(&feeder, true);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    run_for(300);
    assert_int_equal(seen.captured, 0);
    assert_true(seen.finger_present);
    assert_int_equal(seen.progress, BSM_HINT_LIFT_FINGER);
    feeder_send_finger(&feeder, false);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    assert_int_equal(seen.status, BSM_OK);
    close_reader(&seen);
}

static void a_poor_touch_is_a_retry_with_advice(void **state)
{
    (void)state;
    static const enum bsm_hint hints[] = {BSM_HINT_LIFT_FINGER, BSM_HINT_HOLD_LONGER, BSM_HINT_CENTRE_FINGER,
                                          BSM_HINT_LIFT_FINGER};
    struct seen seen;
    open_usual(&seen);
    for (int code = 0; code < 4; code++) {
        assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
        feeder_send_retry(&feeder, code);
        assert_true(run_until(&seen.captured, code + 1, 5000) >= 0);
        assert_int_equal(seen.status, BSM_RETRY);
        assert_int_equal(seen.hint, hints[code]);
    }
    assert_int_equal(seen.gone, 0);
    close_reader(&seen);
}

static void a_picture_without_ridges_is_a_retry(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    memset(picture, 200, sizeof picture);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    assert_int_equal(seen.status, BSM_RETRY);
    close_reader(&seen);
}

static void a_cancelled_capture_completes_once_and_another_may_follow(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    bsm_finger_reader_capture_cancel(seen.reader); /* nothing runs */
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    run_for(30);
    bsm_finger_reader_capture_cancel(seen.reader);
    bsm_finger_reader_capture_cancel(seen.reader);
    assert_int_equal(seen.captured, 0);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    assert_int_equal(seen.status, BSM_CANCELLED);
    feeder_draw(picture, 2);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    assert_true(run_until(&seen.captured, 2, 5000) >= 0);
    assert_int_equal(seen.status, BSM_OK);
    close_reader(&seen);
}

static void a_picture_that_arrives_after_cancel_is_not_given(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    feeder_draw(picture, 3);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    bsm_finger_reader_capture_cancel(seen.reader);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    assert_int_equal(seen.status, BSM_CANCELLED);
    close_reader(&seen);
}

static void a_capture_nobody_answers_times_out(void **state)
{
    (void)state;
    struct seen seen;
    open_reader(&seen, &(struct bsm_finger_reader_options){.allow_virtual = true, .capture_limit_ms = 200});
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    int64_t took_ms = run_until(&seen.captured, 1, 5000);
    assert_in_range(took_ms, 150, 2000);
    assert_int_equal(seen.status, BSM_TIMEOUT);
    assert_int_equal(seen.gone, 0);
    close_reader(&seen);
}

static void a_hot_reader_rests_and_comes_back(void **state)
{
    (void)state;
    struct seen seen;
    open_reader(&seen, &(struct bsm_finger_reader_options){.allow_virtual = true, .cooling_ms = 300});
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_error(&feeder, 257); /* FP_DEVICE_ERROR_TOO_HOT */
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    assert_int_equal(seen.status, BSM_BUSY);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_BUSY);
    assert_true(run_until(&seen.ready, 2, 5000) >= 0);
    assert_true(seen.can_capture);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    close_reader(&seen);
    assert_int_equal(seen.status, BSM_CANCELLED);
}

static void a_failed_reader_is_opened_afresh(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_error(&feeder, 0);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    assert_int_equal(seen.status, BSM_FAULT);
    assert_int_equal(seen.gone, 1);
    assert_true(seen.gone_at > seen.captured_at);
    assert_true(run_until(&seen.ready, 2, 5000) >= 0);
    assert_true(feeder_connect(&feeder));
    feeder_draw(picture, 4);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    assert_true(run_until(&seen.captured, 2, 5000) >= 0);
    assert_int_equal(seen.status, BSM_OK);
    close_reader(&seen);
}

static void unplug_and_plug(struct seen *seen, int round)
{
    assert_int_equal(bsm_finger_reader_capture_start(seen->reader), BSM_OK);
    run_for(30);
    int captured = seen->captured;
    feeder_unplug(&feeder);
    int64_t took_ms = run_until(&seen->gone, round, 5000);
    assert_in_range(took_ms, 0, 1000);
    assert_int_equal(seen->captured, captured + 1);
    assert_int_equal(seen->status, BSM_GONE);
    assert_true(seen->gone_at > seen->captured_at);
    assert_int_equal(bsm_finger_reader_capture_start(seen->reader), BSM_GONE);
    run_for(1000);
    assert_int_equal(seen->ready, round);
    feeder_plug(&feeder);
    took_ms = run_until(&seen->ready, round + 1, 10000);
    assert_in_range(took_ms, 0, 5000);
    assert_true(feeder_connect(&feeder));
}

static void a_reader_pulled_out_in_mid_capture_is_noticed_and_comes_back(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    unplug_and_plug(&seen, 1);
    unplug_and_plug(&seen, 2);
    feeder_draw(picture, 5);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    assert_true(run_until(&seen.captured, 3, 5000) >= 0);
    assert_int_equal(seen.status, BSM_OK);
    close_reader(&seen);
}

static void a_reader_pulled_out_between_captures_is_noticed(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    /* The virtual device reads its socket only once a capture has run. */
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_retry(&feeder, 0);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    feeder_unplug(&feeder);
    assert_true(run_until(&seen.gone, 1, 1000) >= 0);
    assert_int_equal(seen.captured, 1);
    feeder_plug(&feeder);
    assert_true(run_until(&seen.ready, 2, 10000) >= 0);
    close_reader(&seen);
}

static void destroy_in_mid_capture_is_silent(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    feeder_draw(picture, 6);
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_send_picture(&feeder, picture, FEEDER_SIDE_PX, FEEDER_SIDE_PX);
    bsm_finger_reader_destroy(seen.reader);
    run_for(1000);
    assert_int_equal(seen.captured, 0);
    assert_int_equal(seen.stopped, 0);
    feeder_disconnect(&feeder);
}

static void destroy_is_lawful_at_any_moment_of_the_start(void **state)
{
    (void)state;
    struct bsm_finger_reader_options options = {.allow_virtual = true};
    for (int moment_ms = -1; moment_ms < 160; moment_ms += 20) {
        struct seen seen = {0};
        assert_int_equal(bsm_finger_reader_create(&seen.reader, &options, &events, &seen), BSM_OK);
        if (moment_ms >= 0)
            assert_int_equal(bsm_finger_reader_start(seen.reader), BSM_OK);
        run_for(moment_ms);
        int ready = seen.ready;
        bsm_finger_reader_destroy(seen.reader);
        run_for(400);
        assert_int_equal(seen.ready, ready);
        assert_int_equal(seen.stopped + seen.gone, 0);
    }
    bsm_finger_reader_destroy(NULL);
}

static void destroy_from_inside_the_completion_is_lawful(void **state)
{
    (void)state;
    struct seen seen;
    open_usual(&seen);
    seen.destroy_when_captured = true;
    assert_int_equal(bsm_finger_reader_capture_start(seen.reader), BSM_OK);
    feeder_unplug(&feeder);
    assert_true(run_until(&seen.captured, 1, 5000) >= 0);
    run_for(500);
    assert_int_equal(seen.gone, 0);
    feeder_plug(&feeder);
    feeder_disconnect(&feeder);
}

static void a_virtual_reader_is_refused_where_it_is_not_allowed(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct bsm_finger_reader_options options = {.look_interval_ms = 100};
    assert_int_equal(bsm_finger_reader_create(&seen.reader, &options, &events, &seen), BSM_OK);
    assert_int_equal(bsm_finger_reader_start(seen.reader), BSM_OK);
    run_for(500);
    assert_int_equal(seen.ready, 0);
    assert_int_not_equal(access(feeder.socket_path, F_OK), 0);
    assert_int_equal(bsm_finger_reader_start(seen.reader), BSM_BUSY);
    bsm_finger_reader_destroy(seen.reader);
    run_for(50);
}

static void emulation_is_refused_where_it_is_not_allowed(void **state)
{
    (void)state;
    struct seen seen = {0};
    g_setenv("FP_DEVICE_EMULATION", "1", TRUE);
    assert_int_equal(bsm_finger_reader_create(&seen.reader, &(struct bsm_finger_reader_options){0}, &events, &seen),
                     BSM_OK);
    assert_int_equal(bsm_finger_reader_start(seen.reader), BSM_DENIED);
    g_unsetenv("FP_DEVICE_EMULATION");
    bsm_finger_reader_destroy(seen.reader);
    run_for(50);
}

static int set_up(void **state)
{
    (void)state;
    feeder_init(&feeder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    feeder_finish(&feeder);
    return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_finger_on_the_glass_becomes_a_picture),
        CASE(a_finger_that_stays_is_asked_to_lift),
        CASE(a_poor_touch_is_a_retry_with_advice),
        CASE(a_picture_without_ridges_is_a_retry),
        CASE(a_cancelled_capture_completes_once_and_another_may_follow),
        CASE(a_picture_that_arrives_after_cancel_is_not_given),
        CASE(a_capture_nobody_answers_times_out),
        CASE(a_hot_reader_rests_and_comes_back),
        CASE(a_failed_reader_is_opened_afresh),
        CASE(a_reader_pulled_out_in_mid_capture_is_noticed_and_comes_back),
        CASE(a_reader_pulled_out_between_captures_is_noticed),
        CASE(destroy_in_mid_capture_is_silent),
        CASE(destroy_is_lawful_at_any_moment_of_the_start),
        CASE(destroy_from_inside_the_completion_is_lawful),
        CASE(a_virtual_reader_is_refused_where_it_is_not_allowed),
        CASE(emulation_is_refused_where_it_is_not_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
