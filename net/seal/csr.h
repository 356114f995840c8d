/* Requests for a certificate (PKCS#10, RFC 2986) of a P-256 key. */
#ifndef BASMA_SEAL_CSR_H
#define BASMA_SEAL_CSR_H

#include <stdbool.h>
#include <stddef.h>

#include "firmware/base/status.h"
#include "net/seal/ec_key.h"
#include "net/seal/key_store.h"

/* Whether text can stand in a subject's CN as we write it: 1..64 of A-Z a-z 0-9 - . _ */
bool bsm_common_name_valid(const char *text);

enum bsm_status bsm_csr_write(struct bsm_ec_key *key, const char *common_name, char pem[BSM_CSR_PEM_SIZE]);

/* Reads a request from outside: P-256, its own signature right. INVALID otherwise. Its subject is not looked at: the
 * issuer decides the name. */
enum bsm_status bsm_csr_read(const char *pem, size_t size, struct bsm_ec_point *point);

#endif
