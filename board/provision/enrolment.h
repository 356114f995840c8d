/*
 * One enrolment from token to proof. Each step prints its own failure on stderr, with the remedy. Running it again
 * after any failure goes on where it can: keys that exist stay, and the request carries the same idempotency key, so
 * that a centre that has already spent the token gives the same answer again.
 */
#ifndef BASMA_PROVISION_ENROLMENT_H
#define BASMA_PROVISION_ENROLMENT_H

#include "firmware/base/status.h"
#include "net/wire/token.h"

struct bsm_enrolment {
    const char *state;
    const struct bsm_wire_token *token;
    const char *url; /* the token's, or another way to the same server */
};

enum bsm_status bsm_enrolment_run(const struct bsm_enrolment *enrolment);

#endif
