/*
 * What a person gives for an account: mobile number, user name, password. Their form only, the same at the kiosk, which
 * helps while typing, and at the centre, which refuses. Whether a password is common or a name taken, the centre knows.
 */
#ifndef BASMA_BASE_ACCOUNT_H
#define BASMA_BASE_ACCOUNT_H

#include <stdbool.h>

enum {
    BSM_MOBILE_SIZE = 17, /* E.164 (ITU-T): a plus, at most 15 digits, and the end */
    BSM_USER_NAME_MIN = 4,
    BSM_USER_NAME_SIZE = 33,
    BSM_USER_NAME_OFFERS = 3,
    BSM_PASSWORD_MIN = 8, /* code points; NIST SP 800-63B section 5.1.1.2: length counts, no rules of composition */
    BSM_PASSWORD_MAX = 64,
    BSM_PASSWORD_SIZE = 257, /* bytes of UTF-8, and the end */
};

/* "+966512345678": a plus, 8 to 15 digits, the first of them not 0. */
bool bsm_mobile_valid(const char *text);

/*
 * From what is typed at the kiosk: ten digits beginning with 05 (of the country: +966), 00 and a number with its
 * country, or a plus. False, and out "", for anything else.
 */
bool bsm_mobile_from_typed(const char *typed, char out[BSM_MOBILE_SIZE]);

/* a-z first, then also 0-9 . _ -; no two marks side by side, none at the end. */
bool bsm_user_name_valid(const char *text);

/* UTF-8 of that many code points, no control characters, no space at the ends. */
bool bsm_password_valid(const char *text);

#endif
