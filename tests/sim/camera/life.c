#include "tests/sim/camera/life.h"

#include <math.h>

#define TAU 6.283185307179586

/* A turn by 25 degrees takes about 0.7 s, as people do it who are asked to. */
static const double quickness = 7, step_s = 0.01;

/* One blink: closing, closed, opening; between two 2 to 7 s (people: 10 to 20 a minute). */
static const double closing_s = 0.08, closed_s = 0.05, opening_s = 0.17;

static const double usual_cm = 60;

static void wish_of(const struct control *control, double wishes[LIFE_FOLLOWERS])
{
    wishes[LIFE_YAW] = control->head.yaw;
    wishes[LIFE_PITCH] = control->head.pitch;
    wishes[LIFE_ROLL] = control->head.roll;
    wishes[LIFE_HOLD_YAW] = control->hold.yaw;
    wishes[LIFE_HOLD_PITCH] = control->hold.pitch;
    wishes[LIFE_HOLD_ROLL] = control->hold.roll;
    wishes[LIFE_NEARNESS] = usual_cm / (control->distance_cm > 0 ? control->distance_cm : usual_cm);
}

static double between_blinks_s(struct life *life) { return 2 + 5.0 * (dice_roll(&life->dice) % 1000) / 1000; }

void life_init(struct life *life, const struct control *control)
{
    double wishes[LIFE_FOLLOWERS];
    *life = (struct life){.dice = (uint32_t)control->seed * 2891336453u + 7, .blinks_wished = control->blink};
    wish_of(control, wishes);
    for (int i = 0; i < LIFE_FOLLOWERS; i++)
        life->followers[i].value = wishes[i];
    life->blink_at_s = -1;
    life->next_blink_s = between_blinks_s(life);
}

static void follow(struct follower *follower, double wish)
{
    double pull = quickness * quickness * (wish - follower->value) - 2 * quickness * follower->speed;
    follower->speed += pull * step_s;
    follower->value += follower->speed * step_s;
}

static double lids_after(double since_s)
{
    if (since_s < 0 || since_s > closing_s + closed_s + opening_s)
        return 0;
    if (since_s < closing_s)
        return smooth_step(since_s / closing_s);
    return 1 - smooth_step((since_s - closing_s - closed_s) / opening_s);
}

static void blink(struct life *life, const struct control *control)
{
    bool wished = life->blinks_wished != control->blink;
    bool due = life->time_s >= life->next_blink_s;
    life->blinks_wished = control->blink;
    if (due)
        life->next_blink_s = life->time_s + between_blinks_s(life);
    if (wished || (due && control->blinking == CONTROL_BLINK_NATURAL))
        life->blink_at_s = life->time_s;
    life->lids = life->blink_at_s < 0 ? 0 : lids_after(life->time_s - life->blink_at_s);
    if (control->blinking == CONTROL_BLINK_CLOSED)
        life->lids = 1;
}

void life_step(struct life *life, const struct control *control, double interval_s)
{
    double wishes[LIFE_FOLLOWERS];
    wish_of(control, wishes);
    int steps = (int)(interval_s / step_s + 0.5);
    for (int step = 0; step < steps && step < 1000; step++)
        for (int i = 0; i < LIFE_FOLLOWERS; i++)
            follow(&life->followers[i], wishes[i]);
    life->time_s += interval_s;
    blink(life, control);
}

static double radians(const struct life *life, enum life_follower which)
{
    return life->followers[which].value * TAU / 360;
}

/* Slow sways of unlike periods, as of somebody who tries to stand still; the amplitudes are at 100 per cent of motion.
 */
struct pose life_pose(const struct life *life, const struct control *control)
{
    double t = life->time_s, much = control->motion / 100.0, phase = control->seed * 1.7;
    double near = life->followers[LIFE_NEARNESS].value;
    return (struct pose){
        .x = much * near * (15 * sin(TAU * t / 5.3 + phase) + 6 * sin(TAU * t / 2.1 + 2 * phase)),
        .y = much * near * (6 * sin(TAU * t / 3.7 + phase) + 3 * sin(TAU * t / 1.6)),
        .scale = near * (1 + much * 0.03 * sin(TAU * t / 7.9 + phase)),
        .lean = much * 0.010 * sin(TAU * t / 4.6 + 3 * phase),
        .head = {.yaw = radians(life, LIFE_YAW) +
                        much * (0.020 * sin(TAU * t / 4.3 + phase) + 0.007 * sin(TAU * t / 1.3 + 5 * phase)),
                 .pitch = radians(life, LIFE_PITCH) + much * (0.014 * sin(TAU * t / 3.1 + 4 * phase)),
                 .roll = radians(life, LIFE_ROLL) + much * 0.012 * sin(TAU * t / 5.9 + 2 * phase)},
    };
}

/* A hand's tremor is quicker than a body's sway, and what it holds tilts with it. */
struct pose life_hold(const struct life *life, const struct control *control)
{
    double t = life->time_s, much = control->motion / 100.0, phase = control->seed * 2.3;
    double near = life->followers[LIFE_NEARNESS].value;
    return (struct pose){
        .x = much * near * (9 * sin(TAU * t / 3.9 + phase) + 2 * sin(TAU * t / 0.43) + 3 * sin(TAU * t / 1.1 + phase)),
        .y = much * near * (7 * sin(TAU * t / 3.1 + 2 * phase) + 2 * sin(TAU * t / 0.37 + phase)),
        .scale = near * (1 + much * 0.02 * sin(TAU * t / 4.7 + phase)),
        .head = {.yaw = radians(life, LIFE_HOLD_YAW) + much * 0.05 * sin(TAU * t / 2.9 + phase),
                 .pitch = radians(life, LIFE_HOLD_PITCH) + much * 0.04 * sin(TAU * t / 3.7 + 3 * phase),
                 .roll = radians(life, LIFE_HOLD_ROLL) + much * 0.02 * sin(TAU * t / 4.1 + 2 * phase)},
    };
}
