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
#include "central/store/audit.h"
#include "central/store/devices.h"
#include "central/store/store.h"
#include "central/store/tries.h"
#include "central/store/visits.h"
#include "central/store/captures.h"

static char folder[64];
static char path[96];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-store-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/register.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static struct bsm_digest digest_of_number(uint64_t number) { return bsm_digest_of(&number, sizeof number); }

static struct bsm_store *open_store(void)
{
    struct bsm_store *store = NULL;
    assert_int_equal(bsm_store_open(path, true, &store), BSM_OK);
    return store;
}

static enum bsm_status add_tries(struct bsm_db *db, void *context)
{
    struct bsm_digest key = digest_of_number(*(uint64_t *)context);
    struct bsm_tries tries = {.failures = 1};
    return bsm_tries_put(db, &key, &tries);
}

static int count_tries(struct bsm_store *store, uint64_t numbers)
{
    struct bsm_db *db = bsm_store_read_begin(store);
    assert_non_null(db);
    int count = 0;
    for (uint64_t i = 0; i < numbers; i++) {
        struct bsm_digest key = digest_of_number(i);
        struct bsm_tries tries;
        assert_int_equal(bsm_tries_find(db, &key, &tries), BSM_OK);
        count += tries.failures;
    }
    bsm_store_read_end(store, db);
    return count;
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

static void the_audit_cannot_be_changed_and_a_break_in_it_shows(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    for (int i = 0; i < 5; i++) {
        struct bsm_audit_entry entry = {.at_ms = i, .event = "visit", .device = "k", .detail = "A->B"};
        assert_int_equal(bsm_audit_add(db, &entry), BSM_OK);
    }
    int64_t rows = 0;
    int64_t broken = 0;
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_OK);
    assert_int_equal(rows, 5);
    assert_int_not_equal(bsm_db_execute(db, "UPDATE audit SET detail = 'x' WHERE id = 3"), BSM_OK);
    assert_int_not_equal(bsm_db_execute(db, "DELETE FROM audit"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP TRIGGER audit_no_update"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE audit SET detail = 'x' WHERE id = 3"), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_INVALID);
    assert_int_equal(broken, 3);
    bsm_db_close(db);
}

static void rows_missing_at_the_end_of_the_audit_show(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    int64_t rows = 0;
    int64_t broken = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_OK);
    for (int i = 0; i < 5; i++) {
        struct bsm_audit_entry entry = {.at_ms = i, .event = "visit", .device = "k", .detail = "A->B"};
        assert_int_equal(bsm_audit_add(db, &entry), BSM_OK);
    }
    assert_int_equal(bsm_db_execute(db, "DROP TRIGGER audit_no_delete"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DELETE FROM audit WHERE id > 3"), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_INVALID);
    assert_int_equal(broken, 4);
    assert_int_equal(bsm_db_execute(db, "DELETE FROM audit"), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_INVALID);
    assert_int_equal(broken, 1);
    bsm_db_close(db);
}

static void overwrite(long at, size_t size)
{
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    for (size_t i = 0; i < size; i++) {
        fputc((int)(i * 31 + 7) & 0xff, file);
    }
    assert_int_equal(fclose(file), 0);
}

static void a_damaged_register_is_said_to_be(void **state)
{
    (void)state;
    struct bsm_store *store = NULL;
    bsm_store_close(open_store());
    overwrite(200, 3000); /* the first page holds the schema */
    assert_int_equal(bsm_store_open(path, false, &store), BSM_INVALID);
    overwrite(0, 100); /* not even a database any more */
    assert_int_equal(bsm_store_open(path, false, &store), BSM_INVALID);
    assert_null(store);
}

static void a_visit_expires_and_its_captures_go_with_it(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    struct bsm_visit visit = {.id = bsm_uuid7(5),
                              .device = "kiosk-1",
                              .state = BSM_VISIT_OPENED,
                              .purpose = BSM_ACTION_ACTIVATE,
                              .opened_ms = 10,
                              .expires_ms = 20};
    assert_int_equal(bsm_visit_add(db, &visit), BSM_OK);
    assert_int_equal(bsm_visit_add(db, &visit), BSM_DENIED);
    assert_int_equal(bsm_visit_move(db, &visit, BSM_MOVE_MATCH, 11), BSM_DENIED);
    assert_int_equal(bsm_visit_move(db, &visit, BSM_MOVE_CLAIM, 11), BSM_OK);
    static struct bsm_wire_capture capture = {.modality = BSM_MODALITY_FACE, .template_size = 3};
    capture.visit = visit.id;
    assert_int_equal(bsm_capture_put(db, &capture), BSM_OK);
    int count = 0;
    assert_int_equal(bsm_visit_expire(db, 19, 10, &count), BSM_OK);
    assert_int_equal(count, 0);
    assert_int_equal(bsm_visit_expire(db, 20, 10, &count), BSM_OK);
    assert_int_equal(count, 1);
    assert_int_equal(bsm_visit_find(db, &visit.id, &visit), BSM_OK);
    assert_int_equal(visit.state, BSM_VISIT_EXPIRED);
    struct bsm_record record = {0};
    assert_int_equal(bsm_captures_load(db, &visit.id, &record), BSM_OK);
    assert_null(record.face.bytes);
    bsm_db_close(db);
}

static void add_visit(struct bsm_db *db, int64_t opened_ms, enum bsm_visit_move move, struct bsm_uuid *id)
{
    struct bsm_visit visit = {.id = bsm_uuid7(opened_ms),
                              .device = "kiosk-1",
                              .state = BSM_VISIT_OPENED,
                              .purpose = BSM_ACTION_ACTIVATE,
                              .opened_ms = opened_ms,
                              .expires_ms = opened_ms + 10};
    *id = visit.id;
    assert_int_equal(bsm_visit_add(db, &visit), BSM_OK);
    assert_int_equal(bsm_visit_move(db, &visit, move, opened_ms), BSM_OK);
}

static void visits_long_over_go_but_open_ones_stay(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    struct bsm_uuid left;
    struct bsm_uuid open;
    struct bsm_visit visit;
    int count = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    add_visit(db, 100, BSM_MOVE_LEAVE, &left);
    add_visit(db, 101, BSM_MOVE_CLAIM, &open);
    assert_int_equal(bsm_visit_purge(db, 110, 10, &count), BSM_OK);
    assert_int_equal(count, 0);
    assert_int_equal(bsm_visit_purge(db, 1000, 10, &count), BSM_OK);
    assert_int_equal(count, 1);
    assert_int_equal(bsm_visit_find(db, &left, &visit), BSM_GONE);
    assert_int_equal(bsm_visit_find(db, &open, &visit), BSM_OK);
    bsm_db_close(db);
}

static void failures_are_forgotten_unless_an_operator_is_needed(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    struct bsm_db *db = NULL;
    int count = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    for (uint64_t number = 0; number < 3; number++) {
        struct bsm_digest key = digest_of_number(number);
        struct bsm_tries tries = {.failures = number == 2 ? 50 : 1, .failed_ms = number == 1 ? 200 : 100};
        assert_int_equal(bsm_tries_put(db, &key, &tries), BSM_OK);
    }
    assert_int_equal(bsm_tries_purge(db, 150, 50, 10, &count), BSM_OK);
    bsm_db_close(db);
    assert_int_equal(count, 1);
    assert_int_equal(count_tries(store, 1), 0);
    assert_int_equal(count_tries(store, 3), 51);
    bsm_store_close(store);
}

static void a_register_of_the_first_version_is_brought_up_to_date(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    struct bsm_uuid id;
    struct bsm_visit visit;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    add_visit(db, 100, BSM_MOVE_CLAIM, &id);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX visits_code_due"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX visits_open"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "ALTER TABLE visits DROP COLUMN code_due"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX number_tries_age"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "ALTER TABLE number_tries DROP COLUMN failed_at"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE schema_version SET version = 1"), BSM_OK);
    bsm_db_close(db);
    bsm_store_close(open_store());
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_visit_find(db, &id, &visit), BSM_OK);
    assert_false(visit.code_due);
    visit.code_due = true;
    assert_int_equal(bsm_visit_save(db, &visit), BSM_OK);
    bsm_db_close(db);
}

static void a_register_of_a_later_version_is_refused(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE schema_version SET version = 999"), BSM_OK);
    bsm_db_close(db);
    struct bsm_store *store = NULL;
    assert_int_equal(bsm_store_open(path, true, &store), BSM_INVALID);
    assert_null(store);
}

static void a_missing_register_is_said_to_be_missing(void **state)
{
    (void)state;
    struct bsm_store *store = NULL;
    assert_int_equal(bsm_store_open(path, false, &store), BSM_GONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writers_at_the_same_time_share_commits),
        TEST(what_was_acknowledged_survives_a_kill),
        TEST(a_job_that_fails_leaves_nothing),
        TEST(a_full_disk_is_a_fault_and_nothing_is_half_stored),
        TEST(an_answer_is_kept_under_its_key_until_it_is_old),
        TEST(a_token_admits_once_and_in_its_time),
        TEST(the_audit_cannot_be_changed_and_a_break_in_it_shows),
        TEST(rows_missing_at_the_end_of_the_audit_show),
        TEST(a_damaged_register_is_said_to_be),
        TEST(a_visit_expires_and_its_captures_go_with_it),
        TEST(visits_long_over_go_but_open_ones_stay),
        TEST(failures_are_forgotten_unless_an_operator_is_needed),
        TEST(a_register_of_the_first_version_is_brought_up_to_date),
        TEST(a_register_of_a_later_version_is_refused),
        TEST(a_missing_register_is_said_to_be_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
