/* The feeder against the real device: libfprint's virtual_image, opened and waited on by the asynchronous API. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <fprint.h>

#include "tests/sim/print/print.h"
#include "tests/sim/reader/reader.h"

enum { WAIT_MS = 5000 };

struct bench {
    char root[64];
    char socket_path[96];
    struct bsm_sim_reader reader;
    FpContext *context; /* owned */
    FpDevice *device;   /* borrowed from context */
};

struct outcome {
    bool done;
    FpImage *image; /* owned */
    GError *error;  /* owned */
};

static void on_captured(GObject *device, GAsyncResult *result, void *owner)
{
    struct outcome *outcome = owner;
    outcome->image = fp_device_capture_finish(FP_DEVICE(device), result, &outcome->error);
    outcome->done = true;
}

static void on_opened(GObject *device, GAsyncResult *result, void *owner)
{
    struct outcome *outcome = owner;
    fp_device_open_finish(FP_DEVICE(device), result, &outcome->error);
    outcome->done = true;
}

static void on_closed(GObject *device, GAsyncResult *result, void *owner)
{
    struct outcome *outcome = owner;
    fp_device_close_finish(FP_DEVICE(device), result, &outcome->error);
    outcome->done = true;
}

static gboolean on_too_late(void *owner)
{
    (void)owner;
    fail_msg("libfprint said nothing in time");
    return G_SOURCE_REMOVE;
}

static void await(struct outcome *outcome)
{
    guint timer = g_timeout_add(WAIT_MS, on_too_late, NULL);
    while (!outcome->done)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(timer);
}

static void outcome_finish(struct outcome *outcome)
{
    g_clear_object(&outcome->image);
    g_clear_error(&outcome->error);
    outcome->done = false;
}

static void look_for_device(struct bench *bench)
{
    g_clear_object(&bench->context);
    bench->context = fp_context_new();
    GPtrArray *devices = fp_context_get_devices(bench->context);
    assert_int_equal(devices->len, 1);
    bench->device = g_ptr_array_index(devices, 0);
}

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    snprintf(bench->root, sizeof bench->root, "/tmp/basma-sim-reader-XXXXXX");
    if (!mkdtemp(bench->root))
        return -1;
    snprintf(bench->socket_path, sizeof bench->socket_path, "%s/usb/reader", bench->root);
    setenv("FP_VIRTUAL_IMAGE", bench->socket_path, 1);
    assert_int_equal(bsm_sim_reader_init(&bench->reader, bench->socket_path), BSM_OK);
    assert_int_equal(mkdir(bench->reader.folder, 0700), 0);
    look_for_device(bench);
    struct outcome opened = {0};
    fp_device_open(bench->device, NULL, on_opened, &opened);
    await(&opened);
    assert_null(opened.error);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    struct outcome closed = {0};
    bsm_sim_reader_finish(&bench->reader);
    if (fp_device_is_open(bench->device)) {
        fp_device_close(bench->device, NULL, on_closed, &closed);
        await(&closed);
        outcome_finish(&closed);
    }
    g_clear_object(&bench->context);
    unlink(bench->socket_path);
    rmdir(bench->reader.folder);
    rmdir(bench->reader.pulled_folder);
    rmdir(bench->root);
    free(bench);
    return 0;
}

static void arm(struct bench *bench, struct outcome *outcome)
{
    fp_device_capture(bench->device, TRUE, NULL, on_captured, outcome);
    while (fp_device_get_finger_status(bench->device) != FP_FINGER_STATUS_NEEDED && !outcome->done)
        g_main_context_iteration(NULL, TRUE);
}

/* A picture is larger than some sockets' buffers, and the device reads in this thread: feed from a process of its own.
 */
static pid_t put_from_child(struct bench *bench, const struct bsm_image *picture)
{
    pid_t child = fork();
    if (child == 0) {
        enum bsm_status status = bsm_sim_reader_put(&bench->reader, picture, WAIT_MS);
        bsm_sim_reader_drain(&bench->reader, WAIT_MS);
        _exit(status == BSM_OK ? 0 : 1);
    }
    return child;
}

static struct bsm_image print_of(uint64_t person, uint64_t impression)
{
    struct bsm_print_master master;
    struct bsm_print_params params = bsm_print_params_ordinary();
    struct bsm_image picture;
    assert_int_equal(bsm_print_master_init(&master, person, BSM_POSITION_RIGHT_INDEX), BSM_OK);
    assert_int_equal(bsm_print_impression(&master, impression, &params, &picture), BSM_OK);
    bsm_print_master_finish(&master);
    return picture;
}

static void assert_captured(struct bench *bench, struct outcome *outcome, const struct bsm_image *picture)
{
    pid_t child = put_from_child(bench, picture);
    await(outcome);
    assert_null(outcome->error);
    size_t size = 0;
    assert_int_equal(fp_image_get_width(outcome->image), picture->width_px);
    assert_int_equal(fp_image_get_height(outcome->image), picture->height_px);
    assert_memory_equal(fp_image_get_data(outcome->image, &size), picture->pixels,
                        (size_t)picture->width_px * (size_t)picture->height_px);
    while (waitpid(child, NULL, WNOHANG) == 0)
        g_main_context_iteration(NULL, FALSE);
    outcome_finish(outcome);
}

static void a_finger_arrives_pixel_for_pixel(void **state)
{
    struct outcome outcome = {0};
    for (uint64_t person = 1; person <= 3; person++) {
        struct bsm_image picture = print_of(person, person + 10);
        arm(*state, &outcome);
        assert_captured(*state, &outcome, &picture);
        bsm_image_finish(&picture);
    }
}

static void each_retry_arrives_and_the_next_finger_is_not_lost(void **state)
{
    static const int expected[BSM_SIM_RETRY_COUNT] = {FP_DEVICE_RETRY_GENERAL, FP_DEVICE_RETRY_TOO_SHORT,
                                                      FP_DEVICE_RETRY_CENTER_FINGER, FP_DEVICE_RETRY_REMOVE_FINGER};
    struct bench *bench = *state;
    struct bsm_image picture = print_of(4, 1);
    for (int code = 0; code < BSM_SIM_RETRY_COUNT; code++) {
        struct outcome outcome = {0};
        arm(bench, &outcome);
        assert_int_equal(bsm_sim_reader_retry(&bench->reader, (enum bsm_sim_retry)code, WAIT_MS), BSM_OK);
        await(&outcome);
        assert_true(g_error_matches(outcome.error, FP_DEVICE_RETRY, expected[code]));
        outcome_finish(&outcome);
        arm(bench, &outcome);
        assert_captured(bench, &outcome, &picture);
    }
    bsm_image_finish(&picture);
}

static void a_finger_on_the_glass_is_seen(void **state)
{
    struct bench *bench = *state;
    struct outcome outcome = {0};
    arm(bench, &outcome);
    assert_int_equal(bsm_sim_reader_finger(&bench->reader, true, WAIT_MS), BSM_OK);
    while (!(fp_device_get_finger_status(bench->device) & FP_FINGER_STATUS_PRESENT))
        g_main_context_iteration(NULL, TRUE);
    struct bsm_image picture = print_of(4, 1);
    assert_captured(bench, &outcome, &picture);
    bsm_image_finish(&picture);
}

static void pulled_out_it_stays_away_until_plugged_in(void **state)
{
    struct bench *bench = *state;
    struct outcome outcome = {0};
    arm(bench, &outcome);
    assert_int_equal(bsm_sim_reader_pull(&bench->reader), BSM_OK);
    assert_true(bsm_sim_reader_pulled(&bench->reader));
    assert_int_equal(bsm_sim_reader_pull(&bench->reader), BSM_GONE);
    await(&outcome);
    assert_true(g_error_matches(outcome.error, FP_DEVICE_ERROR, FP_DEVICE_ERROR_REMOVED));
    outcome_finish(&outcome);
    fp_device_close(bench->device, NULL, on_closed, &outcome);
    await(&outcome);
    outcome_finish(&outcome);

    struct bsm_image picture = print_of(4, 1);
    assert_int_equal(bsm_sim_reader_put(&bench->reader, &picture, 100), BSM_GONE);
    look_for_device(bench);
    fp_device_open(bench->device, NULL, on_opened, &outcome);
    await(&outcome);
    assert_non_null(outcome.error);
    outcome_finish(&outcome);

    assert_int_equal(bsm_sim_reader_plug(&bench->reader), BSM_OK);
    assert_int_equal(bsm_sim_reader_plug(&bench->reader), BSM_OK);
    look_for_device(bench);
    fp_device_open(bench->device, NULL, on_opened, &outcome);
    await(&outcome);
    assert_null(outcome.error);
    outcome_finish(&outcome);
    arm(bench, &outcome);
    assert_captured(bench, &outcome, &picture);
    bsm_image_finish(&picture);
}

static void without_a_device_the_hand_waits_and_gives_up(void **state)
{
    (void)state;
    struct bsm_sim_reader reader;
    char long_path[200];
    memset(long_path, 'x', sizeof long_path - 1);
    long_path[0] = '/';
    long_path[5] = '/';
    long_path[sizeof long_path - 1] = 0;
    assert_int_equal(bsm_sim_reader_init(&reader, long_path), BSM_INVALID);
    assert_int_equal(bsm_sim_reader_init(&reader, "reader"), BSM_INVALID);
    bsm_sim_reader_finish(&reader);
    assert_int_equal(bsm_sim_reader_init(&reader, "/nonexistent/usb/reader"), BSM_OK);
    assert_int_equal(bsm_sim_reader_retry(&reader, BSM_SIM_RETRY_GENERAL, 60), BSM_TIMEOUT);
    struct bsm_image small = {0};
    assert_int_equal(bsm_image_init(&small, 99, 200, BSM_IMAGE_GREY8, 500), BSM_OK);
    assert_int_equal(bsm_sim_reader_put(&reader, &small, 60), BSM_INVALID);
    bsm_image_finish(&small);
    bsm_sim_reader_finish(&reader);
    bsm_sim_reader_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_finger_arrives_pixel_for_pixel, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_retry_arrives_and_the_next_finger_is_not_lost, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_finger_on_the_glass_is_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pulled_out_it_stays_away_until_plugged_in, set_up, tear_down),
        cmocka_unit_test(without_a_device_the_hand_waits_and_gives_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
