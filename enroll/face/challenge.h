/*
 * A turn of the head that nobody could foresee: the sides come from the visit's nonce, so that a film taken before does
 * not fit, and the turn is measured by parallax, so that a picture that is tilted does not turn at all. The order is:
 * look straight, turn to the side that is asked, back; as often as there are turns. For who cannot turn the head: look
 * up or down instead. A thing that becomes narrow to the side without the parallax of it ends it: a mask with holes,
 * the eyes of its wearer behind them, is something between a plane and a head (and not every mask is found out:
 * README.md).
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
#include "firmware/base/challenge.h"

enum {
    BSM_CHALLENGE_TURN_DEGREES =
        15, /* by parallax, which says a little less than it is; people are asked for 20 to 25 */
    BSM_CHALLENGE_BACK_DEGREES = 9,
    BSM_CHALLENGE_WRONG_DEGREES = 15,  /* to the other side: this was not for us */
    BSM_CHALLENGE_NOD_PERCENT = 65,    /* of all that, up or down: necks do less */
    BSM_CHALLENGE_ASKED_MS = 7000,     /* for a turn, and for the way back */
    BSM_CHALLENGE_NARROW_DEGREES = 25, /* as narrow as a plane that is turned by so much ... */
    BSM_CHALLENGE_FLAT_PERCENT = 50,   /* ... with less than this of it in parallax, is flat, ... */
    BSM_CHALLENGE_FLAT_FRAMES = 6,     /* ... where it is seen so often */
    BSM_CHALLENGE_LOST_MS = 600,       /* without a face */
    BSM_CHALLENGE_SPEED_DEGREES = 400, /* a second; faster is another picture, not a head */
    BSM_CHALLENGE_STARTS_MAX = 3,      /* a lost face begins anew, so often */
};

enum bsm_challenge_ask {
    BSM_CHALLENGE_LOOK_STRAIGHT,
    BSM_CHALLENGE_PICTURES_LEFT,  /* the person's own right; of the other kind: up */
    BSM_CHALLENGE_PICTURES_RIGHT, /* the person's own left; down */
    BSM_CHALLENGE_COME_BACK,
    BSM_CHALLENGE_PASSED, /* from here on it is over */
    BSM_CHALLENGE_WRONG_SIDE,
    BSM_CHALLENGE_LOST, /* the face went away, or jumped, too often */
    BSM_CHALLENGE_TOO_SLOW,
    BSM_CHALLENGE_FLAT, /* it was turned, and is no head */
};

struct bsm_challenge {
    enum bsm_challenge_kind kind;
    enum bsm_challenge_ask ask;
    int turns;                           /* asked for */
    bool right[BSM_CHALLENGE_TURNS_MAX]; /* turn by turn */
    int turn;                            /* under way, or done */
    int starts;
    int steady;                /* frames in a row that show what is asked */
    int wrong;                 /* and the contrary */
    int flat;                  /* frames in which it was turned like a plane */
    bool keep;                 /* this frame's face is to be compared with those kept before */
    int64_t since_ms, seen_ms; /* asked; a face last seen */
    double last_degrees;
    struct bsm_face_point straight[BSM_FACE_LANDMARKS];
};

/* kind: not NONE; attempt: says how many turns; sides: unforeseeable, a bit a turn as firmware/base/challenge.h has
 * them. */
void bsm_challenge_init(struct bsm_challenge *challenge, enum bsm_challenge_kind kind, unsigned attempt, uint8_t sides);

/* found->faces 0 where there is no face. Returns what to ask now; what ends it stays. */
enum bsm_challenge_ask bsm_challenge_step(struct bsm_challenge *challenge, int64_t time_ms,
                                          const struct bsm_face_found *found);

void bsm_challenge_forget(struct bsm_challenge *challenge);

#endif
