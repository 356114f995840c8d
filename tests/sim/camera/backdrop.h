/*
 * What is behind a person: the picture with the person taken out of it, laid over the room that goes with it. Where the
 * person was, the colours around grow in, out of focus.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_BACKDROP_H
#define BASMA_TESTS_SIM_CAMERA_BACKDROP_H

#include "tests/sim/camera/planes.h"

/* The picture in planes px, and how much of each pixel is picture and how much of that the person, 0..255. */
struct backdrop_source {
    const struct planes *picture;
    const uint8_t *covered; /* owned by the caller; of the picture's size, as the next */
    const uint8_t *person;
    int left, top; /* of the picture in the room, px */
};

/* Changes room; it keeps its size. False without memory. */
bool backdrop_lay(struct planes *room, const struct backdrop_source *source);

#endif
