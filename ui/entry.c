#include "ui/entry.h"

#include <string.h>

#include "firmware/base/wipe.h"

static bool begins(char byte) { return ((unsigned char)byte & 0xc0u) != 0x80u; }

int bsm_entry_length(const char *text)
{
    int length = 0;
    for (; *text; text++)
        length += begins(*text);
    return length;
}

bool bsm_entry_type(char *text, size_t size, int most, const char *character)
{
    size_t used = strlen(text);
    size_t added = strlen(character);
    if (added == 0 || used + added >= size || bsm_entry_length(text) >= most)
        return false;
    memcpy(text + used, character, added + 1);
    return true;
}

bool bsm_entry_delete(char *text)
{
    size_t end = strlen(text);
    size_t from = end;
    while (from > 0 && !begins(text[from - 1]))
        from--;
    if (from == 0)
        return false;
    bsm_wipe(text + from - 1, end - from + 1);
    return true;
}
