/*
 * What stands before the virtual camera: a wall, or a person in the room of their picture, who moves as people do who
 * try to stand still. Everything is a function of time and seed.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_SCENE_H
#define BASMA_TESTS_SIM_CAMERA_SCENE_H

#include "tests/sim/camera/portrait.h"

enum { SCENE_WIDTH = PORTRAIT_FRAME_WIDTH, SCENE_HEIGHT = PORTRAIT_FRAME_HEIGHT, SCENE_NOISE_SIZE = 1 << 16 };

struct scene {
    struct planes wall;
    struct planes frame;    /* the last one rendered */
    struct control control; /* the wish */
    struct portrait person; /* who is shown now, or nobody */
    char person_picture[PATH_MAX];
    bool person_wanted;
    double opacity; /* of the person, 0..1; moves towards what is wanted */
    double time_s;
    uint32_t dice;
    int8_t noise[SCENE_NOISE_SIZE];
};

bool scene_init(struct scene *scene, const struct control *control);
void scene_finish(struct scene *scene);
void scene_set(struct scene *scene, const struct control *control);

/* Renders into scene->frame, interval_s after the frame before. */
void scene_step(struct scene *scene, double interval_s);

#endif
