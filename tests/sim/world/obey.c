#include "tests/sim/world/obey.h"

#include <string.h>

static const struct {
    const char *hint;
    int yaw, pitch;
} moves[] = {
    {"turn_left", BSM_OBEY_YAW_DEGREES, 0},
    {"turn_right", -BSM_OBEY_YAW_DEGREES, 0},
    {"look_up", 0, BSM_OBEY_PITCH_DEGREES},
    {"look_down", 0, -BSM_OBEY_PITCH_DEGREES},
    {"turn_back", 0, 0},
};

static void plan(struct bsm_obedience *obedience, int yaw, int pitch, int64_t due_ms)
{
    *obedience = (struct bsm_obedience){.due_ms = due_ms, .yaw_degrees = yaw, .pitch_degrees = pitch};
}

void bsm_obey_hear(struct bsm_obedience *obedience, const struct bsm_follow_line *line, int64_t now_ms)
{
    if (strcmp(line->event, "capture_failed") == 0 || strcmp(line->event, "captured") == 0) {
        if (obedience->yaw_degrees || obedience->pitch_degrees)
            plan(obedience, 0, 0, now_ms);
        return;
    }
    if (strcmp(line->event, "movement_asked") != 0)
        return;
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
        if (bsm_follow_says(line, "hint", moves[i].hint))
            plan(obedience, moves[i].yaw, moves[i].pitch, now_ms + BSM_OBEY_AFTER_MS);
}

static bool does_it(const struct bsm_world_face *face)
{
    if (face->manner == BSM_WORLD_DEAF)
        return false;
    return face->manner == BSM_WORLD_CONTRARY || face->medium == BSM_WORLD_LIVE || face->medium == BSM_WORLD_MASK;
}

bool bsm_obey_do(struct bsm_obedience *obedience, int64_t now_ms, struct bsm_world_face *face)
{
    if (obedience->due_ms == 0 || now_ms < obedience->due_ms)
        return false;
    int sign = face->manner == BSM_WORLD_CONTRARY ? -1 : 1, percent = obedience->farther ? BSM_OBEY_MORE_PERCENT : 100;
    bool moves_away = obedience->yaw_degrees || obedience->pitch_degrees;
    obedience->due_ms = moves_away && !obedience->farther ? now_ms + BSM_OBEY_MORE_AFTER_MS : 0;
    obedience->farther = true;
    if (!does_it(face))
        return false;
    face->yaw_degrees = sign * obedience->yaw_degrees * percent / 100;
    face->pitch_degrees = sign * obedience->pitch_degrees * percent / 100;
    return true;
}
