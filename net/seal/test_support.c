#include "net/seal/test_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t unhex(const char *hex, uint8_t *bytes)
{
    size_t size = strlen(hex) / 2;
    for (size_t i = 0; i < size; i++) {
        unsigned value = 0;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &value), 1);
        bytes[i] = (uint8_t)value;
    }
    return size;
}

/* The SEC 1 form of a private scalar (RFC 5915), for vectors that name one. */
struct bsm_ec_key *key_of_scalar(const char *hex)
{
    static const uint8_t head[] = {0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20};
    static const uint8_t tail[] = {0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t der[sizeof head + 32 + sizeof tail];
    memcpy(der, head, sizeof head);
    assert_int_equal(unhex(hex, der + sizeof head), 32);
    memcpy(der + sizeof head + 32, tail, sizeof tail);
    char pem[256] = "-----BEGIN EC PRIVATE KEY-----\n";
    size_t at = strlen(pem);
    for (size_t i = 0; i < sizeof der; i += 3) { /* 51 bytes: no padding */
        uint32_t bits = (uint32_t)der[i] << 16 | (uint32_t)der[i + 1] << 8 | der[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6)
            pem[at++] = base64[(bits >> shift) & 63];
    }
    snprintf(pem + at, sizeof pem - at, "\n-----END EC PRIVATE KEY-----\n");
    struct bsm_ec_key *key = NULL;
    assert_int_equal(bsm_ec_key_from_pem(pem, strlen(pem), &key), BSM_OK);
    return key;
}

struct bsm_ec_key *new_key(struct bsm_ec_point *point)
{
    struct bsm_ec_key *key = NULL;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, point);
    return key;
}

char folder[64];

int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

void in_folder(char path[128], const char *name) { snprintf(path, 128, "%s/%s", folder, name); }
