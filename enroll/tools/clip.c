#include "enroll/tools/clip.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libswscale/swscale.h>

struct clip {
    AVFormatContext *file;
    AVCodecContext *codec;
    struct SwsContext *scaler;
    AVPacket *packet;
    AVFrame *frame; /* as it was coded */
    AVFrame *rgb;
    int stream;
    int quarter_turns; /* clockwise, to stand upright */
    int64_t first_pts;
    bool ended;
};

static enum bsm_status status_of(int error)
{
    return error == AVERROR(ENOMEM) ? BSM_NO_MEMORY : error == AVERROR(ENOENT) ? BSM_GONE : BSM_INVALID;
}

/* The display matrix of the container says how a player must turn the picture, anticlockwise in degrees. */
static int read_turns(const AVStream *stream)
{
    size_t size = 0;
    const uint8_t *matrix = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    if (!matrix || size < 9 * sizeof(int32_t))
        return 0;
    double degrees = av_display_rotation_get((const int32_t *)(const void *)matrix);
    return isnan(degrees) ? 0 : ((int)lround(-degrees / 90) % 4 + 4) % 4;
}

static int open_codec(struct clip *clip)
{
    const AVCodec *decoder = NULL;
    clip->stream = av_find_best_stream(clip->file, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0);
    if (clip->stream < 0)
        return clip->stream;
    const AVStream *stream = clip->file->streams[clip->stream];
    clip->quarter_turns = read_turns(stream);
    clip->codec = avcodec_alloc_context3(decoder);
    clip->packet = av_packet_alloc();
    clip->frame = av_frame_alloc();
    clip->rgb = av_frame_alloc();
    if (!clip->codec || !clip->packet || !clip->frame || !clip->rgb)
        return AVERROR(ENOMEM);
    int error = avcodec_parameters_to_context(clip->codec, stream->codecpar);
    clip->codec->thread_count = 1;
    return error < 0 ? error : avcodec_open2(clip->codec, decoder, NULL);
}

enum bsm_status clip_open(struct clip **out, const char *path, char why[CLIP_WHY_SIZE])
{
    struct clip *clip = calloc(1, sizeof *clip);
    *out = NULL;
    if (!clip) {
        (void)snprintf(why, CLIP_WHY_SIZE, "no memory for the film");
        return BSM_NO_MEMORY;
    }
    av_log_set_level(AV_LOG_QUIET);
    clip->first_pts = AV_NOPTS_VALUE;
    int error = avformat_open_input(&clip->file, path, NULL, NULL);
    if (error >= 0)
        error = avformat_find_stream_info(clip->file, NULL);
    if (error >= 0)
        error = open_codec(clip);
    if (error >= 0) {
        *out = clip;
        return BSM_OK;
    }
    char cause[AV_ERROR_MAX_STRING_SIZE] = "";
    (void)av_strerror(error, cause, sizeof cause);
    (void)snprintf(why, CLIP_WHY_SIZE, "%s: no film that can be read: %s", path, cause);
    clip_close(clip);
    return status_of(error);
}

/* Feeds the decoder until it gives a frame. */
static enum bsm_status decode(struct clip *clip)
{
    for (;;) {
        int error = avcodec_receive_frame(clip->codec, clip->frame);
        if (error == 0)
            return BSM_OK;
        if (error == AVERROR_EOF || (error == AVERROR(EAGAIN) && clip->ended))
            return BSM_GONE;
        if (error != AVERROR(EAGAIN))
            return status_of(error);
        error = av_read_frame(clip->file, clip->packet);
        clip->ended = error < 0;
        if (error < 0)
            error = avcodec_send_packet(clip->codec, NULL);
        else if (clip->packet->stream_index == clip->stream)
            error = avcodec_send_packet(clip->codec, clip->packet);
        av_packet_unref(clip->packet);
        if (error < 0 && !clip->ended)
            return status_of(error);
    }
}

/* swscale writes whole vectors, past the end of a row that is not made for them: so into a frame of its own. */
static enum bsm_status prepare_rgb(struct clip *clip)
{
    AVFrame *rgb = clip->rgb;
    if (rgb->width == clip->frame->width && rgb->height == clip->frame->height)
        return BSM_OK;
    av_frame_unref(rgb);
    rgb->width = clip->frame->width;
    rgb->height = clip->frame->height;
    rgb->format = AV_PIX_FMT_RGB24;
    return av_frame_get_buffer(rgb, 0) < 0 ? BSM_NO_MEMORY : BSM_OK;
}

static enum bsm_status convert(struct clip *clip, struct bsm_image *image)
{
    const AVFrame *from = clip->frame;
    AVFrame *rgb = clip->rgb;
    enum bsm_status status = bsm_image_init(image, from->width, from->height, BSM_IMAGE_RGB24, 0);
    if (status == BSM_OK)
        status = prepare_rgb(clip);
    clip->scaler = sws_getCachedContext(clip->scaler, from->width, from->height, (enum AVPixelFormat)from->format,
                                        from->width, from->height, AV_PIX_FMT_RGB24, SWS_BILINEAR, NULL, NULL, NULL);
    if (status == BSM_OK &&
        (!clip->scaler || sws_scale(clip->scaler, (const uint8_t *const *)from->data, from->linesize, 0, from->height,
                                    rgb->data, rgb->linesize) != from->height))
        status = BSM_INVALID;
    for (int y = 0; status == BSM_OK && y < image->height_px; y++)
        memcpy(image->pixels + (size_t)y * image->stride, rgb->data[0] + (ptrdiff_t)y * rgb->linesize[0],
               image->stride);
    if (status != BSM_OK)
        bsm_image_finish(image);
    return status;
}

/* A quarter turn clockwise. */
static enum bsm_status turn(struct bsm_image *image)
{
    struct bsm_image turned;
    enum bsm_status status = bsm_image_init(&turned, image->height_px, image->width_px, BSM_IMAGE_RGB24, 0);
    if (status == BSM_OK) {
        for (int y = 0; y < turned.height_px; y++)
            for (int x = 0; x < turned.width_px; x++)
                memcpy(turned.pixels + (size_t)y * turned.stride + 3 * (size_t)x,
                       image->pixels + (size_t)(image->height_px - 1 - x) * image->stride + 3 * (size_t)y, 3);
    }
    bsm_image_finish(image);
    if (status == BSM_OK)
        *image = turned;
    return status;
}

enum bsm_status clip_next(struct clip *clip, struct bsm_image *image, int64_t *time_ms)
{
    enum bsm_status status = decode(clip);
    if (status == BSM_OK)
        status = convert(clip, image);
    for (int i = 0; status == BSM_OK && i < clip->quarter_turns; i++)
        status = turn(image);
    int64_t pts = clip->frame->best_effort_timestamp;
    if (clip->first_pts == AV_NOPTS_VALUE)
        clip->first_pts = pts;
    AVRational unit = clip->file->streams[clip->stream]->time_base;
    *time_ms = pts == AV_NOPTS_VALUE ? 0 : (int64_t)llround((double)(pts - clip->first_pts) * av_q2d(unit) * 1000);
    av_frame_unref(clip->frame);
    return status;
}

void clip_close(struct clip *clip)
{
    if (!clip)
        return;
    sws_freeContext(clip->scaler);
    av_frame_free(&clip->rgb);
    av_frame_free(&clip->frame);
    av_packet_free(&clip->packet);
    avcodec_free_context(&clip->codec);
    avformat_close_input(&clip->file);
    free(clip);
}
