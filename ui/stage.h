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
#include "ui/keyboard.h"
#include "ui/page.h"
#include "ui/pictures.h"
#include "ui/speech/speech.h"
#include "ui/text.h"

enum {
    BSM_PROGRESS_NONE = -1, /* outside a visit */
    BSM_PROGRESS_CONSENT = 0,
    BSM_PROGRESS_IDENTITY,
    BSM_PROGRESS_HAND,
    BSM_PROGRESS_FACE,
    BSM_PROGRESS_CODE,
    BSM_PROGRESS_ACCOUNT,
    BSM_PROGRESS_DONE,
};
enum { BSM_PROGRESS_STEPS = BSM_PROGRESS_DONE };

/* How far the choice of an appointment has come. */
enum bsm_booking_step {
    BSM_BOOKING_OFFICE = 0,
    BSM_BOOKING_DAY,
    BSM_BOOKING_TIME,
    BSM_BOOKING_MOBILE, /* where the centre asks for it */
    BSM_BOOKING_SUMMARY,
};

/* Zeroed: nothing chosen yet. Indices are those of the stage's slots. */
struct bsm_booking {
    enum bsm_booking_step step;
    int office;
    int day;   /* a slot of the day */
    int slot;  /* the slot itself */
    int first; /* of the days or times on this page */
};

struct bsm_stage {
    struct bsm_text *text;   /* not owned */
    struct bsm_icons *icons; /* not owned */
    int width_px;
    int height_px;
    double scale; /* pixels a unit of the theme */
    bool landscape;

    struct bsm_ui_show show; /* as the hub said it */
    uint32_t round;
    enum bsm_hint hint;                 /* the advice in force */
    enum bsm_light light, light_before; /* ground.h: that the face is lit in, and melts from, since: */
    int64_t light_ms;
    int progress;                                   /* how far the visit has come, BSM_PROGRESS_* */
    enum bsm_position taken[BSM_FINGERS_ASKED_MAX]; /* the fingers of this round of captures, by step */

    struct bsm_ui_person person; /* what the hub said for this visit; each zeroed until then */
    struct bsm_ui_offers offers;
    struct bsm_slots slots;
    struct bsm_ui_booked booked;
    struct bsm_ui_receipt receipt;

    struct bsm_form form;
    struct bsm_keyboard keyboard;
    bool password_shown;
    enum bsm_screen typing; /* the screen that these belong to: not time, call or wait, which lie over it */
    uint16_t missing;       /* fingers marked, as in bsm_ui_missing */
    uint16_t missing_sent;  /* of those the hub knows */
    struct bsm_booking booking;
    bool later;            /* a visit without connection: sealed things stay until the centre has them */
    bool asked_next;       /* next was touched while something was missing */
    bool answered;         /* what this screen asks was sent; the hub has not moved on yet */
    int64_t answered_ms;   /* when; after a few seconds it may be said again */
    int64_t code_asked_ms; /* when another code was asked for on this screen; 0: not */
    struct bsm_pictures pictures;

    enum bsm_sound sound;    /* what the speaker button shows; set by whoever calls */
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

/* The hub's UI_PERSON, UI_OFFERS, UI_SLOTS, UI_BOOKED, UI_RECEIPT: kept until bsm_stage_forget. False: none of these.
 */
bool bsm_stage_told(struct bsm_stage *stage, const struct bsm_message *message);

/* A touch on a target of the screen (NONE: beside all of them). True: *answer, a message that a screen may send, is
 * for the hub. */
bool bsm_stage_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer);

/* Whether a target acts when the finger comes down (keys) or only when it is lifted on it (all else). */
bool bsm_stage_acts_at_once(enum bsm_target target);

/* Time has passed (now_ms is set): milliseconds to the next call, 0 for none. */
int bsm_stage_tick(struct bsm_stage *stage);

/* Builds the page of the present screen. Switches the process's language to the screen's. */
void bsm_stage_build(const struct bsm_stage *stage, struct bsm_page *page);

/* Wipes what the visit left: what was typed and told, pictures, hints, the last text laid out. */
void bsm_stage_forget(struct bsm_stage *stage);

/* Fills an answer of type UI_INPUT. Always true, for screens to return. */
bool bsm_stage_say(const struct bsm_stage *stage, enum bsm_input input, struct bsm_message *answer);

/* The confirmed person's name in the language's script, or else in the other; "" before it was told. */
const char *bsm_stage_person_name(const struct bsm_stage *stage);

/* The next of the views that the present screen has beside the one it begins with (a keyboard's other layouts, the
 * steps of an appointment); false beyond the last. For `--layout` and the tests, which know a screen in all its views.
 */
bool bsm_stage_view(struct bsm_stage *stage, int view);

#endif
