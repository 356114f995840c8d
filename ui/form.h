/*
 * What the person typed in this visit: ASCII digits, whatever digits the screen shows, and the lines of text of the
 * account. Pure; no screen, no clock.
 *
 * Life: zeroed is empty. It outlives the screens of a visit (time running out, a call for help) and is wiped at its
 * end.
 */
#ifndef BASMA_UI_FORM_H
#define BASMA_UI_FORM_H

#include <stdbool.h>

#include "firmware/base/identity.h"
#include "firmware/ipc/messages.h"

enum bsm_field {
    BSM_FIELD_ID_NUMBER = 0,
    BSM_FIELD_DAY,
    BSM_FIELD_MONTH,
    BSM_FIELD_YEAR,
    BSM_FIELD_CODE,
};
enum {
    BSM_FIELD_COUNT = BSM_FIELD_CODE + 1,
    BSM_FIELD_SIZE = BSM_ID_NUMBER_SIZE,
    BSM_MOBILE_TYPED_SIZE = BSM_MOBILE_SIZE + 1, /* 00 in the place of the plus */
};

/* What is wrong, kindly, and in the order in which it should be mended. */
enum bsm_form_fault {
    BSM_FORM_FINE = 0,
    BSM_FORM_NUMBER_START, /* the first digit is neither 1 nor 2 */
    BSM_FORM_NUMBER_CHECK, /* ten digits whose check digit does not fit */
    BSM_FORM_DATE_MISSING, /* the three are typed but there is no such day */
    BSM_FORM_DATE_RANGE,   /* a day that has not come, or before 1900 */
    BSM_FORM_INCOMPLETE,   /* nothing wrong so far, something to come */
};

struct bsm_form {
    char typed[BSM_FIELD_COUNT][BSM_FIELD_SIZE];
    enum bsm_field focus;
    bool afresh;                        /* the field was just touched: the next digit begins it anew if it is full */
    int64_t today_unix_ms;              /* no birth after it; 0: unknown */
    char mobile[BSM_MOBILE_TYPED_SIZE]; /* digits as typed (entry.h) */
    char user_name[BSM_USER_NAME_SIZE];
    bool user_name_changed; /* since it was sent: what the hub says of it was said of another */
    char password[BSM_PASSWORD_SIZE];
    bool password_sent; /* this one; refused, it is not shown again */
};

void bsm_form_wipe(struct bsm_form *form);

/* How many digits the field takes. */
int bsm_field_digits(enum bsm_field field);
bool bsm_field_full(const struct bsm_form *form, enum bsm_field field);

void bsm_form_focus(struct bsm_form *form, enum bsm_field field);

/* A digit '0'..'9' into the field in focus. A full field sends the focus on to the next of the same screen; a first
 * digit that leaves no second (day 4, month 2) is taken as such (04, 02). True when something changed. */
bool bsm_form_type(struct bsm_form *form, char digit);

/* Takes back the last digit; in an empty field that of the field before. */
bool bsm_form_delete(struct bsm_form *form);

/* What is wrong with number and date as far as they are typed. */
enum bsm_form_fault bsm_form_check(const struct bsm_form *form);

/* The field that should be looked at for a fault: the first that is wrong or not full. */
enum bsm_field bsm_form_blame(const struct bsm_form *form);

/* "1990-05-17"; false unless day, month and year are full. */
bool bsm_form_date(const struct bsm_form *form, char date[BSM_DATE_SIZE]);

/* Number and date, both valid; false otherwise. */
bool bsm_form_identity(const struct bsm_form *form, struct bsm_ui_identity *identity);

#endif
