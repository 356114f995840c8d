/*
 * What a visit comes to: which action, and which steps are still to be taken for it, by the account that is there and
 * what the person came for. Pure.
 */
#ifndef BASMA_CENTRAL_VISITS_PLAN_H
#define BASMA_CENTRAL_VISITS_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/terms.h"

struct bsm_plan {
    bool refer;             /* an office must see to it */
    enum bsm_action action; /* 0: nothing is left to do */
    uint32_t steps;         /* set of enum bsm_step */
};

struct bsm_plan bsm_plan_make(enum bsm_account_state account, enum bsm_action purpose, bool has_mobile);

/* The states, as bits, that an account may be in when the action is done to it. */
uint32_t bsm_plan_lawful_from(enum bsm_action action);

/* Whether a number that is not on file may be given for it. */
bool bsm_plan_takes_mobile(enum bsm_action action);

#endif
