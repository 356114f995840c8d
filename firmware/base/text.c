#include "firmware/base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* How many bytes a character has by its first byte; 0: none begins so. */
static size_t width_of(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

static bool showable(uint32_t point)
{
    bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
    bool turns = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    return !control && !turns;
}

static bool in_range(uint32_t point, size_t width)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    return point >= lowest[width] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

int bsm_text_length(const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    int count = 0;
    for (size_t at = 0; at < size; count++) {
        size_t width = width_of(bytes[at]);
        if (width == 0 || width > size - at)
            return -1;
        uint32_t point = width == 1 ? bytes[at] : bytes[at] & (0x7fU >> width);
        for (size_t i = 1; i < width; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80)
                return -1;
            point = point << 6 | (bytes[at + i] & 0x3f);
        }
        if (!in_range(point, width) || !showable(point))
            return -1;
        at += width;
    }
    return count;
}
