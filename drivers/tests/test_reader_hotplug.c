/*
 * A real reader's USB device (egis0570, as recorded) pulled out and put back, by libumockdev below libusb: the way of
 * the kernel's events through libusb, libgusb and libfprint to our driver. Skips where recording or preload are
 * absent.
 */
#include "drivers/finger_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <umockdev.h>
#include <unistd.h>

#include "firmware/base/clock.h"

static const char syspath[] = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-9";
static char device_file[600], traffic_file[600];

struct seen {
    int ready, gone, captured, stopped;
    enum bsm_status status;
};

static void on_ready(void *owner, const struct bsm_finger_reader_info *info)
{
    ((struct seen *)owner)->ready++;
    assert_string_equal(info->driver, "egis0570");
}

static void on_gone(void *owner) { ((struct seen *)owner)->gone++; }

static void on_captured(void *owner, enum bsm_status status, enum bsm_hint hint, struct bsm_image *image)
{
    (void)hint;
    (void)image;
    ((struct seen *)owner)->captured++;
    ((struct seen *)owner)->status = status;
}

static void on_stopped(void *owner) { ((struct seen *)owner)->stopped++; }

static const struct bsm_finger_reader_events events = {
    .on_ready = on_ready, .on_gone = on_gone, .on_captured = on_captured, .on_stopped = on_stopped};

static gboolean on_tick(gpointer data)
{
    (void)data;
    return G_SOURCE_CONTINUE;
}

static int64_t run_until(const int *count, int value, int limit_ms)
{
    guint tick = g_timeout_add(5, on_tick, NULL);
    int64_t start = bsm_clock_mono_ms();
    while (*count < value && bsm_clock_mono_ms() - start < limit_ms)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(tick);
    return *count < value ? -1 : bsm_clock_mono_ms() - start;
}

/* The recording describes the reader first, and then the hubs above it. */
static void plug_with_hubs(UMockdevTestbed *bed)
{
    g_autoptr(GError) error = NULL;
    assert_true(umockdev_testbed_add_from_file(bed, device_file, &error));
    assert_true(umockdev_testbed_load_pcap(bed, syspath, traffic_file, &error));
}

static void plug(UMockdevTestbed *bed)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *description = NULL;
    assert_true(g_file_get_contents(device_file, &description, NULL, &error));
    strstr(description, "\n\n")[1] = '\0';
    assert_true(umockdev_testbed_add_from_string(bed, description, &error));
    assert_true(umockdev_testbed_load_pcap(bed, syspath, traffic_file, &error));
    umockdev_testbed_uevent(bed, syspath, "add");
}

static void unplug(UMockdevTestbed *bed)
{
    umockdev_testbed_uevent(bed, syspath, "remove");
    umockdev_testbed_remove_device(bed, syspath);
}

static void a_usb_reader_is_missed_and_found_again(bool capturing)
{
    g_autoptr(UMockdevTestbed) bed = umockdev_testbed_new();
    struct seen seen = {0};
    struct bsm_finger_reader *reader;
    struct bsm_finger_reader_options options = {.allow_virtual = true};
    assert_int_equal(bsm_finger_reader_create(&reader, &options, &events, &seen), BSM_OK);
    plug_with_hubs(bed);
    assert_int_equal(bsm_finger_reader_start(reader), BSM_OK);
    assert_in_range(run_until(&seen.ready, 1, 10000), 0, 5000);
    if (capturing)
        assert_int_equal(bsm_finger_reader_capture_start(reader), BSM_OK);
    unplug(bed);
    assert_in_range(run_until(&seen.gone, 1, 5000), 0, 1000);
    assert_int_equal(seen.captured, capturing);
    if (capturing)
        assert_int_equal(seen.status, BSM_GONE);
    int never = 0;
    run_until(&never, 1, 1500);
    assert_int_equal(seen.ready, 1);

    plug(bed);
    assert_in_range(run_until(&seen.ready, 2, 10000), 0, 5000);
    bsm_finger_reader_stop(reader);
    assert_true(run_until(&seen.stopped, 1, 5000) >= 0);
    bsm_finger_reader_destroy(reader);
}

static void a_usb_reader_pulled_out_at_rest_is_missed_and_found_again(void **state)
{
    (void)state;
    a_usb_reader_is_missed_and_found_again(false);
}

static void a_usb_reader_pulled_out_in_mid_capture_is_missed_and_found_again(void **state)
{
    (void)state;
    a_usb_reader_is_missed_and_found_again(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_usb_reader_pulled_out_at_rest_is_missed_and_found_again),
        cmocka_unit_test(a_usb_reader_pulled_out_in_mid_capture_is_missed_and_found_again),
    };
    const char *source = getenv("BASMA_SOURCE_DIR");
    snprintf(device_file, sizeof device_file, "%s/../shared/data/readers/egis0570/device", source);
    snprintf(traffic_file, sizeof traffic_file, "%s/../shared/data/readers/egis0570/capture.pcapng", source);
    if (access(traffic_file, R_OK) != 0) {
        printf("skipped: no recording at %s\n", traffic_file);
        return 77;
    }
    const char *preloaded = getenv("LD_PRELOAD");
    if (!preloaded || !strstr(preloaded, "umockdev")) {
        printf("skipped: libumockdev-preload is not preloaded (gcc's AddressSanitizer does not allow it)\n");
        return 77;
    }
    setenv("FP_DEVICE_EMULATION", "1", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
