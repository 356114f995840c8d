/*
 * The words for a movement that is asked of a person, so that a picture of them does not do: the kiosk's parts say them
 * to each other, and the record of a face to the centre. To which sides, the visit's nonce says (net/seal/sides.h).
 *
 * A film of somebody who turns as they like fits n turns by chance in one of 2^n. Three tries of two turns each let
 * 1 - (3/4)^3 = 58 % of such films pass; two, then three, then four turns let 1 - 3/4 * 7/8 * 15/16 = 38 %, of which
 * the first try, which has to be easy for everybody, is 25.
 */
#ifndef BASMA_BASE_CHALLENGE_H
#define BASMA_BASE_CHALLENGE_H

#include <stdbool.h>
#include <stdint.h>

enum bsm_challenge_kind {
    BSM_CHALLENGE_NONE = 0, /* nothing is asked */
    BSM_CHALLENGE_SIDEWAYS, /* turn the head to a side, and back */
    BSM_CHALLENGE_UP_DOWN,  /* for who cannot turn it: look up or down, and back */
};
enum { BSM_CHALLENGE_KIND_LAST = BSM_CHALLENGE_UP_DOWN };

enum {
    BSM_CHALLENGE_TURNS_MIN = 2, /* at the first attempt; one more at each that follows */
    BSM_CHALLENGE_TURNS_MAX = 4,
    BSM_CHALLENGE_SIDES_SIZE = BSM_CHALLENGE_TURNS_MAX + 1,
    BSM_CHALLENGE_ATTEMPTS_MAX = 16, /* in one visit, counted from 0 */
    BSM_CHALLENGE_TURN_MS = 10000,   /* what a turn and the way back may take; for all of them together */
};

/* How many turns an attempt asks for. Who cannot turn the head has said so in an attempt before, which was no failure:
 * there the count begins with the second. */
int bsm_challenge_turns(enum bsm_challenge_kind kind, unsigned attempt);

/* "sideways"; "none" outside. */
const char *bsm_challenge_kind_name(enum bsm_challenge_kind kind);

/* The sides as they are written: a letter a turn of the attempt, the person's own: L left, R right; U up, D down; ""
 * where none is asked. Bit n of sides is the n-th turn: to the person's left, or down. */
void bsm_challenge_sides_text(enum bsm_challenge_kind kind, unsigned attempt, uint8_t sides,
                              char text[BSM_CHALLENGE_SIDES_SIZE]);

/* Whether it is such a text of any sides. */
bool bsm_challenge_sides_valid(enum bsm_challenge_kind kind, unsigned attempt, const char *text);

#endif
