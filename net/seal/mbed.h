/* What the files on mbedtls share. Inside net/seal only. */
#ifndef BASMA_SEAL_MBED_H
#define BASMA_SEAL_MBED_H

#include <stdbool.h>
#include <stddef.h>

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>

#include "firmware/base/status.h"
#include "net/seal/ec_key.h"

struct bsm_ec_key {
    mbedtls_pk_context pk; /* MBEDTLS_PK_ECKEY on P-256 with its private part */
};

/* Random bytes from the kernel, in the form that mbedtls asks for. */
int bsm_mbed_random(void *context, unsigned char *out, size_t size);

/* Whether pk is a key on P-256. */
bool bsm_mbed_is_p256(const mbedtls_pk_context *pk);

/* The public part of a P-256 pk; INVALID when it is not on the curve. */
enum bsm_status bsm_mbed_point_of(const mbedtls_pk_context *pk, struct bsm_ec_point *point);

/* Sets up an initialised pk with a public key. */
enum bsm_status bsm_mbed_pk_from_point(mbedtls_pk_context *pk, const struct bsm_ec_point *point);

/* What an mbedtls return value means where only memory or a bug can be the cause. */
enum bsm_status bsm_mbed_status(int result);

#endif
