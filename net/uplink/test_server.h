/*
 * A centre for tests of the uplink: TLS on a port of its own, with a CA made on the spot, answers as the test says, and
 * a record of what was asked. On libmicrohttpd, as the real one.
 */
#ifndef BASMA_UPLINK_TEST_SERVER_H
#define BASMA_UPLINK_TEST_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "net/seal/x509_issue.h"

enum { BSM_TEST_ASKED_MAX = 64, BSM_TEST_BODY_SIZE = 512, BSM_TEST_ANSWERS_MAX = 8 };

/* What to answer to one method and path; "" matches any path. */
struct bsm_test_answer {
    const char *method;
    const char *path;
    int status; /* 0: cut the connection without an answer */
    const char *body;
    const char *location; /* for redirects */
    int times;            /* then the next one of the same path counts; 0: for ever */
};

struct bsm_test_asked {
    char method[8];
    char path[80];
    char key[40];
    char known[32]; /* If-None-Match */
    char body[BSM_TEST_BODY_SIZE];
    bool certificate; /* the client showed one */
};

/* What telemetry has brought. A request whose key was there before adds nothing. */
struct bsm_test_telemetry {
    int requests;
    int items;
    int twice;   /* items that came under two keys */
    int changed; /* requests with a known key and another body, and places with another text */
};

struct bsm_test_server;

/* Makes the CA, the server's and a kiosk's keys and certificates, and the kiosk's state folder. */
struct bsm_test_server *bsm_test_server_create(const char *state_folder);
void bsm_test_server_destroy(struct bsm_test_server *server);

/* Serves on a port that stays the same through stop and start. */
bool bsm_test_server_start(struct bsm_test_server *server);
void bsm_test_server_stop(struct bsm_test_server *server);

int bsm_test_server_port(const struct bsm_test_server *server);
const char *bsm_test_server_pin(const struct bsm_test_server *server);

/* Forgets what was asked and what to answer; /v1/time is always answered, /v1/devices/config
 * with "not modified". offset_ms is put on the time that it tells.
 */
void bsm_test_server_reset(struct bsm_test_server *server, int64_t offset_ms);
void bsm_test_server_answer(struct bsm_test_server *server, struct bsm_test_answer answer);

/* POST /v1/telemetry is taken as the centre takes it, also where the answer is then cut off (status 0); not where
 * another answer of 300 and more is wanted. Not touched by reset. */
struct bsm_test_telemetry bsm_test_server_telemetry(struct bsm_test_server *server);
/* The text that came for a place; NULL: none. Lives as long as the server. */
const char *bsm_test_server_line(struct bsm_test_server *server, uint64_t place);

/* How often this was asked, and the n-th time. */
int bsm_test_server_count(struct bsm_test_server *server, const char *method, const char *path);
bool bsm_test_server_asked(struct bsm_test_server *server, const char *method, const char *path, int n,
                           struct bsm_test_asked *asked);

#endif
