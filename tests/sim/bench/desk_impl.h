/* Shared by desk.c (who stands there, what is seen), desk_people.c and desk_trouble.c; for no one else. */
#ifndef BASMA_SIM_BENCH_DESK_IMPL_H
#define BASMA_SIM_BENCH_DESK_IMPL_H

#include "tests/sim/bench/desk.h"

void desk_say(struct desk *desk, const char *note);

/* What the camera sees from now on, by the desk's choices. */
void desk_show_face(struct desk *desk);

/* desk_people.c */
void desk_choose(struct desk *desk, int chosen);
void desk_choose_kind(struct desk *desk, int kind);
void desk_step(struct desk *desk, int by);

/* desk_trouble.c */
void desk_toggle_reader(struct desk *desk);
void desk_toggle_camera(struct desk *desk);
void desk_toggle_centre(struct desk *desk);
void desk_toggle_campaign(struct desk *desk);
void desk_kill(struct desk *desk, int leaf);

#endif
