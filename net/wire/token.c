#include "net/wire/token.h"

#include <string.h>

#include "firmware/base/bytes.h"
#include "firmware/base/wipe.h"
#include "firmware/base/base64url.h"

#define PREFIX "basma1."

enum {
    TOKEN_VERSION = 1,
    FIXED_SIZE = 1 + 8 + BSM_WIRE_SECRET_SIZE + 2 * BSM_WIRE_FINGERPRINT_SIZE + 1,
    BYTES_MAX = FIXED_SIZE + BSM_WIRE_URL_SIZE - 1,
};

_Static_assert(sizeof PREFIX + BSM_BASE64URL_LENGTH(BYTES_MAX) <= BSM_WIRE_TOKEN_TEXT_SIZE, "a token fits its text");

static bool port_valid(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits >= 1 && digits <= 5 && text[digits] == '\0';
}

/* The length of "name", "1.2.3.4" or "[v6]" at text; 0 for none. */
static size_t host_length(const char *text)
{
    if (*text != '[')
        return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");
    size_t inside = strspn(text + 1, "0123456789abcdefABCDEF:.");
    return inside > 0 && text[1 + inside] == ']' ? inside + 2 : 0;
}

bool bsm_wire_url_valid(const char *text)
{
    static const char scheme[] = "https://";
    if (strnlen(text, BSM_WIRE_URL_SIZE) == BSM_WIRE_URL_SIZE || strncmp(text, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *host = text + sizeof scheme - 1;
    size_t length = host_length(host);
    if (length == 0)
        return false;
    return host[length] == '\0' || (host[length] == ':' && port_valid(host + length + 1));
}

enum bsm_status bsm_wire_token_encode(const struct bsm_wire_token *token, char text[BSM_WIRE_TOKEN_TEXT_SIZE])
{
    if (!bsm_wire_url_valid(token->url) || token->expires_unix_ms < 0)
        return BSM_INVALID;
    uint8_t bytes[BYTES_MAX];
    struct bsm_writer writer = bsm_writer_of(bytes, sizeof bytes);
    bsm_write_u8(&writer, TOKEN_VERSION);
    bsm_write_u64(&writer, (uint64_t)token->expires_unix_ms);
    bsm_write_bytes(&writer, token->secret, sizeof token->secret);
    bsm_write_bytes(&writer, token->ca_sha256, sizeof token->ca_sha256);
    bsm_write_bytes(&writer, token->server_pin, sizeof token->server_pin);
    bsm_write_u8(&writer, (uint8_t)strlen(token->url));
    bsm_write_bytes(&writer, token->url, strlen(token->url));
    memcpy(text, PREFIX, sizeof PREFIX);
    bsm_base64url_encode(bytes, writer.size, text + sizeof PREFIX - 1);
    bsm_wipe(bytes, sizeof bytes);
    return BSM_OK;
}

static enum bsm_status read_bytes(const uint8_t *bytes, size_t size, struct bsm_wire_token *token)
{
    struct bsm_reader reader = bsm_reader_of(bytes, size);
    uint8_t version = bsm_read_u8(&reader);
    uint64_t expires = bsm_read_u64(&reader);
    bsm_read_bytes(&reader, token->secret, sizeof token->secret);
    bsm_read_bytes(&reader, token->ca_sha256, sizeof token->ca_sha256);
    bsm_read_bytes(&reader, token->server_pin, sizeof token->server_pin);
    uint8_t length = bsm_read_u8(&reader);
    if (version != TOKEN_VERSION || length >= sizeof token->url || expires > INT64_MAX)
        return BSM_INVALID;
    token->expires_unix_ms = (int64_t)expires;
    bsm_read_bytes(&reader, token->url, length);
    token->url[length] = '\0';
    if (!bsm_reader_done(&reader) || strlen(token->url) != length)
        return BSM_INVALID;
    return bsm_wire_url_valid(token->url) ? BSM_OK : BSM_INVALID;
}

enum bsm_status bsm_wire_token_decode(const char *text, struct bsm_wire_token *token)
{
    static const char blanks[] = " \t\r\n";
    text += strspn(text, blanks);
    size_t length = strcspn(text, blanks);
    if (text[length + strspn(text + length, blanks)] != '\0' || strncmp(text, PREFIX, sizeof PREFIX - 1) != 0)
        return BSM_INVALID;
    uint8_t bytes[BYTES_MAX];
    size_t size = 0;
    struct bsm_wire_token read = {0};
    enum bsm_status status =
        bsm_base64url_decode(text + sizeof PREFIX - 1, length - (sizeof PREFIX - 1), bytes, sizeof bytes, &size);
    if (status == BSM_OK)
        status = read_bytes(bytes, size, &read);
    if (status == BSM_OK)
        *token = read;
    bsm_wipe(&read, sizeof read);
    bsm_wipe(bytes, sizeof bytes);
    return status;
}
