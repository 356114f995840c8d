#include "tests/sim/print/grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * All sums are of integers, so that compilers may reorder them, and what is rounded to them is computed in double, so
 * that every machine grows the same minutiae: a picture of int16 (+-LEVEL) filtered by kernels of int16, one for each
 * direction and period.
 */
enum {
    RADIUS = 11,
    ROWS = 2 * RADIUS + 1,
    COLUMNS = 24, /* the last is zero: whole vectors */
    DIRECTIONS = 64,
    PERIODS = 20,
    LEVEL = 8192,
    KERNEL_ONE = 1 << 15, /* the answer to a ridge pattern that fits */
    GROWTH_STEPS = 13,    /* more of them would smooth away what chance brought */
    SHARPEN_STEPS = 5,
};

static const double pi = M_PI;
static const double period_first_px = 5.8;
static const double period_step_px = 0.4;
static const double growth_gain = 1.7;

/* Afterwards by a shorter filter, which draws ridges as far as the minutia: they fork and end at a point, where the
 * long one leaves a faint patch. */
static const double sharpen_reach = 0.85;
static const double sharpen_gain = 2.2;

struct growth {
    int width_px, height_px;
    size_t stride;                      /* width and a rim of RADIUS + 1 on both sides */
    int16_t *picture;                   /* owned, with rim; what is grown so far */
    int16_t *next;                      /* owned, with rim */
    uint16_t *filter;                   /* owned; which kernel for each pixel */
    int16_t (*kernels)[ROWS * COLUMNS]; /* owned; [period * DIRECTIONS + direction] */
};

/* A Gabor filter without answer to even grey. reach: how many periods it is long and wide either way (SFinGe has 1.5).
 */
static void make_kernel(int16_t *kernel, double direction, double period_px, double reach)
{
    double values[ROWS * COLUMNS] = {0};
    double weights[ROWS * COLUMNS] = {0};
    double spread = reach * period_px / sqrt(2 * log(1000.0));
    double sum = 0, weight_sum = 0, answer = 0;
    for (int y = -RADIUS; y <= RADIUS; y++)
        for (int x = -RADIUS; x <= RADIUS; x++) {
            int at = (y + RADIUS) * COLUMNS + x + RADIUS;
            double across = x * sin(direction) + y * cos(direction); /* rows go down */
            weights[at] = exp(-(x * x + y * y) / (2 * spread * spread));
            values[at] = weights[at] * cos(2 * pi * across / period_px);
            sum += values[at];
            weight_sum += weights[at];
            answer += values[at] * cos(2 * pi * across / period_px);
        }
    for (int at = 0; at < ROWS * COLUMNS; at++)
        kernel[at] = (int16_t)lrint((values[at] - weights[at] * sum / weight_sum) * KERNEL_ONE / answer);
}

static void make_kernels(struct growth *growth, double reach)
{
    for (int period = 0; period < PERIODS; period++)
        for (int direction = 0; direction < DIRECTIONS; direction++)
            make_kernel(growth->kernels[period * DIRECTIONS + direction], direction * pi / DIRECTIONS,
                        period_first_px + period_step_px * period, reach);
}

static void choose_filters(struct growth *growth, const struct flow *flow)
{
    for (int row = 0; row < growth->height_px; row++)
        for (int column = 0; column < growth->width_px; column++) {
            double x = column - growth->width_px / 2.0;
            double y = growth->height_px / 2.0 - row;
            int direction = (int)lrint(flow_direction(flow, x, y) * DIRECTIONS / pi) & (DIRECTIONS - 1);
            int period = (int)lrint((flow_period(flow, x, y) - period_first_px) / period_step_px);
            period = period < 0 ? 0 : period >= PERIODS ? PERIODS - 1 : period;
            growth->filter[row * growth->width_px + column] = (uint16_t)(period * DIRECTIONS + direction);
        }
}

static int16_t *pixel_at(const struct growth *growth, int16_t *picture, int column, int row)
{
    return picture + (size_t)(row + RADIUS) * growth->stride + (size_t)(column + RADIUS);
}

static void scatter(struct growth *growth, struct dice *dice)
{
    for (int row = 0; row < growth->height_px; row++)
        for (int column = 0; column < growth->width_px; column++)
            *pixel_at(growth, growth->picture, column, row) = (int16_t)(dice_below(dice, 2 * LEVEL - 1) - LEVEL + 1);
}

/* Below 2^29 by the kernels' making. Left out of the sanitizers, which would make this loop fifty times slower. */
__attribute__((no_sanitize("address", "undefined"))) static int32_t filtered(const int16_t *corner, size_t stride,
                                                                             const int16_t *kernel)
{
    int32_t sum = 0;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++)
            sum += corner[(size_t)row * stride + (size_t)column] * kernel[row * COLUMNS + column];
    return sum;
}

/* One filtering of the whole picture from picture into next, each answer times gain and held within +-LEVEL. */
static void step(struct growth *growth, double gain)
{
    int32_t multiplier = (int32_t)lrint(gain * 256);
    for (int row = 0; row < growth->height_px; row++) {
        const int16_t *corner = growth->picture + (size_t)row * growth->stride;
        int16_t *out = pixel_at(growth, growth->next, 0, row);
        const uint16_t *filter = growth->filter + (size_t)row * (size_t)growth->width_px;
        for (int column = 0; column < growth->width_px; column++) {
            int32_t answer = filtered(corner + column, growth->stride, growth->kernels[filter[column]]) / KERNEL_ONE;
            answer = answer * multiplier / 256;
            out[column] = (int16_t)(answer < -LEVEL ? -LEVEL : answer > LEVEL ? LEVEL : answer);
        }
    }
    int16_t *swap = growth->picture;
    growth->picture = growth->next;
    growth->next = swap;
}

static void finish(struct growth *growth)
{
    free(growth->picture);
    free(growth->next);
    free(growth->filter);
    free(growth->kernels);
}

static enum bsm_status init(struct growth *growth, int width_px, int height_px)
{
    size_t stride = (size_t)width_px + 2 * (RADIUS + 1);
    size_t rows = (size_t)height_px + 2 * RADIUS;
    *growth = (struct growth){.width_px = width_px, .height_px = height_px, .stride = stride};
    growth->picture = calloc(rows, stride * sizeof *growth->picture);
    growth->next = calloc(rows, stride * sizeof *growth->next);
    growth->filter = calloc((size_t)width_px * (size_t)height_px, sizeof *growth->filter);
    growth->kernels = calloc(PERIODS * DIRECTIONS, sizeof *growth->kernels);
    return growth->picture && growth->next && growth->filter && growth->kernels ? BSM_OK : BSM_NO_MEMORY;
}

enum bsm_status grow_ridges(const struct flow *flow, struct dice *dice, int width_px, int height_px, int8_t *ridges)
{
    struct growth growth;
    enum bsm_status status = init(&growth, width_px, height_px);
    if (status == BSM_OK) {
        make_kernels(&growth, 1.5);
        choose_filters(&growth, flow);
        scatter(&growth, dice);
        for (int i = 0; i < GROWTH_STEPS; i++)
            step(&growth, growth_gain);
        make_kernels(&growth, sharpen_reach);
        for (int i = 0; i < SHARPEN_STEPS; i++)
            step(&growth, sharpen_gain);
        step(&growth, 0.9);
        for (int row = 0; row < height_px; row++)
            for (int column = 0; column < width_px; column++)
                ridges[row * width_px + column] =
                    (int8_t)(*pixel_at(&growth, growth.picture, column, row) * 127 / LEVEL);
    }
    finish(&growth);
    return status;
}
