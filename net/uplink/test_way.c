/*
 * The journal's way to the centre: the real basma-kiosk and the real basma-uplink, killed at any moment, a link that
 * goes and comes, answers that are lost. In the end the centre has every line of the journal, each once and as it
 * stands there.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/hub/journal_reader.h"
#include "firmware/hub/tests/kiosk.h"
#include "net/uplink/test_server.h"

enum { ROUNDS = 12, PATIENCE_MS = 30000 };

static struct kiosk kiosk;
static struct bsm_test_server *centre;
static char keys[64], url[64];

static int make_world(void **state)
{
    (void)state;
    snprintf(keys, sizeof keys, "/tmp/basma-way-XXXXXX");
    if (!mkdtemp(keys))
        return -1;
    centre = bsm_test_server_create(keys);
    if (!centre || !bsm_test_server_start(centre))
        return -1;
    snprintf(url, sizeof url, "https://localhost:%d", bsm_test_server_port(centre));
    kiosk.centre_url = url;
    kiosk_make(&kiosk, "");
    char command[1024];
    snprintf(command, sizeof command,
             "cp -r '%s/keys' '%s/trust' '%s/state/' && cp --remove-destination '%s/bin/basma-uplink' '%s/bin/'", keys,
             keys, kiosk.folder, getenv("BASMA_BUILD_DIR"), kiosk.folder);
    return system(command);
}

static int end_world(void **state)
{
    (void)state;
    kiosk_stop(&kiosk);
    bsm_test_server_destroy(centre);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", keys);
    return system(command);
}

/* The uplink that the journal named last; 0: none. */
static pid_t uplink_pid(void)
{
    int pid = 0;
    char *journal = journal_read(&kiosk);
    for (char *at = journal; (at = strstr(at, "leaf_started leaf=uplink pid=")) != NULL; at++)
        sscanf(at, "leaf_started leaf=uplink pid=%d", &pid);
    free(journal);
    return pid;
}

/* People touch the screen: a line each. */
static void touch(int times)
{
    for (int i = 0; i < times; i++) {
        ui_input(&kiosk, BSM_INPUT_DECLINE);
        usleep(1000);
    }
}

static void play_round(int round)
{
    if (round % 3 == 1)
        bsm_test_server_stop(centre);
    if (round % 3 == 2)
        bsm_test_server_answer(
            centre, (struct bsm_test_answer){.method = "POST", .path = "/v1/telemetry", .status = 0, .times = 1});
    kiosk_spawn(&kiosk);
    ui_ready(&kiosk);
    for (int i = 0; i < 3; i++) {
        touch(100);
        usleep((useconds_t)(rand() % 500000));
        if (i < 2 && uplink_pid() > 0)
            kill(uplink_pid(), SIGKILL);
    }
    kiosk_kill(&kiosk);
    if (round % 3 == 1)
        assert_true(bsm_test_server_start(centre));
}

/* How many lines the journal has; *missing: how many of them are not at the centre, or not the same. */
static int compare(int *missing)
{
    struct bsm_journal_reader reader;
    struct bsm_journal_line line;
    char path[128];
    int lines = 0;
    *missing = 0;
    snprintf(path, sizeof path, "%s/state/journal", kiosk.folder);
    assert_int_equal(bsm_journal_reader_open(&reader, path), BSM_OK);
    for (; bsm_journal_reader_next(&reader, &line) == BSM_OK; lines++) {
        const char *there = bsm_test_server_line(centre, (uint64_t)line.place);
        *missing += !there || strcmp(there, line.text) != 0;
    }
    bsm_journal_reader_close(&reader);
    return lines;
}

static void every_line_of_the_journal_reaches_the_centre_once(void **state)
{
    (void)state;
    int missing = 1, lines = 0;
    struct bsm_test_telemetry came = {0};
    for (int round = 0; round < ROUNDS; round++)
        play_round(round);
    kiosk_spawn(&kiosk);
    ui_ready(&kiosk);
    int64_t end_ms = bsm_clock_mono_ms() + PATIENCE_MS;
    while ((missing > 0 || came.items != lines) && bsm_clock_mono_ms() < end_ms) {
        usleep(100000);
        lines = compare(&missing);
        came = bsm_test_server_telemetry(centre);
    }
    print_message("%d lines in the journal, %d missing at the centre; it had %d in %d requests, %d twice\n", lines,
                  missing, came.items, came.requests, came.twice);
    assert_int_equal(missing, 0);
    assert_int_equal(came.twice, 0);
    assert_int_equal(came.changed, 0);
    assert_int_equal(came.items, lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_line_of_the_journal_reaches_the_centre_once)};
    return cmocka_run_group_tests(tests, make_world, end_world);
}
