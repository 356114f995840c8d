/*
 * What is on the stage: the screen that the hub asked for, what the person typed, the live pictures, and what a touch
 * there means. It knows no window and no channel: main feeds it messages and touches and paints the page that it
 * builds.
 *
 * One thread. Holds personal data from identity on; bsm_stage_forget wipes all of it.
 */
#ifndef BASMA_UI_STAGE_H
#define BASMA_UI_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/ipc/messages.h"
#include "ui/form.h"
#include "ui/icons.h"
#include "ui/page.h"
#include "ui/pictures.h"
#include "ui/text.h"

enum {
    BSM_PROGRESS_NONE = -1, /* outside a visit */
    BSM_PROGRESS_CONSENT = 0,
    BSM_PROGRESS_IDENTITY,
    BSM_PROGRESS_HAND,
    BSM_PROGRESS_FACE,
    BSM_PROGRESS_CODE,
    BSM_PROGRESS_DONE,
};
enum { BSM_PROGRESS_STEPS = BSM_PROGRESS_DONE };

struct bsm_stage {
    struct bsm_text *text;   /* not owned */
    struct bsm_icons *icons; /* not owned */
    int width_px;
    int height_px;
    double scale; /* pixels a unit of the theme */
    bool landscape;

    struct bsm_ui_show show; /* as the hub said it */
    uint32_t round;
    enum bsm_hint hint;                             /* the advice in force */
    int progress;                                   /* how far the visit has come, BSM_PROGRESS_* */
    enum bsm_position taken[BSM_FINGERS_ASKED_MAX]; /* the fingers of this round of captures, by step */

    struct bsm_form form;
    bool asked_next;       /* identity: next was touched while something was missing */
    bool answered;         /* what this screen asks was sent; the hub has not moved on yet */
    int64_t answered_ms;   /* when; after a few seconds it may be said again */
    int64_t code_asked_ms; /* when another code was asked for on this screen; 0: not */
    struct bsm_pictures pictures;

    int64_t now_ms;          /* monotonic; set by whoever calls */
    int64_t shown_ms;        /* when this screen came */
    enum bsm_target pressed; /* under a finger at the moment */
    bool changed;            /* the page must be built anew */
};

void bsm_stage_init(struct bsm_stage *stage, struct bsm_text *text, struct bsm_icons *icons);
void bsm_stage_finish(struct bsm_stage *stage);

void bsm_stage_resize(struct bsm_stage *stage, int width_px, int height_px);

/* The hub's UI_SHOW and HINT. */
void bsm_stage_show(struct bsm_stage *stage, const struct bsm_ui_show *show, uint32_t round);
void bsm_stage_hint(struct bsm_stage *stage, const struct bsm_hint_said *said);

/* A touch on a target of the screen (NONE: beside all of them). True: *answer, of type UI_INPUT, UI_IDENTITY or
 * UI_CODE, is for the hub. */
bool bsm_stage_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer);

/* Whether a target acts when the finger comes down (keys) or only when it is lifted on it (all else). */
bool bsm_stage_acts_at_once(enum bsm_target target);

/* Time has passed (now_ms is set): milliseconds to the next call, 0 for none. */
int bsm_stage_tick(struct bsm_stage *stage);

/* Builds the page of the present screen. Switches the process's language to the screen's. */
void bsm_stage_build(const struct bsm_stage *stage, struct bsm_page *page);

/* Wipes what the visit left: typed digits, pictures, hints, the last text laid out. */
void bsm_stage_forget(struct bsm_stage *stage);

/* Fills an answer of type UI_INPUT. Always true, for screens to return. */
bool bsm_stage_say(const struct bsm_stage *stage, enum bsm_input input, struct bsm_message *answer);

#endif
