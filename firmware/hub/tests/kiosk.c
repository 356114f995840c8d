#include "firmware/hub/tests/kiosk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "net/seal/ec_key.h"
#include "net/seal/jws.h"

static struct bsm_ec_key *signing_key; /* of the last kiosk's configurations */

static const char *path_in(const struct kiosk *kiosk, const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", kiosk->folder, name);
    return path;
}

/* --- the folder --- */

static void write_file(const char *path, const void *bytes, size_t size, mode_t mode)
{
    if (bsm_file_write(path, bytes, size, mode) != BSM_OK)
        fail_msg("%s cannot be written", path);
}

static void copy_program(const struct kiosk *kiosk, const char *built, const char *name)
{
    char from[512];
    uint8_t *bytes;
    size_t size;
    const char *build = getenv("BASMA_BUILD_DIR");
    snprintf(from, sizeof from, "%s/%s", build ? build : ".", built);
    if (bsm_file_read(from, 256 * 1024 * 1024, &bytes, &size) != BSM_OK)
        fail_msg("%s is not built", from);
    write_file(path_in(kiosk, name), bytes, size, 0700);
    free(bytes);
}

void kiosk_sign(struct kiosk *kiosk, int version, const char *more, char jws[BSM_JWS_SIZE])
{
    char text[2048];
    size_t size;
    long long now_s = bsm_clock_unix_ms() / 1000 - kiosk->signed_ago_s;
    int length = snprintf(text, sizeof text,
                          "device = kiosk-test\nversion = %d\nissued_at = %lld\nexpires_at = %lld\nsite = test\n"
                          "centre_url = %s\nmodels = %s\nassets = %s\nwindow = 1080x1920\n%s",
                          version, now_s, now_s + 3600, kiosk->centre_url ? kiosk->centre_url : "https://localhost:1",
                          kiosk->folder, kiosk->folder, more);
    struct bsm_signer signer = bsm_ec_key_signer(signing_key);
    assert_int_equal(bsm_jws_sign(&signer, NULL, text, (size_t)length, jws, &size), BSM_OK);
}

void kiosk_sign_file(struct kiosk *kiosk, const char *kid, const char *text, const char *name)
{
    static char jws[BSM_JWS_SIZE];
    char path[64];
    size_t size;
    struct bsm_signer signer = bsm_ec_key_signer(signing_key);
    assert_int_equal(bsm_jws_sign(&signer, kid, text, strlen(text), jws, &size), BSM_OK);
    snprintf(path, sizeof path, "state/%s", name);
    write_file(path_in(kiosk, path), jws, size, 0600);
}

static void make_configuration(struct kiosk *kiosk, const char *more)
{
    static char jws[BSM_JWS_SIZE];
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    struct bsm_ec_point point;
    bsm_ec_key_destroy(signing_key);
    assert_int_equal(bsm_ec_key_create(&signing_key), BSM_OK);
    bsm_ec_key_public(signing_key, &point);
    assert_int_equal(bsm_ec_point_to_pem(&point, pem), BSM_OK);
    kiosk_sign(kiosk, KIOSK_VERSION, more, jws);
    write_file(path_in(kiosk, "state/config.jws"), jws, strlen(jws), 0600);
    write_file(path_in(kiosk, "state/trust/config-sign.pem"), pem, strlen(pem), 0600);
    write_file(path_in(kiosk, "state/device"), "kiosk-test\n", 11, 0600);
}

static void listen_for_leaves(struct kiosk *kiosk)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.80s/bin/leaves.sock", kiosk->folder);
    kiosk->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(kiosk->listener, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(kiosk->listener, 16), 0);
}

void kiosk_make(struct kiosk *kiosk, const char *more_settings)
{
    const struct kiosk wishes = {
        .centre_url = kiosk->centre_url, .signed_ago_s = kiosk->signed_ago_s, .before_spawn = kiosk->before_spawn};
    *kiosk = wishes;
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        kiosk->fake[leaf].control = kiosk->fake[leaf].channel.fd = -1;
    snprintf(kiosk->folder, sizeof kiosk->folder, "/tmp/basma-hub-XXXXXX");
    assert_non_null(mkdtemp(kiosk->folder));
    assert_int_equal(bsm_file_make_folders(path_in(kiosk, "state/trust"), 0700), BSM_OK);
    assert_int_equal(bsm_file_make_folders(path_in(kiosk, "bin"), 0700), BSM_OK);
    make_configuration(kiosk, more_settings);
    copy_program(kiosk, "bin/basma-kiosk", "bin/basma-kiosk");
    copy_program(kiosk, "tests/fake-leaf", "bin/basma-bio");
    copy_program(kiosk, "tests/fake-leaf", "bin/basma-ui");
    copy_program(kiosk, "tests/fake-leaf", "bin/basma-uplink");
    listen_for_leaves(kiosk);
}

void kiosk_spawn(struct kiosk *kiosk)
{
    char program[256], state[256], log[256];
    snprintf(program, sizeof program, "%s", path_in(kiosk, "bin/basma-kiosk"));
    snprintf(state, sizeof state, "%s", path_in(kiosk, "state"));
    snprintf(log, sizeof log, "%s", path_in(kiosk, "log"));
    kiosk->pid = fork();
    if (kiosk->pid == 0) {
        int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(fd, STDERR_FILENO);
        execl(program, "basma-kiosk", "--state", state, (char *)NULL);
        _exit(127);
    }
    assert_true(kiosk->pid > 0);
}

void kiosk_start(struct kiosk *kiosk, const char *more_settings)
{
    kiosk_make(kiosk, more_settings);
    if (kiosk->before_spawn)
        kiosk->before_spawn();
    kiosk_spawn(kiosk);
}

/* --- the end --- */

static void hang_up(struct fake *fake)
{
    bsm_channel_finish(&fake->channel);
    if (fake->control >= 0)
        close(fake->control);
    fake->control = -1;
    fake->pid = 0;
}

int kiosk_wait_end(struct kiosk *kiosk)
{
    int wait_status = -1;
    for (int i = 0; i < KIOSK_PATIENCE_MS / 10; i++) {
        if (waitpid(kiosk->pid, &wait_status, WNOHANG) == kiosk->pid) {
            kiosk->pid = 0;
            return wait_status;
        }
        poll(NULL, 0, 10);
    }
    kill(kiosk->pid, SIGKILL); /* its leaves die with it: nothing is left running */
    fail_msg("basma-kiosk does not end");
    return -1;
}

void kiosk_stop(struct kiosk *kiosk)
{
    char command[128];
    if (!kiosk->folder[0])
        return;
    int wait_status = 0;
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        hang_up(&kiosk->fake[leaf]);
    close(kiosk->listener);
    if (kiosk->pid > 0) {
        kill(kiosk->pid, SIGTERM);
        wait_status = kiosk_wait_end(kiosk);
    }
    snprintf(command, sizeof command, "rm -rf %s", kiosk->folder);
    assert_int_equal(system(command), 0);
    kiosk->folder[0] = '\0';
    bsm_ec_key_destroy(signing_key);
    signing_key = NULL;
    assert_int_equal(wait_status, 0);
}

static bool readable_within(int fd, int wait_ms)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    return poll(&wanted, 1, wait_ms) > 0;
}

void kiosk_kill(struct kiosk *kiosk)
{
    kill(kiosk->pid, SIGKILL);
    assert_int_equal(waitpid(kiosk->pid, NULL, 0), kiosk->pid);
    kiosk->pid = 0;
    kiosk->round = 0;
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        hang_up(&kiosk->fake[leaf]);
    while (readable_within(kiosk->listener, 100)) /* leaves that were about to introduce themselves */
        close(accept4(kiosk->listener, NULL, NULL, SOCK_CLOEXEC));
}

/* --- leaves --- */

static enum bsm_leaf leaf_named(const char *name)
{
    if (strcmp(name, "basma-bio") == 0)
        return BSM_LEAF_BIO;
    return strcmp(name, "basma-ui") == 0 ? BSM_LEAF_UI : BSM_LEAF_UPLINK;
}

static pid_t peer_of(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size), 0);
    return peer.pid;
}

static void accept_leaf(struct kiosk *kiosk)
{
    char name[32] = "";
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    struct iovec span = {.iov_base = name, .iov_len = sizeof name - 1};
    struct msghdr packet = {
        .msg_iov = &span, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (!readable_within(kiosk->listener, KIOSK_PATIENCE_MS))
        fail_msg("no leaf is started");
    int fd = accept4(kiosk->listener, NULL, NULL, SOCK_CLOEXEC), channel;
    assert_true(fd >= 0);
    assert_true(recvmsg(fd, &packet, MSG_CMSG_CLOEXEC) > 0);
    memcpy(&channel, CMSG_DATA(CMSG_FIRSTHDR(&packet)), sizeof channel);
    struct fake *fake = &kiosk->fake[leaf_named(name)];
    hang_up(fake);
    fake->control = fd;
    fake->pid = peer_of(fd);
    bsm_channel_init(&fake->channel, channel);
}

void await_leaf(struct kiosk *kiosk, enum bsm_leaf leaf)
{
    while (kiosk->fake[leaf].pid == 0)
        accept_leaf(kiosk);
}

void kill_leaf(struct kiosk *kiosk, enum bsm_leaf leaf)
{
    kill(kiosk->fake[leaf].pid, SIGKILL);
    hang_up(&kiosk->fake[leaf]);
}

void leaf_leaves(struct kiosk *kiosk, enum bsm_leaf leaf)
{
    int descriptor;
    enum bsm_status status = BSM_OK;
    while (status == BSM_OK && readable_within(kiosk->fake[leaf].channel.fd, KIOSK_PATIENCE_MS))
        status = bsm_channel_receive(&kiosk->fake[leaf].channel, &kiosk->in, &descriptor);
    assert_int_equal(status, BSM_GONE);
    hang_up(&kiosk->fake[leaf]);
}

/* --- messages --- */

void leaf_say(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type)
{
    kiosk->out.type = type;
    kiosk->out.round = kiosk->round;
    assert_int_equal(bsm_channel_send(&kiosk->fake[leaf].channel, &kiosk->out, -1), BSM_OK);
    bsm_message_wipe(&kiosk->out);
}

static bool hears_within(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type, int64_t wait_ms)
{
    int64_t end_ms = bsm_clock_mono_ms() + wait_ms;
    struct bsm_channel *channel = &kiosk->fake[leaf].channel;
    for (int64_t left_ms = wait_ms; left_ms > 0; left_ms = end_ms - bsm_clock_mono_ms()) {
        int descriptor = -1;
        if (!readable_within(channel->fd, (int)left_ms))
            return false;
        enum bsm_status status = bsm_channel_receive(channel, &kiosk->in, &descriptor);
        if (descriptor >= 0)
            close(descriptor);
        if (status != BSM_OK)
            fail_msg("the %s channel ends while %s is awaited", bsm_leaf_name(leaf), bsm_message_name(type));
        if (kiosk->in.type == type)
            return true;
    }
    return false;
}

void leaf_hears(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type)
{
    if (!hears_within(kiosk, leaf, type, KIOSK_PATIENCE_MS))
        fail_msg("%s does not hear %s", bsm_leaf_name(leaf), bsm_message_name(type));
}

void leaf_hears_nothing(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type)
{
    if (hears_within(kiosk, leaf, type, 200))
        fail_msg("%s hears %s", bsm_leaf_name(leaf), bsm_message_name(type));
}

void ui_shows(struct kiosk *kiosk, enum bsm_screen screen)
{
    int64_t end_ms = bsm_clock_mono_ms() + 30 * 1000;
    const char *last = "none";
    do {
        if (!hears_within(kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SHOW, end_ms - bsm_clock_mono_ms()))
            fail_msg("the screen %s does not come, the last one was %s", bsm_screen_name(screen), last);
        last = bsm_screen_name(kiosk->in.as.ui_show.screen);
        kiosk->round = kiosk->in.round;
        kiosk->out.as.ui_drawn.serial = kiosk->in.as.ui_show.serial;
        kiosk->out.as.ui_drawn.screen = kiosk->in.as.ui_show.screen;
        leaf_say(kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_DRAWN);
    } while (kiosk->in.as.ui_show.screen != screen);
}

void ui_input(struct kiosk *kiosk, enum bsm_input input)
{
    kiosk->out.as.ui_input.input = input;
    kiosk->out.as.ui_input.language = BSM_LANGUAGE_ENGLISH;
    leaf_say(kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_INPUT);
}

void uplink_done(struct kiosk *kiosk, enum bsm_message_type request)
{
    leaf_hears(kiosk, BSM_LEAF_UPLINK, request);
    kiosk->out.as.net_done.request = kiosk->in.as.net_plain.head.request;
    bool completes = request == BSM_MESSAGE_NET_COMPLETE;
    leaf_say(kiosk, BSM_LEAF_UPLINK, completes ? BSM_MESSAGE_NET_COMPLETED : BSM_MESSAGE_NET_DONE);
}

void bio_captured(struct kiosk *kiosk, enum bsm_modality modality, enum bsm_position position, uint64_t seq)
{
    struct bsm_captured *captured = &kiosk->out.as.captured;
    captured->modality = modality;
    captured->position = position;
    captured->quality = 80;
    captured->seq = seq;
    memset(captured->hash, (int)seq & 0xff, sizeof captured->hash);
    captured->sealed.text_size = 100;
    leaf_say(kiosk, BSM_LEAF_BIO, BSM_MESSAGE_CAPTURED);
}

static void say_device(struct kiosk *kiosk, enum bsm_device device)
{
    kiosk->out.as.device = (struct bsm_device_state){device, true};
    leaf_say(kiosk, BSM_LEAF_BIO, BSM_MESSAGE_DEVICE);
}

void bio_ready(struct kiosk *kiosk)
{
    await_leaf(kiosk, BSM_LEAF_BIO);
    leaf_say(kiosk, BSM_LEAF_BIO, BSM_MESSAGE_READY);
    say_device(kiosk, BSM_DEVICE_READER);
    say_device(kiosk, BSM_DEVICE_CAMERA);
}

void ui_ready(struct kiosk *kiosk)
{
    await_leaf(kiosk, BSM_LEAF_UI);
    leaf_say(kiosk, BSM_LEAF_UI, BSM_MESSAGE_READY);
}

void uplink_ready(struct kiosk *kiosk)
{
    await_leaf(kiosk, BSM_LEAF_UPLINK);
    leaf_say(kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_READY);
    kiosk->out.as.net_link.up = true;
    leaf_say(kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_LINK);
}

void await_welcome(struct kiosk *kiosk)
{
    bio_ready(kiosk);
    ui_ready(kiosk);
    uplink_ready(kiosk);
    ui_shows(kiosk, BSM_SCREEN_WELCOME);
}

/* --- the journal --- */

char *journal_read(struct kiosk *kiosk)
{
    uint8_t *bytes;
    size_t size;
    if (bsm_file_read(path_in(kiosk, "state/journal"), 1024 * 1024, &bytes, &size) != BSM_OK)
        fail_msg("there is no journal");
    return (char *)bytes;
}

static int occurrences(const char *text, const char *wanted)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, wanted)) != NULL; at++)
        count++;
    return count;
}

void journal_has(struct kiosk *kiosk, const char *text, int times)
{
    int64_t end_ms = bsm_clock_mono_ms() + 20 * 1000;
    int count = 0;
    while (bsm_clock_mono_ms() < end_ms) {
        char *journal = journal_read(kiosk);
        count = occurrences(journal, text);
        free(journal);
        if (count >= times)
            return;
        poll(NULL, 0, 20);
    }
    fail_msg("the journal has '%s' %d times, not %d", text, count, times);
}
