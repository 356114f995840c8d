/* Not now; in both languages, for nobody has chosen one. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/screens/both.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    bsm_widget_hero(column, BSM_TONE_GOLD, "wrench");
    bsm_column_gap(column, 56);
    bsm_both_text(column, BSM_STYLE_TITLE, BSM_COLOUR_INK, BSM_MSGID("Out of service for the moment"), 8);
    bsm_column_gap(column, 40);
    bsm_both_text(column, BSM_STYLE_BODY, BSM_COLOUR_INK_SOFT,
                  BSM_MSGID("We are sorry. Please use another kiosk, or tell the staff here."), 12);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, 0), fill, NULL);
}

const struct bsm_screen_ops bsm_screen_out_of_service = {.build = build};
