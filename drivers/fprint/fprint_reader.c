#include "drivers/fprint/fprint_reader.h"

#include <assert.h>
#include <stdlib.h>

#include "drivers/fprint/resolution.h"
#include "firmware/base/log.h"

/* The states that may follow each state, as bits. */
static const int moves[FPRINT_STATE_COUNT] = {
    [FPRINT_NONE] = 1 << FPRINT_LOOKING,
    [FPRINT_LOOKING] = 1 << FPRINT_NONE | 1 << FPRINT_OPENING,
    [FPRINT_OPENING] = 1 << FPRINT_NONE | 1 << FPRINT_OPEN,
    [FPRINT_OPEN] = 1 << FPRINT_CAPTURING | 1 << FPRINT_CLOSING,
    [FPRINT_CAPTURING] = 1 << FPRINT_OPEN,
    [FPRINT_CLOSING] = 1 << FPRINT_NONE,
};

void fprint_go(struct fprint_reader *reader, enum fprint_state to)
{
    assert(moves[reader->state] & (1 << to));
    reader->state = to;
}

void fprint_hold(struct fprint_reader *reader) { reader->holds++; }

void fprint_release(struct fprint_reader *reader)
{
    assert(reader->holds > 0);
    if (--reader->holds > 0)
        return;
    assert(reader->state == FPRINT_NONE && !reader->look_source);
    g_clear_object(&reader->context);
    free(reader->refused);
    free(reader);
}

void fprint_clear_source(guint *source)
{
    if (*source)
        g_source_remove(*source);
    *source = 0;
}

/* Some drivers take the name from the USB device, which may say anything. */
static const char printable[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;()/+-_";

void fprint_announce(struct fprint_reader *reader, bool can_capture)
{
    const char *driver = fp_device_get_driver(reader->device);
    char name[64];
    g_strlcpy(name, fp_device_get_name(reader->device), sizeof name);
    g_strcanon(name, printable, '?');
    struct bsm_finger_reader_info info = {
        .name = name,
        .driver = driver,
        .resolution_ppi = bsm_fprint_resolution_ppi(driver),
        .can_capture = can_capture,
    };
    bsm_finger_reader_ready(&reader->base, &info);
}

bool fprint_is_removed(struct fprint_reader *reader)
{
    gboolean removed = FALSE;
    g_object_get(reader->device, "removed", &removed, NULL);
    return removed;
}

static gboolean on_stop_idle(gpointer data)
{
    struct fprint_reader *reader = data;
    bsm_finger_reader_stopped(&reader->base);
    fprint_release(reader);
    return G_SOURCE_REMOVE;
}

void fprint_finish_stop(struct fprint_reader *reader)
{
    assert(reader->state == FPRINT_NONE);
    g_clear_object(&reader->context);
    fprint_hold(reader);
    g_idle_add(on_stop_idle, reader);
}

static void on_closed(GObject *source, GAsyncResult *result, gpointer data)
{
    struct fprint_reader *reader = data;
    g_autoptr(GError) error = NULL;
    /* A device that was pulled out answers REMOVED; it counts as closed in any case. */
    if (!fp_device_close_finish(FP_DEVICE(source), result, &error) &&
        !g_error_matches(error, FP_DEVICE_ERROR, FP_DEVICE_ERROR_REMOVED))
        bsm_log(BSM_LOG_WARNING, "drivers/fprint", "the reader did not close cleanly: %s", error->message);
    g_clear_object(&reader->device);
    fprint_go(reader, FPRINT_NONE);
    if (reader->stopping)
        fprint_finish_stop(reader);
    else
        fprint_look_later(reader);
    fprint_release(reader);
}

void fprint_close_if_due(struct fprint_reader *reader)
{
    if (reader->state != FPRINT_OPEN)
        return;
    if (!reader->stopping && !reader->failed && !fprint_is_removed(reader))
        return;
    reader->failed = false;
    fprint_clear_source(&reader->cooling_source);
    g_signal_handlers_disconnect_by_data(reader->device, reader);
    fprint_go(reader, FPRINT_CLOSING);
    fprint_hold(reader);
    fp_device_close(reader->device, NULL, on_closed, reader);
}

static enum bsm_status start(struct bsm_finger_reader *base)
{
    struct fprint_reader *reader = (struct fprint_reader *)base;
    if (!reader->options.allow_virtual && g_getenv("FP_DEVICE_EMULATION")) {
        bsm_log(BSM_LOG_ERROR, "drivers/fprint",
                "FP_DEVICE_EMULATION is set and simulated readers are not allowed here: unset it, or allow them");
        return BSM_DENIED;
    }
    fprint_hold(reader);
    fprint_look(reader);
    fprint_release(reader);
    return BSM_OK;
}

static void stop(struct bsm_finger_reader *base)
{
    struct fprint_reader *reader = (struct fprint_reader *)base;
    reader->stopping = true;
    fprint_clear_source(&reader->look_source);
    switch (reader->state) {
    case FPRINT_NONE: fprint_finish_stop(reader); break;
    case FPRINT_OPEN: fprint_close_if_due(reader); break;
    case FPRINT_CAPTURING: fprint_capture_cancel(reader); break;
    /* These come back by themselves and see that they must stop. */
    case FPRINT_LOOKING:
    case FPRINT_OPENING:
    case FPRINT_CLOSING: break;
    }
}

static enum bsm_status capture_start(struct bsm_finger_reader *base)
{
    return fprint_capture_start((struct fprint_reader *)base);
}

static void capture_cancel(struct bsm_finger_reader *base) { fprint_capture_cancel((struct fprint_reader *)base); }

static void destroy(struct bsm_finger_reader *base) { fprint_release((struct fprint_reader *)base); }

static const struct bsm_finger_reader_ops ops = {
    .start = start,
    .capture_start = capture_start,
    .capture_cancel = capture_cancel,
    .stop = stop,
    .destroy = destroy,
};

static int or_default(int value, int fallback) { return value > 0 ? value : fallback; }

enum bsm_status bsm_finger_reader_create(struct bsm_finger_reader **reader,
                                         const struct bsm_finger_reader_options *options,
                                         const struct bsm_finger_reader_events *events, void *owner)
{
    struct fprint_reader *made = calloc(1, sizeof *made);
    if (!made)
        return BSM_NO_MEMORY;
    bsm_finger_reader_init(&made->base, &ops, events, owner);
    made->options = (struct bsm_finger_reader_options){
        .allow_virtual = options->allow_virtual,
        .look_interval_ms = or_default(options->look_interval_ms, 1000),
        .capture_limit_ms = or_default(options->capture_limit_ms, 150 * 1000),
        .cooling_ms = or_default(options->cooling_ms, 10 * 1000),
    };
    made->holds = 1;
    *reader = &made->base;
    return BSM_OK;
}
