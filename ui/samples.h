/*
 * Invented data of a visit, so that every screen can be drawn and tried without one: for `basma-ui --shot` and
 * `--layout`, and for the tests. Nobody's; the receipt is not signed by anybody.
 */
#ifndef BASMA_UI_SAMPLES_H
#define BASMA_UI_SAMPLES_H

#include "ui/stage.h"

/* Tells the stage what the hub would have told it in the round. */
void bsm_samples_tell(struct bsm_stage *stage, uint32_t round);

#endif
