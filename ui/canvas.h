/*
 * The window: Cairo straight on the pixels of an SDL window surface, and only changed rectangles sent to the display.
 *
 * The first call connects to the display server and blocks until it answers; bsm_canvas_present returns when the server
 * has the pixels. One thread. SDL's types stay in canvas.c and loop.c.
 */
#ifndef BASMA_UI_CANVAS_H
#define BASMA_UI_CANVAS_H

#include <cairo.h>
#include <stdbool.h>

#include "firmware/base/status.h"
#include "ui/page.h"

struct SDL_Window;

struct bsm_canvas {
    struct SDL_Window *window; /* owned */
    cairo_surface_t *surface;  /* owned; on the window's pixels */
    cairo_t *cr;               /* owned */
    int width_px;
    int height_px;
};

/* A width of 0 takes the whole display; windowed: with a frame, movable. FAULT, and one logged line, without a display.
 */
enum bsm_status bsm_canvas_open(struct bsm_canvas *canvas, int width_px, int height_px, bool windowed);
void bsm_canvas_close(struct bsm_canvas *canvas);

/* The window has changed its size, or lost its pixels: takes new ones. FAULT when there are none to be had. */
enum bsm_status bsm_canvas_renew(struct bsm_canvas *canvas);

/* Sends the rectangles to the display. */
void bsm_canvas_present(struct bsm_canvas *canvas, const struct bsm_rect *rects, int count);

/* Covers everything with paper, there and on the display. */
void bsm_canvas_wipe(struct bsm_canvas *canvas);

/* A descriptor that becomes readable when the display has events, or -1 where there is none (then ask often). */
int bsm_canvas_events_fd(const struct bsm_canvas *canvas);

#endif
