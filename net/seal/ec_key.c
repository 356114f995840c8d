#include "net/seal/ec_key.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/ecdh.h>
#include <mbedtls/ecdsa.h>

#include "firmware/base/file.h"
#include "firmware/base/wipe.h"
#include "net/seal/mbed.h"

enum { PEM_MAX = 4096, HALF = BSM_EC_SIGNATURE_SIZE / 2 };

static struct bsm_ec_key *new_key(void)
{
    struct bsm_ec_key *key = calloc(1, sizeof *key);
    if (key)
        mbedtls_pk_init(&key->pk);
    return key;
}

void bsm_ec_key_destroy(struct bsm_ec_key *key)
{
    if (!key)
        return;
    mbedtls_pk_free(&key->pk);
    bsm_wipe_free(key, sizeof *key);
}

enum bsm_status bsm_ec_key_create(struct bsm_ec_key **key)
{
    struct bsm_ec_key *made = new_key();
    if (!made)
        return BSM_NO_MEMORY;
    int result = mbedtls_pk_setup(&made->pk, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
    if (result == 0)
        result = mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(made->pk), bsm_mbed_random, NULL);
    if (result != 0) {
        bsm_ec_key_destroy(made);
        return bsm_mbed_status(result);
    }
    *key = made;
    return BSM_OK;
}

/* A private key on P-256, in range, whose public part belongs to it. */
static bool sound(const mbedtls_pk_context *pk)
{
    if (!bsm_mbed_is_p256(pk))
        return false;
    const mbedtls_ecp_keypair *pair = mbedtls_pk_ec(*pk);
    return mbedtls_ecp_check_privkey(&pair->grp, &pair->d) == 0 && mbedtls_ecp_check_pub_priv(pair, pair) == 0;
}

enum bsm_status bsm_ec_key_from_pem(const char *pem, size_t size, struct bsm_ec_key **key)
{
    unsigned char text[PEM_MAX];
    if (size >= sizeof text || memchr(pem, '\0', size))
        return BSM_INVALID;
    struct bsm_ec_key *read = new_key();
    if (!read)
        return BSM_NO_MEMORY;
    memcpy(text, pem, size);
    text[size] = '\0';
    int result = mbedtls_pk_parse_key(&read->pk, text, size + 1, NULL, 0);
    bsm_wipe(text, sizeof text);
    enum bsm_status status = bsm_mbed_status(result);
    if (status == BSM_OK && !sound(&read->pk))
        status = BSM_INVALID;
    if (status != BSM_OK) {
        bsm_ec_key_destroy(read);
        return status;
    }
    *key = read;
    return BSM_OK;
}

enum bsm_status bsm_ec_key_to_pem(const struct bsm_ec_key *key, char pem[BSM_EC_PRIVATE_PEM_SIZE])
{
    /* mbedtls 2.28 takes the context without const and does not change it. */
    mbedtls_pk_context pk = key->pk;
    return bsm_mbed_status(mbedtls_pk_write_key_pem(&pk, (unsigned char *)pem, BSM_EC_PRIVATE_PEM_SIZE));
}

enum bsm_status bsm_ec_key_load(const char *path, struct bsm_ec_key **key)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, PEM_MAX - 1, &bytes, &size);
    if (status != BSM_OK)
        return status;
    status = bsm_ec_key_from_pem((const char *)bytes, size, key);
    bsm_wipe_free(bytes, size);
    return status;
}

enum bsm_status bsm_ec_key_save(const struct bsm_ec_key *key, const char *path)
{
    char pem[BSM_EC_PRIVATE_PEM_SIZE];
    enum bsm_status status = bsm_ec_key_to_pem(key, pem);
    if (status == BSM_OK)
        status = bsm_file_write(path, pem, strlen(pem), 0600);
    bsm_wipe(pem, sizeof pem);
    return status;
}

void bsm_ec_key_public(const struct bsm_ec_key *key, struct bsm_ec_point *point)
{
    const mbedtls_ecp_keypair *pair = mbedtls_pk_ec(key->pk);
    size_t size = 0;
    int result = mbedtls_ecp_point_write_binary(&pair->grp, &pair->Q, MBEDTLS_ECP_PF_UNCOMPRESSED, &size, point->bytes,
                                                sizeof point->bytes);
    assert(result == 0 && size == sizeof point->bytes);
    (void)result;
}

static int sign(mbedtls_ecp_keypair *pair, const uint8_t *digest, uint8_t *signature)
{
    mbedtls_mpi r, s;
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    /* RFC 6979: the nonce comes from key and digest, so that a bad random source cannot give the key away. */
    int result = mbedtls_ecdsa_sign_det_ext(&pair->grp, &r, &s, &pair->d, digest, BSM_SHA256_SIZE, MBEDTLS_MD_SHA256,
                                            bsm_mbed_random, NULL);
    if (result == 0)
        result = mbedtls_mpi_write_binary(&r, signature, HALF);
    if (result == 0)
        result = mbedtls_mpi_write_binary(&s, signature + HALF, HALF);
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&r);
    return result;
}

enum bsm_status bsm_ec_key_sign(struct bsm_ec_key *key, const uint8_t digest[BSM_SHA256_SIZE],
                                uint8_t signature[BSM_EC_SIGNATURE_SIZE])
{
    uint8_t made[BSM_EC_SIGNATURE_SIZE];
    enum bsm_status status = bsm_mbed_status(sign(mbedtls_pk_ec(key->pk), digest, made));
    if (status == BSM_OK)
        memcpy(signature, made, sizeof made);
    return status;
}

static int agree(mbedtls_ecp_keypair *pair, const struct bsm_ec_point *peer, uint8_t *secret)
{
    mbedtls_ecp_point point;
    mbedtls_mpi z;
    mbedtls_ecp_point_init(&point);
    mbedtls_mpi_init(&z);
    int result = mbedtls_ecp_point_read_binary(&pair->grp, &point, peer->bytes, sizeof peer->bytes);
    if (result == 0)
        result = mbedtls_ecp_check_pubkey(&pair->grp, &point);
    if (result == 0)
        result = mbedtls_ecdh_compute_shared(&pair->grp, &z, &point, &pair->d, bsm_mbed_random, NULL);
    if (result == 0)
        result = mbedtls_mpi_write_binary(&z, secret, BSM_EC_SECRET_SIZE);
    mbedtls_mpi_free(&z);
    mbedtls_ecp_point_free(&point);
    return result;
}

enum bsm_status bsm_ec_key_agree(struct bsm_ec_key *key, const struct bsm_ec_point *peer,
                                 uint8_t secret[BSM_EC_SECRET_SIZE])
{
    return bsm_mbed_status(agree(mbedtls_pk_ec(key->pk), peer, secret));
}

static enum bsm_status sign_for(void *context, const uint8_t digest[BSM_SHA256_SIZE],
                                uint8_t signature[BSM_EC_SIGNATURE_SIZE])
{
    return bsm_ec_key_sign(context, digest, signature);
}

struct bsm_signer bsm_ec_key_signer(struct bsm_ec_key *key)
{
    return (struct bsm_signer){.sign = sign_for, .context = key};
}
