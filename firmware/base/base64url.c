#include "firmware/base/base64url.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void bsm_base64url_encode(const void *bytes, size_t size, char *text)
{
    const uint8_t *at = bytes;
    uint32_t bits = 0;
    int held = 0;
    while (size-- > 0) {
        bits = (bits << 8) | *at++;
        for (held += 8; held >= 6; held -= 6)
            *text++ = alphabet[(bits >> (held - 6)) & 63];
    }
    if (held > 0)
        *text++ = alphabet[(bits << (6 - held)) & 63];
    *text = '\0';
}

/* -1 for a character that is none of the alphabet. */
static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

enum bsm_status bsm_base64url_decode(const char *text, size_t length, void *bytes, size_t capacity, size_t *size)
{
    uint8_t *out = bytes;
    size_t written = 0;
    uint32_t bits = 0;
    int held = 0;
    if (length % 4 == 1)
        return BSM_INVALID;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0)
            return BSM_INVALID;
        bits = (bits << 6) | (uint32_t)value;
        held += 6;
        if (held < 8)
            continue;
        held -= 8;
        if (written == capacity)
            return BSM_INVALID;
        out[written++] = (uint8_t)(bits >> held);
    }
    if (bits & ((1u << held) - 1))
        return BSM_INVALID;
    *size = written;
    return BSM_OK;
}
