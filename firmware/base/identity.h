/*
 * What a person types about themselves: the number of the national ID (10 digits, first 1) or the iqama (first 2), both with
 * a Luhn check digit (ISO/IEC 7812-1 annex B), and a date of birth. Digits are ASCII here; the screen may show others.
 */
#ifndef BASMA_BASE_IDENTITY_H
#define BASMA_BASE_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

enum {
    BSM_ID_NUMBER_DIGITS = 10,
    BSM_ID_NUMBER_SIZE = BSM_ID_NUMBER_DIGITS + 1,
    BSM_DATE_SIZE = 11, /* "1990-05-17" and its end */
    BSM_CODE_DIGITS = 6,
    BSM_CODE_SIZE = BSM_CODE_DIGITS + 1,
};

/* True for 10 ASCII digits, the first 1 or 2, whose Luhn sum is right. */
bool bsm_id_number_valid(const char *text);

/* The check digit ('0'..'9') that completes 9 digits. */
char bsm_id_number_check_digit(const char nine_digits[9]);

/* True for a Gregorian YYYY-MM-DD that exists, from 1900-01-01 on. */
bool bsm_date_valid(const char *text);

/* True for 6 ASCII digits. */
bool bsm_code_valid(const char *text);

#endif
