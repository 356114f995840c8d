/* basma-bio: sets up devices, engines and keys, tells the hub that it is ready, and serves it until it is gone. */
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/bio/bio.h"
#include "firmware/base/log.h"
#include "firmware/base/sandbox.h"

enum { CAMERA_WATCH_MS = 250 };

struct options {
    const char *state_folder;
    const char *model_folder;
    const char *camera; /* NULL: the first that works */
    bool allow_virtual;
};

enum { EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-bio --state DIR --models DIR [--camera auto|PATH] [--allow-virtual]\n"
    "\n"
    "Takes finger impressions and faces, makes templates of them and seals these to the centre. Started by basma-kiosk, which\n"
    "speaks to it on descriptor 3; not for use by hand.\n"
    "\n"
    "  --state DIR      the kiosk's folder, as made by basma-provision (keys/capture.key, trust/centre-seal.pem, device)\n"
    "  --models DIR     the face models and their models.conf\n"
    "  --camera PATH    the camera's device file; auto (the default) takes the first that works\n"
    "  --allow-virtual  accept simulated readers and cameras; only where the signed configuration says so\n"
    "  --help           this text\n"
    "\n"
    "Exit status: 0 when the hub has gone, 1 on failure, 2 on wrong arguments.\n";

static int wrong(const char *what)
{
    fprintf(stderr, "basma-bio: %s\nTry basma-bio --help.\n", what);
    return EXIT_USAGE;
}

static int check(const struct options *options)
{
    if (!options->state_folder || !options->model_folder)
        return wrong("--state and --models are needed");
    if (fcntl(BSM_CHANNEL_LEAF_FD, F_GETFD) < 0)
        return wrong("descriptor 3 is not open: this program is started by basma-kiosk");
    return 0;
}

/* -1: go on; else the exit status. */
static int parse(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {
        {"state", required_argument, NULL, 's'},      {"models", required_argument, NULL, 'm'},
        {"camera", required_argument, NULL, 'c'},     {"allow-virtual", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},             {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (option) {
        case 's': options->state_folder = optarg; break;
        case 'm': options->model_folder = optarg; break;
        case 'c': options->camera = strcmp(optarg, "auto") == 0 ? NULL : optarg; break;
        case 'v': options->allow_virtual = true; break;
        case 'h': fputs(help, stdout); return EXIT_SUCCESS;
        default: return wrong("unknown argument");
        }
    }
    if (optind < argc)
        return wrong("arguments without -- are not known");
    int status = check(options);
    return status == 0 ? -1 : status;
}

static bool complain(const char *what)
{
    bsm_log(BSM_LOG_ERROR, "enroll/bio", "%s", what);
    return false;
}

static bool open_tools(const struct options *options, struct worker_tools *tools)
{
    char why[BSM_FACE_WHY_SIZE];
    enum bsm_status status;
    tools->extractor = bsm_finger_extractor_create(&status);
    if (!tools->extractor)
        return complain("no memory for the finger engine");
    if (bsm_face_open(options->model_folder, &tools->face, why, sizeof why) != BSM_OK)
        return complain(why);
    if (!bsm_face_has_liveness(tools->face) && !options->allow_virtual)
        return complain("the model set has no liveness network, and a photograph would pass: bring it with ./basma setup");
    return true;
}

/* The camera has no events: its presence is looked up. */
static gboolean watch_camera(gpointer data)
{
    struct bio *bio = data;
    struct bsm_camera_info info;
    bsm_camera_get_info(bio->camera, &info);
    if (info.present != bio->camera_present) {
        bio->camera_present = info.present;
        g_strlcpy(bio->camera_name, info.name, sizeof bio->camera_name);
        bio_say_device(bio, BSM_DEVICE_CAMERA, info.present);
    }
    return G_SOURCE_CONTINUE;
}

static bool open_devices(struct bio *bio, const struct options *options)
{
    const struct bsm_finger_reader_options reader = {.allow_virtual = options->allow_virtual};
    if (bsm_finger_reader_create(&bio->reader, &reader, &bio_reader_events, bio) != BSM_OK)
        return complain("no memory for the reader");
    const struct bsm_camera_options camera = {.path = options->camera, .allow_virtual = options->allow_virtual};
    if (bsm_camera_create(&bio->camera, &camera) != BSM_OK)
        return complain("no memory for the camera");
    return true;
}

static bool set_up(struct bio *bio, const struct options *options, struct worker_tools *tools)
{
    char why[SEALER_WHY_SIZE];
    bio->sealer = sealer_open(options->state_folder, why, sizeof why);
    if (!bio->sealer)
        return complain(why);
    if (bsm_preview_create(&bio->preview) != BSM_OK)
        return complain("the kernel gave no memory for the preview");
    if (!open_tools(options, tools) || !open_devices(bio, options))
        return false;
    tools->camera = bio->camera;
    tools->preview = &bio->preview;
    bio->worker = worker_start(tools, bio);
    return bio->worker || complain("no thread could be started");
}

/* Ready is said before the devices are there: they come and go, and are told of one by one. */
static void announce(struct bio *bio)
{
    bio->message.type = BSM_MESSAGE_READY;
    bio_send(bio, -1);
    bio->message.type = BSM_MESSAGE_PREVIEW;
    bio_send(bio, bio->preview.fd);
    bio_say_device(bio, BSM_DEVICE_READER, false);
    bio_say_device(bio, BSM_DEVICE_CAMERA, false);
}

static void begin_to_look(struct bio *bio)
{
    if (bsm_finger_reader_start(bio->reader) != BSM_OK)
        complain("the reader cannot be looked for");
    if (bsm_camera_start(bio->camera) != BSM_OK)
        complain("the camera cannot be looked for");
    g_timeout_add(CAMERA_WATCH_MS, watch_camera, bio);
}

static void tear_down(struct bio *bio, struct worker_tools *tools)
{
    bio_cancel(bio);
    if (bio->camera)
        bsm_camera_stop(bio->camera); /* a take that waits ends */
    worker_stop(bio->worker);
    bsm_finger_reader_destroy(bio->reader);
    bsm_camera_destroy(bio->camera);
    bsm_face_close(tools->face);
    bsm_finger_extractor_destroy(tools->extractor);
    bsm_preview_finish(&bio->preview);
    sealer_close(bio->sealer);
    finger_job_finish(&bio->finger);
    face_job_finish(&bio->face);
    bsm_channel_finish(&bio->channel);
}

int main(int argc, char **argv)
{
    struct options options = {0};
    int status = parse(argc, argv, &options);
    if (status >= 0)
        return status;
    if (bsm_sandbox_enter(BSM_SANDBOX_NO_NETWORK) != BSM_OK) {
        complain("the kernel refused the sandbox");
        return 1;
    }
    static struct bio bio; /* too large for the stack */
    struct worker_tools tools = {0};
    bio.preview.fd = -1;
    bsm_channel_init(&bio.channel, BSM_CHANNEL_LEAF_FD);
    bio.loop = g_main_loop_new(NULL, FALSE);
    bio.exit_code = 1;
    if (set_up(&bio, &options, &tools)) {
        bio.exit_code = 0;
        announce(&bio);
        bio_listen(&bio);
        begin_to_look(&bio);
        g_main_loop_run(bio.loop);
    }
    tear_down(&bio, &tools);
    g_main_loop_unref(bio.loop);
    return bio.exit_code;
}
