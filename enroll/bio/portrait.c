#include "enroll/bio/portrait.h"

#include <math.h>
#include <string.h>

#include "enroll/face/icao.h"
#include "enroll/picture/picture.h"
#include "firmware/base/wipe.h"

int portrait_width_px(const struct bsm_face_found *found)
{
    const struct bsm_face_point *left = &found->marks[BSM_FACE_EYE_LEFT_IN_PICTURE];
    const struct bsm_face_point *right = &found->marks[BSM_FACE_EYE_RIGHT_IN_PICTURE];
    double apart_px = hypot((double)right->x_px - left->x_px, (double)right->y_px - left->y_px);
    if (found->faces < 1 || !(apart_px >= BSM_ICAO_INTER_EYE_MIN_PX))
        return 0;
    double width_px = fmin(apart_px * 100 / BSM_ICAO_EYES_APART_PERCENT, PORTRAIT_WIDTH_MAX_PX);
    return (int)width_px / BSM_ICAO_WIDTH_PARTS * BSM_ICAO_WIDTH_PARTS;
}

/* BUSY: larger than there is room for. */
static enum bsm_status encode(const struct bsm_image *portrait, int quality_percent, uint8_t out[PORTRAIT_BYTES_MAX],
                              size_t *size)
{
    uint8_t *bytes = NULL;
    size_t coded = 0;
    enum bsm_status status = bsm_picture_encode_jpeg(portrait, quality_percent, &bytes, &coded);
    if (status != BSM_OK)
        return status;
    if (coded <= PORTRAIT_BYTES_MAX) {
        memcpy(out, bytes, coded);
        *size = coded;
    }
    bsm_wipe_free(bytes, coded);
    return coded <= PORTRAIT_BYTES_MAX ? BSM_OK : BSM_BUSY;
}

static enum bsm_status cut_out(const struct best_frame *frame, uint8_t out[PORTRAIT_BYTES_MAX], size_t *size)
{
    struct bsm_image portrait;
    int width_px = portrait_width_px(&frame->found);
    if (width_px == 0)
        return BSM_RETRY;
    enum bsm_status status = bsm_icao_portrait(&frame->image, &frame->found, width_px, &portrait);
    if (status != BSM_OK)
        return status;
    status = BSM_BUSY;
    for (int quality = PORTRAIT_JPEG_BEST; status == BSM_BUSY && quality >= PORTRAIT_JPEG_LEAST;
         quality -= PORTRAIT_JPEG_STEP)
        status = encode(&portrait, quality, out, size);
    bsm_image_finish(&portrait);
    return status == BSM_BUSY ? BSM_RETRY : status;
}

/* The next best of those not tried yet, or -1. */
static int next_of(const struct best *best, unsigned tried)
{
    int next = -1;
    for (int i = 0; i < best->count; i++)
        if (!(tried >> i & 1) && (next < 0 || best->frames[i].quality > best->frames[next].quality))
            next = i;
    return next;
}

enum bsm_status portrait_make(const struct best *best, uint8_t out[PORTRAIT_BYTES_MAX], size_t *size)
{
    enum bsm_status status = BSM_RETRY;
    *size = 0;
    unsigned tried = 0;
    for (int next; status == BSM_RETRY && (next = next_of(best, tried)) >= 0; tried |= 1u << next)
        status = cut_out(&best->frames[next], out, size);
    return status;
}
