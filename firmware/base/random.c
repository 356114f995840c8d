#include "firmware/base/random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void bsm_random_bytes(void *out, size_t size)
{
    uint8_t *at = out;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort();
        at += got;
        size -= (size_t)got;
    }
}

struct bsm_uuid bsm_uuid7(int64_t unix_ms)
{
    struct bsm_uuid uuid;
    bsm_random_bytes(uuid.bytes, sizeof uuid.bytes);
    for (int i = 0; i < 6; i++)
        uuid.bytes[i] = (uint8_t)((uint64_t)unix_ms >> (8 * (5 - i)));
    uuid.bytes[6] = (uint8_t)((uuid.bytes[6] & 0x0f) | 0x70);
    uuid.bytes[8] = (uint8_t)((uuid.bytes[8] & 0x3f) | 0x80);
    return uuid;
}

bool bsm_uuid_is_none(const struct bsm_uuid *uuid)
{
    static const struct bsm_uuid none;
    return bsm_uuid_equal(uuid, &none);
}

bool bsm_uuid_equal(const struct bsm_uuid *a, const struct bsm_uuid *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static bool dash_before(size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

void bsm_uuid_text(const struct bsm_uuid *uuid, char text[BSM_UUID_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    char *at = text;
    for (size_t i = 0; i < BSM_UUID_SIZE; i++) {
        if (dash_before(i))
            *at++ = '-';
        *at++ = digits[uuid->bytes[i] >> 4];
        *at++ = digits[uuid->bytes[i] & 15];
    }
    *at = '\0';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool bsm_uuid_parse(const char *text, struct bsm_uuid *uuid)
{
    if (strnlen(text, BSM_UUID_TEXT_SIZE) != BSM_UUID_TEXT_SIZE - 1)
        return false;
    struct bsm_uuid parsed;
    const char *at = text;
    for (size_t i = 0; i < BSM_UUID_SIZE; i++) {
        if (dash_before(i) && *at++ != '-')
            return false;
        int high = hex_digit(at[0]);
        int low = high < 0 ? -1 : hex_digit(at[1]);
        if (low < 0)
            return false;
        parsed.bytes[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    *uuid = parsed;
    return true;
}
