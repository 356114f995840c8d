/* The keys on the screen; there is no other keyboard. Digits stand as on a telephone, in every language from left to
 * right. */
#ifndef BASMA_UI_KEYBOARD_H
#define BASMA_UI_KEYBOARD_H

#include "ui/column.h"
#include "ui/widgets.h"

/* What stands in the corner beside the nought; target NONE leaves it empty. */
struct bsm_keypad_corner {
    enum bsm_target target;
    enum bsm_button_look look;
    const char *icon;
    const char *words;
};

/* 1 to 9, then delete, 0 and the corner. */
void bsm_keyboard_digits(struct bsm_column *column, struct bsm_keypad_corner corner);

/* QWERTY in lower case, with delete; for names of accounts. Keys are KEY_A to KEY_Z. */
void bsm_keyboard_latin(struct bsm_column *column);

/* The character of a key: '0'..'9', 'a'..'z'; '\0' for anything else. */
char bsm_keyboard_character(enum bsm_target target);

#endif
