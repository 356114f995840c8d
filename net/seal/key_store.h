/*
 * Where the kiosk's keys are and what can be done with them without holding them: made, signed with, named in a
 * request for a certificate. A back-end fills the table: files today (bsm_key_store_open_files), a TPM when the
 * board has one. The names are "tls" (mutual TLS, used by uplink) and "capture" (signs captures, used by bio).
 *
 * Life: open, use, destroy. One thread at a time. Signing takes about a millisecond; create writes to disk.
 */
#ifndef BASMA_SEAL_KEY_STORE_H
#define BASMA_SEAL_KEY_STORE_H

#include "firmware/base/status.h"
#include "net/seal/ec_key.h"

#define BSM_KEY_TLS "tls"
#define BSM_KEY_CAPTURE "capture"

enum { BSM_CSR_PEM_SIZE = 2048, BSM_KEY_NAME_MAX = 32 };

struct bsm_key_store;

struct bsm_key_store_ops {
    /* Makes the key. One that is there already stays as it is: OK. FAULT: cannot be kept. */
    enum bsm_status (*create)(struct bsm_key_store *store, const char *name);
    /* GONE: no such key. */
    enum bsm_status (*sign)(struct bsm_key_store *store, const char *name, const uint8_t digest[BSM_SHA256_SIZE],
                            uint8_t signature[BSM_EC_SIGNATURE_SIZE]);
    enum bsm_status (*public_key)(struct bsm_key_store *store, const char *name, struct bsm_ec_point *point);
    /* A PKCS#10 request (RFC 2986), PEM, subject CN=common_name, signed with the key. */
    enum bsm_status (*csr)(struct bsm_key_store *store, const char *name, const char *common_name,
                           char pem[BSM_CSR_PEM_SIZE]);
    void (*destroy)(struct bsm_key_store *store);
};

/* The head of every back-end's own struct. */
struct bsm_key_store {
    const struct bsm_key_store_ops *ops;
};

/* Keys as PEM files folder/NAME.key, mode 0600. The folder is made (0700) when the first key is. A key file that
 * others may read is refused with DENIED. */
enum bsm_status bsm_key_store_open_files(const char *folder, struct bsm_key_store **store);

enum bsm_status bsm_key_store_create(struct bsm_key_store *store, const char *name);
enum bsm_status bsm_key_store_sign(struct bsm_key_store *store, const char *name, const uint8_t digest[BSM_SHA256_SIZE],
                                   uint8_t signature[BSM_EC_SIGNATURE_SIZE]);
enum bsm_status bsm_key_store_public_key(struct bsm_key_store *store, const char *name, struct bsm_ec_point *point);
enum bsm_status bsm_key_store_csr(struct bsm_key_store *store, const char *name, const char *common_name,
                                  char pem[BSM_CSR_PEM_SIZE]);
void bsm_key_store_destroy(struct bsm_key_store *store); /* NULL is fine */

/* A signer with one key of a store; both must outlive it. */
struct bsm_store_signer {
    struct bsm_key_store *store;
    const char *name;
};
struct bsm_signer bsm_store_signer(struct bsm_store_signer *signer);

#endif
