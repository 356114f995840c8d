/*
 * Inside the libfprint back-end: the device's own state, shared by the three files that move it.
 *   fprint_look.c     finds a device and opens it, again and again
 *   fprint_capture.c  one picture: arm, limit, translate the outcome
 *   fprint_reader.c   the ops, closing, and the memory
 * Threads and loop: as in drivers/finger_reader.h.
 */
#ifndef BASMA_DRIVERS_FPRINT_FPRINT_READER_H
#define BASMA_DRIVERS_FPRINT_FPRINT_READER_H

#include <fprint.h>

#include "drivers/finger_reader_impl.h"

enum fprint_state {
    FPRINT_NONE,    /* no device; the look timer runs unless stopping */
    FPRINT_LOOKING, /* inside fp_context_enumerate, which iterates the loop */
    FPRINT_OPENING,
    FPRINT_OPEN,
    FPRINT_CAPTURING,
    FPRINT_CLOSING,
};

enum { FPRINT_STATE_COUNT = FPRINT_CLOSING + 1 };

struct fprint_reader {
    struct bsm_finger_reader base; /* first */
    struct bsm_finger_reader_options options;
    enum fprint_state state; /* written by fprint_go alone */
    int holds;               /* the owner's, and one for each call that will come back; freed at 0 */
    bool stopping;           /* close, then report stopped */

    FpContext *context;        /* owned; NULL before the first look */
    int64_t context_made_ms;
    FpDevice *device;          /* owned; from OPENING to CLOSING */
    GCancellable *cancellable; /* owned; of the capture */
    bool timed_out;            /* the capture was cancelled by its limit */
    bool failed;               /* the device is to be closed and opened afresh */

    guint look_source; /* 0, or a source of the default context */
    guint limit_source;
    guint cooling_source;
    char *refused;    /* owned; the reader last refused and why, so that it is said once */
    bool open_failed; /* said once, until an open succeeds */
};

/* The one writer of the state. */
void fprint_go(struct fprint_reader *reader, enum fprint_state to);

void fprint_hold(struct fprint_reader *reader);
void fprint_release(struct fprint_reader *reader);

/* Removes the source and zeroes the id; 0 is fine. */
void fprint_clear_source(guint *source);

/* Tells the owner that the open device is ready. */
void fprint_announce(struct fprint_reader *reader, bool can_capture);

/* Whether the library says that the device was pulled out. */
bool fprint_is_removed(struct fprint_reader *reader);

/* Closes the device if it is open and must not stay so: stopping, pulled out, failed. */
void fprint_close_if_due(struct fprint_reader *reader);

/* Reports stopped from the loop. In state NONE only. */
void fprint_finish_stop(struct fprint_reader *reader);

/* Looks for a device in a while. In state NONE only. */
void fprint_look_later(struct fprint_reader *reader);

/* Looks for a device now. In state NONE only. */
void fprint_look(struct fprint_reader *reader);

enum bsm_status fprint_capture_start(struct fprint_reader *reader);
void fprint_capture_cancel(struct fprint_reader *reader);

/* Tells the owner what the person should do now, from the library's finger status. */
void fprint_report_finger(struct fprint_reader *reader);

#endif
