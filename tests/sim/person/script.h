/*
 * A visit as text: one step a line, words parted by spaces, # starts a comment. What a file may say is listed by
 * `basma-person --help`; this reads the words and checks them, so that a mistake is found before the first touch.
 */
#ifndef BASMA_SIM_PERSON_SCRIPT_H
#define BASMA_SIM_PERSON_SCRIPT_H

#include <limits.h>

#include "firmware/base/status.h"

enum {
    SCRIPT_STEPS_MAX = 200,
    SCRIPT_WORDS_MAX = 8, /* of a line, without the verb */
    SCRIPT_LINE_MAX = 200,
    SCRIPT_WHY_SIZE = 400,
    SCRIPT_NAME_SIZE = 64,
};

enum script_verb {
    VERB_PERSON,  /* pending | unknown | a kind of basma-population */
    VERB_EXPECT,  /* SCREEN key=value... */
    VERB_PATIENT, /* SCREEN */
    VERB_TAP,     /* NAME | language */
    VERB_TYPE,    /* id_number | birth_date | code | ... */
    VERB_FINGER,  /* own | other | dry | wet | little */
    VERB_FINGERS, /* own | other */
    VERB_FACE,    /* own | other | nobody | what the face does (world/looks.h) */
    VERB_LIGHT,   /* as world/looks.h */
    VERB_PULL,    /* reader | camera */
    VERB_PLUG,    /* reader | camera */
    VERB_KILL,    /* bio | ui | uplink */
    VERB_STOP,    /* centre | campaign */
    VERB_START,   /* centre | campaign */
    VERB_FILL,    /* disk */
    VERB_FREE,    /* disk */
    VERB_MEET,    /* WORD: until the person at the other kiosk has come to it, too */
    VERB_AWAIT,   /* EVENT key=value... */
    VERB_PAUSE,   /* SECONDS */
    VERB_SHOT,    /* NAME */
    VERB_TRACES,  /* LABEL: is in the kiosk's memory now */
    VERB_SCREENS, /* as VISIT */
    VERB_ACCOUNT, /* STATE */
    VERB_SMS,     /* appointment: what came to the person's phone */
    VERB_OUTCOME, /* active | refused | ... */
};

struct script_step {
    enum script_verb verb;
    int line;
    char text[SCRIPT_LINE_MAX];          /* the words, cut at their ends */
    const char *words[SCRIPT_WORDS_MAX]; /* inside text */
    int count;
    int within_ms; /* how long it may take */
};

struct script {
    char path[PATH_MAX];
    char name[SCRIPT_NAME_SIZE]; /* of the file, without folder and ending */
    struct script_step steps[SCRIPT_STEPS_MAX];
    int count;
};

/* Reads and checks a file. The last step must be `outcome`. INVALID (and as bsm_file_read): why says "FILE:LINE: what".
 */
enum bsm_status script_read(struct script *script, const char *path, char why[SCRIPT_WHY_SIZE]);

#endif
