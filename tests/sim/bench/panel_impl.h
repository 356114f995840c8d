/* Shared by the panel's cards; for no one else. */
#ifndef BASMA_SIM_BENCH_PANEL_IMPL_H
#define BASMA_SIM_BENCH_PANEL_IMPL_H

#include "tests/sim/bench/panel.h"

/* The three columns, and the cards in them from top to bottom. */
enum {
    MARGIN = 20,
    TOP = 68,
    BOTTOM = PANEL_HEIGHT_PX - MARGIN,
    LEFT_WIDTH = 404,
    MIDDLE_X = MARGIN + LEFT_WIDTH + 16,
    MIDDLE_WIDTH = 284,
    PHONE_X = MIDDLE_X + MIDDLE_WIDTH + 16,
    PHONE_WIDTH = PANEL_WIDTH_PX - MARGIN - PHONE_X,
    PAD = 16, /* inside a card */
};

extern const struct brush_font panel_heading, panel_small;

void panel_spot(struct panel *panel, cairo_t *cairo, struct box box, enum desk_deed deed, int argument);
void panel_button(struct panel *panel, cairo_t *cairo, struct box box, const char *text, enum desk_deed deed,
                  int argument);

/* One of several that belong together; their arguments count up from `argument`. The chosen one is filled. */
void panel_choices(struct panel *panel, cairo_t *cairo, struct box box, const char *const *texts, int count, int chosen,
                   enum desk_deed deed, int argument);

/* panel_finger.c, panel_camera.c, panel_phone.c */
void panel_draw_fingers(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box card);
void panel_draw_camera(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box card);
void panel_draw_phone(const struct desk *desk, cairo_t *cairo, struct box body);

/* 0578018001 as 057 801 8001, 1496190016 as 149 619 0016: typed without losing one's place. "" stays "". */
void panel_spaced(const char *number, char out[24]);
/* +966578018001 as it is typed: 0578018001. */
void panel_typed_mobile(const char *mobile, char out[24]);

#endif
