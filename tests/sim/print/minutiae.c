#include "tests/sim/print/minutiae.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = BSM_PRINT_MASTER_WIDTH_PX,
    HEIGHT = BSM_PRINT_MASTER_HEIGHT_PX,
    SIZE = WIDTH * HEIGHT,
    RIM_PX = 10,
    COUNT_MAX = 1024,
    TRACE_PX = 8, /* a ridge or valley shorter than this is none */
};

/* Steps to the eight neighbours in order round, from above. */
static const int around[8] = {-WIDTH, -WIDTH + 1, 1, WIDTH + 1, WIDTH, WIDTH - 1, -1, -WIDTH - 1};

static int neighbours(const uint8_t *at, int *changes)
{
    int count = 0;
    *changes = 0;
    for (int i = 0; i < 8; i++) {
        count += at[around[i]];
        *changes += !at[around[i]] && at[around[(i + 1) % 8]];
    }
    return count;
}

static int peels(const uint8_t *at, int second)
{
    int changes;
    int count = neighbours(at, &changes);
    if (count < 2 || count > 6 || changes != 1)
        return 0;
    int up = at[around[0]], right = at[around[2]], down = at[around[4]], left = at[around[6]];
    return second ? !(up && right && left) && !(up && down && left)
                  : !(up && right && down) && !(right && down && left);
}

/* Thins to lines one px wide (Zhang and Suen 1984). marks is of SIZE. */
static void thin(uint8_t *plane, uint8_t *marks)
{
    for (int changed = 1; changed;) {
        changed = 0;
        for (int second = 0; second < 2; second++) {
            memset(marks, 0, SIZE);
            for (int row = 1; row < HEIGHT - 1; row++)
                for (int at = row * WIDTH + 1; at < row * WIDTH + WIDTH - 1; at++)
                    if (plane[at] && peels(plane + at, second))
                        marks[at] = 1;
            for (int at = 0; at < SIZE; at++)
                if (marks[at]) {
                    plane[at] = 0;
                    changed = 1;
                }
        }
    }
}

/* Follows the line from its end; where it is after TRACE_PX steps, or -1 when it forks or ends before. */
static int trace(const uint8_t *plane, int at)
{
    int before = at;
    for (int step = 0; step < TRACE_PX; step++) {
        int next = -1, straight = -1;
        for (int i = 0; i < 8; i++) {
            int to = at + around[i];
            int near = 0;
            for (int k = 0; k < 8; k++)
                near += to + around[k] == before;
            if (!plane[to] || to == before || (near && step > 0))
                continue;
            if (i % 2 == 0)
                straight = to;
            next = to;
        }
        if (straight >= 0)
            next = straight;
        int row = next / WIDTH, column = next % WIDTH;
        if (next < 0 || row < 2 || column < 2 || row >= HEIGHT - 2 || column >= WIDTH - 2)
            return -1;
        before = at;
        at = next;
        int changes;
        (void)neighbours(plane + at, &changes);
        if (changes > 2)
            return -1;
    }
    return at;
}

static void collect(const uint8_t *plane, bool bifurcation, struct bsm_print_minutia *found, int *count)
{
    for (int row = RIM_PX; row < HEIGHT - RIM_PX; row++)
        for (int column = RIM_PX; column < WIDTH - RIM_PX && *count < COUNT_MAX; column++) {
            int at = row * WIDTH + column, changes;
            if (!plane[at] || neighbours(plane + at, &changes) > 2 || changes != 1)
                continue;
            int far = trace(plane, at);
            if (far < 0)
                continue;
            found[(*count)++] = (struct bsm_print_minutia){
                .x = column,
                .y = row,
                .direction = atan2(far / WIDTH - row, far % WIDTH - column),
                .bifurcation = bifurcation,
            };
        }
}

/* A ridge forks where the valley between its branches ends, so both kinds are ends of lines. */
enum bsm_status minutiae_find(const int8_t *ridges, struct bsm_print_minutia **minutiae, int *count)
{
    uint8_t *plane = malloc(SIZE), *marks = malloc(SIZE);
    struct bsm_print_minutia *found = calloc(COUNT_MAX, sizeof *found);
    enum bsm_status status = plane && marks && found ? BSM_OK : BSM_NO_MEMORY;
    *count = 0;
    for (int valleys = 0; valleys < 2 && status == BSM_OK; valleys++) {
        for (int at = 0; at < SIZE; at++)
            plane[at] = (ridges[at] > 0) != valleys;
        thin(plane, marks);
        collect(plane, valleys, found, count);
    }
    free(plane);
    free(marks);
    if (status != BSM_OK) {
        free(found);
        found = NULL;
    }
    *minutiae = found;
    return status;
}
