/* The code that is sent to a person's mobile number. */
#ifndef BASMA_CENTRAL_VISITS_CODE_H
#define BASMA_CENTRAL_VISITS_CODE_H

#include "central/digest.h"
#include "firmware/base/identity.h"
#include "firmware/base/random.h"
#include "net/wire/wire.h"

/*
 * The nth code (from 1) of a visit: six digits, every code equally likely, known only to who holds the secret. The same
 * again whenever it is asked for: a code that may or may not have gone out before a crash is sent again, and need never
 * be stored. The nonce is the centre's own, so that a name of a visit used twice does not bring a code twice.
 */
void bsm_code_make(const struct bsm_digest_key *secret, const struct bsm_uuid *visit,
                   const uint8_t nonce[BSM_WIRE_NONCE_SIZE], int nth, char code[BSM_CODE_SIZE]);

/* What is kept of it: keyed, and bound to its visit, so that a copy of the register does not tell the code. */
struct bsm_digest bsm_code_hash(const struct bsm_digest_key *secret, const struct bsm_uuid *visit, const char *code);

#endif
