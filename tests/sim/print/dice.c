#include "tests/sim/print/dice.h"

#include <math.h>

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct dice dice_of(uint64_t seed, uint64_t purpose)
{
    return (struct dice){.state = mix(mix(seed) + purpose * 0x9e3779b97f4a7c15u)};
}

uint64_t dice_next(struct dice *dice)
{
    dice->state += 0x9e3779b97f4a7c15u;
    return mix(dice->state);
}

double dice_between(struct dice *dice, double lowest, double highest)
{
    return lowest + (highest - lowest) * (double)(dice_next(dice) >> 11) * 0x1p-53;
}

double dice_normal(struct dice *dice)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += dice_between(dice, 0, 1);
    return sum < -3.5 ? -3.5 : sum > 3.5 ? 3.5 : sum;
}

int dice_below(struct dice *dice, int count) { return (int)(dice_next(dice) % (uint64_t)count); }

void noise_init(struct noise *noise, struct dice *dice, double cell_px)
{
    for (int y = 0; y < NOISE_GRID; y++)
        for (int x = 0; x < NOISE_GRID; x++)
            noise->values[y][x] = (float)dice_between(dice, -1, 1);
    noise->cells_per_px = (float)(1 / cell_px);
}

static float smooth(float t) { return t * t * (3 - 2 * t); }

float noise_at(const struct noise *noise, float x, float y)
{
    x *= noise->cells_per_px;
    y *= noise->cells_per_px;
    float column = floorf(x);
    float row = floorf(y);
    float tx = smooth(x - column);
    float ty = smooth(y - row);
    int x0 = (int)column & (NOISE_GRID - 1);
    int y0 = (int)row & (NOISE_GRID - 1);
    int x1 = (x0 + 1) & (NOISE_GRID - 1);
    int y1 = (y0 + 1) & (NOISE_GRID - 1);
    float top = noise->values[y0][x0] + tx * (noise->values[y0][x1] - noise->values[y0][x0]);
    float bottom = noise->values[y1][x0] + tx * (noise->values[y1][x1] - noise->values[y1][x0]);
    return top + ty * (bottom - top);
}
