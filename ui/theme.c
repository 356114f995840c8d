#include "ui/theme.h"

#include <math.h>

static const unsigned colours[] = {
    [BSM_COLOUR_NONE] = 0x000000,       [BSM_COLOUR_PAPER] = 0xf8f5ef,     [BSM_COLOUR_CARD] = 0xffffff,
    [BSM_COLOUR_LINE] = 0xe2dace,       [BSM_COLOUR_INK] = 0x1b2a28,       [BSM_COLOUR_INK_SOFT] = 0x52615d,
    [BSM_COLOUR_INK_FAINT] = 0x6f7b78,  [BSM_COLOUR_GREEN] = 0x0d5c4a,     [BSM_COLOUR_GREEN_DEEP] = 0x08392e,
    [BSM_COLOUR_GREEN_TINT] = 0xe2eee9, [BSM_COLOUR_GOLD] = 0xc79a4b,      [BSM_COLOUR_GOLD_DEEP] = 0x7d5a17,
    [BSM_COLOUR_GOLD_TINT] = 0xf6ecd8,  [BSM_COLOUR_GOOD] = 0x17734a,      [BSM_COLOUR_GOOD_TINT] = 0xdff1e6,
    [BSM_COLOUR_WARN] = 0x7d5208,       [BSM_COLOUR_WARN_TINT] = 0xfbefd6, [BSM_COLOUR_BAD] = 0x9c3324,
    [BSM_COLOUR_BAD_TINT] = 0xf9e7e3,   [BSM_COLOUR_WHITE] = 0xffffff,     [BSM_COLOUR_SKIN] = 0xeee3d3,
    [BSM_COLOUR_SKIN_LINE] = 0xc9b79d,  [BSM_COLOUR_SHADE] = 0x2a2118,
};

static const struct {
    int size;
    int weight;
} styles[BSM_STYLE_COUNT] = {
    [BSM_STYLE_BODY] = {36, 400},  [BSM_STYLE_BODY_STRONG] = {36, 600}, [BSM_STYLE_SMALL] = {28, 400},
    [BSM_STYLE_LABEL] = {30, 500}, [BSM_STYLE_BUTTON] = {40, 600},      [BSM_STYLE_HEADING] = {44, 600},
    [BSM_STYLE_TITLE] = {66, 700}, [BSM_STYLE_DISPLAY] = {96, 700},     [BSM_STYLE_DIGIT] = {56, 500},
};

unsigned bsm_theme_rgb(enum bsm_colour colour) { return colours[colour]; }

void bsm_theme_source(cairo_t *cr, enum bsm_colour colour, double alpha)
{
    bsm_theme_source_rgb(cr, colours[colour], alpha);
}

void bsm_theme_source_rgb(cairo_t *cr, unsigned rgb, double alpha)
{
    cairo_set_source_rgba(cr, (double)(rgb >> 16) / 255.0, (double)(rgb >> 8 & 255u) / 255.0,
                          (double)(rgb & 255u) / 255.0, alpha);
}

int bsm_style_size(enum bsm_style style) { return styles[style].size; }
int bsm_style_weight(enum bsm_style style) { return styles[style].weight; }

int bsm_px(double scale, double units) { return (int)lround(scale * units); }
