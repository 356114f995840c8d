/*
 * Compact JWS (RFC 7515) with ES256 (RFC 7518 section 3.4) and nothing else: the header is {"alg":"ES256"} or
 * {"alg":"ES256","kid":"..."}, those members in any order, no others and no blanks, so that no crit, jwk or jku is ever
 * followed.
 */
#ifndef BASMA_SEAL_JWS_H
#define BASMA_SEAL_JWS_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/seal/ec_key.h"

enum {
    BSM_JWS_PAYLOAD_MAX = 32 * 1024,
    BSM_JWS_KID_SIZE = 65,    /* with the end; printable ASCII without quote and backslash */
    BSM_JWS_SIZE = 44 * 1024, /* room for any JWS of ours with its end */
};

/* Signs. kid may be NULL. INVALID: payload too large, kid not writable; else what the signer says. jws gets *size
 * characters and a zero byte. */
enum bsm_status bsm_jws_sign(const struct bsm_signer *signer, const char *kid, const void *payload, size_t payload_size,
                             char jws[BSM_JWS_SIZE], size_t *size);

/*
 * Verifies and only then gives the payload out (with a zero byte after it: capacity is at least payload + 1;
 * BSM_JWS_PAYLOAD_MAX + 1 always is). kid: what the header must say, NULL for whatever. INVALID: not such a JWS,
 * other kid, does not fit; DENIED: the signature is not this key's.
 */
enum bsm_status bsm_jws_verify(const struct bsm_ec_point *key, const char *kid, const char *jws, size_t size,
                               void *payload, size_t capacity, size_t *payload_size);

#endif
