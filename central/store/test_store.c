/* The register: what is said to be stored is stored, what failed left nothing. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/store/answers.h"
#include "central/store/devices.h"
#include "central/store/store.h"
#include "central/store/test_folder.h"
#include "central/store/tries.h"

static enum bsm_status add_tries(struct bsm_db *db, void *context)
{
    struct bsm_digest key = digest_of_number(*(uint64_t *)context);
    struct bsm_tries tries = {.failures = 1};
    return bsm_tries_put(db, &key, &tries);
}

enum { WRITERS = 24, WRITES = 20 };

struct writer {
    struct bsm_store *store;
    uint64_t first;
};

static void *write_some(void *context)
{
    struct writer *writer = context;
    for (uint64_t i = 0; i < WRITES; i++) {
        uint64_t number = writer->first + i;
        if (bsm_store_write(writer->store, add_tries, &number) != BSM_OK) {
            return writer;
        }
    }
    return NULL;
}

static void writers_at_the_same_time_share_commits(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    pthread_t threads[WRITERS];
    struct writer writers[WRITERS];
    for (uint64_t i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){store, i * WRITES};
        assert_int_equal(pthread_create(&threads[i], NULL, write_some, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    struct bsm_store_counts counts = bsm_store_counts(store);
    assert_int_equal(counts.jobs, WRITERS * WRITES);
    assert_true(counts.commits < counts.jobs / 2);
    assert_int_equal(count_tries(store, WRITERS * WRITES), WRITERS * WRITES);
    bsm_store_close(store);
}

/* A process that is killed without warning: what it acknowledged through the pipe must be there. */
static void what_was_acknowledged_survives_a_kill(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct bsm_store *store = NULL;
        if (bsm_store_open(path, true, &store) != BSM_OK) {
            _exit(1);
        }
        for (uint64_t i = 0;; i++) {
            if (bsm_store_write(store, add_tries, &i) != BSM_OK || write(ends[1], &i, sizeof i) != sizeof i) {
                _exit(1);
            }
        }
    }
    uint64_t last = 0;
    for (int i = 0; i < 25; i++) {
        assert_int_equal(read(ends[0], &last, sizeof last), sizeof last);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[1]);
    while (read(ends[0], &last, sizeof last) == sizeof last) {
    }
    close(ends[0]);
    struct bsm_store *store = open_store();
    assert_int_equal(count_tries(store, last + 1), (int)last + 1);
    bsm_store_close(store);
}

static enum bsm_status add_and_deny(struct bsm_db *db, void *context)
{
    enum bsm_status status = add_tries(db, context);
    return status == BSM_OK ? BSM_DENIED : status;
}

static void a_job_that_fails_leaves_nothing(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    uint64_t number = 0;
    assert_int_equal(bsm_store_write(store, add_and_deny, &number), BSM_DENIED);
    assert_int_equal(count_tries(store, 1), 0);
    bsm_store_close(store);
}

struct put {
    struct bsm_uuid key;
    size_t size;
};

static enum bsm_status put_answer(struct bsm_db *db, void *context)
{
    struct put *put = context;
    char *body = calloc(1, put->size);
    assert_non_null(body);
    struct bsm_stored_answer answer = {.status = 200, .type = "application/json", .body = body, .body_size = put->size};
    enum bsm_status status = bsm_answer_put(db, "kiosk-1", &put->key, &answer, 1000);
    free(body);
    return status;
}

static enum bsm_status limit_pages(struct bsm_db *db, void *context)
{
    (void)context;
    return bsm_db_execute(db, "PRAGMA max_page_count = 80");
}

static enum bsm_status lift_limit(struct bsm_db *db, void *context)
{
    (void)context;
    return bsm_db_execute(db, "PRAGMA max_page_count = 100000");
}

static bool has_answer(struct bsm_store *store, const struct bsm_uuid *key)
{
    struct bsm_db *db = bsm_store_read_begin(store);
    struct bsm_stored_answer answer;
    enum bsm_status status = bsm_answer_find(db, "kiosk-1", key, &answer);
    if (status == BSM_OK) {
        free(answer.body);
    }
    bsm_store_read_end(store, db);
    return status == BSM_OK;
}

static void a_full_disk_is_a_fault_and_nothing_is_half_stored(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    assert_int_equal(bsm_store_write(store, limit_pages, NULL), BSM_OK);
    struct put big = {.key = bsm_uuid7(1), .size = 2 * 1024 * 1024};
    assert_int_equal(bsm_store_write(store, put_answer, &big), BSM_FAULT);
    assert_false(has_answer(store, &big.key));
    assert_int_equal(bsm_store_counts(store).failures, 1);

    assert_int_equal(bsm_store_write(store, lift_limit, NULL), BSM_OK);
    assert_int_equal(bsm_store_write(store, put_answer, &big), BSM_OK);
    assert_true(has_answer(store, &big.key));
    bsm_store_close(store);
}

static void an_answer_is_kept_under_its_key_until_it_is_old(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    struct put put = {.key = bsm_uuid7(1), .size = 10};
    assert_int_equal(bsm_store_write(store, put_answer, &put), BSM_OK);
    assert_int_equal(bsm_store_write(store, put_answer, &put), BSM_DENIED);
    struct bsm_db *db = NULL;
    bsm_store_close(store);
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    struct bsm_stored_answer answer;
    assert_int_equal(bsm_answer_purge(db, 1000), BSM_OK);
    assert_int_equal(bsm_answer_find(db, "kiosk-1", &put.key, &answer), BSM_OK);
    free(answer.body);
    assert_int_equal(bsm_answer_find(db, "kiosk-2", &put.key, &answer), BSM_GONE);
    assert_int_equal(bsm_answer_purge(db, 1001), BSM_OK);
    assert_int_equal(bsm_answer_find(db, "kiosk-1", &put.key, &answer), BSM_GONE);
    bsm_db_close(db);
}

static enum bsm_status use_token(uint64_t number, int64_t now_ms)
{
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    struct bsm_digest hash = digest_of_number(number);
    char device[BSM_WIRE_DEVICE_SIZE];
    enum bsm_status status = bsm_token_use(db, &hash, now_ms, device);
    bsm_db_close(db);
    return status;
}

static enum bsm_status add_token(struct bsm_db *db, void *context)
{
    struct bsm_digest hash = digest_of_number(*(uint64_t *)context);
    return bsm_token_add(db, &hash, "kiosk-1", 1000);
}

static void a_token_admits_once_and_in_its_time(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    uint64_t number = 7;
    assert_int_equal(bsm_store_write(store, add_token, &number), BSM_OK);
    assert_int_equal(use_token(8, 1), BSM_DENIED);
    assert_int_equal(use_token(7, 1000), BSM_DENIED);
    assert_int_equal(use_token(7, 999), BSM_OK);
    assert_int_equal(use_token(7, 999), BSM_DENIED);
    bsm_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writers_at_the_same_time_share_commits),
        TEST(what_was_acknowledged_survives_a_kill),
        TEST(a_job_that_fails_leaves_nothing),
        TEST(a_full_disk_is_a_fault_and_nothing_is_half_stored),
        TEST(an_answer_is_kept_under_its_key_until_it_is_old),
        TEST(a_token_admits_once_and_in_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
