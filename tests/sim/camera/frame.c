#include "tests/sim/camera/frame.h"

#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>
#include <stdlib.h>
#include <string.h>

enum { QUALITY = 85, BAND = 16 };

struct sink {
    struct jpeg_destination_mgr base; /* first */
    uint8_t *out;
    size_t capacity;
};

struct trouble {
    struct jpeg_error_mgr base; /* first */
    jmp_buf back;
};

static void sink_init(j_compress_ptr jpeg)
{
    struct sink *sink = (struct sink *)jpeg->dest;
    sink->base.next_output_byte = sink->out;
    sink->base.free_in_buffer = sink->capacity;
}

static void on_error(j_common_ptr jpeg) { longjmp(((struct trouble *)jpeg->err)->back, 1); }

static boolean sink_full(j_compress_ptr jpeg)
{
    on_error((j_common_ptr)jpeg);
    return FALSE;
}

static void sink_term(j_compress_ptr jpeg) { (void)jpeg; }

/* Feeds the planes as they are (4:2:0), 16 rows at a time: no colour conversion on the way. */
static void feed(struct jpeg_compress_struct *jpeg, const struct planes *planes)
{
    JSAMPROW y[BAND], cb[BAND / 2], cr[BAND / 2];
    JSAMPARRAY rows[3] = {y, cb, cr};
    while (jpeg->next_scanline < jpeg->image_height) {
        for (unsigned i = 0; i < BAND; i++) {
            unsigned row = jpeg->next_scanline + i;
            row = row < jpeg->image_height ? row : jpeg->image_height - 1;
            y[i] = planes->y + (size_t)row * (size_t)planes->width;
            cb[i / 2] = planes->cb + (size_t)(row / 2) * (size_t)(planes->width / 2);
            cr[i / 2] = planes->cr + (size_t)(row / 2) * (size_t)(planes->width / 2);
        }
        jpeg_write_raw_data(jpeg, rows, BAND);
    }
}

static size_t encode(const struct planes *planes, uint8_t *out, size_t capacity)
{
    struct jpeg_compress_struct jpeg;
    struct trouble trouble;
    struct sink sink = {
        .base = {.init_destination = sink_init, .empty_output_buffer = sink_full, .term_destination = sink_term},
        .out = out,
        .capacity = capacity};
    jpeg.err = jpeg_std_error(&trouble.base);
    trouble.base.error_exit = on_error;
    if (setjmp(trouble.back)) {
        jpeg_destroy_compress(&jpeg);
        return 0;
    }
    jpeg_create_compress(&jpeg);
    jpeg.dest = &sink.base;
    jpeg.image_width = (JDIMENSION)planes->width;
    jpeg.image_height = (JDIMENSION)planes->height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_YCbCr;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, QUALITY, TRUE);
    jpeg.dct_method = JDCT_IFAST;
    jpeg.raw_data_in = TRUE;
    jpeg_start_compress(&jpeg, TRUE);
    feed(&jpeg, planes);
    jpeg_finish_compress(&jpeg);
    size_t size = capacity - sink.base.free_in_buffer;
    jpeg_destroy_compress(&jpeg);
    return size;
}

/* The middle of the picture in the shape of the wish, nearest pixels: cameras bin their sensors no better. */
static bool cut(const struct planes *from, struct planes *to, int width, int height)
{
    if (!planes_init(to, width, height))
        return false;
    int used = from->height * width / height, left = (from->width - used) / 2 / 2 * 2;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            to->y[y * width + x] = from->y[y * from->height / height * from->width + left + x * used / width];
    for (int y = 0; y < height / 2; y++) {
        for (int x = 0; x < width / 2; x++) {
            int at = y * from->height / height * (from->width / 2) + left / 2 + x * used / width;
            to->cb[y * (width / 2) + x] = from->cb[at];
            to->cr[y * (width / 2) + x] = from->cr[at];
        }
    }
    return true;
}

size_t frame_mjpeg(const struct planes *planes, int width, int height, uint8_t *out, size_t capacity)
{
    if (planes->width == width && planes->height == height)
        return encode(planes, out, capacity);
    struct planes part;
    if (!cut(planes, &part, width, height))
        return 0;
    size_t size = encode(&part, out, capacity);
    planes_finish(&part);
    return size;
}

/* Full range to ITU-R BT.601's 16..235 and 16..240. */
static uint8_t narrow_luma(uint8_t value) { return (uint8_t)(16 + value * 219 / 255); }
static uint8_t narrow_chroma(uint8_t value) { return (uint8_t)(16 + value * 224 / 255); }

size_t frame_yuyv(const struct planes *planes, int width, int height, uint8_t *out, size_t capacity)
{
    struct planes part;
    size_t size = (size_t)width * (size_t)height * 2;
    if (size > capacity || !cut(planes, &part, width, height))
        return 0;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x += 2) {
            uint8_t *pair = out + ((size_t)y * (size_t)width + (size_t)x) * 2;
            int half = y / 2 * (width / 2) + x / 2;
            pair[0] = narrow_luma(part.y[y * width + x]);
            pair[1] = narrow_chroma(part.cb[half]);
            pair[2] = narrow_luma(part.y[y * width + x + 1]);
            pair[3] = narrow_chroma(part.cr[half]);
        }
    }
    planes_finish(&part);
    return size;
}

size_t frame_spoil(uint8_t *bytes, size_t size, uint32_t *dice)
{
    switch (dice_roll(dice) % 5) {
    case 0: return 0;                            /* empty */
    case 1: return dice_roll(dice) % (size + 1); /* cut off */
    case 2:                                      /* nothing but noise */
        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)dice_roll(dice);
        return size;
    case 3: /* a header that lies: noise in the first 700 bytes */
        for (size_t i = 2; i < size && i < 700; i += 1 + dice_roll(dice) % 40)
            bytes[i] = (uint8_t)dice_roll(dice);
        return size;
    default: /* a burst in the middle */
        for (size_t i = size / 3; i < size / 2; i++)
            bytes[i] = (uint8_t)dice_roll(dice);
        return size;
    }
}
