/*
 * What is the same on every screen of a visit: the mark and the way (how far one has come) above, and below, where
 * every hand reaches it, a person to call, the other language, leaving, and, where the kiosk speaks, its voice.
 */
#ifndef BASMA_UI_CHROME_H
#define BASMA_UI_CHROME_H

#include "ui/page.h"
#include "ui/stage.h"

enum {
    BSM_CHROME_CALL = 1,
    BSM_CHROME_LANGUAGE = 2,
    BSM_CHROME_LEAVE = 4,
    BSM_CHROME_VISIT = 7,
};

/* Adds them and says what room is left. footer: a set of BSM_CHROME_*. */
struct bsm_rect bsm_chrome_build(const struct bsm_stage *stage, struct bsm_page *page, unsigned footer);

/* The word-mark in both scripts, the present language's first, in the middle of the column. */
void bsm_chrome_name(struct bsm_page *page, const struct bsm_stage *stage, int x, int y);

#endif
