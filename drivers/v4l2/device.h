/*
 * One open V4L2 capture device that streams RGB24 through libv4l2.
 *
 * Life: device_open -> (device_next -> device_release)* -> device_close. One thread.
 * Blocks: device_open some 100 ms on real cameras; device_next as its time-out says.
 */
#ifndef BASMA_DRIVERS_V4L2_DEVICE_H
#define BASMA_DRIVERS_V4L2_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include "drivers/camera.h"

enum { DEVICE_BUFFERS = 4, DEVICE_REFUSAL_SIZE = 192 };

struct device {
    int fd;
    char name[64];
    char driver[32];
    int width_px, height_px, rate_fps;
    size_t stride; /* of its frames, bytes */
    struct {
        uint8_t *bytes; /* owned mapping */
        size_t size;
    } buffers[DEVICE_BUFFERS];
    int buffer_count;
    bool streaming;
};

struct device_frame {
    const uint8_t *bytes; /* inside a buffer, until device_release */
    int index;
};

/* Opens path and starts the stream. Anything but OK leaves *device closed and says in refusal what is wrong, in a
 * sentence for an operator. GONE: not there; DENIED: no real camera, and none other is allowed; INVALID: no camera,
 * or none that gives what is needed; FAULT: it refused. */
enum bsm_status device_open(struct device *device, const char *path, const struct bsm_camera_options *options,
                            char refusal[DEVICE_REFUSAL_SIZE]);

/*
 * The next frame. OK: whole, release it. INVALID: a broken one came and was dropped. TIMEOUT. CANCELLED: wake_fd can be
 * read. GONE: the device is lost.
 */
enum bsm_status device_next(struct device *device, int wake_fd, int timeout_ms, struct device_frame *frame);
void device_release(struct device *device, const struct device_frame *frame);

/* A zeroed or closed device is fine. */
void device_close(struct device *device);

#endif
