#include "tests/sim/bench/portrait_view.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "enroll/picture/picture.h"

static cairo_surface_t *surface_of(const struct bsm_image *image)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->width_px, image->height_px);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        return surface;
    cairo_surface_flush(surface);
    uint8_t *rows = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; y < image->height_px; y++) {
        const uint8_t *from = image->pixels + (size_t)y * image->stride;
        uint32_t *to = (uint32_t *)(void *)(rows + (size_t)y * stride);
        for (int x = 0; x < image->width_px; x++, from += 3)
            to[x] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

void portrait_view_finish(struct portrait_view *view)
{
    if (view->surface)
        cairo_surface_destroy(view->surface);
    view->surface = NULL;
    view->path[0] = 0;
}

cairo_surface_t *portrait_view_of(struct portrait_view *view, const char *path)
{
    struct bsm_image image = {0};
    if (strcmp(view->path, path) == 0)
        return view->surface;
    portrait_view_finish(view);
    snprintf(view->path, sizeof view->path, "%s", path);
    if (path[0] && bsm_picture_read(path, BSM_IMAGE_RGB24, 0, &image, NULL, 0) == BSM_OK)
        view->surface = surface_of(&image);
    bsm_image_finish(&image);
    return view->surface;
}
