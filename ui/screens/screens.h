/* The screens: one file each, one small table of what it does. */
#ifndef BASMA_UI_SCREENS_SCREENS_H
#define BASMA_UI_SCREENS_SCREENS_H

#include "ui/stage.h"

struct bsm_screen_ops {
    void (*build)(const struct bsm_stage *stage, struct bsm_page *page);
    /* As bsm_stage_touch, for this screen's own targets; NULL: it has none. */
    bool (*on_touch)(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer);
    /* As bsm_stage_tick; NULL: nothing moves. */
    int (*on_tick)(struct bsm_stage *stage);
    /* As bsm_stage_view, from 1 on; NULL: it has the one view. */
    bool (*view)(struct bsm_stage *stage, int view);
};

extern const struct bsm_screen_ops bsm_screen_starting;
extern const struct bsm_screen_ops bsm_screen_welcome;
extern const struct bsm_screen_ops bsm_screen_purpose;
extern const struct bsm_screen_ops bsm_screen_consent;
extern const struct bsm_screen_ops bsm_screen_identity;
extern const struct bsm_screen_ops bsm_screen_hand;
extern const struct bsm_screen_ops bsm_screen_missing;
extern const struct bsm_screen_ops bsm_screen_face;
extern const struct bsm_screen_ops bsm_screen_mobile;
extern const struct bsm_screen_ops bsm_screen_code;
extern const struct bsm_screen_ops bsm_screen_user_name;
extern const struct bsm_screen_ops bsm_screen_password;
extern const struct bsm_screen_ops bsm_screen_wait;
extern const struct bsm_screen_ops bsm_screen_done;
extern const struct bsm_screen_ops bsm_screen_kept;
extern const struct bsm_screen_ops bsm_screen_try_again;
extern const struct bsm_screen_ops bsm_screen_ended;
extern const struct bsm_screen_ops bsm_screen_appointment;
extern const struct bsm_screen_ops bsm_screen_booked;
extern const struct bsm_screen_ops bsm_screen_call;
extern const struct bsm_screen_ops bsm_screen_time;
extern const struct bsm_screen_ops bsm_screen_out_of_service;
extern const struct bsm_screen_ops bsm_screen_wish;
extern const struct bsm_screen_ops bsm_screen_wished;

/* Never NULL: what is no screen is `starting`. */
const struct bsm_screen_ops *bsm_screen_ops(enum bsm_screen screen);

#endif
