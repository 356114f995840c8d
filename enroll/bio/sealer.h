/*
 * From a sample to a record that only the centre can open: the JSON of net/wire, signed by this kiosk's capture key
 * (JWS ES256), sealed to the centre's key (HPKE). Holds the visit's nonce, sequence and the hash of the last record, as
 * the hub gave them.
 */
#ifndef BASMA_ENROLL_BIO_SEALER_H
#define BASMA_ENROLL_BIO_SEALER_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/light.h"
#include "firmware/ipc/messages.h"

enum { SEALER_WHY_SIZE = 256 };

struct sealer;

struct sample {
    enum bsm_modality modality;
    enum bsm_position position;
    const char *device_model; /* of reader or camera */
    int quality;              /* 0..100 */
    /* of a face: */
    bool is_alive;                     /* the liveness network has judged it so */
    int light_gain;                    /* bsm_light_gain: for the hub, not for the record */
    enum bsm_challenge_kind challenge; /* passed */
    uint8_t attempt, sides;            /* its sides, as sealer_sides said of the attempt */
    const char *engine;
    uint32_t engine_version;
    const uint8_t *template_bytes;
    size_t template_size;
    const uint8_t *portrait; /* of a face: JPEG to be kept, of at most BSM_WIRE_PORTRAIT_MAX bytes */
    size_t portrait_size;    /* 0: none */
};

/* Reads keys/capture.key, trust/centre-seal.pem and device of the kiosk's state folder. On failure NULL, and why says
 * what is missing and how to mend it. */
struct sealer *sealer_open(const char *state_folder, char *why, size_t why_size);

/* The visit that the next samples belong to. */
void sealer_begin(struct sealer *sealer, const struct bsm_bio_visit *visit);

/* To which sides the person is asked to move, by the visit's nonce; 0 where no visit was begun. */
uint8_t sealer_sides(const struct sealer *sealer, unsigned attempt);

/* In which order the screen lights the face; all BSM_LIGHT_NONE where no visit was begun. */
void sealer_lights(const struct sealer *sealer, unsigned attempt, enum bsm_light order[BSM_LIGHT_STEPS]);

/* Fills *captured whole. WRONG order is the hub's fault: DENIED when no visit was begun; FAULT when a key fails. */
enum bsm_status sealer_seal(struct sealer *sealer, const struct sample *sample, struct bsm_captured *captured);

/* The claim that closes a campaign's visit: it follows the last sample in the chain. */
enum bsm_status sealer_seal_claim(struct sealer *sealer, const struct bsm_bio_claim *claim,
                                  struct bsm_claim_sealed *sealed);

/* A wish for an appointment, which belongs to no visit and no chain. */
enum bsm_status sealer_seal_wish(struct sealer *sealer, const struct bsm_bio_wish *wish,
                                 struct bsm_claim_sealed *sealed);

/* Forgets the visit. */
void sealer_forget(struct sealer *sealer);

/* Forgets all and frees. NULL is fine. */
void sealer_close(struct sealer *sealer);

#endif
