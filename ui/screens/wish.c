/* No connection, and so no times to choose from: the number that an appointment is sent to when there is one. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/mobile.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_title(
        column, bsm_tr("Where may we send your appointment?"),
        bsm_tr("There is no connection now. As soon as there is one, you get the next free appointment at an "
               "office near here, by SMS."));
    bsm_column_gap(column, 40);
    bsm_mobile_add(stage, column);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, bsm_mobile_controls);
}

const struct bsm_screen_ops bsm_screen_wish = {.build = build, .on_touch = bsm_mobile_touch};
