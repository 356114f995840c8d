#include "enroll/bio/lamp.h"

bool lamp_turn(struct lamp *lamp, const enum bsm_light order[BSM_LIGHT_STEPS], int64_t now_ms)
{
    if (!lamp->lit)
        lamp->begun_ms = now_ms;
    enum bsm_light due = order[(now_ms - lamp->begun_ms) / BSM_LIGHT_STEP_MS % BSM_LIGHT_STEPS];
    lamp->lit = true;
    if (due == lamp->light)
        return false;
    lamp->light = due;
    bsm_light_show(&lamp->watch, now_ms, due);
    return true;
}

void lamp_see(struct lamp *lamp, const struct bsm_image *picture, const struct bsm_face_found *found, int64_t time_ms)
{
    struct bsm_light_colours colours;
    if (lamp->lit && bsm_light_measure(picture, found, &colours))
        bsm_light_see(&lamp->watch, time_ms, found, &colours);
}

void lamp_forget_face(struct lamp *lamp) { bsm_light_forget_seen(&lamp->watch); }
