/*
 * Each pixel of the print against the pair of oriented waves (even and odd) of its own direction and spacing:
 * contextual filtering after Hong, Wan and Jain (1998), with both phases kept. What comes out is a local complex
 * amplitude whose sign says ridge or valley and whose phase, read along the normal, turns once a ridge.
 */
#include <math.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/planes.h"

struct context {
    float c2, s2, frequency;
};

static int clamp(int value, int lowest, int highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}

/* The field at a small pixel, between the middles of the four blocks round it. */
static struct context context_at(const struct bsm_planes *planes, int x, int y)
{
    float fx = ((float)x + 0.5f) / BSM_SMALL_BLOCK - 0.5f, fy = ((float)y + 0.5f) / BSM_SMALL_BLOCK - 0.5f;
    int column = clamp((int)(fx + 1) - 1, 0, planes->columns - 2), row = clamp((int)(fy + 1) - 1, 0, planes->rows - 2);
    float u = fx - (float)column, v = fy - (float)row;
    u = u < 0 ? 0 : u > 1 ? 1 : u;
    v = v < 0 ? 0 : v > 1 ? 1 : v;
    const struct bsm_block *a = &planes->blocks[row * planes->columns + column], *b = a + planes->columns;
    const float w[4] = {(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v};
    return (struct context){
        .c2 = w[0] * a[0].c2 + w[1] * a[1].c2 + w[2] * b[0].c2 + w[3] * b[1].c2,
        .s2 = w[0] * a[0].s2 + w[1] * a[1].s2 + w[2] * b[0].s2 + w[3] * b[1].s2,
        .frequency = w[0] * a[0].frequency + w[1] * a[1].frequency + w[2] * b[0].frequency + w[3] * b[1].frequency,
    };
}

static int32_t product(const int16_t *pixels, const int16_t *kernel)
{
    int32_t sum = 0;
    for (int row = 0; row < BSM_FILTER_SIDE; row++) {
        const int16_t *line = pixels + row * BSM_SMALL_STRIDE;
        for (int i = 0; i < BSM_FILTER_SIDE; i++)
            sum += line[i] * kernel[row * BSM_FILTER_SIDE + i];
    }
    return sum;
}

static void enhance_pixel(struct bsm_planes *planes, const struct bsm_kernels *kernels, int x, int y)
{
    int at = y * planes->width + x;
    struct context context = context_at(planes, x, y);
    float angle = bsm_exact_atan2(context.s2, context.c2) * (float)(0.5 / BSM_PI * BSM_FILTER_DIRECTIONS);
    int direction = (bsm_exact_round((double)angle) + BSM_FILTER_DIRECTIONS) % BSM_FILTER_DIRECTIONS;
    int spacing = clamp(bsm_exact_round(((double)context.frequency - 0.12) / 0.03), 0, BSM_FILTER_SPACINGS - 1);
    const int16_t *pixels = bsm_planes_normal(planes, x - BSM_FILTER_RADIUS, y - BSM_FILTER_RADIUS);
    planes->step[at] = (int8_t)direction;
    planes->even[at] = (float)product(pixels, kernels->filter_even[direction][spacing]) * kernels->filter_scale;
    planes->odd[at] = (float)product(pixels, kernels->filter_odd[direction][spacing]) * kernels->filter_scale;
}

void bsm_planes_enhance(struct bsm_planes *planes, const struct bsm_kernels *kernels)
{
    for (int y = 0; y < planes->height; y++)
        for (int x = 0; x < planes->width; x++) {
            int column = clamp(x / BSM_SMALL_BLOCK, 0, planes->columns - 1);
            int row = clamp(y / BSM_SMALL_BLOCK, 0, planes->rows - 1);
            if (planes->blocks[row * planes->columns + column].inside) {
                enhance_pixel(planes, kernels, x, y);
            } else {
                int at = y * planes->width + x;
                planes->step[at] = -1;
                planes->even[at] = planes->odd[at] = 0;
            }
        }
}
