#include "net/seal/hpke.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include <mbedtls/gcm.h>
#include <mbedtls/hkdf.h>

#include "firmware/base/bytes.h"
#include "firmware/base/wipe.h"
#include "net/seal/hpke_impl.h"

enum {
    HASH = BSM_SHA256_SIZE,
    NONCE = 12,
    LABELED_MAX = 256, /* the longest input of a labeled step: two points and the labels */
};

/* suite_id of the KEM and of the whole: RFC 9180 sections 4.1 and 5.1. */
struct suite {
    uint8_t id[10];
    size_t size;
};

static const struct suite kem_suite = {{'K', 'E', 'M', 0x00, 0x10}, 5};

static struct suite hpke_suite(enum bsm_hpke_aead aead)
{
    return (struct suite){{'H', 'P', 'K', 'E', 0x00, 0x10, 0x00, 0x01, 0x00, (uint8_t)aead}, 10};
}

static size_t key_size(enum bsm_hpke_aead aead) { return aead == BSM_HPKE_AES_128_GCM ? 16 : 32; }

static const mbedtls_md_info_t *sha256(void) { return mbedtls_md_info_from_type(MBEDTLS_MD_SHA256); }

static void write_label(struct bsm_writer *writer, const struct suite *suite, const char *label)
{
    bsm_write_bytes(writer, "HPKE-v1", 7);
    bsm_write_bytes(writer, suite->id, suite->size);
    bsm_write_bytes(writer, label, strlen(label));
}

/* LabeledExtract, RFC 9180 section 4. A salt of size 0 is a string of zeroes to HKDF (RFC 5869 section 2.2). */
static void extract(const struct suite *suite, struct bsm_span salt, const char *label, struct bsm_span ikm,
                    uint8_t prk[HASH])
{
    uint8_t input[LABELED_MAX];
    struct bsm_writer writer = bsm_writer_of(input, sizeof input);
    write_label(&writer, suite, label);
    bsm_write_bytes(&writer, ikm.bytes, ikm.size);
    assert(!writer.failed);
    int result = mbedtls_hkdf_extract(sha256(), salt.size ? salt.bytes : NULL, salt.size, input, writer.size, prk);
    assert(result == 0);
    (void)result;
    bsm_wipe(input, sizeof input);
}

/* LabeledExpand, RFC 9180 section 4. */
static void expand(const struct suite *suite, const uint8_t prk[HASH], const char *label, struct bsm_span info,
                   uint8_t *out, size_t size)
{
    uint8_t input[LABELED_MAX];
    struct bsm_writer writer = bsm_writer_of(input, sizeof input);
    bsm_write_u8(&writer, 0); /* the length, two bytes big-endian; all of ours are below 256 */
    bsm_write_u8(&writer, (uint8_t)size);
    write_label(&writer, suite, label);
    bsm_write_bytes(&writer, info.bytes, info.size);
    assert(!writer.failed);
    int result = mbedtls_hkdf_expand(sha256(), prk, HASH, input, writer.size, out, size);
    assert(result == 0);
    (void)result;
}

/* ExtractAndExpand of the KEM, RFC 9180 section 4.1, over kem_context = enc || receiver. */
static void shared_secret_of(const uint8_t agreed[BSM_EC_SECRET_SIZE], const uint8_t *enc,
                             const struct bsm_ec_point *receiver, uint8_t shared[HASH])
{
    uint8_t context[2 * BSM_EC_POINT_SIZE];
    uint8_t prk[HASH];
    memcpy(context, enc, BSM_EC_POINT_SIZE);
    memcpy(context + BSM_EC_POINT_SIZE, receiver->bytes, BSM_EC_POINT_SIZE);
    extract(&kem_suite, (struct bsm_span){0}, "eae_prk", (struct bsm_span){agreed, BSM_EC_SECRET_SIZE}, prk);
    expand(&kem_suite, prk, "shared_secret", (struct bsm_span){context, sizeof context}, shared, HASH);
    bsm_wipe(prk, sizeof prk);
}

struct schedule {
    uint8_t key[32];
    uint8_t nonce[NONCE]; /* of the first and only message */
};

/* KeySchedule of mode base, RFC 9180 section 5.1. */
static void key_schedule(enum bsm_hpke_aead aead, const uint8_t shared[HASH], struct bsm_span info,
                         struct schedule *schedule)
{
    const struct suite suite = hpke_suite(aead);
    const struct bsm_span none = {0};
    uint8_t context[1 + 2 * HASH] = {0}; /* mode_base || psk_id_hash || info_hash */
    uint8_t secret[HASH];
    const struct bsm_span whole = {context, sizeof context};
    extract(&suite, none, "psk_id_hash", none, context + 1);
    extract(&suite, none, "info_hash", info, context + 1 + HASH);
    extract(&suite, (struct bsm_span){shared, HASH}, "secret", none, secret);
    expand(&suite, secret, "key", whole, schedule->key, key_size(aead));
    expand(&suite, secret, "base_nonce", whole, schedule->nonce, NONCE);
    bsm_wipe(secret, sizeof secret);
}

static bool sizes_lawful(struct bsm_span info, struct bsm_span aad, size_t text)
{
    return info.size <= BSM_HPKE_INFO_MAX && aad.size <= BSM_HPKE_TEXT_MAX && text <= BSM_HPKE_TEXT_MAX;
}

static int set_key(mbedtls_gcm_context *gcm, enum bsm_hpke_aead aead, const struct schedule *schedule)
{
    mbedtls_gcm_init(gcm);
    return mbedtls_gcm_setkey(gcm, MBEDTLS_CIPHER_ID_AES, schedule->key, (unsigned)key_size(aead) * 8);
}

static enum bsm_status gcm_seal(enum bsm_hpke_aead aead, const struct schedule *schedule, struct bsm_span aad,
                                struct bsm_span plain, uint8_t *sealed)
{
    mbedtls_gcm_context gcm;
    int result = set_key(&gcm, aead, schedule);
    if (result == 0)
        result = mbedtls_gcm_crypt_and_tag(&gcm, MBEDTLS_GCM_ENCRYPT, plain.size, schedule->nonce, NONCE, aad.bytes,
                                           aad.size, plain.bytes, sealed, BSM_HPKE_TAG_SIZE, sealed + plain.size);
    mbedtls_gcm_free(&gcm);
    return result == 0 ? BSM_OK : BSM_NO_MEMORY;
}

static enum bsm_status gcm_open(enum bsm_hpke_aead aead, const struct schedule *schedule, struct bsm_span aad,
                                struct bsm_span sealed, uint8_t *plain)
{
    mbedtls_gcm_context gcm;
    const uint8_t *text = sealed.bytes;
    size_t size = sealed.size - BSM_HPKE_TAG_SIZE;
    int result = set_key(&gcm, aead, schedule);
    if (result == 0)
        result = mbedtls_gcm_auth_decrypt(&gcm, size, schedule->nonce, NONCE, aad.bytes, aad.size, text + size,
                                          BSM_HPKE_TAG_SIZE, text, plain);
    mbedtls_gcm_free(&gcm);
    return result == 0 ? BSM_OK : BSM_INVALID;
}

/* The key of the message from one side's private and the other side's public key. */
static enum bsm_status schedule_of(enum bsm_hpke_aead aead, struct bsm_ec_key *mine, const struct bsm_ec_point *theirs,
                                   const uint8_t *enc, const struct bsm_ec_point *receiver, struct bsm_span info,
                                   struct schedule *schedule)
{
    uint8_t agreed[BSM_EC_SECRET_SIZE];
    uint8_t shared[HASH];
    enum bsm_status status = bsm_ec_key_agree(mine, theirs, agreed);
    if (status == BSM_OK) {
        shared_secret_of(agreed, enc, receiver, shared);
        key_schedule(aead, shared, info, schedule);
    }
    bsm_wipe(agreed, sizeof agreed);
    bsm_wipe(shared, sizeof shared);
    return status;
}

enum bsm_status bsm_hpke_seal_with(struct bsm_ec_key *ephemeral, enum bsm_hpke_aead aead, const struct bsm_ec_point *to,
                                   struct bsm_span info, struct bsm_span aad, struct bsm_span plain,
                                   uint8_t enc[BSM_HPKE_ENC_SIZE], uint8_t *sealed)
{
    struct bsm_ec_point sender;
    struct schedule schedule;
    if (!sizes_lawful(info, aad, plain.size))
        return BSM_INVALID;
    bsm_ec_key_public(ephemeral, &sender);
    enum bsm_status status = schedule_of(aead, ephemeral, to, sender.bytes, to, info, &schedule);
    if (status == BSM_OK)
        status = gcm_seal(aead, &schedule, aad, plain, sealed);
    if (status == BSM_OK)
        memcpy(enc, sender.bytes, sizeof sender.bytes);
    bsm_wipe(&schedule, sizeof schedule);
    return status;
}

enum bsm_status bsm_hpke_seal(enum bsm_hpke_aead aead, const struct bsm_ec_point *to, struct bsm_span info,
                              struct bsm_span aad, struct bsm_span plain, uint8_t enc[BSM_HPKE_ENC_SIZE],
                              uint8_t *sealed)
{
    struct bsm_ec_key *ephemeral = NULL;
    enum bsm_status status = bsm_ec_key_create(&ephemeral);
    if (status == BSM_OK)
        status = bsm_hpke_seal_with(ephemeral, aead, to, info, aad, plain, enc, sealed);
    bsm_ec_key_destroy(ephemeral);
    return status;
}

enum bsm_status bsm_hpke_open(enum bsm_hpke_aead aead, struct bsm_ec_key *key, struct bsm_span info,
                              struct bsm_span aad, const uint8_t enc[BSM_HPKE_ENC_SIZE], struct bsm_span sealed,
                              uint8_t *plain)
{
    struct bsm_ec_point sender;
    struct bsm_ec_point receiver;
    struct schedule schedule;
    if (sealed.size < BSM_HPKE_TAG_SIZE || !sizes_lawful(info, aad, sealed.size))
        return BSM_INVALID;
    enum bsm_status status = bsm_ec_point_read(enc, &sender);
    if (status != BSM_OK)
        return status;
    bsm_ec_key_public(key, &receiver);
    status = schedule_of(aead, key, &sender, enc, &receiver, info, &schedule);
    if (status == BSM_OK)
        status = gcm_open(aead, &schedule, aad, sealed, plain);
    bsm_wipe(&schedule, sizeof schedule);
    return status;
}
