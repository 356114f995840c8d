/*
 * Hybrid public key encryption, RFC 9180: mode base, single shot, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-GCM.
 * The product uses AES-256-GCM; AES-128-GCM is here for the RFC's own test vector (A.3.1).
 */
#ifndef BASMA_SEAL_HPKE_H
#define BASMA_SEAL_HPKE_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/seal/ec_key.h"

enum bsm_hpke_aead { /* the registry's numbers, RFC 9180 section 7.3 */
                     BSM_HPKE_AES_128_GCM = 1,
                     BSM_HPKE_AES_256_GCM = 2,
};

enum {
    BSM_HPKE_ENC_SIZE = BSM_EC_POINT_SIZE,
    BSM_HPKE_TAG_SIZE = 16,
    BSM_HPKE_INFO_MAX = 64,
    BSM_HPKE_TEXT_MAX = 1 << 20
};

/* Bytes that are not ours to change. */
struct bsm_span {
    const void *bytes;
    size_t size;
};

/* Seals plain to the key; sealed needs plain.size + BSM_HPKE_TAG_SIZE bytes. INVALID: too large. */
enum bsm_status bsm_hpke_seal(enum bsm_hpke_aead aead, const struct bsm_ec_point *to, struct bsm_span info,
                              struct bsm_span aad, struct bsm_span plain, uint8_t enc[BSM_HPKE_ENC_SIZE],
                              uint8_t *sealed);

/* Opens into plain, which needs sealed.size - BSM_HPKE_TAG_SIZE bytes. INVALID for anything that was not sealed so. */
enum bsm_status bsm_hpke_open(enum bsm_hpke_aead aead, struct bsm_ec_key *key, struct bsm_span info,
                              struct bsm_span aad, const uint8_t enc[BSM_HPKE_ENC_SIZE], struct bsm_span sealed,
                              uint8_t *plain);

#endif
