/*
 * The letters on the screen; there is no other keyboard. They stand as on the keyboards that people know, in every
 * language from left to right. What a layout holds is a table (keyboard.c).
 */
#ifndef BASMA_UI_KEYBOARD_H
#define BASMA_UI_KEYBOARD_H

#include "ui/keypad.h"

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

/* The layout in force over the column's width. Its height is the same for all of them and at every density, so that a
 * key keeps its place whatever is said above it. */
void bsm_keyboard_letters(struct bsm_column *column, struct bsm_keyboard keyboard, struct bsm_keypad_corner corner);

/* A touch on a key: writes what it types ("" for shift, change of layout and delete) and follows shift and layout.
 * False: it is no key. */
bool bsm_keyboard_touch(struct bsm_keyboard *keyboard, enum bsm_target target, char character[BSM_CHARACTER_SIZE]);

#endif
