/*
 * Advice to the person: the one thing that would help most now. Made by drivers and enroll, carried by ipc, turned into
 * words and a picture by ui. Never a score.
 */
#ifndef BASMA_BASE_HINT_H
#define BASMA_BASE_HINT_H

#include <stdbool.h>

enum bsm_hint {
    BSM_HINT_NONE = 0,
    /* fingers */
    BSM_HINT_PLACE_FINGER,
    BSM_HINT_LIFT_FINGER, /* take it off and put it on again */
    BSM_HINT_HOLD_LONGER, /* lifted too soon, swipe too short */
    BSM_HINT_CENTRE_FINGER,
    BSM_HINT_PRESS_HARDER,  /* dry, light */
    BSM_HINT_PRESS_LIGHTER, /* wet, dark, smeared */
    BSM_HINT_MORE_FINGER,   /* too small an area */
    BSM_HINT_TURN_FINGER,   /* upside down or far turned */
    BSM_HINT_FINGER_GOOD,
    /* faces */
    BSM_HINT_NO_FACE,
    BSM_HINT_TOO_DARK, /* no face is seen, for nothing is */
    BSM_HINT_ONE_PERSON,
    BSM_HINT_COME_CLOSER,
    BSM_HINT_MOVE_BACK,
    BSM_HINT_CENTRE_FACE,
    BSM_HINT_LOOK_STRAIGHT,
    BSM_HINT_MORE_LIGHT,
    BSM_HINT_LESS_LIGHT,
    BSM_HINT_HOLD_STILL,
    BSM_HINT_OPEN_EYES,
    BSM_HINT_UNCOVER_FACE,    /* a veil, a mask, dark glasses: at a booth, or at an office instead */
    BSM_HINT_FACE_GOOD,
    /* faces, a movement that is asked for: left and right are the person's own */
    BSM_HINT_TURN_LEFT,
    BSM_HINT_TURN_RIGHT,
    BSM_HINT_LOOK_UP,
    BSM_HINT_LOOK_DOWN,
    BSM_HINT_TURN_BACK,  /* to the camera again */
    BSM_HINT_TOO_SLOW,   /* it took too long: once more, without haste */
    BSM_HINT_OTHER_SIDE, /* it went to another side than asked: once more, where the arrow points */
    /* devices */
    BSM_HINT_DEVICE_GONE, /* the reader or camera is not there at the moment */
};

enum { BSM_HINT_COUNT = BSM_HINT_DEVICE_GONE + 1 };

/* Whether it asks for a movement, or for the way back from it. */
bool bsm_hint_is_movement(enum bsm_hint hint);

/* "press_harder"; "none" outside the enum. */
const char *bsm_hint_name(enum bsm_hint hint);

#endif
