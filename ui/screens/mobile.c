/* A mobile number, and why it is asked for. */
#include "ui/mobile.h"

#include <stdio.h>
#include <string.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { WORDS_SIZE = 512 };

static const char *why(const struct bsm_stage *stage)
{
    if (stage->show.reason == BSM_REASON_LINK)
        return bsm_tr("There is no connection now: the centre decides later and tells you by SMS. If it has another "
                      "number of yours on file, "
                      "that one is told what was decided.");
    return bsm_tr("We send a code there, so that the account belongs to your phone and to nobody else's.");
}

/* Where a number is on file, whoever has it is told, and has time to object: nobody is to be surprised by the wait. */
static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    char hint[BSM_NUMBER_SIZE];
    char words[WORDS_SIZE];
    bool another = stage->show.mobile_hint[0];
    bsm_digits(bsm_language_now(), stage->show.mobile_hint, hint, sizeof hint);
    snprintf(words, sizeof words,
             bsm_tr("We send a code there, and word to the number ending in %s. For your safety the new number counts "
                    "only after a waiting time."),
             hint);
    bsm_widget_title(column, another ? bsm_tr("Your new mobile number") : bsm_tr("Your mobile number"),
                     another ? words : why(stage));
    bsm_column_gap(column, 40);
    bsm_mobile_add(stage, column);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, bsm_mobile_controls);
}

/* 1: no number is on file. */
static bool view(struct bsm_stage *stage, int number)
{
    memset(stage->show.mobile_hint, 0, sizeof stage->show.mobile_hint);
    return number == 1;
}

const struct bsm_screen_ops bsm_screen_mobile = {.build = build, .on_touch = bsm_mobile_touch, .view = view};
