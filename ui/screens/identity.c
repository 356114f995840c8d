/* ID number and date of birth, checked while they are typed, with kind words where something is not right. */
#include <stdio.h>

#include "ui/calendar.h"
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/keypad.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

#include "firmware/base/wipe.h"

enum { SLOT_HEIGHT = 108, NOTICE_HEIGHT = 140, WORDS_SIZE = 256 };

static bool number_at_fault(enum bsm_form_fault fault)
{
    return fault == BSM_FORM_NUMBER_START || fault == BSM_FORM_NUMBER_CHECK;
}

static bool date_at_fault(enum bsm_form_fault fault)
{
    return fault == BSM_FORM_DATE_MISSING || fault == BSM_FORM_DATE_RANGE;
}

/* The first digit says which of the two it is; to see it named is a small proof of being understood. */
static const char *number_label(const struct bsm_form *form)
{
    char first = form->typed[BSM_FIELD_ID_NUMBER][0];
    if (first == '1')
        return bsm_tr("National ID number");
    return first == '2' ? bsm_tr("Iqama number") : bsm_tr("National ID or iqama number");
}

static void add_number(const struct bsm_stage *stage, struct bsm_column *column)
{
    const struct bsm_form *form = &stage->form;
    bsm_column_text(column, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_START, number_label(form));
    bsm_column_gap(column, 12);
    struct bsm_rect rect = bsm_column_take(column, bsm_column_target_px(column, SLOT_HEIGHT));
    bsm_widget_slots(column, rect, BSM_TARGET_ID_NUMBER, form->typed[BSM_FIELD_ID_NUMBER], BSM_ID_NUMBER_DIGITS, 3,
                     form->focus == BSM_FIELD_ID_NUMBER, number_at_fault(bsm_form_check(form)));
}

static void add_part(const struct bsm_stage *stage, struct bsm_column *column, struct bsm_rect rect,
                     enum bsm_field field, const char *label)
{
    const struct bsm_form *form = &stage->form;
    struct bsm_column part = bsm_column_inside(column, rect.x, rect.y, rect.w);
    bsm_column_text(&part, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_START, label);
    bsm_column_gap(&part, 8);
    enum bsm_target target = (enum bsm_target)(BSM_TARGET_BIRTH_DAY + (field - BSM_FIELD_DAY));
    bsm_widget_slots(&part, bsm_column_take(&part, bsm_column_target_px(column, SLOT_HEIGHT)), target,
                     form->typed[field], bsm_field_digits(field), 0, form->focus == field,
                     date_at_fault(bsm_form_check(form)));
    if (part.y > column->y)
        column->y = part.y;
}

/* Day, month, year in the direction of reading; the year is twice as broad. */
static void add_date(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_column_text(column, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_START, bsm_tr("Date of birth (Gregorian)"));
    bsm_column_gap(column, 8);
    int gap = bsm_column_px(column, 36);
    int unit = (column->width - 2 * gap) / 4;
    int top = column->y;
    int x = column->x;
    add_part(stage, column, (struct bsm_rect){x, top, unit, 0}, BSM_FIELD_DAY, bsm_tr("Day"));
    x += unit + gap;
    add_part(stage, column, (struct bsm_rect){x, top, unit, 0}, BSM_FIELD_MONTH, bsm_tr("Month"));
    x += unit + gap;
    add_part(stage, column, (struct bsm_rect){x, top, 2 * unit, 0}, BSM_FIELD_YEAR, bsm_tr("Year"));
}

/* "17 May 1990" in the language's words and digits. */
static void date_words(const struct bsm_form *form, char *words, size_t size)
{
    char day[BSM_NUMBER_SIZE];
    char year[BSM_NUMBER_SIZE];
    const char *typed = form->typed[BSM_FIELD_MONTH];
    int month = (typed[0] - '0') * 10 + (typed[1] - '0');
    typed = form->typed[BSM_FIELD_DAY];
    bsm_digits(bsm_language_now(), typed[0] == '0' ? typed + 1 : typed, day, sizeof day);
    bsm_digits(bsm_language_now(), form->typed[BSM_FIELD_YEAR], year, sizeof year);
    /* Translators: day, month's name, year */
    snprintf(words, size, bsm_tr("%1$s %2$s %3$s"), day, bsm_month_name(month), year);
    bsm_wipe(day, sizeof day);
    bsm_wipe(year, sizeof year);
}

static const char *advice(const struct bsm_stage *stage)
{
    if (stage->asked_next)
        return bsm_tr("Please fill in the places that are still empty.");
    if (stage->form.focus == BSM_FIELD_ID_NUMBER)
        return bsm_tr("The ten digits on your national ID or iqama card.");
    return bsm_tr("The date of birth on your card: day, month, year.");
}

static void add_message(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    char date[WORDS_SIZE];
    char words[WORDS_SIZE];
    switch (bsm_form_check(&stage->form)) {
    case BSM_FORM_NUMBER_START:
        bsm_widget_notice(column, BSM_TONE_WARN, "info", bsm_tr("A national ID begins with 1, an iqama with 2."), NULL,
                          height);
        return;
    case BSM_FORM_NUMBER_CHECK:
        bsm_widget_notice(column, BSM_TONE_WARN, "info",
                          bsm_tr("One of the digits does not seem right. Please compare them with your card."), NULL,
                          height);
        return;
    case BSM_FORM_DATE_MISSING:
        bsm_widget_notice(column, BSM_TONE_WARN, "info", bsm_tr("There is no such day. Please check day and month."),
                          NULL, height);
        return;
    case BSM_FORM_DATE_RANGE:
        bsm_widget_notice(column, BSM_TONE_WARN, "info", bsm_tr("Please check the year of birth."), NULL, height);
        return;
    case BSM_FORM_FINE:
        date_words(&stage->form, date, sizeof date);
        snprintf(words, sizeof words, bsm_tr("Born on %s. If this is right, touch Next."), date);
        bsm_widget_notice(column, BSM_TONE_GOOD, "check", words, NULL, height);
        bsm_wipe(date, sizeof date);
        bsm_wipe(words, sizeof words);
        return;
    case BSM_FORM_INCOMPLETE: break;
    }
    bsm_widget_notice(column, stage->asked_next ? BSM_TONE_WARN : BSM_TONE_PLAIN, "info", advice(stage), NULL, height);
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_title(column, bsm_tr("Your identity"), NULL);
    bsm_column_gap(column, 32);
    int padding = bsm_column_px(column, 40);
    struct bsm_item *card = bsm_widget_card(column, (struct bsm_rect){column->x, column->y, column->width, 0});
    struct bsm_column inside =
        bsm_column_inside(column, column->x + padding, column->y + padding * 3 / 4, column->width - 2 * padding);
    add_number(stage, &inside);
    bsm_column_gap(&inside, 32);
    add_date(stage, &inside);
    card->rect.h = inside.y + padding - card->rect.y;
    column->y = card->rect.y + card->rect.h;
    bsm_column_gap(column, 24);
    add_message(stage, column);
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool ready = bsm_form_check(&stage->form) == BSM_FORM_FINE && !stage->answered;
    bsm_keypad_add(column, (struct bsm_keypad_corner){
                               .target = BSM_TARGET_NEXT,
                               .look = ready ? BSM_BUTTON_PRIMARY : BSM_BUTTON_OFF,
                               .icon = stage->answered ? "hourglass" : "arrow-right",
                               .words = bsm_tr("Next"),
                           });
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool go_on(struct bsm_stage *stage, struct bsm_message *answer)
{
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_IDENTITY, .round = stage->round};
    stage->answered = bsm_form_identity(&stage->form, &answer->as.ui_identity);
    if (!stage->answered) {
        stage->asked_next = true;
        bsm_form_focus(&stage->form, bsm_form_blame(&stage->form));
    }
    return stage->answered;
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (stage->answered)
        return false;
    if (target == BSM_TARGET_NEXT)
        return go_on(stage, answer);
    char digit = bsm_keypad_digit(target);
    if (target == BSM_TARGET_ID_NUMBER)
        bsm_form_focus(&stage->form, BSM_FIELD_ID_NUMBER);
    else if (target >= BSM_TARGET_BIRTH_DAY && target <= BSM_TARGET_BIRTH_YEAR)
        bsm_form_focus(&stage->form, (enum bsm_field)(BSM_FIELD_DAY + (target - BSM_TARGET_BIRTH_DAY)));
    else if (target == BSM_TARGET_KEY_DELETE)
        bsm_form_delete(&stage->form);
    else if (digit != '\0')
        bsm_form_type(&stage->form, digit);
    else
        return false;
    stage->asked_next = false;
    return false;
}

const struct bsm_screen_ops bsm_screen_identity = {.build = build, .on_touch = on_touch};
