/*
 * What the person can know of the kiosk, learnt from its journal: the screen that is drawn, what is being captured, how
 * the visit ended, and (to kill them) the processes behind it.
 */
#ifndef BASMA_SIM_PERSON_STAGE_H
#define BASMA_SIM_PERSON_STAGE_H

#include <stdbool.h>
#include <sys/types.h>

#include "tests/sim/world/follow.h"

enum { STAGE_LEAVES_MAX = 16, STAGE_EVENTS_MAX = 4000, STAGE_SCREENS_MAX = 64, STAGE_WORD_SIZE = 24 };

struct stage_leaf {
    char name[STAGE_WORD_SIZE]; /* "bio"; "" a free place */
    pid_t pid;
};

struct stage {
    struct bsm_follow journal;
    struct bsm_follow_line events[STAGE_EVENTS_MAX]; /* of this visit */
    int count;
    struct bsm_follow_line screen;              /* the one drawn last; event "" before the first */
    struct stage_leaf leaves[STAGE_LEAVES_MAX]; /* alive, the oldest first */
    char screens[STAGE_SCREENS_MAX]
                [STAGE_WORD_SIZE]; /* names of this visit's screens, without waits, welcome and repeats */
    int screen_count;
};

void stage_open(struct stage *stage, const char *journal_path);

/* Takes in what the journal has grown by. */
void stage_look(struct stage *stage);

/* Forgets events and screens, not what is drawn now and who lives. */
void stage_new_visit(struct stage *stage);

/* "" before the first. */
void stage_screen_name(const struct stage *stage, char name[STAGE_WORD_SIZE]);

/* Whether the line has all of the key=value pairs. */
bool stage_line_says(const struct bsm_follow_line *line, const char *const *pairs, int count);

/* The first event of that name with the pairs at or after place from; -1 if there is none (yet). */
int stage_find(const struct stage *stage, int from, const char *event, const char *const *pairs, int count);

/* The oldest living leaf of that name: the one that serves; 0 if there is none. */
pid_t stage_leaf_pid(const struct stage *stage, const char *name);

#endif
