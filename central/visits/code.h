/* The code that is sent to a person's mobile number. */
#ifndef BASMA_CENTRAL_VISITS_CODE_H
#define BASMA_CENTRAL_VISITS_CODE_H

#include "central/digest.h"
#include "firmware/base/identity.h"
#include "firmware/base/random.h"

/* Six digits from the kernel's random bytes, every code equally likely. */
void bsm_code_make(char code[BSM_CODE_SIZE]);

/* What is kept of it: keyed, and bound to its visit, so that a copy of the register does not tell the code. */
struct bsm_digest bsm_code_hash(const struct bsm_digest_key *secret, const struct bsm_uuid *visit, const char *code);

#endif
