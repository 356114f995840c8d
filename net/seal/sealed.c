#include "net/seal/sealed.h"

#include <stdbool.h>
#include <string.h>

#include "firmware/base/wipe.h"

static const struct bsm_span info = {"basma capture v1", 16};

struct associated {
    uint8_t bytes[BSM_UUID_SIZE + BSM_SEAL_DEVICE_MAX];
    struct bsm_span span;
};

static bool associate(const struct bsm_uuid *visit, const char *device, struct associated *associated)
{
    size_t length = strnlen(device, BSM_SEAL_DEVICE_MAX + 1);
    if (length == 0 || length > BSM_SEAL_DEVICE_MAX)
        return false;
    memcpy(associated->bytes, visit->bytes, BSM_UUID_SIZE);
    memcpy(associated->bytes + BSM_UUID_SIZE, device, length);
    associated->span = (struct bsm_span){associated->bytes, BSM_UUID_SIZE + length};
    return true;
}

void bsm_seal_kid(const struct bsm_ec_point *key, uint8_t kid[BSM_SEAL_KID_SIZE])
{
    uint8_t hash[BSM_SHA256_SIZE];
    bsm_sha256(key->bytes, sizeof key->bytes, hash);
    memcpy(kid, hash, BSM_SEAL_KID_SIZE);
}

enum bsm_status bsm_seal(const struct bsm_ec_point *centre, const struct bsm_uuid *visit, const char *device,
                         const char *jws, size_t jws_size, uint8_t kid[BSM_SEAL_KID_SIZE],
                         uint8_t enc[BSM_HPKE_ENC_SIZE], uint8_t *text, size_t *text_size)
{
    struct associated associated;
    if (jws_size >= BSM_JWS_SIZE || !associate(visit, device, &associated))
        return BSM_INVALID;
    enum bsm_status status =
        bsm_hpke_seal(BSM_HPKE_AES_256_GCM, centre, info, associated.span, (struct bsm_span){jws, jws_size}, enc, text);
    if (status != BSM_OK)
        return status;
    bsm_seal_kid(centre, kid);
    *text_size = jws_size + BSM_HPKE_TAG_SIZE;
    return BSM_OK;
}

enum bsm_status bsm_unseal(struct bsm_ec_key *centre, const struct bsm_uuid *visit, const char *device,
                           const uint8_t kid[BSM_SEAL_KID_SIZE], const uint8_t enc[BSM_HPKE_ENC_SIZE],
                           const uint8_t *text, size_t text_size, char jws[BSM_JWS_SIZE], size_t *jws_size)
{
    struct associated associated;
    struct bsm_ec_point key;
    uint8_t our_kid[BSM_SEAL_KID_SIZE];
    bsm_ec_key_public(centre, &key);
    bsm_seal_kid(&key, our_kid);
    if (memcmp(our_kid, kid, sizeof our_kid) != 0)
        return BSM_GONE;
    if (text_size >= BSM_SEAL_TEXT_SIZE || !associate(visit, device, &associated))
        return BSM_INVALID;
    enum bsm_status status = bsm_hpke_open(BSM_HPKE_AES_256_GCM, centre, info, associated.span, enc,
                                           (struct bsm_span){text, text_size}, (uint8_t *)jws);
    if (status != BSM_OK)
        return status;
    *jws_size = text_size - BSM_HPKE_TAG_SIZE;
    jws[*jws_size] = '\0';
    return BSM_OK;
}
