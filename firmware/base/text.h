/* Text from outside: whether bytes are UTF-8 (RFC 3629) that may be shown. Pure. */
#ifndef BASMA_BASE_TEXT_H
#define BASMA_BASE_TEXT_H

#include <stddef.h>

/*
 * The number of code points in size bytes; -1 where they are not UTF-8: overlong forms, surrogates, beyond U+10FFFF, a
 * character cut off, or a control character (C0, DEL, C1; also the marks that turn the direction of what follows,
 * U+202A..202E and U+2066..2069, which could make a text look like another).
 */
int bsm_text_length(const char *text, size_t size);

#endif
