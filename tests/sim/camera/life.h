/*
 * How a person moves who stands before a camera: they go smoothly to where they are asked to look, sway a little,
 * blink; and how a hand trembles that holds a thing. A function of time, seed and what was wished when.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_LIFE_H
#define BASMA_TESTS_SIM_CAMERA_LIFE_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/mesh.h"

/* Follows a wish without a jerk and without going beyond it (critically damped). */
struct follower {
    double value, speed;
};

enum life_follower {
    LIFE_YAW,
    LIFE_PITCH,
    LIFE_ROLL,
    LIFE_HOLD_YAW,
    LIFE_HOLD_PITCH,
    LIFE_HOLD_ROLL,
    LIFE_NEARNESS, /* 60 cm over the distance */
    LIFE_FOLLOWERS,
};

struct life {
    struct follower followers[LIFE_FOLLOWERS];
    double time_s;
    double blink_at_s, next_blink_s; /* begun; to come */
    int blinks_wished;
    double lids; /* 0 open .. 1 closed */
    uint32_t dice;
};

void life_init(struct life *life, const struct control *control);
void life_step(struct life *life, const struct control *control, double interval_s);

/* Of the person; x and y are offsets from the usual place in a frame of 1280 x 720. */
struct pose life_pose(const struct life *life, const struct control *control);

/* Of a thing that is held before the lens: head is its own turning. */
struct pose life_hold(const struct life *life, const struct control *control);

#endif
