#include "central/api/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "firmware/base/wipe.h"

static void destroy(struct bsm_bench *bench)
{
    bsm_ec_key_destroy(bench->seal_key);
    bsm_finger_matcher_destroy(bench->matcher);
    bsm_wipe_free(bench, sizeof *bench);
}

static enum bsm_status create(const char *seal_key_path, struct bsm_bench **out)
{
    struct bsm_bench *bench = calloc(1, sizeof *bench);
    if (!bench) {
        return BSM_NO_MEMORY;
    }
    enum bsm_status status = bsm_ec_key_load(seal_key_path, &bench->seal_key);
    if (status == BSM_OK) {
        bench->matcher = bsm_finger_matcher_create(&status);
    }
    if (status != BSM_OK) {
        destroy(bench);
        return status;
    }
    *out = bench;
    return BSM_OK;
}

enum bsm_status bsm_benches_start(struct bsm_benches *benches, const char *seal_key_path)
{
    benches->idle = NULL;
    snprintf(benches->seal_key_path, sizeof benches->seal_key_path, "%s", seal_key_path);
    pthread_mutex_init(&benches->lock, NULL);
    enum bsm_status status = create(seal_key_path, &benches->idle);
    if (status != BSM_OK) {
        pthread_mutex_destroy(&benches->lock);
    }
    return status;
}

void bsm_benches_stop(struct bsm_benches *benches)
{
    while (benches->idle) {
        struct bsm_bench *bench = benches->idle;
        benches->idle = bench->next;
        destroy(bench);
    }
    pthread_mutex_destroy(&benches->lock);
}

struct bsm_bench *bsm_bench_take(struct bsm_benches *benches)
{
    pthread_mutex_lock(&benches->lock);
    struct bsm_bench *bench = benches->idle;
    if (bench) {
        benches->idle = bench->next;
    }
    pthread_mutex_unlock(&benches->lock);
    if (!bench && create(benches->seal_key_path, &bench) != BSM_OK) {
        return NULL;
    }
    bench->next = NULL;
    return bench;
}

void bsm_bench_give(struct bsm_benches *benches, struct bsm_bench *bench)
{
    bsm_wipe(&bench->sealed, sizeof bench->sealed);
    bsm_wipe(bench->jws, sizeof bench->jws);
    bsm_wipe(bench->payload, sizeof bench->payload);
    bsm_wipe(&bench->capture, sizeof bench->capture);
    pthread_mutex_lock(&benches->lock);
    bench->next = benches->idle;
    benches->idle = bench;
    pthread_mutex_unlock(&benches->lock);
}
