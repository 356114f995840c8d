/* Not now; in both languages, for nobody has chosen one. Where it is for want of a connection, that is said, and an
 * appointment can be wished for. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/screens/both.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

static bool lacks_connection(const struct bsm_stage *stage)
{
    return stage->show.reason == BSM_REASON_LINK || stage->show.wish;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool link = lacks_connection(stage);
    bsm_widget_hero(column, BSM_TONE_GOLD, link ? "cloud-off" : "wrench");
    bsm_column_gap(column, 48);
    bsm_both_text(column, BSM_STYLE_TITLE, BSM_COLOUR_INK,
                  link ? BSM_MSGID("No connection at the moment") : BSM_MSGID("Out of service for the moment"), 8);
    bsm_column_gap(column, 40);
    bsm_both_text(column, BSM_STYLE_BODY, BSM_COLOUR_INK_SOFT,
                  link
                      ? BSM_MSGID("We are sorry: the centre cannot be reached. Please try again a little later, or ask "
                                  "the staff here.")
                      : BSM_MSGID("We are sorry. Please use another kiosk, or tell the staff here."),
                  12);
}

static void add_wish(const struct bsm_stage *stage, struct bsm_column *column, enum bsm_language language)
{
    bool arabic = language == BSM_LANGUAGE_ARABIC;
    enum bsm_button_look look = arabic ? BSM_BUTTON_PRIMARY : BSM_BUTTON_SECOND;
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)),
                      stage->answered ? BSM_BUTTON_OFF : look, arabic ? BSM_TARGET_LANGUAGE_AR : BSM_TARGET_LANGUAGE_EN,
                      "calendar-plus", bsm_in(language, BSM_MSGID("Send me an appointment")));
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    add_wish(stage, column, BSM_LANGUAGE_ARABIC);
    bsm_column_gap(column, 28);
    add_wish(stage, column, BSM_LANGUAGE_ENGLISH);
    bsm_column_gap(column, 20);
    bsm_both_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_MSGID("By SMS, as soon as there is a connection"),
                  0);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    unsigned footer = lacks_connection(stage) ? BSM_CHROME_CALL : 0;
    bsm_fit(stage, page, bsm_chrome_build(stage, page, footer), fill, stage->show.wish ? fill_controls : NULL);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    bool wishes = target == BSM_TARGET_LANGUAGE_AR || target == BSM_TARGET_LANGUAGE_EN;
    if (!wishes || !stage->show.wish || stage->answered)
        return false;
    stage->answered = true;
    bsm_stage_say(stage, BSM_INPUT_APPOINTMENT, answer);
    answer->as.ui_input.language = target == BSM_TARGET_LANGUAGE_AR ? BSM_LANGUAGE_ARABIC : BSM_LANGUAGE_ENGLISH;
    return true;
}

/* 1: without a connection. */
static bool view(struct bsm_stage *stage, int number)
{
    stage->show.reason = BSM_REASON_LINK;
    stage->show.appointment = stage->show.wish = true;
    return number == 1;
}

const struct bsm_screen_ops bsm_screen_out_of_service = {.build = build, .on_touch = on_touch, .view = view};
