/*
 * The bench's one page: cards to choose who stands there, fingers and cables on the left, what the camera sees in the
 * middle, the phones on the right. Drawing also notes where each thing to press is. Threads: one; nothing blocks but
 * the first look at a portrait.
 */
#ifndef BASMA_SIM_BENCH_PANEL_H
#define BASMA_SIM_BENCH_PANEL_H

#include <cairo.h>

#include "tests/sim/bench/brush.h"
#include "tests/sim/bench/desk.h"
#include "tests/sim/bench/portrait_view.h"

enum { PANEL_WIDTH_PX = 980, PANEL_HEIGHT_PX = 860, PANEL_SPOTS_MAX = 80 };

struct panel_spot {
    struct box box;
    enum desk_deed deed;
    int argument;
};

struct panel {
    struct panel_spot spots[PANEL_SPOTS_MAX];
    int spot_count;
    struct portrait_view portrait;
};

void panel_draw(struct panel *panel, const struct desk *desk, cairo_t *cairo);

/* What a press at this place means; DESK_NOTHING outside of everything. */
enum desk_deed panel_press(const struct panel *panel, double x, double y, int *argument);

void panel_finish(struct panel *panel);

#endif
