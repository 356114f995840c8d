/*
 * basma-preview-rate: whether the live picture flows while basma-bio works. Starts the real basma-bio on the virtual
 * camera, asks for faces, and follows the shared preview by its sequence numbers until each is taken: somebody turns
 * away for some seconds, so that every network is asked about every frame, and then looks straight. Prints the frames
 * of each second, the longest pause, and the most memory that the process held.
 */
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/ipc/channel.h"
#include "firmware/ipc/preview.h"
#include "net/seal/key_store.h"
#include "net/wire/wire.h"
#include "tests/sim/world/world.h"

enum { TRIES = 3, TURNED_MS = 4000, TIMEOUT_MS = 30000, POLL_MS = 2, SECONDS_MAX = 200, PATIENCE_MS = 60000 };

static struct bsm_channel channel;
static struct bsm_message message;
static struct bsm_world world;
static struct bsm_preview preview = {.fd = -1};
static const char *face_box;
static char folder[] = "/tmp/basma-rate-XXXXXX";

struct watch {
    int frames[SECONDS_MAX], seconds; /* of whole seconds */
    int64_t second_ms, last_ms, pause_ms;
    uint32_t sequence;
    int in_second, all;
};

static void fail(const char *why)
{
    fprintf(stderr, "basma-preview-rate: %s\n", why);
    exit(1);
}

static const char *place(const char *name)
{
    static char path[4][PATH_MAX];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

/* A kiosk's folder, as provisioning leaves it. */
static void make_folder(void)
{
    struct bsm_key_store *store = NULL;
    struct bsm_ec_key *centre = NULL;
    struct bsm_ec_point point;
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    bsm_wire_init();
    if (!mkdtemp(folder) || bsm_file_make_folders(place("trust"), 0700) != BSM_OK ||
        bsm_file_make_folders(place("reader"), 0700) != BSM_OK ||
        bsm_key_store_open_files(place("keys"), &store) != BSM_OK ||
        bsm_key_store_create(store, BSM_KEY_CAPTURE) != BSM_OK || bsm_ec_key_create(&centre) != BSM_OK)
        fail("no folder could be made");
    bsm_ec_key_public(centre, &point);
    if (bsm_ec_point_to_pem(&point, pem) != BSM_OK ||
        bsm_file_write(place("trust/centre-seal.pem"), pem, strlen(pem), 0600) != BSM_OK ||
        bsm_file_write(place("device"), "kiosk-0001\n", 11, 0600) != BSM_OK)
        fail("no keys could be written");
    bsm_ec_key_destroy(centre);
    bsm_key_store_destroy(store);
}

static pid_t start_bio(const char *build, const char *models)
{
    int fds[2];
    char program[PATH_MAX], plugin[PATH_MAX];
    snprintf(program, sizeof program, "%s/bin/basma-bio", build);
    snprintf(plugin, sizeof plugin, "%s/lib/basma-camera-plugin.so", build);
    if (bsm_channel_pair(fds) != BSM_OK)
        fail("no channel");
    pid_t bio = fork();
    if (bio == 0) {
        setenv("FP_VIRTUAL_IMAGE", place("reader/socket"), 1);
        setenv("LD_PRELOAD", plugin, 1);
        dup2(fds[1], BSM_CHANNEL_LEAF_FD);
        execl(program, "basma-bio", "--state", folder, "--models", models, "--camera", place("camera"),
              "--allow-virtual", (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    bsm_channel_init(&channel, fds[0]);
    return bio;
}

static void count_frame(struct watch *watch, int64_t now_ms)
{
    struct bsm_preview_frame frame;
    while (watch->second_ms != 0 && now_ms - watch->second_ms >= 1000) {
        if (watch->seconds < SECONDS_MAX)
            watch->frames[watch->seconds++] = watch->in_second;
        watch->in_second = 0;
        watch->second_ms += 1000;
    }
    if (preview.fd < 0 || !bsm_preview_take(&preview, watch->sequence, &frame) || frame.kind != BSM_PREVIEW_FACE)
        return;
    if (watch->second_ms == 0)
        watch->second_ms = now_ms;
    else if (now_ms - watch->last_ms > watch->pause_ms)
        watch->pause_ms = now_ms - watch->last_ms;
    int more = watch->sequence != 0 ? (int)(frame.sequence - watch->sequence) : 1;
    watch->in_second += more;
    watch->all += more;
    watch->sequence = frame.sequence;
    watch->last_ms = now_ms;
}

/* What bio says next, or NONE after POLL_MS. */
static enum bsm_message_type next_message(void)
{
    struct pollfd waiting = {.fd = channel.fd, .events = POLLIN};
    int descriptor;
    if (poll(&waiting, 1, POLL_MS) <= 0)
        return (enum bsm_message_type)0;
    enum bsm_status status = bsm_channel_receive(&channel, &message, &descriptor);
    if (status == BSM_BUSY)
        return (enum bsm_message_type)0;
    if (status != BSM_OK)
        fail("basma-bio went away");
    if (message.type == BSM_MESSAGE_PREVIEW && bsm_preview_open(&preview, descriptor) != BSM_OK)
        fail("there is no preview");
    return message.type;
}

static void await_camera(void)
{
    int64_t until_ms = bsm_clock_mono_ms() + PATIENCE_MS;
    while (bsm_clock_mono_ms() < until_ms)
        if (next_message() == BSM_MESSAGE_DEVICE && message.as.device.device == BSM_DEVICE_CAMERA &&
            message.as.device.present)
            return;
    fail("there is no camera");
}

static void say(struct bsm_message *said)
{
    if (bsm_channel_send(&channel, said, -1) != BSM_OK)
        fail("basma-bio cannot be spoken to");
}

static void show(const char *picture, int yaw)
{
    struct bsm_world_face face = {.picture = picture, .box = face_box, .seed = 1};
    face.yaw_degrees = yaw;
    if (bsm_world_show_face(&world, &face) != BSM_OK)
        fail("the camera cannot be told");
}

/* One face; false where it was not taken. */
static bool take_face(const char *picture, struct watch *watch)
{
    static struct bsm_message said;
    int64_t begun_ms = bsm_clock_mono_ms();
    bool turned = true;
    show(picture, 30);
    watch->second_ms = 0;
    watch->in_second = 0;
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_FACE, .round = 5, .as.bio_face = {.timeout_ms = TIMEOUT_MS}};
    say(&said);
    for (;;) {
        enum bsm_message_type type = next_message();
        int64_t now_ms = bsm_clock_mono_ms();
        if (type == BSM_MESSAGE_CAPTURED || type == BSM_MESSAGE_CAPTURE_FAILED)
            return type == BSM_MESSAGE_CAPTURED;
        if (turned && now_ms - begun_ms > TURNED_MS) {
            turned = false;
            show(picture, 0);
        }
        count_frame(watch, now_ms);
        if (now_ms - begun_ms > PATIENCE_MS)
            fail("basma-bio does not end the capture");
    }
}

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static void say_memory(pid_t bio)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)bio);
    FILE *status = fopen(path, "re");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            printf("basma-bio held at most %ld MB of memory\n", strtol(line + 6, NULL, 10) / 1024);
    if (status)
        fclose(status);
}

int main(int argc, char **argv)
{
    static struct watch watch;
    static struct bsm_message visit = {.type = BSM_MESSAGE_BIO_VISIT, .round = 5};
    int taken = 0;
    if (argc != 5) {
        fprintf(stderr, "usage: basma-preview-rate BUILD MODELS PORTRAIT \"X Y W H ...\"\n");
        return 2;
    }
    face_box = argv[4];
    make_folder();
    if (bsm_world_init(&world, place("reader/socket"), place("camera"), 1) != BSM_OK)
        fail("no virtual devices");
    show(argv[3], 30);
    pid_t bio = start_bio(argv[1], argv[2]);
    await_camera();
    visit.as.bio_visit = (struct bsm_bio_visit){.visit = bsm_uuid7(1), .seq = 1001};
    say(&visit);
    for (int i = 0; i < TRIES; i++)
        taken += take_face(argv[3], &watch);
    say_memory(bio);
    bsm_channel_finish(&channel);
    struct rusage used = {0};
    wait4(bio, NULL, 0, &used);
    bsm_preview_finish(&preview);
    bsm_world_finish(&world);
    if (watch.seconds == 0)
        fail("no second was seen whole");
    qsort(watch.frames, (size_t)watch.seconds, sizeof watch.frames[0], compare);
    printf(
        "preview while bio looks and takes %d of %d faces: %d frames in the slowest of %d seconds, %d in the median; "
        "longest pause %lld ms\n",
        taken, TRIES, watch.frames[0], watch.seconds, watch.frames[watch.seconds / 2], (long long)watch.pause_ms);
    if (watch.all > 0)
        printf("of one core, bio used %.0f ms a frame\n",
               ((double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
                (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3) /
                   watch.all);
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 && taken == TRIES ? 0 : 1;
}
