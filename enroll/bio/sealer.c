#include "enroll/bio/sealer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/face_template.h"
#include "firmware/base/base64url.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"
#include "net/seal/key_store.h"
#include "net/seal/lights.h"
#include "net/seal/sealed.h"
#include "net/seal/sides.h"
#include "net/wire/wire.h"

_Static_assert(sizeof(((struct bsm_sealed *)0)->kid) == BSM_SEAL_KID_SIZE, "one size of kid");
_Static_assert(sizeof(((struct bsm_sealed *)0)->enc) == BSM_HPKE_ENC_SIZE, "one size of encapsulated key");
_Static_assert((int)BSM_SEALED_TEXT_MAX >= (int)BSM_SEAL_TEXT_SIZE, "the channel carries the largest record");
_Static_assert((int)BSM_HASH_SIZE == (int)BSM_WIRE_HASH_SIZE, "one size of hash");
_Static_assert((int)BSM_NONCE_SIZE == (int)BSM_WIRE_NONCE_SIZE, "one size of nonce");

_Static_assert(BSM_BASE64URL_LENGTH(BSM_FACE_TEMPLATE_MAX) + BSM_BASE64URL_LENGTH(BSM_WIRE_PORTRAIT_MAX) + 1024 <=
                   BSM_JWS_PAYLOAD_MAX,
               "a face with its portrait fits a JWS");

struct sealer {
    struct bsm_key_store *store;
    struct bsm_ec_point centre;
    char device[BSM_WIRE_DEVICE_SIZE];
    bool has_visit;
    struct bsm_bio_visit visit;
    struct bsm_wire_capture capture; /* being written; wiped after each */
    char jws[BSM_JWS_SIZE];
};

static bool load_device(struct sealer *sealer, const char *state_folder)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/device", state_folder);
    uint8_t *bytes;
    size_t size;
    if (bsm_file_read(path, sizeof sealer->device, &bytes, &size) != BSM_OK)
        return false;
    bytes[strcspn((char *)bytes, "\n")] = '\0';
    bool valid = bsm_wire_device_valid((char *)bytes);
    if (valid)
        snprintf(sealer->device, sizeof sealer->device, "%s", (char *)bytes);
    free(bytes);
    return valid;
}

static bool load_keys(struct sealer *sealer, const char *state_folder, char *why, size_t why_size)
{
    char path[PATH_MAX];
    struct bsm_ec_point capture_key;
    snprintf(path, sizeof path, "%s/keys", state_folder);
    if (bsm_key_store_open_files(path, &sealer->store) != BSM_OK ||
        bsm_key_store_public_key(sealer->store, BSM_KEY_CAPTURE, &capture_key) != BSM_OK) {
        snprintf(why, why_size, "%s has no usable capture key; run basma-provision for this kiosk", path);
        return false;
    }
    snprintf(path, sizeof path, "%s/trust/centre-seal.pem", state_folder);
    if (bsm_ec_point_load(path, &sealer->centre) != BSM_OK) {
        snprintf(why, why_size, "%s is not the centre's public key; run basma-provision for this kiosk", path);
        return false;
    }
    if (!load_device(sealer, state_folder)) {
        snprintf(why, why_size, "%s/device does not name this kiosk; run basma-provision", state_folder);
        return false;
    }
    return true;
}

struct sealer *sealer_open(const char *state_folder, char *why, size_t why_size)
{
    struct sealer *sealer = calloc(1, sizeof *sealer);
    if (!sealer) {
        snprintf(why, why_size, "out of memory");
        return NULL;
    }
    bsm_wire_init();
    if (!load_keys(sealer, state_folder, why, why_size)) {
        sealer_close(sealer);
        return NULL;
    }
    return sealer;
}

void sealer_begin(struct sealer *sealer, const struct bsm_bio_visit *visit)
{
    sealer->visit = *visit;
    sealer->has_visit = true;
}

uint8_t sealer_sides(const struct sealer *sealer, unsigned attempt)
{
    return sealer->has_visit ? bsm_challenge_sides(sealer->visit.nonce, sizeof sealer->visit.nonce, attempt) : 0;
}

void sealer_lights(const struct sealer *sealer, unsigned attempt, enum bsm_light order[BSM_LIGHT_STEPS])
{
    if (sealer->has_visit)
        bsm_light_order(sealer->visit.nonce, sizeof sealer->visit.nonce, attempt, order);
    else
        memset(order, 0, BSM_LIGHT_STEPS * sizeof *order);
}

static void describe_liveness(const struct sample *sample, struct bsm_wire_liveness *liveness)
{
    liveness->alive = sample->is_alive;
    liveness->challenge = sample->challenge;
    liveness->passed = sample->challenge != BSM_CHALLENGE_NONE;
    liveness->attempt = liveness->passed ? sample->attempt : 0;
    bsm_challenge_sides_text(sample->challenge, sample->attempt, sample->sides, liveness->sides);
}

static void describe(struct sealer *sealer, const struct sample *sample)
{
    struct bsm_wire_capture *capture = &sealer->capture;
    const struct bsm_bio_visit *visit = &sealer->visit;
    *capture = (struct bsm_wire_capture){
        .visit = visit->visit,
        .seq = visit->seq,
        .captured_unix_ms = bsm_clock_mono_ms() + visit->clock_offset_ms,
        .modality = sample->modality,
        .position = sample->position,
        .quality = (uint8_t)sample->quality,
        .template_size = (uint32_t)sample->template_size,
        .portrait_size = (uint32_t)sample->portrait_size,
    };
    capture->has_liveness = sample->modality == BSM_MODALITY_FACE;
    if (capture->has_liveness)
        describe_liveness(sample, &capture->liveness);
    memcpy(capture->nonce, visit->nonce, sizeof capture->nonce);
    memcpy(capture->previous_hash, visit->previous_hash, sizeof capture->previous_hash);
    memcpy(capture->template_bytes, sample->template_bytes, sample->template_size);
    if (sample->portrait_size)
        memcpy(capture->portrait, sample->portrait, sample->portrait_size);
    snprintf(capture->device, sizeof capture->device, "%s", sealer->device);
    snprintf(capture->reader, sizeof capture->reader, "%s", sample->device_model[0] ? sample->device_model : "unnamed");
    snprintf(capture->engine, sizeof capture->engine, "%s", sample->engine);
    snprintf(capture->engine_version, sizeof capture->engine_version, "%u", sample->engine_version);
}

/* JSON as a JWS in sealer->jws. */
static enum bsm_status sign(struct sealer *sealer, struct bsm_wire_text *json, size_t *jws_size)
{
    struct bsm_store_signer key = {.store = sealer->store, .name = BSM_KEY_CAPTURE};
    struct bsm_signer signer = bsm_store_signer(&key);
    enum bsm_status status = bsm_jws_sign(&signer, sealer->device, json->bytes, json->size, sealer->jws, jws_size);
    bsm_wire_text_finish(json);
    return status;
}

/* Signs and seals what was written, as a record of a visit or the only one of a wish. */
static enum bsm_status sign_and_seal(struct sealer *sealer, const struct bsm_uuid *name, struct bsm_wire_text *json,
                                     struct bsm_sealed *sealed, uint8_t hash[BSM_HASH_SIZE])
{
    size_t jws_size = 0;
    size_t text_size = 0;
    enum bsm_status status = sign(sealer, json, &jws_size);
    if (status == BSM_OK)
        status = bsm_seal(&sealer->centre, name, sealer->device, sealer->jws, jws_size, sealed->kid, sealed->enc,
                          sealed->text, &text_size);
    if (status == BSM_OK) {
        sealed->text_size = (uint32_t)text_size;
        bsm_sha256(sealer->jws, jws_size, hash);
    }
    bsm_wipe(sealer->jws, sizeof sealer->jws);
    return status;
}

/* The next follows it. */
static enum bsm_status close_record(struct sealer *sealer, struct bsm_wire_text *json, struct bsm_sealed *sealed,
                                    uint64_t *seq, uint8_t hash[BSM_HASH_SIZE])
{
    enum bsm_status status = sign_and_seal(sealer, &sealer->visit.visit, json, sealed, hash);
    if (status == BSM_OK) {
        *seq = sealer->visit.seq++;
        memcpy(sealer->visit.previous_hash, hash, BSM_HASH_SIZE);
    }
    return status;
}

enum bsm_status sealer_seal(struct sealer *sealer, const struct sample *sample, struct bsm_captured *captured)
{
    if (!sealer->has_visit || sample->template_size > BSM_WIRE_TEMPLATE_MAX ||
        sample->portrait_size > BSM_WIRE_PORTRAIT_MAX)
        return BSM_DENIED;
    describe(sealer, sample);
    struct bsm_wire_text json;
    enum bsm_status status = bsm_wire_capture_encode(&sealer->capture, &json);
    bsm_wipe(&sealer->capture, sizeof sealer->capture);
    if (status == BSM_OK)
        status = close_record(sealer, &json, &captured->sealed, &captured->seq, captured->hash);
    if (status == BSM_OK) {
        captured->modality = sample->modality;
        captured->position = sample->position;
        captured->quality = (uint8_t)sample->quality;
    }
    return status == BSM_OK ? BSM_OK : BSM_FAULT;
}

static void describe_claim(const struct sealer *sealer, const struct bsm_bio_claim *claim,
                           struct bsm_wire_campaign_claim *said)
{
    const struct bsm_bio_visit *visit = &sealer->visit;
    *said = (struct bsm_wire_campaign_claim){
        .visit = visit->visit,
        .seq = visit->seq,
        .claimed_unix_ms = bsm_clock_mono_ms() + visit->clock_offset_ms,
        .consent_version = claim->consent_version,
    };
    memcpy(said->pack, claim->pack, sizeof said->pack);
    memcpy(said->nonce, visit->nonce, sizeof said->nonce);
    memcpy(said->previous_hash, visit->previous_hash, sizeof said->previous_hash);
    memcpy(said->device, sealer->device, sizeof said->device);
    memcpy(said->id_number, claim->id_number, sizeof said->id_number);
    memcpy(said->birth_date, claim->birth_date, sizeof said->birth_date);
    memcpy(said->mobile, claim->mobile, sizeof said->mobile);
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        if (claim->missing >> position & 1)
            said->missing[said->missing_count++] = (enum bsm_position)position;
}

enum bsm_status sealer_seal_claim(struct sealer *sealer, const struct bsm_bio_claim *claim,
                                  struct bsm_claim_sealed *sealed)
{
    struct bsm_wire_campaign_claim said;
    struct bsm_wire_text json;
    if (!sealer->has_visit)
        return BSM_DENIED;
    describe_claim(sealer, claim, &said);
    enum bsm_status status = bsm_wire_campaign_claim_encode(&said, &json);
    bsm_wipe(&said, sizeof said);
    if (status == BSM_OK)
        status = close_record(sealer, &json, &sealed->sealed, &sealed->seq, sealed->hash);
    return status == BSM_OK ? BSM_OK : BSM_FAULT;
}

enum bsm_status sealer_seal_wish(struct sealer *sealer, const struct bsm_bio_wish *wish,
                                 struct bsm_claim_sealed *sealed)
{
    struct bsm_wire_wished said = {
        .wish = wish->wish, .seq = wish->seq, .wished_unix_ms = bsm_clock_mono_ms() + wish->clock_offset_ms};
    struct bsm_wire_text json;
    memcpy(said.device, sealer->device, sizeof said.device);
    memcpy(said.site, wish->site, sizeof said.site);
    memcpy(said.mobile, wish->mobile, sizeof said.mobile);
    enum bsm_status status = bsm_wire_wished_encode(&said, &json);
    bsm_wipe(&said, sizeof said);
    if (status == BSM_OK)
        status = sign_and_seal(sealer, &wish->wish, &json, &sealed->sealed, sealed->hash);
    sealed->seq = wish->seq;
    return status == BSM_OK ? BSM_OK : BSM_FAULT;
}

void sealer_forget(struct sealer *sealer)
{
    bsm_wipe(&sealer->visit, sizeof sealer->visit);
    sealer->has_visit = false;
}

void sealer_close(struct sealer *sealer)
{
    if (!sealer)
        return;
    bsm_key_store_destroy(sealer->store);
    bsm_wipe_free(sealer, sizeof *sealer);
}
