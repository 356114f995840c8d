/*
 * Minutiae are where the phase of the enhanced ridges has a vortex: round the end of a ridge or valley the phase,
 * with the plane wave of the place taken out, turns once (Larkin and Fletcher, "A coherent framework for fingerprint
 * analysis: are fingerprints holograms?", Optics Express 15 (2007)). The sense of the turn says to which side the
 * extra ridge runs. No thinning, and so none of its spurs and bridges.
 */
#include <math.h>
#include <stdlib.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/planes.h"
#include "enroll/finger/without.h"

enum {
    BORDER = 3,      /* small px that a minutia keeps from the edge of the print */
    DISC_RADIUS = 5, /* small px: where a vortex is compared with the ideal one */
};

static const float pair_distance = 3.0f; /* small px: opposite vortices this near are a nick in a ridge, not minutiae */

struct wave {
    float nx, ny, frequency;
};

struct amplitude {
    float re, im;
};

static struct wave wave_at(const struct bsm_planes *planes, const struct bsm_kernels *kernels, int at)
{
    int x = at % planes->width / BSM_SMALL_BLOCK, y = at / planes->width / BSM_SMALL_BLOCK;
    x = x < planes->columns ? x : planes->columns - 1;
    y = y < planes->rows ? y : planes->rows - 1;
    int step = planes->step[at];
    return (struct wave){kernels->normal_x[step], kernels->normal_y[step],
                         planes->blocks[y * planes->columns + x].frequency};
}

/* The amplitude of pixel `at`, (dx, dy) from where the wave was taken, with that wave taken out. */
static struct amplitude demodulated(const struct bsm_planes *planes, const struct bsm_kernels *kernels,
                                    const struct wave *wave, int at, float dx, float dy)
{
    int step = planes->step[at];
    float im = planes->odd[at];
    if (kernels->normal_x[step] * wave->nx + kernels->normal_y[step] * wave->ny < 0)
        im = -im;
    float turns = wave->frequency * (wave->nx * dx + wave->ny * dy);
    int phase = bsm_exact_round((double)(turns * BSM_PHASES)) & (BSM_PHASES - 1);
    float c = kernels->phase_cos[phase], s = kernels->phase_sin[phase];
    return (struct amplitude){planes->even[at] * c + im * s, im * c - planes->even[at] * s};
}

/* How often the closed path of four amplitudes goes round zero. */
static int winding(const struct amplitude z[4])
{
    int turns = 0;
    for (int i = 0; i < 4; i++) {
        const struct amplitude *a = &z[i], *b = &z[(i + 1) & 3];
        if ((a->im < 0) == (b->im < 0))
            continue;
        float cross = a->re * b->im - a->im * b->re;
        if (b->im >= 0 && cross > 0)
            turns++;
        else if (b->im < 0 && cross < 0)
            turns--;
    }
    return turns;
}

/* The place of a pixel of the print in the planes; -1 outside the print or the picture. */
static int pixel_index(const struct bsm_planes *planes, int x, int y)
{
    if (x < 0 || y < 0 || x >= planes->width || y >= planes->height)
        return -1;
    int at = y * planes->width + x;
    return planes->step[at] < 0 ? -1 : at;
}

/* How nearly the amplitudes in a disc are those of a single ideal vortex: 0..1, times how strong they are. */
static float vortex_quality(const struct bsm_planes *planes, const struct bsm_kernels *kernels, const struct wave *wave,
                            int x, int y, int sign)
{
    float re = 0, im = 0, sum = 0;
    for (int dy = -DISC_RADIUS; dy <= DISC_RADIUS; dy++)
        for (int dx = -DISC_RADIUS; dx <= DISC_RADIUS; dx++) {
            int at = pixel_index(planes, x + dx, y + dy);
            float fx = (float)dx - 0.5f, fy = (float)dy - 0.5f, r = sqrtf(fx * fx + fy * fy);
            if (r > DISC_RADIUS || at < 0)
                continue;
            struct amplitude z = demodulated(planes, kernels, wave, at, fx, fy);
            float c = fx / r, s = (float)sign * fy / r;
            re += z.re * c + z.im * s;
            im += z.im * c - z.re * s;
            sum += sqrtf(z.re * z.re + z.im * z.im);
        }
    return sum > 0 ? sqrtf(re * re + im * im) / sum : 0;
}

static bool far_inside(const struct bsm_planes *planes, int x, int y)
{
    static const int ring[8][2] = {{BORDER, 0}, {-BORDER, 0}, {0, BORDER}, {0, -BORDER},
                                   {2, 2},      {-2, 2},      {2, -2},     {-2, -2}};
    for (int i = 0; i < 8; i++)
        if (pixel_index(planes, x + ring[i][0], y + ring[i][1]) < 0)
            return false;
    return true;
}

/* Whether a ridge or a valley ends here, by what lies half a ridge spacing ahead, where there is one line less. */
static uint8_t type_of(const struct bsm_planes *planes, const struct bsm_candidate *candidate, float frequency)
{
    float reach = 0.5f / frequency;
    int x = (int)(candidate->x + reach * (float)bsm_exact_cos((double)candidate->direction) + 0.5f);
    int y = (int)(candidate->y + reach * (float)bsm_exact_sin((double)candidate->direction) + 0.5f);
    if (x < 0 || y < 0 || x >= planes->width || y >= planes->height)
        return BSM_MINUTIA_ENDING;
    return planes->even[y * planes->width + x] < 0 ? BSM_MINUTIA_BIFURCATION : BSM_MINUTIA_ENDING;
}

/* Where between the four the amplitude is zero, each weighted by its nearness to zero. */
static void place(const struct amplitude z[4], float *dx, float *dy)
{
    float w[4], sum = 0;
    for (int i = 0; i < 4; i++) {
        w[i] = 1 / (sqrtf(z[i].re * z[i].re + z[i].im * z[i].im) + 1e-3f);
        sum += w[i];
    }
    *dx = (w[1] + w[2]) / sum;
    *dy = (w[2] + w[3]) / sum;
}

static void consider(struct bsm_planes *planes, const struct bsm_kernels *kernels, int x, int y)
{
    static const int corner[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    struct amplitude z[4];
    int at = y * planes->width + x;
    struct wave wave = wave_at(planes, kernels, at);
    for (int i = 0; i < 4; i++)
        z[i] = demodulated(planes, kernels, &wave, at + corner[i][1] * planes->width + corner[i][0],
                           (float)corner[i][0], (float)corner[i][1]);
    int sign = winding(z);
    if (sign == 0 || planes->candidate_count == BSM_CANDIDATES_MAX || !far_inside(planes, x, y))
        return;
    struct bsm_candidate *candidate = &planes->candidates[planes->candidate_count++];
    float dx, dy;
    place(z, &dx, &dy);
    candidate->x = (float)x + dx;
    candidate->y = (float)y + dy;
    candidate->sign = sign;
    /* The new ridge runs along the normal turned by a quarter, to the side that the sign tells. */
    candidate->direction = bsm_exact_atan2((float)sign * wave.nx, (float)-sign * wave.ny);
    candidate->quality = vortex_quality(planes, kernels, &wave, x, y, sign);
    candidate->type = type_of(planes, candidate, wave.frequency > 0.05f ? wave.frequency : 0.05f);
}

/* Takes out the nearest pairs of opposite vortices, nearest first. */
static void annihilate(struct bsm_planes *planes)
{
    struct bsm_candidate *list = planes->candidates;
    for (;;) {
        float best = pair_distance * pair_distance;
        int first = -1, second = -1;
        for (int i = 0; i < planes->candidate_count; i++)
            for (int j = i + 1; j < planes->candidate_count; j++) {
                float dx = list[i].x - list[j].x, dy = list[i].y - list[j].y, d = dx * dx + dy * dy;
                if (list[i].sign != list[j].sign && d < best) {
                    best = d;
                    first = i;
                    second = j;
                }
            }
        if (first < 0)
            return;
        list[second] = list[--planes->candidate_count];
        list[first] = list[--planes->candidate_count];
    }
}

/* Better first; places break ties so that the order never depends on the sorting. */
static int compare(const void *a, const void *b)
{
    const struct bsm_candidate *p = a, *q = b;
    if (!bsm_without(BSM_STAGE_QUALITY) && (p->quality > q->quality || p->quality < q->quality))
        return p->quality > q->quality ? -1 : 1;
    if (p->y > q->y || p->y < q->y)
        return p->y < q->y ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

void bsm_planes_detect(struct bsm_planes *planes, const struct bsm_kernels *kernels)
{
    planes->candidate_count = 0;
    for (int y = 0; y + 1 < planes->height; y++)
        for (int x = 0; x + 1 < planes->width; x++) {
            const int8_t *step = planes->step + y * planes->width + x;
            if (step[0] >= 0 && step[1] >= 0 && step[planes->width] >= 0 && step[planes->width + 1] >= 0)
                consider(planes, kernels, x, y);
        }
    if (!bsm_without(BSM_STAGE_CANCELLING))
        annihilate(planes);
    qsort(planes->candidates, (size_t)planes->candidate_count, sizeof planes->candidates[0], compare);
}
