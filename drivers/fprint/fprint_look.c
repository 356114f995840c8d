/*
 * Finding a device. A context that holds devices is kept: it hears of others that are plugged in, and a device whose
 * open failed is tried again. One that holds none is renewed, at each look where simulated readers may come, for the
 * library lists those only once in a context's life; else rarely, which mends a USB monitor that broke. Rarely, because
 * libgusb 0.3.10 leaves idle sources behind a context that ends while devices come or go, and they then use freed memory.
 */
#include "drivers/fprint/fprint_reader.h"

#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"

enum { CONTEXT_AGE_MS = 30000 };

static void on_device_added(FpContext *context, FpDevice *device, gpointer data);

static bool is_virtual(FpDevice *device) { return g_str_has_prefix(fp_device_get_driver(device), "virtual_"); }

/* Says once why a reader is not used. */
static void refuse(struct fprint_reader *reader, FpDevice *device, const char *why)
{
    char line[256];
    g_snprintf(line, sizeof line, "refused driver=%s name=\"%s\": %s", fp_device_get_driver(device),
               fp_device_get_name(device), why);
    if (reader->refused && strcmp(reader->refused, line) == 0)
        return;
    free(reader->refused);
    reader->refused = strdup(line);
    bsm_log(BSM_LOG_ERROR, "drivers/fprint", "%s", line);
}

static bool is_fit(struct fprint_reader *reader, FpDevice *device)
{
    if (is_virtual(device) && !reader->options.allow_virtual) {
        refuse(reader, device, "simulated readers are not allowed here");
        return false;
    }
    if (!fp_device_has_feature(device, FP_DEVICE_FEATURE_CAPTURE)) {
        refuse(reader, device, "it matches on its own chip and gives no pictures; use another model");
        return false;
    }
    return true;
}

static FpDevice *choose(struct fprint_reader *reader)
{
    GPtrArray *devices = fp_context_get_devices(reader->context);
    for (guint i = 0; i < devices->len; i++) {
        FpDevice *device = g_ptr_array_index(devices, i);
        if (is_fit(reader, device))
            return device;
    }
    return NULL;
}

static gboolean on_close_idle(gpointer data)
{
    struct fprint_reader *reader = data;
    fprint_close_if_due(reader);
    fprint_release(reader);
    return G_SOURCE_REMOVE;
}

static void on_removed(FpDevice *device, GParamSpec *property, gpointer data)
{
    (void)device;
    (void)property;
    struct fprint_reader *reader = data;
    if (!fprint_is_removed(reader))
        return;
    fprint_hold(reader);
    bsm_log(BSM_LOG_WARNING, "drivers/fprint", "the reader was pulled out");
    bsm_finger_reader_gone(&reader->base, BSM_GONE);
    /* Not from inside the library's own handling of the loss. Where a capture runs, the library ends it and its
     * callback closes the device. */
    g_idle_add(on_close_idle, reader);
}

static void on_finger_status(FpDevice *device, GParamSpec *property, gpointer data)
{
    (void)device;
    (void)property;
    fprint_report_finger(data);
}

static void take_into_service(struct fprint_reader *reader)
{
    reader->open_failed = false;
    g_signal_connect(reader->device, "notify::removed", G_CALLBACK(on_removed), reader);
    g_signal_connect(reader->device, "notify::finger-status", G_CALLBACK(on_finger_status), reader);
    if (reader->stopping || fprint_is_removed(reader)) {
        fprint_close_if_due(reader);
        return;
    }
    bsm_log(BSM_LOG_INFO, "drivers/fprint", "reader ready, driver=%s name=\"%s\"", fp_device_get_driver(reader->device),
            fp_device_get_name(reader->device));
    fprint_announce(reader, fp_device_get_temperature(reader->device) != FP_TEMPERATURE_HOT);
}

static void drop_unopened(struct fprint_reader *reader, const char *why)
{
    if (!reader->open_failed)
        bsm_log(BSM_LOG_WARNING, "drivers/fprint", "cannot open the reader, trying again: %s", why);
    reader->open_failed = true;
    g_clear_object(&reader->device);
    fprint_go(reader, FPRINT_NONE);
    if (reader->stopping)
        fprint_finish_stop(reader);
    else
        fprint_look_later(reader);
}

static void on_opened(GObject *source, GAsyncResult *result, gpointer data)
{
    struct fprint_reader *reader = data;
    g_autoptr(GError) error = NULL;
    if (fp_device_open_finish(FP_DEVICE(source), result, &error)) {
        fprint_go(reader, FPRINT_OPEN);
        take_into_service(reader);
    } else {
        drop_unopened(reader, error->message);
    }
    fprint_release(reader);
}

/* In state LOOKING. */
static void open_or_wait(struct fprint_reader *reader, FpDevice *device)
{
    if (!device) {
        fprint_go(reader, FPRINT_NONE);
        fprint_look_later(reader);
        return;
    }
    reader->device = g_object_ref(device);
    fprint_go(reader, FPRINT_OPENING);
    fprint_hold(reader);
    fp_device_open(device, NULL, on_opened, reader);
}

static bool wants_new_context(const struct fprint_reader *reader)
{
    if (!reader->context)
        return true;
    if (fp_context_get_devices(reader->context)->len > 0)
        return false;
    bool may_be_simulated = reader->options.allow_virtual && g_getenv("FP_VIRTUAL_IMAGE");
    return may_be_simulated || bsm_clock_mono_ms() - reader->context_made_ms >= CONTEXT_AGE_MS;
}

static void renew_context(struct fprint_reader *reader)
{
    if (reader->context)
        g_signal_handlers_disconnect_by_data(reader->context, reader);
    g_clear_object(&reader->context);
    reader->context = fp_context_new();
    reader->context_made_ms = bsm_clock_mono_ms();
    fp_context_enumerate(reader->context);
    g_signal_connect(reader->context, "device-added", G_CALLBACK(on_device_added), reader);
}

void fprint_look(struct fprint_reader *reader)
{
    fprint_hold(reader);
    fprint_clear_source(&reader->look_source);
    fprint_go(reader, FPRINT_LOOKING);
    if (wants_new_context(reader))
        renew_context(reader);
    if (reader->stopping) {
        fprint_go(reader, FPRINT_NONE);
        fprint_finish_stop(reader);
    } else {
        open_or_wait(reader, choose(reader));
    }
    fprint_release(reader);
}

static gboolean on_look_timer(gpointer data)
{
    struct fprint_reader *reader = data;
    reader->look_source = 0;
    fprint_look(reader);
    return G_SOURCE_REMOVE;
}

void fprint_look_later(struct fprint_reader *reader)
{
    fprint_clear_source(&reader->look_source);
    reader->look_source = g_timeout_add((guint)reader->options.look_interval_ms, on_look_timer, reader);
}

static void on_device_added(FpContext *context, FpDevice *device, gpointer data)
{
    (void)context;
    (void)device;
    struct fprint_reader *reader = data;
    if (reader->state != FPRINT_NONE || reader->stopping)
        return;
    fprint_clear_source(&reader->look_source);
    reader->look_source = g_idle_add(on_look_timer, reader);
}
