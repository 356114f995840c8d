/* The light of a scene and the sensor's noise, laid over a drawn frame. */
#ifndef BASMA_TESTS_SIM_CAMERA_LIGHT_H
#define BASMA_TESTS_SIM_CAMERA_LIGHT_H

#include "tests/sim/camera/canvas.h"
#include "tests/sim/camera/control.h"
#include "tests/sim/camera/glow.h"

enum { LIGHT_NOISE_SIZE = 1 << 16 };

struct light_noise {
    int8_t values[LIGHT_NOISE_SIZE];
    uint32_t dice;
};

/* Rolled once; laid over each frame from another place. */
void light_noise_init(struct light_noise *noise, int seed);

/* The room's side light on what is far behind. */
void light_backdrop(struct canvas *canvas, const struct light *light);

/* breath: the room's light of this moment, 1 the usual. nearness: of the screen to what it lights, 1 at 60 cm. */
void light_lay(struct canvas *canvas, const struct light *light, const struct glow *glow, double breath,
               double nearness, struct light_noise *noise);

#endif
