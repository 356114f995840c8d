/*
 * From the spectra of the blocks to one direction and spacing of ridges each, and to where the print is.
 *
 * The spectra of neighbours are added before a peak is chosen, so that a weak block is decided by those around it;
 * then the choice is made again twice with the direction of a wider neighbourhood as a prior, which turns creases and
 * smudges the way of the ridges but lets cores and deltas be.
 */
#include <math.h>
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/planes.h"
#include "enroll/finger/without.h"

enum {
    PEAK_REACH = 2,      /* directions either side of a peak that share in it */
    FREQUENCY_REACH = 6, /* blocks */
};

static const float usual_frequency = 0.22f; /* ridges a small pixel: 9.1 px apart at 500 ppi */
static const float usual_spread = 0.07f;
static const float spacing_spread = 0.3f; /* of the spacings of neighbours, as a share of their mean */
static const float favour_floor = 0.2f;

static int clamp(int value, int lowest, int highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}

/* (1 4 6 4 1) / 16 both ways; blocks beyond the edge count as empty. */
static void smooth_spectra(struct bsm_planes *planes)
{
    static const float taps[5] = {0.0625f, 0.25f, 0.375f, 0.25f, 0.0625f};
    float line[BSM_SMALL_GRID_MAX][BSM_CELLS];
    for (int pass = 0; pass < 2; pass++) {
        int lines = pass ? planes->columns : planes->rows, length = pass ? planes->rows : planes->columns;
        int step = pass ? planes->columns : 1, jump = pass ? 1 : planes->columns;
        for (int l = 0; l < lines; l++) {
            float(*from)[BSM_CELLS] = (pass ? planes->smooth : planes->spectra) + l * jump;
            memset(line, 0, (size_t)length * sizeof line[0]);
            for (int i = 0; i < length; i++)
                for (int t = -2; t <= 2; t++)
                    if (i + t >= 0 && i + t < length)
                        for (int cell = 0; cell < BSM_CELLS; cell++)
                            line[i][cell] += taps[t + 2] * from[(i + t) * step][cell];
            for (int i = 0; i < length; i++)
                memcpy(planes->smooth[l * jump + i * step], line[i], sizeof line[0]);
        }
    }
}

/* The strength of each direction under the prior (c, s), the doubled direction of the neighbourhood, length 0..1. */
static int direction_powers(const float *spectrum, const struct bsm_kernels *kernels, float c, float s, float *powers)
{
    int peak = 0;
    for (int d = 0; d < BSM_DIRECTIONS; d++) {
        float power = 0;
        for (int f = 0; f < BSM_SPACINGS; f++)
            power += spectrum[d * BSM_SPACINGS + f] * spectrum[d * BSM_SPACINGS + f];
        float favour = 1 + 0.9f * (kernels->direction_cos[d] * c + kernels->direction_sin[d] * s);
        powers[d] = power * favour * favour;
        if (powers[d] > powers[peak])
            peak = d;
    }
    return peak;
}

/* Peak frequency near direction d, by the centre of gravity round the strongest spacing; *clarity is its share. */
static float peak_frequency(const float *spectrum, const struct bsm_kernels *kernels, int d, float *clarity)
{
    float strength[BSM_SPACINGS];
    int peak = 0;
    for (int f = 0; f < BSM_SPACINGS; f++) {
        strength[f] = 0;
        for (int t = -1; t <= 1; t++)
            strength[f] += spectrum[(d + t + BSM_DIRECTIONS) % BSM_DIRECTIONS * BSM_SPACINGS + f] * (t ? 0.5f : 1.0f);
        if (strength[f] > strength[peak])
            peak = f;
    }
    float sum = 0, moment = 0;
    for (int f = clamp(peak - 1, 0, peak); f <= clamp(peak + 1, peak, BSM_SPACINGS - 1); f++) {
        sum += strength[f] * strength[f];
        moment += strength[f] * strength[f] * kernels->spacing_frequency[f];
    }
    *clarity = strength[peak] * 0.5f;
    return sum > 0 ? moment / sum : 0;
}

static void choose(struct bsm_block *block, const float *spectrum, const struct bsm_kernels *kernels, float c, float s)
{
    float powers[BSM_DIRECTIONS], total = 0, vc = 0, vs = 0;
    int peak = direction_powers(spectrum, kernels, c, s, powers);
    for (int d = 0; d < BSM_DIRECTIONS; d++)
        total += powers[d];
    for (int t = -PEAK_REACH; t <= PEAK_REACH; t++) {
        int d = (peak + t + BSM_DIRECTIONS) % BSM_DIRECTIONS;
        vc += powers[d] * kernels->direction_cos[d];
        vs += powers[d] * kernels->direction_sin[d];
    }
    block->c2 = total > 0 ? vc / total : 0;
    block->s2 = total > 0 ? vs / total : 0;
    block->frequency = peak_frequency(spectrum, kernels, peak, &block->clarity);
}

/* One pass of a running mean of 2 * reach + 1 along lines, in place. */
static void mean_lines(float *plane, int lines, int jump, int length, int step, int reach)
{
    float line[BSM_SMALL_GRID_MAX];
    for (int l = 0; l < lines; l++) {
        float *at = plane + l * jump, sum = 0;
        for (int i = 0; i < reach && i < length; i++)
            sum += at[i * step];
        for (int i = 0; i < length; i++) {
            sum += i + reach < length ? at[(i + reach) * step] : 0;
            line[i] = sum / (float)(2 * reach + 1);
            sum -= i - reach >= 0 ? at[(i - reach) * step] : 0;
        }
        for (int i = 0; i < length; i++)
            at[i * step] = line[i];
    }
}

/* Two running means either way: close to a Gaussian. */
static void blur(struct bsm_planes *planes, float *plane, int reach)
{
    for (int pass = 0; pass < 2; pass++) {
        mean_lines(plane, planes->rows, planes->columns, planes->columns, 1, reach);
        mean_lines(plane, planes->columns, 1, planes->rows, planes->columns, reach);
    }
}

/* Chooses again with the mean doubled direction of the neighbourhood as prior. */
static void choose_with_prior(struct bsm_planes *planes, const struct bsm_kernels *kernels, int reach)
{
    int count = planes->columns * planes->rows;
    float *c = planes->work[0], *s = planes->work[1], *w = planes->work[2];
    for (int i = 0; i < count; i++) {
        const struct bsm_block *block = &planes->blocks[i];
        c[i] = block->c2 * block->clarity;
        s[i] = block->s2 * block->clarity;
        w[i] = block->clarity;
    }
    blur(planes, c, reach);
    blur(planes, s, reach);
    blur(planes, w, reach);
    for (int i = 0; i < count; i++) {
        float weight = w[i] > 1e-4f ? w[i] : 1e-4f;
        choose(&planes->blocks[i], planes->smooth[i], kernels, c[i] / weight, s[i] / weight);
    }
}

static float bell(float off) { return (float)bsm_exact_exp(-(double)(off * off) / 2); }

/* Spacing changes little over a few ridges: waves far from the mean of a wide neighbourhood are blots, edges and
 * noise. The mean itself leans to the spacings that fingers have. */
static void favour_spacing(struct bsm_planes *planes, const struct bsm_kernels *kernels)
{
    float *frequency = planes->work[0], *weight = planes->work[1];
    int count = planes->columns * planes->rows;
    for (int i = 0; i < count; i++) {
        const struct bsm_block *block = &planes->blocks[i];
        weight[i] =
            block->clarity * block->clarity * (bell((block->frequency - usual_frequency) / usual_spread) + 0.05f);
        frequency[i] = block->frequency * weight[i];
    }
    blur(planes, frequency, FREQUENCY_REACH);
    blur(planes, weight, FREQUENCY_REACH);
    for (int i = 0; i < count; i++) {
        float middle = weight[i] > 1e-9f ? frequency[i] / weight[i] : usual_frequency;
        for (int f = 0; f < BSM_SPACINGS; f++) {
            float off = (kernels->spacing_frequency[f] - middle) / (spacing_spread * middle);
            float favour = favour_floor + (1 - favour_floor) * bell(off);
            for (int d = 0; d < BSM_DIRECTIONS; d++)
                planes->smooth[i][d * BSM_SPACINGS + f] *= favour;
        }
    }
}

/* Spacing varies slowly over a finger: a mean over about 40 px at 500 ppi, weighted by clarity. */
static void smooth_frequency(struct bsm_planes *planes)
{
    int count = planes->columns * planes->rows;
    float *f = planes->work[0], *w = planes->work[1];
    for (int i = 0; i < count; i++) {
        float clarity = planes->blocks[i].clarity;
        w[i] = clarity * clarity + 1e-6f;
        f[i] = planes->blocks[i].frequency * w[i];
    }
    blur(planes, f, 2);
    blur(planes, w, 2);
    for (int i = 0; i < count; i++)
        planes->blocks[i].frequency = w[i] > 0 ? f[i] / w[i] : 0;
}

static void smooth_direction(struct bsm_planes *planes)
{
    int count = planes->columns * planes->rows;
    float *c = planes->work[0], *s = planes->work[1], *w = planes->work[2];
    for (int i = 0; i < count; i++) {
        w[i] = planes->blocks[i].clarity + 1e-6f;
        c[i] = planes->blocks[i].c2 * w[i];
        s[i] = planes->blocks[i].s2 * w[i];
    }
    mean_lines(c, planes->rows, planes->columns, planes->columns, 1, 1);
    mean_lines(c, planes->columns, 1, planes->rows, planes->columns, 1);
    mean_lines(s, planes->rows, planes->columns, planes->columns, 1, 1);
    mean_lines(s, planes->columns, 1, planes->rows, planes->columns, 1);
    mean_lines(w, planes->rows, planes->columns, planes->columns, 1, 1);
    mean_lines(w, planes->columns, 1, planes->rows, planes->columns, 1);
    for (int i = 0; i < count; i++) {
        planes->blocks[i].c2 = c[i] / w[i];
        planes->blocks[i].s2 = s[i] / w[i];
    }
}

void bsm_planes_field(struct bsm_planes *planes, const struct bsm_kernels *kernels)
{
    smooth_spectra(planes);
    for (int i = 0; i < planes->columns * planes->rows; i++)
        choose(&planes->blocks[i], planes->smooth[i], kernels, 0, 0);
    if (!bsm_without(BSM_STAGE_SPACING_PRIOR))
        favour_spacing(planes, kernels);
    for (int reach = 4; reach >= 2 && !bsm_without(BSM_STAGE_DIRECTION_PRIOR); reach -= 2)
        choose_with_prior(planes, kernels, reach);
    smooth_direction(planes);
    smooth_frequency(planes);
}
