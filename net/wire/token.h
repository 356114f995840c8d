/*
 * The one-time token of an enrolment: what the centre prints and a technician types or pastes once at the kiosk. It
 * carries everything the kiosk needs to trust the centre before it knows it: where, who, and a secret.
 *
 * As text: "basma1." and the base64url of the bytes
 *     version 1 | expires u64 | secret 32 | ca_sha256 32 | server_pin 32 | url length u8, url   (little-endian)
 */
#ifndef BASMA_WIRE_TOKEN_H
#define BASMA_WIRE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_WIRE_SECRET_SIZE = 32,
    BSM_WIRE_FINGERPRINT_SIZE = 32, /* SHA-256 */
    BSM_WIRE_URL_SIZE = 201,        /* with its end */
    BSM_WIRE_TOKEN_TEXT_SIZE = 7 + 409 + 1,
};

struct bsm_wire_token {
    char url[BSM_WIRE_URL_SIZE];                   /* "https://host:port", no slash at the end */
    uint8_t secret[BSM_WIRE_SECRET_SIZE];          /* the centre keeps only its SHA-256 */
    uint8_t ca_sha256[BSM_WIRE_FINGERPRINT_SIZE];  /* of the CA certificate's DER */
    uint8_t server_pin[BSM_WIRE_FINGERPRINT_SIZE]; /* of the server key's SubjectPublicKeyInfo (RFC 7469), as curl
    pins */
    int64_t expires_unix_ms;
};

/* Whether text is a URL that Basma uses: https, host, optional port, nothing after. At most BSM_WIRE_URL_SIZE - 1
 * long. */
bool bsm_wire_url_valid(const char *text);

/* Writes the token. INVALID when the url is not valid. */
enum bsm_status bsm_wire_token_encode(const struct bsm_wire_token *token, char text[BSM_WIRE_TOKEN_TEXT_SIZE]);

/* Reads a token (blanks around it are skipped). INVALID: not a token. Its expiry is the caller's to check. */
enum bsm_status bsm_wire_token_decode(const char *text, struct bsm_wire_token *token);

#endif
