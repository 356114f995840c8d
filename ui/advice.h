/* The advice to a person in words, with the icon and the tone that say the same. */
#ifndef BASMA_UI_ADVICE_H
#define BASMA_UI_ADVICE_H

#include "firmware/base/biometric.h"
#include "firmware/base/hint.h"
#include "ui/widgets.h"

struct bsm_advice {
    const char *icon;
    enum bsm_tone tone;
    const char *heading; /* msgid */
    const char *text;    /* msgid; NULL: the heading is enough */
};

/* What a hint says; without one, what to do at the start. Never NULL. */
const struct bsm_advice *bsm_advice_for(enum bsm_hint hint, enum bsm_modality modality);

/* Adds it to the column as a notice, always at least as high as two lines, so that nothing jumps when it changes. */
void bsm_advice_add(struct bsm_column *column, enum bsm_hint hint, enum bsm_modality modality);

/* The same with another text (msgid, or NULL) below its heading. */
void bsm_advice_add_saying(struct bsm_column *column, enum bsm_hint hint, enum bsm_modality modality, const char *text);

#endif
