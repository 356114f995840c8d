/*
 * A line of typed text: UTF-8 in the caller's buffer, changed at its end only. Pure. What is taken back is wiped.
 */
#ifndef BASMA_UI_ENTRY_H
#define BASMA_UI_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

/* How many characters (code points) there are. */
int bsm_entry_length(const char *text);

/* False, and nothing changed, where the buffer or most characters would be passed. */
bool bsm_entry_type(char *text, size_t size, int most, const char *character);

/* Takes back the last character. False where there is none. */
bool bsm_entry_delete(char *text);

#endif
