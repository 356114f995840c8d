#include "ui/pictures.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

static size_t bytes_of(const struct bsm_picture *picture)
{
    return (size_t)picture->width_px * (size_t)picture->height_px * sizeof *picture->pixels;
}

void bsm_picture_wipe(struct bsm_picture *picture)
{
    bsm_wipe_free(picture->pixels, bytes_of(picture));
    *picture = (struct bsm_picture){.version = picture->version + 1};
}

enum bsm_status bsm_picture_put(struct bsm_picture *picture, const uint32_t *pixels, int width_px, int height_px)
{
    if (!picture->pixels || picture->width_px != width_px || picture->height_px != height_px) {
        bsm_picture_wipe(picture);
        picture->pixels = malloc((size_t)width_px * (size_t)height_px * sizeof *pixels);
        if (!picture->pixels)
            return BSM_NO_MEMORY;
        picture->width_px = width_px;
        picture->height_px = height_px;
    }
    memcpy(picture->pixels, pixels, bytes_of(picture));
    picture->version++;
    return BSM_OK;
}

void bsm_pictures_open(struct bsm_pictures *pictures, int fd)
{
    bsm_preview_finish(&pictures->preview);
    pictures->sequence = 0;
    pictures->looked_at = false;
    if (bsm_preview_open(&pictures->preview, fd) != BSM_OK)
        bsm_log(BSM_LOG_WARNING, "ui/pictures", "the preview that was sent is none; going on without pictures");
}

bool bsm_pictures_take(struct bsm_pictures *pictures, int finger_step)
{
    struct bsm_preview_frame frame;
    if (!pictures->preview.memory || !bsm_preview_take(&pictures->preview, pictures->sequence, &frame))
        return false;
    pictures->looked_at = true;
    pictures->sequence = frame.sequence;
    if (frame.width_px <= 0 || frame.height_px <= 0)
        return false;
    if (frame.kind == BSM_PREVIEW_FACE)
        return bsm_picture_put(&pictures->face, frame.pixels, frame.width_px, frame.height_px) == BSM_OK;
    if (frame.kind == BSM_PREVIEW_FINGER && finger_step >= 1 && finger_step <= BSM_FINGERS_ASKED_MAX)
        return bsm_picture_put(&pictures->fingers[finger_step - 1], frame.pixels, frame.width_px, frame.height_px) ==
               BSM_OK;
    return false;
}

void bsm_pictures_drop_face(struct bsm_pictures *pictures) { bsm_picture_wipe(&pictures->face); }

void bsm_pictures_drop_fingers(struct bsm_pictures *pictures, int first_step)
{
    for (int step = first_step; step <= BSM_FINGERS_ASKED_MAX; step++)
        if (step >= 1)
            bsm_picture_wipe(&pictures->fingers[step - 1]);
}

void bsm_pictures_forget(struct bsm_pictures *pictures)
{
    bsm_pictures_drop_face(pictures);
    bsm_pictures_drop_fingers(pictures, 1);
    if (pictures->looked_at)
        bsm_preview_finish(&pictures->preview);
    pictures->looked_at = false;
}

void bsm_pictures_finish(struct bsm_pictures *pictures)
{
    bsm_pictures_forget(pictures);
    bsm_preview_finish(&pictures->preview);
}

void bsm_picture_cover(cairo_t *cr, const struct bsm_picture *picture, double x, double y, double w, double h)
{
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)picture->pixels, CAIRO_FORMAT_RGB24, picture->width_px,
                                            picture->height_px, picture->width_px * (int)sizeof *picture->pixels);
    double across = w / picture->width_px;
    double down = h / picture->height_px;
    double scale = across > down ? across : down;
    cairo_save(cr);
    cairo_rectangle(cr, x, y, w, h);
    cairo_clip(cr);
    cairo_translate(cr, x + (w - picture->width_px * scale) / 2, y + (h - picture->height_px * scale) / 2);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}
