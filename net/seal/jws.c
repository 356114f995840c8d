#include "net/seal/jws.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "firmware/base/base64url.h"
#include "firmware/base/wipe.h"

enum {
    HEADER_MAX = 32 + BSM_JWS_KID_SIZE, /* characters of JSON */
    SIGNATURE_LENGTH = BSM_BASE64URL_LENGTH(BSM_EC_SIGNATURE_SIZE),
};

_Static_assert(BSM_BASE64URL_LENGTH(BSM_JWS_PAYLOAD_MAX) + BSM_BASE64URL_LENGTH(HEADER_MAX) + SIGNATURE_LENGTH + 3 <=
                   BSM_JWS_SIZE,
               "any JWS of ours fits");

static bool kid_valid(const char *kid, size_t length)
{
    if (length == 0 || length >= BSM_JWS_KID_SIZE)
        return false;
    for (size_t i = 0; i < length; i++)
        if (kid[i] < ' ' || kid[i] > '~' || kid[i] == '"' || kid[i] == '\\')
            return false;
    return true;
}

enum bsm_status bsm_jws_sign(const struct bsm_signer *signer, const char *kid, const void *payload, size_t payload_size,
                             char jws[BSM_JWS_SIZE], size_t *size)
{
    char header[HEADER_MAX] = "{\"alg\":\"ES256\"}";
    uint8_t digest[BSM_SHA256_SIZE];
    uint8_t signature[BSM_EC_SIGNATURE_SIZE];
    if (payload_size > BSM_JWS_PAYLOAD_MAX || (kid && !kid_valid(kid, strnlen(kid, BSM_JWS_KID_SIZE))))
        return BSM_INVALID;
    if (kid)
        snprintf(header, sizeof header, "{\"alg\":\"ES256\",\"kid\":\"%s\"}", kid);
    bsm_base64url_encode(header, strlen(header), jws);
    size_t length = strlen(jws);
    jws[length++] = '.';
    bsm_base64url_encode(payload, payload_size, jws + length);
    length += BSM_BASE64URL_LENGTH(payload_size);
    bsm_sha256(jws, length, digest);
    enum bsm_status status = signer->sign(signer->context, digest, signature);
    if (status != BSM_OK) {
        bsm_wipe(jws, length + 1);
        return status;
    }
    jws[length++] = '.';
    bsm_base64url_encode(signature, sizeof signature, jws + length);
    *size = length + SIGNATURE_LENGTH;
    return BSM_OK;
}

/* Skips `"name":"`; false when it does not stand here. */
static bool skip(const char **at, const char *text)
{
    size_t length = strlen(text);
    if (strncmp(*at, text, length) != 0)
        return false;
    *at += length;
    return true;
}

/* {"alg":"ES256"} with or without a kid, before or after it, in the compact form that we write. */
static bool header_lawful(const char *header, const char *kid)
{
    const char *at = header;
    const char *found = NULL;
    size_t found_length = 0;
    bool alg = false;
    if (!skip(&at, "{"))
        return false;
    do {
        if (!alg && skip(&at, "\"alg\":\"ES256\"")) {
            alg = true;
        } else if (!found && skip(&at, "\"kid\":\"")) {
            found = at;
            found_length = strcspn(at, "\"\\");
            at += found_length;
            if (!kid_valid(found, found_length) || !skip(&at, "\""))
                return false;
        } else {
            return false;
        }
    } while (skip(&at, ","));
    if (!alg || !skip(&at, "}") || *at != '\0')
        return false;
    return !kid || (found && strlen(kid) == found_length && memcmp(kid, found, found_length) == 0);
}

static bool header_read(const char *text, size_t length, const char *kid)
{
    char header[HEADER_MAX + 1];
    size_t size = 0;
    if (bsm_base64url_decode(text, length, header, HEADER_MAX, &size) != BSM_OK || memchr(header, '\0', size))
        return false;
    header[size] = '\0';
    return header_lawful(header, kid);
}

/* The three parts of header.payload.signature. */
struct parts {
    const char *header;
    const char *payload;
    const char *signature;
    size_t header_length;
    size_t payload_length;
};

static bool cut(const char *jws, size_t size, struct parts *parts)
{
    const char *first = memchr(jws, '.', size);
    if (!first)
        return false;
    size_t left = size - (size_t)(first + 1 - jws);
    const char *second = memchr(first + 1, '.', left);
    if (!second || size - (size_t)(second + 1 - jws) != SIGNATURE_LENGTH)
        return false;
    *parts = (struct parts){.header = jws,
                            .payload = first + 1,
                            .signature = second + 1,
                            .header_length = (size_t)(first - jws),
                            .payload_length = (size_t)(second - first - 1)};
    return true;
}

enum bsm_status bsm_jws_verify(const struct bsm_ec_point *key, const char *kid, const char *jws, size_t size,
                               void *payload, size_t capacity, size_t *payload_size)
{
    struct parts parts;
    uint8_t digest[BSM_SHA256_SIZE];
    uint8_t signature[BSM_EC_SIGNATURE_SIZE];
    size_t read = 0;
    if (size >= BSM_JWS_SIZE || capacity == 0 || !cut(jws, size, &parts) ||
        !header_read(parts.header, parts.header_length, kid) ||
        bsm_base64url_decode(parts.signature, SIGNATURE_LENGTH, signature, sizeof signature, &read) != BSM_OK ||
        read != sizeof signature)
        return BSM_INVALID;
    bsm_sha256(jws, (size_t)(parts.signature - 1 - jws), digest);
    enum bsm_status status = bsm_ec_verify(key, digest, signature);
    if (status != BSM_OK)
        return status;
    if (bsm_base64url_decode(parts.payload, parts.payload_length, payload, capacity - 1, &read) != BSM_OK) {
        bsm_wipe(payload, capacity);
        return BSM_INVALID;
    }
    ((char *)payload)[read] = '\0';
    *payload_size = read;
    return BSM_OK;
}
