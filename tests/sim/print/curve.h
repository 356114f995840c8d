/* Small curves. */
#ifndef BASMA_SIM_PRINT_CURVE_H
#define BASMA_SIM_PRINT_CURVE_H

static inline float curve_clamp(float value, float lowest, float highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}

/* 0 to 1 smoothly between from and to. */
static inline float curve_ramp(float value, float from, float to)
{
    float t = curve_clamp((value - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
}

#endif
