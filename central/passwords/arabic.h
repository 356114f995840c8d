/*
 * What people who write Arabic choose first: names, months, towns, clubs, pious words, in Arabic and as they are
 * written in Latin letters; rows of the Arabic keyboard and its alphabet. Debian's lists know none of them. Pure.
 */
#ifndef BASMA_CENTRAL_PASSWORDS_ARABIC_H
#define BASMA_CENTRAL_PASSWORDS_ARABIC_H

#include <stdbool.h>

/* Of the password in lower case without the digits and marks at its ends. Spaces, tatweel, vowel marks, and which alef,
 * ta marbuta or ya it is make no difference. */
bool bsm_arabic_is_common(const char *core);

#endif
