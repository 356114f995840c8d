/*
 * The live pictures on the screen: the camera's, and the impression of each finger just taken. They are copies out of
 * the shared preview (ipc/preview.h), live as long as the visit and are wiped with it.
 *
 * A preview that was looked at is closed by bsm_pictures_forget, for the process behind it is replaced after each
 * visit; one that arrived since and was not looked at stays for the next.
 */
#ifndef BASMA_UI_PICTURES_H
#define BASMA_UI_PICTURES_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "firmware/ipc/messages.h"
#include "firmware/ipc/preview.h"

struct bsm_picture {
    uint32_t *pixels; /* owned, 0x00RRGGBB; NULL: none */
    int width_px;
    int height_px;
    uint32_t version; /* rises with each new picture */
};

struct bsm_pictures {
    struct bsm_preview preview; /* owned; memory NULL: none */
    bool looked_at;
    uint32_t sequence; /* of the last frame taken */
    struct bsm_picture face;
    struct bsm_picture fingers[BSM_FINGERS_ASKED_MAX];
};

/* Takes over fd in any case; a descriptor that is no preview is logged and leaves none. */
void bsm_pictures_open(struct bsm_pictures *pictures, int fd);

/* Takes the newest frame: a face, or the finger of step 1..BSM_FINGERS_ASKED_MAX. True when a picture changed. */
bool bsm_pictures_take(struct bsm_pictures *pictures, int finger_step);

/* A copy of a picture. NO_MEMORY: none is shown. */
enum bsm_status bsm_picture_put(struct bsm_picture *picture, const uint32_t *pixels, int width_px, int height_px);
void bsm_picture_wipe(struct bsm_picture *picture);

/* No face and no finger is shown any more; the fingers' from first_step on. */
void bsm_pictures_drop_face(struct bsm_pictures *pictures);
void bsm_pictures_drop_fingers(struct bsm_pictures *pictures, int first_step);

void bsm_pictures_forget(struct bsm_pictures *pictures);
void bsm_pictures_finish(struct bsm_pictures *pictures);

/* Draws the middle of a picture so that it covers the rectangle. */
void bsm_picture_cover(cairo_t *cr, const struct bsm_picture *picture, double x, double y, double w, double h);

#endif
