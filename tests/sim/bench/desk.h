/*
 * What the bench knows and does: who stands at the kiosk, what lies on the reader, what the kiosk shows, what the phone
 * got. No drawing in here.
 *
 * Life: desk_open -> desk_look often, desk_do on each press -> desk_close. Threads: one. Blocks: putting a finger, at
 * most half a second.
 */
#ifndef BASMA_SIM_BENCH_DESK_H
#define BASMA_SIM_BENCH_DESK_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/sim/person/stage.h"
#include "tests/sim/world/people.h"
#include "tests/sim/world/phone.h"
#include "tests/sim/world/world.h"

enum { DESK_MESSAGES_MAX = 6, DESK_NOTE_SIZE = 120, DESK_FINGERS = 4 };

enum desk_whose { DESK_OWN = 0, DESK_OTHER, DESK_NOBODY };

enum desk_deed {
    DESK_NOTHING = 0,
    DESK_PREVIOUS, /* person */
    DESK_NEXT,
    DESK_PUT,    /* argument: index of a finger */
    DESK_WHOSE,  /* argument: enum desk_whose; whose finger it is */
    DESK_FACE,   /* argument: enum desk_whose */
    DESK_READER, /* pull or plug */
    DESK_CAMERA,
    DESK_CENTRE, /* stop or start */
};

struct desk {
    char run[PATH_MAX];
    char sms_path[PATH_MAX];
    struct bsm_world world;         /* owned */
    struct bsm_world_people people; /* owned */
    struct stage *stage;            /* owned: the kiosk's journal */
    int chosen;                     /* among people; people.count is somebody nobody knows */
    struct bsm_world_person person; /* a copy of the chosen one */
    enum desk_whose finger_whose, face_whose;
    int resting;             /* index of the finger that lies on the reader till it is asked for; -1 none */
    int events_seen;         /* of the stage's, already taken in */
    enum bsm_position asked; /* of the capture that waits now; NONE */
    int64_t asked_since_ms;  /* monotonic */
    bool camera_pulled;
    bool centre_stopped;
    struct bsm_phone_message messages[DESK_MESSAGES_MAX]; /* newest first */
    int message_count;
    char note[DESK_NOTE_SIZE]; /* what came of the last press */
    int64_t messages_due_ms;
};

extern const enum bsm_position desk_positions[DESK_FINGERS];

/* False, with the reason on stderr. */
bool desk_open(struct desk *desk, const char *run);
void desk_close(struct desk *desk);

/* Takes in journal and phone; true when something changed that is worth drawing. */
bool desk_look(struct desk *desk);

void desk_do(struct desk *desk, enum desk_deed deed, int argument);

/* The name of the screen that the kiosk shows; "" before the first. */
void desk_screen(const struct desk *desk, char name[STAGE_WORD_SIZE]);

/* Somebody else of the register: whose finger or face is "another's". NULL where there is nobody. */
const struct bsm_world_person *desk_other(const struct desk *desk);

/* False once the kiosk, which runs beside the bench, has ended. */
bool desk_kiosk_runs(const struct desk *desk);

#endif
