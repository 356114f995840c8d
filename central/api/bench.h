/*
 * Workbenches: what one thread needs to open and compare captures (the sealing key, a matcher, room for one capture).
 * They are lent for the length of one call and wiped when they come back. Threads: take and give from any.
 */
#ifndef BASMA_CENTRAL_API_BENCH_H
#define BASMA_CENTRAL_API_BENCH_H

#include <pthread.h>

#include "enroll/finger/finger.h"
#include "net/seal/ec_key.h"
#include "net/seal/jws.h"
#include "net/wire/wire.h"

struct bsm_bench {
    struct bsm_ec_key *seal_key;        /* owned */
    struct bsm_finger_matcher *matcher; /* owned */
    struct bsm_wire_sealed sealed;
    char jws[BSM_JWS_SIZE];
    char payload[BSM_JWS_PAYLOAD_MAX + 1];
    struct bsm_wire_capture capture;
    struct bsm_bench *next;
};

struct bsm_benches {
    pthread_mutex_t lock;
    struct bsm_bench *idle;
    char seal_key_path[512];
};

/* Makes the first one, so that a broken key shows at once: a status of bsm_ec_key_load, or NO_MEMORY. */
enum bsm_status bsm_benches_start(struct bsm_benches *benches, const char *seal_key_path);
/* All must have come back. */
void bsm_benches_stop(struct bsm_benches *benches);

/* NULL when none is idle and none can be made. */
struct bsm_bench *bsm_bench_take(struct bsm_benches *benches);
void bsm_bench_give(struct bsm_benches *benches, struct bsm_bench *bench);

#endif
