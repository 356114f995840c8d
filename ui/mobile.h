/* A mobile number as it is typed: shown grouped, judged kindly. On three screens: a new number, an appointment's, a
 * wish's. */
#ifndef BASMA_UI_MOBILE_H
#define BASMA_UI_MOBILE_H

#include "ui/column.h"
#include "ui/language.h"
#include "ui/stage.h"

/* The number so far in a box, and what is to be said of it. */
void bsm_mobile_add(const struct bsm_stage *stage, struct bsm_column *column);

/* A key; false: it is none, or changes nothing. */
bool bsm_mobile_type(struct bsm_stage *stage, enum bsm_target target);

/* Whether it is one, in E.164. */
bool bsm_mobile_typed(const struct bsm_stage *stage, char out[BSM_MOBILE_SIZE]);
bool bsm_mobile_is_typed(const struct bsm_stage *stage);

/* The last two digits of what was typed, as the language writes them; false where it is none. */
bool bsm_mobile_typed_end(const struct bsm_stage *stage, char out[BSM_NUMBER_SIZE]);

/* The last two digits, as the language writes them, of the number that an appointment is confirmed to; false where it
 * is not known. */
bool bsm_mobile_end(const struct bsm_stage *stage, char out[BSM_NUMBER_SIZE]);

/* Below the field, on a screen that asks for nothing else: the keypad with Next, and Back. */
void bsm_mobile_controls(const struct bsm_stage *stage, struct bsm_column *column);

/* The touches of such a screen (ui/screens/screens.h); Next answers with UI_MOBILE. */
bool bsm_mobile_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer);

#endif
