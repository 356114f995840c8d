/* A person cut out of a picture file: planes, how opaque each pixel is, and where the face is in them. */
#ifndef BASMA_TESTS_SIM_CAMERA_PORTRAIT_H
#define BASMA_TESTS_SIM_CAMERA_PORTRAIT_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/planes.h"

struct portrait {
    struct planes planes;
    uint8_t *alpha;   /* owned; width x height, 255 opaque */
    double face_x, face_y; /* centre of the face, px */
};

/* Loads a JPEG or PNG, scaled so that the face is control->face_height_px tall, and softly cut out around head and
 * shoulders. False, with a line on stderr, where it cannot. */
bool portrait_load(struct portrait *portrait, const struct control *control);
void portrait_finish(struct portrait *portrait);

#endif
