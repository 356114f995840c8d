/*
 * The person at the kiosk: eyes (the journal and the screen), hands (touches), fingers, a face, a phone, and the means
 * to disturb. Each act returns false when it could not be done, and why says the reason.
 *
 * Life: actor_open -> acts -> actor_close. Threads: one; every act blocks until done or its time is over.
 */
#ifndef BASMA_SIM_PERSON_ACTOR_H
#define BASMA_SIM_PERSON_ACTOR_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/account.h"
#include "tests/sim/person/display.h"
#include "tests/sim/person/layout.h"
#include "tests/sim/person/script.h"
#include "tests/sim/person/stage.h"
#include "tests/sim/person/traces.h"
#include "tests/sim/world/obey.h"
#include "tests/sim/world/people.h"
#include "tests/sim/world/world.h"

enum { ACTOR_WHY_SIZE = 400 };

struct actor_options {
    const char *run;      /* the demonstration's folder; made by tests/demo */
    const char *bin;      /* of the programs */
    const char *language; /* "ar", "en" */
    const char *shots;    /* folder; NULL: no screenshots */
};

struct actor {
    struct actor_options options; /* borrowed */
    struct display *display;      /* owned */
    struct display_window window;
    struct layout layout;
    struct stage stage;
    struct bsm_world world;         /* owned */
    struct bsm_world_people people; /* owned */
    int uses[BSM_PEOPLE_MAX];
    bool activated[BSM_PEOPLE_MAX];
    char sms_path[PATH_MAX];
    struct traces traces;               /* owned; of the present visit */
    int last_index;                     /* who stood there last, among people */
    char last_name[BSM_USER_NAME_SIZE]; /* the user name given last, in any visit */
    char new_mobile[BSM_MOBILE_SIZE];   /* typed in this visit; "" none */
    const char *language;               /* spoken now: the options', until it is changed in a visit */
    char last_digit[2];                 /* of a code that was typed but for it */
    bool keys_arabic;                   /* the layout of the keyboard on the screen */

    /* of the present visit */
    const struct script *script;
    const struct script_step *step;
    struct bsm_world_person self;  /* who stands there */
    int self_index;                /* among people; -1 a stranger */
    struct bsm_world_person other; /* somebody else of the register */
    struct bsm_world_face face;    /* pictures inside self and other */
    struct bsm_obedience obedience;
    int heard; /* events already listened to for what is asked of the head */
    bool centre_stopped;
    bool campaign;    /* the kiosk has a site pack */
    int mark;         /* events before the last act */
    int next_capture; /* events already used to find captures */
    int64_t first_touch_ms, begun_unix_ms;
    int shot_number;
    char why[ACTOR_WHY_SIZE];
};

/* False, with the reason on stderr. */
bool actor_open(struct actor *actor, const struct actor_options *options);
void actor_close(struct actor *actor);

/* Sets why; always false. */
bool actor_fail(struct actor *actor, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Looks at the journal and rests a moment; false when deadline_ms (monotonic) has passed. */
bool actor_wait(struct actor *actor, int64_t deadline_ms);
int64_t actor_deadline_ms(const struct actor *actor); /* of the present step, from now */

/* Somebody of a kind (basma-population --help) with a face the camera can show; or somebody nobody knows. */
bool actor_be(struct actor *actor, const char *who);

/* Hands (hands.c). */
bool actor_tap(struct actor *actor, const char *name);
bool actor_type(struct actor *actor, const char *what);

/* Finger and face (samples.c). whose: own, other; dry, wet, little for one's own finger put badly. words: own, other or
 * nobody, or as world/looks.h. */
bool actor_finger(struct actor *actor, const char *whose);
bool actor_fingers(struct actor *actor, const char *whose);
bool actor_face(struct actor *actor, const char *const *words, int count);
/* Listens to what the kiosk asks of the head, and does it. */
void actor_obey(struct actor *actor);
bool actor_light(struct actor *actor, const char *const *words, int count);

/* Disturbances (trouble.c). */
bool actor_pull(struct actor *actor, const char *what);
bool actor_plug(struct actor *actor, const char *what);
bool actor_kill(struct actor *actor, const char *leaf);
bool actor_stop(struct actor *actor, const char *what); /* centre, campaign */
bool actor_start(struct actor *actor, const char *what);
bool actor_fill_disk(
    struct actor *actor); /* that of the kiosk's folder; refused where it is not a small one of its own */
bool actor_free_disk(struct actor *actor);

/* Waits at a place that both scripts of a pair name, till the person at the other kiosk is there, too (meet.c). */
bool actor_meet(struct actor *actor, const char *place);

/* Does what each drawn screen asks, again and again, until the screen is drawn (patience.c). */
bool actor_patiently(struct actor *actor, const char *screen);

/* Eyes (watch.c). */
bool actor_expect(struct actor *actor, const char *screen, const char *const *pairs, int count);
bool actor_await(struct actor *actor, const char *event, const char *const *pairs, int count);
bool actor_account(struct actor *actor, const char *state);
/* Until a message with an appointment has come to the number the person gave, or has. */
bool actor_sms(struct actor *actor);
/* Whether what the label names is in the kiosk's memory now: the search for what is left finds what is there. */
bool actor_traces(struct actor *actor, const char *label);
bool actor_outcome(struct actor *actor, const char *outcome);
void actor_shot(struct actor *actor, const char *name);

#endif
