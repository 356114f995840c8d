/*
 * What a scene is drawn on: the frame's planes, how near each pixel is, and how the light falls on each square of two
 * by two pixels, which is laid over the whole at the end (light.h).
 */
#ifndef BASMA_TESTS_SIM_CAMERA_CANVAS_H
#define BASMA_TESTS_SIM_CAMERA_CANVAS_H

#include "tests/sim/camera/planes.h"

enum { CANVAS_GAIN_ONE = 4096, CANVAS_GAIN_MAX = 16 * CANVAS_GAIN_ONE - 1 };

struct canvas {
    struct planes planes;
    int16_t *near;   /* owned; quarters of px towards the camera; INT16_MIN where nothing stands */
    uint16_t *gain;  /* owned, half of each side; of the light, CANVAS_GAIN_ONE as the picture was taken */
    uint8_t *facing; /* owned, half of each side; how much of a screen's light comes here, 255 all */
};

bool canvas_init(struct canvas *canvas, int width, int height);
void canvas_finish(struct canvas *canvas);

/* Starts a frame with this backdrop of the same size, far from any screen. */
void canvas_clear(struct canvas *canvas, const struct planes *backdrop, int gain);

/* What is drawn from now on stands before all that is there. */
void canvas_forget_depth(struct canvas *canvas);

#endif
