/*
 * A person from a picture file, ready to be drawn: the picture at the scale of the frame with what the person wears,
 * how opaque each pixel is (the person's outline and the picture's edges are soft), the head's surface under it, the
 * eyelids, and the room that goes with it.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_PORTRAIT_H
#define BASMA_TESTS_SIM_CAMERA_PORTRAIT_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/lids.h"
#include "tests/sim/camera/mesh.h"

enum { PORTRAIT_FRAME_WIDTH = 1280, PORTRAIT_FRAME_HEIGHT = 720, PORTRAIT_FACE_X = 640, PORTRAIT_FACE_Y = 318 };

struct portrait {
    struct planes planes;
    uint8_t *alpha;        /* owned; width x height of planes, 255 opaque */
    double face_x, face_y; /* centre of the face in planes, px */
    struct head head;
    struct mesh mesh;
    struct lids lids;
    struct planes room; /* of the frame's size */
};

/* Loads a JPEG or PNG, scaled so that the face is look->face_height_px tall. For a mask (look->medium) only the face is
 * kept, flat, with holes for the eyes. False, with a line on stderr, where it cannot. */
bool portrait_load(struct portrait *portrait, const struct look *look, int seed);
void portrait_finish(struct portrait *portrait);

/* lids: 0 open .. 1 closed; strength 0..256. */
void portrait_draw(struct portrait *portrait, const struct pose *pose, double lids, const struct mesh_light *light,
                   int strength, struct canvas *canvas);

#endif
