/* Digests for the centre's own records: fingerprints, keyed names of numbers, chains. SHA-256 and HMAC come from
 * net/seal. */
#ifndef BASMA_CENTRAL_DIGEST_H
#define BASMA_CENTRAL_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/seal/sha256.h"

struct bsm_digest {
    uint8_t bytes[BSM_SHA256_SIZE];
};

/* The secret that names numbers and shapes answers for unknown ones: random, made once by init, never changed. */
struct bsm_digest_key {
    uint8_t bytes[BSM_SHA256_SIZE];
};

struct bsm_digest bsm_digest_of(const void *bytes, size_t size);

/* HMAC of the bytes under a key derived for the purpose: two purposes never give the same value. */
struct bsm_digest bsm_digest_keyed(const struct bsm_digest_key *key, const char *purpose, const void *bytes,
                                   size_t size);

/* All zeroes: there is none. */
bool bsm_digest_is_none(const struct bsm_digest *digest);

/* In time that does not depend on where they differ. */
bool bsm_digest_equal(const struct bsm_digest *a, const struct bsm_digest *b);

#endif
