/* Triangles of a net, filled with the skin that is laid over it. */
#ifndef BASMA_TESTS_SIM_CAMERA_FILL_H
#define BASMA_TESTS_SIM_CAMERA_FILL_H

#include "tests/sim/camera/mesh.h"

struct mesh_corner {
    float x, y; /* in the frame, px */
    float near; /* as canvas keeps it */
    float u, v; /* in the skin, px */
    float gain, facing;
};

struct fill {
    const struct mesh_skin *skin;
    struct canvas *canvas;
    int strength; /* 0..256 */
};

/* Draws a, b, c where they turn clockwise on the screen: what shows its back is left out. */
void fill_triangle(const struct fill *fill, const struct mesh_corner *a, const struct mesh_corner *b,
                   const struct mesh_corner *c);

#endif
