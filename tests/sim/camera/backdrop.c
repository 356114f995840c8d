#include "tests/sim/camera/backdrop.h"

#include <stdlib.h>
#include <string.h>

enum { CELL = 8, LEVELS_MAX = 12 };

struct sums {
    float y, cb, cr, weight;
};

struct level {
    int width, height;
    struct sums *cells; /* owned */
};

static bool level_init(struct level *level, int width, int height)
{
    *level = (struct level){.width = width, .height = height};
    level->cells = calloc((size_t)width * (size_t)height, sizeof *level->cells);
    return level->cells;
}

static void add(struct sums *to, const struct sums *from, float share)
{
    to->y += from->y * share;
    to->cb += from->cb * share;
    to->cr += from->cr * share;
    to->weight += from->weight * share;
}

/* How much of the picture, and of the person in it, lies on a pixel of the room. */
static void look_up(const struct backdrop_source *source, int x, int y, int *at, int *covered, int *person)
{
    int px = x - source->left, py = y - source->top;
    bool inside = px >= 0 && py >= 0 && px < source->picture->width && py < source->picture->height;
    *at = inside ? py * source->picture->width + px : -1;
    *covered = inside ? source->covered[*at] : 0;
    *person = inside ? source->person[*at] : 0;
}

static int half_at(const struct planes *planes, int x, int y) { return y / 2 * (planes->width / 2) + x / 2; }

/* Every other pixel each way is enough for means. */
static void gather(struct level *level, const struct planes *room, const struct backdrop_source *source)
{
    for (int y = 0; y < room->height; y += 2) {
        for (int x = 0; x < room->width; x += 2) {
            int at, covered, person, half = half_at(room, x, y);
            look_up(source, x, y, &at, &covered, &person);
            float weight = (float)(covered * (255 - person)) / 65025, rest = (float)(255 - covered) / 255 * 0.2f;
            struct sums *sums = &level->cells[y / CELL * level->width + x / CELL];
            if (weight > 0) {
                int inner = half_at(source->picture, x - source->left, y - source->top);
                struct sums pixel = {source->picture->y[at], source->picture->cb[inner], source->picture->cr[inner], 1};
                add(sums, &pixel, weight * weight);
            }
            struct sums pixel = {room->y[y * room->width + x], room->cb[half], room->cr[half], 1};
            add(sums, &pixel, rest);
        }
    }
}

/* Each coarser level sums four cells; each finer one takes what it lacks from the coarser. */
static void pull(struct level *coarse, const struct level *fine)
{
    for (int y = 0; y < fine->height; y++)
        for (int x = 0; x < fine->width; x++)
            add(&coarse->cells[y / 2 * coarse->width + x / 2], &fine->cells[y * fine->width + x], 1);
}

static struct sums between(const struct level *level, float x, float y)
{
    struct sums sum = {0};
    int column = (int)x, row = (int)y;
    for (int i = 0; i < 4; i++) {
        int c = column + (i & 1), r = row + (i >> 1);
        float share =
            (i & 1 ? x - (float)column : 1 - x + (float)column) * (i >> 1 ? y - (float)row : 1 - y + (float)row);
        c = c >= level->width ? level->width - 1 : c;
        r = r >= level->height ? level->height - 1 : r;
        add(&sum, &level->cells[r * level->width + c], share);
    }
    return sum;
}

static float coarser(int at) { return at ? ((float)at - 0.5f) / 2 : 0; }

static void push(struct level *fine, const struct level *coarse)
{
    for (int y = 0; y < fine->height; y++) {
        for (int x = 0; x < fine->width; x++) {
            struct sums *cell = &fine->cells[y * fine->width + x], under = between(coarse, coarser(x), coarser(y));
            float known = cell->weight / (CELL * CELL / 8), lack = known < 1 ? 1 - known : 0;
            if (under.weight > 0)
                add(cell, &under, lack * CELL * CELL / 8 / under.weight);
        }
    }
}

static bool fill(struct level *levels, int *count)
{
    while (levels[*count - 1].width > 1 || levels[*count - 1].height > 1) {
        const struct level *fine = &levels[*count - 1];
        if (*count == LEVELS_MAX || !level_init(&levels[*count], (fine->width + 1) / 2, (fine->height + 1) / 2))
            return false;
        pull(&levels[*count], fine);
        ++*count;
    }
    for (int i = *count - 1; i > 0; i--)
        push(&levels[i - 1], &levels[i]);
    return true;
}

static uint8_t mixed(int a, int b, int share) { return (uint8_t)(a + (b - a) * share / 255); }

/* Where the person may be, the grown colours; else the picture; the more of either the more the picture covers. */
static void lay(struct planes *room, const struct level *grown, const struct backdrop_source *source)
{
    for (int y = 0; y < room->height; y++) {
        for (int x = 0; x < room->width; x++) {
            int at, covered, person;
            look_up(source, x, y, &at, &covered, &person);
            if (covered == 0)
                continue;
            struct sums sums = between(grown, coarser(x / (CELL / 2)), coarser(y / (CELL / 2)));
            float weight = sums.weight > 0 ? sums.weight : 1;
            int hidden = person * 4 > 255 ? 255 : person * 4, room_at = y * room->width + x;
            int value = mixed(source->picture->y[at], (int)(sums.y / weight), hidden);
            room->y[room_at] = mixed(room->y[room_at], value, covered);
            if ((x | y) & 1)
                continue;
            int half = half_at(room, x, y), inner = half_at(source->picture, x - source->left, y - source->top);
            value = mixed(source->picture->cb[inner], (int)(sums.cb / weight), hidden);
            room->cb[half] = mixed(room->cb[half], value, covered);
            value = mixed(source->picture->cr[inner], (int)(sums.cr / weight), hidden);
            room->cr[half] = mixed(room->cr[half], value, covered);
        }
    }
}

bool backdrop_lay(struct planes *room, const struct backdrop_source *source)
{
    struct level levels[LEVELS_MAX] = {0};
    int count = 1;
    bool good = level_init(&levels[0], (room->width + CELL - 1) / CELL, (room->height + CELL - 1) / CELL);
    if (good)
        gather(&levels[0], room, source);
    good = good && fill(levels, &count);
    if (good)
        lay(room, &levels[0], source);
    for (int i = 0; i < LEVELS_MAX; i++)
        free(levels[i].cells);
    return good;
}
