/*
 * The kiosk's configuration as the centre signed it: a compact JWS whose payload is firmware/base/config.h text.
 * What is checked here: the signature, that it is for this device (or "*"), that it was issued and has not expired.
 * What its other keys mean is for who reads them.
 */
#ifndef BASMA_SEAL_SIGNED_CONFIG_H
#define BASMA_SEAL_SIGNED_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/config.h"
#include "firmware/base/status.h"
#include "net/seal/ec_key.h"
#include "net/seal/jws.h"

enum { BSM_SIGNED_CONFIG_DEVICE_SIZE = 65 };

struct bsm_signed_config {
    char device[BSM_SIGNED_CONFIG_DEVICE_SIZE]; /* this kiosk's name, never "*" */
    int64_t version;                            /* rises with every issue */
    int64_t issued_unix_s;
    int64_t expires_unix_s;
    size_t text_size;
    char text[BSM_CONFIG_TEXT_MAX + 1]; /* the whole payload, for bsm_config_open */
    char error[BSM_CONFIG_ERROR_SIZE];  /* where it was refused: a sentence for the operator */
};

/*
 * Verifies jws for the device at the moment now_unix_s. INVALID: not a configuration. DENIED: signed by another, for
 * another device, not yet valid (more than a day ahead), expired. config->error is then set.
 */
enum bsm_status bsm_signed_config_verify(const char *jws, size_t size, const struct bsm_ec_point *key,
                                         const char *device, int64_t now_unix_s, struct bsm_signed_config *config);

/* The same for one that is offered to a kiosk: by the key and the name in its state folder. GONE: one is missing. */
enum bsm_status bsm_signed_config_check(const char *state, const char *jws, size_t size, int64_t now_unix_s,
                                        struct bsm_signed_config *config);

/* The same from a kiosk's state folder: its files config.jws, trust/config-sign.pem, device. GONE: one is missing. */
enum bsm_status bsm_signed_config_load(const char *state, int64_t now_unix_s, struct bsm_signed_config *config);

#endif
