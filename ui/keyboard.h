/*
 * The keys on the screen; there is no other keyboard. Digits stand as on a telephone and letters as on the keyboards
 * that people know, in every language from left to right. What a layout holds is a table (keyboard.c).
 */
#ifndef BASMA_UI_KEYBOARD_H
#define BASMA_UI_KEYBOARD_H

#include "ui/column.h"
#include "ui/widgets.h"

enum bsm_layout {
    BSM_LAYOUT_LATIN = 0,
    BSM_LAYOUT_ARABIC,
    BSM_LAYOUT_SIGNS,
    BSM_LAYOUT_NAME, /* lower case, digits and . _ -: user names */
};
enum { BSM_LAYOUT_COUNT = BSM_LAYOUT_NAME + 1, BSM_CHARACTER_SIZE = 5 };

/* Zeroed: Latin, lower case. */
struct bsm_keyboard {
    enum bsm_layout layout;
    bool shift; /* for one letter */
};

/* What stands in the corner: beside the nought, or at the end of the last row; target NONE leaves it empty. */
struct bsm_keypad_corner {
    enum bsm_target target;
    enum bsm_button_look look;
    const char *icon;
    const char *words;
};

/* 1 to 9, then delete, 0 and the corner. */
void bsm_keyboard_digits(struct bsm_column *column, struct bsm_keypad_corner corner);

/* The layout in force over the column's width. Its height is the same for all of them and at every density, so that a
 * key keeps its place whatever is said above it. */
void bsm_keyboard_letters(struct bsm_column *column, struct bsm_keyboard keyboard, struct bsm_keypad_corner corner);

/* A touch on a key: writes what it types ("" for shift, change of layout and delete) and follows shift and layout.
 * False: it is no key. */
bool bsm_keyboard_touch(struct bsm_keyboard *keyboard, enum bsm_target target, char character[BSM_CHARACTER_SIZE]);

/* '0'..'9' for a key with a digit; '\0' for anything else. */
char bsm_keyboard_digit(enum bsm_target target);

#endif
