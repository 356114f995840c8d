#include "ui/rating.h"

#include "ui/language.h"
#include "ui/widgets.h"

enum { FACE_HEIGHT = 148, FACE_GAP = 16 };

static const struct {
    const char *icon;
    const char *name;
} faces[BSM_TARGET_RATES] = {
    {"angry", BSM_MSGID("Very poor")}, {"frown", BSM_MSGID("Poor")},      {"meh", BSM_MSGID("Fair")},
    {"smile", BSM_MSGID("Good")},      {"laugh", BSM_MSGID("Very good")},
};

static void add_face(struct bsm_column *column, struct bsm_rect rect, int face)
{
    struct bsm_item *card = bsm_widget_card(column, rect);
    card->target = (enum bsm_target)(BSM_TARGET_RATE + face);
    card->raised = false;
    int icon = bsm_column_px(column, 68);
    int words = bsm_column_measure(column, BSM_STYLE_SMALL, bsm_tr(faces[face].name), rect.w);
    int top = rect.y + (rect.h - icon - words) / 2;
    bsm_column_icon(column, (struct bsm_rect){rect.x, top, rect.w, icon}, faces[face].icon, 62, BSM_COLOUR_GREEN);
    bsm_column_words(column, (struct bsm_rect){rect.x, top + icon, rect.w, words}, BSM_STYLE_SMALL, BSM_COLOUR_INK,
                     BSM_ALIGN_CENTRE, bsm_tr(faces[face].name));
}

void bsm_rating_add(const struct bsm_stage *stage, struct bsm_column *column)
{
    int gap = bsm_column_px(column, FACE_GAP);
    int asks = bsm_column_measure(column, BSM_STYLE_LABEL, bsm_tr("How was this visit?"), column->width) + gap;
    int height = bsm_column_target_px(column, FACE_HEIGHT);
    if (stage->show.rated) {
        bsm_widget_notice(column, BSM_TONE_GOOD, "heart-handshake", bsm_tr("Thank you for your opinion"), NULL,
                          asks + height);
        return;
    }
    bsm_column_text(column, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, bsm_tr("How was this visit?"));
    column->y += gap;
    int width = (column->width - (BSM_TARGET_RATES - 1) * gap) / BSM_TARGET_RATES;
    for (int i = 0; i < BSM_TARGET_RATES; i++)
        add_face(column, (struct bsm_rect){column->x + i * (width + gap), column->y, width, height}, i);
    column->y += height;
}

bool bsm_rating_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    int face = bsm_target_index(target, BSM_TARGET_RATE, BSM_TARGET_RATES);
    if (face < 0 || stage->show.rated || stage->answered)
        return false;
    stage->answered = true;
    bsm_stage_say(stage, BSM_INPUT_RATE, answer);
    answer->as.ui_input.value = (uint8_t)(face + 1);
    return true;
}

void bsm_rating_finish(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_rating_add(stage, column);
    bsm_column_gap(column, 28);
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)),
                      BSM_BUTTON_PRIMARY, BSM_TARGET_FINISH, "", bsm_tr("Finish"));
}

bool bsm_rating_finish_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (target == BSM_TARGET_FINISH)
        return bsm_stage_say(stage, BSM_INPUT_FINISH, answer);
    return bsm_rating_touch(stage, target, answer);
}
