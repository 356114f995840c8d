/*
 * The local spectrum of each block: how strong a wave of each of 16 directions and 6 spacings is under a Gaussian
 * window of 8 px deviation at 500 ppi. A polar sampling of the short-time Fourier transform after Chikkerur,
 * Cartwright and Govindaraju, "Fingerprint enhancement using STFT analysis", Pattern Recognition 40 (2007).
 */
#include <math.h>
#include <string.h>

#include "enroll/finger/planes.h"

enum { SIDE = BSM_FILTER_SIDE, HALF = SIDE * SIDE / 2 };

/* Gathers the window into its even and odd halves; the deviation under the window, 0 where nothing is. */
static float gather(struct bsm_planes *planes, const struct bsm_kernels *kernels, int column, int row, float *even,
                    float *odd)
{
    int left = column * BSM_SMALL_BLOCK + BSM_SMALL_BLOCK / 2 - SIDE / 2;
    int top = row * BSM_SMALL_BLOCK + BSM_SMALL_BLOCK / 2 - SIDE / 2;
    float power = 0, weight = 0;
    for (int tap = 0; tap < HALF; tap++) {
        int x = tap % SIDE, y = tap / SIDE;
        float a = *bsm_planes_normal(planes, left + x, top + y);
        float b = *bsm_planes_normal(planes, left + SIDE - 1 - x, top + SIDE - 1 - y);
        even[tap] = a + b;
        odd[tap] = a - b;
        power += kernels->spectrum_window[tap] * (a * a + b * b);
        weight += 2 * kernels->spectrum_window[tap];
    }
    return sqrtf(power / weight);
}

static void project(const struct bsm_kernels *kernels, const float *even, const float *odd, float *re, float *im)
{
    for (int cell = 0; cell < BSM_CELLS; cell++)
        re[cell] = im[cell] = 0;
    for (int tap = 0; tap < HALF; tap++) {
        const float *e = kernels->spectrum_even[tap], *o = kernels->spectrum_odd[tap];
        for (int cell = 0; cell < BSM_CELLS; cell++) {
            re[cell] += even[tap] * e[cell];
            im[cell] += odd[tap] * o[cell];
        }
    }
}

void bsm_planes_spectrum(struct bsm_planes *planes, const struct bsm_kernels *kernels)
{
    float even[HALF], odd[HALF], re[BSM_CELLS], im[BSM_CELLS];
    for (int row = 0; row < planes->rows; row++) {
        for (int column = 0; column < planes->columns; column++) {
            float *out = planes->spectra[row * planes->columns + column];
            float deviation = gather(planes, kernels, column, row, even, odd);
            if (planes->deviation[row * planes->columns + column] < 2 || deviation < 1) {
                memset(out, 0, sizeof planes->spectra[0]);
                continue;
            }
            project(kernels, even, odd, re, im);
            for (int cell = 0; cell < BSM_CELLS; cell++)
                out[cell] = (re[cell] * re[cell] + im[cell] * im[cell]) / (deviation * deviation);
        }
    }
}
