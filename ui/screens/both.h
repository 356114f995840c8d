/* Words in both languages, for screens that come before one was chosen. */
#ifndef BASMA_UI_SCREENS_BOTH_H
#define BASMA_UI_SCREENS_BOTH_H

#include "ui/column.h"
#include "ui/language.h"

/* A msgid in a language other than the present one; the present one stays. */
const char *bsm_in(enum bsm_language language, const char *msgid);

/* The Arabic words and, gap units under them, the English; both in the middle. */
void bsm_both_text(struct bsm_column *column, enum bsm_style style, enum bsm_colour ink, const char *msgid, double gap);

#endif
