/* The steps of a visit, as the hub's process tests take them: each begins where the one before it ends. */
#ifndef BASMA_HUB_TESTS_STEPS_H
#define BASMA_HUB_TESTS_STEPS_H

#include "firmware/hub/tests/kiosk.h"

#define CENTRE_MS INT64_C(1900000000000) /* the centre's clock, far from ours */

/* The one of the test that runs, and its tear-down. */
extern struct kiosk kiosk;
int stop_kiosk(void **state);

void open_visit(void);
void to_consent(void);
void to_identity(void);
void say_identity(void);
/* Two fingers, face and code. */
void answer_claim(void);
/* At the first finger; returns the number for the first capture. */
uint64_t to_hand(void);
void accept_capture(void);
void finish_captures(uint64_t seq);
void match(uint32_t steps, enum bsm_action action);
void match_to_code(void);
void code_to_done(void);
void forget_to_welcome(void);

#endif
