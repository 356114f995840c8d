/* The real basma-uplink, what it is given to spool, and a centre that counts: nothing is lost and nothing comes twice.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "net/uplink/test_world.h"

static void say_line(uint32_t request, uint64_t place)
{
    struct bsm_message message = {.type = BSM_MESSAGE_NET_SPOOL, .as.net_spool = {.request = request, .place = place}};
    snprintf(message.as.net_spool.text, sizeof message.as.net_spool.text, "line at %llu", (unsigned long long)place);
    say(message);
}

/* Sends count lines, and waits until they are said to be stored, whatever else is said. */
static void spool_lines(uint64_t first, int count)
{
    for (int i = 0; i < count; i++)
        say_line((uint32_t)i + 1, first + (uint64_t)i);
    for (int stored = 0; stored < count;) {
        assert_true(hear(SOON_MS));
        stored += leaf.message.type == BSM_MESSAGE_NET_STORED;
    }
}

static void wait_for_items(int items)
{
    for (int i = 0; i < 6 * SOON_MS / 10 && bsm_test_server_telemetry(centre).items < items; i++)
        usleep(10000);
    assert_int_equal(bsm_test_server_telemetry(centre).items, items);
}

static void lines_are_stored_and_reach_the_centre_in_batches(void **state)
{
    (void)state;
    start_and_expect(true);
    for (int i = 0; i < 250; i += 50)
        spool_lines(1000 + (uint64_t)i, 50);
    spool_lines(1000, 50); /* again: the same */
    wait_for_items(250);
    assert_in_range(bsm_test_server_telemetry(centre).requests, 3, 50); /* how many, the disk's speed decides */
    assert_int_equal(bsm_test_server_telemetry(centre).twice, 0);
    assert_string_equal(bsm_test_server_line(centre, 1249), "line at 1249");
    assert_int_equal(stop(), 0);
}

static void lines_wait_on_disk_for_a_centre_that_is_away(void **state)
{
    (void)state;
    bsm_test_server_stop(centre);
    start_and_expect(false);
    int items = bsm_test_server_telemetry(centre).items;
    spool_lines(2000, 20);
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(false);
    assert_true(bsm_test_server_start(centre));
    expect_link(true);
    wait_for_items(items + 20);
    assert_int_equal(stop(), 0);
}

static void a_batch_whose_answer_is_lost_is_sent_again_with_its_key(void **state)
{
    (void)state;
    struct bsm_test_telemetry before = bsm_test_server_telemetry(centre);
    answer("POST", "/v1/telemetry", 0, NULL, 1);
    answer("POST", "/v1/telemetry", 503, PROBLEM(503, "unavailable"), 1);
    answer("POST", "/v1/telemetry", 200, "<html>a hotel's page</html>", 1);
    start_and_expect(true);
    spool_lines(3000, 5);
    wait_until_asked("POST", "/v1/telemetry");
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(true);
    for (int i = 0; i < SOON_MS * 2 / 10 && bsm_test_server_count(centre, "POST", "/v1/telemetry") < 4; i++)
        usleep(10000);
    struct bsm_test_asked first, last;
    assert_true(bsm_test_server_asked(centre, "POST", "/v1/telemetry", 0, &first));
    assert_true(bsm_test_server_asked(centre, "POST", "/v1/telemetry", 3, &last));
    assert_string_equal(first.key, last.key);
    assert_string_equal(first.body, last.body);
    wait_for_items(before.items + 5);
    assert_int_equal(bsm_test_server_telemetry(centre).changed, 0);
    assert_false(hear(QUIET_MS)); /* nor was the link called down for it */
    assert_int_equal(bsm_test_server_count(centre, "POST", "/v1/telemetry"), 4);
    assert_int_equal(stop(), 0);
}

static void a_batch_that_is_refused_for_good_does_not_hold_up_the_next(void **state)
{
    (void)state;
    int items = bsm_test_server_telemetry(centre).items;
    answer("POST", "/v1/telemetry", 400, PROBLEM(400, "bad_request"), 1);
    start_and_expect(true);
    spool_lines(4000, 5);
    wait_until_asked("POST", "/v1/telemetry");
    spool_lines(4100, 5);
    wait_for_items(items + 5);
    assert_null(bsm_test_server_line(centre, 4000));
    assert_int_equal(bsm_test_server_count(centre, "POST", "/v1/telemetry"), 2);
    assert_int_equal(stop(), 0);
}

/* More than a kiosk may bring in a day: no word against the lines, which wait for when they may come. */
static void a_batch_that_is_too_much_today_is_kept_and_comes_when_it_may(void **state)
{
    (void)state;
    struct bsm_test_asked first, second;
    int items = bsm_test_server_telemetry(centre).items;
    answer("POST", "/v1/telemetry", 429,
           "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":429,\"code\":\"quota\",\"retry_after\":3,"
           "\"server_time\":1900000000000}",
           1);
    start_and_expect(true);
    spool_lines(4500, 5);
    wait_until_asked("POST", "/v1/telemetry");
    int64_t asked_ms = bsm_clock_mono_ms();
    spool_lines(4600, 5);
    wait_for_items(items + 10);
    assert_true(bsm_clock_mono_ms() - asked_ms >= 2900);
    assert_non_null(bsm_test_server_line(centre, 4500));
    assert_true(bsm_test_server_asked(centre, "POST", "/v1/telemetry", 0, &first));
    assert_true(bsm_test_server_asked(centre, "POST", "/v1/telemetry", 1, &second));
    assert_string_equal(first.key, second.key);
    assert_string_equal(first.body, second.body);
    assert_int_equal(stop(), 0);
}

/* What the test before has left unanswered would go at once, as nobody waits yet. */
static void remove_spool(void)
{
    char command[160];
    snprintf(command, sizeof command, "rm -rf '%s/spool'", folder);
    assert_int_equal(system(command), 0);
}

static void a_persons_request_goes_before_telemetry(void **state)
{
    (void)state;
    remove_spool();
    int items = bsm_test_server_telemetry(centre).items;
    answer("POST", VISIT_PATH "/verify", 503, PROBLEM(503, "unavailable"), 0);
    start_and_expect(true);
    ask_plain(BSM_MESSAGE_NET_VERIFY, 21);
    wait_until_asked("POST", VISIT_PATH "/verify");
    spool_lines(5000, 30);
    for (int i = 0; i < 30; i++)
        usleep(100000);
    assert_int_equal(bsm_test_server_count(centre, "POST", "/v1/telemetry"), 0);
    say((struct bsm_message){.type = BSM_MESSAGE_NET_CANCEL});
    wait_for_items(items + 30);
    assert_int_equal(stop(), 0);
}

static void a_spool_that_cannot_be_opened_or_is_damaged_stops_nobody(void **state)
{
    (void)state;
    char path[128];
    answer("POST", "/v1/visits", 201, OPENED, 0);
    snprintf(path, sizeof path, "%s/spool", folder);
    char command[512];
    snprintf(command, sizeof command, "rm -rf '%s' && touch '%s'", path, path);
    assert_int_equal(system(command), 0);
    int items = bsm_test_server_telemetry(centre).items;
    start_and_expect(true);
    say_line(1, 6000);
    ask_open(31);
    expect(BSM_MESSAGE_NET_OPENED);
    assert_false(hear(QUIET_MS));
    snprintf(command, sizeof command, "rm '%s' && mkdir '%s' && echo nothing >'%s/spool.db'", path, path, path);
    assert_int_equal(system(command), 0);
    assert_true(hear(2 * SOON_MS));
    assert_int_equal(leaf.message.type, BSM_MESSAGE_NET_STORED);
    assert_int_equal(leaf.message.as.net_stored.request, 1);
    wait_for_items(items + 1);
    assert_int_equal(stop(), 0);
}

static void fill(const char *path)
{
    char bytes[512] = {0};
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    while (write(fd, bytes, sizeof bytes) > 0)
        ;
    assert_int_equal(errno, ENOSPC);
    close(fd);
}

static void a_full_disk_stops_no_visit_and_lines_wait_for_space(void **state)
{
    (void)state;
    char spool[128], filler[160];
    snprintf(spool, sizeof spool, "%s/spool", folder);
    snprintf(filler, sizeof filler, "%s/filler", spool);
    mkdir(spool, 0700);
    if (mount("none", spool, "tmpfs", 0, "size=300k") != 0)
        skip(); /* not allowed to */
    int items = bsm_test_server_telemetry(centre).items;
    answer("POST", "/v1/visits", 201, OPENED, 0);
    start_and_expect(true);
    spool_lines(7000, 10);
    wait_for_items(items + 10);
    fill(filler);
    for (uint64_t i = 0; i < 30; i++)
        say_line(100 + (uint32_t)i, 7100 + i);
    ask_open(32);
    do
        assert_true(hear(SOON_MS));
    while (leaf.message.type != BSM_MESSAGE_NET_OPENED);
    assert_int_equal(unlink(filler), 0);
    wait_for_items(items + 40);
    assert_int_equal(bsm_test_server_telemetry(centre).twice, 0);
    kill(leaf.pid, SIGKILL);
    stop();
    assert_int_equal(umount(spool), 0);
}

enum { LINES_A_ROUND = 1500 }; /* all rounds together: less than the centre of the tests can count */

/* Until the uplink is killed, which may be at any moment. */
static void spool_until(int64_t end_ms, uint64_t *place, uint64_t *stored)
{
    uint64_t next = *stored, flying = 0, most = *stored + LINES_A_ROUND;
    while (bsm_clock_mono_ms() < end_ms) {
        for (; flying < 16 && next < most; flying++, next++)
            say_line((uint32_t)next, next);
        if (!hear(20) || leaf.message.type != BSM_MESSAGE_NET_STORED)
            continue;
        assert_int_equal(leaf.message.as.net_stored.request, (uint32_t)*stored); /* in order */
        ++*stored;
        flying--;
    }
    if (next > *place)
        *place = next;
}

static void killed_at_any_moment_nothing_is_lost_and_nothing_comes_twice(void **state)
{
    (void)state;
    struct bsm_test_telemetry before = bsm_test_server_telemetry(centre);
    uint64_t first = 100000, place = first, stored = first;
    for (int round = 0; round < 15; round++) {
        if (round % 4 == 1)
            answer("POST", "/v1/telemetry", 0, NULL, 1);
        start();
        spool_until(bsm_clock_mono_ms() + 200 + rand() % 700, &place, &stored);
        kill(leaf.pid, SIGKILL);
        stop();
    }
    start();
    spool_until(bsm_clock_mono_ms() + 500, &place, &stored);
    /* lines that were on disk when their STORED was lost come too: only the last one tells that all have come */
    for (int i = 0; i < 12000 && !bsm_test_server_line(centre, stored - 1); i++)
        hear(10);
    kill(leaf.pid, SIGKILL);
    stop();
    struct bsm_test_telemetry after = bsm_test_server_telemetry(centre);
    print_message("%llu lines stored, %d requests, %d items at the centre\n", (unsigned long long)(stored - first),
                  after.requests - before.requests, after.items - before.items);
    assert_int_equal(after.twice, before.twice);
    assert_int_equal(after.changed, before.changed);
    for (uint64_t i = first; i < stored; i++)
        assert_non_null(bsm_test_server_line(centre, i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(lines_are_stored_and_reach_the_centre_in_batches, reset),
        cmocka_unit_test_setup(lines_wait_on_disk_for_a_centre_that_is_away, reset),
        cmocka_unit_test_setup(a_batch_whose_answer_is_lost_is_sent_again_with_its_key, reset),
        cmocka_unit_test_setup(a_batch_that_is_refused_for_good_does_not_hold_up_the_next, reset),
        cmocka_unit_test_setup(a_batch_that_is_too_much_today_is_kept_and_comes_when_it_may, reset),
        cmocka_unit_test_setup(a_persons_request_goes_before_telemetry, reset),
        cmocka_unit_test_setup(a_spool_that_cannot_be_opened_or_is_damaged_stops_nobody, reset),
        cmocka_unit_test_setup(a_full_disk_stops_no_visit_and_lines_wait_for_space, reset),
        cmocka_unit_test_setup(killed_at_any_moment_nothing_is_lost_and_nothing_comes_twice, reset),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
