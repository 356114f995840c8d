/*
 * A turn of the head that nobody could foresee: the sides come from the visit's nonce, so that a film taken before does
 * not fit, and the turn is measured by parallax, so that a picture that is tilted does not turn at all. The order is:
 * look straight, turn to the side that is asked, back; as often as there are turns. For who cannot turn the head: look
 * up or down instead.
 *
 * Life: init; then one step for each frame, with a face or without; ask says what to say now. Pure: time is handed in.
 * The owner compares the faces of the frames that are marked as ones to keep (bsm_face_match): geometry cannot tell one
 * person from another. bsm_challenge_forget wipes.
 */
#ifndef BASMA_FACE_CHALLENGE_H
#define BASMA_FACE_CHALLENGE_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/face/face.h"

enum {
    BSM_CHALLENGE_TURNS = 2, /* a film of somebody who turns as they like fits one in four */
    BSM_CHALLENGE_TURN_DEGREES = 20,
    BSM_CHALLENGE_BACK_DEGREES = 9,
    BSM_CHALLENGE_WRONG_DEGREES = 16,  /* to the other side: this was not for us */
    BSM_CHALLENGE_TURN_MS = 7000,      /* for each turn */
    BSM_CHALLENGE_LOST_MS = 600,       /* without a face */
    BSM_CHALLENGE_SPEED_DEGREES = 400, /* a second; faster is another picture, not a head */
    BSM_CHALLENGE_STARTS_MAX = 3,      /* a lost face begins anew, so often */
};

enum bsm_challenge_axis {
    BSM_CHALLENGE_SIDEWAYS,
    BSM_CHALLENGE_UP_OR_DOWN,
};

enum bsm_challenge_ask {
    BSM_CHALLENGE_LOOK_STRAIGHT,
    BSM_CHALLENGE_PICTURES_LEFT,  /* the person's own right; with the other axis: up */
    BSM_CHALLENGE_PICTURES_RIGHT, /* the person's own left; down */
    BSM_CHALLENGE_COME_BACK,
    BSM_CHALLENGE_PASSED,
    BSM_CHALLENGE_FAILED, /* wrong side, or begun too often */
    BSM_CHALLENGE_TOO_SLOW,
};

struct bsm_challenge {
    enum bsm_challenge_axis axis;
    enum bsm_challenge_ask ask;
    bool right[BSM_CHALLENGE_TURNS]; /* what is asked for, turn by turn */
    int turn;                        /* under way, or done */
    int starts;
    int steady;                /* frames in a row that show what is asked */
    int wrong;                 /* and the contrary */
    bool keep;                 /* this frame's face is to be compared with those kept before */
    int64_t since_ms, seen_ms; /* asked; a face last seen */
    double last_degrees;
    struct bsm_face_point straight[BSM_FACE_LANDMARKS];
};

/* nonce: at least 1 byte of the visit's, unforeseeable; attempt: counts from 0 within a visit, other sides each time.
 */
void bsm_challenge_init(struct bsm_challenge *challenge, enum bsm_challenge_axis axis, uint8_t nonce, unsigned attempt);

/* found->faces 0 where there is no face. Returns what to ask now; PASSED, FAILED and TOO_SLOW stay. */
enum bsm_challenge_ask bsm_challenge_step(struct bsm_challenge *challenge, int64_t time_ms,
                                          const struct bsm_face_found *found);

void bsm_challenge_forget(struct bsm_challenge *challenge);

#endif
