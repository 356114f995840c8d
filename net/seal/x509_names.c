#include "net/seal/x509_names.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include "firmware/base/bytes.h"

enum { TAG_SEQUENCE = 0x30, TAG_DNS = 0x82, TAG_IP = 0x87, DNS_MAX = 253 };

static bool dns_valid(const char *name)
{
    size_t length = strnlen(name, DNS_MAX + 1);
    return length > 0 && length <= DNS_MAX && name[0] != '.' && name[0] != '-' && !strstr(name, "..") &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == length;
}

static void write_length(struct bsm_writer *writer, size_t length)
{
    if (length >= 256) {
        bsm_write_u8(writer, 0x82);
        bsm_write_u8(writer, (uint8_t)(length >> 8));
    } else if (length >= 128) {
        bsm_write_u8(writer, 0x81);
    }
    bsm_write_u8(writer, (uint8_t)length);
}

static void write_tagged(struct bsm_writer *writer, uint8_t tag, const void *bytes, size_t size)
{
    bsm_write_u8(writer, tag);
    write_length(writer, size);
    bsm_write_bytes(writer, bytes, size);
}

static bool write_name(struct bsm_writer *writer, const char *name)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, name, &v4) == 1)
        write_tagged(writer, TAG_IP, &v4, sizeof v4);
    else if (inet_pton(AF_INET6, name, &v6) == 1)
        write_tagged(writer, TAG_IP, &v6, sizeof v6);
    else if (dns_valid(name))
        write_tagged(writer, TAG_DNS, name, strlen(name));
    else
        return false;
    return true;
}

enum bsm_status bsm_x509_write_san(const char *const *names, size_t count, uint8_t der[BSM_X509_SAN_MAX], size_t *size)
{
    uint8_t inside[BSM_X509_SAN_MAX - 4];
    struct bsm_writer content = bsm_writer_of(inside, sizeof inside);
    for (size_t i = 0; i < count; i++)
        if (!write_name(&content, names[i]))
            return BSM_INVALID;
    if (count == 0 || content.failed)
        return BSM_INVALID;
    struct bsm_writer whole = bsm_writer_of(der, BSM_X509_SAN_MAX);
    write_tagged(&whole, TAG_SEQUENCE, inside, content.size);
    *size = whole.size;
    return BSM_OK;
}
