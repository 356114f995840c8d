/* A door for the tests, with a CA of its own, and what knocks at it. One at a time. */
#ifndef BASMA_CENTRAL_HTTP_TEST_DOOR_H
#define BASMA_CENTRAL_HTTP_TEST_DOOR_H

#include "central/http/server.h"
#include "central/http/test_tls_client.h"
#include "net/seal/x509_issue.h"

enum { BODY_MAX = 256 * 1024, REQUEST_MAX_MS = 1500, HOUR_S = 3600, ANSWER_SIZE = 4096 };

struct identity {
    char certificate[BSM_X509_PEM_SIZE];
    char key[BSM_EC_PRIVATE_PEM_SIZE];
};

extern char ca_pem[BSM_X509_PEM_SIZE];
extern struct bsm_ec_key *ca_key;
extern struct identity server;
extern struct identity kiosk;
extern struct bsm_http *http;
extern int delay_ms; /* of every answer; 0 at first */

/* For a group of tests. */
int make_door(void **state);
int close_door(void **state);

/* A door beside it, with the same keys. */
struct bsm_http_options options_of(const char *listen);

/* Validity from so many hours from now to so many. */
struct bsm_x509_validity hours(int from, int to);
void issue_device(struct bsm_ec_key *by, const char *by_pem, struct bsm_x509_validity validity,
                  struct identity *identity);

/* identity may be NULL: no certificate. */
struct tls_client *connect_as(const struct identity *identity);

/* Sends the bytes on a connection of their own; the answer's status. The answer says who came, with what. */
int ask_bytes(const struct identity *identity, const void *bytes, size_t size, char answer[ANSWER_SIZE]);
int ask(const struct identity *identity, const char *text, char answer[ANSWER_SIZE]);

#endif
