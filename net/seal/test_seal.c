/* Keys, JWS, HPKE, sealed captures and the signed configuration; golden vectors from the RFCs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/base64url.h"
#include "firmware/base/file.h"
#include "net/seal/csr.h"
#include "net/seal/ec_key.h"
#include "net/seal/hpke.h"
#include "net/seal/hpke_impl.h"
#include "net/seal/jws.h"
#include "net/seal/key_store.h"
#include "net/seal/sealed.h"
#include "net/seal/signed_config.h"

static size_t unhex(const char *hex, uint8_t *bytes)
{
    size_t size = strlen(hex) / 2;
    for (size_t i = 0; i < size; i++) {
        unsigned value = 0;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &value), 1);
        bytes[i] = (uint8_t)value;
    }
    return size;
}

/* The SEC 1 form of a private scalar (RFC 5915), for vectors that name one. */
static struct bsm_ec_key *key_of_scalar(const char *hex)
{
    static const uint8_t head[] = {0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20};
    static const uint8_t tail[] = {0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t der[sizeof head + 32 + sizeof tail];
    memcpy(der, head, sizeof head);
    assert_int_equal(unhex(hex, der + sizeof head), 32);
    memcpy(der + sizeof head + 32, tail, sizeof tail);
    char pem[256] = "-----BEGIN EC PRIVATE KEY-----\n";
    size_t at = strlen(pem);
    for (size_t i = 0; i < sizeof der; i += 3) { /* 51 bytes: no padding */
        uint32_t bits = (uint32_t)der[i] << 16 | (uint32_t)der[i + 1] << 8 | der[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6)
            pem[at++] = base64[(bits >> shift) & 63];
    }
    snprintf(pem + at, sizeof pem - at, "\n-----END EC PRIVATE KEY-----\n");
    struct bsm_ec_key *key = NULL;
    assert_int_equal(bsm_ec_key_from_pem(pem, strlen(pem), &key), BSM_OK);
    return key;
}

static struct bsm_ec_key *new_key(struct bsm_ec_point *point)
{
    struct bsm_ec_key *key = NULL;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, point);
    return key;
}

/*
 * Hashes and keys.
 */

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

/*
 * The key store.
 */

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void in_folder(char path[128], const char *name) { snprintf(path, 128, "%s/%s", folder, name); }

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

/*
 * JWS.
 */

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
 * HPKE.
 */

/* RFC 9180 A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base, sequence number 0. */
static void hpke_agrees_with_the_rfc(void **state)
{
    (void)state;
    uint8_t info[64], aad[64], plain[64], expected_enc[BSM_HPKE_ENC_SIZE], expected[128];
    size_t info_size = unhex("4f6465206f6e2061204772656369616e2055726e", info);
    size_t aad_size = unhex("436f756e742d30", aad);
    size_t plain_size = unhex("4265617574792069732074727574682c20747275746820626561757479", plain);
    unhex("04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
          "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
          expected_enc);
    size_t sealed_size = unhex("5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f"
                               "9076ac232e3ab2523f39513434",
                               expected);
    struct bsm_ec_key *ephemeral = key_of_scalar("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb");
    struct bsm_ec_key *receiver = key_of_scalar("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2");
    struct bsm_ec_point to;
    uint8_t enc[BSM_HPKE_ENC_SIZE], sealed[128], opened[64];
    struct bsm_span with = {info, info_size}, beside = {aad, aad_size};
    bsm_ec_key_public(receiver, &to);
    assert_int_equal(bsm_hpke_seal_with(ephemeral, BSM_HPKE_AES_128_GCM, &to, with, beside,
                                        (struct bsm_span){plain, plain_size}, enc, sealed),
                     BSM_OK);
    assert_memory_equal(enc, expected_enc, sizeof enc);
    assert_int_equal(sealed_size, plain_size + BSM_HPKE_TAG_SIZE);
    assert_memory_equal(sealed, expected, sealed_size);
    assert_int_equal(bsm_hpke_open(BSM_HPKE_AES_128_GCM, receiver, with, beside, expected_enc,
                                   (struct bsm_span){expected, sealed_size}, opened),
                     BSM_OK);
    assert_memory_equal(opened, plain, plain_size);
    bsm_ec_key_destroy(receiver);
    bsm_ec_key_destroy(ephemeral);
}

static void an_empty_text_can_be_sealed_and_a_short_one_is_none(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    uint8_t enc[BSM_HPKE_ENC_SIZE], sealed[BSM_HPKE_TAG_SIZE], plain[1];
    struct bsm_span none = {0};
    assert_int_equal(bsm_hpke_seal(BSM_HPKE_AES_256_GCM, &point, none, none, none, enc, sealed), BSM_OK);
    assert_int_equal(bsm_hpke_open(BSM_HPKE_AES_256_GCM, key, none, none, enc, (struct bsm_span){sealed, 16}, plain),
                     BSM_OK);
    for (size_t size = 0; size < 16; size++)
        assert_int_equal(
            bsm_hpke_open(BSM_HPKE_AES_256_GCM, key, none, none, enc, (struct bsm_span){sealed, size}, plain),
            BSM_INVALID);
    assert_int_equal(bsm_hpke_open(BSM_HPKE_AES_128_GCM, key, none, none, enc, (struct bsm_span){sealed, 16}, plain),
                     BSM_INVALID);
    bsm_ec_key_destroy(key);
}

/*
 * Sealed captures.
 */

struct envelope {
    uint8_t kid[BSM_SEAL_KID_SIZE];
    uint8_t enc[BSM_HPKE_ENC_SIZE];
    uint8_t text[BSM_SEAL_TEXT_SIZE];
    size_t size;
};

static const struct bsm_uuid visit = {{1, 2, 3}};

static enum bsm_status unseal(struct bsm_ec_key *key, const struct envelope *envelope, const struct bsm_uuid *of,
                              const char *device)
{
    char jws[BSM_JWS_SIZE];
    size_t size = 0;
    enum bsm_status status =
        bsm_unseal(key, of, device, envelope->kid, envelope->enc, envelope->text, envelope->size, jws, &size);
    if (status == BSM_OK)
        assert_string_equal(jws, "a.b.c");
    return status;
}

static void a_sealed_capture_opens_for_its_visit_and_device_only(void **state)
{
    (void)state;
    struct bsm_ec_point point, other;
    struct bsm_ec_key *key = new_key(&point);
    struct bsm_ec_key *second = new_key(&other);
    struct envelope envelope;
    assert_int_equal(
        bsm_seal(&point, &visit, "kiosk-0001", "a.b.c", 5, envelope.kid, envelope.enc, envelope.text, &envelope.size),
        BSM_OK);
    assert_int_equal(unseal(key, &envelope, &visit, "kiosk-0001"), BSM_OK);
    assert_int_equal(unseal(key, &envelope, &visit, "kiosk-0002"), BSM_INVALID);
    assert_int_equal(unseal(key, &envelope, &visit, ""), BSM_INVALID);
    assert_int_equal(unseal(key, &envelope, &(struct bsm_uuid){{9}}, "kiosk-0001"), BSM_INVALID);
    assert_int_equal(unseal(second, &envelope, &visit, "kiosk-0001"), BSM_GONE);
    bsm_ec_key_destroy(second);
    bsm_ec_key_destroy(key);
}

static void a_sealed_capture_with_any_one_bit_changed_is_refused(void **state)
{
    (void)state;
    struct bsm_ec_point point;
    struct bsm_ec_key *key = new_key(&point);
    struct envelope envelope;
    assert_int_equal(
        bsm_seal(&point, &visit, "kiosk-0001", "a.b.c", 5, envelope.kid, envelope.enc, envelope.text, &envelope.size),
        BSM_OK);
    uint8_t *const parts[] = {envelope.kid, envelope.enc, envelope.text};
    const size_t sizes[] = {sizeof envelope.kid, sizeof envelope.enc, envelope.size};
    for (int part = 0; part < 3; part++)
        for (size_t bit = 0; bit < sizes[part] * 8; bit++) {
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_int_not_equal(unseal(key, &envelope, &visit, "kiosk-0001"), BSM_OK);
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
    assert_int_equal(unseal(key, &envelope, &visit, "kiosk-0001"), BSM_OK);
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
        cmocka_unit_test(sha256_and_hmac_agree_with_their_standards),
        cmocka_unit_test(a_signature_is_right_for_its_key_and_digest_only),
        cmocka_unit_test(signing_agrees_with_the_deterministic_vector),
        cmocka_unit_test(keys_survive_the_way_through_pem),
        cmocka_unit_test(keys_of_other_kinds_and_points_off_the_curve_are_refused),
        cmocka_unit_test(the_store_makes_a_key_once_and_signs_with_it),
        cmocka_unit_test(a_key_that_others_may_read_is_refused),
        cmocka_unit_test(a_jws_gives_its_payload_to_the_right_key_only),
        cmocka_unit_test(a_jws_with_any_one_bit_changed_is_refused),
        cmocka_unit_test(headers_that_ask_for_more_are_refused_however_signed),
        cmocka_unit_test(the_largest_payload_can_be_signed_and_one_more_cannot),
        cmocka_unit_test(hpke_agrees_with_the_rfc),
        cmocka_unit_test(an_empty_text_can_be_sealed_and_a_short_one_is_none),
        cmocka_unit_test(a_sealed_capture_opens_for_its_visit_and_device_only),
        cmocka_unit_test(a_sealed_capture_with_any_one_bit_changed_is_refused),
        cmocka_unit_test(a_configuration_for_this_kiosk_or_for_all_is_taken),
        cmocka_unit_test(a_configuration_that_may_not_be_acted_on_is_refused_with_a_sentence),
        cmocka_unit_test(a_configuration_signed_by_another_is_refused),
        cmocka_unit_test(the_configuration_is_loaded_from_a_state_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
