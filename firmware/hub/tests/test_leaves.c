/* The kiosk's real programs: how they answer by hand, and what the leaves, started as the hub starts them, have given up
 * by the time they say that they are ready. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/hub/child.h"
#include "firmware/hub/environment.h"
#include "net/seal/key_store.h"

enum { READY_MS = 30 * 1000, STRAY_FD = 50 };

static char folder[] = "/tmp/basma-leaves-XXXXXX";
static struct bsm_settings settings;
static struct bsm_child child;

/* A path below the folder that a variable of the environment names; good until the next call. */
static const char *under(const char *variable, const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", getenv(variable), name);
    return path;
}

static const char *in_folder(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    assert_int_equal(bsm_file_write(in_folder(name), text, strlen(text), 0600), BSM_OK);
}

/* As much of a kiosk's folder as the leaves need to become ready. */
static int make_folder(void **state)
{
    (void)state;
    struct bsm_key_store *store;
    struct bsm_ec_point point;
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    assert_non_null(mkdtemp(folder));
    assert_int_equal(bsm_file_make_folders(in_folder("trust"), 0700), BSM_OK);
    assert_int_equal(bsm_key_store_open_files(in_folder("keys"), &store), BSM_OK);
    assert_int_equal(bsm_key_store_create(store, BSM_KEY_CAPTURE), BSM_OK);
    assert_int_equal(bsm_key_store_create(store, BSM_KEY_TLS), BSM_OK);
    assert_int_equal(bsm_key_store_public_key(store, BSM_KEY_CAPTURE, &point), BSM_OK);
    bsm_key_store_destroy(store);
    assert_int_equal(bsm_ec_point_to_pem(&point, pem), BSM_OK);
    put("trust/centre-seal.pem", pem);
    put("trust/ca.crt", "none yet\n");
    put("keys/tls.crt", "none yet\n");
    put("device", "kiosk-0001\n");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void skip_without(const char *path)
{
    if (access(path, R_OK) == 0)
        return;
    print_message("skipped: %s is not here\n", path);
    skip();
}

static void start(enum bsm_leaf leaf)
{
    static struct bsm_call call;
    char program[32];
    snprintf(program, sizeof program, "bin/basma-%s", bsm_leaf_name(leaf));
    skip_without(under("BASMA_BUILD_DIR", program));
    snprintf(settings.models, sizeof settings.models, "%s", under("BASMA_SOURCE_DIR", "var/assets/models"));
    snprintf(settings.assets, sizeof settings.assets, "%s", under("BASMA_SOURCE_DIR", "var/assets"));
    snprintf(settings.camera, sizeof settings.camera, "%s", in_folder("camera"));
    snprintf(settings.centre_url, sizeof settings.centre_url, "https://localhost:1");
    snprintf(settings.window, sizeof settings.window, "720x1280");
    if (leaf != BSM_LEAF_UPLINK)
        skip_without(under("BASMA_SOURCE_DIR", "var/assets/models/models.conf"));
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    bsm_call_make(&call, leaf, &settings, folder, false);
    bsm_child_init(&child, leaf);
    bsm_child_start(&child, under("BASMA_BUILD_DIR", "bin"), call.arguments, call.environment, bsm_clock_mono_ms());
}

static void await_ready(void)
{
    static struct bsm_message message;
    int descriptor;
    struct pollfd wanted = {.fd = child.channel.fd, .events = POLLIN};
    assert_int_equal(poll(&wanted, 1, READY_MS), 1);
    assert_int_equal(bsm_channel_receive(&child.channel, &message, &descriptor), BSM_OK);
    assert_int_equal(message.type, BSM_MESSAGE_READY);
}

static int end(void **state)
{
    (void)state;
    if (child.pid == 0)
        return 0;
    bsm_child_kill(&child, bsm_clock_mono_ms());
    int ended = waitpid(child.pid, NULL, 0) == child.pid ? 0 : 1;
    memset(&child, 0, sizeof child);
    return ended;
}

/* Every thread of the leaf says so in its status (proc(5)). */
static void assert_each_thread(const char *line)
{
    char tasks[64], path[PATH_MAX], text[8192];
    snprintf(tasks, sizeof tasks, "/proc/%d/task", (int)child.pid);
    DIR *threads = opendir(tasks);
    assert_non_null(threads);
    int count = 0;
    for (struct dirent *thread; (thread = readdir(threads)) != NULL;) {
        if (thread->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s/status", tasks, thread->d_name);
        FILE *file = fopen(path, "re");
        if (!file)
            continue; /* it has ended */
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
        if (!strstr(text, line))
            fail_msg("a thread of %s lacks '%s': %s", bsm_leaf_name(child.leaf), line, text);
        count++;
    }
    closedir(threads);
    assert_true(count > 0);
}

static void bio_is_held_off_the_network_in_all_its_threads(void **state)
{
    (void)state;
    start(BSM_LEAF_BIO);
    await_ready();
    assert_each_thread("\nSeccomp:\t2\n");
    assert_each_thread("\nNoNewPrivs:\t1\n");
}

static void ui_is_held_off_the_network_in_all_its_threads(void **state)
{
    (void)state;
    start(BSM_LEAF_UI);
    await_ready();
    assert_each_thread("\nSeccomp:\t2\n");
    assert_each_thread("\nNoNewPrivs:\t1\n");
}

static void uplink_can_gain_nothing_either(void **state)
{
    (void)state;
    start(BSM_LEAF_UPLINK);
    await_ready();
    assert_each_thread("\nNoNewPrivs:\t1\n");
}

static void a_leaf_inherits_its_channel_and_no_other_descriptor(void **state)
{
    (void)state;
    char path[64];
    int stray = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_int_equal(dup2(stray, STRAY_FD), STRAY_FD); /* without close-on-exec */
    start(BSM_LEAF_UPLINK);
    await_ready();
    close(STRAY_FD);
    close(stray);
    snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)child.pid, BSM_CHANNEL_LEAF_FD);
    struct stat info;
    if (stat(path, &info) != 0) { /* it is not dumpable: only the superuser may look */
        print_message("skipped: needs the superuser\n");
        skip();
    }
    assert_true(S_ISSOCK(info.st_mode));
    snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)child.pid, STRAY_FD);
    assert_int_not_equal(access(path, F_OK), 0);
}

static int answer_to(const char *program, const char *arguments)
{
    char command[PATH_MAX + 64];
    snprintf(command, sizeof command, "'%s' %s >'%s' 2>&1 </dev/null 3<&-", program, arguments, in_folder("said"));
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void assert_said(const char *text)
{
    uint8_t *said;
    size_t size;
    assert_int_equal(bsm_file_read(in_folder("said"), 64 * 1024, &said, &size), BSM_OK);
    if (!strstr((const char *)said, text))
        fail_msg("'%s' is not in: %s", text, (const char *)said);
    free(said);
}

static void each_program_says_how_it_is_used_and_points_there_when_it_is_used_wrongly(void **state)
{
    (void)state;
    static const char *const programs[] = {"basma-kiosk", "basma-bio", "basma-ui", "basma-uplink", "basma-provision"};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        char name[32], hint[48], program[PATH_MAX];
        snprintf(name, sizeof name, "bin/%s", programs[i]);
        snprintf(program, sizeof program, "%s", under("BASMA_BUILD_DIR", name));
        if (access(program, X_OK) != 0)
            continue; /* a part that is not built */
        snprintf(hint, sizeof hint, "%s --help", programs[i]);
        assert_int_equal(answer_to(program, "--help"), 0);
        assert_said("usage: ");
        assert_int_equal(answer_to(program, "--nonsense"), 2);
        assert_said(hint);
        assert_int_equal(answer_to(program, ""), 2);
        assert_said(hint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_program_says_how_it_is_used_and_points_there_when_it_is_used_wrongly),
        cmocka_unit_test_teardown(bio_is_held_off_the_network_in_all_its_threads, end),
        cmocka_unit_test_teardown(ui_is_held_off_the_network_in_all_its_threads, end),
        cmocka_unit_test_teardown(uplink_can_gain_nothing_either, end),
        cmocka_unit_test_teardown(a_leaf_inherits_its_channel_and_no_other_descriptor, end),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
