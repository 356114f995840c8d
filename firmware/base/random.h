/* Random bytes from the kernel, and identifiers made of them. */
#ifndef BASMA_BASE_RANDOM_H
#define BASMA_BASE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BSM_UUID_SIZE = 16, BSM_UUID_TEXT_SIZE = 37 };

/* A 128-bit identifier (RFC 9562). All zero means "none". */
struct bsm_uuid {
    uint8_t bytes[BSM_UUID_SIZE];
};

/* Fills from getrandom(2). Blocks only until the kernel's pool is seeded at boot; aborts the process if the kernel refuses,
 * for nothing safe can be done without. */
void bsm_random_bytes(void *out, size_t size);

/* A new UUID version 7 (RFC 9562 section 5.7) of this wall-clock moment. */
struct bsm_uuid bsm_uuid7(int64_t unix_ms);

bool bsm_uuid_is_none(const struct bsm_uuid *uuid);
bool bsm_uuid_equal(const struct bsm_uuid *a, const struct bsm_uuid *b);

/* 8-4-4-4-12 in lower case. */
void bsm_uuid_text(const struct bsm_uuid *uuid, char text[BSM_UUID_TEXT_SIZE]);

/* Reads exactly the form bsm_uuid_text writes (upper case too); false and uuid untouched otherwise. */
bool bsm_uuid_parse(const char *text, struct bsm_uuid *uuid);

#endif
