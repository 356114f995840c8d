#include "drivers/fprint/fprint_reader.h"

#include <stdint.h>
#include <string.h>

#include "drivers/fprint/resolution.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

struct outcome {
    enum bsm_status status;
    enum bsm_hint hint;
    struct bsm_image image;
};

static gboolean on_limit(gpointer data)
{
    struct fprint_reader *reader = data;
    reader->limit_source = 0;
    reader->timed_out = true;
    g_cancellable_cancel(reader->cancellable);
    return G_SOURCE_REMOVE;
}

static gboolean on_cooling_timer(gpointer data)
{
    struct fprint_reader *reader = data;
    if (fp_device_get_temperature(reader->device) == FP_TEMPERATURE_HOT)
        return G_SOURCE_CONTINUE;
    reader->cooling_source = 0;
    bsm_log(BSM_LOG_INFO, "drivers/fprint", "the reader has cooled");
    fprint_hold(reader);
    fprint_announce(reader, true);
    fprint_release(reader);
    return G_SOURCE_REMOVE;
}

static enum bsm_hint hint_of_retry(int code)
{
    switch (code) {
    case FP_DEVICE_RETRY_TOO_SHORT: return BSM_HINT_HOLD_LONGER;
    case FP_DEVICE_RETRY_CENTER_FINGER: return BSM_HINT_CENTRE_FINGER;
    case FP_DEVICE_RETRY_REMOVE_FINGER: return BSM_HINT_LIFT_FINGER;
    /* Also what the library says of a picture in which it finds no minutiae. */
    case FP_DEVICE_RETRY_GENERAL:
    default: return BSM_HINT_LIFT_FINGER;
    }
}

static struct outcome outcome_of_error(struct fprint_reader *reader, const GError *error)
{
    if (error->domain == FP_DEVICE_RETRY)
        return (struct outcome){.status = BSM_RETRY, .hint = hint_of_retry(error->code)};
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return (struct outcome){.status = reader->timed_out ? BSM_TIMEOUT : BSM_CANCELLED};
    if (g_error_matches(error, FP_DEVICE_ERROR, FP_DEVICE_ERROR_TOO_HOT)) {
        bsm_log(BSM_LOG_WARNING, "drivers/fprint", "the reader is hot and must cool");
        return (struct outcome){.status = BSM_BUSY};
    }
    if (g_error_matches(error, FP_DEVICE_ERROR, FP_DEVICE_ERROR_REMOVED) || fprint_is_removed(reader))
        return (struct outcome){.status = BSM_GONE};
    bsm_log(BSM_LOG_ERROR, "drivers/fprint", "the reader failed and will be opened afresh: %s", error->message);
    return (struct outcome){.status = BSM_FAULT};
}

/* The library has turned and inverted the pixels already where the driver asked for it (fp_image_detect_minutiae), so
 * that they are as bsm_image wants them. */
static struct outcome outcome_of_image(struct fprint_reader *reader, FpImage *picture)
{
    struct outcome outcome = {.status = BSM_OK};
    gsize size = 0;
    const guchar *pixels = fp_image_get_data(picture, &size);
    int width_px = (int)fp_image_get_width(picture);
    int height_px = (int)fp_image_get_height(picture);
    int ppi = bsm_fprint_resolution_ppi(fp_device_get_driver(reader->device));
    enum bsm_status status = bsm_image_init(&outcome.image, width_px, height_px, BSM_IMAGE_GREY8, ppi);
    if (status != BSM_OK || size != (gsize)width_px * (gsize)height_px) {
        bsm_log(BSM_LOG_ERROR, "drivers/fprint", "the reader gave an impossible picture, width=%d height=%d bytes=%zu",
                width_px, height_px, (size_t)size);
        bsm_image_finish(&outcome.image);
        return (struct outcome){.status = BSM_FAULT};
    }
    memcpy(outcome.image.pixels, pixels, size);
    return outcome;
}

/* The library frees its pictures as they are. We hold the last reference to this one, so its bytes are ours to
 * erase. */
static void wipe_picture(FpImage *picture)
{
    gsize size = 0;
    const guchar *bytes = fp_image_get_data(picture, &size);
    bsm_wipe((void *)(uintptr_t)bytes, size);
    size = 0;
    bytes = fp_image_get_binarized(picture, &size);
    if (bytes)
        bsm_wipe((void *)(uintptr_t)bytes, size);
}

static struct outcome take_outcome(struct fprint_reader *reader, GAsyncResult *result)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(FpImage) picture = fp_device_capture_finish(reader->device, result, &error);
    if (!picture)
        return outcome_of_error(reader, error);
    struct outcome outcome = outcome_of_image(reader, picture);
    wipe_picture(picture);
    return outcome;
}

static void report(struct fprint_reader *reader, struct outcome *outcome)
{
    if (outcome->status == BSM_GONE || outcome->status == BSM_FAULT) {
        reader->failed = true;
        bsm_finger_reader_gone(&reader->base, outcome->status);
        return;
    }
    if (outcome->status == BSM_BUSY && !reader->stopping)
        reader->cooling_source = g_timeout_add((guint)reader->options.cooling_ms, on_cooling_timer, reader);
    bsm_finger_reader_captured(&reader->base, outcome->status, outcome->hint, &outcome->image);
}

static void on_capture_done(GObject *source, GAsyncResult *result, gpointer data)
{
    (void)source;
    struct fprint_reader *reader = data;
    struct outcome outcome = take_outcome(reader, result);
    fprint_clear_source(&reader->limit_source);
    g_clear_object(&reader->cancellable);
    fprint_go(reader, FPRINT_OPEN);
    report(reader, &outcome);
    fprint_close_if_due(reader);
    fprint_release(reader);
}

enum bsm_status fprint_capture_start(struct fprint_reader *reader)
{
    if (reader->state != FPRINT_OPEN)
        return BSM_GONE;
    reader->timed_out = false;
    reader->cancellable = g_cancellable_new();
    reader->limit_source = g_timeout_add((guint)reader->options.capture_limit_ms, on_limit, reader);
    fprint_go(reader, FPRINT_CAPTURING);
    fprint_hold(reader);
    fp_device_capture(reader->device, TRUE, reader->cancellable, on_capture_done, reader);
    return BSM_OK;
}

void fprint_capture_cancel(struct fprint_reader *reader)
{
    if (reader->state != FPRINT_CAPTURING)
        return;
    fprint_clear_source(&reader->limit_source);
    g_cancellable_cancel(reader->cancellable);
}

void fprint_report_finger(struct fprint_reader *reader)
{
    if (reader->state != FPRINT_CAPTURING)
        return;
    FpFingerStatusFlags flags = fp_device_get_finger_status(reader->device);
    bool present = flags & FP_FINGER_STATUS_PRESENT;
    bool needed = flags & FP_FINGER_STATUS_NEEDED;
    enum bsm_hint hint = BSM_HINT_NONE;
    if (needed && !present)
        hint = BSM_HINT_PLACE_FINGER;
    else if (present && !needed)
        hint = BSM_HINT_LIFT_FINGER;
    fprint_hold(reader);
    bsm_finger_reader_progress(&reader->base, hint, present);
    fprint_release(reader);
}
