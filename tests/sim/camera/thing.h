/*
 * Things that show a person to the lens instead of a person: a printed photograph, a telephone, a tablet. Each is a
 * plane that a hand holds, moves and tilts. All that is drawn here is synthetic and stands for no real attack's
 * quality.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_THING_H
#define BASMA_TESTS_SIM_CAMERA_THING_H

#include "tests/sim/camera/canvas.h"
#include "tests/sim/camera/control.h"
#include "tests/sim/camera/mesh.h"

struct thing {
    enum control_medium medium;   /* CONTROL_PRINT, _PHONE or _TABLET */
    const struct planes *picture; /* of the frame's size; its middle is shown */
    struct pose pose;             /* x and y: from the frame's middle */
    double level;                 /* of the room's light */
    double time_s;
};

/* Draws it over what is on the canvas. */
void thing_draw(const struct thing *thing, struct canvas *canvas);

#endif
