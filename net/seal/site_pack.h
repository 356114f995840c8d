/*
 * A campaign's site pack: what a kiosk may do while its link is down, as the centre signed it. A compact JWS (kid
 * "site-pack", the key that signs configurations) whose payload is firmware/base/config.h text:
 *
 *     pack         64 hexadecimal digits, by chance: its name, and what stands for the nonce of each of its visits
 *     site         where the kiosks stand; printable, at most 64 characters
 *     name_ar, name_en   what the campaign is called; UTF-8
 *     kiosks       kiosk-0001,kiosk-0002: at most 16
 *     valid_from, valid_to   unix seconds; at most 31 days apart
 *     visits       how many each kiosk may keep, 1 to 1000
 *     fingers      right_index,left_index,...: in the order in which they are asked for; a missing one's place is taken
 * by the next ask          how many fingers of a person, 1 to 4
 *
 * Another key is refused, as is a pack that is not whole. It is no configuration: that has other keys and no kid.
 */
#ifndef BASMA_SEAL_SITE_PACK_H
#define BASMA_SEAL_SITE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/biometric.h"
#include "firmware/base/random.h"
#include "firmware/base/status.h"
#include "net/seal/ec_key.h"
#include "net/seal/jws.h"

#define BSM_SITE_PACK_KID "site-pack"
#define BSM_SITE_PACK_FILE "site-pack.jws"

enum {
    BSM_SITE_PACK_NONCE_SIZE = 32,
    BSM_SITE_PACK_SITE_SIZE = 65,
    BSM_SITE_PACK_NAME_SIZE = 97,
    BSM_SITE_PACK_DEVICE_SIZE = 33,
    BSM_SITE_PACK_KIOSKS_MAX = 16,
    BSM_SITE_PACK_VISITS_MAX = 1000,
    BSM_SITE_PACK_ASK_MAX = 4,
    BSM_SITE_PACK_SPAN_MAX_S = 31 * 24 * 3600,
    BSM_SITE_PACK_TEXT_MAX = 4096,
    BSM_SITE_PACK_JWS_SIZE = 6 * 1024, /* with its end */
    BSM_SITE_PACK_ERROR_SIZE = 256,
};

struct bsm_site_pack {
    uint8_t nonce[BSM_SITE_PACK_NONCE_SIZE];
    char site[BSM_SITE_PACK_SITE_SIZE];
    char name_ar[BSM_SITE_PACK_NAME_SIZE];
    char name_en[BSM_SITE_PACK_NAME_SIZE];
    int kiosks_count;
    char kiosks[BSM_SITE_PACK_KIOSKS_MAX][BSM_SITE_PACK_DEVICE_SIZE];
    int64_t from_unix_s;
    int64_t to_unix_s; /* not any more */
    int visits_max;
    int ask;
    int fingers_count;
    enum bsm_position fingers[BSM_POSITION_MAX];
};

/* The payload. INVALID, with a sentence for the operator in error. */
enum bsm_status bsm_site_pack_parse(const char *text, size_t size, struct bsm_site_pack *pack,
                                    char error[BSM_SITE_PACK_ERROR_SIZE]);

/* Signature and payload. INVALID: no pack; DENIED: signed by another. Its time is for the caller. */
enum bsm_status bsm_site_pack_verify(const char *jws, size_t size, const struct bsm_ec_point *key,
                                     struct bsm_site_pack *pack, char error[BSM_SITE_PACK_ERROR_SIZE]);

/* DIR/site-pack.jws by the key and the name in a kiosk's state folder. GONE: there is none, error is then "". DENIED:
 * another's, for other kiosks, or not in force at the moment. */
enum bsm_status bsm_site_pack_load(const char *state, int64_t now_unix_s, struct bsm_site_pack *pack,
                                   char error[BSM_SITE_PACK_ERROR_SIZE]);

bool bsm_site_pack_names(const struct bsm_site_pack *pack, const char *device);
bool bsm_site_pack_in_force(const struct bsm_site_pack *pack, int64_t unix_s);

/* What stands for the centre's nonce in the captures of one visit: SHA-256 of "basma campaign v1", pack and visit. So
 * what is derived from it differs from visit to visit. */
void bsm_site_pack_visit_nonce(const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const struct bsm_uuid *visit,
                               uint8_t nonce[BSM_SITE_PACK_NONCE_SIZE]);

#endif
