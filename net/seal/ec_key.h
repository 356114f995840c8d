/*
 * Keys on the curve P-256, the only curve of Basma. A public key is a plain value (its uncompressed point), a
 * private key an object. Any thread, but one thread at a time per private key.
 */
#ifndef BASMA_SEAL_EC_KEY_H
#define BASMA_SEAL_EC_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/seal/sha256.h"

enum {
    BSM_EC_POINT_SIZE = 65,
    BSM_EC_SIGNATURE_SIZE = 64,   /* r || s, 32 bytes each, big-endian (RFC 7518 section 3.4) */
    BSM_EC_SECRET_SIZE = 32,      /* the x coordinate of a Diffie-Hellman agreement */
    BSM_EC_PUBLIC_PEM_SIZE = 256, /* with the end */
    BSM_EC_PRIVATE_PEM_SIZE = 512,
};

/* A public key: 4 || x || y (SEC 1 section 2.3.3), known to lie on the curve. */
struct bsm_ec_point {
    uint8_t bytes[BSM_EC_POINT_SIZE];
};

/* Reads 65 bytes from outside; INVALID when they are no point of the curve. */
enum bsm_status bsm_ec_point_read(const uint8_t bytes[BSM_EC_POINT_SIZE], struct bsm_ec_point *point);

/* PEM ("BEGIN PUBLIC KEY"). INVALID: no P-256 key. size is without a zero byte at the end. */
enum bsm_status bsm_ec_point_from_pem(const char *pem, size_t size, struct bsm_ec_point *point);
enum bsm_status bsm_ec_point_to_pem(const struct bsm_ec_point *point, char pem[BSM_EC_PUBLIC_PEM_SIZE]);

/* The PEM file at path. GONE: no such file; INVALID: not such a key; FAULT: cannot be read. */
enum bsm_status bsm_ec_point_load(const char *path, struct bsm_ec_point *point);

/* OK: the signature is right. DENIED: it is not. */
enum bsm_status bsm_ec_verify(const struct bsm_ec_point *point, const uint8_t digest[BSM_SHA256_SIZE],
                              const uint8_t signature[BSM_EC_SIGNATURE_SIZE]);

/* A private key. */
struct bsm_ec_key;

/* A new key from the kernel's random bytes. */
enum bsm_status bsm_ec_key_create(struct bsm_ec_key **key);

/* PEM, PKCS#8 or SEC 1, not encrypted. INVALID: no P-256 private key. */
enum bsm_status bsm_ec_key_from_pem(const char *pem, size_t size, struct bsm_ec_key **key);
enum bsm_status bsm_ec_key_to_pem(const struct bsm_ec_key *key, char pem[BSM_EC_PRIVATE_PEM_SIZE]);

/* The PEM file at path, as above; bsm_ec_key_save writes it with mode 0600, whole or not at all. */
enum bsm_status bsm_ec_key_load(const char *path, struct bsm_ec_key **key);
enum bsm_status bsm_ec_key_save(const struct bsm_ec_key *key, const char *path);

void bsm_ec_key_public(const struct bsm_ec_key *key, struct bsm_ec_point *point);

/* ECDSA over a SHA-256. */
enum bsm_status bsm_ec_key_sign(struct bsm_ec_key *key, const uint8_t digest[BSM_SHA256_SIZE],
                                uint8_t signature[BSM_EC_SIGNATURE_SIZE]);

/* Diffie-Hellman (SP 800-56A 5.7.1.2). INVALID: the point is not on the curve. */
enum bsm_status bsm_ec_key_agree(struct bsm_ec_key *key, const struct bsm_ec_point *peer,
                                 uint8_t secret[BSM_EC_SECRET_SIZE]);

/* Wipes and frees; NULL is fine. */
void bsm_ec_key_destroy(struct bsm_ec_key *key);

/* Whatever can sign: a key in memory, a key in a store. Borrowed; must outlive its use. */
struct bsm_signer {
    enum bsm_status (*sign)(void *context, const uint8_t digest[BSM_SHA256_SIZE],
                            uint8_t signature[BSM_EC_SIGNATURE_SIZE]);
    void *context;
};

struct bsm_signer bsm_ec_key_signer(struct bsm_ec_key *key);

#endif
