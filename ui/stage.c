#include "ui/stage.h"

#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"
#include "ui/ground.h"
#include "ui/language.h"
#include "ui/screens/screens.h"

enum {
    PORTRAIT_WIDTH = 1080,
    PORTRAIT_HEIGHT = 1920,
    LANDSCAPE_WIDTH = 1700,
    LANDSCAPE_HEIGHT = 1060,
    FINGERS_ALL = 0x7fe,       /* positions 1 to 10 */
    ANSWER_PATIENCE_MS = 5000, /* the hub moves on long before; should an answer be lost, nobody is stuck */
};

/* A clock that says less than this (2025-01-01) was never set; no birth is then refused as to come. */
static const int64_t clock_plausible_ms = 1735689600000;

void bsm_stage_init(struct bsm_stage *stage, struct bsm_text *text, struct bsm_icons *icons)
{
    *stage = (struct bsm_stage){
        .text = text,
        .icons = icons,
        .show = {.screen = BSM_SCREEN_STARTING, .language = BSM_LANGUAGE_ARABIC},
        .progress = BSM_PROGRESS_NONE,
        .changed = true,
    };
}

void bsm_stage_finish(struct bsm_stage *stage)
{
    bsm_stage_forget(stage);
    bsm_pictures_finish(&stage->pictures);
}

static double least(double a, double b) { return a < b ? a : b; }

void bsm_stage_resize(struct bsm_stage *stage, int width_px, int height_px)
{
    stage->width_px = width_px;
    stage->height_px = height_px;
    stage->landscape = width_px > height_px;
    stage->scale = stage->landscape ? least((double)width_px / LANDSCAPE_WIDTH, (double)height_px / LANDSCAPE_HEIGHT)
                                    : least((double)width_px / PORTRAIT_WIDTH, (double)height_px / PORTRAIT_HEIGHT);
    stage->changed = true;
}

static int progress_of(enum bsm_screen screen, int before)
{
    switch (screen) {
    case BSM_SCREEN_CONSENT: return BSM_PROGRESS_CONSENT;
    case BSM_SCREEN_IDENTITY: return BSM_PROGRESS_IDENTITY;
    case BSM_SCREEN_TRY_AGAIN:
    case BSM_SCREEN_MISSING:
    case BSM_SCREEN_HAND: return BSM_PROGRESS_HAND;
    case BSM_SCREEN_FACE: return BSM_PROGRESS_FACE;
    case BSM_SCREEN_MOBILE:
    case BSM_SCREEN_CODE: return BSM_PROGRESS_CODE;
    case BSM_SCREEN_USER_NAME:
    case BSM_SCREEN_PASSWORD: return BSM_PROGRESS_ACCOUNT;
    case BSM_SCREEN_DONE: return BSM_PROGRESS_DONE;
    case BSM_SCREEN_STARTING:
    case BSM_SCREEN_WELCOME:
    case BSM_SCREEN_PURPOSE: /* the way begins when it is known where to */
    case BSM_SCREEN_ENDED:
    case BSM_SCREEN_APPOINTMENT:
    case BSM_SCREEN_BOOKED:
    case BSM_SCREEN_WISH:
    case BSM_SCREEN_WISHED:
    case BSM_SCREEN_KEPT: /* the way does not end here */
    case BSM_SCREEN_OUT_OF_SERVICE: return BSM_PROGRESS_NONE;
    case BSM_SCREEN_WAIT:
    case BSM_SCREEN_CALL:
    case BSM_SCREEN_TIME: break;
    }
    return before;
}

/* The impressions of the steps before stay in view; those of this step and later belong to an earlier attempt. */
static void enter_hand(struct bsm_stage *stage, const struct bsm_ui_show *show)
{
    bool same = stage->show.screen == BSM_SCREEN_HAND && stage->show.step == show->step;
    if (!same)
        bsm_pictures_drop_fingers(&stage->pictures, show->step);
    if (show->step >= 1 && show->step <= BSM_FINGERS_ASKED_MAX)
        stage->taken[show->step - 1] = show->position;
}

/* A code that was sent is not sent again: after a wrong one the boxes are empty. */
static void enter_code(struct bsm_stage *stage)
{
    if (bsm_field_full(&stage->form, BSM_FIELD_CODE))
        bsm_wipe(stage->form.typed[BSM_FIELD_CODE], BSM_FIELD_SIZE);
    bsm_form_focus(&stage->form, BSM_FIELD_CODE);
}

static void enter_identity(struct bsm_stage *stage)
{
    int64_t today = bsm_clock_unix_ms();
    stage->form.today_unix_ms = today > clock_plausible_ms ? today : 0;
    if (stage->form.focus == BSM_FIELD_CODE)
        bsm_form_focus(&stage->form, BSM_FIELD_ID_NUMBER);
}

/* A password that was refused is not shown again. */
static void enter_password(struct bsm_stage *stage)
{
    if (stage->form.password_sent)
        bsm_wipe(stage->form.password, sizeof stage->form.password);
    stage->form.password_sent = false;
}

static bool over_another(enum bsm_screen screen)
{
    return screen == BSM_SCREEN_TIME || screen == BSM_SCREEN_CALL || screen == BSM_SCREEN_WAIT;
}

/* What the countdown, a call for help or a wait interrupts goes on where it was. */
static void enter_anew(struct bsm_stage *stage, const struct bsm_ui_show *show)
{
    if (over_another(show->screen) || show->screen == stage->typing)
        return;
    stage->typing = show->screen;
    stage->password_shown = false;
    stage->keyboard = (struct bsm_keyboard){0};
    stage->booking = (struct bsm_booking){0};
    if (show->screen == BSM_SCREEN_MISSING) /* the finger asked for is marked to begin with */
        stage->missing |= (uint16_t)(1u << show->position & FINGERS_ALL);
}

static void enter(struct bsm_stage *stage, const struct bsm_ui_show *show)
{
    enter_anew(stage, show);
    if (show->screen == BSM_SCREEN_PASSWORD)
        enter_password(stage);
    else
        stage->password_shown = false; /* who comes back to it may not be alone any more */
    if (show->screen != stage->show.screen)
        stage->asked_next = false;
    if (show->screen == BSM_SCREEN_HAND)
        enter_hand(stage, show);
    else if (show->screen == BSM_SCREEN_CODE)
        enter_code(stage);
    else if (show->screen == BSM_SCREEN_IDENTITY)
        enter_identity(stage);
    if (show->screen != BSM_SCREEN_FACE)
        bsm_pictures_drop_face(&stage->pictures);
}

bool bsm_stage_told(struct bsm_stage *stage, const struct bsm_message *message)
{
    if (message->round != stage->round)
        bsm_stage_forget(stage);
    stage->round = message->round;
    stage->changed = true;
    if (message->type == BSM_MESSAGE_UI_PERSON)
        stage->person = message->as.ui_person;
    else if (message->type == BSM_MESSAGE_UI_OFFERS)
        stage->offers = message->as.ui_offers;
    else if (message->type == BSM_MESSAGE_UI_BOOKED)
        stage->booked = message->as.ui_booked;
    else if (message->type == BSM_MESSAGE_UI_RECEIPT)
        stage->receipt = message->as.ui_receipt;
    else if (message->type == BSM_MESSAGE_UI_SLOTS) {
        stage->slots = message->as.ui_slots;
        stage->booking = (struct bsm_booking){0}; /* what was chosen of an older list may be gone */
    } else
        return false;
    return true;
}

void bsm_stage_show(struct bsm_stage *stage, const struct bsm_ui_show *show, uint32_t round)
{
    /* What the shown finger left in the preview belongs to it, not to the one asked for next. */
    if (stage->show.screen == BSM_SCREEN_HAND)
        bsm_pictures_take(&stage->pictures, stage->show.step);
    if (round != stage->round)
        bsm_stage_forget(stage);
    if (show->screen != stage->show.screen) {
        stage->code_asked_ms = 0;
        bsm_ground_forget(stage);
    }
    enter(stage, show);
    stage->show = *show;
    stage->round = round;
    stage->hint = show->hint;
    bool says_later = show->screen == BSM_SCREEN_CONSENT || show->screen == BSM_SCREEN_MOBILE;
    bool keeps =
        show->screen == BSM_SCREEN_KEPT || show->screen == BSM_SCREEN_WISH || show->screen == BSM_SCREEN_WISHED;
    stage->later = stage->later || keeps || (says_later && show->reason == BSM_REASON_LINK);
    stage->progress = progress_of(show->screen, stage->progress);
    stage->answered = false;
    stage->pressed = BSM_TARGET_NONE; /* a finger still down was meant for the screen before */
    stage->shown_ms = stage->now_ms;
    stage->changed = true;
}

void bsm_stage_hint(struct bsm_stage *stage, const struct bsm_hint_said *said)
{
    bool finger = stage->show.screen == BSM_SCREEN_HAND && said->modality == BSM_MODALITY_FINGER;
    bool face = stage->show.screen == BSM_SCREEN_FACE && said->modality == BSM_MODALITY_FACE;
    /* What was wrong with the last try stands until the next begins. */
    bool early = said->hint == BSM_HINT_PLACE_FINGER && stage->hint != BSM_HINT_NONE && stage->hint == stage->show.hint;
    if ((finger || face) && stage->hint != said->hint && !early) {
        stage->hint = said->hint;
        stage->changed = true;
    }
}

bool bsm_stage_say(const struct bsm_stage *stage, enum bsm_input input, struct bsm_message *answer)
{
    *answer = (struct bsm_message){
        .type = BSM_MESSAGE_UI_INPUT,
        .round = stage->round,
        .as.ui_input = {.input = input, .language = stage->show.language},
    };
    return true;
}

static bool change_language(const struct bsm_stage *stage, struct bsm_message *answer)
{
    bsm_stage_say(stage, BSM_INPUT_LANGUAGE, answer);
    answer->as.ui_input.language =
        stage->show.language == BSM_LANGUAGE_ARABIC ? BSM_LANGUAGE_ENGLISH : BSM_LANGUAGE_ARABIC;
    return true;
}

static bool touch_screen(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    const struct bsm_screen_ops *ops = bsm_screen_ops(stage->show.screen);
    if (stage->answered && stage->now_ms - stage->answered_ms > ANSWER_PATIENCE_MS)
        stage->answered = false;
    bool before = stage->answered;
    bool said = ops->on_touch && ops->on_touch(stage, target, answer);
    if (stage->answered && !before)
        stage->answered_ms = stage->now_ms;
    return said;
}

bool bsm_stage_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    stage->changed = true;
    if (target == BSM_TARGET_CALL)
        return bsm_stage_say(stage, BSM_INPUT_CALL, answer);
    if (target == BSM_TARGET_LEAVE)
        return bsm_stage_say(stage, BSM_INPUT_LEAVE, answer);
    if (target == BSM_TARGET_LANGUAGE)
        return change_language(stage, answer);
    if (target == BSM_TARGET_SOUND) /* the voice's own, in the loop */
        return false;
    return touch_screen(stage, target, answer);
}

bool bsm_stage_acts_at_once(enum bsm_target target) { return target >= BSM_TARGET_KEY_DELETE; }

const char *bsm_stage_person_name(const struct bsm_stage *stage)
{
    bool arabic = stage->show.language == BSM_LANGUAGE_ARABIC;
    const char *name = arabic ? stage->person.name_ar : stage->person.name_en;
    const char *other = arabic ? stage->person.name_en : stage->person.name_ar;
    return name[0] ? name : other;
}

bool bsm_stage_view(struct bsm_stage *stage, int view)
{
    const struct bsm_screen_ops *ops = bsm_screen_ops(stage->show.screen);
    return ops->view && ops->view(stage, view);
}

int bsm_stage_tick(struct bsm_stage *stage)
{
    const struct bsm_screen_ops *ops = bsm_screen_ops(stage->show.screen);
    return ops->on_tick ? ops->on_tick(stage) : 0;
}

static void mark_pressed(struct bsm_page *page, enum bsm_target target)
{
    for (int i = 0; i < page->count && target != BSM_TARGET_NONE; i++)
        if (page->items[i].target == target)
            page->items[i].pressed = true;
}

void bsm_stage_build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_language_use(stage->show.language);
    bsm_page_init(page, stage->width_px, stage->height_px, bsm_language_mirrored(stage->show.language));
    bsm_screen_ops(stage->show.screen)->build(stage, page);
    mark_pressed(page, stage->pressed);
}

void bsm_stage_forget(struct bsm_stage *stage)
{
    bsm_form_wipe(&stage->form);
    bsm_pictures_forget(&stage->pictures);
    bsm_wipe(&stage->show.mobile_hint, sizeof stage->show.mobile_hint);
    bsm_wipe(&stage->person, sizeof stage->person);
    bsm_wipe(&stage->offers, sizeof stage->offers);
    bsm_wipe(&stage->slots, sizeof stage->slots);
    bsm_wipe(&stage->booked, sizeof stage->booked);
    bsm_wipe(&stage->receipt, sizeof stage->receipt);
    bsm_wipe(&stage->booking, sizeof stage->booking);
    memset(stage->taken, 0, sizeof stage->taken);
    stage->keyboard = (struct bsm_keyboard){0};
    stage->missing = stage->missing_sent = 0;
    stage->password_shown = stage->later = false;
    stage->typing = (enum bsm_screen)0;
    bsm_text_forget(stage->text);
    stage->hint = BSM_HINT_NONE;
    bsm_ground_forget(stage);
    stage->progress = BSM_PROGRESS_NONE;
    stage->asked_next = stage->answered = false;
    stage->code_asked_ms = 0;
    stage->pressed = BSM_TARGET_NONE;
    stage->changed = true;
}
