/* SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104). Any thread; nothing can fail but memory, which aborts. */
#ifndef BASMA_SEAL_SHA256_H
#define BASMA_SEAL_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BSM_SHA256_SIZE = 32, BSM_SHA256_HEX_SIZE = 65 };

void bsm_sha256(const void *bytes, size_t size, uint8_t hash[BSM_SHA256_SIZE]);

/* key_size 1.. */
void bsm_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size, uint8_t mac[BSM_SHA256_SIZE]);

/* 64 lower-case hexadecimal digits and the end. */
void bsm_sha256_hex(const uint8_t hash[BSM_SHA256_SIZE], char hex[BSM_SHA256_HEX_SIZE]);

/* Whether two secrets are equal, in a time that does not tell where they differ. */
bool bsm_secret_equal(const void *a, const void *b, size_t size);

#endif
