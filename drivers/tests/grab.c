/* basma-camera-grab: takes frames by drivers/camera.h, says at which rate, and keeps the last: what an installer asks
 * of a camera, and what the tests look at. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/camera.h"
#include "firmware/base/clock.h"

static const char usage_text[] =
    "usage: basma-camera-grab [--camera PATH] [--frames N] [--size WxH] [--rate FPS] [--virtual] [OUT.ppm]\n"
    "\n"
    "Takes N frames (30) from the camera (the first that can be used), prints their rate, and writes the last as PPM.\n"
    "\n"
    "  --camera PATH   /dev/video0, or the control file of the virtual camera\n"
    "  --frames N      how many, 1 to 100000\n"
    "  --size WxH      wished size, 1280x720\n"
    "  --rate FPS      wished rate, 20\n"
    "  --virtual       allow a camera that is no hardware\n"
    "\n"
    "exit: 0 done, 1 no camera or no frames, 2 usage\n";

struct arguments {
    struct bsm_camera_options options;
    int frames;
    const char *out;
};

static int usage_error(const char *what)
{
    fprintf(stderr, "basma-camera-grab: %s; see --help\n", what);
    return 2;
}

/* -1 to go on, else the exit code. */
static int parse(int count, char **words, struct arguments *arguments)
{
    static const struct option known[] = {
        {"camera", required_argument, NULL, 'c'},
        {"frames", required_argument, NULL, 'n'},
        {"size", required_argument, NULL, 's'},
        {"rate", required_argument, NULL, 'r'},
        {"virtual", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    char rest;
    for (int option; (option = getopt_long(count, words, "", known, NULL)) != -1;) {
        switch (option) {
        case 'c': arguments->options.path = optarg; break;
        case 'n': arguments->frames = atoi(optarg); break;
        case 's':
            if (sscanf(optarg, "%dx%d%c", &arguments->options.width_px, &arguments->options.height_px, &rest) != 2)
                return usage_error("--size takes WIDTHxHEIGHT");
            break;
        case 'r': arguments->options.rate_fps = atoi(optarg); break;
        case 'v': arguments->options.allow_virtual = true; break;
        case 'h': fputs(usage_text, stdout); return 0;
        default: fputs("basma-camera-grab: see --help\n", stderr); return 2;
        }
    }
    if (arguments->frames < 1 || arguments->frames > 100000)
        return usage_error("--frames takes 1 to 100000");
    if (count - optind > 1)
        return usage_error("one output file at most");
    arguments->out = words[optind];
    return -1;
}

static bool write_ppm(const char *path, const struct bsm_image *image)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    fprintf(file, "P6\n%d %d\n255\n", image->width_px, image->height_px);
    for (int y = 0; y < image->height_px; y++)
        fwrite(image->pixels + (size_t)y * image->stride, 3, (size_t)image->width_px, file);
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

static int grab(struct bsm_camera *camera, const struct arguments *arguments, struct bsm_camera_frame *frame)
{
    int64_t first_ms = 0;
    for (int taken = 0; taken < arguments->frames; taken++) {
        enum bsm_status status = bsm_camera_take(camera, frame, taken == 0 ? 8000 : 3000);
        if (status != BSM_OK) {
            fprintf(stderr, "basma-camera-grab: no frame (%s) after %d\n", bsm_status_name(status), taken);
            return 1;
        }
        if (taken == 0)
            first_ms = frame->time_ms;
    }
    struct bsm_camera_info info;
    bsm_camera_get_info(camera, &info);
    double time_s = (double)(frame->time_ms - first_ms) / 1000;
    printf("%s: %dx%d, %.1f frames a second over %d, %llu dropped\n", info.name, frame->image.width_px,
           frame->image.height_px, time_s > 0 ? (arguments->frames - 1) / time_s : 0.0, arguments->frames,
           (unsigned long long)info.dropped);
    if (arguments->out && !write_ppm(arguments->out, &frame->image)) {
        fprintf(stderr, "basma-camera-grab: cannot write %s: %s\n", arguments->out, strerror(errno));
        return 1;
    }
    return 0;
}

int main(int count, char **words)
{
    struct arguments arguments = {.frames = 30};
    int code = parse(count, words, &arguments);
    if (code >= 0)
        return code;
    struct bsm_camera *camera;
    struct bsm_camera_frame frame = {0};
    if (bsm_camera_create(&camera, &arguments.options) != BSM_OK || bsm_camera_start(camera) != BSM_OK) {
        fprintf(stderr, "basma-camera-grab: out of memory or threads\n");
        return 1;
    }
    code = grab(camera, &arguments, &frame);
    bsm_image_finish(&frame.image);
    bsm_camera_destroy(camera);
    return code;
}
