#include "tests/sim/camera/costume.h"

#include <math.h>
#include <stddef.h>

static const double cloths[][3] = {{42, 52, 78}, {58, 60, 64}, {84, 44, 52}, {50, 70, 62}, {206, 202, 194}};

static double smooth(double share)
{
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return share * share * (3 - 2 * share);
}

static double middle_of(const struct box *face) { return face->x + face->width / 2.0; }

static double difference(const double a[3], const double b[3])
{
    return fabs(a[0] - b[0]) + fabs(a[1] - b[1]) + fabs(a[2] - b[2]);
}

static void first_row(const struct raster *raster, int x, double rgb[3])
{
    for (int i = 0; i < 3; i++)
        rgb[i] = raster->rgb[(size_t)(x < 0 ? 0 : x >= raster->width ? raster->width - 1 : x) * 3 + (size_t)i];
}

/* How far the hair goes from column x along the picture's first row: to where it looks like the room behind. */
static int hair_end(const struct raster *raster, const struct box *face, int x, int step, const double room[3])
{
    double rgb[3];
    for (first_row(raster, x, rgb); difference(rgb, room) > 110; first_row(raster, x, rgb)) {
        x += step;
        if (x <= face->x - face->width / 4 || x >= face->x + face->width * 5 / 4 || x <= 0 || x >= raster->width - 1)
            break;
    }
    return x;
}

/* Finds the stretch of hair that the picture's upper edge cuts through, and its mean colour. */
static void find_hair(struct costume *costume, const struct raster *raster, const struct box *face)
{
    double left[3], right[3], rgb[3];
    int middle = face->x + face->width / 2;
    first_row(raster, face->width / 12, left);
    first_row(raster, raster->width - face->width / 12, right);
    costume->hair_left = hair_end(raster, face, middle, -1, left);
    costume->hair_right = hair_end(raster, face, middle, 1, right);
    int wide = costume->hair_right - costume->hair_left;
    costume->has_crown = face->y < face->height * 0.15 && wide > face->width / 3;
    for (int x = costume->hair_left; costume->has_crown && x < costume->hair_right; x++) {
        first_row(raster, x, rgb);
        for (int i = 0; i < 3; i++)
            costume->hair[i] += rgb[i] / wide;
    }
}

void costume_choose(struct costume *costume, const struct raster *raster, const struct box *face, double visible_rows,
                    int seed)
{
    *costume = (struct costume){.face = *face, .height = raster->height};
    costume->has_clothes = raster->height < visible_rows;
    costume->cloth = cloths[(unsigned)seed % (sizeof cloths / sizeof *cloths)];
    find_hair(costume, raster, face);
}

/* A flat dome on the hair that the picture's upper edge cut off. */
struct paint costume_crown(const struct costume *costume, const struct raster *raster, double x, double y)
{
    struct paint paint = {.opacity = 0};
    double tall = costume->face.height, half = (costume->hair_right - costume->hair_left) / 2.0;
    if (!costume->has_crown || y > tall * 0.07)
        return paint;
    double across = (x - costume->hair_left - half) / half, up = y < 0 ? -y / (half * 0.36) : 0;
    int row[3];
    raster_sample(raster, x, 0, tall / 40, row);
    paint.opacity = smooth((1.04 - hypot(across, up)) / 0.14);
    for (int i = 0; i < 3; i++)
        paint.rgb[i] = (0.5 * row[i] + 0.5 * costume->hair[i]) * (0.97 - 0.20 * up);
    return paint;
}

/* A collar at the neck, and shoulders that fall away from it to both sides; measured in face heights. */
struct paint costume_clothes(const struct costume *costume, double x, double y)
{
    struct paint paint = {.opacity = 0};
    if (!costume->has_clothes)
        return paint;
    double tall = costume->face.height, from_middle = fabs(x - middle_of(&costume->face)) / tall;
    double chin = costume->face.y + tall, collar = fmax(fmin((costume->height - chin) / tall - 0.12, 0.34), -0.03);
    double down = (y - chin) / tall - collar;
    double out = from_middle > 0.31 ? (from_middle - 0.31) / 0.75 : 0;
    double edge = out > 0 ? 0.10 + 0.26 * pow(out, 1.3) + 0.5 * pow(out, 8)
                          : 0.05 * (1 - pow(from_middle / 0.31, 2)) + 0.10 * smooth((from_middle - 0.25) / 0.06);
    paint.opacity = smooth((down - edge) / 0.025) * smooth((1.16 - from_middle) / 0.08);
    double light = 1.12 - 0.22 * from_middle * from_middle - 0.18 * down + 0.05 * sin(9 * from_middle + 6 * down);
    light -= 0.25 * smooth(1 - fabs(down - edge - 0.06) / 0.05) * smooth((0.27 - from_middle) / 0.06); /* the collar */
    for (int i = 0; i < 3; i++)
        paint.rgb[i] = costume->cloth[i] * light;
    return paint;
}

struct paint paint_over(struct paint lower, struct paint upper)
{
    struct paint paint = {.opacity = upper.opacity + lower.opacity * (1 - upper.opacity)};
    double upper_share = paint.opacity > 0 ? upper.opacity / paint.opacity : 0;
    for (int i = 0; i < 3; i++)
        paint.rgb[i] = upper.rgb[i] * upper_share + lower.rgb[i] * (1 - upper_share);
    return paint;
}
