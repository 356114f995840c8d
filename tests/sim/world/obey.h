/*
 * A person who does what the kiosk asks of the head: to a side, up or down, and back, a moment after it is said. It is
 * learnt from the journal (`movement_asked`). Who holds up a picture does nothing.
 *
 * Life: zeroed; bsm_obey_hear for each line, bsm_obey_do again and again. Pure.
 */
#ifndef BASMA_SIM_WORLD_OBEY_H
#define BASMA_SIM_WORLD_OBEY_H

#include "tests/sim/world/follow.h"
#include "tests/sim/world/world.h"

enum {
    BSM_OBEY_AFTER_MS = 700,
    BSM_OBEY_YAW_DEGREES = 25,
    BSM_OBEY_PITCH_DEGREES = 16,
    BSM_OBEY_MORE_AFTER_MS = 1200, /* no tick yet: a little farther */
    BSM_OBEY_MORE_PERCENT = 120,
};

struct bsm_obedience {
    int64_t due_ms; /* 0: nothing to do */
    int yaw_degrees, pitch_degrees;
    bool farther; /* it was said once and is done a second time */
};

void bsm_obey_hear(struct bsm_obedience *obedience, const struct bsm_follow_line *line, int64_t now_ms);

/* True where the face is to be shown anew. */
bool bsm_obey_do(struct bsm_obedience *obedience, int64_t now_ms, struct bsm_world_face *face);

#endif
