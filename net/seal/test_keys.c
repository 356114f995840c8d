/* Hashes, keys and the key store; golden vectors from the standards. */
#include <string.h>
#include <sys/stat.h>

#include "net/seal/csr.h"
#include "net/seal/key_store.h"
#include "net/seal/test_support.h"

static void sha256_and_hmac_agree_with_their_standards(void **state)
{
    (void)state;
    uint8_t hash[BSM_SHA256_SIZE];
    char hex[BSM_SHA256_HEX_SIZE];
    bsm_sha256("abc", 3, hash); /* FIPS 180-4, example B.1 */
    bsm_sha256_hex(hash, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    bsm_sha256(NULL, 0, hash);
    bsm_sha256_hex(hash, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    bsm_hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, hash); /* RFC 4231, case 2 */
    bsm_sha256_hex(hash, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void a_signature_is_right_for_its_key_and_digest_only(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_point other;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_ec_key *second = new_key(&other);
    uint8_t digest[BSM_SHA256_SIZE] = {1, 2, 3};
    uint8_t signature[BSM_EC_SIGNATURE_SIZE];
    assert_int_equal(bsm_ec_key_sign(key, digest, signature), BSM_OK);
    assert_int_equal(bsm_ec_verify(&point, digest, signature), BSM_OK);
    assert_int_equal(bsm_ec_verify(&other, digest, signature), BSM_DENIED);
    digest[31] ^= 1;
    assert_int_equal(bsm_ec_verify(&point, digest, signature), BSM_DENIED);
    uint8_t nothing[BSM_EC_SIGNATURE_SIZE] = {0};
    assert_int_equal(bsm_ec_verify(&point, digest, nothing), BSM_DENIED);
    bsm_ec_key_destroy(second);
    bsm_ec_key_destroy(key);
}

static void signing_agrees_with_the_deterministic_vector(void **state)
{
    (void)state;
    /* RFC 6979 A.2.5, P-256, SHA-256, message "sample". */
    struct bsm_ec_key *key = key_of_scalar("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    uint8_t digest[BSM_SHA256_SIZE];
    uint8_t signature[BSM_EC_SIGNATURE_SIZE];
    uint8_t expected[BSM_EC_SIGNATURE_SIZE];
    bsm_sha256("sample", 6, digest);
    unhex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
          expected);
    assert_int_equal(bsm_ec_key_sign(key, digest, signature), BSM_OK);
    assert_memory_equal(signature, expected, sizeof expected);
    bsm_ec_key_destroy(key);
}

static void keys_survive_the_way_through_pem(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_point read;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_ec_key *again = NULL;
    char private_pem[BSM_EC_PRIVATE_PEM_SIZE];
    char public_pem[BSM_EC_PUBLIC_PEM_SIZE];
    assert_int_equal(bsm_ec_key_to_pem(key, private_pem), BSM_OK);
    assert_int_equal(bsm_ec_key_from_pem(private_pem, strlen(private_pem), &again), BSM_OK);
    bsm_ec_key_public(again, &read);
    assert_memory_equal(&read, &point, sizeof point);
    assert_int_equal(bsm_ec_point_to_pem(&point, public_pem), BSM_OK);
    memset(&read, 0, sizeof read);
    assert_int_equal(bsm_ec_point_from_pem(public_pem, strlen(public_pem), &read), BSM_OK);
    assert_memory_equal(&read, &point, sizeof point);
    assert_int_equal(bsm_ec_key_from_pem(public_pem, strlen(public_pem), &again), BSM_INVALID);
    bsm_ec_key_destroy(again);
    bsm_ec_key_destroy(key);
}

static void keys_of_other_kinds_and_points_off_the_curve_are_refused(void **state)
{
    (void)state;
    /* P-384 and Ed25519, made once with openssl for this test. */
    static const char p384[] = "-----BEGIN PUBLIC KEY-----\n"
                               "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEOpaFtfTnwdhcnMw0VhYWd5cBsoN1j4dJ\n"
                               "aloPbItm7tNLTUq8LbP6fwOquyByf2BTA+y2Yppr2m0QbxluTYPDhmNxcgNv6OAN\n"
                               "ReKdJwYF9QvG8aJfjJHe1jPLvysFP1sI\n"
                               "-----END PUBLIC KEY-----\n";
    static const char ed25519[] = "-----BEGIN PUBLIC KEY-----\n"
                                  "MCowBQYDK2VwAyEAaEaW9HLbAYNNJI4FCdCfTvnmC55JVGH+GsVjzTfh6yI=\n"
                                  "-----END PUBLIC KEY-----\n";
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    assert_int_equal(bsm_ec_point_from_pem(p384, strlen(p384), &point), BSM_INVALID);
    assert_int_equal(bsm_ec_point_from_pem(ed25519, strlen(ed25519), &point), BSM_INVALID);
    assert_int_equal(bsm_ec_point_from_pem("", 0, &point), BSM_INVALID);
    uint8_t bytes[BSM_EC_POINT_SIZE];
    memcpy(bytes, point.bytes, sizeof bytes);
    bytes[64] ^= 1;
    assert_int_equal(bsm_ec_point_read(bytes, &point), BSM_INVALID);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(bsm_ec_point_read(bytes, &point), BSM_INVALID);
    bytes[0] = 4;
    assert_int_equal(bsm_ec_point_read(bytes, &point), BSM_INVALID);
    bsm_ec_key_destroy(key);
}

static void the_store_makes_a_key_once_and_signs_with_it(void **state)
{
    (void)state;
    char path[128];
    struct bsm_key_store *store = NULL;
    struct bsm_ec_point first;
    struct bsm_ec_point second;
    uint8_t digest[BSM_SHA256_SIZE] = {7};
    uint8_t signature[BSM_EC_SIGNATURE_SIZE];
    in_folder(path, "keys");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bsm_key_store_open_files(path, &store), BSM_OK);
        if (i == 0)
            assert_int_equal(bsm_key_store_public_key(store, BSM_KEY_TLS, &first), BSM_GONE);
        assert_int_equal(bsm_key_store_create(store, BSM_KEY_TLS), BSM_OK);
        assert_int_equal(bsm_key_store_public_key(store, BSM_KEY_TLS, i ? &second : &first), BSM_OK);
        bsm_key_store_destroy(store);
    }
    assert_memory_equal(&first, &second, sizeof first);
    struct stat status;
    in_folder(path, "keys/tls.key");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    in_folder(path, "keys");
    assert_int_equal(bsm_key_store_open_files(path, &store), BSM_OK);
    assert_int_equal(bsm_key_store_sign(store, BSM_KEY_TLS, digest, signature), BSM_OK);
    assert_int_equal(bsm_ec_verify(&first, digest, signature), BSM_OK);
    assert_int_equal(bsm_key_store_sign(store, "../tls", digest, signature), BSM_INVALID);
    bsm_key_store_destroy(store);
}

static void a_key_that_others_may_read_is_refused(void **state)
{
    (void)state;
    char path[128];
    struct bsm_key_store *store = NULL;
    struct bsm_ec_point point;
    in_folder(path, "loose");
    assert_int_equal(bsm_key_store_open_files(path, &store), BSM_OK);
    assert_int_equal(bsm_key_store_create(store, BSM_KEY_CAPTURE), BSM_OK);
    bsm_key_store_destroy(store);
    in_folder(path, "loose/capture.key");
    assert_int_equal(chmod(path, 0640), 0);
    in_folder(path, "loose");
    assert_int_equal(bsm_key_store_open_files(path, &store), BSM_OK);
    assert_int_equal(bsm_key_store_public_key(store, BSM_KEY_CAPTURE, &point), BSM_DENIED);
    assert_int_equal(bsm_key_store_create(store, BSM_KEY_CAPTURE), BSM_DENIED);
    bsm_key_store_destroy(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_and_hmac_agree_with_their_standards),
        cmocka_unit_test(a_signature_is_right_for_its_key_and_digest_only),
        cmocka_unit_test(signing_agrees_with_the_deterministic_vector),
        cmocka_unit_test(keys_survive_the_way_through_pem),
        cmocka_unit_test(keys_of_other_kinds_and_points_off_the_curve_are_refused),
        cmocka_unit_test(the_store_makes_a_key_once_and_signs_with_it),
        cmocka_unit_test(a_key_that_others_may_read_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
