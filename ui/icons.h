/*
 * The drawings of the bundled icon set (SVG through librsvg), as masks that take any colour. Each is drawn once a size
 * and kept; the keep is small and the oldest gives way. One thread.
 */
#ifndef BASMA_UI_ICONS_H
#define BASMA_UI_ICONS_H

#include <cairo.h>
#include <stdbool.h>

#include "firmware/base/status.h"
#include "ui/theme.h"

struct bsm_icons;

/* FAULT, and one logged line that names the remedy, when the folder is not the icon set. */
enum bsm_status bsm_icons_create(struct bsm_icons **icons, const char *folder);
void bsm_icons_destroy(struct bsm_icons *icons);

/* Draws name ("fingerprint") as a square of side_px; turned: left and right change places (arrows in Arabic). A name
 * that the folder does not have leaves the place empty and is logged once. */
void bsm_icon_draw(struct bsm_icons *icons, cairo_t *cr, const char *name, int x, int y, int side_px,
                   enum bsm_colour colour, bool turned);

#endif
