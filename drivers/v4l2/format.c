#include "drivers/v4l2/format.h"

#include <errno.h>
#include <libv4l2.h>
#include <linux/videodev2.h>
#include <stdlib.h>
#include <string.h>

enum { SMOOTH_FPS = 15, SIZES_MAX = 64, INTERVALS_MAX = 64 };

struct wish {
    int width_px, height_px, rate_fps;
};

static int call(int fd, unsigned long request, void *argument)
{
    int result;
    do {
        result = v4l2_ioctl(fd, request, argument);
    } while (result < 0 && errno == EINTR);
    return result;
}

static int rate_of(const struct v4l2_fract *interval)
{
    return interval->numerator > 0 ? (int)(interval->denominator / interval->numerator) : 0;
}

/* Of the rates a camera has at a size: the slowest that is not slower than wanted, or the fastest. 0: it does not
 * say. */
static int choose_rate(int fd, int width_px, int height_px, int wanted_fps)
{
    int best = 0;
    for (uint32_t i = 0; i < INTERVALS_MAX; i++) {
        struct v4l2_frmivalenum interval = {
            .index = i, .pixel_format = V4L2_PIX_FMT_RGB24, .width = (uint32_t)width_px, .height = (uint32_t)height_px};
        if (call(fd, VIDIOC_ENUM_FRAMEINTERVALS, &interval) != 0)
            break;
        if (interval.type != V4L2_FRMIVAL_TYPE_DISCRETE) {
            int fastest = rate_of(&interval.stepwise.min);
            return fastest < wanted_fps ? fastest : wanted_fps;
        }
        int rate = rate_of(&interval.discrete);
        bool better = best < wanted_fps ? rate > best : rate >= wanted_fps && rate < best;
        if (better)
            best = rate;
    }
    return best;
}

/* How far a size is from the wish, px; one that cannot run smoothly comes after all that can. */
static int distance(int fd, const struct wish *wish, int width_px, int height_px)
{
    int far = abs(width_px - wish->width_px) + abs(height_px - wish->height_px);
    int rate = choose_rate(fd, width_px, height_px, wish->rate_fps);
    return far + (rate > 0 && rate < SMOOTH_FPS ? 2 * BSM_IMAGE_SIDE_MAX : 0);
}

/* Changes the size of the wish to the nearest the camera names; leaves it where the camera names none or a range. */
static void choose_size(int fd, struct wish *wish)
{
    int best = -1;
    struct wish chosen = *wish;
    for (uint32_t i = 0; i < SIZES_MAX; i++) {
        struct v4l2_frmsizeenum size = {.index = i, .pixel_format = V4L2_PIX_FMT_RGB24};
        if (call(fd, VIDIOC_ENUM_FRAMESIZES, &size) != 0 || size.type != V4L2_FRMSIZE_TYPE_DISCRETE)
            break;
        if (size.discrete.width > BSM_IMAGE_SIDE_MAX || size.discrete.height > BSM_IMAGE_SIDE_MAX)
            continue;
        int far = distance(fd, wish, (int)size.discrete.width, (int)size.discrete.height);
        if (best >= 0 && far >= best)
            continue;
        best = far;
        chosen.width_px = (int)size.discrete.width;
        chosen.height_px = (int)size.discrete.height;
    }
    *wish = chosen;
}

/* The rate is set before the format too: libv4lconvert weighs it when it picks the format to convert from. */
static int set_rate(int fd, int rate_fps)
{
    struct v4l2_streamparm parameters = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    if (rate_fps > 0) {
        parameters.parm.capture.timeperframe = (struct v4l2_fract){1, (uint32_t)rate_fps};
        call(fd, VIDIOC_S_PARM, &parameters);
    }
    if (call(fd, VIDIOC_G_PARM, &parameters) != 0)
        return 0;
    return rate_of(&parameters.parm.capture.timeperframe);
}

enum bsm_status format_negotiate(struct device *device, const struct bsm_camera_options *options)
{
    struct wish wish = {options->width_px, options->height_px, options->rate_fps};
    choose_size(device->fd, &wish);
    int rate = choose_rate(device->fd, wish.width_px, wish.height_px, wish.rate_fps);
    set_rate(device->fd, rate);
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    format.fmt.pix = (struct v4l2_pix_format){
        .width = (uint32_t)wish.width_px,
        .height = (uint32_t)wish.height_px,
        .pixelformat = V4L2_PIX_FMT_RGB24,
        .field = V4L2_FIELD_ANY,
    };
    if (call(device->fd, VIDIOC_S_FMT, &format) != 0 || format.fmt.pix.pixelformat != V4L2_PIX_FMT_RGB24)
        return BSM_INVALID;
    const struct v4l2_pix_format *pix = &format.fmt.pix;
    if (pix->width < 1 || pix->width > BSM_IMAGE_SIDE_MAX || pix->height < 1 || pix->height > BSM_IMAGE_SIDE_MAX ||
        pix->bytesperline < pix->width * 3 || pix->bytesperline > BSM_IMAGE_SIDE_MAX * 3 + 64)
        return BSM_INVALID;
    device->width_px = (int)pix->width;
    device->height_px = (int)pix->height;
    device->stride = pix->bytesperline;
    device->rate_fps = set_rate(device->fd, rate);
    return BSM_OK;
}
