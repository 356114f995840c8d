/* The things that screens are made of, so that they look the same everywhere: buttons, cards, notices, badges, digit
 * slots. */
#ifndef BASMA_UI_WIDGETS_H
#define BASMA_UI_WIDGETS_H

#include "ui/column.h"

enum bsm_button_look {
    BSM_BUTTON_PRIMARY = 0, /* what most people will do next; one a screen */
    BSM_BUTTON_SECOND,
    BSM_BUTTON_QUIET,
    BSM_BUTTON_OFF, /* not yet: greyed, and a touch says what is missing */
};

/* A tone is never told by colour alone: it goes with an icon and words. */
enum bsm_tone {
    BSM_TONE_PLAIN = 0,
    BSM_TONE_GOOD,
    BSM_TONE_WARN,
    BSM_TONE_BAD,
    BSM_TONE_GOLD,
};

struct bsm_item *bsm_widget_card(struct bsm_column *column, struct bsm_rect rect);

/* Words are made smaller until they fit in one line. icon may be "". */
struct bsm_item *bsm_widget_button(struct bsm_column *column, struct bsm_rect rect, enum bsm_button_look look,
                                   enum bsm_target target, const char *icon, const char *words);

/* The same with words of another size. */
struct bsm_item *bsm_widget_button_in(struct bsm_column *column, struct bsm_rect rect, enum bsm_button_look look,
                                      enum bsm_style style, enum bsm_target target, const char *icon,
                                      const char *words);

/* An icon in a filled circle, side px in diameter, with its top left at x, y. */
void bsm_widget_badge(struct bsm_column *column, int x, int y, int side_px, enum bsm_tone tone, const char *icon);

/* A badge in the middle of the column, for the head of a screen. */
void bsm_widget_hero(struct bsm_column *column, enum bsm_tone tone, const char *icon);

/* Badge and words in one row over the column's width; text may be NULL. As high as it must be, at least least_px. */
void bsm_widget_row(struct bsm_column *column, enum bsm_tone tone, const char *icon, const char *heading,
                    const char *text, int least_px);

/* The same on a ground of the tone. */
void bsm_widget_notice(struct bsm_column *column, enum bsm_tone tone, const char *icon, const char *heading,
                       const char *text, int least_px);

/* A choice over the column's width: badge, heading, words (NULL: none, and all of it smaller) and an arrow on a card
 * that can be touched. As high as it must be, at least least_px. */
void bsm_widget_choice(struct bsm_column *column, enum bsm_target target, const char *icon, const char *heading,
                       const char *text, int least_px);

/* Title and, unless NULL, a line under it, in the middle. */
void bsm_widget_title(struct bsm_column *column, const char *title, const char *text);

/* A row of places for digits, always from left to right: typed ASCII digits are shown in the language's own.
 * group: a gap after every so many; 0 for none. In focus the next empty place is marked. */
struct bsm_item *bsm_widget_slots(struct bsm_column *column, struct bsm_rect rect, enum bsm_target target,
                                  const char *typed, int places, int group, bool focused, bool wrong);

/* A key of a keyboard; unlike the others it is placed from left to right in every language ... */
struct bsm_item *bsm_widget_key(struct bsm_column *column, struct bsm_rect rect, enum bsm_target target,
                                const char *words);

/* ... from here on, where the column begins. */
int bsm_widget_keys_left(const struct bsm_column *column);

#endif
