#include "tests/sim/camera/portrait.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/sim/camera/costume.h"
#include "tests/sim/camera/raster.h"
#include "tests/sim/camera/surround.h"

/* How far the portrait goes around the centre of the face, in per cent of the face's height. */
enum { ABOVE = 130, BELOW = 260, BESIDE = 180 };

static double smooth(double share)
{
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return share * share * (3 - 2 * share);
}

/* From 0 at an edge of the picture to 1 inside it. The soft part ends before the face, `margin` away, begins. */
static double soft_edge(double distance, double margin, double face_height)
{
    double soft = margin * 0.95;
    if (soft > face_height * 0.45)
        soft = face_height * 0.45;
    if (soft < face_height * 0.05)
        soft = face_height * 0.05;
    return smooth(distance / soft);
}

static double opacity(const struct raster *raster, const struct box *face, bool ends_below, double x, double y)
{
    double tall = face->height;
    double share = soft_edge(x, face->x, tall);
    share *= soft_edge(raster->width - 1 - x, raster->width - face->x - face->width, tall);
    share *= soft_edge(y, face->y * 0.6, tall);
    return ends_below ? share * soft_edge(raster->height - 1 - y, 0, tall) : share;
}

static struct paint paint_at(const struct raster *raster, const struct costume *costume,
                             const struct placement *placement, double x, double y)
{
    struct paint picture = {.opacity = opacity(raster, &placement->face, costume->has_clothes, x, y)};
    int rgb[3] = {0};
    if (picture.opacity > 0)
        raster_sample(raster, x, y, placement->scale, rgb);
    for (int i = 0; i < 3; i++)
        picture.rgb[i] = rgb[i];
    struct paint paint = paint_over(costume_crown(costume, raster, x, y), picture);
    return paint_over(paint, costume_clothes(costume, x, y));
}

static void draw(struct portrait *portrait, const struct raster *raster, const struct costume *costume,
                 const struct placement *placement)
{
    const struct box *face = &placement->face;
    struct planes *planes = &portrait->planes;
    for (int y = 0; y < planes->height; y++) {
        for (int x = 0; x < planes->width; x++) {
            double source_x = face->x + face->width / 2.0 + (x - portrait->face_x) * placement->scale;
            double source_y = face->y + face->height / 2.0 + (y - portrait->face_y) * placement->scale;
            struct paint paint = paint_at(raster, costume, placement, source_x, source_y);
            portrait->alpha[(size_t)y * (size_t)planes->width + (size_t)x] = (uint8_t)(255 * paint.opacity);
            if (paint.opacity > 0)
                planes_put(planes, x, y, colour_of_rgb((int)paint.rgb[0], (int)paint.rgb[1], (int)paint.rgb[2]));
        }
    }
}

/* A portrait's usual place for the face, where the control file does not say. */
static struct box usual_face(const struct raster *raster)
{
    return (struct box){raster->width * 3 / 10, raster->height / 4, raster->width * 4 / 10, raster->height * 45 / 100};
}

static bool make(struct portrait *portrait, const struct raster *raster, const struct control *control)
{
    int tall = control->face_height_px;
    struct placement placement = {.centre_x = PORTRAIT_FACE_X, .centre_y = PORTRAIT_FACE_Y};
    placement.face = control->face.width ? control->face : usual_face(raster);
    placement.scale = (double)placement.face.height / tall;
    int width = tall * BESIDE / 100 * 2, height = tall * (ABOVE + BELOW) / 100 / 2 * 2;
    portrait->face_x = tall * BESIDE / 100;
    portrait->face_y = tall * ABOVE / 100;
    portrait->alpha = calloc((size_t)width, (size_t)height);
    if (!portrait->alpha || !planes_init(&portrait->planes, width, height) ||
        !planes_init(&portrait->room, PORTRAIT_FRAME_WIDTH, PORTRAIT_FRAME_HEIGHT))
        return false;
    surround_paint(&portrait->room, raster, &placement);
    struct costume costume;
    double visible_rows = placement.face.y + placement.face.height / 2.0 +
                          (PORTRAIT_FRAME_HEIGHT - 20 - PORTRAIT_FACE_Y) * placement.scale;
    costume_choose(&costume, raster, &placement.face, visible_rows, control->seed);
    draw(portrait, raster, &costume, &placement);
    return true;
}

bool portrait_load(struct portrait *portrait, const struct control *control)
{
    struct raster raster = {0};
    *portrait = (struct portrait){0};
    bool good = raster_load(&raster, control->picture);
    if (!good)
        fprintf(stderr, "basma-camera: no such picture, or not a JPEG or PNG: %s\n", control->picture);
    else
        good = make(portrait, &raster, control);
    raster_finish(&raster);
    if (!good)
        portrait_finish(portrait);
    return good;
}

void portrait_finish(struct portrait *portrait)
{
    planes_finish(&portrait->planes);
    planes_finish(&portrait->room);
    free(portrait->alpha);
    *portrait = (struct portrait){0};
}
