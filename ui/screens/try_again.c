/* It did not work this time; nothing says which part was not right. */
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { WORDS_SIZE = 256 };

static const struct {
    const char *icon;
    const char *words;
} tips[] = {
    {"fingerprint", BSM_MSGID("Lay the finger flat on the reader; wipe it dry first.")},
    {"eye", BSM_MSGID("Look straight into the camera; take off glasses or a cap if you can.")},
    {"lightbulb", BSM_MSGID("Turn towards the light.")},
};

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    char count[BSM_NUMBER_SIZE];
    char words[WORDS_SIZE];
    unsigned long left = stage->show.tries_left;
    snprintf(words, sizeof words, bsm_tr_plural("You have %s try left.", "You have %s tries left.", left),
             bsm_number(left, count));
    bsm_widget_hero(column, BSM_TONE_GOLD, "rotate-ccw");
    bsm_column_gap(column, 40);
    bsm_widget_title(column, bsm_tr("Let us try again"), left ? words : NULL);
    bsm_column_gap(column, 56);
    int padding = bsm_column_px(column, 44);
    struct bsm_item *card = bsm_widget_card(column, (struct bsm_rect){column->x, column->y, column->width, 0});
    struct bsm_column inside =
        bsm_column_inside(column, column->x + padding, column->y + padding, column->width - 2 * padding);
    for (size_t i = 0; i < sizeof tips / sizeof tips[0]; i++) {
        if (i > 0)
            bsm_column_gap(&inside, 28);
        bsm_widget_row(&inside, BSM_TONE_PLAIN, tips[i].icon, bsm_tr(tips[i].words), NULL, 0);
    }
    card->rect.h = inside.y + padding - card->rect.y;
    column->y = card->rect.y + card->rect.h;
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    enum bsm_button_look look = stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_PRIMARY;
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)), look,
                      BSM_TARGET_AGAIN, "rotate-ccw", bsm_tr("Try again"));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (target != BSM_TARGET_AGAIN || stage->answered)
        return false;
    stage->answered = true;
    return bsm_stage_say(stage, BSM_INPUT_AGAIN, answer);
}

const struct bsm_screen_ops bsm_screen_try_again = {.build = build, .on_touch = on_touch};
