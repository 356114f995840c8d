#include "net/uplink/test_spool_tools.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

char test_made[64];   /* by the set-up, for this test */
char test_folder[64]; /* the state folder in which the spool is */
struct bsm_spool *test_spool;

int test_make_folder(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    snprintf(test_made, sizeof test_made, "/tmp/basma-spool-XXXXXX");
    if (!mkdtemp(test_made))
        return -1;
    memcpy(test_folder, test_made, sizeof test_folder);
    return 0;
}

int test_remove_folder(void **state)
{
    (void)state;
    char command[256];
    bsm_spool_close(test_spool);
    test_spool = NULL;
    snprintf(command, sizeof command, "umount -l '%s/disk' 2>/dev/null; rm -rf '%s'", test_made, test_made);
    return system(command);
}

const char *test_path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", test_folder, name);
    return path;
}

void test_open_with(int64_t quota_bytes)
{
    bsm_spool_close(test_spool);
    test_spool = NULL;
    assert_int_equal(bsm_spool_open(test_folder, quota_bytes, &test_spool), BSM_OK);
}

void test_reopen(void) { test_open_with(BSM_SPOOL_QUOTA_BYTES); }

static void text_at(uint64_t place, char text[40]) { snprintf(text, 40, "line at %llu", (unsigned long long)place); }

enum bsm_status test_add_one(uint64_t place)
{
    char text[40];
    text_at(place, text);
    return bsm_spool_add(test_spool, BSM_SPOOL_LINE, place, text, strlen(text));
}

void test_add(uint64_t first, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(test_add_one(first + (uint64_t)i), BSM_OK);
    assert_int_equal(bsm_spool_commit(test_spool), BSM_OK);
}

struct test_got test_got;

void test_take(void *context, uint64_t place, const uint8_t *bytes, size_t size)
{
    (void)context;
    assert_true(test_got.count < TEST_LINES_MAX && size < sizeof test_got.last);
    test_got.place[test_got.count++] = place;
    memcpy(test_got.last, bytes, size);
    test_got.last[size] = '\0';
}

struct bsm_spool_batch test_take_batch(void)
{
    struct bsm_spool_batch batch;
    test_got.count = 0;
    assert_int_equal(bsm_spool_batch(test_spool, &batch), BSM_OK);
    assert_int_equal(bsm_spool_each(test_spool, &batch, test_take, NULL), BSM_OK);
    assert_int_equal(batch.count, test_got.count);
    assert_int_equal(batch.last, test_got.place[test_got.count - 1]);
    return batch;
}

void test_expect_nothing(void)
{
    struct bsm_spool_batch batch;
    assert_int_equal(bsm_spool_batch(test_spool, &batch), BSM_GONE);
}

int test_count_waiting(void)
{
    int count = -1;
    assert_int_equal(bsm_spool_waiting(test_spool, &count), BSM_OK);
    return count;
}

int test_drain(void)
{
    struct bsm_spool_batch batch;
    test_got.count = 0;
    while (bsm_spool_batch(test_spool, &batch) == BSM_OK) {
        assert_int_equal(bsm_spool_each(test_spool, &batch, test_take, NULL), BSM_OK);
        assert_int_equal(bsm_spool_done(test_spool, &batch), BSM_OK);
    }
    return test_got.count;
}
