#include "tests/sim/camera/fill.h"

#include <math.h>

/* From this opacity on a pixel hides what is behind it. */
enum { SOLID = 120 };

/* A value that changes evenly over the triangle. */
struct slope {
    float at, by_x, by_y; /* at: in corner a */
};

static struct slope slope_of(const struct mesh_corner *a, const struct mesh_corner *b, const struct mesh_corner *c,
                             float area, float va, float vb, float vc)
{
    float db = (vb - va) / area, dc = (vc - va) / area;
    return (struct slope){va, db * (c->y - a->y) - dc * (b->y - a->y), dc * (b->x - a->x) - db * (c->x - a->x)};
}

/* The same for both triangles of an edge: always from its upper end. */
static float edge_x(const struct mesh_corner *a, const struct mesh_corner *b, float y)
{
    if (a->y > b->y || (a->y == b->y && a->x > b->x)) {
        const struct mesh_corner *other = a;
        a = b;
        b = other;
    }
    return a->x + (b->x - a->x) * ((y - a->y) / (b->y - a->y));
}

static int blend4(const uint8_t *at, int stride, int fx, int fy)
{
    int top = at[0] * (256 - fx) + at[1] * fx;
    int low = at[stride] * (256 - fx) + at[stride + 1] * fx;
    return (top * (256 - fy) + low * fy) >> 16;
}

static void mix(uint8_t *to, int value, int alpha) { *to = (uint8_t)(*to + ((value - *to) * alpha >> 8)); }

/* One square of two by two pixels: its colour, and the light on it. */
static void fill_square(const struct fill *fill, int x, int y, int u, int v, int alpha, int gain, int facing)
{
    const struct planes *skin = fill->skin->planes;
    struct planes *out = &fill->canvas->planes;
    size_t to = (size_t)(y / 2) * (size_t)(out->width / 2) + (size_t)(x / 2);
    size_t from = (size_t)(v / 2) * (size_t)(skin->width / 2) + (size_t)(u / 2);
    mix(&out->cb[to], skin->cb[from], alpha);
    mix(&out->cr[to], skin->cr[from], alpha);
    uint16_t *lit = &fill->canvas->gain[to];
    *lit = (uint16_t)(*lit + (gain - *lit) * alpha / 256);
    mix(&fill->canvas->facing[to], facing, alpha);
}

struct row {
    int y, left, right;
    int u, v, by_u, by_v; /* 16-bit fixed point, at left */
    int near, by_near;    /* 8-bit */
    int gain, by_gain, facing, by_facing;
};

static void fill_row(const struct fill *fill, const struct row *row)
{
    const struct planes *skin = fill->skin->planes;
    struct planes *out = &fill->canvas->planes;
    size_t start = (size_t)row->y * (size_t)out->width;
    uint8_t *luma = out->y + start;
    int16_t *near = fill->canvas->near + start;
    int u = row->u, v = row->v, z = row->near, width = skin->width, height = skin->height;
    for (int x = row->left; x < row->right; x++, u += row->by_u, v += row->by_v, z += row->by_near) {
        int sx = u >> 16, sy = v >> 16;
        if (near[x] > z >> 8 || sx < 0 || sy < 0 || sx >= width - 1 || sy >= height - 1)
            continue;
        int at = sy * width + sx, alpha = fill->skin->alpha[at] * fill->strength / 255;
        if (alpha == 0)
            continue;
        mix(&luma[x], blend4(skin->y + at, width, u >> 8 & 255, v >> 8 & 255), alpha);
        if (alpha > SOLID)
            near[x] = (int16_t)(z >> 8);
        if (((x | row->y) & 1) == 0)
            fill_square(fill, x, row->y, sx, sy, alpha, (row->gain + row->by_gain * (x - row->left)) >> 8,
                        (row->facing + row->by_facing * (x - row->left)) >> 8);
    }
}

struct slopes {
    const struct mesh_corner *a;
    struct slope u, v, near, gain, facing;
};

static int fixed(float value, int bits) { return (int)lrintf(value * (float)(1 << bits)); }

static float slope_at(const struct slope *slope, float dx, float dy)
{
    return slope->at + slope->by_x * dx + slope->by_y * dy;
}

/* Light does not overshoot in thin triangles. */
static float within(float value, float most) { return value < 0 ? 0 : value > most ? most : value; }

/* The value at the row's first pixel and its change, 8-bit fixed point. */
static void set_even(const struct slope *slope, float dx, float dy, float last, float most, int *first, int *by)
{
    float begin = within(slope_at(slope, dx, dy), most);
    *first = fixed(begin, 8);
    *by = last > 0 ? fixed((within(slope_at(slope, dx + last, dy), most) - begin) / last, 8) : 0;
}

static void fill_span(const struct fill *fill, const struct slopes *s, int y, float left, float right)
{
    int width = fill->canvas->planes.width;
    struct row row = {.y = y, .left = (int)ceilf(left < 0 ? 0 : left)};
    row.right = (int)ceilf(right > (float)width ? (float)width : right);
    if (row.left >= row.right)
        return;
    float dx = (float)row.left - s->a->x, dy = (float)y - s->a->y;
    float last = (float)(row.right - row.left - 1);
    set_even(&s->gain, dx, dy, last, CANVAS_GAIN_MAX, &row.gain, &row.by_gain);
    set_even(&s->facing, dx, dy, last, 255, &row.facing, &row.by_facing);
    row.u = fixed(slope_at(&s->u, dx, dy), 16);
    row.v = fixed(slope_at(&s->v, dx, dy), 16);
    row.near = fixed(slope_at(&s->near, dx, dy), 8);
    row.by_u = fixed(s->u.by_x, 16);
    row.by_v = fixed(s->v.by_x, 16);
    row.by_near = fixed(s->near.by_x, 8);
    fill_row(fill, &row);
}

static void sort_by_y(const struct mesh_corner *sorted[3])
{
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 2 - i; k++) {
            if (sorted[k]->y > sorted[k + 1]->y) {
                const struct mesh_corner *other = sorted[k];
                sorted[k] = sorted[k + 1];
                sorted[k + 1] = other;
            }
        }
    }
}

void fill_triangle(const struct fill *fill, const struct mesh_corner *a, const struct mesh_corner *b,
                   const struct mesh_corner *c)
{
    float area = (b->x - a->x) * (c->y - a->y) - (c->x - a->x) * (b->y - a->y);
    if (!(area > 0.01f))
        return;
    struct slopes slopes = {.a = a,
                            .u = slope_of(a, b, c, area, a->u, b->u, c->u),
                            .v = slope_of(a, b, c, area, a->v, b->v, c->v),
                            .near = slope_of(a, b, c, area, a->near, b->near, c->near),
                            .gain = slope_of(a, b, c, area, a->gain, b->gain, c->gain),
                            .facing = slope_of(a, b, c, area, a->facing, b->facing, c->facing)};
    const struct mesh_corner *sorted[3] = {a, b, c};
    sort_by_y(sorted);
    int last = fill->canvas->planes.height, y = (int)ceilf(fmaxf(sorted[0]->y, 0));
    for (; y < last && (float)y < sorted[2]->y; y++) {
        bool upper = (float)y < sorted[1]->y;
        float one = edge_x(sorted[0], sorted[2], (float)y);
        float other = upper ? edge_x(sorted[0], sorted[1], (float)y) : edge_x(sorted[1], sorted[2], (float)y);
        fill_span(fill, &slopes, y, fminf(one, other), fmaxf(one, other));
    }
}
