#include "net/seal/ec_key.h"

#include <stdlib.h>
#include <string.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/pem.h>
#include <mbedtls/x509.h>

#include "firmware/base/file.h"
#include "firmware/base/random.h"
#include "net/seal/mbed.h"
#include "net/seal/spki.h"

enum { PEM_MAX = 4096 };

/* SubjectPublicKeyInfo of id-ecPublicKey with prime256v1 (RFC 5480), up to the point. */
static const uint8_t spki_head[BSM_SPKI_SIZE - BSM_EC_POINT_SIZE] = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};

void bsm_spki_write(const struct bsm_ec_point *point, uint8_t spki[BSM_SPKI_SIZE])
{
    memcpy(spki, spki_head, sizeof spki_head);
    memcpy(spki + sizeof spki_head, point->bytes, sizeof point->bytes);
}

int bsm_mbed_random(void *context, unsigned char *out, size_t size)
{
    (void)context;
    bsm_random_bytes(out, size);
    return 0;
}

enum bsm_status bsm_mbed_status(int result)
{
    if (result == 0)
        return BSM_OK;
    switch (result) {
    case MBEDTLS_ERR_MPI_ALLOC_FAILED:
    case MBEDTLS_ERR_ECP_ALLOC_FAILED:
    case MBEDTLS_ERR_PK_ALLOC_FAILED:
    case MBEDTLS_ERR_PEM_ALLOC_FAILED:
    case MBEDTLS_ERR_X509_ALLOC_FAILED: return BSM_NO_MEMORY;
    default: return BSM_INVALID;
    }
}

bool bsm_mbed_is_p256(const mbedtls_pk_context *pk)
{
    mbedtls_pk_type_t type = mbedtls_pk_get_type(pk);
    return (type == MBEDTLS_PK_ECKEY || type == MBEDTLS_PK_ECDSA) &&
           mbedtls_pk_ec(*pk)->grp.id == MBEDTLS_ECP_DP_SECP256R1;
}

enum bsm_status bsm_mbed_point_of(const mbedtls_pk_context *pk, struct bsm_ec_point *point)
{
    if (!bsm_mbed_is_p256(pk))
        return BSM_INVALID;
    const mbedtls_ecp_keypair *pair = mbedtls_pk_ec(*pk);
    struct bsm_ec_point read;
    size_t size = 0;
    int result = mbedtls_ecp_check_pubkey(&pair->grp, &pair->Q);
    if (result == 0)
        result = mbedtls_ecp_point_write_binary(&pair->grp, &pair->Q, MBEDTLS_ECP_PF_UNCOMPRESSED, &size, read.bytes,
                                                sizeof read.bytes);
    if (result != 0)
        return bsm_mbed_status(result);
    if (size != sizeof read.bytes)
        return BSM_INVALID;
    *point = read;
    return BSM_OK;
}

enum bsm_status bsm_mbed_pk_from_point(mbedtls_pk_context *pk, const struct bsm_ec_point *point)
{
    int result = mbedtls_pk_setup(pk, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
    if (result != 0)
        return bsm_mbed_status(result);
    mbedtls_ecp_keypair *pair = mbedtls_pk_ec(*pk);
    result = mbedtls_ecp_group_load(&pair->grp, MBEDTLS_ECP_DP_SECP256R1);
    if (result == 0)
        result = mbedtls_ecp_point_read_binary(&pair->grp, &pair->Q, point->bytes, sizeof point->bytes);
    if (result == 0)
        result = mbedtls_ecp_check_pubkey(&pair->grp, &pair->Q);
    return bsm_mbed_status(result);
}

enum bsm_status bsm_ec_point_read(const uint8_t bytes[BSM_EC_POINT_SIZE], struct bsm_ec_point *point)
{
    struct bsm_ec_point read;
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    memcpy(read.bytes, bytes, sizeof read.bytes);
    enum bsm_status status = bytes[0] == 4 ? bsm_mbed_pk_from_point(&pk, &read) : BSM_INVALID;
    mbedtls_pk_free(&pk);
    if (status == BSM_OK)
        *point = read;
    return status;
}

enum bsm_status bsm_ec_point_from_pem(const char *pem, size_t size, struct bsm_ec_point *point)
{
    unsigned char text[PEM_MAX];
    if (size >= sizeof text || memchr(pem, '\0', size))
        return BSM_INVALID;
    memcpy(text, pem, size);
    text[size] = '\0';
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    int result = mbedtls_pk_parse_public_key(&pk, text, size + 1);
    enum bsm_status status = result == 0 ? bsm_mbed_point_of(&pk, point) : bsm_mbed_status(result);
    mbedtls_pk_free(&pk);
    return status;
}

enum bsm_status bsm_ec_point_to_pem(const struct bsm_ec_point *point, char pem[BSM_EC_PUBLIC_PEM_SIZE])
{
    uint8_t spki[BSM_SPKI_SIZE];
    size_t written = 0;
    bsm_spki_write(point, spki);
    return bsm_mbed_status(mbedtls_pem_write_buffer("-----BEGIN PUBLIC KEY-----\n", "-----END PUBLIC KEY-----\n", spki,
                                                    sizeof spki, (unsigned char *)pem, BSM_EC_PUBLIC_PEM_SIZE,
                                                    &written));
}

enum bsm_status bsm_ec_point_load(const char *path, struct bsm_ec_point *point)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, PEM_MAX - 1, &bytes, &size);
    if (status != BSM_OK)
        return status;
    status = bsm_ec_point_from_pem((const char *)bytes, size, point);
    free(bytes);
    return status;
}

/* 0, or what mbedtls says. */
static int verify(const mbedtls_ecp_keypair *pair, const uint8_t *digest, const uint8_t *signature)
{
    enum { HALF = BSM_EC_SIGNATURE_SIZE / 2 };
    mbedtls_mpi r, s;
    mbedtls_ecp_group group; /* a copy: verification writes into the group's tables */
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    mbedtls_ecp_group_init(&group);
    int result = mbedtls_ecp_group_copy(&group, &pair->grp);
    if (result == 0)
        result = mbedtls_mpi_read_binary(&r, signature, HALF);
    if (result == 0)
        result = mbedtls_mpi_read_binary(&s, signature + HALF, HALF);
    if (result == 0)
        result = mbedtls_ecdsa_verify(&group, digest, BSM_SHA256_SIZE, &pair->Q, &r, &s);
    mbedtls_ecp_group_free(&group);
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&r);
    return result;
}

enum bsm_status bsm_ec_verify(const struct bsm_ec_point *point, const uint8_t digest[BSM_SHA256_SIZE],
                              const uint8_t signature[BSM_EC_SIGNATURE_SIZE])
{
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    enum bsm_status status = bsm_mbed_pk_from_point(&pk, point);
    if (status == BSM_OK) {
        status = bsm_mbed_status(verify(mbedtls_pk_ec(pk), digest, signature));
        if (status == BSM_INVALID)
            status = BSM_DENIED;
    }
    mbedtls_pk_free(&pk);
    return status;
}
