/* The spool by itself: what it keeps and gives out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "firmware/base/file.h"
#include "net/uplink/spool.h"
#include "net/uplink/test_spool_tools.h"

static void take_first(void *context, uint64_t place, const uint8_t *bytes, size_t size)
{
    if (place == test_got.place[0]) {
        test_got.count = 0;
        test_take(context, place, bytes, size);
    }
}

static void what_is_added_comes_out_by_place_and_is_gone_when_done(void **state)
{
    (void)state;
    test_reopen();
    test_expect_nothing();
    test_add(7, 1);
    test_add(3, 2);
    assert_int_equal(test_count_waiting(), 3);
    struct bsm_spool_batch batch = test_take_batch();
    assert_int_equal(batch.count, 3);
    assert_int_equal(test_got.place[0], 3);
    assert_int_equal(test_got.place[2], 7);
    assert_string_equal(test_got.last, "line at 7");
    assert_int_equal(test_count_waiting(), 0);
    assert_int_equal(bsm_spool_done(test_spool, &batch), BSM_OK);
    test_expect_nothing();
}

static void the_same_line_is_kept_once_also_after_it_has_gone(void **state)
{
    (void)state;
    test_reopen();
    test_add(1, 5);
    test_add(3, 5);
    assert_int_equal(test_drain(), 7);
    test_add(1, 7);
    test_reopen();
    test_add(1, 7);
    test_expect_nothing();
    test_add(8, 1);
    assert_int_equal(test_drain(), 1);
}

static void a_batch_is_the_same_after_a_restart(void **state)
{
    (void)state;
    test_reopen();
    test_add(1, 250);
    struct bsm_spool_batch batch = test_take_batch();
    assert_int_equal(batch.count, BSM_SPOOL_BATCH_MAX);
    test_reopen();
    test_add(1000, 5);
    struct bsm_spool_batch again = test_take_batch();
    assert_memory_equal(&again.key, &batch.key, sizeof batch.key);
    assert_int_equal(again.count, batch.count);
    assert_int_equal(test_got.place[99], 100);
    assert_int_equal(bsm_spool_done(test_spool, &again), BSM_OK);
    struct bsm_spool_batch next = test_take_batch();
    assert_memory_not_equal(&next.key, &batch.key, sizeof batch.key);
    assert_int_equal(test_got.place[0], 101);
    assert_int_equal(test_drain(), 155);
}

static void what_is_not_committed_is_not_there(void **state)
{
    (void)state;
    test_reopen();
    assert_int_equal(test_add_one(1), BSM_OK);
    test_reopen();
    test_expect_nothing();
}

static void a_refused_batch_is_out_of_the_way_and_the_last_ones_are_kept(void **state)
{
    (void)state;
    sqlite3 *db;
    sqlite3_stmt *stmt;
    test_reopen();
    for (uint64_t i = 1; i <= BSM_SPOOL_REFUSED_KEPT + 3; i++) {
        test_add(i, 1);
        struct bsm_spool_batch batch = test_take_batch();
        assert_int_equal(bsm_spool_set_aside(test_spool, &batch, "bad_request"), BSM_OK);
    }
    test_add(100, 1);
    assert_int_equal(test_drain(), 1);
    bsm_spool_close(test_spool);
    test_spool = NULL;
    assert_int_equal(sqlite3_open(test_path_of("spool/spool.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT count(*), min(place) FROM item JOIN batch ON batch = id"
                                        " WHERE refused = 'bad_request'",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(stmt, 0), BSM_SPOOL_REFUSED_KEPT);
    assert_int_equal(sqlite3_column_int(stmt, 1), 4);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

static void a_full_spool_loses_its_oldest_lines_and_says_so(void **state)
{
    (void)state;
    struct stat info;
    const int64_t quota = 400 * 1024;
    test_open_with(quota);
    char text[500];
    memset(text, 'x', sizeof text);
    struct bsm_spool_batch batch = {0};
    uint64_t last = 3000;
    for (uint64_t place = 1; place <= last; place++) {
        assert_int_equal(bsm_spool_add(test_spool, BSM_SPOOL_LINE, place, text, sizeof text), BSM_OK);
        if (place % 16 == 0 || place == last)
            assert_int_equal(bsm_spool_commit(test_spool), BSM_OK);
        if (place == 160)
            batch = test_take_batch(); /* may be on its way: never dropped */
    }
    assert_int_equal(stat(test_path_of("spool/spool.db"), &info), 0);
    assert_true(info.st_size < 2 * quota);
    struct bsm_spool_batch same = test_take_batch();
    assert_memory_equal(&same.key, &batch.key, sizeof batch.key);
    assert_int_equal(test_got.place[0], 1);
    assert_int_equal(bsm_spool_done(test_spool, &same), BSM_OK);
    test_take_batch();
    assert_int_equal(test_got.place[0], 101); /* what is said of those that are gone */
    uint64_t oldest = test_got.place[1];
    assert_true(oldest > 1000 && oldest < last);
    test_got.count = 0;
    assert_int_equal(bsm_spool_each(test_spool, &same, test_take, NULL), BSM_OK);
    int left = test_drain();
    assert_int_equal(test_got.place[left - 1], last);
    assert_true(left > 300);
    test_reopen();
    test_add(1, 1); /* of the first batch: told */
    test_expect_nothing();
}

static void what_was_dropped_adds_up(void **state)
{
    (void)state;
    const int lines = 2000;
    int dropped = 0;
    char text[500];
    test_open_with(200 * 1024);
    memset(text, 'x', sizeof text);
    for (uint64_t place = 1; place <= (uint64_t)lines; place++) {
        assert_int_equal(bsm_spool_add(test_spool, BSM_SPOOL_LINE, place, text, sizeof text), BSM_OK);
        assert_int_equal(bsm_spool_commit(test_spool), BSM_OK);
    }
    struct bsm_spool_batch batch = test_take_batch();
    assert_int_equal(bsm_spool_each(test_spool, &(struct bsm_spool_batch){.id = batch.id}, take_first, NULL), BSM_OK);
    assert_int_equal(sscanf(test_got.last + 24, " 0 spool_dropped lines=%d", &dropped), 1);
    assert_true(dropped > lines / 2);
    assert_int_equal(test_drain() - 1 + dropped, lines);
}

static void nobody_else_may_read_it_or_hold_it(void **state)
{
    (void)state;
    struct stat info;
    struct bsm_spool *second = NULL;
    umask(077);
    test_reopen();
    test_add(1, 1);
    assert_int_equal(stat(test_path_of("spool"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(test_path_of("spool/spool.db"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(bsm_spool_open(test_folder, BSM_SPOOL_QUOTA_BYTES, &second), BSM_BUSY);
    assert_int_equal(access(test_path_of("spool/spool.broken"), F_OK), -1);
}

static void keep_visit(uint64_t place, const char *text)
{
    assert_int_equal(bsm_spool_keep(test_spool, BSM_SPOOL_VISIT, place, text, strlen(text)), BSM_OK);
}

static void expect_oldest(uint64_t expected, const char *text)
{
    uint64_t place = 0;
    uint8_t *bytes = NULL;
    size_t size = 0;
    assert_int_equal(bsm_spool_oldest(test_spool, BSM_SPOOL_VISIT, &place, &bytes, &size), BSM_OK);
    assert_int_equal(place, expected);
    assert_int_equal(size, strlen(text));
    assert_memory_equal(bytes, text, size);
    free(bytes);
}

static bool file_holds(const char *name, const char *text)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (bsm_file_read(test_path_of(name), 1 << 26, &bytes, &size) != BSM_OK)
        return false;
    bool holds = memmem(bytes, size, text, strlen(text)) != NULL;
    free(bytes);
    return holds;
}

static void a_campaigns_visits_come_out_one_by_one_and_leave_nothing(void **state)
{
    (void)state;
    uint64_t place;
    uint8_t *bytes;
    size_t size;
    struct bsm_spool_batch batch;
    test_reopen();
    keep_visit(12, "the second of them");
    keep_visit(7, "the first of them");
    keep_visit(7, "the first of them"); /* again: the same */
    test_reopen();
    assert_int_equal(bsm_spool_batch(test_spool, &batch), BSM_GONE); /* no lines of a journal */
    expect_oldest(7, "the first of them");
    assert_int_equal(bsm_spool_drop(test_spool, BSM_SPOOL_VISIT, 7), BSM_OK);
    keep_visit(7, "the first of them"); /* told already */
    expect_oldest(12, "the second of them");
    assert_int_equal(bsm_spool_drop(test_spool, BSM_SPOOL_VISIT, 12), BSM_OK);
    assert_int_equal(bsm_spool_oldest(test_spool, BSM_SPOOL_VISIT, &place, &bytes, &size), BSM_GONE);
    test_reopen();
    assert_false(file_holds("spool/spool.db", "of them"));
}

static void a_campaigns_visits_are_neither_dropped_for_lines_nor_without_bound(void **state)
{
    (void)state;
    static char large[64 * 1024];
    memset(large, 'x', sizeof large);
    test_open_with(200 * 1024);
    for (uint64_t i = 0; i < 10; i++)
        assert_int_equal(bsm_spool_keep(test_spool, BSM_SPOOL_VISIT, i + 1, large, sizeof large), BSM_OK);
    for (uint64_t i = 0; i < 100; i++)
        assert_int_equal(test_add_one(i), BSM_OK);
    assert_int_equal(bsm_spool_commit(test_spool), BSM_OK);
    int waiting = 0;
    assert_int_equal(bsm_spool_waiting(test_spool, &waiting), BSM_OK);
    assert_int_equal(waiting, 100); /* nor are lines dropped for them */
    enum bsm_status status = BSM_OK;
    for (uint64_t i = 11; i < 2000 && status == BSM_OK; i++)
        status = bsm_spool_keep(test_spool, BSM_SPOOL_VISIT, i, large, sizeof large);
    assert_int_equal(status, BSM_DENIED);
    uint64_t place = 0;
    uint8_t *bytes = NULL;
    size_t size = 0;
    assert_int_equal(bsm_spool_oldest(test_spool, BSM_SPOOL_VISIT, &place, &bytes, &size), BSM_OK);
    assert_int_equal(place, 1);
    assert_int_equal(size, sizeof large);
    free(bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, test_make_folder, test_remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_added_comes_out_by_place_and_is_gone_when_done),
        TEST(the_same_line_is_kept_once_also_after_it_has_gone),
        TEST(a_batch_is_the_same_after_a_restart),
        TEST(what_is_not_committed_is_not_there),
        TEST(a_refused_batch_is_out_of_the_way_and_the_last_ones_are_kept),
        TEST(a_full_spool_loses_its_oldest_lines_and_says_so),
        TEST(what_was_dropped_adds_up),
        TEST(nobody_else_may_read_it_or_hold_it),
        TEST(a_campaigns_visits_come_out_one_by_one_and_leave_nothing),
        TEST(a_campaigns_visits_are_neither_dropped_for_lines_nor_without_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
