/*
 * What the bench knows and does: who stands at the kiosk, what lies on the reader, what is before the camera, what the
 * kiosk shows, what the phones got. No drawing in here.
 *
 * Life: desk_open -> desk_look often, desk_do on each press -> desk_close. Threads: one. Blocks: putting a finger, at
 * most half a second; starting the centre, at most ten.
 */
#ifndef BASMA_SIM_BENCH_DESK_H
#define BASMA_SIM_BENCH_DESK_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/sim/person/stage.h"
#include "tests/sim/world/obey.h"
#include "tests/sim/world/people.h"
#include "tests/sim/world/phone.h"
#include "tests/sim/world/world.h"

enum { DESK_MESSAGES_MAX = 12, DESK_NOTE_SIZE = 120, DESK_KINDS = 8, DESK_LOOKS_MAX = 5 };

enum desk_whose { DESK_OWN = 0, DESK_OTHER, DESK_NOBODY };

enum desk_deed {
    DESK_NOTHING = 0,
    DESK_KIND,     /* argument: index among desk_kinds; the first of that kind, or the next one */
    DESK_PREVIOUS, /* of the same kind */
    DESK_NEXT,
    DESK_PUT,      /* argument: enum bsm_position */
    DESK_WHOSE,    /* argument: enum desk_whose; whose finger it is */
    DESK_TOUCH,    /* argument: enum bsm_world_touch */
    DESK_FACE,     /* argument: enum desk_whose */
    DESK_LOOK,     /* argument: desk_look_argument(group, choice) */
    DESK_STRAIGHT, /* all looks as usual */
    DESK_READER,   /* pull or plug */
    DESK_CAMERA,
    DESK_CENTRE,   /* stop or start */
    DESK_CAMPAIGN, /* begin or end */
    DESK_LANGUAGE, /* of the bench: Arabic or English */
    DESK_KILL,     /* argument: index among desk_leaves */
};

/* Kinds of people (basma-population --help), and whom nobody knows. */
struct desk_kind {
    const char *name;  /* as in the people file; "unknown" */
    const char *label; /* two words */
    const char *hint;  /* what such a person can try, in a sentence */
};
extern const struct desk_kind desk_kinds[DESK_KINDS];

/* One thing about the face or the light, of which one of several holds; the first is the usual. */
struct desk_look_choice {
    const char *label;
    const char *words; /* as world/looks.h reads them, parted by a space */
};
struct desk_look_group {
    const char *label;
    bool light;
    int count;
    struct desk_look_choice choices[DESK_LOOKS_MAX];
};
enum { DESK_LOOK_GROUPS = 7, DESK_LEAVES = 3 };
extern const struct desk_look_group desk_looks[DESK_LOOK_GROUPS];
extern const char *const desk_leaves[DESK_LEAVES];

struct desk {
    char run[PATH_MAX];
    char sms_path[PATH_MAX];
    struct bsm_world world;           /* owned */
    struct bsm_world_people people;   /* owned */
    struct stage *stage;              /* owned: the kiosk's journal */
    int kind;                         /* among desk_kinds */
    int chosen;                       /* among people; people.count is somebody nobody knows */
    int64_t chosen_unix_ms;           /* since when they stand there */
    struct bsm_world_person person;   /* a copy of the chosen one */
    char new_mobile[BSM_MOBILE_SIZE]; /* one that no register has, to be typed: "0590016..." */
    enum desk_whose finger_whose, face_whose;
    enum bsm_world_touch touch;
    int looks[DESK_LOOK_GROUPS]; /* which choice of each group */
    struct bsm_obedience obedience;
    struct bsm_world_face head; /* how it is turned because the kiosk asked for it */
    enum bsm_position resting;  /* lies on the reader till it is asked for; NONE */
    int events_seen;            /* of the stage's, already taken in */
    enum bsm_position asked;    /* of the capture that waits now; NONE */
    int64_t asked_since_ms;     /* monotonic */
    bool camera_pulled;
    bool centre_stopped;
    bool campaign;                                        /* the kiosk has a site pack */
    bool english;                                         /* what the bench is read in; Arabic comes first */
    struct bsm_phone_message messages[DESK_MESSAGES_MAX]; /* newest first */
    int message_count;
    char note[DESK_NOTE_SIZE]; /* what came of the last press */
    int64_t messages_due_ms;
};

/* False, with the reason on stderr. */
bool desk_open(struct desk *desk, const char *run);
void desk_close(struct desk *desk);

/* Takes in journal and phones; true when something changed that is worth drawing. */
bool desk_look(struct desk *desk);

void desk_do(struct desk *desk, enum desk_deed deed, int argument);

static inline int desk_look_argument(int group, int choice) { return group * DESK_LOOKS_MAX + choice; }

/* The name of the screen that the kiosk shows; "" before the first. */
void desk_screen(const struct desk *desk, char name[STAGE_WORD_SIZE]);

/* Somebody else of the register: whose finger or face is "another's". NULL where there is nobody. */
const struct bsm_world_person *desk_other(const struct desk *desk);

/* Which of how many of their kind stands there, from 1. */
int desk_place(const struct desk *desk, int *count);

/* Whether the chosen one lacks this finger. */
bool desk_lacks(const struct desk *desk, enum bsm_position position);

/* False once the kiosk, which runs beside the bench, has ended. */
bool desk_kiosk_runs(const struct desk *desk);

#endif
