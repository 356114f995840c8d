/*
 * Text, shaped by Pango in the bundled typeface: measured first, drawn later, both by the same layout.
 *
 * Only the fonts of the given folder are used, so that a text measures the same on every machine. One layout is kept
 * and reused; bsm_text_forget empties it. One thread.
 */
#ifndef BASMA_UI_TEXT_H
#define BASMA_UI_TEXT_H

#include <cairo.h>
#include <stdbool.h>

#include "firmware/base/status.h"
#include "ui/theme.h"

enum bsm_align {
    BSM_ALIGN_START = 0, /* right in Arabic, left in English */
    BSM_ALIGN_CENTRE,
    BSM_ALIGN_END,
};

struct bsm_text;

/* What makes a text measure as it does. */
struct bsm_text_look {
    enum bsm_style style;
    enum bsm_align align;
    int font_px;   /* height of the letters */
    bool mirrored; /* the paragraph's direction where the text itself does not tell (digits) */
};

/* FAULT, and one logged line that names the remedy, when the folder holds no fonts. *text is the caller's to destroy.
 */
enum bsm_status bsm_text_create(struct bsm_text **text, const char *fonts_folder);
void bsm_text_destroy(struct bsm_text *text);

/* Width and height that the words take when wrapped at width_px. */
void bsm_text_measure(struct bsm_text *text, const char *words, struct bsm_text_look look, int width_px,
                      int *used_width_px, int *used_height_px);

/* Draws with the top left corner at x, y in the present source colour. */
void bsm_text_draw(struct bsm_text *text, cairo_t *cr, const char *words, struct bsm_text_look look, int x, int y,
                   int width_px);

/* Nothing of the last text stays in the layout. */
void bsm_text_forget(struct bsm_text *text);

#endif
