/*
 * What comes from outside signed, sealed or certified, on hostile bytes; the first byte, modulo their count, chooses
 * which reader. The key is the receiver's of RFC 9180 A.3.1, which everybody knows, so that the corpus can hold what
 * opens; the corpus was made with the same key by the functions that are tested here.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "net/seal/csr.h"
#include "net/seal/jws.h"
#include "net/seal/sealed.h"
#include "net/seal/signed_config.h"
#include "net/seal/site_pack.h"
#include "net/seal/x509_verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char key_pem[] = "-----BEGIN EC PRIVATE KEY-----\n"
                              "MDECAQEEIPPOf9rlfhoxDYfx673m8yi+CpnNvK301lic8p3kuP/SoAoGCCqGSM49\n"
                              "AwEH\n"
                              "-----END EC PRIVATE KEY-----\n";

static struct bsm_ec_key *key;
static struct bsm_ec_point point;

static void try_sealed(const uint8_t *data, size_t size)
{
    static const struct bsm_uuid visit = {{1, 2, 3}};
    static char jws[BSM_JWS_SIZE];
    static char payload[BSM_JWS_PAYLOAD_MAX + 1];
    size_t jws_size = 0;
    size_t payload_size = 0;
    const size_t head = BSM_SEAL_KID_SIZE + BSM_HPKE_ENC_SIZE;
    if (size < head)
        return;
    if (bsm_unseal(key, &visit, "kiosk-0001", data, data + BSM_SEAL_KID_SIZE, data + head, size - head, jws,
                   &jws_size) != BSM_OK)
        return;
    assert(jws_size < BSM_JWS_SIZE && jws[jws_size] == '\0');
    bsm_jws_verify(&point, "kiosk-0001", jws, jws_size, payload, sizeof payload, &payload_size);
}

static void try_jws(const uint8_t *data, size_t size)
{
    static char payload[BSM_JWS_PAYLOAD_MAX + 1];
    size_t payload_size = 0;
    if (bsm_jws_verify(&point, NULL, (const char *)data, size, payload, sizeof payload, &payload_size) == BSM_OK)
        assert(payload_size <= BSM_JWS_PAYLOAD_MAX && payload[payload_size] == '\0');
}

static void try_config(const uint8_t *data, size_t size)
{
    static struct bsm_signed_config config;
    enum bsm_status status =
        bsm_signed_config_verify((const char *)data, size, &point, "kiosk-0001", 1763760000, &config);
    assert((status == BSM_OK) == (config.error[0] == '\0'));
}

static void try_certificate(const uint8_t *data, size_t size)
{
    struct bsm_x509_identity identity;
    if (bsm_x509_identify(data, size, &identity) == BSM_OK)
        assert(identity.common_name[0] == '\0' || bsm_common_name_valid(identity.common_name));
}

static void try_csr(const uint8_t *data, size_t size)
{
    struct bsm_ec_point read;
    bsm_csr_read((const char *)data, size, &read);
}

static void try_public_key(const uint8_t *data, size_t size)
{
    struct bsm_ec_point read;
    bsm_ec_point_from_pem((const char *)data, size, &read);
}

/* Signed or not: what stands in it is read all the same. */
static void try_site_pack(const uint8_t *data, size_t size)
{
    char error[BSM_SITE_PACK_ERROR_SIZE];
    struct bsm_site_pack pack;
    if (bsm_site_pack_verify((const char *)data, size, &point, &pack, error) == BSM_OK)
        assert(pack.kiosks_count > 0);
    if (bsm_site_pack_parse((const char *)data, size, &pack, error) == BSM_OK)
        assert(pack.ask <= pack.fingers_count && pack.fingers_count <= BSM_POSITION_MAX);
    else
        assert(error[0] != '\0' && pack.kiosks_count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(const uint8_t *, size_t) = {try_jws,        try_config,    try_certificate, try_csr,
                                                             try_public_key, try_site_pack, try_sealed};
    enum { TRIES = sizeof tries / sizeof tries[0] };
    if (!key) {
        enum bsm_status status = bsm_ec_key_from_pem(key_pem, sizeof key_pem - 1, &key);
        assert(status == BSM_OK);
        bsm_ec_key_public(key, &point);
    }
    if (size > 0)
        tries[data[0] % TRIES](data + 1, size - 1);
    return 0;
}
