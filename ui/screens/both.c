#include "ui/screens/both.h"

const char *bsm_in(enum bsm_language language, const char *msgid)
{
    enum bsm_language before = bsm_language_now();
    bsm_language_use(language);
    const char *words = bsm_tr(msgid);
    bsm_language_use(before);
    return words;
}

void bsm_both_text(struct bsm_column *column, enum bsm_style style, enum bsm_colour ink, const char *msgid, double gap)
{
    bsm_column_text(column, style, ink, BSM_ALIGN_CENTRE, bsm_in(BSM_LANGUAGE_ARABIC, msgid));
    bsm_column_gap(column, gap);
    bsm_column_text(column, style, ink, BSM_ALIGN_CENTRE, bsm_in(BSM_LANGUAGE_ENGLISH, msgid));
}
