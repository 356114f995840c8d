#include "drivers/camera.h"

#include <assert.h>
#include <errno.h>
#include <libv4l2.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "drivers/v4l2/device.h"
#include "firmware/base/clock.h"
#include "firmware/base/log.h"

enum {
    LOOK_INTERVAL_MS = 1000,
    FRAME_TIMEOUT_MS = 1000,
    BARREN_MS = 5000, /* without one whole frame the device is opened afresh */
    PATHS_MAX = 64,   /* /dev/video0 and on */
};

struct bsm_camera {
    struct bsm_camera_options options; /* path points into this struct's own copy */
    char *path;                        /* owned; NULL for any */
    int wake_fd;                       /* owned; written to end the thread */
    pthread_t thread;
    bool running; /* the starter's side only: there is a thread to join */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* Under the lock. */
    struct bsm_camera_frame newest;
    bool fresh;       /* newest was not taken */
    bool lost_untold; /* the camera went away, and no take has said so */
    bool streaming;   /* the thread is meant to run */
    struct bsm_camera_info info;

    /* Of the capture thread only. */
    struct device device;
    struct bsm_image filling;
    int64_t last_good_ms;
    char refusal[DEVICE_REFUSAL_SIZE]; /* last said, so that it is said once */
};

enum bsm_status bsm_camera_create(struct bsm_camera **camera, const struct bsm_camera_options *options)
{
    struct bsm_camera *made = calloc(1, sizeof *made);
    if (!made)
        return BSM_NO_MEMORY;
    made->options = *options;
    made->options.width_px = options->width_px > 0 ? options->width_px : 1280;
    made->options.height_px = options->height_px > 0 ? options->height_px : 720;
    made->options.rate_fps = options->rate_fps > 0 ? options->rate_fps : 20;
    made->path = options->path ? strdup(options->path) : NULL;
    made->options.path = made->path;
    made->device.fd = -1;
    made->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&made->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&made->lock, NULL);
    if (made->wake_fd < 0 || (options->path && !made->path)) {
        bsm_camera_destroy(made);
        return BSM_NO_MEMORY;
    }
    *camera = made;
    return BSM_OK;
}

static void say_once(struct bsm_camera *camera, const char *refusal)
{
    if (strcmp(camera->refusal, refusal) == 0)
        return;
    snprintf(camera->refusal, sizeof camera->refusal, "%s", refusal);
    bsm_log(BSM_LOG_WARNING, "drivers/v4l2", "%s", refusal);
}

static bool open_any(struct bsm_camera *camera)
{
    char refusal[DEVICE_REFUSAL_SIZE] = "", path[32], telling[DEVICE_REFUSAL_SIZE] = "no camera is there";
    for (int i = 0; i < PATHS_MAX; i++) {
        snprintf(path, sizeof path, "/dev/video%d", i);
        enum bsm_status status = device_open(&camera->device, path, &camera->options, refusal);
        if (status == BSM_OK)
            return true;
        if (status != BSM_GONE)
            memcpy(telling, refusal, sizeof telling);
    }
    say_once(camera, telling);
    return false;
}

static bool open_device(struct bsm_camera *camera)
{
    char refusal[DEVICE_REFUSAL_SIZE] = "";
    if (!camera->path)
        return open_any(camera);
    if (device_open(&camera->device, camera->path, &camera->options, refusal) == BSM_OK)
        return true;
    say_once(camera, refusal);
    return false;
}

static void announce(struct bsm_camera *camera)
{
    const struct device *device = &camera->device;
    camera->refusal[0] = '\0';
    bsm_log(BSM_LOG_INFO, "drivers/v4l2", "camera ready, driver=%s name=\"%s\" width=%d height=%d rate=%d",
            device->driver, device->name, device->width_px, device->height_px, device->rate_fps);
    pthread_mutex_lock(&camera->lock);
    struct bsm_camera_info *info = &camera->info;
    memcpy(info->name, device->name, sizeof info->name);
    memcpy(info->driver, device->driver, sizeof info->driver);
    info->width_px = device->width_px;
    info->height_px = device->height_px;
    info->rate_fps = device->rate_fps;
    info->present = true;
    camera->lost_untold = false;
    pthread_mutex_unlock(&camera->lock);
    camera->last_good_ms = bsm_clock_mono_ms();
}

static void renounce(struct bsm_camera *camera)
{
    pthread_mutex_lock(&camera->lock);
    camera->info.present = false;
    camera->fresh = false;
    camera->lost_untold = true;
    pthread_cond_broadcast(&camera->changed);
    pthread_mutex_unlock(&camera->lock);
}

/* Copies a frame into the thread's own picture. */
static bool copy_frame(struct bsm_camera *camera, const struct device_frame *frame)
{
    const struct device *device = &camera->device;
    struct bsm_image *image = &camera->filling;
    if (image->width_px != device->width_px || image->height_px != device->height_px) {
        bsm_image_finish(image);
        if (bsm_image_init(image, device->width_px, device->height_px, BSM_IMAGE_RGB24, 0) != BSM_OK)
            return false;
    }
    for (int y = 0; y < image->height_px; y++)
        memcpy(image->pixels + (size_t)y * image->stride, frame->bytes + (size_t)y * device->stride,
               (size_t)image->width_px * 3);
    return true;
}

/* The filled picture becomes the newest; the one it replaces is filled next. */
static void hand_over(struct bsm_camera *camera)
{
    pthread_mutex_lock(&camera->lock);
    struct bsm_image spare = camera->newest.image;
    camera->newest.image = camera->filling;
    camera->newest.time_ms = bsm_clock_mono_ms();
    camera->newest.sequence = ++camera->info.frames;
    camera->fresh = true;
    camera->filling = spare;
    camera->last_good_ms = camera->newest.time_ms;
    pthread_cond_broadcast(&camera->changed);
    pthread_mutex_unlock(&camera->lock);
}

static void count_dropped(struct bsm_camera *camera)
{
    pthread_mutex_lock(&camera->lock);
    camera->info.dropped++;
    pthread_mutex_unlock(&camera->lock);
}

/* One turn of the stream; false when it must end. */
static bool stream_one(struct bsm_camera *camera)
{
    struct device_frame frame;
    enum bsm_status status = device_next(&camera->device, camera->wake_fd, FRAME_TIMEOUT_MS, &frame);
    if (status == BSM_OK) {
        bool copied = copy_frame(camera, &frame);
        device_release(&camera->device, &frame);
        if (copied)
            hand_over(camera);
    } else if (status == BSM_INVALID) {
        count_dropped(camera);
    } else if (status == BSM_GONE) {
        bsm_log(BSM_LOG_WARNING, "drivers/v4l2", "the camera was pulled out");
    }
    if (bsm_clock_mono_ms() - camera->last_good_ms > BARREN_MS) {
        bsm_log(BSM_LOG_WARNING, "drivers/v4l2", "no whole frame for %d ms, opening the camera afresh", BARREN_MS);
        return false;
    }
    return status != BSM_CANCELLED && status != BSM_GONE;
}

/* True when the thread must end. */
static bool sleep_or_end(struct bsm_camera *camera, int time_ms)
{
    struct pollfd wake = {.fd = camera->wake_fd, .events = POLLIN};
    return poll(&wake, 1, time_ms) > 0;
}

static void *capture(void *argument)
{
    struct bsm_camera *camera = argument;
    while (!sleep_or_end(camera, 0)) {
        if (open_device(camera)) {
            announce(camera);
            while (stream_one(camera)) {
            }
            device_close(&camera->device);
            renounce(camera);
        }
        if (sleep_or_end(camera, LOOK_INTERVAL_MS))
            break;
    }
    return NULL;
}

/* libv4l2 writes a line on stderr for each broken frame and each vain look. What matters of it is said here, once. */
static void quieten_library(void)
{
    if (!v4l2_log_file && !getenv("LIBV4L2_LOG_FILENAME"))
        v4l2_log_file = fopen("/dev/null", "we");
}

enum bsm_status bsm_camera_start(struct bsm_camera *camera)
{
    if (camera->running)
        return BSM_BUSY;
    quieten_library();
    pthread_mutex_lock(&camera->lock);
    camera->info = (struct bsm_camera_info){0};
    camera->fresh = camera->lost_untold = false;
    camera->streaming = true;
    pthread_mutex_unlock(&camera->lock);
    if (pthread_create(&camera->thread, NULL, capture, camera) != 0) {
        camera->streaming = false;
        return BSM_FAULT;
    }
    camera->running = true;
    return BSM_OK;
}

static struct timespec deadline_after(int timeout_ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    int64_t ns = at.tv_nsec + (int64_t)timeout_ms * 1000000;
    return (struct timespec){at.tv_sec + ns / 1000000000, ns % 1000000000};
}

/* Under the lock. */
static enum bsm_status settle(struct bsm_camera *camera, struct bsm_camera_frame *frame)
{
    if (!camera->streaming)
        return BSM_CANCELLED;
    if (camera->fresh) {
        struct bsm_camera_frame given = *frame;
        *frame = camera->newest;
        camera->newest = given;
        camera->fresh = false;
        return BSM_OK;
    }
    if (camera->lost_untold || !camera->info.present) {
        camera->lost_untold = false;
        return BSM_GONE;
    }
    return BSM_TIMEOUT;
}

enum bsm_status bsm_camera_take(struct bsm_camera *camera, struct bsm_camera_frame *frame, int timeout_ms)
{
    struct timespec deadline = deadline_after(timeout_ms);
    pthread_mutex_lock(&camera->lock);
    int waited = 0;
    while (waited == 0 && camera->streaming && !camera->fresh && !camera->lost_untold)
        waited = pthread_cond_timedwait(&camera->changed, &camera->lock, &deadline);
    enum bsm_status status = settle(camera, frame);
    pthread_mutex_unlock(&camera->lock);
    return status;
}

void bsm_camera_get_info(struct bsm_camera *camera, struct bsm_camera_info *info)
{
    pthread_mutex_lock(&camera->lock);
    *info = camera->info;
    pthread_mutex_unlock(&camera->lock);
}

static void end_thread(struct bsm_camera *camera)
{
    uint64_t count = 1;
    pthread_mutex_lock(&camera->lock);
    camera->streaming = false;
    pthread_cond_broadcast(&camera->changed);
    pthread_mutex_unlock(&camera->lock);
    ssize_t size = write(camera->wake_fd, &count, sizeof count);
    assert(size == (ssize_t)sizeof count);
    pthread_join(camera->thread, NULL);
    size = read(camera->wake_fd, &count, sizeof count);
    assert(size == (ssize_t)sizeof count);
    camera->running = false;
}

void bsm_camera_stop(struct bsm_camera *camera)
{
    if (camera->running)
        end_thread(camera);
    pthread_mutex_lock(&camera->lock);
    camera->info.present = false;
    camera->fresh = false;
    bsm_image_finish(&camera->newest.image);
    pthread_mutex_unlock(&camera->lock);
    bsm_image_finish(&camera->filling);
}

void bsm_camera_destroy(struct bsm_camera *camera)
{
    if (!camera)
        return;
    bsm_camera_stop(camera);
    if (camera->wake_fd >= 0)
        close(camera->wake_fd);
    pthread_cond_destroy(&camera->changed);
    pthread_mutex_destroy(&camera->lock);
    free(camera->path);
    free(camera);
}
