#include "net/seal/csr.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <mbedtls/x509_csr.h>

#include "net/seal/mbed.h"

enum { COMMON_NAME_MAX = 64, CSR_TEXT_MAX = 4096 };

bool bsm_common_name_valid(const char *text)
{
    size_t length = strnlen(text, COMMON_NAME_MAX + 1);
    return length > 0 && length <= COMMON_NAME_MAX &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._") == length;
}

enum bsm_status bsm_csr_write(struct bsm_ec_key *key, const char *common_name, char pem[BSM_CSR_PEM_SIZE])
{
    char subject[COMMON_NAME_MAX + 4];
    if (!bsm_common_name_valid(common_name))
        return BSM_INVALID;
    snprintf(subject, sizeof subject, "CN=%s", common_name);
    mbedtls_x509write_csr csr;
    mbedtls_x509write_csr_init(&csr);
    mbedtls_x509write_csr_set_md_alg(&csr, MBEDTLS_MD_SHA256);
    mbedtls_x509write_csr_set_key(&csr, &key->pk);
    int result = mbedtls_x509write_csr_set_subject_name(&csr, subject);
    if (result == 0)
        result = mbedtls_x509write_csr_pem(&csr, (unsigned char *)pem, BSM_CSR_PEM_SIZE, bsm_mbed_random, NULL);
    mbedtls_x509write_csr_free(&csr);
    return bsm_mbed_status(result);
}

/* mbedtls parses a request without looking at its signature: whoever sends it must show that the key is theirs. */
static enum bsm_status verify(mbedtls_x509_csr *csr)
{
    uint8_t digest[BSM_SHA256_SIZE];
    if (csr->sig_md != MBEDTLS_MD_SHA256 || csr->sig_pk != MBEDTLS_PK_ECDSA)
        return BSM_INVALID;
    bsm_sha256(csr->cri.p, csr->cri.len, digest);
    int result = mbedtls_pk_verify(&csr->pk, MBEDTLS_MD_SHA256, digest, sizeof digest, csr->sig.p, csr->sig.len);
    return result == 0 ? BSM_OK : BSM_INVALID;
}

enum bsm_status bsm_csr_read(const char *pem, size_t size, struct bsm_ec_point *point)
{
    unsigned char text[CSR_TEXT_MAX];
    struct bsm_ec_point read;
    if (size >= sizeof text || memchr(pem, '\0', size))
        return BSM_INVALID;
    memcpy(text, pem, size);
    text[size] = '\0';
    mbedtls_x509_csr csr;
    mbedtls_x509_csr_init(&csr);
    enum bsm_status status = bsm_mbed_status(mbedtls_x509_csr_parse(&csr, text, size + 1));
    if (status == BSM_OK)
        status = bsm_mbed_point_of(&csr.pk, &read);
    if (status == BSM_OK)
        status = verify(&csr);
    mbedtls_x509_csr_free(&csr);
    if (status == BSM_OK)
        *point = read;
    return status;
}
