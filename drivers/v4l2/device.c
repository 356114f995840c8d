#include "drivers/v4l2/device.h"

#include <errno.h>
#include <fcntl.h>
#include <libv4l2.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "drivers/v4l2/format.h"
#include "drivers/v4l2/genuine.h"
#include "firmware/base/wipe.h"

static enum bsm_status refuse(char refusal[DEVICE_REFUSAL_SIZE], enum bsm_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static enum bsm_status refuse(char refusal[DEVICE_REFUSAL_SIZE], enum bsm_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(refusal, DEVICE_REFUSAL_SIZE, format, arguments);
    va_end(arguments);
    return status;
}

static int call(const struct device *device, unsigned long request, void *argument)
{
    int result;
    do {
        result = v4l2_ioctl(device->fd, request, argument);
    } while (result < 0 && errno == EINTR);
    return result;
}

/* Copies a text of the device's, which may hold anything. */
static void copy_printable(char *to, size_t size, const uint8_t *from, size_t from_size)
{
    size_t i = 0;
    for (; i + 1 < size && i < from_size && from[i]; i++)
        to[i] = from[i] >= ' ' && from[i] < 127 ? (char)from[i] : '?';
    to[i] = '\0';
}

/* Opens the descriptor and puts libv4l2 over it. */
static enum bsm_status attach(struct device *device, const char *path, bool allow_virtual,
                              char refusal[DEVICE_REFUSAL_SIZE])
{
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return refuse(refusal, errno == ENOENT || errno == ENODEV || errno == ENXIO ? BSM_GONE : BSM_FAULT,
                      "cannot open %s: %s", path, strerror(errno));
    const char *doubt = allow_virtual ? NULL : genuine_doubt(fd);
    if (doubt) {
        close(fd);
        return refuse(refusal, BSM_DENIED, "%s is refused: %s, and virtual cameras are not allowed here", path, doubt);
    }
    /* A plugin of libv4l2 may have put another descriptor in its place; the number stays. */
    if (v4l2_fd_open(fd, 0) < 0) {
        close(fd);
        return refuse(refusal, BSM_INVALID, "%s is no camera", path);
    }
    device->fd = fd;
    return BSM_OK;
}

static bool is_capture(struct device *device)
{
    struct v4l2_capability capability = {0};
    if (call(device, VIDIOC_QUERYCAP, &capability) != 0)
        return false;
    copy_printable(device->name, sizeof device->name, capability.card, sizeof capability.card);
    copy_printable(device->driver, sizeof device->driver, capability.driver, sizeof capability.driver);
    uint32_t able = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps : capability.capabilities;
    return (able & V4L2_CAP_VIDEO_CAPTURE) && (able & V4L2_CAP_STREAMING);
}

static bool map_buffer(struct device *device, uint32_t index)
{
    struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP, .index = index};
    if (call(device, VIDIOC_QUERYBUF, &buffer) != 0)
        return false;
    void *bytes = v4l2_mmap(NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, device->fd, buffer.m.offset);
    if (bytes == MAP_FAILED)
        return false;
    device->buffers[index].bytes = bytes;
    device->buffers[index].size = buffer.length;
    device->buffer_count++;
    return call(device, VIDIOC_QBUF, &buffer) == 0;
}

static bool start_stream(struct device *device)
{
    struct v4l2_requestbuffers request = {
        .count = DEVICE_BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
    if (call(device, VIDIOC_REQBUFS, &request) != 0 || request.count < 2)
        return false;
    for (uint32_t i = 0; i < request.count && i < DEVICE_BUFFERS; i++)
        if (!map_buffer(device, i))
            return false;
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    device->streaming = call(device, VIDIOC_STREAMON, &type) == 0;
    return device->streaming;
}

enum bsm_status device_open(struct device *device, const char *path, const struct bsm_camera_options *options,
                            char refusal[DEVICE_REFUSAL_SIZE])
{
    *device = (struct device){.fd = -1};
    enum bsm_status status = attach(device, path, options->allow_virtual, refusal);
    if (status != BSM_OK)
        return status;
    if (!is_capture(device))
        status = refuse(refusal, BSM_INVALID, "%s takes no pictures", path);
    else if (format_negotiate(device, options) != BSM_OK)
        status = refuse(refusal, BSM_INVALID, "%s gives no format that can be turned into RGB", path);
    else if (!start_stream(device))
        status =
            refuse(refusal, BSM_FAULT, "%s cannot be started, is another program using it? %s", path, strerror(errno));
    if (status != BSM_OK)
        device_close(device);
    return status;
}

/* The device is ready, or time is up, or the wake descriptor was written. */
static enum bsm_status wait_ready(struct device *device, int wake_fd, int timeout_ms)
{
    struct pollfd waits[] = {{.fd = wake_fd, .events = POLLIN}, {.fd = device->fd, .events = POLLIN}};
    int count = poll(waits, 2, timeout_ms);
    if (waits[0].revents)
        return BSM_CANCELLED;
    return count > 0 ? BSM_OK : BSM_TIMEOUT;
}

static bool is_lost(int error) { return error == ENODEV || error == ENXIO || error == EBADF || error == EINVAL; }

enum bsm_status device_next(struct device *device, int wake_fd, int timeout_ms, struct device_frame *frame)
{
    enum bsm_status status = wait_ready(device, wake_fd, timeout_ms);
    if (status != BSM_OK)
        return status;
    struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
    /* libv4l2 gives a frame it cannot convert back to the driver itself, and says EAGAIN, EIO or EPIPE. */
    if (call(device, VIDIOC_DQBUF, &buffer) != 0)
        return is_lost(errno) ? BSM_GONE : BSM_INVALID;
    if (buffer.index >= (uint32_t)device->buffer_count)
        return BSM_GONE;
    *frame = (struct device_frame){.bytes = device->buffers[buffer.index].bytes, .index = (int)buffer.index};
    size_t whole = device->stride * (size_t)device->height_px;
    if (buffer.flags & V4L2_BUF_FLAG_ERROR || buffer.bytesused != whole || device->buffers[buffer.index].size < whole) {
        device_release(device, frame);
        return BSM_INVALID;
    }
    return BSM_OK;
}

void device_release(struct device *device, const struct device_frame *frame)
{
    struct v4l2_buffer buffer = {
        .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP, .index = (uint32_t)frame->index};
    /* A failure here is that of a lost device, which the next dequeue reports. */
    call(device, VIDIOC_QBUF, &buffer);
}

void device_close(struct device *device)
{
    if (device->fd < 0)
        return;
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (device->streaming)
        call(device, VIDIOC_STREAMOFF, &type);
    for (int i = 0; i < device->buffer_count; i++) {
        bsm_wipe(device->buffers[i].bytes, device->buffers[i].size);
        v4l2_munmap(device->buffers[i].bytes, device->buffers[i].size);
    }
    v4l2_close(device->fd);
    *device = (struct device){.fd = -1};
}
