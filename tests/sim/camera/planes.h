/*
 * Pictures in the form JPEG and cameras keep them: full-range Y, Cb and Cr (ITU-T T.871), the colours at half of the
 * resolution each way. All sides are even.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_PLANES_H
#define BASMA_TESTS_SIM_CAMERA_PLANES_H

#include <stdbool.h>
#include <stdint.h>

struct planes {
    int width, height;
    uint8_t *y;       /* owned; width x height */
    uint8_t *cb, *cr; /* inside the same memory; half of each side */
};

bool planes_init(struct planes *planes, int width, int height);
void planes_finish(struct planes *planes);
void planes_copy(struct planes *to, const struct planes *from); /* of the same size */

struct colour {
    uint8_t y, cb, cr;
};

struct colour colour_of_rgb(int red, int green, int blue);

/* Sets one pixel; its colour is that of the pixel pair square it lies in. */
void planes_put(struct planes *planes, int x, int y, struct colour colour);

struct colour planes_get(const struct planes *planes, int x, int y);

/* to += (from - to) * strength / 256, everywhere; of the same size. */
void planes_blend(struct planes *to, const struct planes *from, int strength);

/* A plain random generator (xorshift32); state must not be 0. */
uint32_t dice_roll(uint32_t *state);

#endif
