/* The spool by itself: what it keeps, also when it is killed, its disk is full or its file is damaged. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "firmware/base/file.h"
#include "net/uplink/spool.h"

enum { ROUNDS = 12, LINES_MAX = 20000 };

static char made[64];   /* by the set-up, for this test */
static char folder[64]; /* the state folder in which the spool is */
static struct bsm_spool *spool;

static int make_folder(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    snprintf(made, sizeof made, "/tmp/basma-spool-XXXXXX");
    if (!mkdtemp(made))
        return -1;
    memcpy(folder, made, sizeof folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[256];
    bsm_spool_close(spool);
    spool = NULL;
    snprintf(command, sizeof command, "umount -l '%s/disk' 2>/dev/null; rm -rf '%s'", made, made);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void open_with(int64_t quota_bytes)
{
    bsm_spool_close(spool);
    spool = NULL;
    assert_int_equal(bsm_spool_open(folder, quota_bytes, &spool), BSM_OK);
}

static void reopen(void) { open_with(BSM_SPOOL_QUOTA_BYTES); }

static void text_at(uint64_t place, char text[40]) { snprintf(text, 40, "line at %llu", (unsigned long long)place); }

static enum bsm_status add_one(uint64_t place)
{
    char text[40];
    text_at(place, text);
    return bsm_spool_add(spool, BSM_SPOOL_LINE, place, text, strlen(text));
}

static void add(uint64_t first, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(add_one(first + (uint64_t)i), BSM_OK);
    assert_int_equal(bsm_spool_commit(spool), BSM_OK);
}

/* --- what comes out --- */

static struct {
    int count;
    uint64_t place[LINES_MAX];
    char last[600];
} got;

static void take(void *context, uint64_t place, const uint8_t *bytes, size_t size)
{
    (void)context;
    assert_true(got.count < LINES_MAX && size < sizeof got.last);
    got.place[got.count++] = place;
    memcpy(got.last, bytes, size);
    got.last[size] = '\0';
}

static void take_first(void *context, uint64_t place, const uint8_t *bytes, size_t size)
{
    if (place == got.place[0]) {
        got.count = 0;
        take(context, place, bytes, size);
    }
}

static struct bsm_spool_batch take_batch(void)
{
    struct bsm_spool_batch batch;
    got.count = 0;
    assert_int_equal(bsm_spool_batch(spool, &batch), BSM_OK);
    assert_int_equal(bsm_spool_each(spool, &batch, take, NULL), BSM_OK);
    assert_int_equal(batch.count, got.count);
    assert_int_equal(batch.last, got.place[got.count - 1]);
    return batch;
}

static void expect_nothing(void)
{
    struct bsm_spool_batch batch;
    assert_int_equal(bsm_spool_batch(spool, &batch), BSM_GONE);
}

static int count_waiting(void)
{
    int count = -1;
    assert_int_equal(bsm_spool_waiting(spool, &count), BSM_OK);
    return count;
}

/* All batches, done one after the other; how many items. */
static int drain(void)
{
    struct bsm_spool_batch batch;
    got.count = 0;
    while (bsm_spool_batch(spool, &batch) == BSM_OK) {
        assert_int_equal(bsm_spool_each(spool, &batch, take, NULL), BSM_OK);
        assert_int_equal(bsm_spool_done(spool, &batch), BSM_OK);
    }
    return got.count;
}

/* --- tests --- */

static void what_is_added_comes_out_by_place_and_is_gone_when_done(void **state)
{
    (void)state;
    reopen();
    expect_nothing();
    add(7, 1);
    add(3, 2);
    assert_int_equal(count_waiting(), 3);
    struct bsm_spool_batch batch = take_batch();
    assert_int_equal(batch.count, 3);
    assert_int_equal(got.place[0], 3);
    assert_int_equal(got.place[2], 7);
    assert_string_equal(got.last, "line at 7");
    assert_int_equal(count_waiting(), 0);
    assert_int_equal(bsm_spool_done(spool, &batch), BSM_OK);
    expect_nothing();
}

static void the_same_line_is_kept_once_also_after_it_has_gone(void **state)
{
    (void)state;
    reopen();
    add(1, 5);
    add(3, 5);
    assert_int_equal(drain(), 7);
    add(1, 7);
    reopen();
    add(1, 7);
    expect_nothing();
    add(8, 1);
    assert_int_equal(drain(), 1);
}

static void a_batch_is_the_same_after_a_restart(void **state)
{
    (void)state;
    reopen();
    add(1, 250);
    struct bsm_spool_batch batch = take_batch();
    assert_int_equal(batch.count, BSM_SPOOL_BATCH_MAX);
    reopen();
    add(1000, 5);
    struct bsm_spool_batch again = take_batch();
    assert_memory_equal(&again.key, &batch.key, sizeof batch.key);
    assert_int_equal(again.count, batch.count);
    assert_int_equal(got.place[99], 100);
    assert_int_equal(bsm_spool_done(spool, &again), BSM_OK);
    struct bsm_spool_batch next = take_batch();
    assert_memory_not_equal(&next.key, &batch.key, sizeof batch.key);
    assert_int_equal(got.place[0], 101);
    assert_int_equal(drain(), 155);
}

static void what_is_not_committed_is_not_there(void **state)
{
    (void)state;
    reopen();
    assert_int_equal(add_one(1), BSM_OK);
    reopen();
    expect_nothing();
}

static void a_refused_batch_is_out_of_the_way_and_the_last_ones_are_kept(void **state)
{
    (void)state;
    sqlite3 *db;
    sqlite3_stmt *stmt;
    reopen();
    for (uint64_t i = 1; i <= BSM_SPOOL_REFUSED_KEPT + 3; i++) {
        add(i, 1);
        struct bsm_spool_batch batch = take_batch();
        assert_int_equal(bsm_spool_set_aside(spool, &batch, "bad_request"), BSM_OK);
    }
    add(100, 1);
    assert_int_equal(drain(), 1);
    bsm_spool_close(spool);
    spool = NULL;
    assert_int_equal(sqlite3_open(path_of("spool/spool.db"), &db), SQLITE_OK);
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
    open_with(quota);
    char text[500];
    memset(text, 'x', sizeof text);
    struct bsm_spool_batch batch = {0};
    uint64_t last = 3000;
    for (uint64_t place = 1; place <= last; place++) {
        assert_int_equal(bsm_spool_add(spool, BSM_SPOOL_LINE, place, text, sizeof text), BSM_OK);
        if (place % 16 == 0 || place == last)
            assert_int_equal(bsm_spool_commit(spool), BSM_OK);
        if (place == 160)
            batch = take_batch(); /* may be on its way: never dropped */
    }
    assert_int_equal(stat(path_of("spool/spool.db"), &info), 0);
    assert_true(info.st_size < 2 * quota);
    struct bsm_spool_batch same = take_batch();
    assert_memory_equal(&same.key, &batch.key, sizeof batch.key);
    assert_int_equal(got.place[0], 1);
    assert_int_equal(bsm_spool_done(spool, &same), BSM_OK);
    take_batch();
    assert_int_equal(got.place[0], 101); /* what is said of those that are gone */
    uint64_t oldest = got.place[1];
    assert_true(oldest > 1000 && oldest < last);
    got.count = 0;
    assert_int_equal(bsm_spool_each(spool, &same, take, NULL), BSM_OK);
    int left = drain();
    assert_int_equal(got.place[left - 1], last);
    assert_true(left > 300);
    reopen();
    add(1, 1); /* of the first batch: told */
    expect_nothing();
}

static void what_was_dropped_adds_up(void **state)
{
    (void)state;
    const int lines = 2000;
    int dropped = 0;
    char text[500];
    open_with(200 * 1024);
    memset(text, 'x', sizeof text);
    for (uint64_t place = 1; place <= (uint64_t)lines; place++) {
        assert_int_equal(bsm_spool_add(spool, BSM_SPOOL_LINE, place, text, sizeof text), BSM_OK);
        assert_int_equal(bsm_spool_commit(spool), BSM_OK);
    }
    struct bsm_spool_batch batch = take_batch();
    assert_int_equal(bsm_spool_each(spool, &(struct bsm_spool_batch){.id = batch.id}, take_first, NULL), BSM_OK);
    assert_int_equal(sscanf(got.last + 24, " 0 spool_dropped lines=%d", &dropped), 1);
    assert_true(dropped > lines / 2);
    assert_int_equal(drain() - 1 + dropped, lines);
}

static void a_damaged_file_is_set_aside_and_a_new_one_begun(void **state)
{
    (void)state;
    static const char garbage[] =
        "this is no database, but it is longer than the header of one would be, by far ......";
    for (int i = 0; i < 2; i++) { /* over an earlier one, too */
        reopen();
        add(1, 3);
        bsm_spool_close(spool);
        spool = NULL;
        assert_int_equal(bsm_file_write(path_of("spool/spool.db"), garbage, sizeof garbage, 0600), BSM_OK);
        reopen();
        expect_nothing();
        assert_int_equal(access(path_of("spool/spool.broken"), F_OK), 0);
        add(1, 3);
        assert_int_equal(drain(), 3);
    }
}

static void damage_that_is_found_late_is_replaced_too(void **state)
{
    (void)state;
    reopen();
    add(1, 5000);
    bsm_spool_close(spool);
    spool = NULL;
    int fd = open(path_of("spool/spool.db"), O_WRONLY);
    char zeroes[4096] = {0};
    for (off_t page = 20; page < 30; page++)
        assert_int_equal(pwrite(fd, zeroes, sizeof zeroes, page * 4096), sizeof zeroes);
    close(fd);
    reopen(); /* nothing is noticed yet */
    enum bsm_status status = BSM_OK;
    struct bsm_spool_batch batch;
    for (int i = 0; i < 60 && status == BSM_OK; i++) {
        status = bsm_spool_batch(spool, &batch);
        if (status == BSM_OK)
            status = bsm_spool_done(spool, &batch);
    }
    assert_int_equal(status, BSM_INVALID);
    assert_int_equal(bsm_spool_replace(&spool), BSM_OK);
    add(1, 2);
    assert_int_equal(drain(), 2);
}

static void a_full_disk_keeps_what_is_there_and_takes_more_later(void **state)
{
    (void)state;
    struct rlimit tight = {40 * 1024, RLIM_INFINITY}, all = {RLIM_INFINITY, RLIM_INFINITY};
    reopen();
    add(1, 10);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    enum bsm_status status = BSM_OK;
    uint64_t place = 1000;
    char text[500];
    memset(text, 'x', sizeof text);
    while (status == BSM_OK && place < 2000) {
        status = bsm_spool_add(spool, BSM_SPOOL_LINE, place++, text, sizeof text);
        if (status == BSM_OK)
            status = bsm_spool_commit(spool);
    }
    assert_int_equal(status, BSM_FAULT);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
    add(5000, 1);
    reopen();
    int there = drain();
    assert_int_equal(there, 10 + (int)(place - 1000) - 1 + 1); /* all but the one that failed */
    assert_int_equal(got.place[there - 1], 5000);
}

static void nobody_else_may_read_it_or_hold_it(void **state)
{
    (void)state;
    struct stat info;
    struct bsm_spool *second = NULL;
    umask(077);
    reopen();
    add(1, 1);
    assert_int_equal(stat(path_of("spool"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(path_of("spool/spool.db"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(bsm_spool_open(folder, BSM_SPOOL_QUOTA_BYTES, &second), BSM_BUSY);
    assert_int_equal(access(path_of("spool/spool.broken"), F_OK), -1);
}

/* --- power and kill -9 --- */

/* Adds lines from first on, says of each group on the pipe that it is kept, and takes batches out; until it is killed.
 */
static void work(uint64_t first, int fd)
{
    struct bsm_spool_batch batch;
    if (bsm_spool_open(folder, BSM_SPOOL_QUOTA_BYTES, &spool) != BSM_OK)
        _exit(1);
    for (uint64_t place = first;; place += 8) {
        for (uint64_t i = 0; i < 8; i++)
            if (add_one(place + i) != BSM_OK)
                _exit(2);
        if (bsm_spool_commit(spool) != BSM_OK)
            _exit(3);
        uint64_t kept = place + 8;
        if (write(fd, &kept, sizeof kept) != sizeof kept)
            _exit(4);
        if (place % 64 == 0 && (bsm_spool_batch(spool, &batch) != BSM_OK || bsm_spool_set_aside(spool, &batch, "x")))
            _exit(5);
    }
}

static pid_t start_work(uint64_t first, int *fd)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        work(first, ends[1]);
    }
    close(ends[1]);
    *fd = ends[0];
    return pid;
}

static uint64_t read_kept(int fd, uint64_t kept)
{
    while (read(fd, &kept, sizeof kept) == sizeof kept)
        ;
    return kept;
}

/* Whether every line of first..end is there once, in batches that are set aside or not: looked at by its own eyes. */
static int count_lines(const char *file, uint64_t first, uint64_t end)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(stmt, 0), "ok");
    sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(DISTINCT place) FROM item WHERE place >= ?1 AND place < ?2",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(stmt, 1, (int64_t)first);
    sqlite3_bind_int64(stmt, 2, (int64_t)end);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int count = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return count;
}

static void copy_file(const char *name, const char *to)
{
    uint8_t *bytes;
    size_t size;
    char from[128];
    snprintf(from, sizeof from, "%s", path_of(name));
    if (bsm_file_read(from, 64 * 1024 * 1024, &bytes, &size) != BSM_OK)
        return;
    assert_int_equal(bsm_file_write(path_of(to), bytes, size, 0600), BSM_OK);
    free(bytes);
}

/* What a power cut would leave: a copy while it stands still. What it had written and not brought to the disk is in it,
 * too, but nothing of that was said to be kept. */
static int count_in_copy(pid_t pid, uint64_t first, uint64_t kept)
{
    char copy[128];
    kill(pid, SIGSTOP);
    waitpid(pid, NULL, WUNTRACED);
    unlink(path_of("copy.db-wal"));
    copy_file("spool/spool.db", "copy.db");
    copy_file("spool/spool.db-wal", "copy.db-wal");
    kill(pid, SIGCONT);
    snprintf(copy, sizeof copy, "%s", path_of("copy.db"));
    return count_lines(copy, first, kept);
}

static void what_was_kept_survives_kill_and_power_cut_at_any_moment(void **state)
{
    (void)state;
    uint64_t first = 1;
    for (int round = 0; round < ROUNDS; round++) {
        int fd;
        pid_t pid = start_work(first, &fd);
        uint64_t kept = first;
        struct pollfd told = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&told, 1, 10000), 1);
        usleep((useconds_t)(rand() % 60000));
        fcntl(fd, F_SETFL, O_NONBLOCK);
        kept = read_kept(fd, kept);
        if (kept < first + 1000) /* else the oldest refused batches have gone */
            assert_int_equal(count_in_copy(pid, first, kept), kept - first);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        kept = read_kept(fd, kept);
        close(fd);
        if (kept < first + 1000)
            assert_int_equal(count_lines(path_of("spool/spool.db"), first, kept), kept - first);
        reopen();
        bsm_spool_close(spool);
        spool = NULL;
        assert_int_equal(access(path_of("spool/spool.broken"), F_OK), -1);
        first = kept + 8; /* those on their way when it was killed */
    }
}

/* A file system on a file, at folder/disk. False: not allowed to, or no tools. */
static bool make_disk(void)
{
    char command[256];
    snprintf(command, sizeof command,
             "cd '%s' && truncate -s 48M image && mkfs.ext4 -q -F image 2>/dev/null && mkdir disk && "
             "mount -o loop image disk 2>/dev/null",
             folder);
    return system(command) == 0;
}

static void in_folder(const char *what)
{
    char command[256];
    snprintf(command, sizeof command, "cd '%s' && %s", folder, what);
    assert_int_equal(system(command), 0);
}

/* As if the power had gone: what is not on the disk yet never gets there, the file system's own journal neither. */
static void cut_power(const char *mounted)
{
    const uint32_t no_log_flush = 2;
    int fd = open(mounted, O_RDONLY | O_DIRECTORY);
    assert_int_equal(ioctl(fd, _IOR('X', 125, uint32_t), &no_log_flush), 0); /* EXT4_IOC_SHUTDOWN */
    close(fd);
}

static void what_was_kept_survives_a_cut_below_the_file_system(void **state)
{
    (void)state;
    char disk[sizeof made + 8];
    if (!make_disk()) {
        print_message("no file system may be mounted here\n");
        skip();
    }
    snprintf(disk, sizeof disk, "%s/disk", made);
    uint64_t first = 1, kept_lines = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int fd;
        snprintf(folder, sizeof folder, "%.40s/disk", made);
        pid_t pid = start_work(first, &fd);
        struct pollfd told = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&told, 1, 10000), 1);
        usleep((useconds_t)(rand() % 60000));
        fcntl(fd, F_SETFL, O_NONBLOCK);
        uint64_t kept = read_kept(fd, first); /* what is said after the cut would be said by nobody */
        cut_power(disk);
        waitpid(pid, NULL, 0); /* its disk is gone */
        close(fd);
        memcpy(folder, made, sizeof made);
        in_folder("umount disk && mount -o loop image disk");
        if (kept < first + 1000)
            assert_int_equal(count_lines(path_of("disk/spool/spool.db"), first, kept), kept - first);
        kept_lines += kept - first;
        first = kept + 1000; /* above what was on its way */
    }
    print_message("%d cuts, %llu lines were kept, none is lost\n", ROUNDS, (unsigned long long)kept_lines);
    in_folder("umount disk");
}

static void keep_visit(uint64_t place, const char *text)
{
    assert_int_equal(bsm_spool_keep(spool, BSM_SPOOL_VISIT, place, text, strlen(text)), BSM_OK);
}

static void expect_oldest(uint64_t expected, const char *text)
{
    uint64_t place = 0;
    uint8_t *bytes = NULL;
    size_t size = 0;
    assert_int_equal(bsm_spool_oldest(spool, BSM_SPOOL_VISIT, &place, &bytes, &size), BSM_OK);
    assert_int_equal(place, expected);
    assert_int_equal(size, strlen(text));
    assert_memory_equal(bytes, text, size);
    free(bytes);
}

static bool file_holds(const char *name, const char *text)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (bsm_file_read(path_of(name), 1 << 26, &bytes, &size) != BSM_OK)
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
    reopen();
    keep_visit(12, "the second of them");
    keep_visit(7, "the first of them");
    keep_visit(7, "the first of them"); /* again: the same */
    reopen();
    assert_int_equal(bsm_spool_batch(spool, &batch), BSM_GONE); /* no lines of a journal */
    expect_oldest(7, "the first of them");
    assert_int_equal(bsm_spool_drop(spool, BSM_SPOOL_VISIT, 7), BSM_OK);
    keep_visit(7, "the first of them"); /* told already */
    expect_oldest(12, "the second of them");
    assert_int_equal(bsm_spool_drop(spool, BSM_SPOOL_VISIT, 12), BSM_OK);
    assert_int_equal(bsm_spool_oldest(spool, BSM_SPOOL_VISIT, &place, &bytes, &size), BSM_GONE);
    reopen();
    assert_false(file_holds("spool/spool.db", "of them"));
}

static void a_campaigns_visits_are_neither_dropped_for_lines_nor_without_bound(void **state)
{
    (void)state;
    static char large[64 * 1024];
    memset(large, 'x', sizeof large);
    open_with(200 * 1024);
    for (uint64_t i = 0; i < 10; i++)
        assert_int_equal(bsm_spool_keep(spool, BSM_SPOOL_VISIT, i + 1, large, sizeof large), BSM_OK);
    for (uint64_t i = 0; i < 100; i++)
        assert_int_equal(add_one(i), BSM_OK);
    assert_int_equal(bsm_spool_commit(spool), BSM_OK);
    int waiting = 0;
    assert_int_equal(bsm_spool_waiting(spool, &waiting), BSM_OK);
    assert_int_equal(waiting, 100); /* nor are lines dropped for them */
    enum bsm_status status = BSM_OK;
    for (uint64_t i = 11; i < 2000 && status == BSM_OK; i++)
        status = bsm_spool_keep(spool, BSM_SPOOL_VISIT, i, large, sizeof large);
    assert_int_equal(status, BSM_DENIED);
    uint64_t place = 0;
    uint8_t *bytes = NULL;
    size_t size = 0;
    assert_int_equal(bsm_spool_oldest(spool, BSM_SPOOL_VISIT, &place, &bytes, &size), BSM_OK);
    assert_int_equal(place, 1);
    assert_int_equal(size, sizeof large);
    free(bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

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
        TEST(a_damaged_file_is_set_aside_and_a_new_one_begun),
        TEST(damage_that_is_found_late_is_replaced_too),
        TEST(a_full_disk_keeps_what_is_there_and_takes_more_later),
        TEST(nobody_else_may_read_it_or_hold_it),
        TEST(a_campaigns_visits_come_out_one_by_one_and_leave_nothing),
        TEST(a_campaigns_visits_are_neither_dropped_for_lines_nor_without_bound),
        TEST(what_was_kept_survives_kill_and_power_cut_at_any_moment),
        TEST(what_was_kept_survives_a_cut_below_the_file_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
