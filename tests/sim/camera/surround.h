/*
 * The room around a portrait: the colours at the portrait's edges carried on outwards, out of focus. A picture laid
 * over it with soft edges seems to go on in all directions.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_SURROUND_H
#define BASMA_TESTS_SIM_CAMERA_SURROUND_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/planes.h"
#include "tests/sim/camera/raster.h"

/* Where a portrait stands in the frame: source = (frame - centre) * scale + face centre. */
struct placement {
    double centre_x, centre_y; /* of the face in the frame, px */
    double scale;              /* source pixels a frame pixel */
    struct box face;           /* in the source */
};

void surround_paint(struct planes *frame, const struct raster *raster, const struct placement *placement);

#endif
