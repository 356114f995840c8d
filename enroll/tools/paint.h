/* Drawing into a colour picture, for the pictures of the engine's book. What lies outside the picture is not drawn. */
#ifndef BASMA_TOOLS_PAINT_H
#define BASMA_TOOLS_PAINT_H

#include "firmware/base/image.h"

struct bsm_paint {
    uint8_t red, green, blue;
};

static inline struct bsm_paint bsm_paint_grey(int value)
{
    uint8_t level = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    return (struct bsm_paint){level, level, level};
}

/* 0 blue, by green, to 1 red. */
struct bsm_paint bsm_paint_heat(float value);

void bsm_paint_box(struct bsm_image *image, int x, int y, int width, int height, struct bsm_paint paint);
void bsm_paint_line(struct bsm_image *image, float x1, float y1, float x2, float y2, struct bsm_paint paint);

/* A circle, or for corners above 0 a figure of so many. */
void bsm_paint_ring(struct bsm_image *image, float x, float y, float radius, int corners, struct bsm_paint paint);

#endif
