/* Rounded boxes and lines of text, in the kiosk's colours. Everything in px of a window of 980 x 860. */
#ifndef BASMA_SIM_BENCH_BRUSH_H
#define BASMA_SIM_BENCH_BRUSH_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

enum brush_colour {
    BRUSH_PAPER = 0xf1ece2,
    BRUSH_CARD = 0xffffff,
    BRUSH_LINE = 0xe2dace,
    BRUSH_INK = 0x1b2a28,
    BRUSH_SOFT = 0x52615d,
    BRUSH_GREEN = 0x0d5c4a,
    BRUSH_GREEN_TINT = 0xe2eee9,
    BRUSH_GOLD = 0xc79a4b,
    BRUSH_GOLD_TINT = 0xf6ecd8,
    BRUSH_GOLD_DEEP = 0x7d5a17,
    BRUSH_BAD = 0x9c3324,
    BRUSH_BAD_TINT = 0xf9e7e3,
    BRUSH_WHITE = 0xfffffe,
    BRUSH_SKIN = 0xeee3d3,
    BRUSH_SKIN_LINE = 0xc9b79d,
    BRUSH_PHONE = 0x16211f,
    BRUSH_PHONE_SCREEN = 0xeef1f0,
};

struct box {
    double x, y, width, height;
};

/* START: at the side where the script begins; the others whatever the script. */
enum brush_align { BRUSH_LEFT, BRUSH_CENTRE, BRUSH_RIGHT, BRUSH_START };

struct brush_font {
    double size_px;
    int weight; /* 400, 600 ... */
    enum brush_colour colour;
    enum brush_align align;
};

/* From now on everything drawn with this context changes sides, as pages in Arabic do, and texts are put into Arabic. A
 * width of 0: as it is written, in English. The number must live as long as the context. */
void brush_mirror(cairo_t *cairo, const double *width_px);

/* Where a box lies with regard to that. */
struct box brush_place(cairo_t *cairo, struct box box);

void brush_box(cairo_t *cairo, struct box box, double radius, enum brush_colour colour);
void brush_outline(cairo_t *cairo, struct box box, double radius, double line_px, enum brush_colour colour);

/* A white card with a soft shadow. */
void brush_card(cairo_t *cairo, struct box box);

/* Text inside the box, wrapped, from its top; returns the height it took. */
double brush_text(cairo_t *cairo, struct box box, struct brush_font font, const char *text);

/* The same, in the middle of the box's height, on one line. */
void brush_label(cairo_t *cairo, struct box box, struct brush_font font, const char *text);

/* A picture that fills the box, cut at its sides, with round corners. */
void brush_picture(cairo_t *cairo, struct box box, double radius, cairo_surface_t *picture);

#endif
