/*
 * The centre's state folder (0700, files 0600), made once by `basma-central init`:
 *
 *     ca.key ca.crt                the private certification authority
 *     server.key server.crt        of the TLS server
 *     seal.key seal.pem            what captures are sealed to, and its public half
 *     config-sign.key config-sign.pem   what configurations are signed with, and its public half
 *     receipt.key receipt.pem      what receipts are signed with, and its public half
 *     secret                       32 random bytes that name numbers
 *     thresholds.jws               what the centre decides by, signed; may be absent (decision_rule.h)
 *     central.db                   the register
 *
 * Life: a struct is filled by load and wiped by finish. Nothing in it changes in between; keys are used by one thread
 * at a time.
 */
#ifndef BASMA_CENTRAL_STATE_STATE_H
#define BASMA_CENTRAL_STATE_STATE_H

#include "central/digest.h"
#include "firmware/base/status.h"
#include "net/seal/ec_key.h"
#include "net/seal/x509_issue.h"

enum { BSM_STATE_PATH_SIZE = 512, BSM_STATE_WHY_SIZE = 300 };

struct bsm_state {
    char folder[BSM_STATE_PATH_SIZE];
    struct bsm_ec_key *ca_key; /* owned */
    char ca_pem[BSM_X509_PEM_SIZE];
    char server_key_pem[BSM_EC_PRIVATE_PEM_SIZE];
    char server_pem[BSM_X509_PEM_SIZE];
    char seal_pem[BSM_EC_PUBLIC_PEM_SIZE];
    char config_sign_pem[BSM_EC_PUBLIC_PEM_SIZE];
    struct bsm_ec_key *receipt_key; /* owned; only the register's writer signs with it */
    struct bsm_digest_key secret;
};

/* Makes the folder and everything in it. DENIED: there is a centre in it already; INVALID: a name that no certificate
 * can carry; FAULT. On failure why holds cause and remedy. */
enum bsm_status bsm_state_create(const char *folder, const char *const *names, size_t names_count,
                                 char why[BSM_STATE_WHY_SIZE]);

/* Reads everything but the register; the receipts' keys are made where an older program made none. GONE: no centre
 * there; INVALID: a file in it is broken; FAULT. */
enum bsm_status bsm_state_load(const char *folder, struct bsm_state *state, char why[BSM_STATE_WHY_SIZE]);
void bsm_state_finish(struct bsm_state *state);

/* The pin (RFC 7469) of the server's key, by which kiosks know the centre. INVALID: server.crt is broken. */
enum bsm_status bsm_state_server_pin(const struct bsm_state *state, uint8_t pin[BSM_SHA256_SIZE]);

/* One of the names above under the folder. */
void bsm_state_path(const char *folder, const char *name, char path[BSM_STATE_PATH_SIZE]);

#endif
