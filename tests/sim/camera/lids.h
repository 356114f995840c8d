/*
 * The eyelids of a portrait: the skin above an eye, drawn down over it as far as a blink goes. They are drawn into the
 * skin that the head's net shows, so they turn with the head.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_LIDS_H
#define BASMA_TESTS_SIM_CAMERA_LIDS_H

#include "tests/sim/camera/head.h"
#include "tests/sim/camera/planes.h"

enum { LIDS_PATCH_SIDE_MAX = 400 };

struct lids {
    struct lid {
        int left, top;      /* of the patch in the skin, even */
        struct planes open; /* owned; the patch as the picture has it */
        struct point eye;   /* p and q */
    } lids[2];
    int closed; /* as drawn now, 0..64 */
};

/* False without memory. A face whose eyes lie at the picture's edge, or are too large or too small, has no lids. */
bool lids_init(struct lids *lids, const struct head *head, const struct planes *skin);
void lids_finish(struct lids *lids);

/* closed: 0 as in the picture .. 1. Draws only what has changed. */
void lids_draw(struct lids *lids, const struct head *head, double closed, struct planes *skin);

#endif
