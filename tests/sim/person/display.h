/*
 * The kiosk's screen as a person has it: it can be looked at and touched, nothing else. Touches are XTEST pointer
 * events, as a touch panel's driver makes them; a look is the X server's own picture of the screen.
 *
 * Life: open -> verbs -> close. Threads: one. Blocks: each verb some milliseconds; a picture of 1080x1920 some 100 ms.
 */
#ifndef BASMA_SIM_PERSON_DISPLAY_H
#define BASMA_SIM_PERSON_DISPLAY_H

#include "firmware/base/status.h"

struct display; /* owns the connection */

struct display_window {
    int x, y; /* of its corner on the screen, px */
    int width_px, height_px;
};

/* Opens $DISPLAY. GONE: there is none, or it has no XTEST. */
enum bsm_status display_open(struct display **display);

/* NULL is fine. */
void display_close(struct display *display);

/* The largest window that is shown: the kiosk's. GONE: there is none. */
enum bsm_status display_find_window(struct display *display, struct display_window *window);

/* A touch of a place of the screen, px. */
void display_touch(struct display *display, int x, int y);

/* Writes what the screen shows as PNG. GONE, FAULT, NO_MEMORY. */
enum bsm_status display_shot(struct display *display, const char *path);

#endif
