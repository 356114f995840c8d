/* Netpbm's P5 and P6 (raw) and P2 (plain) with a maximum value of 1..255: man pages pgm(5) and ppm(5). */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/formats.h"
#include "enroll/picture/picture.h"

struct cursor {
    const uint8_t *at;
    const uint8_t *end;
};

bool bsm_netpbm_recognise(const uint8_t *bytes, size_t size)
{
    return size >= 2 && bytes[0] == 'P' && (bytes[1] == '2' || bytes[1] == '5' || bytes[1] == '6');
}

static bool is_space(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static void skip_space_and_comments(struct cursor *cursor)
{
    bool comment = false;
    for (; cursor->at < cursor->end && (comment || is_space(*cursor->at) || *cursor->at == '#'); cursor->at++) {
        if (*cursor->at == '#')
            comment = true;
        if (*cursor->at == '\n' || *cursor->at == '\r')
            comment = false;
    }
}

/* The next decimal number; false at the end, on another sign, or above 65535. */
static bool next_number(struct cursor *cursor, uint32_t *number)
{
    skip_space_and_comments(cursor);
    uint32_t value = 0;
    const uint8_t *first = cursor->at;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        value = value * 10 + (uint32_t)(*cursor->at++ - '0');
        if (value > 65535)
            return false;
    }
    *number = value;
    return cursor->at > first;
}

static void scale_to_255(struct bsm_image *image, uint32_t maximum)
{
    if (maximum == 255)
        return;
    size_t size = image->stride * (size_t)image->height_px;
    for (size_t i = 0; i < size; i++) {
        uint32_t value = image->pixels[i] < maximum ? image->pixels[i] : maximum;
        image->pixels[i] = (uint8_t)((value * 255 + maximum / 2) / maximum);
    }
}

static bool fill_raw(struct cursor *cursor, struct bsm_image *image)
{
    size_t size = image->stride * (size_t)image->height_px;
    /* One white-space byte parts the header from the samples, and is no comment. */
    if (cursor->at == cursor->end || !is_space(*cursor->at) || (size_t)(cursor->end - cursor->at) - 1 < size)
        return false;
    memcpy(image->pixels, cursor->at + 1, size);
    return true;
}

static bool fill_plain(struct cursor *cursor, struct bsm_image *image)
{
    size_t size = image->stride * (size_t)image->height_px;
    for (size_t i = 0; i < size; i++) {
        uint32_t value = 0;
        if (!next_number(cursor, &value) || value > 255)
            return false;
        image->pixels[i] = (uint8_t)value;
    }
    return true;
}

/* True when as many bytes are left as the samples need at the least, so that a few bytes never claim much memory. */
static bool enough_left(const struct cursor *cursor, uint8_t kind, uint32_t width_px, uint32_t height_px)
{
    uint64_t samples = (uint64_t)width_px * height_px * (kind == '6' ? 3 : 1);
    uint64_t needed = kind == '2' ? 2 * samples - (samples > 0) : samples;
    return (uint64_t)(cursor->end - cursor->at) >= needed;
}

enum bsm_status bsm_netpbm_decode(const uint8_t *bytes, size_t size, struct bsm_image *native,
                                  struct bsm_refusal refusal)
{
    struct cursor cursor = {.at = bytes + 2, .end = bytes + size};
    uint8_t kind = bytes[1];
    uint32_t width_px = 0, height_px = 0, maximum = 0;
    if (!next_number(&cursor, &width_px) || !next_number(&cursor, &height_px) || !next_number(&cursor, &maximum))
        return bsm_picture_refuse(refusal, "the header of the PGM or PPM is damaged");
    if (maximum < 1 || maximum > 255)
        return bsm_picture_refuse(refusal, "the PGM or PPM has samples up to %u; 1 to 255 are taken", maximum);
    if (!enough_left(&cursor, kind, width_px, height_px))
        return bsm_picture_refuse(refusal, "the PGM or PPM ends too early for %u x %u px", width_px, height_px);
    enum bsm_image_format format = kind == '6' ? BSM_IMAGE_RGB24 : BSM_IMAGE_GREY8;
    enum bsm_status status = bsm_picture_allocate(native, width_px, height_px, format, refusal);
    if (status != BSM_OK)
        return status;
    bool filled = kind == '2' ? fill_plain(&cursor, native) : fill_raw(&cursor, native);
    if (!filled) {
        bsm_image_finish(native);
        return bsm_picture_refuse(refusal, "the PGM or PPM ends too early or has a sample that is no number up to 255");
    }
    scale_to_255(native, maximum);
    return BSM_OK;
}

enum bsm_status bsm_picture_encode_pgm(const struct bsm_image *image, uint8_t **bytes, size_t *size)
{
    assert(image->format == BSM_IMAGE_GREY8);
    char header[32];
    size_t header_size = (size_t)snprintf(header, sizeof header, "P5\n%d %d\n255\n", image->width_px, image->height_px);
    size_t row_size = (size_t)image->width_px;
    size_t whole = header_size + row_size * (size_t)image->height_px;
    uint8_t *out = malloc(whole);
    if (!out)
        return BSM_NO_MEMORY;
    memcpy(out, header, header_size);
    for (int y = 0; y < image->height_px; y++)
        memcpy(out + header_size + (size_t)y * row_size, image->pixels + (size_t)y * image->stride, row_size);
    *bytes = out;
    *size = whole;
    return BSM_OK;
}
