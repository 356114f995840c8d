/*
 * What the ten fingers of a person have in common: the class of a finger leans to those of the other fingers and most
 * to the same finger of the other hand; ridge period, size and state of the skin are a person's. Pure.
 */
#ifndef BASMA_SIM_PRINT_KIN_H
#define BASMA_SIM_PRINT_KIN_H

#include <stdint.h>

#include "firmware/base/biometric.h"
#include "tests/sim/print/print.h"

struct kin {
    enum bsm_print_class class;
    double period_px; /* mean distance of ridges */
    double size;      /* of the pad, 1 the mean */
    double dryness;   /* -1 sweats .. 1 dry */
    double wrinkles;  /* 0 young .. 1 many fine lines */
    double pores;     /* 0..1: how plain they show */
    int creases;      /* long white lines */
    int scars;
};

void kin_init(struct kin *kin, uint64_t person, enum bsm_position position);

#endif
