/* For the uplink's process tests: the real basma-uplink, a hub that is the test, and a centre to ask. */
#ifndef BASMA_UPLINK_TEST_WORLD_H
#define BASMA_UPLINK_TEST_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

#include "firmware/ipc/channel.h"
#include "net/uplink/test_server.h"

#define VISIT_PATH "/v1/visits/02000000-0000-0000-0000-000000000000"
#define OPENED "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"expires\":2,\"server_time\":1}"
#define PROBLEM(status, code)                                                                                          \
    "{\"type\":\"about:blank\",\"title\":\"\",\"status\":" #status ",\"code\":\"" code "\",\"server_time\":1}"

enum { SOON_MS = 5000, QUIET_MS = 1500 };

struct test_leaf {
    pid_t pid;
    struct bsm_channel channel;
    struct bsm_message message; /* the last that was heard */
};

extern char folder[64];                /* the kiosk's state */
extern struct bsm_test_server *centre; /* of its CA */
extern struct bsm_test_server *other;  /* of another CA */
extern struct test_leaf leaf;

/* Setups and teardowns of cmocka. */
int make_world(void **state);
int end_world(void **state);
int reset(void **state);

/* The uplink as the hub starts it. */
void start_uplink(const char *state, const char *url, const char *pin);
void start(void);
void start_and_expect(bool up);
/* The exit status when the hub goes. */
int stop(void);

/* The next message, or false after timeout_ms. */
bool hear(int timeout_ms);
void expect(enum bsm_message_type type);
void expect_link(bool up);

struct bsm_net_request head_of(uint32_t request);
void say(struct bsm_message message);
void ask_open(uint32_t request);
void ask_plain(enum bsm_message_type type, uint32_t request);

/* What the centre is to answer. */
void answer(const char *method, const char *path, int status, const char *body, int times);
void wait_until_asked(const char *method, const char *path);

#endif
