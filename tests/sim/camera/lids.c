#include "tests/sim/camera/lids.h"

#include <math.h>

enum { STEPS = 64 };

/* Centimetres: half the width of an eye's opening, its lids above and below the middle, and from where the skin above
 * is drawn down; and the lashes' line. */
static const double half_cm = 1.65, upper_cm = -0.50, lower_cm = 0.42, crease_cm = -1.35, lash_cm = 0.10;

static bool take_patch(struct lid *lid, const struct head *head, const struct planes *skin)
{
    struct point eye = head_planes(head, lid->eye.x, lid->eye.y);
    int half = (int)(head->cm * 1.9) / 2 * 2;
    lid->left = (int)eye.x / 2 * 2 - half;
    lid->top = (int)eye.y / 2 * 2 - half;
    if (half < 6 || half * 2 > LIDS_PATCH_SIDE_MAX || lid->left < 0 || lid->top < 0 ||
        lid->left + half * 2 > skin->width || lid->top + half * 2 > skin->height)
        return true;
    if (!planes_init(&lid->open, half * 2, half * 2))
        return false;
    for (int y = 0; y < half * 2; y++)
        for (int x = 0; x < half * 2; x++)
            planes_put(&lid->open, x, y, planes_get(skin, lid->left + x, lid->top + y));
    return true;
}

bool lids_init(struct lids *lids, const struct head *head, const struct planes *skin)
{
    *lids = (struct lids){.lids = {{.eye = head->marks.left_eye}, {.eye = head->marks.right_eye}}};
    return take_patch(&lids->lids[0], head, skin) && take_patch(&lids->lids[1], head, skin);
}

void lids_finish(struct lids *lids)
{
    planes_finish(&lids->lids[0].open);
    planes_finish(&lids->lids[1].open);
    *lids = (struct lids){0};
}

/* For a place at dp, dq (cm) from the eye's middle, the dq whose skin is seen there. */
static double drawn_from(double across, double dq, double closed, double *shade)
{
    double curve = 1 - across * across;
    *shade = 1;
    if (curve <= 0)
        return dq;
    double upper = upper_cm * curve, edge = upper + closed * (lower_cm * curve - upper);
    if (dq <= crease_cm || dq >= edge)
        return dq;
    double lash = 1 - smooth_step((edge - dq) / lash_cm);
    *shade = 1 - 0.45 * lash * fmin(1, closed * 3) * fmin(1, curve * 3);
    return crease_cm + (dq - crease_cm) * (upper - crease_cm) / (edge - crease_cm);
}

static int pick(const uint8_t *plane, int side, double x, double y)
{
    x = fmin(fmax(x, 0), side - 1.001);
    y = fmin(fmax(y, 0), side - 1.001);
    int column = (int)x, row = (int)y;
    const uint8_t *at = plane + row * side + column;
    double fx = x - column, fy = y - row;
    double top = at[0] * (1 - fx) + at[1] * fx, low = at[side] * (1 - fx) + at[side + 1] * fx;
    return (int)(top * (1 - fy) + low * fy + 0.5);
}

static void draw_pixel(const struct lid *lid, const struct head *head, double closed, int x, int y, struct planes *skin)
{
    double wide = half_cm * fmin(1, head->eyes_cm * 2 / (6.3 * head->cm)), shade;
    struct point at = head_local(head, lid->left + x, lid->top + y);
    double dp = (at.x - lid->eye.x) / head->cm, dq = (at.y - lid->eye.y) / head->cm;
    double from_q = drawn_from(dp / wide, dq, closed, &shade);
    struct point from = head_planes(head, at.x, lid->eye.y + from_q * head->cm);
    double sx = from.x - lid->left, sy = from.y - lid->top;
    int width = lid->open.width;
    size_t half = (size_t)((lid->top + y) / 2) * (size_t)(skin->width / 2) + (size_t)((lid->left + x) / 2);
    skin->y[(size_t)(lid->top + y) * (size_t)skin->width + (size_t)(lid->left + x)] =
        (uint8_t)(pick(lid->open.y, width, sx, sy) * shade);
    if ((x | y) & 1)
        return;
    skin->cb[half] = (uint8_t)pick(lid->open.cb, width / 2, sx / 2, sy / 2);
    skin->cr[half] = (uint8_t)pick(lid->open.cr, width / 2, sx / 2, sy / 2);
}

void lids_draw(struct lids *lids, const struct head *head, double closed, struct planes *skin)
{
    int step = (int)(closed * STEPS + 0.5);
    if (step == lids->closed)
        return;
    lids->closed = step;
    for (int i = 0; i < 2; i++) {
        const struct lid *lid = &lids->lids[i];
        for (int y = 0; y < lid->open.height; y++)
            for (int x = 0; x < lid->open.width; x++)
                draw_pixel(lid, head, (double)step / STEPS, x, y, skin);
    }
}
