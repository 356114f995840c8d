/*
 * Passwords as they are kept: argon2id (RFC 9106) through libsodium, 19 MiB and two passes, with its salt and
 * parameters in one printable text. So that many requests at once do not take all memory, few are hashed at the same
 * time; the others wait.
 *
 * Life: start once -> make from any thread. Each call blocks for some 25 ms of one core, and for those before it.
 */
#ifndef BASMA_CENTRAL_PASSWORDS_HASH_H
#define BASMA_CENTRAL_PASSWORDS_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_PASSWORD_HASH_SIZE = 128,
    BSM_PASSWORD_HASH_MIB = 19,
    BSM_PASSWORD_HASH_PASSES = 2,
    BSM_PASSWORD_HASHES_AT_ONCE = 2,
    BSM_PASSWORD_WAIT_S = 10,
};

/* Sets up libsodium. FAULT: it cannot work here. Harmless when called again. */
enum bsm_status bsm_password_hash_start(void);

/* BUSY: too many before it for too long; NO_MEMORY. */
enum bsm_status bsm_password_hash_make(const char *password, char hash[BSM_PASSWORD_HASH_SIZE]);

/* What stands for a password where two are to be told apart without keeping either: as slow to guess from as the hash,
 * the same for the same salt. As make. */
enum { BSM_PASSWORD_SALT_SIZE = 16, BSM_PASSWORD_STAND_IN_SIZE = 32 };
enum bsm_status bsm_password_stand_in(const char *password, const uint8_t salt[BSM_PASSWORD_SALT_SIZE],
                                      uint8_t stand_in[BSM_PASSWORD_STAND_IN_SIZE]);

/* Whether the password is the one that was hashed. */
bool bsm_password_hash_is_of(const char *hash, const char *password);

#endif
