/* What will happen, what is taken, what is kept and what is erased; then yes or no. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

struct point {
    const char *icon;
    const char *heading;
    const char *text;
};

enum { POINTS = 4, PORTRAIT_AFTER = 2 };

static const struct point points[POINTS] = {
    {"id-card", BSM_MSGID("You tell us who you are"), BSM_MSGID("Your ID number and your date of birth.")},
    {"fingerprint", BSM_MSGID("We check that it is you"),
     BSM_MSGID("By your fingers and your face; then a code comes to your mobile phone.")},
    {"shield-check", BSM_MSGID("Only the centre can read it"),
     BSM_MSGID("What is taken is encrypted, sent to the national centre and compared there.")},
    {"eraser", BSM_MSGID("Nothing stays here"),
     BSM_MSGID("This kiosk erases everything when you finish. The centre keeps the record of this visit.")},
};

/* Where the centre keeps one. */
static const struct point portrait = {"square-user-round", BSM_MSGID("The centre keeps a portrait of you"),
                                      BSM_MSGID("It is cut out of the camera's picture and kept with your account.")};

/* Of a campaign: there is no connection, and the centre decides later. */
static const struct point later[POINTS] = {
    {"id-card", BSM_MSGID("You tell us who you are"),
     BSM_MSGID("Your ID number, your date of birth and your mobile number.")},
    {"fingerprint", BSM_MSGID("We take what shows that it is you"), BSM_MSGID("Your fingers and your face.")},
    {"shield-check", BSM_MSGID("The centre decides later"),
     BSM_MSGID("There is no connection now. What is taken is encrypted so that only the centre can read it, and waits "
               "here until it can be compared there. Then you are told by SMS.")},
    {"eraser", BSM_MSGID("Nothing readable stays here"),
     BSM_MSGID("This kiosk erases the rest when you finish, and what waits as soon as the centre has it.")},
};

static void add_point(struct bsm_column *column, const struct point *point)
{
    bsm_widget_row(column, BSM_TONE_PLAIN, point->icon, bsm_tr(point->heading), bsm_tr(point->text), 0);
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    const struct point *shown = stage->show.reason == BSM_REASON_LINK ? later : points;
    bsm_widget_title(column, bsm_tr("Before we begin"), bsm_tr("It takes a minute or two. You may stop at any time."));
    bsm_column_gap(column, 44);
    int padding = bsm_column_px(column, 44);
    struct bsm_item *card = bsm_widget_card(column, (struct bsm_rect){column->x, column->y, column->width, 0});
    struct bsm_column inside =
        bsm_column_inside(column, column->x + padding, column->y + padding, column->width - 2 * padding);
    for (int i = 0; i < POINTS; i++) {
        if (i > 0)
            bsm_column_gap(&inside, 36);
        add_point(&inside, &shown[i]);
        if (i + 1 == PORTRAIT_AFTER && stage->show.reason == BSM_REASON_PORTRAIT) {
            bsm_column_gap(&inside, 36);
            add_point(&inside, &portrait);
        }
    }
    card->rect.h = inside.y + padding - card->rect.y;
    column->y = card->rect.y + card->rect.h;
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_target_px(column, BSM_BUTTON_HEIGHT);
    enum bsm_button_look look = stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_PRIMARY;
    bsm_widget_button(column, bsm_column_take(column, height), look, BSM_TARGET_AGREE, "check", bsm_tr("I agree"));
    bsm_column_gap(column, 24);
    bsm_widget_button(column, bsm_column_take(column, height), BSM_BUTTON_SECOND, BSM_TARGET_DECLINE, "",
                      bsm_tr("I do not agree"));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (stage->answered)
        return false;
    stage->answered = target == BSM_TARGET_AGREE || target == BSM_TARGET_DECLINE;
    if (target == BSM_TARGET_AGREE)
        return bsm_stage_say(stage, BSM_INPUT_AGREE, answer);
    return target == BSM_TARGET_DECLINE && bsm_stage_say(stage, BSM_INPUT_DECLINE, answer);
}

const struct bsm_screen_ops bsm_screen_consent = {.build = build, .on_touch = on_touch};
