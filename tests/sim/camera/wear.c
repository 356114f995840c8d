#include "tests/sim/camera/wear.h"

#include <math.h>

static const double cloths[][3] = {{148, 42, 46}, {186, 176, 158}, {58, 74, 96}, {110, 122, 92}};
static const double frame_rgb[3] = {24, 22, 24}, glare_rgb[3] = {236, 240, 246};

/* Signed distance to a rectangle with round corners, negative inside; cm. */
static double to_lens(double dp, double dq)
{
    const double half_wide = 2.5, half_tall = 1.75, round = 0.9;
    double x = fabs(dp) - half_wide + round, y = fabs(dq) - half_tall + round;
    return hypot(fmax(x, 0), fmax(y, 0)) + fmin(fmax(x, y), 0) - round;
}

static struct paint of(const double rgb[3], double opacity)
{
    return (struct paint){{rgb[0], rgb[1], rgb[2]}, opacity};
}

/* The nearer lens, its rim, and a pale streak of a window in it. */
static struct paint lens_at(double dp, double dq)
{
    double distance = to_lens(dp, dq), rim = 1 - smooth_step((fabs(distance) - 0.16) / 0.08);
    if (rim > 0 || distance > 0)
        return of(frame_rgb, 0.96 * rim);
    double streak = (dp - 0.6 * dq + 1.1) / 0.5;
    return of(glare_rgb, 0.05 + 0.28 * exp(-streak * streak));
}

struct paint wear_glasses(const struct head *head, double p, double q)
{
    struct point a = head->marks.left_eye, b = head->marks.right_eye;
    double cm = head->cm, squeeze = fmin(1, head->eyes_cm * 2 / (6.3 * cm)), middle = (a.x + b.x) / 2;
    struct point eye = p < middle ? a : b;
    double outwards = p < middle ? -1 : 1, dp = (p - eye.x) / cm / squeeze, dq = (q - eye.y) / cm - 0.2;
    struct paint paint = lens_at(dp, dq);
    bool bridge = dp * outwards<-2.4, temple = dp * outwards> 2.4 && head_radius(head, p, q) < 0.97;
    double bar = dq + 0.5 - (bridge ? 0.25 * cos((p - middle) / cm * 2) : 0);
    if (bridge || temple)
        paint = paint_over(paint, of(frame_rgb, 0.95 * (1 - smooth_step((fabs(bar) - 0.15) / 0.08))));
    return paint;
}

/* Half of the scarf's width at q, cm: over the cheeks, in about the neck, out on the shoulders. */
static double scarf_half_cm(const struct head *head, double q)
{
    double down = (q - head->chin) / head->cm,
           cheeks = 8.0 * sqrt(fmax(1 - pow(fmin(fmax(q, 0) / head->tall, 0.8), 2.5), 0));
    double neck = smooth_step((down + 3) / 4);
    return cheeks + (7.2 + 2.6 * smooth_step((down - 1) / 5) - cheeks) * neck;
}

struct paint wear_scarf(const struct head *head, double p, double q, int seed)
{
    double cm = head->cm, across = (p - head->marks.nose.x) / cm, middle = p / cm;
    double down = (q - head->marks.nose.y) / cm + 1.5 - 0.06 * fabs(across);
    double under = (q - head->chin) / cm, half = scarf_half_cm(head, q), round = fmin(fabs(middle) / half, 1.2);
    const double *cloth = cloths[(unsigned)seed % (sizeof cloths / sizeof *cloths)];
    struct paint paint = {.opacity = smooth_step(down / 0.25) * smooth_step((half - fabs(middle)) / 0.35)};
    paint.opacity *= 1 - smooth_step(under - 6.5 + 0.05 * middle * middle);
    if (paint.opacity <= 0)
        return paint;
    double fold = sin(down * 1.5 + 0.022 * middle * middle * (2 + 0.5 * down) + seed);
    double crease = sin(down * 3.7 - 0.3 * middle + 2 * seed), weave = sin(across * 21) * sin(down * 21);
    double light = 1.05 + 0.07 * fold + 0.03 * crease + 0.02 * weave - 0.3 * pow(round, 4);
    light -= 0.3 * exp(-pow((under - 0.5) / 1.3, 2)); /* the shadow below the chin */
    for (int i = 0; i < 3; i++)
        paint.rgb[i] = fmax(cloth[i] * light, 4);
    return paint;
}
