/*
 * The live picture, from bio to the screen: a memfd that bio writes and ui can only read.
 *
 * bio makes it, maps it writable and then seals it (size fixed, no later writable mapping), so whoever gets the descriptor
 * can map it for reading alone. Two slots and a sequence count: the writer fills the slot that is not shown and then names
 * it; a reader copies and checks that the count has not moved two on meanwhile. The reader trusts nothing in it: sizes
 * are checked against the fixed slot.
 */
#ifndef BASMA_IPC_PREVIEW_H
#define BASMA_IPC_PREVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum {
    BSM_PREVIEW_SIDE_MAX = 720, /* px */
    /* The oval that a face should fill, in thousandths of the picture's height, centred: bio advises by it, ui draws it. */
    BSM_PREVIEW_OVAL_WIDTH = 520,
    BSM_PREVIEW_OVAL_HEIGHT = 700,
};

enum bsm_preview_kind {
    BSM_PREVIEW_NOTHING = 0,
    BSM_PREVIEW_FINGER = 1, /* the impression just taken, grey */
    BSM_PREVIEW_FACE = 2,   /* the camera, mirrored, square */
};

/* One picture as ui draws it: 32 bits a pixel, native-endian 0x00RRGGBB (CAIRO_FORMAT_RGB24). */
struct bsm_preview_frame {
    enum bsm_preview_kind kind;
    int width_px;
    int height_px;
    uint32_t sequence;          /* rises with each frame; 0 = none yet */
    const uint32_t *pixels;     /* height_px rows of width_px, in the reader's own copy */
};

struct bsm_preview_memory;

struct bsm_preview {
    int fd;                            /* owned; -1 when closed */
    struct bsm_preview_memory *memory; /* mapped */
    uint32_t *copy;                    /* the reader's copy of a frame; owned */
};

/* bio's end. FAULT when the kernel refuses. */
enum bsm_status bsm_preview_create(struct bsm_preview *preview);

/* ui's end: takes over fd in any case. INVALID when it is not a sealed preview that nobody can shrink. */
enum bsm_status bsm_preview_open(struct bsm_preview *preview, int fd);

/* Wipes (bio's end: the shared memory too) and unmaps. A zeroed or finished struct is fine. */
void bsm_preview_finish(struct bsm_preview *preview);

/* bio: shows a picture (grey or RGB). Larger than BSM_PREVIEW_SIDE_MAX is cut to its centre square and reduced by nearest
 * neighbour. mirrored: left and right change places, as in a mirror. */
void bsm_preview_put(struct bsm_preview *preview, enum bsm_preview_kind kind, const struct bsm_image *image, bool mirrored);

/* bio: nothing is shown any more; both slots are overwritten. */
void bsm_preview_clear(struct bsm_preview *preview);

/* ui: the newest frame if it is newer than `after`; false otherwise. frame->pixels lives until the next call. */
bool bsm_preview_take(struct bsm_preview *preview, uint32_t after, struct bsm_preview_frame *frame);

#endif
