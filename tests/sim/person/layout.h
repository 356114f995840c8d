/* Where the things to touch are on a screen: asked of the kiosk's own `basma-ui --layout SCREEN`, and kept. */
#ifndef BASMA_SIM_PERSON_LAYOUT_H
#define BASMA_SIM_PERSON_LAYOUT_H

#include <limits.h>
#include <stdbool.h>

#include "firmware/base/status.h"

enum { LAYOUT_NAME_SIZE = 32, LAYOUT_PLACES_MAX = 256, LAYOUT_SCREENS_MAX = 40 };

struct layout_place {
    char name[LAYOUT_NAME_SIZE];
    int x, y, width_px, height_px; /* in the window */
};

struct layout_screen {
    char name[LAYOUT_NAME_SIZE];
    char language[4];
    struct layout_place places[LAYOUT_PLACES_MAX];
    int count;
};

struct layout {
    char program[PATH_MAX];  /* basma-ui */
    char assets[PATH_MAX];   /* "" : not said to it */
    int width_px, height_px; /* of the window */
    struct layout_screen screens[LAYOUT_SCREENS_MAX];
    int count;
};

/* Forgets what is known when the window has another size. */
void layout_resize(struct layout *layout, int width_px, int height_px);

/* The place of a thing on a screen. GONE: the screen has no such thing; FAULT: the program cannot be run or fails;
 * INVALID: what it says is no layout. */
enum bsm_status layout_find(struct layout *layout, const char *screen, const char *language, const char *name,
                            struct layout_place *place);

/* Reads one line of a layout ("NAME X Y W H"); false for anything else. */
bool layout_parse_line(const char *line, struct layout_place *place);

#endif
