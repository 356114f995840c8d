/* A hand on the screens, for tests. All is of round 5, in English. */
#ifndef BASMA_UI_TEST_HAND_H
#define BASMA_UI_TEST_HAND_H

#include <stdbool.h>

#include "ui/stage.h"

/* What the last touch said to the hub. */
extern struct bsm_message hand_answer;

/* False, having said why, where fonts and icons were not brought. */
bool hand_open(void);
void hand_close(void);

/* A stage that shows the screen and has been told what the centre knows. */
void hand_begin(struct bsm_stage *stage, enum bsm_screen screen);

/* The screen again, or another, in the same round. */
void hand_go_on(struct bsm_stage *stage, enum bsm_screen screen, enum bsm_reason reason);

/* A touch that says nothing to the hub. */
void hand_touch(struct bsm_stage *stage, enum bsm_target target);

/* A touch that says this. */
void hand_expect(struct bsm_stage *stage, enum bsm_target target, enum bsm_input input, enum bsm_language language);

/* Digits; a whole ID number and date of birth; Latin letters and digits, on the keys in view. */
void hand_type(struct bsm_stage *stage, const char *digits);
void hand_type_identity(struct bsm_stage *stage);
void hand_type_text(struct bsm_stage *stage, const char *text);

/* The target that is so many after the first of its kind. */
enum bsm_target hand_nth(enum bsm_target first, int place);

#endif
