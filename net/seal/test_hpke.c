/* What is sealed: HPKE, with the vectors of RFC 9180, and the captures that go in it. */
#include <string.h>

#include "net/seal/hpke.h"
#include "net/seal/hpke_impl.h"
#include "net/seal/jws.h"
#include "net/seal/sealed.h"
#include "net/seal/test_support.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hpke_agrees_with_the_rfc),
        cmocka_unit_test(an_empty_text_can_be_sealed_and_a_short_one_is_none),
        cmocka_unit_test(a_sealed_capture_opens_for_its_visit_and_device_only),
        cmocka_unit_test(a_sealed_capture_with_any_one_bit_changed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
