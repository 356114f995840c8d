#include "tests/sim/camera/device.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "tests/sim/camera/frame.h"

static const struct mode {
    uint32_t pixel_format;
    int width, height;
} modes[] = {
    {V4L2_PIX_FMT_MJPEG, 1280, 720},
    {V4L2_PIX_FMT_MJPEG, 640, 480},
    {V4L2_PIX_FMT_YUYV, 640, 480},
};

enum { MODES = sizeof modes / sizeof *modes, RATES = 3, HANG_LOOK_NS = 50 * 1000000 };

static const int rates[RATES] = {30, 20, 15};
static const uint32_t formats[] = {V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_YUYV};

struct device *device_open(const char *path)
{
    struct device *device = calloc(1, sizeof *device);
    if (!device)
        return NULL;
    device->memory_fd = -1;
    device->pixel_format = V4L2_PIX_FMT_MJPEG;
    device->width = SCENE_WIDTH;
    device->height = SCENE_HEIGHT;
    device->rate = 20;
    size_t size = (size_t)DEVICE_BUFFERS_MAX * DEVICE_BUFFER_SIZE;
    if (snprintf(device->lamp_path, sizeof device->lamp_path, "%s.screen", path) >= (int)sizeof device->lamp_path)
        goto fail;
    if (!control_open(&device->file, path) || device->file.control.mode == CONTROL_GONE)
        goto fail;
    device->memory_fd = memfd_create("basma-camera", MFD_CLOEXEC);
    if (device->memory_fd < 0 || ftruncate(device->memory_fd, (off_t)size) != 0)
        goto fail;
    device->memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, device->memory_fd, 0);
    if (device->memory == MAP_FAILED) {
        device->memory = NULL;
        goto fail;
    }
    device->frozen = malloc(DEVICE_BUFFER_SIZE);
    if (!device->frozen || !scene_init(&device->scene, &device->file.control))
        goto fail;
    return device;
fail:
    device_close(device);
    return NULL;
}

void device_close(struct device *device)
{
    if (device->memory)
        munmap(device->memory, (size_t)DEVICE_BUFFERS_MAX * DEVICE_BUFFER_SIZE);
    if (device->memory_fd >= 0)
        close(device->memory_fd);
    scene_finish(&device->scene);
    free(device->frozen);
    free(device);
}

static int query_capabilities(struct v4l2_capability *capability)
{
    memset(capability, 0, sizeof *capability);
    snprintf((char *)capability->driver, sizeof capability->driver, "basma-sim");
    snprintf((char *)capability->card, sizeof capability->card, "Basma virtual camera");
    snprintf((char *)capability->bus_info, sizeof capability->bus_info, "platform:basma-sim");
    capability->version = 0x00010000;
    capability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int enumerate_format(struct v4l2_fmtdesc *description)
{
    uint32_t index = description->index;
    if (description->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || index >= 2)
        return EINVAL;
    memset(description, 0, sizeof *description);
    description->index = index;
    description->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    description->pixelformat = formats[index];
    description->flags = formats[index] == V4L2_PIX_FMT_MJPEG ? V4L2_FMT_FLAG_COMPRESSED : 0;
    snprintf((char *)description->description, sizeof description->description, "%s",
             index == 0 ? "Motion-JPEG" : "YUYV 4:2:2");
    return 0;
}

static int enumerate_size(struct v4l2_frmsizeenum *size)
{
    uint32_t nth = 0;
    for (int i = 0; i < MODES; i++) {
        if (modes[i].pixel_format != size->pixel_format || nth++ != size->index)
            continue;
        size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        size->discrete.width = (uint32_t)modes[i].width;
        size->discrete.height = (uint32_t)modes[i].height;
        return 0;
    }
    return EINVAL;
}

static int enumerate_interval(struct v4l2_frmivalenum *interval)
{
    bool known = false;
    for (int i = 0; i < MODES; i++)
        known |= modes[i].pixel_format == interval->pixel_format && modes[i].width == (int)interval->width &&
                 modes[i].height == (int)interval->height;
    if (!known || interval->index >= RATES)
        return EINVAL;
    interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    interval->discrete = (struct v4l2_fract){1, (uint32_t)rates[interval->index]};
    return 0;
}

static void fill_format(uint32_t pixel_format, int width, int height, struct v4l2_format *format)
{
    format->fmt.pix = (struct v4l2_pix_format){
        .width = (uint32_t)width,
        .height = (uint32_t)height,
        .pixelformat = pixel_format,
        .field = V4L2_FIELD_NONE,
        .bytesperline = pixel_format == V4L2_PIX_FMT_YUYV ? (uint32_t)width * 2 : 0,
        .sizeimage = pixel_format == V4L2_PIX_FMT_YUYV ? (uint32_t)(width * height * 2) : DEVICE_BUFFER_SIZE,
        .colorspace = pixel_format == V4L2_PIX_FMT_MJPEG ? V4L2_COLORSPACE_JPEG : V4L2_COLORSPACE_SRGB,
    };
}

/* The mode nearest to the wish: its format if there is one, then the nearest width. */
static int try_format(struct v4l2_format *format)
{
    if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return EINVAL;
    const struct mode *best = NULL;
    uint32_t wanted = format->fmt.pix.pixelformat == V4L2_PIX_FMT_YUYV ? V4L2_PIX_FMT_YUYV : V4L2_PIX_FMT_MJPEG;
    int width = (int)(format->fmt.pix.width > 8192 ? 8192 : format->fmt.pix.width);
    for (int i = 0; i < MODES; i++)
        if (modes[i].pixel_format == wanted && (!best || abs(modes[i].width - width) < abs(best->width - width)))
            best = &modes[i];
    fill_format(best->pixel_format, best->width, best->height, format);
    return 0;
}

static int set_format(struct device *device, struct v4l2_format *format)
{
    if (device->buffers > 0)
        return EBUSY;
    int error = try_format(format);
    if (error)
        return error;
    device->pixel_format = format->fmt.pix.pixelformat;
    device->width = (int)format->fmt.pix.width;
    device->height = (int)format->fmt.pix.height;
    return 0;
}

static int get_format(const struct device *device, struct v4l2_format *format)
{
    if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return EINVAL;
    fill_format(device->pixel_format, device->width, device->height, format);
    return 0;
}

static int get_rate(const struct device *device, struct v4l2_streamparm *parameters)
{
    if (parameters->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return EINVAL;
    memset(&parameters->parm, 0, sizeof parameters->parm);
    parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    parameters->parm.capture.timeperframe = (struct v4l2_fract){1, (uint32_t)device->rate};
    return 0;
}

static int set_rate(struct device *device, struct v4l2_streamparm *parameters)
{
    if (parameters->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return EINVAL;
    struct v4l2_fract wish = parameters->parm.capture.timeperframe;
    int best = 1;
    for (int i = 0; i < RATES && wish.numerator && wish.denominator; i++) {
        int wanted = (int)(wish.denominator / wish.numerator);
        if (abs(rates[i] - wanted) < abs(rates[best] - wanted))
            best = i;
    }
    device->rate = rates[best];
    return get_rate(device, parameters);
}

static int request_buffers(struct device *device, struct v4l2_requestbuffers *request)
{
    if (request->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || request->memory != V4L2_MEMORY_MMAP)
        return EINVAL;
    if (device->streaming)
        return EBUSY;
    if (request->count > DEVICE_BUFFERS_MAX)
        request->count = DEVICE_BUFFERS_MAX;
    request->capabilities = V4L2_BUF_CAP_SUPPORTS_MMAP;
    device->buffers = (int)request->count;
    device->queued = 0;
    memset(device->is_queued, 0, sizeof device->is_queued);
    return 0;
}

static int check_buffer(const struct device *device, const struct v4l2_buffer *buffer)
{
    return buffer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || buffer->index >= (uint32_t)device->buffers ? EINVAL : 0;
}

static void describe_buffer(const struct device *device, struct v4l2_buffer *buffer)
{
    buffer->memory = V4L2_MEMORY_MMAP;
    buffer->m.offset = buffer->index * DEVICE_BUFFER_SIZE;
    buffer->length = DEVICE_BUFFER_SIZE;
    buffer->field = V4L2_FIELD_NONE;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | (device->is_queued[buffer->index] ? V4L2_BUF_FLAG_QUEUED : 0);
}

static int queue_buffer(struct device *device, struct v4l2_buffer *buffer)
{
    if (check_buffer(device, buffer) || device->is_queued[buffer->index])
        return EINVAL;
    device->is_queued[buffer->index] = true;
    device->queue[device->queued++] = (int)buffer->index;
    describe_buffer(device, buffer);
    return 0;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Sleeps until the next frame is due; the number of intervals since the one before (a late reader misses some). */
static int wait_for_frame(struct device *device)
{
    int64_t interval_ns = 1000000000 / device->rate;
    int64_t late_ns = now_ns() - device->next_frame_ns;
    int missed = late_ns > interval_ns ? (int)(late_ns / interval_ns) : 0;
    device->next_frame_ns += missed * interval_ns;
    struct timespec due = {device->next_frame_ns / 1000000000, device->next_frame_ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR) {
    }
    device->next_frame_ns += interval_ns;
    return missed + 1;
}

static size_t render(struct device *device, int intervals, uint8_t *out)
{
    if (device->scene.control.mode == CONTROL_FROZEN && device->frozen_size > 0) {
        memcpy(out, device->frozen, device->frozen_size);
        return device->frozen_size;
    }
    glow_read(&device->scene.glow, device->lamp_path);
    scene_step(&device->scene, (double)intervals / device->rate);
    size_t (*write)(const struct planes *, int, int, uint8_t *, size_t) =
        device->pixel_format == V4L2_PIX_FMT_MJPEG ? frame_mjpeg : frame_yuyv;
    size_t size = write(&device->scene.frame.planes, device->width, device->height, out, DEVICE_BUFFER_SIZE);
    memcpy(device->frozen, out, size);
    device->frozen_size = size;
    if (device->scene.control.mode == CONTROL_GARBAGE)
        size = frame_spoil(out, size, &device->scene.dice);
    return size;
}

static int dequeue_buffer(struct device *device, struct v4l2_buffer *buffer)
{
    if (!device->streaming || device->queued == 0 || buffer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return EINVAL;
    int intervals = wait_for_frame(device);
    int index = device->queue[0];
    memmove(device->queue, device->queue + 1, (size_t)--device->queued * sizeof *device->queue);
    device->is_queued[index] = false;
    size_t size = render(device, intervals, device->memory + (size_t)index * DEVICE_BUFFER_SIZE);
    device->sequence += (uint32_t)intervals;
    int64_t stamp_ns = now_ns();
    buffer->index = (uint32_t)index;
    describe_buffer(device, buffer);
    buffer->bytesused = (uint32_t)size;
    buffer->sequence = device->sequence;
    buffer->timestamp = (struct timeval){stamp_ns / 1000000000, stamp_ns % 1000000000 / 1000};
    return 0;
}

static int query_buffer(const struct device *device, struct v4l2_buffer *buffer)
{
    if (check_buffer(device, buffer))
        return EINVAL;
    describe_buffer(device, buffer);
    return 0;
}

static int stream(struct device *device, bool on)
{
    if (on && !device->streaming)
        device->next_frame_ns = now_ns() + 1000000000 / device->rate;
    if (!on) {
        device->queued = 0;
        memset(device->is_queued, 0, sizeof device->is_queued);
    }
    device->streaming = on;
    return 0;
}

static int enumerate_input(struct v4l2_input *input)
{
    if (input->index > 0)
        return EINVAL;
    memset(input, 0, sizeof *input);
    snprintf((char *)input->name, sizeof input->name, "Camera 1");
    input->type = V4L2_INPUT_TYPE_CAMERA;
    return 0;
}

/* Takes over what the control file says now. */
static void refresh(struct device *device)
{
    if (control_refresh(&device->file))
        scene_set(&device->scene, &device->file.control);
    if (device->file.control.mode == CONTROL_GONE)
        device->dead = true;
}

/* As a device that hangs inside the kernel. */
static void hang(struct device *device)
{
    while (!device->dead && device->file.control.mode == CONTROL_STALLED) {
        nanosleep(&(struct timespec){.tv_nsec = HANG_LOOK_NS}, NULL);
        refresh(device);
    }
}

int device_ioctl(struct device *device, unsigned long request, void *argument)
{
    refresh(device);
    if (request == VIDIOC_DQBUF)
        hang(device);
    if (device->dead)
        return ENODEV;
    switch ((unsigned)request) {
    case VIDIOC_QUERYCAP: return query_capabilities(argument);
    case VIDIOC_ENUM_FMT: return enumerate_format(argument);
    case VIDIOC_ENUM_FRAMESIZES: return enumerate_size(argument);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate_interval(argument);
    case VIDIOC_TRY_FMT: return try_format(argument);
    case VIDIOC_S_FMT: return set_format(device, argument);
    case VIDIOC_G_FMT: return get_format(device, argument);
    case VIDIOC_S_PARM: return set_rate(device, argument);
    case VIDIOC_G_PARM: return get_rate(device, argument);
    case VIDIOC_REQBUFS: return request_buffers(device, argument);
    case VIDIOC_QUERYBUF: return query_buffer(device, argument);
    case VIDIOC_QBUF: return queue_buffer(device, argument);
    case VIDIOC_DQBUF: return dequeue_buffer(device, argument);
    case VIDIOC_STREAMON: return stream(device, true);
    case VIDIOC_STREAMOFF: return stream(device, false);
    case VIDIOC_ENUMINPUT: return enumerate_input(argument);
    case VIDIOC_G_INPUT: *(int *)argument = 0; return 0;
    case VIDIOC_S_INPUT: return *(int *)argument == 0 ? 0 : EINVAL;
    default: return ENOTTY;
    }
}
