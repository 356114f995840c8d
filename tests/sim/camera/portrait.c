#include "tests/sim/camera/portrait.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/sim/camera/backdrop.h"
#include "tests/sim/camera/costume.h"
#include "tests/sim/camera/raster.h"
#include "tests/sim/camera/surround.h"
#include "tests/sim/camera/wear.h"

/* How far the portrait goes around the centre of the face, in per cent of the face's height. */
enum { ABOVE = 130, BELOW = 260, BESIDE = 180 };

/* From 0 at an edge of the picture to 1 inside it. The soft part ends before the face, `margin` away, begins. */
static double soft_edge(double distance, double margin, double face_height)
{
    double soft = margin * 0.95;
    if (soft > face_height * 0.45)
        soft = face_height * 0.45;
    if (soft < face_height * 0.05)
        soft = face_height * 0.05;
    return smooth_step(distance / soft);
}

static double opacity(const struct raster *raster, const struct box *face, bool ends_below, double x, double y)
{
    double tall = face->height;
    double share = soft_edge(x, face->x, tall);
    share *= soft_edge(raster->width - 1 - x, raster->width - face->x - face->width, tall);
    share *= soft_edge(y, face->y * 0.6, tall);
    return ends_below ? share * soft_edge(raster->height - 1 - y, 0, tall) : share;
}

/* What is drawn from: a picture file and what was found out about it. */
struct source {
    const struct look *look;
    int seed;
    struct raster raster;
    struct placement placement;
    struct costume costume;
    struct paint *hem; /* owned; one for each column of the raster */
};

/* The covers of a picture's pixels, for the backdrop. */
struct covers {
    uint8_t *picture, *person; /* owned */
};

static struct point source_of(const struct portrait *portrait, const struct placement *placement, double x, double y)
{
    const struct box *face = &placement->face;
    return (struct point){face->x + face->width / 2.0 + (x - portrait->face_x) * placement->scale,
                          face->y + face->height / 2.0 + (y - portrait->face_y) * placement->scale};
}

/* A face cut out of paper: within the head's outline, brow to chin, without the eyes. */
static double cut_out(const struct head *head, struct point local)
{
    struct point a = head->marks.left_eye, b = head->marks.right_eye;
    double cm = head->cm, edge = (1.0 - head_radius(head, local.x, local.y)) * head->wide / (0.2 * cm);
    double eye = fmin(hypot((local.x - a.x) / 1.45, (local.y - a.y) / 0.62),
                      hypot((local.x - b.x) / 1.45, (local.y - b.y) / 0.62));
    return smooth_step(edge) * smooth_step((eye / cm - 1) / 0.15);
}

static struct paint dressed(const struct source *source, const struct head *head, struct point local,
                            struct paint paint)
{
    if (source->look->scarf)
        paint = paint_over(paint, wear_scarf(head, local.x, local.y, source->seed));
    return source->look->glasses ? paint_over(paint, wear_glasses(head, local.x, local.y)) : paint;
}

/* What the picture ends in below: the mean of its last rows, out of focus along them. */
static bool find_hem(struct source *source)
{
    const struct raster *raster = &source->raster;
    int width = raster->width, rows = raster->height / 30 + 1, reach = source->placement.face.width * 3 / 4 + 1;
    source->hem = calloc((size_t)width, sizeof *source->hem);
    if (!source->hem)
        return false;
    for (int x = 0; x < width; x++) {
        int left = x < reach ? 0 : x - reach, right = x + reach >= width ? width - 1 : x + reach, count = 0;
        for (int column = left; column <= right; column += 1 + reach / 16) {
            for (int row = raster->height - rows; row < raster->height; row += 1 + rows / 8, count++) {
                const uint8_t *pixel = raster->rgb + ((size_t)row * (size_t)width + (size_t)column) * 3;
                for (int i = 0; i < 3; i++)
                    source->hem[x].rgb[i] += pixel[i];
            }
        }
        for (int i = 0; i < 3; i++)
            source->hem[x].rgb[i] /= count;
    }
    return true;
}

/* Below the picture's last row its colours go on, more and more out of focus. */
static void sample(const struct source *source, struct point at, int rgb[3])
{
    double below = at.y - (source->raster.height - 1), share = smooth_step(below * 8 / source->placement.face.height);
    int column = at.x < 0 ? 0 : at.x >= source->raster.width ? source->raster.width - 1 : (int)at.x;
    raster_sample(&source->raster, at.x, at.y, source->placement.scale, rgb);
    for (int i = 0; i < 3; i++)
        rgb[i] = (int)(rgb[i] + (source->hem[column].rgb[i] - rgb[i]) * share);
}

/* One pixel; covers says how much of it is picture, and the paint's opacity how much of it the person. */
static struct paint paint_at(const struct source *source, const struct head *head, struct point at, struct point local,
                             double *covered)
{
    const struct raster *raster = &source->raster;
    bool masked = source->look->medium == CONTROL_MASK;
    struct paint picture = {.opacity =
                                opacity(raster, &source->placement.face, source->costume.has_clothes, at.x, at.y)};
    int rgb[3] = {0};
    *covered = picture.opacity;
    if (picture.opacity > 0)
        sample(source, at, rgb);
    for (int i = 0; i < 3; i++)
        picture.rgb[i] = rgb[i];
    picture.opacity *= masked ? cut_out(head, local) : head_matte(head, local.x, local.y);
    if (masked)
        return picture;
    struct paint paint = paint_over(costume_crown(&source->costume, raster, at.x, at.y), picture);
    paint = dressed(source, head, local, paint_over(paint, costume_clothes(&source->costume, at.x, at.y)));
    return paint.opacity > 0 ? paint : picture;
}

static void draw(struct portrait *portrait, const struct source *source, const struct covers *covers)
{
    struct planes *planes = &portrait->planes;
    for (int y = 0; y < planes->height; y++) {
        for (int x = 0; x < planes->width; x++) {
            double covered;
            size_t at = (size_t)y * (size_t)planes->width + (size_t)x;
            struct point local = head_local(&portrait->head, x, y);
            struct paint paint =
                paint_at(source, &portrait->head, source_of(portrait, &source->placement, x, y), local, &covered);
            portrait->alpha[at] = covers->person[at] = (uint8_t)(255 * paint.opacity + 0.5);
            covers->picture[at] = (uint8_t)(255 * covered);
            if (paint.opacity > 0 || covered > 0)
                planes_put(planes, x, y, colour_of_rgb((int)paint.rgb[0], (int)paint.rgb[1], (int)paint.rgb[2]));
        }
    }
}

/* A portrait's usual place for the face, where the control file does not say. */
static struct box usual_face(const struct raster *raster)
{
    return (struct box){raster->width * 3 / 10, raster->height / 4, raster->width * 4 / 10, raster->height * 45 / 100};
}

static void fit_head(struct portrait *portrait, const struct source *source)
{
    const struct placement *placement = &source->placement;
    struct marks marks = source->look->has_marks ? source->look->marks : marks_usual(&placement->face);
    struct point *all = &marks.left_eye;
    for (int i = 0; i < 5; i++) {
        all[i].x = portrait->face_x + (all[i].x - placement->face.x - placement->face.width / 2.0) / placement->scale;
        all[i].y = portrait->face_y + (all[i].y - placement->face.y - placement->face.height / 2.0) / placement->scale;
    }
    head_fit(&portrait->head, &marks);
}

/* Placement, memory and the head's surface. */
static bool prepare(struct portrait *portrait, struct source *source, struct covers *covers)
{
    int tall = source->look->face_height_px, width = tall * BESIDE / 100 * 2;
    int height = tall * (ABOVE + BELOW) / 100 / 2 * 2;
    struct placement *placement = &source->placement;
    *placement = (struct placement){.centre_x = PORTRAIT_FACE_X, .centre_y = PORTRAIT_FACE_Y};
    placement->face = source->look->face.width ? source->look->face : usual_face(&source->raster);
    placement->scale = (double)placement->face.height / tall;
    portrait->face_x = tall * BESIDE / 100;
    portrait->face_y = tall * ABOVE / 100;
    size_t size = (size_t)width * (size_t)height;
    portrait->alpha = calloc(1, size);
    *covers = (struct covers){calloc(1, size), calloc(1, size)};
    if (!portrait->alpha || !covers->picture || !covers->person || !planes_init(&portrait->planes, width, height) ||
        !planes_init(&portrait->room, PORTRAIT_FRAME_WIDTH, PORTRAIT_FRAME_HEIGHT))
        return false;
    fit_head(portrait, source);
    double visible_rows = placement->face.y + placement->face.height / 2.0 +
                          (PORTRAIT_FRAME_HEIGHT - 20 - PORTRAIT_FACE_Y) * placement->scale;
    costume_choose(&source->costume, &source->raster, &placement->face, visible_rows, source->seed);
    return find_hem(source);
}

static bool make(struct portrait *portrait, struct source *source)
{
    struct covers covers = {0};
    struct backdrop_source behind = {.picture = &portrait->planes};
    bool good = prepare(portrait, source, &covers);
    if (good) {
        draw(portrait, source, &covers);
        surround_paint(&portrait->room, &source->raster, &source->placement);
        behind.covered = covers.picture;
        behind.person = covers.person;
        behind.left = PORTRAIT_FACE_X - (int)portrait->face_x;
        behind.top = PORTRAIT_FACE_Y - (int)portrait->face_y;
        struct mesh_skin skin = {&portrait->planes, portrait->alpha};
        good = backdrop_lay(&portrait->room, &behind) &&
               lids_init(&portrait->lids, &portrait->head, &portrait->planes) &&
               mesh_init(&portrait->mesh, &skin, &portrait->head,
                         source->look->medium == CONTROL_MASK ? MESH_FLAT : MESH_HEAD);
    }
    free(covers.picture);
    free(covers.person);
    return good;
}

bool portrait_load(struct portrait *portrait, const struct look *look, int seed)
{
    struct source source = {.look = look, .seed = seed};
    *portrait = (struct portrait){0};
    bool good = raster_load(&source.raster, look->picture);
    if (!good)
        fprintf(stderr, "basma-camera: no such picture, or not a JPEG or PNG: %s\n", look->picture);
    else
        good = make(portrait, &source);
    raster_finish(&source.raster);
    free(source.hem);
    if (!good)
        portrait_finish(portrait);
    return good;
}

void portrait_finish(struct portrait *portrait)
{
    planes_finish(&portrait->planes);
    planes_finish(&portrait->room);
    mesh_finish(&portrait->mesh);
    lids_finish(&portrait->lids);
    free(portrait->alpha);
    *portrait = (struct portrait){0};
}

void portrait_draw(struct portrait *portrait, const struct pose *pose, double lids, const struct mesh_light *light,
                   int strength, struct canvas *canvas)
{
    struct mesh_skin skin = {&portrait->planes, portrait->alpha};
    struct point anchor = {portrait->face_x, portrait->face_y};
    if (!portrait->alpha || strength <= 0)
        return;
    lids_draw(&portrait->lids, &portrait->head, lids, &portrait->planes);
    mesh_draw(&portrait->mesh, &skin, anchor, pose, light, strength, canvas);
}
