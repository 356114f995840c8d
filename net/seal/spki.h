/* A P-256 public key as certificates carry it (SubjectPublicKeyInfo, RFC 5480). Inside net/seal only. */
#ifndef BASMA_SEAL_SPKI_H
#define BASMA_SEAL_SPKI_H

#include <stdint.h>

#include "net/seal/ec_key.h"

enum { BSM_SPKI_SIZE = 26 + BSM_EC_POINT_SIZE };

void bsm_spki_write(const struct bsm_ec_point *point, uint8_t spki[BSM_SPKI_SIZE]);

#endif
