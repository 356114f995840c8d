/* What the spool keeps when it is killed, the power is cut, its disk is full or its file is damaged. */
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
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "firmware/base/file.h"
#include "net/uplink/spool.h"
#include "net/uplink/test_spool_tools.h"

enum { ROUNDS = 12 };

static void a_damaged_file_is_set_aside_and_a_new_one_begun(void **state)
{
    (void)state;
    static const char garbage[] =
        "this is no database, but it is longer than the header of one would be, by far ......";
    for (int i = 0; i < 2; i++) { /* over an earlier one, too */
        test_reopen();
        test_add(1, 3);
        bsm_spool_close(test_spool);
        test_spool = NULL;
        assert_int_equal(bsm_file_write(test_path_of("spool/spool.db"), garbage, sizeof garbage, 0600), BSM_OK);
        test_reopen();
        test_expect_nothing();
        assert_int_equal(access(test_path_of("spool/spool.broken"), F_OK), 0);
        test_add(1, 3);
        assert_int_equal(test_drain(), 3);
    }
}

static void damage_that_is_found_late_is_replaced_too(void **state)
{
    (void)state;
    test_reopen();
    test_add(1, 5000);
    bsm_spool_close(test_spool);
    test_spool = NULL;
    int fd = open(test_path_of("spool/spool.db"), O_WRONLY);
    char zeroes[4096] = {0};
    for (off_t page = 20; page < 30; page++)
        assert_int_equal(pwrite(fd, zeroes, sizeof zeroes, page * 4096), sizeof zeroes);
    close(fd);
    test_reopen(); /* nothing is noticed yet */
    enum bsm_status status = BSM_OK;
    struct bsm_spool_batch batch;
    for (int i = 0; i < 60 && status == BSM_OK; i++) {
        status = bsm_spool_batch(test_spool, &batch);
        if (status == BSM_OK)
            status = bsm_spool_done(test_spool, &batch);
    }
    assert_int_equal(status, BSM_INVALID);
    assert_int_equal(bsm_spool_replace(&test_spool), BSM_OK);
    test_add(1, 2);
    assert_int_equal(test_drain(), 2);
}

static void a_full_disk_keeps_what_is_there_and_takes_more_later(void **state)
{
    (void)state;
    struct rlimit tight = {40 * 1024, RLIM_INFINITY}, all = {RLIM_INFINITY, RLIM_INFINITY};
    test_reopen();
    test_add(1, 10);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    enum bsm_status status = BSM_OK;
    uint64_t place = 1000;
    char text[500];
    memset(text, 'x', sizeof text);
    while (status == BSM_OK && place < 2000) {
        status = bsm_spool_add(test_spool, BSM_SPOOL_LINE, place++, text, sizeof text);
        if (status == BSM_OK)
            status = bsm_spool_commit(test_spool);
    }
    assert_int_equal(status, BSM_FAULT);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
    test_add(5000, 1);
    test_reopen();
    int there = test_drain();
    assert_int_equal(there, 10 + (int)(place - 1000) - 1 + 1); /* all but the one that failed */
    assert_int_equal(test_got.place[there - 1], 5000);
}

/* Adds lines from first on, says of each group on the pipe that it is kept, and takes batches out; until it is killed.
 */
static void work(uint64_t first, int fd)
{
    struct bsm_spool_batch batch;
    if (bsm_spool_open(test_folder, BSM_SPOOL_QUOTA_BYTES, &test_spool) != BSM_OK)
        _exit(1);
    for (uint64_t place = first;; place += 8) {
        for (uint64_t i = 0; i < 8; i++)
            if (test_add_one(place + i) != BSM_OK)
                _exit(2);
        if (bsm_spool_commit(test_spool) != BSM_OK)
            _exit(3);
        uint64_t kept = place + 8;
        if (write(fd, &kept, sizeof kept) != sizeof kept)
            _exit(4);
        if (place % 64 == 0 &&
            (bsm_spool_batch(test_spool, &batch) != BSM_OK || bsm_spool_set_aside(test_spool, &batch, "x")))
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
    snprintf(from, sizeof from, "%s", test_path_of(name));
    if (bsm_file_read(from, 64 * 1024 * 1024, &bytes, &size) != BSM_OK)
        return;
    assert_int_equal(bsm_file_write(test_path_of(to), bytes, size, 0600), BSM_OK);
    free(bytes);
}

/* What a power cut would leave: a copy while it stands still. What it had written and not brought to the disk is in it,
 * too, but nothing of that was said to be kept. */
static int count_in_copy(pid_t pid, uint64_t first, uint64_t kept)
{
    char copy[128];
    kill(pid, SIGSTOP);
    waitpid(pid, NULL, WUNTRACED);
    unlink(test_path_of("copy.db-wal"));
    copy_file("spool/spool.db", "copy.db");
    copy_file("spool/spool.db-wal", "copy.db-wal");
    kill(pid, SIGCONT);
    snprintf(copy, sizeof copy, "%s", test_path_of("copy.db"));
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
            assert_int_equal(count_lines(test_path_of("spool/spool.db"), first, kept), kept - first);
        test_reopen();
        bsm_spool_close(test_spool);
        test_spool = NULL;
        assert_int_equal(access(test_path_of("spool/spool.broken"), F_OK), -1);
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
             test_folder);
    return system(command) == 0;
}

static void in_folder(const char *what)
{
    char command[256];
    snprintf(command, sizeof command, "cd '%s' && %s", test_folder, what);
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
    char disk[sizeof test_made + 8];
    if (!make_disk()) {
        print_message("no file system may be mounted here\n");
        skip();
    }
    snprintf(disk, sizeof disk, "%s/disk", test_made);
    uint64_t first = 1, kept_lines = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int fd;
        snprintf(test_folder, sizeof test_folder, "%.40s/disk", test_made);
        pid_t pid = start_work(first, &fd);
        struct pollfd told = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&told, 1, 10000), 1);
        usleep((useconds_t)(rand() % 60000));
        fcntl(fd, F_SETFL, O_NONBLOCK);
        uint64_t kept = read_kept(fd, first); /* what is said after the cut would be said by nobody */
        cut_power(disk);
        waitpid(pid, NULL, 0); /* its disk is gone */
        close(fd);
        memcpy(test_folder, test_made, sizeof test_made);
        in_folder("umount disk && mount -o loop image disk");
        if (kept < first + 1000)
            assert_int_equal(count_lines(test_path_of("disk/spool/spool.db"), first, kept), kept - first);
        kept_lines += kept - first;
        first = kept + 1000; /* above what was on its way */
    }
    print_message("%d cuts, %llu lines were kept, none is lost\n", ROUNDS, (unsigned long long)kept_lines);
    in_folder("umount disk");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, test_make_folder, test_remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_damaged_file_is_set_aside_and_a_new_one_begun),
        TEST(damage_that_is_found_late_is_replaced_too),
        TEST(a_full_disk_keeps_what_is_there_and_takes_more_later),
        TEST(what_was_kept_survives_kill_and_power_cut_at_any_moment),
        TEST(what_was_kept_survives_a_cut_below_the_file_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
