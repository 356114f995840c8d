#include "net/uplink/test_world.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/clock.h"

char folder[64];
struct bsm_test_server *centre;
struct bsm_test_server *other;
struct test_leaf leaf;

static char other_folder[64];

/*
 * The uplink as the hub starts it.
 */

void start_uplink(const char *state, const char *url, const char *pin)
{
    int fds[2];
    char program[512];
    const char *arguments[10] = {"basma-uplink", "--state", state, "--url", url, "--config-version", "7"};
    snprintf(program, sizeof program, "%s/bin/basma-uplink", getenv("BASMA_BUILD_DIR"));
    if (pin) {
        arguments[7] = "--pin";
        arguments[8] = pin;
    }
    assert_int_equal(bsm_channel_pair(fds), BSM_OK);
    leaf.pid = fork();
    assert_true(leaf.pid >= 0);
    if (leaf.pid == 0) {
        if (fds[1] == BSM_CHANNEL_LEAF_FD)
            fcntl(fds[1], F_SETFD, 0);
        else
            dup2(fds[1], BSM_CHANNEL_LEAF_FD);
        setenv("https_proxy", "http://127.0.0.1:1", 1); /* must not be listened to */
        execv(program, (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    close(fds[1]);
    bsm_channel_init(&leaf.channel, fds[0]);
}

void start(void)
{
    char url[64];
    snprintf(url, sizeof url, "https://localhost:%d", bsm_test_server_port(centre));
    start_uplink(folder, url, bsm_test_server_pin(centre));
}

/* The exit status when the hub goes. */
int stop(void)
{
    int status = 0;
    bsm_channel_finish(&leaf.channel);
    assert_int_equal(waitpid(leaf.pid, &status, 0), leaf.pid);
    leaf.pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The next message, or false after timeout_ms. */
bool hear(int timeout_ms)
{
    int64_t until = bsm_clock_mono_ms() + timeout_ms;
    for (;;) {
        int descriptor = -1;
        enum bsm_status status = bsm_channel_receive(&leaf.channel, &leaf.message, &descriptor);
        if (status == BSM_OK)
            return true;
        assert_int_equal(status, BSM_BUSY);
        int64_t left = until - bsm_clock_mono_ms();
        if (left <= 0)
            return false;
        struct pollfd waiting = {.fd = leaf.channel.fd, .events = POLLIN};
        poll(&waiting, 1, (int)left);
    }
}

void expect(enum bsm_message_type type)
{
    assert_true(hear(SOON_MS));
    assert_string_equal(bsm_message_name(leaf.message.type), bsm_message_name(type));
}

void expect_link(bool up)
{
    expect(BSM_MESSAGE_NET_LINK);
    assert_int_equal(leaf.message.as.net_link.up, up);
}

void start_and_expect(bool up)
{
    start();
    expect(BSM_MESSAGE_READY);
    expect_link(up);
}

struct bsm_net_request head_of(uint32_t request)
{
    return (struct bsm_net_request){.request = request, .key = {{(uint8_t)request, 1}}, .visit = {{2}}};
}

void say(struct bsm_message message)
{
    message.round = 5;
    assert_int_equal(bsm_channel_send(&leaf.channel, &message, -1), BSM_OK);
}

void ask_open(uint32_t request)
{
    say((struct bsm_message){.type = BSM_MESSAGE_NET_OPEN,
                             .as.net_open = {.head = head_of(request), .purpose = BSM_ACTION_ACTIVATE}});
}

void ask_plain(enum bsm_message_type type, uint32_t request)
{
    say((struct bsm_message){.type = type, .as.net_plain = {.head = head_of(request)}});
}

void answer(const char *method, const char *path, int status, const char *body, int times)
{
    bsm_test_server_answer(centre, (struct bsm_test_answer){
                                       .method = method, .path = path, .status = status, .body = body, .times = times});
}

void wait_until_asked(const char *method, const char *path)
{
    for (int i = 0; i < SOON_MS / 10 && bsm_test_server_count(centre, method, path) == 0; i++)
        usleep(10000);
    assert_true(bsm_test_server_count(centre, method, path) > 0);
}

int make_world(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-uplink-XXXXXX");
    snprintf(other_folder, sizeof other_folder, "/tmp/basma-uplink-XXXXXX");
    if (!mkdtemp(folder) || !mkdtemp(other_folder))
        return -1;
    centre = bsm_test_server_create(folder);
    other = bsm_test_server_create(other_folder);
    return centre && other && bsm_test_server_start(centre) && bsm_test_server_start(other) ? 0 : -1;
}

int end_world(void **state)
{
    (void)state;
    char command[256];
    bsm_test_server_destroy(centre);
    bsm_test_server_destroy(other);
    snprintf(command, sizeof command, "umount -l '%s/spool' 2>/dev/null; rm -rf '%s' '%s'", folder, folder,
             other_folder); /* where a test has left it mounted */
    return system(command);
}

int reset(void **state)
{
    (void)state;
    if (leaf.pid > 0) { /* a test that failed has left it, and it holds the spool; and the centre away */
        kill(leaf.pid, SIGKILL);
        stop();
    }
    if (!bsm_test_server_start(centre) || !bsm_test_server_start(other))
        return -1;
    bsm_test_server_reset(centre, 0);
    bsm_test_server_reset(other, 0);
    return 0;
}
