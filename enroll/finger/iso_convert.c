#include "enroll/finger/iso_convert.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/template.h"
#include "firmware/base/wipe.h"

enum {
    PIXELS_A_CM_500_PPI = 197,
    SIDE_MAX_PX = 1024,
    MARGIN_PX = 50, /* of the print round the hull of its minutiae: MCC (see cylinder.c), table 3, Omega */
    HULL_DIRECTIONS = 32,
    REACH_STEP_PX = 8,
    BLOCK_PX = 8,
    UNEVEN_MAX_PERCENT = 2,
};

/* ISO's angle is the other way round a circle, and into the line that ends instead of out of it; and back. */
static uint8_t turned(uint8_t angle) { return (uint8_t)(128 - angle); }

enum bsm_status bsm_iso_view_of_template(const uint8_t *bytes, size_t size, int position, struct bsm_iso_view *view)
{
    struct bsm_finger_features features;
    enum bsm_status status = bsm_finger_features_unpack(bytes, size, &features);
    if (status == BSM_OK) {
        *view = (struct bsm_iso_view){.position = position,
                                      .quality = features.quality,
                                      .width_px = features.width_px,
                                      .height_px = features.height_px,
                                      .x_pixels_a_cm = PIXELS_A_CM_500_PPI,
                                      .y_pixels_a_cm = PIXELS_A_CM_500_PPI,
                                      .count = features.count};
        for (int i = 0; i < features.count; i++) {
            const struct bsm_minutia *minutia = &features.minutiae[i];
            view->minutiae[i] = (struct bsm_iso_minutia){
                .x = minutia->x,
                .y = minutia->y,
                .type = minutia->type == BSM_MINUTIA_BIFURCATION ? BSM_ISO_MINUTIA_BIFURCATION : BSM_ISO_MINUTIA_ENDING,
                .angle = turned(minutia->direction),
                .quality = minutia->quality,
            };
        }
    }
    bsm_wipe(&features, sizeof features);
    return status;
}

/* 197 a cm is 500 ppi, 394 is 1000: the standard rounds them. */
static int ppi_of(int pixels_a_cm) { return (pixels_a_cm * 254 + 50) / 100; }

static bool resolution_lawful(const struct bsm_iso_view *view)
{
    int across = ppi_of(view->x_pixels_a_cm), down = ppi_of(view->y_pixels_a_cm);
    return across >= BSM_FINGER_RESOLUTION_MIN_PPI - 1 && across <= BSM_FINGER_RESOLUTION_MAX_PPI + 1 &&
           abs(across - down) * 100 <= across * UNEVEN_MAX_PERCENT;
}

/* One axis at 500 ppi. */
static int scaled(int px, int pixels_a_cm)
{
    int ppi = ppi_of(pixels_a_cm);
    return (px * 1000 + ppi) / (2 * ppi);
}

/* A minutia of the view with what it is chosen by. */
struct candidate {
    int index, quality;
    long distance; /* squared, from the middle of all */
};

static int compare(const void *a, const void *b)
{
    const struct candidate *p = a, *q = b;
    if (p->quality != q->quality)
        return q->quality - p->quality;
    if (p->distance != q->distance)
        return p->distance < q->distance ? -1 : 1;
    return p->index - q->index;
}

/* Marks the minutiae that a template has room for. */
static void choose(const struct bsm_iso_view *view, bool chosen[BSM_ISO_MINUTIAE_MAX])
{
    struct candidate candidates[BSM_ISO_MINUTIAE_MAX];
    long x = 0, y = 0;
    for (int i = 0; i < view->count; i++) {
        x += view->minutiae[i].x;
        y += view->minutiae[i].y;
    }
    for (int i = 0; i < view->count; i++) {
        const struct bsm_iso_minutia *minutia = &view->minutiae[i];
        long dx = minutia->x - x / view->count, dy = minutia->y - y / view->count;
        candidates[i] = (struct candidate){i, minutia->quality <= 100 ? minutia->quality : 0, dx * dx + dy * dy};
    }
    qsort(candidates, (size_t)view->count, sizeof candidates[0], compare);
    for (int i = 0; i < view->count; i++)
        chosen[candidates[i].index] = i < BSM_FINGER_MINUTIAE_MAX;
}

/* The part of an axis that a template can hold: all of it, or from a little before the first minutia on. */
struct span {
    int start, length;
};

static struct span span_of(int length, int first)
{
    struct span span = {0, length > 0 ? length : 1};
    if (length > SIDE_MAX_PX) {
        span.start = first > MARGIN_PX ? first - MARGIN_PX : 0;
        span.length = length - span.start < SIDE_MAX_PX ? length - span.start : SIDE_MAX_PX;
    }
    return span;
}

static bool place(const struct span *span, int at, uint16_t *out)
{
    at -= span->start;
    at = at == span->length ? at - 1 : at; /* the last pixel, rounded up */
    *out = (uint16_t)at;
    return at >= 0 && at < span->length;
}

/* False when they do not fit in one finger. */
static bool take_minutiae(const struct bsm_iso_view *view, struct bsm_finger_features *features)
{
    bool chosen[BSM_ISO_MINUTIAE_MAX] = {false}, fit = true;
    int left = BSM_ISO_SIDE_MAX_PX, top = BSM_ISO_SIDE_MAX_PX;
    choose(view, chosen);
    for (int i = 0; i < view->count; i++) {
        left = chosen[i] && view->minutiae[i].x < left ? view->minutiae[i].x : left;
        top = chosen[i] && view->minutiae[i].y < top ? view->minutiae[i].y : top;
    }
    struct span across = span_of(scaled(view->width_px, view->x_pixels_a_cm), scaled(left, view->x_pixels_a_cm));
    struct span down = span_of(scaled(view->height_px, view->y_pixels_a_cm), scaled(top, view->y_pixels_a_cm));
    features->width_px = across.length;
    features->height_px = down.length;
    for (int i = 0; i < view->count; i++) {
        const struct bsm_iso_minutia *from = &view->minutiae[i];
        if (!chosen[i])
            continue;
        struct bsm_minutia *to = &features->minutiae[features->count++];
        fit &= place(&across, scaled(from->x, view->x_pixels_a_cm), &to->x);
        fit &= place(&down, scaled(from->y, view->y_pixels_a_cm), &to->y);
        to->direction = turned(from->angle);
        to->type = from->type == BSM_ISO_MINUTIA_BIFURCATION ? BSM_MINUTIA_BIFURCATION : BSM_MINUTIA_ENDING;
        to->quality = from->quality <= 100 ? from->quality : 0;
    }
    return fit;
}

/* How far the minutiae lie out in each direction: a convex hull as its tangents. */
struct hull {
    float c[HULL_DIRECTIONS], s[HULL_DIRECTIONS], far[HULL_DIRECTIONS];
    float x, y; /* middle */
};

static void find_hull(const struct bsm_finger_features *features, struct hull *hull)
{
    *hull = (struct hull){0};
    for (int i = 0; i < features->count; i++) {
        hull->x += (float)features->minutiae[i].x / (float)features->count;
        hull->y += (float)features->minutiae[i].y / (float)features->count;
    }
    for (int d = 0; d < HULL_DIRECTIONS; d++) {
        hull->c[d] = (float)bsm_exact_cos(d * 2 * BSM_PI / HULL_DIRECTIONS);
        hull->s[d] = (float)bsm_exact_sin(d * 2 * BSM_PI / HULL_DIRECTIONS);
        for (int i = 0; i < features->count; i++) {
            const struct bsm_minutia *minutia = &features->minutiae[i];
            float dx = (float)minutia->x - hull->x, dy = (float)minutia->y - hull->y;
            float out = hull->c[d] * dx + hull->s[d] * dy;
            hull->far[d] = out > hull->far[d] ? out : hull->far[d];
        }
    }
}

/* Whether the point is within MARGIN_PX of the hull and within reach of its middle. */
static bool hull_holds(const struct hull *hull, float x, float y, int reach_px)
{
    float dx = x - hull->x, dy = y - hull->y;
    if (dx * dx + dy * dy > (float)reach_px * (float)reach_px)
        return false;
    for (int d = 0; d < HULL_DIRECTIONS; d++)
        if (hull->c[d] * dx + hull->s[d] * dy > hull->far[d] + MARGIN_PX)
            return false;
    return true;
}

/* Returns how many blocks are inside; fills no more than there is room for. */
static int fill_mask(struct bsm_ridge_map *map, const struct hull *hull, int reach_px)
{
    map->count = 0;
    for (int i = 0; i < map->rows * map->columns; i++) {
        float x = (float)(i % map->columns * BLOCK_PX + BLOCK_PX / 2);
        float y = (float)(i / map->columns * BLOCK_PX + BLOCK_PX / 2);
        bool inside = hull_holds(hull, x, y, reach_px);
        map->index[i] = inside ? (uint16_t)++map->count : 0;
    }
    return map->count;
}

/* Where the print may be believed to have been: round the minutiae, and where that is more than a template holds,
 * round their middle. */
static void lay_print(struct bsm_finger_features *features)
{
    struct bsm_ridge_map *map = &features->ridges;
    struct hull hull;
    int reach_px = 2 * SIDE_MAX_PX;
    map->bare = true;
    map->columns = (uint8_t)((features->width_px + BLOCK_PX - 1) / BLOCK_PX);
    map->rows = (uint8_t)((features->height_px + BLOCK_PX - 1) / BLOCK_PX);
    find_hull(features, &hull);
    if (fill_mask(map, &hull, reach_px) <= BSM_RIDGE_BLOCKS_MAX)
        return;
    reach_px = SIDE_MAX_PX / 2;
    while (fill_mask(map, &hull, reach_px) > BSM_RIDGE_BLOCKS_MAX)
        reach_px -= REACH_STEP_PX;
}

enum bsm_status bsm_iso_view_to_template(const struct bsm_iso_view *view, uint8_t *out, size_t *size,
                                         char why[BSM_ISO_WHY_SIZE])
{
    struct bsm_finger_features features;
    struct bsm_cylinder_weights weights;
    memset(&features, 0, sizeof features);
    const char *wrong = NULL;
    if (view->count < 1)
        wrong = "no minutiae: there is nothing to match";
    else if (!resolution_lawful(view))
        wrong = "the resolution must be 98 to 394 pixels a cm (250 to 1000 ppi), alike across and down";
    else if (!take_minutiae(view, &features))
        wrong = "the minutiae lie more than 52 mm apart: not of one finger, or a wrong resolution";
    (void)snprintf(why, BSM_ISO_WHY_SIZE, "%s", wrong ? wrong : "");
    if (!wrong) {
        features.quality = view->quality <= 100 ? view->quality : 0;
        lay_print(&features);
        bsm_cylinder_weights_init(&weights);
        bsm_finger_cylinders(&features, &weights);
        *size = bsm_finger_features_pack(&features, out);
    }
    bsm_wipe(&features, sizeof features);
    return wrong ? BSM_INVALID : BSM_OK;
}
