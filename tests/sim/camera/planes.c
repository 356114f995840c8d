#include "tests/sim/camera/planes.h"

#include <stdlib.h>
#include <string.h>

static size_t size_of(const struct planes *planes) { return (size_t)planes->width * (size_t)planes->height * 3 / 2; }

bool planes_init(struct planes *planes, int width, int height)
{
    *planes = (struct planes){.width = width, .height = height};
    planes->y = calloc(1, size_of(planes));
    if (!planes->y)
        return false;
    planes->cb = planes->y + (size_t)width * (size_t)height;
    planes->cr = planes->cb + (size_t)width * (size_t)height / 4;
    return true;
}

void planes_finish(struct planes *planes)
{
    free(planes->y);
    *planes = (struct planes){0};
}

void planes_copy(struct planes *to, const struct planes *from) { memcpy(to->y, from->y, size_of(from)); }

static uint8_t clamp(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

/* ITU-T T.871 section 7, in 16-bit fixed point. */
struct colour colour_of_rgb(int red, int green, int blue)
{
    return (struct colour){
        .y = clamp((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16),
        .cb = clamp(((-11059 * red - 21709 * green + 32768 * blue + 32768) >> 16) + 128),
        .cr = clamp(((32768 * red - 27439 * green - 5329 * blue + 32768) >> 16) + 128),
    };
}

void planes_put(struct planes *planes, int x, int y, struct colour colour)
{
    size_t half = (size_t)(y / 2) * (size_t)(planes->width / 2) + (size_t)(x / 2);
    planes->y[(size_t)y * (size_t)planes->width + (size_t)x] = colour.y;
    planes->cb[half] = colour.cb;
    planes->cr[half] = colour.cr;
}

struct colour planes_get(const struct planes *planes, int x, int y)
{
    size_t half = (size_t)(y / 2) * (size_t)(planes->width / 2) + (size_t)(x / 2);
    return (struct colour){planes->y[(size_t)y * (size_t)planes->width + (size_t)x], planes->cb[half],
                           planes->cr[half]};
}

void planes_blend(struct planes *to, const struct planes *from, int strength)
{
    size_t size = size_of(to);
    for (size_t i = 0; i < size; i++)
        to->y[i] = (uint8_t)(to->y[i] + ((from->y[i] - to->y[i]) * strength >> 8));
}

uint32_t dice_roll(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}
