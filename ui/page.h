/*
 * A page: the list of everything on the screen, each thing with its place. Screens build it, the painter draws it,
 * touches are looked up in it and `--layout` prints it, so that what is seen and what can be touched are the same list.
 *
 * Screens place things as in a left-to-right language; a mirrored page turns each place round as it is added, but for
 * what is marked as having a left and a right of its own (digits, keypads, hands). A page may hold what a person typed:
 * wipe it.
 */
#ifndef BASMA_UI_PAGE_H
#define BASMA_UI_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "ui/target.h"
#include "ui/text.h"
#include "ui/theme.h"

enum {
    BSM_ITEMS_MAX = 168,
    BSM_ITEM_TEXT_SIZE = 512,
    BSM_ITEM_ICON_SIZE = 32,
    BSM_ITEM_DETAILS = 4,
};

struct bsm_rect {
    int x;
    int y;
    int w;
    int h;
};

struct bsm_item;
struct bsm_painter;
typedef void (*bsm_paint)(struct bsm_painter *painter, const struct bsm_item *item);

enum bsm_item_kind {
    BSM_ITEM_PANEL = 1, /* a rounded ground */
    BSM_ITEM_TEXT,
    BSM_ITEM_ICON,
    BSM_ITEM_BUTTON,  /* icon and words on a ground */
    BSM_ITEM_KEY,     /* a key of a keyboard: words or an icon */
    BSM_ITEM_DRAWING, /* paint draws it */
};

struct bsm_item {
    enum bsm_item_kind kind;
    struct bsm_rect rect;
    enum bsm_target target; /* NONE: cannot be touched */
    enum bsm_style style;
    enum bsm_align align;
    enum bsm_colour ink;    /* words and icon */
    enum bsm_colour ground; /* NONE: nothing behind */
    enum bsm_colour line;   /* NONE: no outline */
    int font_px;
    int icon_px;
    int radius_px;
    bool raised; /* throws a shadow */
    bool pressed;
    bool disabled;                 /* drawn so; a touch still reaches the screen, which says what is missing */
    bool mirrored;                 /* the paragraph's direction */
    bool icon_after;               /* the icon follows the words */
    bool icon_turned;              /* an arrow that follows the direction of reading */
    bool animated;                 /* drawn anew at each tick */
    bsm_paint paint;               /* DRAWING */
    int details[BSM_ITEM_DETAILS]; /* what paint wants to know */
    char icon[BSM_ITEM_ICON_SIZE];
    char text[BSM_ITEM_TEXT_SIZE];
};

struct bsm_page {
    int width_px;
    int height_px;
    unsigned ground_rgb; /* 0x00RRGGBB: behind all; 0: paper */
    bool mirrored;
    bool overflowed; /* more than BSM_ITEMS_MAX were added */
    int count;
    struct bsm_item items[BSM_ITEMS_MAX];
};

void bsm_page_init(struct bsm_page *page, int width_px, int height_px, bool mirrored);
void bsm_page_wipe(struct bsm_page *page);

/* A new zeroed item at rect, turned round on a mirrored page. Never NULL: on a full page the last item is used again.
 */
struct bsm_item *bsm_page_add(struct bsm_page *page, enum bsm_item_kind kind, struct bsm_rect rect);

/* The same, left and right kept. */
struct bsm_item *bsm_page_add_fixed(struct bsm_page *page, enum bsm_item_kind kind, struct bsm_rect rect);

void bsm_item_say(struct bsm_item *item, const char *words);
void bsm_item_icon(struct bsm_item *item, const char *name);

/* Moves the items from..to-1 down. */
void bsm_page_shift(struct bsm_page *page, int from, int to, int down_px);

/* The topmost thing to touch at a point; NULL where there is none. */
const struct bsm_item *bsm_page_hit(const struct bsm_page *page, int x, int y);
const struct bsm_item *bsm_page_find(const struct bsm_page *page, enum bsm_target target);

/* Writes the places where shown differs from next, at most max; -1: too many or another build, draw it all. */
int bsm_page_changes(const struct bsm_page *shown, const struct bsm_page *next, struct bsm_rect *rects, int max);

/* The places of what is animated. */
int bsm_page_animated(const struct bsm_page *page, struct bsm_rect *rects, int max);

/* What an item may draw on: its place, its shadow's, and where the tails of its letters reach. */
struct bsm_rect bsm_item_bounds(const struct bsm_item *item);
bool bsm_rect_meets(struct bsm_rect a, struct bsm_rect b);
struct bsm_rect bsm_rect_inset(struct bsm_rect rect, int by_px);

/* `NAME X Y W H` a line for each thing to touch. */
void bsm_page_print(const struct bsm_page *page, FILE *out);

#endif
