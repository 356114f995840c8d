/*
 * A fingerprint reader, as its back-ends see it. The part here owns the contract of finger_reader.h: the state and its
 * lawful moves, one completion for a capture, silence after destroy. The back-end owns the device.
 *
 * Life: the back-end embeds struct bsm_finger_reader as its first member, allocates it in its create function and calls
 * bsm_finger_reader_init. `destroy` of the ops is the last thing it hears; it frees its memory when the device is
 * closed.
 * Threads: as in finger_reader.h.
 */
#ifndef BASMA_DRIVERS_FINGER_READER_IMPL_H
#define BASMA_DRIVERS_FINGER_READER_IMPL_H

#include "drivers/finger_reader.h"

enum bsm_finger_reader_state {
    BSM_READER_CREATED,
    BSM_READER_LOOKING, /* no reader, or one that is being opened or closed */
    BSM_READER_READY,   /* announced by on_ready */
    BSM_READER_CAPTURING,
    BSM_READER_CANCELLING, /* as CAPTURING, and the caller wants no picture */
    BSM_READER_STOPPING,   /* on_stopped is owed */
    BSM_READER_STOPPED,
};

enum { BSM_READER_STATE_COUNT = BSM_READER_STOPPED + 1 };

/* What a back-end does. Called in lawful states only. None may report before it returns, save progress by
 * capture_start. */
struct bsm_finger_reader_ops {
    /* Anything but OK: nothing was started. */
    enum bsm_status (*start)(struct bsm_finger_reader *reader);
    /* Arms the device. Anything but OK: nothing was started. */
    enum bsm_status (*capture_start)(struct bsm_finger_reader *reader);
    /* bsm_finger_reader_captured must follow. */
    void (*capture_cancel)(struct bsm_finger_reader *reader);
    /* Ends a capture that runs, closes the device, then reports bsm_finger_reader_stopped: from the loop, not at
     * once. */
    void (*stop)(struct bsm_finger_reader *reader);
    /* Comes after stop. Frees the reader now or, when the device has to be closed first, later. */
    void (*destroy)(struct bsm_finger_reader *reader);
};

struct bsm_finger_reader {
    const struct bsm_finger_reader_ops *ops; /* static */
    struct bsm_finger_reader_events events;  /* all NULL after destroy */
    void *owner;
    enum bsm_finger_reader_state state; /* written by go() of finger_reader.c alone */
    bool can_capture;
    bool owes_completion; /* on_captured has not come for an accepted capture */
};

void bsm_finger_reader_init(struct bsm_finger_reader *reader, const struct bsm_finger_reader_ops *ops,
                            const struct bsm_finger_reader_events *events, void *owner);

/*
 * What a back-end reports. The owner may call any verb from inside, destroy too: a back-end holds its own memory across
 * them. All are ignored where they no longer make sense.
 */

/* A device is open, or what it can do has changed. */
void bsm_finger_reader_ready(struct bsm_finger_reader *reader, const struct bsm_finger_reader_info *info);

/* The device is not to be used any more: GONE (unplugged) or FAULT (failed). Completes a running capture with it. */
void bsm_finger_reader_gone(struct bsm_finger_reader *reader, enum bsm_status reason);

void bsm_finger_reader_progress(struct bsm_finger_reader *reader, enum bsm_hint hint, bool finger_present);

/* The outcome of a capture: OK with its image, RETRY with its hint, TIMEOUT, CANCELLED, or BUSY: the device is hot and
 * takes no pictures until the next bsm_finger_reader_ready. What the owner leaves in image is wiped. */
void bsm_finger_reader_captured(struct bsm_finger_reader *reader, enum bsm_status status, enum bsm_hint hint,
                                struct bsm_image *image);

void bsm_finger_reader_stopped(struct bsm_finger_reader *reader);

#endif
