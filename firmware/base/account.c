#include "firmware/base/account.h"

#include <stdio.h>
#include <string.h>

#include "firmware/base/text.h"

#define DIGITS "0123456789"
#define MARKS "._-"

bool bsm_mobile_valid(const char *text)
{
    size_t length = strnlen(text, BSM_MOBILE_SIZE);
    return length >= 9 && length < BSM_MOBILE_SIZE && text[0] == '+' && text[1] != '0' &&
           strspn(text + 1, DIGITS) == length - 1;
}

bool bsm_mobile_from_typed(const char *typed, char out[BSM_MOBILE_SIZE])
{
    size_t length = strnlen(typed, BSM_MOBILE_SIZE + 1);
    const char *country = "";
    const char *rest = typed;
    if (typed[0] == '0' && typed[1] == '5' && length == 10) {
        country = "+966";
        rest = typed + 1;
    } else if (typed[0] == '0' && typed[1] == '0') {
        country = "+";
        rest = typed + 2;
    }
    int written = snprintf(out, BSM_MOBILE_SIZE, "%s%.*s", country, BSM_MOBILE_SIZE, rest);
    if (written < BSM_MOBILE_SIZE && bsm_mobile_valid(out))
        return true;
    out[0] = '\0';
    return false;
}

bool bsm_user_name_valid(const char *text)
{
    size_t length = strnlen(text, BSM_USER_NAME_SIZE);
    if (length < BSM_USER_NAME_MIN || length >= BSM_USER_NAME_SIZE || text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 1; i < length; i++) {
        bool mark = strchr(MARKS, text[i]) != NULL;
        if (!mark && strchr("abcdefghijklmnopqrstuvwxyz" DIGITS, text[i]) == NULL)
            return false;
        if (mark && (i + 1 == length || strchr(MARKS, text[i - 1]) != NULL))
            return false;
    }
    return true;
}

bool bsm_password_valid(const char *text)
{
    size_t size = strnlen(text, BSM_PASSWORD_SIZE);
    if (size == 0 || size >= BSM_PASSWORD_SIZE || text[0] == ' ' || text[size - 1] == ' ')
        return false;
    int length = bsm_text_length(text, size);
    return length >= BSM_PASSWORD_MIN && length <= BSM_PASSWORD_MAX;
}
