#include "net/seal/sha256.h"

#include <assert.h>
#include <stdio.h>

#include <mbedtls/constant_time.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>

void bsm_sha256(const void *bytes, size_t size, uint8_t hash[BSM_SHA256_SIZE])
{
    int result = mbedtls_sha256_ret(size ? bytes : "", size, hash, 0);
    assert(result == 0);
    (void)result;
}

void bsm_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size, uint8_t mac[BSM_SHA256_SIZE])
{
    const mbedtls_md_info_t *sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    int result = mbedtls_md_hmac(sha256, key, key_size, size ? bytes : "", size, mac);
    assert(result == 0);
    (void)result;
}

void bsm_sha256_hex(const uint8_t hash[BSM_SHA256_SIZE], char hex[BSM_SHA256_HEX_SIZE])
{
    for (int i = 0; i < BSM_SHA256_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

bool bsm_secret_equal(const void *a, const void *b, size_t size) { return mbedtls_ct_memcmp(a, b, size) == 0; }
