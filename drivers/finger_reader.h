/*
 * A fingerprint reader, as its users see it: it is looked for, comes and goes, and takes one picture at a time.
 *
 * Life: create -> start -> (capture_start / capture_cancel)* -> stop -> on_stopped -> destroy. destroy is lawful in
 * every state, also from inside an event; after it no event comes. It then closes the device in the background for as
 * long as the loop still runs; stop and wait for on_stopped first where the device must be closed for certain (a
 * process that ends closes it too).
 * Threads: one. All functions and events belong to the thread that runs the process's default GLib main context: the
 * library below works in no other (it hangs for ever in a private one). The caller runs the loop.
 * Blocks: start and the look-outs after a loss take some 10 ms, in which other sources of the loop may be dispatched
 * (fp_context_enumerate iterates it). Nothing else blocks. The one event that may come from inside a verb is
 * on_progress, from capture_start.
 * Promises: every capture_start that returned BSM_OK gets exactly one on_captured, also on cancel, unplug, time-out and
 * stop, and none after destroy. on_gone follows the completion of what was running. A lost reader is noticed at once
 * and looked for every second, for ever.
 */
#ifndef BASMA_DRIVERS_FINGER_READER_H
#define BASMA_DRIVERS_FINGER_READER_H

#include <stdbool.h>

#include "firmware/base/hint.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

struct bsm_finger_reader;

struct bsm_finger_reader_info {
    const char *name;   /* of the model, printable; borrowed, valid in the event */
    const char *driver; /* of the library below: "uru4000" */
    int resolution_ppi; /* of its pictures, from our own table */
    bool can_capture;   /* false: it was held armed too long and must cool; on_ready comes again when it may work */
};

/* Each may be NULL. They come from the loop; any verb may be called inside. */
struct bsm_finger_reader_events {
    /* A reader is there, or what it can do has changed. Readers that match on the chip are refused (and logged): they
     * count as absent. */
    void (*on_ready)(void *owner, const struct bsm_finger_reader_info *info);

    /* The reader that was announced is not there any more. */
    void (*on_gone)(void *owner);

    /* While a capture runs: what the person should do, and whether a finger lies on the glass. The picture is given
     * only after the finger is lifted, so BSM_HINT_LIFT_FINGER is worth showing at once. */
    void (*on_progress)(void *owner, enum bsm_hint hint, bool finger_present);

    /*
     * The one completion of a capture:
     * OK         image holds the picture (GREY8, ridges dark, resolution_ppi set). The owner may take it: copy the
     *            struct and zero *image; what is not taken is wiped when the event returns.
     * RETRY      the person can mend it; hint says how
     * TIMEOUT    no finger within capture_limit_ms: start again when somebody is there
     * BUSY       the reader must cool: wait for the on_ready with can_capture
     * CANCELLED  by capture_cancel or stop
     * GONE       unplugged
     * FAULT      the device failed; it is closed and looked for afresh (on_gone follows)
     * image is NULL unless OK; hint is NONE unless RETRY.
     */
    void (*on_captured)(void *owner, enum bsm_status status, enum bsm_hint hint, struct bsm_image *image);

    /* After stop: the device is closed. The last event. */
    void (*on_stopped)(void *owner);
};

struct bsm_finger_reader_options {
    bool allow_virtual;   /* accept simulated and emulated devices: never in the field */
    int look_interval_ms; /* between look-outs for a missing reader; 0 means 1000 */
    int capture_limit_ms; /* longest wait for a finger; 0 means 150,000 (the library stops a hot sensor at 180 s) */
    int cooling_ms;       /* shortest rest after the library stopped a hot sensor; 0 means 10,000 */
};

/* A reader on libfprint. events is copied; owner is handed back in each event. NO_MEMORY. */
enum bsm_status bsm_finger_reader_create(struct bsm_finger_reader **reader,
                                         const struct bsm_finger_reader_options *options,
                                         const struct bsm_finger_reader_events *events, void *owner);

/* Begins to look for a reader. BUSY: started before, or stopped. DENIED: the environment asks for an emulated device
 * (FP_DEVICE_EMULATION) and none is allowed. */
enum bsm_status bsm_finger_reader_start(struct bsm_finger_reader *reader);

/* Waits for a finger and takes its picture. BUSY: one runs (its completion has not come), or the reader cools. GONE:
 * there is no reader at the moment, or it is being opened or stopped. */
enum bsm_status bsm_finger_reader_capture_start(struct bsm_finger_reader *reader);

/* Asks the running capture to end; its completion (CANCELLED, or GONE or FAULT where that came first) follows. Where
 * none runs it has no effect. */
void bsm_finger_reader_capture_cancel(struct bsm_finger_reader *reader);

/* Ends a running capture, closes the device, then on_stopped. A reader cannot be started again. */
void bsm_finger_reader_stop(struct bsm_finger_reader *reader);

/* NULL is fine. */
void bsm_finger_reader_destroy(struct bsm_finger_reader *reader);

#endif
