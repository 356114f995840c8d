#include "net/seal/x509_issue.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <mbedtls/oid.h>
#include <mbedtls/x509_crt.h>

#include "firmware/base/random.h"
#include "net/seal/mbed.h"
#include "net/seal/x509_names.h"
#include "net/seal/x509_verify.h"

enum { NAME_ROOM = 80, SERIAL_SIZE = 16 };

/* SEQUENCE { OID 1.3.6.1.5.5.7.3.x }: extKeyUsage (RFC 5280 section 4.2.1.12) of one purpose. */
#define PURPOSE(x)                                                                                                     \
    {                                                                                                                  \
        0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, x                                            \
    }
static const uint8_t for_servers[] = PURPOSE(0x01);
static const uint8_t for_clients[] = PURPOSE(0x02);

/* What is to be certified. */
struct request {
    const char *subject; /* common names */
    const char *issuer;
    mbedtls_pk_context *subject_key;
    struct bsm_ec_key *issuer_key;
    struct bsm_x509_validity validity;
    bool ca;
    const uint8_t *purpose; /* of sizeof for_servers bytes; NULL for the CA */
    const uint8_t *san;     /* may be NULL */
    size_t san_size;
};

static int set_names(mbedtls_x509write_cert *cert, const struct request *request)
{
    char name[NAME_ROOM];
    snprintf(name, sizeof name, "CN=%s", request->subject);
    int result = mbedtls_x509write_crt_set_subject_name(cert, name);
    if (result != 0)
        return result;
    snprintf(name, sizeof name, "CN=%s", request->issuer);
    return mbedtls_x509write_crt_set_issuer_name(cert, name);
}

static void moment(int64_t unix_s, char text[16])
{
    struct tm parts;
    time_t at = (time_t)unix_s;
    gmtime_r(&at, &parts);
    strftime(text, 16, "%Y%m%d%H%M%S", &parts);
}

static int set_validity(mbedtls_x509write_cert *cert, struct bsm_x509_validity validity)
{
    char from[16];
    char to[16];
    moment(validity.from_unix_s, from);
    moment(validity.to_unix_s, to);
    return mbedtls_x509write_crt_set_validity(cert, from, to);
}

static int set_serial(mbedtls_x509write_cert *cert)
{
    uint8_t bytes[SERIAL_SIZE];
    bsm_random_bytes(bytes, sizeof bytes);
    bytes[0] = (uint8_t)((bytes[0] & 0x3f) | 0x40); /* positive, and never shorter */
    mbedtls_mpi serial;
    mbedtls_mpi_init(&serial);
    int result = mbedtls_mpi_read_binary(&serial, bytes, sizeof bytes);
    if (result == 0)
        result = mbedtls_x509write_crt_set_serial(cert, &serial);
    mbedtls_mpi_free(&serial);
    return result;
}

static int set_extensions(mbedtls_x509write_cert *cert, const struct request *request)
{
    unsigned usage =
        request->ca ? MBEDTLS_X509_KU_KEY_CERT_SIGN | MBEDTLS_X509_KU_CRL_SIGN : MBEDTLS_X509_KU_DIGITAL_SIGNATURE;
    int result = mbedtls_x509write_crt_set_basic_constraints(cert, request->ca, request->ca ? 0 : -1);
    if (result == 0)
        result = mbedtls_x509write_crt_set_key_usage(cert, usage);
    if (result == 0)
        result = mbedtls_x509write_crt_set_subject_key_identifier(cert);
    if (result == 0)
        result = mbedtls_x509write_crt_set_authority_key_identifier(cert);
    if (result == 0 && request->purpose)
        result = mbedtls_x509write_crt_set_extension(cert, MBEDTLS_OID_EXTENDED_KEY_USAGE,
                                                     MBEDTLS_OID_SIZE(MBEDTLS_OID_EXTENDED_KEY_USAGE), 0,
                                                     request->purpose, sizeof for_servers);
    if (result == 0 && request->san)
        result = mbedtls_x509write_crt_set_extension(cert, MBEDTLS_OID_SUBJECT_ALT_NAME,
                                                     MBEDTLS_OID_SIZE(MBEDTLS_OID_SUBJECT_ALT_NAME), 0, request->san,
                                                     request->san_size);
    return result;
}

static bool validity_lawful(struct bsm_x509_validity validity)
{
    return validity.from_unix_s >= 0 && validity.to_unix_s > validity.from_unix_s &&
           validity.to_unix_s <= INT64_C(253402300799);
}

static enum bsm_status issue(const struct request *request, char pem[BSM_X509_PEM_SIZE])
{
    if (!validity_lawful(request->validity))
        return BSM_INVALID;
    mbedtls_x509write_cert cert;
    mbedtls_x509write_crt_init(&cert);
    mbedtls_x509write_crt_set_version(&cert, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(&cert, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(&cert, request->subject_key);
    mbedtls_x509write_crt_set_issuer_key(&cert, &request->issuer_key->pk);
    int result = set_names(&cert, request);
    if (result == 0)
        result = set_validity(&cert, request->validity);
    if (result == 0)
        result = set_serial(&cert);
    if (result == 0)
        result = set_extensions(&cert, request);
    if (result == 0)
        result = mbedtls_x509write_crt_pem(&cert, (unsigned char *)pem, BSM_X509_PEM_SIZE, bsm_mbed_random, NULL);
    mbedtls_x509write_crt_free(&cert);
    return bsm_mbed_status(result);
}

enum bsm_status bsm_x509_create_ca(struct bsm_ec_key *key, const char *common_name, struct bsm_x509_validity validity,
                                   char pem[BSM_X509_PEM_SIZE])
{
    if (!bsm_common_name_valid(common_name))
        return BSM_INVALID;
    return issue(&(struct request){.subject = common_name,
                                   .issuer = common_name,
                                   .subject_key = &key->pk,
                                   .issuer_key = key,
                                   .validity = validity,
                                   .ca = true},
                 pem);
}

/* Completes the request with issuer and subject key, and issues. */
static enum bsm_status issue_under(struct request *request, const char *ca_pem, const struct bsm_ec_point *subject,
                                   char pem[BSM_X509_PEM_SIZE])
{
    struct bsm_x509_identity ca;
    struct bsm_ec_point key;
    enum bsm_status status = bsm_x509_identify(ca_pem, strnlen(ca_pem, BSM_X509_PEM_SIZE), &ca);
    if (status != BSM_OK)
        return status;
    bsm_ec_key_public(request->issuer_key, &key);
    if (memcmp(&key, &ca.key, sizeof key) != 0 || ca.common_name[0] == '\0')
        return BSM_INVALID;
    request->issuer = ca.common_name;
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    request->subject_key = &pk;
    status = bsm_mbed_pk_from_point(&pk, subject);
    if (status == BSM_OK)
        status = issue(request, pem);
    mbedtls_pk_free(&pk);
    return status;
}

enum bsm_status bsm_x509_issue_server(struct bsm_ec_key *ca_key, const char *ca_pem, const struct bsm_ec_point *server,
                                      const char *const *names, size_t names_count, struct bsm_x509_validity validity,
                                      char pem[BSM_X509_PEM_SIZE])
{
    uint8_t san[BSM_X509_SAN_MAX];
    size_t san_size = 0;
    if (names_count > BSM_X509_NAMES_MAX)
        return BSM_INVALID;
    enum bsm_status status = bsm_x509_write_san(names, names_count, san, &san_size);
    if (status != BSM_OK)
        return status;
    struct request request = {.subject = "basma-central",
                              .issuer_key = ca_key,
                              .validity = validity,
                              .purpose = for_servers,
                              .san = san,
                              .san_size = san_size};
    return issue_under(&request, ca_pem, server, pem);
}

enum bsm_status bsm_x509_issue_device(struct bsm_ec_key *ca_key, const char *ca_pem,
                                      const struct bsm_ec_point *device_key, const char *device,
                                      struct bsm_x509_validity validity, char pem[BSM_X509_PEM_SIZE])
{
    if (!bsm_common_name_valid(device))
        return BSM_INVALID;
    struct request request = {.subject = device, .issuer_key = ca_key, .validity = validity, .purpose = for_clients};
    return issue_under(&request, ca_pem, device_key, pem);
}
