/* The real basma-uplink between a hub and a centre that both are this test. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "net/uplink/test_world.h"

#if defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static void a_visit_is_opened_with_certificate_key_and_the_centres_time(void **state)
{
    (void)state;
    struct bsm_test_asked asked;
    long long time_ms = 0;
    bsm_test_server_reset(centre, 3600000); /* the kiosk's clock is an hour late */
    answer("POST", "/v1/visits", 201, OPENED, 0);
    start_and_expect(true);
    ask_open(7);
    expect(BSM_MESSAGE_NET_OPENED);
    assert_int_equal(leaf.message.round, 5);
    assert_int_equal(leaf.message.as.net_opened.request, 7);
    assert_int_equal(leaf.message.as.net_opened.server_unix_ms, 1);
    assert_true(bsm_test_server_asked(centre, "POST", "/v1/visits", 0, &asked));
    assert_true(asked.certificate);
    assert_string_equal(asked.key, "07010000-0000-0000-0000-000000000000");
    assert_non_null(strstr(asked.body, "\"time\":"));
    assert_int_equal(sscanf(strstr(asked.body, "\"time\":") + 7, "%lld", &time_ms), 1);
    int64_t off_ms = time_ms - (bsm_clock_unix_ms() + 3600000);
    assert_true(off_ms > -5000 && off_ms < 5000);
    assert_int_equal(stop(), 0);
}

static void a_centre_that_cannot_is_asked_again_with_the_same_key_and_body(void **state)
{
    (void)state;
    struct bsm_test_asked first, again;
    answer("POST", "/v1/visits", 503, PROBLEM(503, "unavailable"), 1);
    answer("POST", "/v1/visits", 0, NULL, 1);
    answer("POST", "/v1/visits", 500, "oops", 1);
    answer("POST", "/v1/visits", 201, OPENED, 0);
    start_and_expect(true);
    ask_open(8);
    do
        assert_true(hear(SOON_MS));
    while (leaf.message.type == BSM_MESSAGE_NET_LINK);
    assert_int_equal(leaf.message.type, BSM_MESSAGE_NET_OPENED);
    assert_int_equal(bsm_test_server_count(centre, "POST", "/v1/visits"), 4);
    assert_true(bsm_test_server_asked(centre, "POST", "/v1/visits", 0, &first));
    for (int i = 1; i < 4; i++) {
        assert_true(bsm_test_server_asked(centre, "POST", "/v1/visits", i, &again));
        assert_string_equal(again.key, first.key);
        assert_string_equal(again.body, first.body);
    }
    assert_int_equal(stop(), 0);
}

static void a_no_of_the_centre_is_told_at_once(void **state)
{
    (void)state;
    answer("POST", VISIT_PATH "/verify", 423, PROBLEM(423, "locked"), 0);
    start_and_expect(true);
    ask_plain(BSM_MESSAGE_NET_VERIFY, 9);
    expect(BSM_MESSAGE_NET_FAILED);
    assert_int_equal(leaf.message.as.net_failed.request, 9);
    assert_int_equal(leaf.message.as.net_failed.status, BSM_DENIED);
    assert_int_equal(leaf.message.as.net_failed.problem, BSM_PROBLEM_LOCKED);
    assert_int_equal(bsm_test_server_count(centre, "POST", VISIT_PATH "/verify"), 1);
    assert_int_equal(stop(), 0);
}

static void a_redirect_is_not_followed(void **state)
{
    (void)state;
    char location[128];
    snprintf(location, sizeof location, "https://localhost:%d/elsewhere", bsm_test_server_port(centre));
    bsm_test_server_answer(
        centre, (struct bsm_test_answer){.method = "POST", .path = "/v1/visits", .status = 307, .location = location});
    start_and_expect(true);
    ask_open(10);
    expect(BSM_MESSAGE_NET_FAILED);
    assert_int_equal(leaf.message.as.net_failed.status, BSM_INVALID);
    assert_int_equal(bsm_test_server_count(centre, "POST", "/elsewhere"), 0);
    assert_int_equal(stop(), 0);
}

static void what_is_taken_back_is_not_asked_again_but_leaving_is(void **state)
{
    (void)state;
    answer("POST", VISIT_PATH "/verify", 503, PROBLEM(503, "unavailable"), 0);
    answer("DELETE", VISIT_PATH, 503, PROBLEM(503, "unavailable"), 2);
    answer("DELETE", VISIT_PATH, 204, "", 0);
    start_and_expect(true);
    ask_plain(BSM_MESSAGE_NET_VERIFY, 11);
    ask_plain(BSM_MESSAGE_NET_LEAVE, 12);
    wait_until_asked("POST", VISIT_PATH "/verify");
    say((struct bsm_message){.type = BSM_MESSAGE_NET_CANCEL});
    expect(BSM_MESSAGE_NET_DONE);
    assert_int_equal(leaf.message.as.net_done.request, 12);
    int asked = bsm_test_server_count(centre, "POST", VISIT_PATH "/verify");
    assert_false(hear(QUIET_MS));
    assert_int_equal(bsm_test_server_count(centre, "POST", VISIT_PATH "/verify"), asked);
    assert_int_equal(stop(), 0);
}

static void a_person_who_has_left_is_told_of_though_the_hub_ends(void **state)
{
    (void)state;
    answer("DELETE", VISIT_PATH, 503, PROBLEM(503, "unavailable"), 1);
    answer("DELETE", VISIT_PATH, 204, "", 0);
    start_and_expect(true);
    ask_plain(BSM_MESSAGE_NET_LEAVE, 13);
    int64_t since_ms = bsm_clock_mono_ms();
    assert_int_equal(stop(), 0);
    assert_true(bsm_clock_mono_ms() - since_ms < 1500);
    assert_int_equal(bsm_test_server_count(centre, "DELETE", VISIT_PATH), 2);
}

static void a_centre_that_is_not_there_does_not_hold_up_the_end(void **state)
{
    (void)state;
    start_and_expect(true);
    bsm_test_server_stop(centre);
    ask_plain(BSM_MESSAGE_NET_LEAVE, 14);
    int64_t since_ms = bsm_clock_mono_ms();
    assert_int_equal(stop(), 0);
    assert_true(bsm_clock_mono_ms() - since_ms < 1500);
    assert_true(bsm_test_server_start(centre));
}

static void a_proxy_without_its_centre_is_no_link_and_a_busy_centre_is_one(void **state)
{
    (void)state;
    answer("POST", VISIT_PATH "/verify", 502, "<html>bad gateway</html>", 1);
    answer("POST", VISIT_PATH "/verify", 503, PROBLEM(503, "unavailable"), 1);
    answer("POST", VISIT_PATH "/verify", 200, "{\"decision\":\"match\",\"tries_left\":2}", 0);
    start_and_expect(true);
    ask_plain(BSM_MESSAGE_NET_VERIFY, 16);
    expect_link(false);
    expect_link(true);
    expect(BSM_MESSAGE_NET_VERIFIED);
    assert_int_equal(stop(), 0);
}

static void a_centre_that_comes_back_is_found_and_asked(void **state)
{
    (void)state;
    answer("POST", "/v1/visits", 201, OPENED, 0);
    bsm_test_server_stop(centre);
    start_and_expect(false);
    ask_open(13);
    assert_false(hear(QUIET_MS));
    assert_true(bsm_test_server_start(centre));
    expect_link(true);
    expect(BSM_MESSAGE_NET_OPENED);
    assert_int_equal(stop(), 0);
}

static void a_centre_that_goes_away_is_noticed_by_the_next_request(void **state)
{
    (void)state;
    start_and_expect(true);
    bsm_test_server_stop(centre);
    ask_plain(BSM_MESSAGE_NET_VERIFY, 14);
    expect_link(false);
    assert_true(bsm_test_server_start(centre));
    expect_link(true);
    assert_int_equal(stop(), 0);
}

static void a_server_of_another_ca_or_name_or_key_is_not_spoken_to(void **state)
{
    (void)state;
    char url[64];
    const struct {
        int port;
        const char *host;
        const char *pin;
    } cases[] = {
        {bsm_test_server_port(other), "localhost", NULL},
        {bsm_test_server_port(centre), "127.0.0.1", NULL},
        {bsm_test_server_port(centre), "localhost", bsm_test_server_pin(other)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(url, sizeof url, "https://%s:%d", cases[i].host, cases[i].port);
        start_uplink(folder, url, cases[i].pin);
        expect(BSM_MESSAGE_READY);
        expect_link(false);
        ask_open(15);
        assert_false(hear(QUIET_MS / 3));
        assert_int_equal(stop(), 0);
    }
    assert_int_equal(bsm_test_server_count(other, "POST", "/v1/visits"), 0);
    assert_int_equal(bsm_test_server_count(centre, "POST", "/v1/visits"), 0);
    assert_int_equal(bsm_test_server_count(centre, "GET", "/v1/time"), 0);
}

/* How often a word stands in the memory of the uplink; -1 where it may not be looked at. */
static int count_in_memory(const char *word)
{
    char path[64];
    char line[512];
    int count = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)leaf.pid);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%d/mem", (int)leaf.pid);
    int memory = open(path, O_RDONLY);
    while (maps && memory >= 0 && fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        if (sscanf(line, "%lx-%lx rw", &from, &to) != 2 || !strstr(line, " rw"))
            continue;
        char *bytes = malloc(to - from);
        ssize_t got = pread(memory, bytes, to - from, (off_t)from);
        for (char *at = bytes; got > 0 && (at = memmem(at, (size_t)(bytes + got - at), word, strlen(word))); at++)
            count++;
        free(bytes);
    }
    bool seen = maps && memory >= 0;
    if (memory >= 0)
        close(memory);
    if (maps)
        fclose(maps);
    return seen ? count : -1;
}

static void what_a_person_said_is_nowhere_in_memory_after_the_answer(void **state)
{
    (void)state;
    if (SANITIZED) /* its allocator keeps freed blocks as they are */
        skip();
    answer("PUT", VISIT_PATH "/claim", 200,
           "{\"steps\":[\"face\"],\"fingers\":[2],\"mobile_hint\":\"47\",\"action\":\"activate\","
           "\"more\":\"said by the centre\"}",
           0);
    start_and_expect(true);
    say((struct bsm_message){
        .type = BSM_MESSAGE_NET_CLAIM,
        .as.net_claim = {.head = head_of(17), .id_number = "1000000008", .birth_date = "1971-03-29"}});
    expect(BSM_MESSAGE_NET_CLAIMED);
    usleep(200000); /* the wipe comes right after the answer */
    int control = count_in_memory("kiosk");
    if (control < 0) {
        stop();
        skip();
    }
    assert_true(control > 0);
    assert_int_equal(count_in_memory("1000000008"), 0);
    assert_int_equal(count_in_memory("1971-03-29"), 0);
    assert_int_equal(count_in_memory("said by the centre"), 0);
    assert_int_equal(stop(), 0);
}

static void another_configuration_of_the_centre_is_handed_to_the_hub(void **state)
{
    (void)state;
    struct bsm_test_asked asked;
    answer("GET", "/v1/devices/config", 503, PROBLEM(503, "unavailable"), 0);
    start_and_expect(true);
    wait_until_asked("GET", "/v1/devices/config");
    assert_true(bsm_test_server_asked(centre, "GET", "/v1/devices/config", 0, &asked));
    assert_string_equal(asked.known, "\"7\"");
    assert_false(hear(QUIET_MS)); /* nor is the link called down */
    bsm_test_server_stop(centre);
    ask_plain(BSM_MESSAGE_NET_VERIFY, 33);
    expect_link(false);
    say((struct bsm_message){.type = BSM_MESSAGE_NET_CANCEL});
    bsm_test_server_reset(centre, 0);
    answer("GET", "/v1/devices/config", 200, "eyJhbGciOiJFUzI1NiJ9.c2F5cw.c2lnbmVk", 0);
    assert_true(bsm_test_server_start(centre));
    expect_link(true);
    expect(BSM_MESSAGE_NET_CONFIG);
    assert_string_equal(leaf.message.as.net_config.jws, "eyJhbGciOiJFUzI1NiJ9.c2F5cw.c2lnbmVk");
    assert_false(hear(QUIET_MS));
    assert_int_equal(bsm_test_server_count(centre, "GET", "/v1/devices/config"), 1);
    assert_int_equal(stop(), 0);
}

static void what_cannot_be_a_configuration_is_not_handed_on(void **state)
{
    (void)state;
    answer("GET", "/v1/devices/config", 200, "<html>a hotel's page</html>", 0);
    start_and_expect(true);
    wait_until_asked("GET", "/v1/devices/config");
    assert_false(hear(QUIET_MS));
    assert_int_equal(stop(), 0);
}

static void a_hub_that_sends_what_it_may_not_is_left(void **state)
{
    (void)state;
    int status = 0;
    start_and_expect(true);
    say((struct bsm_message){.type = BSM_MESSAGE_UI_FORGET});
    assert_int_equal(waitpid(leaf.pid, &status, 0), leaf.pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    bsm_channel_finish(&leaf.channel);
}

static void wrong_arguments_are_said(void **state)
{
    (void)state;
    char command[600];
    snprintf(command, sizeof command, "%s/bin/basma-uplink --state /x --url http://y 3</dev/null 2>/dev/null",
             getenv("BASMA_BUILD_DIR"));
    assert_int_equal(WEXITSTATUS(system(command)), 2);
    snprintf(command, sizeof command, "%s/bin/basma-uplink --help >/dev/null", getenv("BASMA_BUILD_DIR"));
    assert_int_equal(WEXITSTATUS(system(command)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_visit_is_opened_with_certificate_key_and_the_centres_time, reset),
        cmocka_unit_test_setup(a_centre_that_cannot_is_asked_again_with_the_same_key_and_body, reset),
        cmocka_unit_test_setup(a_no_of_the_centre_is_told_at_once, reset),
        cmocka_unit_test_setup(a_redirect_is_not_followed, reset),
        cmocka_unit_test_setup(what_is_taken_back_is_not_asked_again_but_leaving_is, reset),
        cmocka_unit_test_setup(a_person_who_has_left_is_told_of_though_the_hub_ends, reset),
        cmocka_unit_test_setup(a_centre_that_is_not_there_does_not_hold_up_the_end, reset),
        cmocka_unit_test_setup(a_proxy_without_its_centre_is_no_link_and_a_busy_centre_is_one, reset),
        cmocka_unit_test_setup(a_centre_that_comes_back_is_found_and_asked, reset),
        cmocka_unit_test_setup(a_centre_that_goes_away_is_noticed_by_the_next_request, reset),
        cmocka_unit_test_setup(a_server_of_another_ca_or_name_or_key_is_not_spoken_to, reset),
        cmocka_unit_test_setup(what_a_person_said_is_nowhere_in_memory_after_the_answer, reset),
        cmocka_unit_test_setup(another_configuration_of_the_centre_is_handed_to_the_hub, reset),
        cmocka_unit_test_setup(what_cannot_be_a_configuration_is_not_handed_on, reset),
        cmocka_unit_test_setup(a_hub_that_sends_what_it_may_not_is_left, reset),
        cmocka_unit_test(wrong_arguments_are_said),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
