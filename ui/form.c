#include "ui/form.h"

#include <stdio.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"

static const int digits_of[BSM_FIELD_COUNT] = {BSM_ID_NUMBER_DIGITS, 2, 2, 4, BSM_CODE_DIGITS};

void bsm_form_wipe(struct bsm_form *form) { bsm_wipe(form, sizeof *form); }

int bsm_field_digits(enum bsm_field field) { return digits_of[field]; }

static int typed_digits(const struct bsm_form *form, enum bsm_field field) { return (int)strlen(form->typed[field]); }

bool bsm_field_full(const struct bsm_form *form, enum bsm_field field)
{
    return typed_digits(form, field) == digits_of[field];
}

void bsm_form_focus(struct bsm_form *form, enum bsm_field field)
{
    form->focus = field;
    form->afresh = true;
}

static bool stands_alone(enum bsm_field field, char digit)
{
    return (field == BSM_FIELD_DAY && digit > '3') || (field == BSM_FIELD_MONTH && digit > '1');
}

static bool number_wrong(const struct bsm_form *form)
{
    enum bsm_form_fault fault = bsm_form_check(form);
    return fault == BSM_FORM_NUMBER_START || fault == BSM_FORM_NUMBER_CHECK;
}

/* From the number to the date only when the number is right, so that it can be mended where it stands. */
static void go_on(struct bsm_form *form)
{
    enum bsm_field field = form->focus;
    if (!bsm_field_full(form, field) || field == BSM_FIELD_YEAR || field == BSM_FIELD_CODE)
        return;
    if (field == BSM_FIELD_ID_NUMBER && number_wrong(form))
        return;
    bsm_form_focus(form, (enum bsm_field)(field + 1));
}

bool bsm_form_type(struct bsm_form *form, char digit)
{
    char *typed = form->typed[form->focus];
    if (form->afresh && bsm_field_full(form, form->focus))
        bsm_wipe(typed, BSM_FIELD_SIZE);
    form->afresh = false;
    int count = typed_digits(form, form->focus);
    if (digit < '0' || digit > '9' || count == digits_of[form->focus])
        return false;
    if (count == 0 && stands_alone(form->focus, digit))
        typed[count++] = '0';
    typed[count] = digit;
    go_on(form);
    return true;
}

static bool take_back(struct bsm_form *form)
{
    int count = typed_digits(form, form->focus);
    if (count > 0)
        form->typed[form->focus][count - 1] = '\0';
    return count > 0;
}

bool bsm_form_delete(struct bsm_form *form)
{
    form->afresh = false;
    if (take_back(form))
        return true;
    if (form->focus == BSM_FIELD_ID_NUMBER || form->focus == BSM_FIELD_CODE)
        return false;
    form->focus = (enum bsm_field)(form->focus - 1);
    return take_back(form);
}

bool bsm_form_date(const struct bsm_form *form, char date[BSM_DATE_SIZE])
{
    if (!bsm_field_full(form, BSM_FIELD_DAY) || !bsm_field_full(form, BSM_FIELD_MONTH) ||
        !bsm_field_full(form, BSM_FIELD_YEAR))
        return false;
    snprintf(date, BSM_DATE_SIZE, "%.4s-%.2s-%.2s", form->typed[BSM_FIELD_YEAR], form->typed[BSM_FIELD_MONTH],
             form->typed[BSM_FIELD_DAY]);
    return true;
}

static enum bsm_form_fault check_date(const struct bsm_form *form)
{
    char date[BSM_DATE_SIZE];
    if (!bsm_form_date(form, date))
        return BSM_FORM_INCOMPLETE;
    char today[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(form->today_unix_ms, today);
    bool to_come = form->today_unix_ms != 0 && strncmp(date, today, BSM_DATE_SIZE - 1) > 0;
    enum bsm_form_fault fault = BSM_FORM_FINE;
    if (to_come || strncmp(date, "1900", 4) < 0)
        fault = BSM_FORM_DATE_RANGE;
    else if (!bsm_date_valid(date))
        fault = BSM_FORM_DATE_MISSING;
    bsm_wipe(date, sizeof date);
    return fault;
}

enum bsm_form_fault bsm_form_check(const struct bsm_form *form)
{
    const char *number = form->typed[BSM_FIELD_ID_NUMBER];
    if (number[0] != '\0' && number[0] != '1' && number[0] != '2')
        return BSM_FORM_NUMBER_START;
    if (bsm_field_full(form, BSM_FIELD_ID_NUMBER) && !bsm_id_number_valid(number))
        return BSM_FORM_NUMBER_CHECK;
    enum bsm_form_fault date = check_date(form);
    if (date == BSM_FORM_FINE && !bsm_field_full(form, BSM_FIELD_ID_NUMBER))
        return BSM_FORM_INCOMPLETE;
    return date;
}

enum bsm_field bsm_form_blame(const struct bsm_form *form)
{
    if (!bsm_field_full(form, BSM_FIELD_ID_NUMBER) || number_wrong(form))
        return BSM_FIELD_ID_NUMBER;
    for (int field = BSM_FIELD_DAY; field <= BSM_FIELD_YEAR; field++)
        if (!bsm_field_full(form, (enum bsm_field)field))
            return (enum bsm_field)field;
    return bsm_form_check(form) == BSM_FORM_DATE_RANGE ? BSM_FIELD_YEAR : BSM_FIELD_DAY;
}

bool bsm_form_identity(const struct bsm_form *form, struct bsm_ui_identity *identity)
{
    if (bsm_form_check(form) != BSM_FORM_FINE)
        return false;
    memset(identity, 0, sizeof *identity);
    memcpy(identity->id_number, form->typed[BSM_FIELD_ID_NUMBER], BSM_ID_NUMBER_SIZE);
    return bsm_form_date(form, identity->birth_date);
}
