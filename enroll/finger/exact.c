#include "enroll/finger/exact.h"

int bsm_exact_round(double x) { return (int)(x < 0 ? x - 0.5 : x + 0.5); }

/* Taylor series on -pi/2..pi/2 after reduction by multiples of pi; the first term left out is below 1e-8. */
double bsm_exact_sin(double radians)
{
    int turns = bsm_exact_round(radians / BSM_PI);
    double r = radians - turns * BSM_PI;
    double s = r * r;
    double sum = 1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156)))));
    return (turns & 1) ? -r * sum : r * sum;
}

double bsm_exact_cos(double radians) { return bsm_exact_sin(radians + BSM_PI / 2); }

/* e^x = (e^(x / 1024))^1024; the series of the small argument is exact to double precision after six terms. */
double bsm_exact_exp(double x)
{
    if (x < -700)
        return 0;
    double r = x / 1024;
    double power = 1 + r * (1 + r / 2 * (1 + r / 3 * (1 + r / 4 * (1 + r / 5 * (1 + r / 6)))));
    for (int i = 0; i < 10; i++)
        power *= power;
    return power;
}

/* Abramowitz and Stegun 4.4.49: atan on 0..1 to 1e-7 (absolute 2e-8 in exact arithmetic). */
static float atan_unit(float t)
{
    float s = t * t;
    float p = 0.0028662257f;
    p = p * s - 0.0161657367f;
    p = p * s + 0.0429096138f;
    p = p * s - 0.0752896400f;
    p = p * s + 0.1065626393f;
    p = p * s - 0.1420889944f;
    p = p * s + 0.1999355085f;
    p = p * s - 0.3333314528f;
    return t + t * s * p;
}

float bsm_exact_atan2(float y, float x)
{
    float ax = x < 0 ? -x : x;
    float ay = y < 0 ? -y : y;
    if (ax + ay <= 0)
        return 0;
    float angle = ay <= ax ? atan_unit(ay / ax) : (float)(BSM_PI / 2) - atan_unit(ax / ay);
    if (x < 0)
        angle = (float)BSM_PI - angle;
    return y < 0 ? -angle : angle;
}
