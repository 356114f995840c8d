/*
 * The words for a movement that is asked of a person, so that a picture of them does not do: the kiosk's parts say them
 * to each other, and the record of a face to the centre. To which sides, the visit's nonce says (net/seal/sides.h).
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
    BSM_CHALLENGE_TURNS = 2, /* a film of somebody who turns as they like fits one in four */
    BSM_CHALLENGE_SIDES_SIZE = BSM_CHALLENGE_TURNS + 1,
    BSM_CHALLENGE_ATTEMPTS_MAX = 16, /* in one visit, counted from 0 */
};

/* "sideways"; "none" outside. */
const char *bsm_challenge_kind_name(enum bsm_challenge_kind kind);

/* The sides as they are written: a letter a turn, the person's own: L left, R right; U up, D down; "" where none is
 * asked. Bit n of sides is the n-th turn: to the person's left, or down. */
void bsm_challenge_sides_text(enum bsm_challenge_kind kind, uint8_t sides, char text[BSM_CHALLENGE_SIDES_SIZE]);

/* Whether it is such a text of any sides. */
bool bsm_challenge_sides_valid(enum bsm_challenge_kind kind, const char *text);

#endif
