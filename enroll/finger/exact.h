/*
 * Elementary functions made of IEEE 754 additions, multiplications and divisions only, so that every compiler and
 * processor gives the same bits (libm's transcendental functions differ between versions). Absolute errors below
 * 2e-6.
 */
#ifndef BASMA_ENROLL_FINGER_EXACT_H
#define BASMA_ENROLL_FINGER_EXACT_H

#define BSM_PI 3.14159265358979323846

double bsm_exact_sin(double radians); /* |radians| < 1000 */
double bsm_exact_cos(double radians);
double bsm_exact_exp(double x); /* -700 < x < 700; 0 below */

/* The angle of (x, y) in -pi..pi; 0 for the zero vector. */
float bsm_exact_atan2(float y, float x);

/* The nearest integer, halves away from zero; |x| < 2e9. */
int bsm_exact_round(double x);

#endif
