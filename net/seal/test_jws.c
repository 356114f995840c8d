/* What is signed: JWS, and the configuration that comes as one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/base64url.h"
#include "firmware/base/file.h"
#include "net/seal/jws.h"
#include "net/seal/signed_config.h"
#include "net/seal/test_support.h"

static void a_jws_gives_its_payload_to_the_right_key_only(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_point other;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_ec_key *second = new_key(&other);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    char jws[BSM_JWS_SIZE];
    char payload[64];
    size_t size = 0;
    size_t payload_size = 0;
    assert_int_equal(bsm_jws_sign(&signer, "kiosk-0001", "{\"a\":1}", 7, jws, &size), BSM_OK);
    assert_int_equal(size, strlen(jws));
    assert_int_equal(bsm_jws_verify(&point, "kiosk-0001", jws, size, payload, sizeof payload, &payload_size), BSM_OK);
    assert_string_equal(payload, "{\"a\":1}");
    assert_int_equal(payload_size, 7);
    assert_int_equal(bsm_jws_verify(&point, NULL, jws, size, payload, 8, &payload_size), BSM_OK);
    assert_int_equal(bsm_jws_verify(&point, NULL, jws, size, payload, 7, &payload_size), BSM_INVALID);
    assert_int_equal(bsm_jws_verify(&other, NULL, jws, size, payload, sizeof payload, &payload_size), BSM_DENIED);
    assert_int_equal(bsm_jws_verify(&point, "kiosk-0002", jws, size, payload, sizeof payload, &payload_size),
                     BSM_INVALID);
    bsm_ec_key_destroy(second);
    bsm_ec_key_destroy(key);
}

static void a_jws_with_any_one_bit_changed_is_refused(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    char jws[BSM_JWS_SIZE];
    char payload[64];
    size_t size = 0;
    size_t payload_size = 0;
    assert_int_equal(bsm_jws_sign(&signer, "k", "{}", 2, jws, &size), BSM_OK);
    for (size_t i = 0; i < size * 8; i++) {
        jws[i / 8] = (char)(jws[i / 8] ^ (1 << i % 8));
        assert_int_not_equal(bsm_jws_verify(&point, NULL, jws, size, payload, sizeof payload, &payload_size), BSM_OK);
        jws[i / 8] = (char)(jws[i / 8] ^ (1 << i % 8));
    }
    for (size_t cut = 0; cut < size; cut++)
        assert_int_equal(bsm_jws_verify(&point, NULL, jws, cut, payload, sizeof payload, &payload_size), BSM_INVALID);
    bsm_ec_key_destroy(key);
}

static void headers_that_ask_for_more_are_refused_however_signed(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum bsm_status status;
    } cases[] = {
        {"{\"alg\":\"ES256\"}", BSM_OK},
        {"{\"kid\":\"a\",\"alg\":\"ES256\"}", BSM_OK},
        {"{\"alg\":\"none\"}", BSM_INVALID},
        {"{\"alg\":\"HS256\"}", BSM_INVALID},
        {"{\"alg\":\"ES256\",\"crit\":[\"exp\"]}", BSM_INVALID},
        {"{\"alg\":\"ES256\",\"jwk\":{}}", BSM_INVALID},
        {"{\"alg\":\"ES256\",\"alg\":\"ES256\"}", BSM_INVALID},
        {"{\"alg\":\"ES256\",\"kid\":\"a\",\"kid\":\"b\"}", BSM_INVALID},
        {"{\"alg\":\"ES256\",}", BSM_INVALID},
        {"{\"alg\":\"ES256\"", BSM_INVALID},
        {"{\"kid\":\"a\"}", BSM_INVALID},
        {"{\"alg\":\"ES256\",\"kid\":\"a\\u0062\"}", BSM_INVALID},
        {"{}", BSM_INVALID},
        {"", BSM_INVALID},
    };
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char jws[512];
        char payload[8];
        uint8_t digest[BSM_SHA256_SIZE];
        uint8_t signature[BSM_EC_SIGNATURE_SIZE];
        size_t payload_size = 0;
        bsm_base64url_encode(cases[i].header, strlen(cases[i].header), jws);
        strcat(jws, ".e30");
        bsm_sha256(jws, strlen(jws), digest);
        assert_int_equal(bsm_ec_key_sign(key, digest, signature), BSM_OK);
        strcat(jws, ".");
        bsm_base64url_encode(signature, sizeof signature, jws + strlen(jws));
        assert_int_equal(bsm_jws_verify(&point, NULL, jws, strlen(jws), payload, sizeof payload, &payload_size),
                         cases[i].status);
    }
    bsm_ec_key_destroy(key);
}

static void the_largest_payload_can_be_signed_and_one_more_cannot(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    char kid[BSM_JWS_KID_SIZE + 1];
    char *payload = calloc(1, BSM_JWS_PAYLOAD_MAX + 1);
    char *jws = malloc(BSM_JWS_SIZE);
    size_t size = 0;
    memset(kid, 'k', sizeof kid);
    kid[BSM_JWS_KID_SIZE - 1] = '\0';
    assert_int_equal(bsm_jws_sign(&signer, kid, payload, BSM_JWS_PAYLOAD_MAX, jws, &size), BSM_OK);
    assert_int_equal(bsm_jws_verify(&point, kid, jws, size, payload, BSM_JWS_PAYLOAD_MAX + 1, &size), BSM_OK);
    assert_int_equal(size, BSM_JWS_PAYLOAD_MAX);
    assert_int_equal(bsm_jws_sign(&signer, kid, payload, BSM_JWS_PAYLOAD_MAX + 1, jws, &size), BSM_INVALID);
    assert_int_equal(bsm_jws_sign(&signer, "a\"b", payload, 1, jws, &size), BSM_INVALID);
    free(jws);
    free(payload);
    bsm_ec_key_destroy(key);
}

/*
 * The signed configuration.
 */

#define NOW INT64_C(1763760000)
#define LONG_LIVED "device = kiosk-0001\nversion = 3\nissued_at = 1763759000\nexpires_at = 1763769000\nsite = x\n"

static enum bsm_status verify_config(const char *text, struct bsm_signed_config *config)
{
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    char jws[BSM_JWS_SIZE];
    size_t size = 0;
    assert_int_equal(bsm_jws_sign(&signer, NULL, text, strlen(text), jws, &size), BSM_OK);
    enum bsm_status status = bsm_signed_config_verify(jws, size, &point, "kiosk-0001", NOW, config);
    bsm_ec_key_destroy(key);
    return status;
}

static void a_configuration_for_this_kiosk_or_for_all_is_taken(void **state)
{
    (void)state;
    struct bsm_signed_config config;
    assert_int_equal(verify_config(LONG_LIVED, &config), BSM_OK);
    assert_string_equal(config.text, LONG_LIVED);
    assert_string_equal(config.device, "kiosk-0001");
    assert_int_equal(config.version, 3);
    assert_int_equal(config.expires_unix_s, 1763769000);
    assert_string_equal(config.error, "");
    assert_int_equal(verify_config("device = *\nversion = 0\nissued_at = 0\nexpires_at = 1763760001\n", &config),
                     BSM_OK);
    assert_string_equal(config.device, "kiosk-0001");
}

static void a_configuration_that_may_not_be_acted_on_is_refused_with_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum bsm_status status;
        const char *word;
    } cases[] = {
        {"device = *\nversion = 7\nissued_at = 1\nexpires_at = 1763760000\n", BSM_DENIED,
         "version 7 expired at 2025-11-21T21:20:00.000Z"},
        {"device = kiosk-0002\nversion = 1\nissued_at = 1\nexpires_at = 1863760000\n", BSM_DENIED, "another kiosk"},
        {"device = *\nversion = 1\nissued_at = 1764000000\nexpires_at = 1863760000\n", BSM_DENIED, "not come yet"},
        {"version = 1\nissued_at = 1\nexpires_at = 1863760000\n", BSM_INVALID, "device is missing"},
        {"device = *\nversion = 1\nissued_at = 1\n", BSM_INVALID, "missing"},
        {"device = *\nversion = x\nissued_at = 1\nexpires_at = 1863760000\n", BSM_INVALID, "version must be"},
        {"nonsense", BSM_INVALID, "no '='"},
        {"", BSM_INVALID, "device is missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bsm_signed_config config;
        assert_int_equal(verify_config(cases[i].text, &config), cases[i].status);
        assert_non_null(strstr(config.error, cases[i].word));
        assert_int_equal(config.text_size, 0);
        assert_string_equal(config.text, "");
    }
}

static void a_configuration_signed_by_another_is_refused(void **state)
{
    (void)state;
    struct bsm_ec_point point, other;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_ec_key *second = new_key(&other);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    struct bsm_signed_config config;
    char jws[BSM_JWS_SIZE];
    size_t size = 0;
    assert_int_equal(bsm_jws_sign(&signer, NULL, LONG_LIVED, strlen(LONG_LIVED), jws, &size), BSM_OK);
    assert_int_equal(bsm_signed_config_verify(jws, size, &other, "kiosk-0001", NOW, &config), BSM_DENIED);
    assert_non_null(strstr(config.error, "signature is not the centre's"));
    assert_int_equal(bsm_signed_config_verify("x", 1, &other, "kiosk-0001", NOW, &config), BSM_INVALID);
    bsm_ec_key_destroy(second);
    bsm_ec_key_destroy(key);
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    in_folder(path, name);
    assert_int_equal(bsm_file_write(path, text, strlen(text), 0600), BSM_OK);
}

static void the_configuration_is_loaded_from_a_state_folder(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    struct bsm_signed_config config;
    char path[128];
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    char jws[BSM_JWS_SIZE];
    size_t size = 0;
    assert_int_equal(bsm_signed_config_load(folder, NOW, &config), BSM_GONE);
    assert_non_null(strstr(config.error, "basma-provision"));
    in_folder(path, "trust");
    assert_int_equal(bsm_file_make_folders(path, 0700), BSM_OK);
    assert_int_equal(bsm_ec_point_to_pem(&point, pem), BSM_OK);
    assert_int_equal(bsm_jws_sign(&signer, NULL, LONG_LIVED, strlen(LONG_LIVED), jws, &size), BSM_OK);
    strcat(jws, "\n");
    write_file("device", "kiosk-0001\n");
    write_file("trust/config-sign.pem", pem);
    write_file("config.jws", jws);
    assert_int_equal(bsm_signed_config_load(folder, NOW, &config), BSM_OK);
    assert_string_equal(config.text, LONG_LIVED);
    assert_int_equal(bsm_signed_config_load(folder, NOW + 10000, &config), BSM_DENIED);
    write_file("device", "\n");
    assert_int_equal(bsm_signed_config_load(folder, NOW, &config), BSM_INVALID);
    bsm_ec_key_destroy(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_jws_gives_its_payload_to_the_right_key_only),
        cmocka_unit_test(a_jws_with_any_one_bit_changed_is_refused),
        cmocka_unit_test(headers_that_ask_for_more_are_refused_however_signed),
        cmocka_unit_test(the_largest_payload_can_be_signed_and_one_more_cannot),
        cmocka_unit_test(a_configuration_for_this_kiosk_or_for_all_is_taken),
        cmocka_unit_test(a_configuration_that_may_not_be_acted_on_is_refused_with_a_sentence),
        cmocka_unit_test(a_configuration_signed_by_another_is_refused),
        cmocka_unit_test(the_configuration_is_loaded_from_a_state_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
