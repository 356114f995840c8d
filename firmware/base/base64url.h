/* Binary as text: base64url without padding (RFC 4648 section 5), strict in reading. */
#ifndef BASMA_BASE_BASE64URL_H
#define BASMA_BASE_BASE64URL_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

/* Characters that size bytes take, without the end; usable in constant expressions. */
#define BSM_BASE64URL_LENGTH(size) (((size)*4 + 2) / 3)

/* Writes BSM_BASE64URL_LENGTH(size) characters and a zero byte. */
void bsm_base64url_encode(const void *bytes, size_t size, char *text);

/* Reads exactly length characters. INVALID: a character outside the alphabet, padding, an impossible length, bits that
 * are not zero after the last byte, or more than capacity bytes; bytes may then be partly written. */
enum bsm_status bsm_base64url_decode(const char *text, size_t length, void *bytes, size_t capacity, size_t *size);

#endif
