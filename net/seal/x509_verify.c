#include "net/seal/x509_verify.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/base64.h>
#include <mbedtls/oid.h>
#include <mbedtls/pem.h>
#include <mbedtls/x509_crt.h>

#include "net/seal/csr.h"
#include "net/seal/mbed.h"
#include "net/seal/spki.h"

/* The first certificate only: what a peer sends after it is no business of ours. */
static int parse_pem(mbedtls_x509_crt *crt, const void *bytes, size_t size)
{
    mbedtls_pem_context pem;
    size_t used = 0;
    unsigned char *text = malloc(size + 1);
    if (!text)
        return MBEDTLS_ERR_PEM_ALLOC_FAILED;
    memcpy(text, bytes, size);
    text[size] = '\0';
    mbedtls_pem_init(&pem);
    int result =
        mbedtls_pem_read_buffer(&pem, "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", text, NULL, 0, &used);
    if (result == 0)
        result = mbedtls_x509_crt_parse_der(crt, pem.buf, pem.buflen);
    mbedtls_pem_free(&pem);
    free(text);
    return result;
}

static enum bsm_status parse(mbedtls_x509_crt *crt, const void *bytes, size_t size)
{
    if (size == 0 || size > BSM_X509_CERTIFICATE_MAX)
        return BSM_INVALID;
    bool der = *(const uint8_t *)bytes == 0x30;
    return bsm_mbed_status(der ? mbedtls_x509_crt_parse_der(crt, bytes, size) : parse_pem(crt, bytes, size));
}

/* Days since 1970-01-01 of a Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms"). */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static int64_t unix_s_of(const mbedtls_x509_time *at)
{
    return days_of(at->year, at->mon, at->day) * 86400 + at->hour * 3600 + at->min * 60 + at->sec;
}

/* "" unless there is exactly one and it is one that we would write. */
static void copy_common_name(const mbedtls_x509_name *subject, char name[BSM_X509_NAME_SIZE])
{
    char found[BSM_X509_NAME_SIZE] = "";
    int count = 0;
    for (; subject; subject = subject->next) {
        if (MBEDTLS_OID_CMP(MBEDTLS_OID_AT_CN, &subject->oid) != 0)
            continue;
        count++;
        if (subject->val.len < sizeof found && !memchr(subject->val.p, '\0', subject->val.len))
            snprintf(found, sizeof found, "%.*s", (int)subject->val.len, (const char *)subject->val.p);
    }
    bool lawful = count == 1 && bsm_common_name_valid(found);
    snprintf(name, BSM_X509_NAME_SIZE, "%s", lawful ? found : "");
}

static enum bsm_status identify(const mbedtls_x509_crt *crt, struct bsm_x509_identity *identity)
{
    struct bsm_x509_identity read = {0};
    enum bsm_status status = bsm_mbed_point_of(&crt->pk, &read.key);
    if (status != BSM_OK)
        return status;
    copy_common_name(&crt->subject, read.common_name);
    bsm_sha256(crt->raw.p, crt->raw.len, read.sha256);
    read.to_unix_s = unix_s_of(&crt->valid_to);
    *identity = read;
    return BSM_OK;
}

enum bsm_status bsm_x509_identify(const void *bytes, size_t size, struct bsm_x509_identity *identity)
{
    mbedtls_x509_crt crt;
    mbedtls_x509_crt_init(&crt);
    enum bsm_status status = parse(&crt, bytes, size);
    if (status == BSM_OK)
        status = identify(&crt, identity);
    mbedtls_x509_crt_free(&crt);
    return status;
}

static const mbedtls_x509_crt_profile profile = {
    .allowed_mds = MBEDTLS_X509_ID_FLAG(MBEDTLS_MD_SHA256),
    .allowed_pks = MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_ECKEY) | MBEDTLS_X509_ID_FLAG(MBEDTLS_PK_ECDSA),
    .allowed_curves = MBEDTLS_X509_ID_FLAG(MBEDTLS_ECP_DP_SECP256R1),
};

static bool valid_at(const mbedtls_x509_crt *crt, int64_t now_unix_s)
{
    return unix_s_of(&crt->valid_from) <= now_unix_s && now_unix_s <= unix_s_of(&crt->valid_to);
}

/* mbedtls lets a certificate without the extension pass for every use; ours always have it. */
static bool for_clients(const mbedtls_x509_crt *crt)
{
    return !crt->ca_istrue && (crt->ext_types & MBEDTLS_X509_EXT_EXTENDED_KEY_USAGE) &&
           mbedtls_x509_crt_check_extended_key_usage(crt, MBEDTLS_OID_CLIENT_AUTH,
                                                     MBEDTLS_OID_SIZE(MBEDTLS_OID_CLIENT_AUTH)) == 0;
}

/* The time is ours to judge, at the caller's moment; mbedtls would ask the machine's clock. */
static bool signed_by(mbedtls_x509_crt *crt, mbedtls_x509_crt *ca)
{
    uint32_t flags = 0;
    int result = mbedtls_x509_crt_verify_with_profile(crt, ca, NULL, &profile, NULL, &flags, NULL, NULL);
    flags &= ~(uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE);
    return (result == 0 || result == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) && flags == 0;
}

static enum bsm_status verify(mbedtls_x509_crt *crt, mbedtls_x509_crt *ca, int64_t now_unix_s,
                              struct bsm_x509_identity *identity)
{
    struct bsm_x509_identity read;
    enum bsm_status status = identify(crt, &read);
    if (status != BSM_OK)
        return status;
    if (!signed_by(crt, ca) || !valid_at(crt, now_unix_s) || !valid_at(ca, now_unix_s) || !for_clients(crt) ||
        read.common_name[0] == '\0')
        return BSM_DENIED;
    *identity = read;
    return BSM_OK;
}

enum bsm_status bsm_x509_verify_client(const char *ca_pem, const void *bytes, size_t size, int64_t now_unix_s,
                                       struct bsm_x509_identity *identity)
{
    mbedtls_x509_crt ca;
    mbedtls_x509_crt crt;
    mbedtls_x509_crt_init(&ca);
    mbedtls_x509_crt_init(&crt);
    enum bsm_status status = parse(&ca, ca_pem, strlen(ca_pem));
    if (status == BSM_OK)
        status = parse(&crt, bytes, size);
    if (status == BSM_OK)
        status = verify(&crt, &ca, now_unix_s, identity);
    mbedtls_x509_crt_free(&crt);
    mbedtls_x509_crt_free(&ca);
    return status;
}

void bsm_x509_pin(const struct bsm_ec_point *key, uint8_t sha256[BSM_SHA256_SIZE])
{
    uint8_t spki[BSM_SPKI_SIZE];
    bsm_spki_write(key, spki);
    bsm_sha256(spki, sizeof spki, sha256);
}

void bsm_x509_pin_text(const uint8_t sha256[BSM_SHA256_SIZE], char text[BSM_X509_PIN_SIZE])
{
    unsigned char base64[45]; /* 44 characters and the end */
    size_t size = 0;
    mbedtls_base64_encode(base64, sizeof base64, &size, sha256, BSM_SHA256_SIZE);
    snprintf(text, BSM_X509_PIN_SIZE, "sha256//%s", (const char *)base64);
}
