/* Plays one visit from its script. */
#ifndef BASMA_SIM_PERSON_PLAY_H
#define BASMA_SIM_PERSON_PLAY_H

#include <stdbool.h>

#include "tests/sim/person/actor.h"

/* The screens each visit went through, for those that must look the same. */
struct play_memory {
    char visit[SCRIPT_NAME_SIZE];
    char screens[STAGE_SCREENS_MAX][STAGE_WORD_SIZE];
    int count;
};

struct play {
    struct actor *actor;
    struct play_memory *memories; /* one a visit played so far */
    int memory_count;
};

/* Plays it and prints `visit NAME: OUTCOME in N.N s`; false, and the reason on stderr as FILE:LINE, when something did
 * not come out as the script says. Afterwards the world is in order again: everything plugged in, nobody there. */
bool play_visit(struct play *play, const struct script *script);

#endif
