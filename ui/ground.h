/*
 * The ground of the face's screen lights who stands before it, in the colour that the hub asks for
 * (firmware/base/light.h); one colour melts into the next. All text stays legible on each: at least 4.5:1.
 */
#ifndef BASMA_UI_GROUND_H
#define BASMA_UI_GROUND_H

#include "ui/stage.h"

enum { BSM_GROUND_MELT_MS = 120 };

/* The hub's LIGHT; nothing on another screen. */
void bsm_ground_light(struct bsm_stage *stage, enum bsm_light light);

/* Back to paper. */
void bsm_ground_forget(struct bsm_stage *stage);

/* 0x00RRGGBB at stage->now_ms. */
unsigned bsm_ground_rgb(const struct bsm_stage *stage);

/* Whether it is still melting. */
bool bsm_ground_moves(const struct bsm_stage *stage);

#endif
