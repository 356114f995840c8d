/*
 * What the kiosk can say, and when: one sentence for each thing that a person is asked or advised. A sentence is known
 * by its name: NAME = WORDS in ui/speech/LANGUAGE.words, NAME.pcm among the sounds made of them.
 *
 * Nothing personal can be said: a cue is made of the screen and the advice alone, and a hall may hear every sentence.
 * So an end without success says what to do now and not what was not confirmed.
 *
 * A new screen adds its row to the table in sentence.c. Pure.
 */
#ifndef BASMA_UI_SPEECH_SENTENCE_H
#define BASMA_UI_SPEECH_SENTENCE_H

#include "firmware/base/hint.h"
#include "firmware/ipc/messages.h"

enum bsm_sentence {
    BSM_SENTENCE_NONE = 0,
    /* screens */
    BSM_SENTENCE_PURPOSE,
    BSM_SENTENCE_CONSENT,
    BSM_SENTENCE_CONSENT_LATER,
    BSM_SENTENCE_CONSENT_PORTRAIT,
    BSM_SENTENCE_IDENTITY,
    BSM_SENTENCE_FINGER, /* whichever; the ten follow by their ISO position */
    BSM_SENTENCE_RIGHT_THUMB,
    BSM_SENTENCE_LEFT_LITTLE = BSM_SENTENCE_RIGHT_THUMB + BSM_POSITION_MAX - 1,
    BSM_SENTENCE_MISSING,
    BSM_SENTENCE_CAMERA,
    BSM_SENTENCE_MOBILE,
    BSM_SENTENCE_CODE,
    BSM_SENTENCE_CODE_WRONG,
    BSM_SENTENCE_USER_NAME,
    BSM_SENTENCE_NAME_TAKEN,
    BSM_SENTENCE_PASSWORD,
    BSM_SENTENCE_PASSWORD_OTHER,
    BSM_SENTENCE_WAIT,
    BSM_SENTENCE_DONE,
    BSM_SENTENCE_KEPT,
    BSM_SENTENCE_TRY_AGAIN,
    BSM_SENTENCE_ENDED,
    BSM_SENTENCE_ENDED_KIOSK,
    BSM_SENTENCE_ENDED_LINK,
    BSM_SENTENCE_ENDED_OFFICE,
    BSM_SENTENCE_ENDED_LOCKED,
    BSM_SENTENCE_ENDED_ALREADY,
    BSM_SENTENCE_ENDED_CODE,
    BSM_SENTENCE_ENDED_CAPTURE,
    BSM_SENTENCE_ENDED_APPOINTMENT,
    BSM_SENTENCE_ENDED_WISH,
    BSM_SENTENCE_ENDED_NOT_KEPT,
    BSM_SENTENCE_APPOINTMENT,
    BSM_SENTENCE_SLOT_TAKEN,
    BSM_SENTENCE_BOOKED,
    BSM_SENTENCE_WISH,
    BSM_SENTENCE_WISHED,
    BSM_SENTENCE_CALL,
    BSM_SENTENCE_TIME,
    /* advice */
    BSM_SENTENCE_LIFT_FINGER,
    BSM_SENTENCE_HOLD_LONGER,
    BSM_SENTENCE_CENTRE,
    BSM_SENTENCE_PRESS_HARDER,
    BSM_SENTENCE_PRESS_LIGHTER,
    BSM_SENTENCE_MORE_FINGER,
    BSM_SENTENCE_TURN_FINGER,
    BSM_SENTENCE_GOOD,
    BSM_SENTENCE_TOO_DARK,
    BSM_SENTENCE_ONE_PERSON,
    BSM_SENTENCE_COME_CLOSER,
    BSM_SENTENCE_MOVE_BACK,
    BSM_SENTENCE_LOOK_STRAIGHT,
    BSM_SENTENCE_MORE_LIGHT,
    BSM_SENTENCE_LESS_LIGHT,
    BSM_SENTENCE_HOLD_STILL,
    BSM_SENTENCE_OPEN_EYES,
    BSM_SENTENCE_UNCOVER_FACE,
    BSM_SENTENCE_UNCOVER_PORTRAIT,
    BSM_SENTENCE_TURN_LEFT,
    BSM_SENTENCE_TURN_RIGHT,
    BSM_SENTENCE_LOOK_UP,
    BSM_SENTENCE_LOOK_DOWN,
    BSM_SENTENCE_TURN_BACK,
    BSM_SENTENCE_TOO_SLOW,
    BSM_SENTENCE_OTHER_SIDE,
};
enum { BSM_SENTENCE_LAST = BSM_SENTENCE_OTHER_SIDE };

/* How a sentence comes. */
enum bsm_manner {
    BSM_MANNER_ADVICE = 0,  /* once it has stood for a moment, when the sentence before it is over */
    BSM_MANNER_INSTRUCTION, /* at once; a sentence that is not nearly over gives way */
    BSM_MANNER_MOVEMENT,    /* the same without waiting at all, each time it is asked for */
    BSM_MANNER_WAIT,        /* only when it lasts */
};

struct bsm_cue {
    enum bsm_sentence sentence; /* NONE: silence */
    enum bsm_manner manner;
};

/* What is to be said on a screen with the advice in force there. */
struct bsm_cue bsm_cue_of(const struct bsm_ui_show *show, enum bsm_hint hint);

/* "turn_left"; "none" outside the enum. */
const char *bsm_sentence_name(enum bsm_sentence sentence);

#endif
