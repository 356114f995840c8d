/*
 * How Basma looks: the colours, the sizes of text, and the measures that all screens share.
 *
 * Measures are in units of 1/1080 of a portrait screen's width, as if drawn on 1080x1920; bsm_px turns them into pixels
 * of the window at hand. Every pair of text and ground used together has a contrast of at least 4.5:1
 * (WCAG 2.1, 1.4.3).
 */
#ifndef BASMA_UI_THEME_H
#define BASMA_UI_THEME_H

#include <cairo.h>

enum bsm_colour {
    BSM_COLOUR_NONE = 0,
    BSM_COLOUR_PAPER, /* the ground of every screen: warm white */
    BSM_COLOUR_CARD,
    BSM_COLOUR_LINE,      /* hairlines and empty outlines */
    BSM_COLOUR_INK,       /* text */
    BSM_COLOUR_INK_SOFT,  /* second text */
    BSM_COLOUR_INK_FAINT, /* what is not enabled */
    BSM_COLOUR_GREEN,     /* Basma's own: what to press, where you are */
    BSM_COLOUR_GREEN_DEEP,
    BSM_COLOUR_GREEN_TINT,
    BSM_COLOUR_GOLD, /* ornament, never text on paper */
    BSM_COLOUR_GOLD_DEEP,
    BSM_COLOUR_GOLD_TINT,
    BSM_COLOUR_GOOD,
    BSM_COLOUR_GOOD_TINT,
    BSM_COLOUR_WARN,
    BSM_COLOUR_WARN_TINT,
    BSM_COLOUR_BAD,
    BSM_COLOUR_BAD_TINT,
    BSM_COLOUR_WHITE,
    BSM_COLOUR_SKIN, /* the drawn hand */
    BSM_COLOUR_SKIN_LINE,
    BSM_COLOUR_SHADE, /* shadows, at low alpha */
};

enum bsm_style {
    BSM_STYLE_BODY = 0,
    BSM_STYLE_BODY_STRONG,
    BSM_STYLE_SMALL,
    BSM_STYLE_LABEL,
    BSM_STYLE_BUTTON,
    BSM_STYLE_HEADING,
    BSM_STYLE_TITLE,
    BSM_STYLE_DISPLAY,
    BSM_STYLE_DIGIT,
};
enum { BSM_STYLE_COUNT = BSM_STYLE_DIGIT + 1 };

enum {
    BSM_MARGIN = 72, /* units: from the window's edge to what is on it */
    BSM_RADIUS = 28, /* of cards */
    BSM_BUTTON_HEIGHT = 124,
    BSM_TARGET_MIN = 96, /* the smallest side of a thing to touch; 64 would be 20 mm on a 27-inch panel */
    BSM_KEY_MIN = 84,    /* of a key: eleven letters stand side by side; 20 mm on a 21-inch panel */
};

/* Sets the colour as the source of what is drawn next. */
void bsm_theme_source(cairo_t *cr, enum bsm_colour colour, double alpha);

/* The same of a colour that has no name, 0x00RRGGBB. */
void bsm_theme_source_rgb(cairo_t *cr, unsigned rgb, double alpha);

/* 0x00RRGGBB. */
unsigned bsm_theme_rgb(enum bsm_colour colour);

/* Height of the letters in units, and Pango's weight (400, 500, 600, 700). */
int bsm_style_size(enum bsm_style style);
int bsm_style_weight(enum bsm_style style);

/* Units into pixels, rounded. */
int bsm_px(double scale, double units);

#endif
