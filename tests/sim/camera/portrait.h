/*
 * A person from a picture file, ready to be drawn: the picture at the scale of the frame, how opaque each pixel is (the
 * picture's edges are soft), and the room that goes with it.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_PORTRAIT_H
#define BASMA_TESTS_SIM_CAMERA_PORTRAIT_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/planes.h"

enum { PORTRAIT_FRAME_WIDTH = 1280, PORTRAIT_FRAME_HEIGHT = 720, PORTRAIT_FACE_X = 640, PORTRAIT_FACE_Y = 318 };

struct portrait {
    struct planes planes;
    uint8_t *alpha;        /* owned; width x height of planes, 255 opaque */
    double face_x, face_y; /* centre of the face in planes, px */
    struct planes room;    /* of the frame's size */
};

/* Loads a JPEG or PNG, scaled so that the face is control->face_height_px tall. False, with a line on stderr, where it
 * cannot. */
bool portrait_load(struct portrait *portrait, const struct control *control);
void portrait_finish(struct portrait *portrait);

#endif
