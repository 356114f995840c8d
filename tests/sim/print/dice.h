/*
 * A stream of pseudo-random numbers that is the same on every machine, and smooth noise made of it. For making test
 * material only; nothing here is fit for a secret.
 */
#ifndef BASMA_SIM_PRINT_DICE_H
#define BASMA_SIM_PRINT_DICE_H

#include <stdint.h>

struct dice {
    uint64_t state;
};

/* A stream for a seed and a purpose: streams of one seed with different purposes are unrelated. */
struct dice dice_of(uint64_t seed, uint64_t purpose);

uint64_t dice_next(struct dice *dice);

/* Even over lowest..highest. */
double dice_between(struct dice *dice, double lowest, double highest);

/* Bell-shaped round 0 with deviation 1, never beyond +-3.5 (sum of 12 even numbers). */
double dice_normal(struct dice *dice);

/* 0..count-1 */
int dice_below(struct dice *dice, int count);

enum { NOISE_GRID = 64 };

/* Smooth noise of about -1..1 over the plane: even values on a square lattice, blended by a smooth step. It repeats
 * after NOISE_GRID cells. */
struct noise {
    float values[NOISE_GRID][NOISE_GRID];
    float cells_per_px;
};

void noise_init(struct noise *noise, struct dice *dice, double cell_px);
float noise_at(const struct noise *noise, float x, float y);

#endif
