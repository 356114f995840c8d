/* Kiosks, the one-time tokens that admit them, and the configuration signed for them. */
#ifndef BASMA_CENTRAL_STORE_DEVICES_H
#define BASMA_CENTRAL_STORE_DEVICES_H

#include "central/digest.h"
#include "central/store/db.h"
#include "net/seal/ec_key.h"
#include "net/wire/wire.h"

#define BSM_CONFIG_FOR_ALL "*"

struct bsm_device {
    char id[BSM_WIRE_DEVICE_SIZE];
    struct bsm_digest fingerprint; /* SHA-256 of its certificate */
    struct bsm_ec_point capture_key;
    bool revoked;
    uint64_t last_seq; /* of the captures taken in */
};

/* GONE: none such. */
enum bsm_status bsm_device_find(struct bsm_db *db, const char *id, struct bsm_device *device);
enum bsm_status bsm_device_by_fingerprint(struct bsm_db *db, const struct bsm_digest *fingerprint,
                                          struct bsm_device *device);

/* Adds it, or replaces certificate and capture key of one enrolled before; its sequence starts anew with the new key.
 */
enum bsm_status bsm_device_put(struct bsm_db *db, const struct bsm_device *device, int64_t now_ms);
/* Puts it out; tokens made for it that were not used are void. GONE: none such. */
enum bsm_status bsm_device_revoke(struct bsm_db *db, const char *id);
/* DENIED: seq does not rise. */
enum bsm_status bsm_device_advance(struct bsm_db *db, const char *id, uint64_t seq);

enum bsm_status bsm_token_add(struct bsm_db *db, const struct bsm_digest *hash, const char *device, int64_t expires_ms);
/* Whether such a token was ever made, used or not; it may be asked without a transaction. */
enum bsm_status bsm_token_known(struct bsm_db *db, const struct bsm_digest *hash, bool *known);
/* Uses it up and gives the device it was made for. DENIED: unknown, used before, or expired. */
enum bsm_status bsm_token_use(struct bsm_db *db, const struct bsm_digest *hash, int64_t now_ms,
                              char device[BSM_WIRE_DEVICE_SIZE]);

/* Deletes those whose time was over before the moment. */
enum bsm_status bsm_token_purge(struct bsm_db *db, int64_t before_ms);

struct bsm_stored_config {
    int64_t version;
    char jws[BSM_WIRE_CONFIG_SIZE];
};

/* The device's own, else the one for all. GONE: neither. */
enum bsm_status bsm_config_find(struct bsm_db *db, const char *device, struct bsm_stored_config *config);
enum bsm_status bsm_config_put(struct bsm_db *db, const char *device, const struct bsm_stored_config *config);
/* The highest version ever issued; 0 before the first. */
enum bsm_status bsm_config_last_version(struct bsm_db *db, int64_t *version);

#endif
