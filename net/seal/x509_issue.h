/*
 * The centre's private certification authority: P-256, SHA-256, version 3 certificates (RFC 5280) with random serial
 * numbers. Any thread, but one thread at a time per key. Certificates are PEM texts with their end.
 */
#ifndef BASMA_SEAL_X509_ISSUE_H
#define BASMA_SEAL_X509_ISSUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/seal/csr.h"
#include "net/seal/ec_key.h"

enum { BSM_X509_PEM_SIZE = 4096, BSM_X509_NAMES_MAX = 8 };

/* From when to when, unix seconds. Write "from" an hour back, for clocks that are late. */
struct bsm_x509_validity {
    int64_t from_unix_s;
    int64_t to_unix_s;
};

/* A self-signed CA that may only sign certificates (pathlen 0). common_name as bsm_common_name_valid says. */
enum bsm_status bsm_x509_create_ca(struct bsm_ec_key *key, const char *common_name, struct bsm_x509_validity validity,
                                   char pem[BSM_X509_PEM_SIZE]);

/* A server's: names are DNS names or IP addresses as text, 1..BSM_X509_NAMES_MAX, each in the SAN; CN is
 * "basma-central", which nobody matches. INVALID: a name that is neither; a ca_pem that is no certificate of ca_key. */
enum bsm_status bsm_x509_issue_server(struct bsm_ec_key *ca_key, const char *ca_pem, const struct bsm_ec_point *server,
                                      const char *const *names, size_t names_count, struct bsm_x509_validity validity,
                                      char pem[BSM_X509_PEM_SIZE]);

/* A client's: CN is the device's name, for client authentication only. */
enum bsm_status bsm_x509_issue_device(struct bsm_ec_key *ca_key, const char *ca_pem,
                                      const struct bsm_ec_point *device_key, const char *device,
                                      struct bsm_x509_validity validity, char pem[BSM_X509_PEM_SIZE]);

#endif
