/* The waves that the picture is compared with: for finding direction and spacing, and for enhancing. */
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/planes.h"

enum { SIDE = BSM_FILTER_SIDE, HALF = SIDE * SIDE / 2, FILTER_UNIT = 8192 };

/* Ridges a small pixel; at 500 ppi these are spacings of 15.4, 11.8, 9.5, 7.7, 6.3 and 5.3 px. */
static const float spacing_frequencies[BSM_SPACINGS] = {0.130f, 0.170f, 0.210f, 0.260f, 0.315f, 0.375f};

static double gauss(double distance, double sigma) { return bsm_exact_exp(-distance * distance / (2 * sigma * sigma)); }

/* Tap t of the first half of an even-sided window: its place relative to the middle; the other half is its mirror. */
static void tap_place(int tap, double *x, double *y)
{
    *x = tap % SIDE - (SIDE - 1) / 2.0;
    *y = tap / SIDE - (SIDE - 1) / 2.0;
}

static void make_wave(struct bsm_kernels *kernels, int cell)
{
    double angle = BSM_PI * (cell / BSM_SPACINGS) / BSM_DIRECTIONS;
    double turn = 2 * BSM_PI * (double)spacing_frequencies[cell % BSM_SPACINGS];
    double nx = bsm_exact_cos(angle), ny = bsm_exact_sin(angle);
    double weight_sum = 0, even_sum = 0;
    for (int tap = 0; tap < HALF; tap++) {
        double x, y;
        tap_place(tap, &x, &y);
        weight_sum += (double)kernels->spectrum_window[tap];
        even_sum += (double)kernels->spectrum_window[tap] * bsm_exact_cos(turn * (nx * x + ny * y));
    }
    for (int tap = 0; tap < HALF; tap++) {
        double x, y;
        tap_place(tap, &x, &y);
        double window = (double)kernels->spectrum_window[tap], phase = turn * (nx * x + ny * y);
        /* An even wave must not see the mean; weights so that a wave of deviation 1 has amplitude 1. */
        double norm = 1.0 / (weight_sum * 1.41421356);
        kernels->spectrum_even[tap][cell] = (float)(window * (bsm_exact_cos(phase) - even_sum / weight_sum) * norm);
        kernels->spectrum_odd[tap][cell] = (float)(window * bsm_exact_sin(phase) * norm);
    }
}

static void make_spectrum(struct bsm_kernels *kernels)
{
    for (int tap = 0; tap < HALF; tap++) {
        double x, y;
        tap_place(tap, &x, &y);
        kernels->spectrum_window[tap] = (float)(gauss(x, 4.0) * gauss(y, 4.0));
    }
    for (int cell = 0; cell < BSM_CELLS; cell++)
        make_wave(kernels, cell);
    for (int d = 0; d < BSM_DIRECTIONS; d++) {
        kernels->direction_cos[d] = (float)bsm_exact_cos(2 * BSM_PI * d / BSM_DIRECTIONS);
        kernels->direction_sin[d] = (float)bsm_exact_sin(2 * BSM_PI * d / BSM_DIRECTIONS);
    }
    memcpy(kernels->spacing_frequency, spacing_frequencies, sizeof spacing_frequencies);
}

/* Frequency of a filter: evenly from 0.12 to 0.39 ridges a small pixel. */
static double filter_frequency(int spacing) { return 0.12 + 0.03 * spacing; }

static void make_filter(struct bsm_kernels *kernels, int direction, int spacing)
{
    double angle = BSM_PI * direction / BSM_FILTER_DIRECTIONS, turn = 2 * BSM_PI * filter_frequency(spacing);
    double nx = bsm_exact_cos(angle), ny = bsm_exact_sin(angle);
    double even[SIDE * SIDE], odd[SIDE * SIDE], window[SIDE * SIDE], even_sum = 0, window_sum = 0;
    for (int tap = 0; tap < SIDE * SIDE; tap++) {
        double x = tap % SIDE - SIDE / 2, y = tap / SIDE - SIDE / 2;
        double across = nx * x + ny * y, along = nx * y - ny * x;
        window[tap] = gauss(across, 2.7) * gauss(along, 3.4);
        if (tap % SIDE == 0 || tap / SIDE == 0)
            window[tap] = 0; /* no mirror tap at +8 */
        even[tap] = window[tap] * bsm_exact_cos(turn * across);
        odd[tap] = -window[tap] * bsm_exact_sin(turn * across); /* the phase then grows along the normal */
        even_sum += even[tap];
        window_sum += window[tap];
    }
    double unit = FILTER_UNIT * 8 / window_sum;
    for (int tap = 0; tap < SIDE * SIDE; tap++) {
        even[tap] -= window[tap] * even_sum / window_sum;
        kernels->filter_even[direction][spacing][tap] = (int16_t)bsm_exact_round(even[tap] * unit);
        kernels->filter_odd[direction][spacing][tap] = (int16_t)bsm_exact_round(odd[tap] * unit);
    }
}

void bsm_kernels_init(struct bsm_kernels *kernels)
{
    make_spectrum(kernels);
    for (int direction = 0; direction < BSM_FILTER_DIRECTIONS; direction++) {
        double angle = BSM_PI * direction / BSM_FILTER_DIRECTIONS;
        kernels->normal_x[direction] = (float)bsm_exact_cos(angle);
        kernels->normal_y[direction] = (float)bsm_exact_sin(angle);
        for (int spacing = 0; spacing < BSM_FILTER_SPACINGS; spacing++)
            make_filter(kernels, direction, spacing);
    }
    for (int i = 0; i < BSM_PHASES; i++) {
        kernels->phase_cos[i] = (float)bsm_exact_cos(2 * BSM_PI * i / BSM_PHASES);
        kernels->phase_sin[i] = (float)bsm_exact_sin(2 * BSM_PI * i / BSM_PHASES);
    }
    /* The response to a wave of amplitude 1 deviation (NORMAL_UNIT * sqrt 2 peak) becomes about 1. */
    kernels->filter_scale = 1.0f / (FILTER_UNIT * 8 * 128 * 0.70710678f);
}
