#include "firmware/base/identity.h"

#include <stddef.h>
#include <string.h>

static bool all_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* The Luhn sum of count digits, the last of them taken once (as a check digit is). */
static int luhn_sum(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2 == 1) {
            digit *= 2;
            if (digit > 9)
                digit -= 9;
        }
        sum += digit;
    }
    return sum;
}

bool bsm_id_number_valid(const char *text)
{
    return strnlen(text, BSM_ID_NUMBER_SIZE) == BSM_ID_NUMBER_DIGITS && all_digits(text, BSM_ID_NUMBER_DIGITS) &&
           (text[0] == '1' || text[0] == '2') && luhn_sum(text, BSM_ID_NUMBER_DIGITS) % 10 == 0;
}

char bsm_id_number_check_digit(const char nine_digits[9])
{
    char digits[10];
    memcpy(digits, nine_digits, 9);
    digits[9] = '0';
    return (char)('0' + (10 - luhn_sum(digits, 10) % 10) % 10);
}

static int number_at(const char *digits, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

bool bsm_date_valid(const char *text)
{
    static const int days_of[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strnlen(text, BSM_DATE_SIZE) != BSM_DATE_SIZE - 1 || text[4] != '-' || text[7] != '-')
        return false;
    if (!all_digits(text, 4) || !all_digits(text + 5, 2) || !all_digits(text + 8, 2))
        return false;
    int year = number_at(text, 4);
    int month = number_at(text + 5, 2);
    int day = number_at(text + 8, 2);
    if (year < 1900 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days_of[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool bsm_code_valid(const char *text)
{
    return strnlen(text, BSM_CODE_SIZE) == BSM_CODE_DIGITS && all_digits(text, BSM_CODE_DIGITS);
}
