/*
 * The best few frames of a face, some time apart, to be fused: what light and expression do in one they do not in the
 * next. A zeroed struct is empty; best_forget wipes. Holds at most BEST_FRAMES frames (8 MB at 1280 x 720).
 */
#ifndef BASMA_ENROLL_BIO_BEST_H
#define BASMA_ENROLL_BIO_BEST_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/face/view.h"

enum {
    BEST_FRAMES = 3,
    BEST_APART_MS = 150, /* nearer in time, two frames are one: the better is kept */
};

struct best_frame {
    struct bsm_image image; /* owned */
    struct bsm_face_found found;
    int64_t time_ms;
    int quality;
};

struct best {
    struct best_frame frames[BEST_FRAMES]; /* the first count are in use */
    int count;
};

/* Takes a frame over where it is good enough; *image is then another one, or zeroed. Of a frame that looks like a
 * picture of somebody nothing is kept, whoever stands behind it. */
void best_take(struct best *best, struct bsm_image *image, const struct bsm_face_view *view, bool seems_alive,
               int64_t time_ms);

/* The index of the frame with the highest quality; count must be above 0. */
int best_first(const struct best *best);

void best_forget(struct best *best);

#endif
