/*
 * The virtual camera's kernel side: what V4L2 asks of a capture device (single planar, mmap buffers), answered from a
 * scene. Errors are errno values, as the kernel gives them.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_DEVICE_H
#define BASMA_TESTS_SIM_CAMERA_DEVICE_H

#include <linux/videodev2.h>

#include "tests/sim/camera/scene.h"

enum { DEVICE_BUFFERS_MAX = 8, DEVICE_BUFFER_SIZE = 2 * 1024 * 1024 };

struct device {
    struct control_file file;
    char lamp_path[PATH_MAX + 8]; /* what basma-camera-lamp writes, where it runs */
    struct scene scene;
    int memory_fd;         /* owned; what the application maps */
    uint8_t *memory;       /* owned mapping of it */
    uint32_t pixel_format; /* V4L2_PIX_FMT_MJPEG or _YUYV */
    int width, height, rate;
    int buffers;                   /* granted */
    int queue[DEVICE_BUFFERS_MAX]; /* of buffers that may be filled, oldest first */
    int queued;
    bool is_queued[DEVICE_BUFFERS_MAX];
    bool streaming;
    bool dead; /* it has said ENODEV once */
    int64_t next_frame_ns;
    uint32_t sequence;
    size_t frozen_size; /* of the last frame, which is kept in frozen */
    uint8_t *frozen;    /* owned; DEVICE_BUFFER_SIZE */
};

/* A camera of the control file at path, or NULL. */
struct device *device_open(const char *path);
void device_close(struct device *device);

/* 0 or an errno value. */
int device_ioctl(struct device *device, unsigned long request, void *argument);

#endif
