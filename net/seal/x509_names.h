/* Extensions that mbedtls 2.28 cannot write itself, as DER. Inside net/seal only. */
#ifndef BASMA_SEAL_X509_NAMES_H
#define BASMA_SEAL_X509_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum { BSM_X509_SAN_MAX = 1024 };

/* SubjectAltName (RFC 5280 section 4.2.1.6) of DNS names and IP addresses. INVALID: a name that is neither, too much.
 */
enum bsm_status bsm_x509_write_san(const char *const *names, size_t count, uint8_t der[BSM_X509_SAN_MAX], size_t *size);

#endif
