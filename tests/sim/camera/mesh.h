/*
 * A portrait as a net of cells laid over the head's surface (head.h), drawn into a frame as the head turns: near parts
 * hide far ones, what turns away is foreshortened and vanishes, what turns to the light becomes brighter.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_MESH_H
#define BASMA_TESTS_SIM_CAMERA_MESH_H

#include "tests/sim/camera/canvas.h"
#include "tests/sim/camera/head.h"

struct mesh_knot;
struct mesh_corner;

struct mesh {
    int columns, rows; /* of knots */
    int cell_px;
    struct head head;
    struct mesh_knot *knots;     /* owned */
    struct mesh_corner *corners; /* owned; where they are in the present frame */
    bool *seen;                  /* owned; cells in which anything is opaque */
};

/* What is laid over the net. */
struct mesh_skin {
    const struct planes *planes;
    const uint8_t *alpha; /* width x height of planes */
};

/* Where and how the person stands in a frame. */
struct pose {
    double x, y; /* of the picture's anchor in the frame, px */
    double scale;
    double lean; /* radians, the whole picture */
    struct rotation head;
};

/* How bright a spot is whose surface looks to the picture's right, down and to the camera by these shares. */
struct mesh_light {
    double level; /* 1 as the picture was taken */
    double side;  /* -1 all from the picture's left .. 1 all from its right */
};

enum mesh_relief { MESH_HEAD, MESH_FLAT }; /* flat: a cut-out that turns with the head behind it */

bool mesh_init(struct mesh *mesh, const struct mesh_skin *skin, const struct head *head, enum mesh_relief relief);
void mesh_finish(struct mesh *mesh);

/* anchor: the place in the skin that pose.x and .y speak of. strength 0..256: how opaque the whole is. */
void mesh_draw(struct mesh *mesh, const struct mesh_skin *skin, struct point anchor, const struct pose *pose,
               const struct mesh_light *light, int strength, struct canvas *canvas);

#endif
