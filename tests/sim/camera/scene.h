/*
 * What stands before the virtual camera: a wall, or a person in the room of their picture, who moves as people do who
 * try to stand still and does what the control says; or a thing that shows one (thing.h). Everything is a function of
 * seed, time, and which control came when.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_SCENE_H
#define BASMA_TESTS_SIM_CAMERA_SCENE_H

#include "tests/sim/camera/canvas.h"
#include "tests/sim/camera/life.h"
#include "tests/sim/camera/light.h"
#include "tests/sim/camera/portrait.h"

enum { SCENE_WIDTH = PORTRAIT_FRAME_WIDTH, SCENE_HEIGHT = PORTRAIT_FRAME_HEIGHT };

struct scene {
    struct planes wall;
    struct canvas frame;    /* the last one rendered: frame.planes */
    struct canvas replay;   /* what a thing shows; empty where nothing was ever shown by one */
    struct control control; /* the wish */
    struct look shown;      /* of who is shown now */
    struct portrait person, other;
    struct life life, other_life;
    struct glow glow, film_glow; /* of the kiosk's screen; of that before which a replay was filmed */
    bool has_print;              /* the replay holds what is printed */
    double opacity;              /* of the person, 0..1; moves towards what is wanted */
    uint32_t dice;               /* for what spoils frames */
    struct light_noise noise;
};

bool scene_init(struct scene *scene, const struct control *control);
void scene_finish(struct scene *scene);
void scene_set(struct scene *scene, const struct control *control);

/* Renders into scene->frame, interval_s after the frame before. */
void scene_step(struct scene *scene, double interval_s);

#endif
