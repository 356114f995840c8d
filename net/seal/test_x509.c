/* The private CA and the certificates of kiosks and server; openssl's own tool is asked where it is installed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "net/seal/csr.h"
#include "net/seal/x509_issue.h"
#include "net/seal/x509_verify.h"

#define NOW INT64_C(1763760000)
#define YEAR_S (INT64_C(365) * 86400)

static const struct bsm_x509_validity validity = {NOW - 3600, NOW + YEAR_S};

struct centre {
    struct bsm_ec_key *key;
    char pem[BSM_X509_PEM_SIZE];
};

static void make_centre(struct centre *centre)
{
    assert_int_equal(bsm_ec_key_create(&centre->key), BSM_OK);
    assert_int_equal(bsm_x509_create_ca(centre->key, "basma-ca", validity, centre->pem), BSM_OK);
}

static struct bsm_ec_point some_point(void)
{
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    bsm_ec_key_destroy(key);
    return point;
}

static void issue_device(const struct centre *centre, char pem[BSM_X509_PEM_SIZE])
{
    struct bsm_ec_point point = some_point();
    assert_int_equal(bsm_x509_issue_device(centre->key, centre->pem, &point, "kiosk-0001", validity, pem), BSM_OK);
}

static enum bsm_status verify(const struct centre *centre, const char *pem, int64_t now,
                              struct bsm_x509_identity *identity)
{
    return bsm_x509_verify_client(centre->pem, pem, strlen(pem), now, identity);
}

static void a_device_certificate_verifies_within_its_time_under_its_ca_only(void **state)
{
    (void)state;
    struct centre centre, other;
    struct bsm_x509_identity identity;
    char pem[BSM_X509_PEM_SIZE];
    make_centre(&centre);
    make_centre(&other);
    issue_device(&centre, pem);
    assert_int_equal(verify(&centre, pem, NOW, &identity), BSM_OK);
    assert_string_equal(identity.common_name, "kiosk-0001");
    assert_int_equal(identity.to_unix_s, validity.to_unix_s);
    assert_int_equal(verify(&centre, pem, validity.to_unix_s + 1, &identity), BSM_DENIED);
    assert_int_equal(verify(&centre, pem, validity.from_unix_s - 1, &identity), BSM_DENIED);
    assert_int_equal(verify(&other, pem, NOW, &identity), BSM_DENIED);
    bsm_ec_key_destroy(other.key);
    bsm_ec_key_destroy(centre.key);
}

static void the_ca_and_the_server_are_no_clients(void **state)
{
    (void)state;
    struct centre centre;
    struct bsm_x509_identity identity;
    struct bsm_ec_point point = some_point();
    const char *const names[] = {"localhost", "127.0.0.1", "::1"};
    char pem[BSM_X509_PEM_SIZE];
    make_centre(&centre);
    assert_int_equal(verify(&centre, centre.pem, NOW, &identity), BSM_DENIED);
    assert_int_equal(bsm_x509_issue_server(centre.key, centre.pem, &point, names, 3, validity, pem), BSM_OK);
    assert_int_equal(verify(&centre, pem, NOW, &identity), BSM_DENIED);
    assert_int_equal(bsm_x509_identify(pem, strlen(pem), &identity), BSM_OK);
    assert_memory_equal(&identity.key, &point, sizeof point);
    bsm_ec_key_destroy(centre.key);
}

static void a_certificate_under_a_device_is_refused(void **state)
{
    (void)state;
    struct centre centre;
    struct bsm_ec_key *device = NULL;
    struct bsm_ec_point point = some_point();
    struct bsm_ec_point device_point;
    struct bsm_x509_identity identity;
    char device_pem[BSM_X509_PEM_SIZE];
    char pem[2 * BSM_X509_PEM_SIZE];
    make_centre(&centre);
    assert_int_equal(bsm_ec_key_create(&device), BSM_OK);
    bsm_ec_key_public(device, &device_point);
    assert_int_equal(bsm_x509_issue_device(centre.key, centre.pem, &device_point, "kiosk-0001", validity, device_pem),
                     BSM_OK);
    assert_int_equal(bsm_x509_issue_device(device, device_pem, &point, "kiosk-0002", validity, pem), BSM_OK);
    assert_int_equal(verify(&centre, pem, NOW, &identity), BSM_DENIED);
    strcat(pem, device_pem); /* with the way to it sent along */
    assert_int_equal(verify(&centre, pem, NOW, &identity), BSM_DENIED);
    bsm_ec_key_destroy(device);
    bsm_ec_key_destroy(centre.key);
}

static void a_certificate_with_any_one_bit_changed_is_refused(void **state)
{
    (void)state;
    static char command[256];
    struct centre centre;
    struct bsm_x509_identity identity;
    char pem[BSM_X509_PEM_SIZE];
    make_centre(&centre);
    issue_device(&centre, pem);
    char path[] = "/tmp/basma-x509-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, pem, strlen(pem)) == (ssize_t)strlen(pem) && close(fd) == 0);
    snprintf(command, sizeof command, "openssl x509 -in %s -outform DER -out %s.der", path, path);
    if (system(command) != 0) {
        unlink(path);
        bsm_ec_key_destroy(centre.key);
        skip();
    }
    uint8_t *der = NULL;
    size_t size = 0;
    snprintf(command, sizeof command, "%s.der", path);
    assert_int_equal(bsm_file_read(command, 4096, &der, &size), BSM_OK);
    assert_int_equal(bsm_x509_verify_client(centre.pem, der, size, NOW, &identity), BSM_OK);
    for (size_t bit = 0; bit < size * 8; bit++) {
        der[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_not_equal(bsm_x509_verify_client(centre.pem, der, size, NOW, &identity), BSM_OK);
        der[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t cut = 0; cut < size; cut++)
        assert_int_equal(bsm_x509_verify_client(centre.pem, der, cut, NOW, &identity), BSM_INVALID);
    unlink(command);
    unlink(path);
    free(der);
    bsm_ec_key_destroy(centre.key);
}

static void names_that_are_none_are_not_certified(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "a b", "*.example", "-a", "a..b", "a/b", "1.2.3.4 "};
    struct centre centre, other;
    struct bsm_ec_point point = some_point();
    char pem[BSM_X509_PEM_SIZE];
    make_centre(&centre);
    make_centre(&other);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(bsm_x509_issue_server(centre.key, centre.pem, &point, &wrong[i], 1, validity, pem),
                         BSM_INVALID);
    assert_int_equal(bsm_x509_issue_device(centre.key, centre.pem, &point, "", validity, pem), BSM_INVALID);
    assert_int_equal(bsm_x509_issue_server(centre.key, centre.pem, &point, wrong, 0, validity, pem), BSM_INVALID);
    assert_int_equal(bsm_x509_issue_device(centre.key, centre.pem, &point, "a,CN=b", validity, pem), BSM_INVALID);
    assert_int_equal(bsm_x509_issue_device(centre.key, other.pem, &point, "kiosk", validity, pem), BSM_INVALID);
    assert_int_equal(bsm_x509_create_ca(centre.key, "ca", (struct bsm_x509_validity){NOW, NOW}, pem), BSM_INVALID);
    bsm_ec_key_destroy(other.key);
    bsm_ec_key_destroy(centre.key);
}

static void the_longest_names_fit(void **state)
{
    (void)state;
    struct centre centre;
    struct bsm_ec_point point = some_point();
    struct bsm_x509_identity identity;
    char name[65];
    char dns[4][254];
    const char *names[4];
    char pem[BSM_X509_PEM_SIZE];
    make_centre(&centre);
    memset(name, 'a', 64);
    name[64] = '\0';
    assert_int_equal(bsm_x509_issue_device(centre.key, centre.pem, &point, name, validity, pem), BSM_OK);
    assert_int_equal(verify(&centre, pem, NOW, &identity), BSM_OK);
    assert_string_equal(identity.common_name, name);
    for (int i = 0; i < 4; i++) {
        memset(dns[i], 'a', 253);
        dns[i][253] = '\0';
        names[i] = dns[i];
    }
    assert_int_equal(bsm_x509_issue_server(centre.key, centre.pem, &point, names, 3, validity, pem), BSM_OK);
    assert_int_equal(bsm_x509_identify(pem, strlen(pem), &identity), BSM_OK);
    assert_int_equal(bsm_x509_issue_server(centre.key, centre.pem, &point, names, 4, validity, pem), BSM_INVALID);
    bsm_ec_key_destroy(centre.key);
}

static void a_request_for_a_certificate_shows_who_holds_the_key(void **state)
{
    (void)state;
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point, read;
    char pem[BSM_CSR_PEM_SIZE];
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    assert_int_equal(bsm_csr_write(key, "kiosk", pem), BSM_OK);
    assert_int_equal(bsm_csr_read(pem, strlen(pem), &read), BSM_OK);
    assert_memory_equal(&read, &point, sizeof point);
    char *end = strstr(pem, "-----END") - 5; /* the last characters may hold bits that say nothing */
    for (char *at = strchr(pem, '\n') + 1; at < end; at++) {
        char kept = *at;
        if (kept == '\n')
            continue;
        *at = kept == 'B' ? 'C' : 'B';
        assert_int_equal(bsm_csr_read(pem, strlen(pem), &read), BSM_INVALID);
        *at = kept;
    }
    assert_int_equal(bsm_csr_read("", 0, &read), BSM_INVALID);
    assert_int_equal(bsm_csr_write(key, "a,O=b", pem), BSM_INVALID);
    bsm_ec_key_destroy(key);
}

static void hostile_certificates_are_invalid(void **state)
{
    (void)state;
    static const uint8_t der[] = {0x30, 0x84, 0xff, 0xff, 0xff, 0xff};
    struct bsm_x509_identity identity;
    assert_int_equal(bsm_x509_identify("", 0, &identity), BSM_INVALID);
    assert_int_equal(bsm_x509_identify(der, sizeof der, &identity), BSM_INVALID);
    assert_int_equal(bsm_x509_identify("-----BEGIN CERTIFICATE-----\n", 28, &identity), BSM_INVALID);
    char *large = calloc(1, BSM_X509_CERTIFICATE_MAX + 1);
    large[0] = 0x30;
    assert_int_equal(bsm_x509_identify(large, BSM_X509_CERTIFICATE_MAX + 1, &identity), BSM_INVALID);
    free(large);
}

static int openssl_verify(const char *options, const char *ca_path, const char *path)
{
    char command[512];
    snprintf(command, sizeof command, "openssl verify -x509_strict -attime 1763760000 -CAfile %s %s %s >/dev/null 2>&1",
             ca_path, options, path);
    return system(command);
}

static void write_temporary(char path[32], const char *text)
{
    strcpy(path, "/tmp/basma-x509-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void openssl_agrees_with_the_certificates(void **state)
{
    (void)state;
    if (system("command -v openssl >/dev/null 2>&1") != 0)
        skip();
    struct centre centre;
    struct bsm_ec_point point = some_point();
    const char *const names[] = {"centre.example", "127.0.0.1"};
    char server[BSM_X509_PEM_SIZE], device[BSM_X509_PEM_SIZE];
    char ca_path[32], server_path[32], device_path[32];
    make_centre(&centre);
    assert_int_equal(bsm_x509_issue_server(centre.key, centre.pem, &point, names, 2, validity, server), BSM_OK);
    issue_device(&centre, device);
    write_temporary(ca_path, centre.pem);
    write_temporary(server_path, server);
    write_temporary(device_path, device);
    int for_name = openssl_verify("-purpose sslserver -verify_hostname centre.example", ca_path, server_path);
    int for_address = openssl_verify("-purpose sslserver -verify_ip 127.0.0.1", ca_path, server_path);
    int for_other = openssl_verify("-purpose sslserver -verify_hostname other.example", ca_path, server_path);
    int for_client = openssl_verify("-purpose sslclient", ca_path, device_path);
    int crossed = openssl_verify("-purpose sslserver", ca_path, device_path);
    unlink(ca_path);
    unlink(server_path);
    unlink(device_path);
    assert_int_equal(for_name, 0);
    assert_int_equal(for_address, 0);
    assert_int_not_equal(for_other, 0);
    assert_int_equal(for_client, 0);
    assert_int_not_equal(crossed, 0);
    bsm_ec_key_destroy(centre.key);
}

static void a_pin_is_what_curl_expects(void **state)
{
    (void)state;
    /* The key of RFC 6979 A.2.5; the pin was made with openssl pkey | sha256 | base64. */
    struct bsm_ec_point point = {{4,    0x60, 0xfe, 0xd4, 0xba, 0x25, 0x5a, 0x9d, 0x31, 0xc9, 0x61, 0xeb, 0x74,
                                  0xc6, 0x35, 0x6d, 0x68, 0xc0, 0x49, 0xb8, 0x92, 0x3b, 0x61, 0xfa, 0x6c, 0xe6,
                                  0x69, 0x62, 0x2e, 0x60, 0xf2, 0x9f, 0xb6, 0x79, 0x03, 0xfe, 0x10, 0x08, 0xb8,
                                  0xbc, 0x99, 0xa4, 0x1a, 0xe9, 0xe9, 0x56, 0x28, 0xbc, 0x64, 0xf2, 0xf1, 0xb2,
                                  0x0c, 0x2d, 0x7e, 0x9f, 0x51, 0x77, 0xa3, 0xc2, 0x94, 0xd4, 0x46, 0x22, 0x99}};
    uint8_t hash[BSM_SHA256_SIZE];
    char text[BSM_X509_PIN_SIZE];
    bsm_x509_pin(&point, hash);
    bsm_x509_pin_text(hash, text);
    assert_string_equal(text, "sha256//Wnp4zKSg9CDZvGK7Zpw8J1njn3I9OuENy+DwgVoH7NQ=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_certificate_verifies_within_its_time_under_its_ca_only),
        cmocka_unit_test(the_ca_and_the_server_are_no_clients),
        cmocka_unit_test(a_certificate_under_a_device_is_refused),
        cmocka_unit_test(a_certificate_with_any_one_bit_changed_is_refused),
        cmocka_unit_test(names_that_are_none_are_not_certified),
        cmocka_unit_test(the_longest_names_fit),
        cmocka_unit_test(a_request_for_a_certificate_shows_who_holds_the_key),
        cmocka_unit_test(hostile_certificates_are_invalid),
        cmocka_unit_test(openssl_agrees_with_the_certificates),
        cmocka_unit_test(a_pin_is_what_curl_expects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
