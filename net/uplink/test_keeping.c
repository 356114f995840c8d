/* The real basma-uplink, a campaign's visits and wishes for an appointment: what was said to be kept arrives, once,
 * whatever is killed meanwhile. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "net/uplink/spool.h"
#include "net/uplink/test_world.h"

#define PATH "/v1/campaign"
#define WISHES "/v1/wishes"

enum { RECORDS = 3, WISHES_MAX = BSM_SPOOL_WISHES_MAX, WAIT_MS = 10000 };

/* What a test has left unsent; nobody may hold it. */
static void empty_spool(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s/spool'", folder);
    assert_int_equal(system(command), 0);
}

static int begin(void **state)
{
    int failed = reset(state);
    empty_spool();
    return failed;
}

static struct bsm_uuid visit_at(uint64_t place)
{
    struct bsm_uuid visit = {{0x01, 0x90}};
    for (int i = 0; i < 8; i++)
        visit.bytes[15 - i] = (uint8_t)(place >> (8 * i));
    return visit;
}

static void say_kept(enum bsm_kept_kind kind, uint64_t place, int index, int count)
{
    static struct bsm_message message;
    memset(&message, 0, sizeof message);
    message.type = BSM_MESSAGE_NET_KEEP;
    struct bsm_net_keep *keep = &message.as.net_keep;
    keep->head =
        (struct bsm_net_request){.request = (uint32_t)(place * 10) + (uint32_t)index, .visit = visit_at(place)};
    keep->kind = kind;
    keep->index = (uint8_t)index;
    keep->count = (uint8_t)count;
    keep->place = place;
    keep->sealed.text_size = 4000;
    memset(keep->sealed.text, (int)(place & 0x7f), keep->sealed.text_size);
    say(message);
}

static void say_record(uint64_t place, int index) { say_kept(BSM_KEPT_VISIT, place, index, RECORDS); }

static void say_wish(uint64_t place) { say_kept(BSM_KEPT_WISH, place, 0, 1); }

static void say_visit(uint64_t place)
{
    for (int i = 0; i < RECORDS; i++)
        say_record(place, i);
}

/* Whatever else is said. False: nothing such came. */
static bool hear_type(enum bsm_message_type type, int timeout_ms)
{
    int64_t end_ms = bsm_clock_mono_ms() + timeout_ms;
    while (bsm_clock_mono_ms() < end_ms)
        if (hear(50) && leaf.message.type == type)
            return true;
    return false;
}

static void keep_visit(uint64_t place)
{
    say_visit(place);
    for (int i = 0; i < RECORDS; i++) {
        assert_true(hear_type(BSM_MESSAGE_NET_DONE, WAIT_MS));
        assert_int_equal(leaf.message.as.net_done.request, place * 10 + (uint64_t)i);
    }
}

static void keep_wish(uint64_t place)
{
    say_wish(place);
    assert_true(hear_type(BSM_MESSAGE_NET_DONE, WAIT_MS));
    assert_int_equal(leaf.message.as.net_done.request, place * 10);
}

static void expect_delivered_as(enum bsm_kept_kind kind, uint64_t place, enum bsm_problem problem)
{
    assert_true(hear_type(BSM_MESSAGE_NET_DELIVERED, WAIT_MS));
    assert_int_equal(leaf.message.as.net_delivered.kind, kind);
    assert_int_equal(leaf.message.as.net_delivered.place, place);
    assert_int_equal(leaf.message.as.net_delivered.problem, problem);
}

static void expect_delivered(uint64_t place, enum bsm_problem problem)
{
    expect_delivered_as(BSM_KEPT_VISIT, place, problem);
}

static void answer_taken_at(const char *path, uint64_t place, int times)
{
    static char bodies[8][48];
    static int next;
    char *body = bodies[next++ % 8];
    snprintf(body, sizeof bodies[0], "{\"stored_to\":%llu}", (unsigned long long)place);
    answer("POST", path, 200, body, times);
}

static void answer_taken(uint64_t place, int times) { answer_taken_at(PATH, place, times); }

static void assert_key_at(const char *path, uint64_t place, int nth)
{
    struct bsm_test_asked asked;
    char key[BSM_UUID_TEXT_SIZE];
    struct bsm_uuid visit = visit_at(place);
    bsm_uuid_text(&visit, key);
    assert_true(bsm_test_server_asked(centre, "POST", path, nth, &asked));
    assert_string_equal(asked.key, key);
    assert_non_null(strstr(asked.body, key));
}

static void assert_key_of(uint64_t place, int nth) { assert_key_at(PATH, place, nth); }

static void a_visit_waits_on_disk_for_the_link_and_goes_once(void **state)
{
    (void)state;
    bsm_test_server_stop(centre);
    start_and_expect(false);
    keep_visit(11);
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(false);
    answer_taken(11, 1);
    assert_true(bsm_test_server_start(centre));
    expect_delivered(11, BSM_PROBLEM_NONE);
    assert_key_of(11, 0);
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(true);
    assert_false(hear_type(BSM_MESSAGE_NET_DELIVERED, QUIET_MS));
    assert_int_equal(bsm_test_server_count(centre, "POST", PATH), 1);
    assert_int_equal(stop(), 0);
}

static void a_wish_waits_on_disk_for_the_link_and_goes_once(void **state)
{
    (void)state;
    bsm_test_server_stop(centre);
    start_and_expect(false);
    keep_wish(12);
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(false);
    answer_taken_at(WISHES, 12, 1);
    assert_true(bsm_test_server_start(centre));
    expect_delivered_as(BSM_KEPT_WISH, 12, BSM_PROBLEM_NONE);
    assert_key_at(WISHES, 12, 0);
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(true);
    assert_false(hear_type(BSM_MESSAGE_NET_DELIVERED, QUIET_MS));
    assert_int_equal(bsm_test_server_count(centre, "POST", WISHES), 1);
    assert_int_equal(bsm_test_server_count(centre, "POST", PATH), 0);
    assert_int_equal(stop(), 0);
}

/* A kiosk's quota of the hour, or a number that is locked for a moment. */
static void what_one_kind_waits_for_does_not_hold_up_the_other(void **state)
{
    (void)state;
    answer("POST", WISHES, 429,
           "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":429,\"code\":\"quota\",\"retry_after\":600,"
           "\"server_time\":1900000000000}",
           0);
    answer_taken(14, 1);
    start_and_expect(true);
    keep_wish(13);
    wait_until_asked("POST", WISHES);
    keep_visit(14);
    expect_delivered(14, BSM_PROBLEM_NONE);
    assert_int_equal(bsm_test_server_count(centre, "POST", WISHES), 1);
    assert_int_equal(stop(), 0);
    empty_spool();
}

static void a_wish_that_is_too_old_is_over(void **state)
{
    (void)state;
    answer("POST", WISHES, 410, PROBLEM(410, "visit_expired"), 1);
    answer_taken_at(WISHES, 16, 1);
    start_and_expect(true);
    keep_wish(15);
    expect_delivered_as(BSM_KEPT_WISH, 15, BSM_PROBLEM_VISIT_EXPIRED);
    keep_wish(16);
    expect_delivered_as(BSM_KEPT_WISH, 16, BSM_PROBLEM_NONE);
    assert_int_equal(stop(), 0);
}

static void more_wishes_than_may_wait_are_not_kept(void **state)
{
    (void)state;
    bsm_test_server_stop(centre);
    start_and_expect(false);
    for (uint64_t place = 1000; place < 1000 + WISHES_MAX; place++)
        keep_wish(place);
    say_wish(1000 + WISHES_MAX);
    assert_true(hear_type(BSM_MESSAGE_NET_FAILED, WAIT_MS));
    assert_int_equal(leaf.message.as.net_failed.status, BSM_DENIED);
    keep_visit(41); /* a campaign's visit has its own room */
    assert_int_equal(stop(), 0);
    empty_spool();
    assert_true(bsm_test_server_start(centre));
}

static void what_is_not_whole_never_was_kept(void **state)
{
    (void)state;
    start_and_expect(true);
    say_record(21, 0);
    say_record(21, 1);
    assert_false(hear_type(BSM_MESSAGE_NET_DONE, QUIET_MS));
    kill(leaf.pid, SIGKILL);
    stop();
    start_and_expect(true);
    say_record(22, 0);
    say_record(22, 1);
    say((struct bsm_message){.type = BSM_MESSAGE_NET_CANCEL}); /* the person left */
    assert_false(hear_type(BSM_MESSAGE_NET_DONE, QUIET_MS));
    answer_taken(23, 1);
    keep_visit(23);
    expect_delivered(23, BSM_PROBLEM_NONE);
    assert_int_equal(bsm_test_server_count(centre, "POST", PATH), 1);
    assert_key_of(23, 0);
    assert_int_equal(stop(), 0);
}

static void a_later_is_tried_again_and_a_never_is_told(void **state)
{
    (void)state;
    struct bsm_test_asked first, second;
    answer("POST", PATH, 503, PROBLEM(503, "unavailable"), 1);
    answer("POST", PATH, 429,
           "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":429,\"code\":\"quota\",\"retry_after\":1,"
           "\"server_time\":1900000000000}",
           1); /* too much in a day, not of the pack */
    answer("POST", PATH, 200, "<html>a hotel's page</html>", 1);
    answer_taken(31, 1);
    answer("POST", PATH, 422, PROBLEM(422, "capture_invalid"), 1);
    answer("POST", PATH, 429, PROBLEM(429, "quota"), 1);
    answer_taken(34, 1);
    start_and_expect(true);
    keep_visit(31);
    expect_delivered(31, BSM_PROBLEM_NONE);
    assert_true(bsm_test_server_asked(centre, "POST", PATH, 0, &first));
    assert_true(bsm_test_server_asked(centre, "POST", PATH, 3, &second));
    assert_string_equal(first.key, second.key);
    assert_string_equal(first.body, second.body);
    keep_visit(32);
    expect_delivered(32, BSM_PROBLEM_CAPTURE_INVALID);
    keep_visit(33);
    expect_delivered(33, BSM_PROBLEM_QUOTA);
    keep_visit(34); /* what was refused holds up nobody */
    expect_delivered(34, BSM_PROBLEM_NONE);
    assert_int_equal(bsm_test_server_count(centre, "POST", PATH), 7);
    assert_int_equal(stop(), 0);
}

static void where_the_disk_fails_the_hub_hears_it(void **state)
{
    (void)state;
    char spool[128];
    empty_spool();
    snprintf(spool, sizeof spool, "%s/spool", folder);
    mkdir(spool, 0700);
    if (mount("none", spool, "tmpfs", 0, "size=64k") != 0)
        skip(); /* not allowed to */
    start_and_expect(true);
    bsm_test_server_stop(centre);
    for (uint64_t place = 41; place < 50; place++) {
        say_visit(place);
        do
            assert_true(hear(WAIT_MS));
        while (leaf.message.type != BSM_MESSAGE_NET_DONE && leaf.message.type != BSM_MESSAGE_NET_FAILED);
        if (leaf.message.type == BSM_MESSAGE_NET_FAILED)
            break;
    }
    assert_int_equal(leaf.message.type, BSM_MESSAGE_NET_FAILED);
    assert_int_equal(leaf.message.as.net_failed.status, BSM_FAULT);
    say_wish(51);
    assert_true(hear_type(BSM_MESSAGE_NET_FAILED, WAIT_MS));
    assert_int_equal(leaf.message.as.net_failed.status, BSM_FAULT);
    kill(leaf.pid, SIGKILL);
    stop();
    assert_true(bsm_test_server_start(centre));
    assert_int_equal(umount(spool), 0);
}

/* What the hub hears before the uplink is killed. */
static bool said_to_be_kept(int64_t within_ms)
{
    bool kept = false;
    int64_t end_ms = bsm_clock_mono_ms() + within_ms;
    do
        kept = kept || (hear(5) && leaf.message.type == BSM_MESSAGE_NET_DONE);
    while (bsm_clock_mono_ms() < end_ms);
    kill(leaf.pid, SIGKILL);
    stop();
    return kept;
}

static void bring_all(void)
{
    assert_true(bsm_test_server_start(centre));
    start_and_expect(true);
    while (hear_type(BSM_MESSAGE_NET_DELIVERED, 3000))
        ;
}

static bool was_asked(const char *path, uint64_t place)
{
    struct bsm_test_asked asked;
    char key[BSM_UUID_TEXT_SIZE];
    struct bsm_uuid visit = visit_at(place);
    bsm_uuid_text(&visit, key);
    for (int i = 0; i < BSM_TEST_ASKED_MAX && bsm_test_server_asked(centre, "POST", path, i, &asked); i++)
        if (strcmp(asked.key, key) == 0)
            return true;
    return false;
}

/* Killed between any two of: a record said, all said, on disk, said to be kept. */
static void killed_at_any_moment_what_was_said_to_be_kept_arrives(void **state)
{
    (void)state;
    bool kept[16] = {false};
    int count = 0;
    bsm_test_server_stop(centre);
    for (int round = 0; round < 16; round++) {
        uint64_t place = 100 + (uint64_t)round;
        start_and_expect(false);
        for (int i = 0; i < RECORDS && i <= round % 8; i++)
            say_record(place, i);
        if (round % 8 >= RECORDS)
            usleep((useconds_t)(rand() % 20000));
        kept[round] = said_to_be_kept(round % 4 * 10);
        count += kept[round];
    }
    answer("POST", PATH, 409, PROBLEM(409, "replayed"), 0); /* each ends with its first answer */
    bring_all();
    for (int round = 0; round < 16; round++)
        assert_true(!kept[round] || was_asked(PATH, 100 + (uint64_t)round));
    for (int round = 0; round < 16; round++)
        assert_true(round % 8 >= RECORDS - 1 || !was_asked(PATH, 100 + (uint64_t)round)); /* never whole */
    print_message("%d of 16 were said to be kept, %d arrived\n", count, bsm_test_server_count(centre, "POST", PATH));
    assert_int_equal(stop(), 0);
}

/* The same of one record: between said, on disk, said to be kept. */
static void killed_at_any_moment_a_wish_said_to_be_kept_arrives(void **state)
{
    (void)state;
    bool kept[16] = {false};
    int count = 0;
    bsm_test_server_stop(centre);
    for (int round = 0; round < 16; round++) {
        start_and_expect(false);
        say_wish(200 + (uint64_t)round);
        usleep((useconds_t)(rand() % (1000 * (round + 1))));
        kept[round] = said_to_be_kept(round % 4 * 10);
        count += kept[round];
    }
    answer("POST", WISHES, 409, PROBLEM(409, "replayed"), 0); /* each ends with its first answer */
    bring_all();
    for (int round = 0; round < 16; round++)
        assert_true(!kept[round] || was_asked(WISHES, 200 + (uint64_t)round));
    print_message("%d of 16 were said to be kept, %d arrived\n", count, bsm_test_server_count(centre, "POST", WISHES));
    assert_int_equal(stop(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_visit_waits_on_disk_for_the_link_and_goes_once, begin),
        cmocka_unit_test_setup(a_wish_waits_on_disk_for_the_link_and_goes_once, begin),
        cmocka_unit_test_setup(what_one_kind_waits_for_does_not_hold_up_the_other, begin),
        cmocka_unit_test_setup(a_wish_that_is_too_old_is_over, begin),
        cmocka_unit_test_setup(more_wishes_than_may_wait_are_not_kept, begin),
        cmocka_unit_test_setup(what_is_not_whole_never_was_kept, begin),
        cmocka_unit_test_setup(a_later_is_tried_again_and_a_never_is_told, begin),
        cmocka_unit_test_setup(where_the_disk_fails_the_hub_hears_it, begin),
        cmocka_unit_test_setup(killed_at_any_moment_what_was_said_to_be_kept_arrives, begin),
        cmocka_unit_test_setup(killed_at_any_moment_a_wish_said_to_be_kept_arrives, begin),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
