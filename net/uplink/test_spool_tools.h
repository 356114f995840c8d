/* A spool in a folder of its own, for tests. */
#ifndef BASMA_NET_UPLINK_TEST_SPOOL_TOOLS_H
#define BASMA_NET_UPLINK_TEST_SPOOL_TOOLS_H

#include <stddef.h>
#include <stdint.h>

#include "net/uplink/spool.h"

enum { TEST_LINES_MAX = 20000 };

extern char test_made[64];   /* by the set-up, for this test */
extern char test_folder[64]; /* the state folder in which the spool is */
extern struct bsm_spool *test_spool;

/* What has come out: of how many their places, of the last the text. */
struct test_got {
    int count;
    uint64_t place[TEST_LINES_MAX];
    char last[600];
};
extern struct test_got test_got;

int test_make_folder(void **state);
int test_remove_folder(void **state);

/* Of a file in the folder; good until the next call. */
const char *test_path_of(const char *name);

void test_open_with(int64_t quota_bytes);
void test_reopen(void);

/* A line that says its place; add commits too. */
enum bsm_status test_add_one(uint64_t place);
void test_add(uint64_t first, int count);

/* For bsm_spool_each: into test_got. */
void test_take(void *context, uint64_t place, const uint8_t *bytes, size_t size);

/* The next batch, into test_got; it stays in the spool. */
struct bsm_spool_batch test_take_batch(void);

void test_expect_nothing(void);
int test_count_waiting(void);

/* All batches, done one after the other; how many items. */
int test_drain(void);

#endif
