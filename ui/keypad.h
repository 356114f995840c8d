/* The digits as on a telephone, in every language from left to right. */
#ifndef BASMA_UI_KEYPAD_H
#define BASMA_UI_KEYPAD_H

#include "ui/widgets.h"

/* What stands in the corner: beside the nought, or at the end of the last row; target NONE leaves it empty. */
struct bsm_keypad_corner {
    enum bsm_target target;
    enum bsm_button_look look;
    const char *icon;
    const char *words;
};

/* 1 to 9, then delete, 0 and the corner. */
void bsm_keypad_add(struct bsm_column *column, struct bsm_keypad_corner corner);

/* '0'..'9' for a key with a digit; '\0' for anything else. */
char bsm_keypad_digit(enum bsm_target target);

#endif
