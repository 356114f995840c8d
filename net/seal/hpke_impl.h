/* Sealing with a given ephemeral key: for the RFC's test vectors, where it is known. Never in the product. */
#ifndef BASMA_SEAL_HPKE_IMPL_H
#define BASMA_SEAL_HPKE_IMPL_H

#include "net/seal/hpke.h"

enum bsm_status bsm_hpke_seal_with(struct bsm_ec_key *ephemeral, enum bsm_hpke_aead aead, const struct bsm_ec_point *to,
                                   struct bsm_span info, struct bsm_span aad, struct bsm_span plain,
                                   uint8_t enc[BSM_HPKE_ENC_SIZE], uint8_t *sealed);

#endif
