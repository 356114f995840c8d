/* Certificates from outside: who is it, and does our CA say so. PEM or DER; hostile bytes are fine. Any thread. */
#ifndef BASMA_SEAL_X509_VERIFY_H
#define BASMA_SEAL_X509_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/seal/ec_key.h"

enum { BSM_X509_CERTIFICATE_MAX = 16 * 1024, BSM_X509_NAME_SIZE = 65, BSM_X509_PIN_SIZE = 53 };

struct bsm_x509_identity {
    char common_name[BSM_X509_NAME_SIZE]; /* as bsm_common_name_valid says, else "" */
    uint8_t sha256[BSM_SHA256_SIZE];      /* of the DER: the certificate's fingerprint */
    struct bsm_ec_point key;
    int64_t to_unix_s; /* last moment of validity */
};

/* Reads the (first) certificate; nothing is verified. INVALID: none, or its key is not P-256. */
enum bsm_status bsm_x509_identify(const void *bytes, size_t size, struct bsm_x509_identity *identity);

/*
 * Verifies a client's certificate at the moment now_unix_s: signed by this very CA, within its validity, for client
 * authentication, a common name we would write. DENIED otherwise; INVALID: no certificate. Revocation is the
 * caller's to check, by the fingerprint.
 */
enum bsm_status bsm_x509_verify_client(const char *ca_pem, const void *bytes, size_t size, int64_t now_unix_s,
                                       struct bsm_x509_identity *identity);

/* SHA-256 of a public key's SubjectPublicKeyInfo (RFC 7469), and the same as curl pins it: "sha256//" and base64. */
void bsm_x509_pin(const struct bsm_ec_point *key, uint8_t sha256[BSM_SHA256_SIZE]);
void bsm_x509_pin_text(const uint8_t sha256[BSM_SHA256_SIZE], char text[BSM_X509_PIN_SIZE]);

#endif
