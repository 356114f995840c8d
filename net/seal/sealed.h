/*
 * A signed capture, sealed so that only the centre can open it, and only as a capture of this visit by this device:
 * HPKE (hpke.h, AES-256-GCM), info "basma capture v1", aad the visit's 16 bytes and the device's name.
 */
#ifndef BASMA_SEAL_SEALED_H
#define BASMA_SEAL_SEALED_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/random.h"
#include "firmware/base/status.h"
#include "net/seal/ec_key.h"
#include "net/seal/hpke.h"
#include "net/seal/jws.h"

enum { BSM_SEAL_KID_SIZE = 16, BSM_SEAL_DEVICE_MAX = 64, BSM_SEAL_TEXT_SIZE = BSM_JWS_SIZE + BSM_HPKE_TAG_SIZE };

/* Which key: the first bytes of the SHA-256 of its point. */
void bsm_seal_kid(const struct bsm_ec_point *key, uint8_t kid[BSM_SEAL_KID_SIZE]);

/* Seals jws_size bytes; text needs BSM_SEAL_TEXT_SIZE. INVALID: larger than a JWS may be, or no device. */
enum bsm_status bsm_seal(const struct bsm_ec_point *centre, const struct bsm_uuid *visit, const char *device,
                         const char *jws, size_t jws_size, uint8_t kid[BSM_SEAL_KID_SIZE],
                         uint8_t enc[BSM_HPKE_ENC_SIZE], uint8_t *text, size_t *text_size);

/*
 * Opens; jws gets *jws_size characters and a zero byte. GONE: sealed to another key (an old one of ours, perhaps).
 * INVALID: changed, of another visit or device, or too large.
 */
enum bsm_status bsm_unseal(struct bsm_ec_key *centre, const struct bsm_uuid *visit, const char *device,
                           const uint8_t kid[BSM_SEAL_KID_SIZE], const uint8_t enc[BSM_HPKE_ENC_SIZE],
                           const uint8_t *text, size_t text_size, char jws[BSM_JWS_SIZE], size_t *jws_size);

#endif
