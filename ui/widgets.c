#include "ui/widgets.h"

#include <math.h>
#include <string.h>

#include "ui/language.h"
#include "ui/paint.h"

enum { BADGE = 84, CHOICE_BADGE = 124, HERO = 200, CARD_PADDING = 36, FONT_LEAST_PX = 12 };

static const struct {
    enum bsm_colour ink;
    enum bsm_colour ground;
    enum bsm_colour line;
} looks[] = {
    [BSM_BUTTON_PRIMARY] = {BSM_COLOUR_WHITE, BSM_COLOUR_GREEN, BSM_COLOUR_NONE},
    [BSM_BUTTON_SECOND] = {BSM_COLOUR_GREEN, BSM_COLOUR_CARD, BSM_COLOUR_GREEN},
    [BSM_BUTTON_QUIET] = {BSM_COLOUR_INK, BSM_COLOUR_CARD, BSM_COLOUR_LINE},
    [BSM_BUTTON_OFF] = {BSM_COLOUR_INK_FAINT, BSM_COLOUR_LINE, BSM_COLOUR_NONE},
};

static const struct {
    enum bsm_colour ink;
    enum bsm_colour tint;
} tones[] = {
    [BSM_TONE_PLAIN] = {BSM_COLOUR_GREEN, BSM_COLOUR_GREEN_TINT},
    [BSM_TONE_GOOD] = {BSM_COLOUR_GOOD, BSM_COLOUR_GOOD_TINT},
    [BSM_TONE_WARN] = {BSM_COLOUR_WARN, BSM_COLOUR_WARN_TINT},
    [BSM_TONE_BAD] = {BSM_COLOUR_BAD, BSM_COLOUR_BAD_TINT},
    [BSM_TONE_GOLD] = {BSM_COLOUR_GOLD_DEEP, BSM_COLOUR_GOLD_TINT},
};

struct bsm_item *bsm_widget_card(struct bsm_column *column, struct bsm_rect rect)
{
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_PANEL, rect);
    item->ground = BSM_COLOUR_CARD;
    item->line = BSM_COLOUR_LINE;
    item->radius_px = bsm_column_px(column, BSM_RADIUS);
    item->raised = true;
    return item;
}

static int fitting_font(const struct bsm_column *column, const char *words, enum bsm_style style, int wanted_px,
                        int room_px)
{
    int font = wanted_px;
    for (; font > FONT_LEAST_PX; font--) {
        struct bsm_text_look look = {style, BSM_ALIGN_START, font, column->page->mirrored};
        int width = 0;
        int height = 0;
        bsm_text_measure(column->text, words, look, 0, &width, &height);
        if (width <= room_px)
            break;
    }
    return font;
}

struct bsm_item *bsm_widget_button(struct bsm_column *column, struct bsm_rect rect, enum bsm_button_look look,
                                   enum bsm_target target, const char *icon, const char *words)
{
    return bsm_widget_button_in(column, rect, look, BSM_STYLE_BUTTON, target, icon, words);
}

struct bsm_item *bsm_widget_button_in(struct bsm_column *column, struct bsm_rect rect, enum bsm_button_look look,
                                      enum bsm_style style, enum bsm_target target, const char *icon, const char *words)
{
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_BUTTON, rect);
    item->target = target;
    item->ink = looks[look].ink;
    item->ground = looks[look].ground;
    item->line = looks[look].line;
    item->disabled = look == BSM_BUTTON_OFF;
    item->raised = look == BSM_BUTTON_PRIMARY;
    item->radius_px = bsm_column_px(column, BSM_RADIUS);
    item->style = style;
    item->icon_px = icon[0] ? bsm_column_px(column, bsm_style_size(item->style) * 1.15) : 0;
    int room = rect.w - bsm_column_px(column, 40) - item->icon_px * 7 / 5;
    item->font_px = fitting_font(column, words, item->style, bsm_column_px(column, bsm_style_size(item->style)), room);
    bsm_item_icon(item, icon);
    bsm_item_say(item, words);
    return item;
}

struct bsm_item *bsm_widget_key(struct bsm_column *column, struct bsm_rect rect, enum bsm_target target,
                                const char *words)
{
    struct bsm_item *item = bsm_page_add_fixed(column->page, BSM_ITEM_KEY, rect);
    item->target = target;
    item->style = BSM_STYLE_DIGIT;
    item->ink = BSM_COLOUR_INK;
    item->ground = BSM_COLOUR_CARD;
    item->line = BSM_COLOUR_LINE;
    item->radius_px = bsm_column_px(column, BSM_RADIUS * 0.85);
    item->font_px = bsm_column_px(column, bsm_style_size(BSM_STYLE_DIGIT));
    bsm_item_say(item, words);
    return item;
}

/* The keys keep their left and right; the column's own place must be turned round by hand. */
int bsm_widget_keys_left(const struct bsm_column *column)
{
    return column->page->mirrored ? column->page->width_px - column->x - column->width : column->x;
}

static void add_badge(struct bsm_column *column, struct bsm_rect rect, enum bsm_colour ink, enum bsm_colour ground,
                      const char *icon)
{
    struct bsm_item *disc = bsm_page_add(column->page, BSM_ITEM_PANEL, rect);
    disc->ground = ground;
    disc->radius_px = rect.w / 2;
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_ICON, rect);
    item->icon_px = rect.w * 56 / 100;
    item->ink = ink;
    bsm_item_icon(item, icon);
}

void bsm_widget_badge(struct bsm_column *column, int x, int y, int side_px, enum bsm_tone tone, const char *icon)
{
    add_badge(column, (struct bsm_rect){x, y, side_px, side_px}, tones[tone].ink, tones[tone].tint, icon);
}

void bsm_widget_hero(struct bsm_column *column, enum bsm_tone tone, const char *icon)
{
    int side = bsm_column_px(column, HERO);
    bsm_widget_badge(column, column->x + (column->width - side) / 2, column->y, side, tone, icon);
    column->y += side;
}

static int words_height(const struct bsm_column *column, const char *heading, const char *text, int width)
{
    int height = bsm_column_measure(column, text ? BSM_STYLE_BODY_STRONG : BSM_STYLE_BODY, heading, width);
    if (text)
        height += bsm_column_px(column, 4) + bsm_column_measure(column, BSM_STYLE_BODY, text, width);
    return height;
}

/* The row's inside: badge, and beside it the words in the middle of the height. */
static int add_row(struct bsm_column *column, struct bsm_rect box, enum bsm_colour ink, enum bsm_colour ground,
                   const char *icon, const char *heading, const char *text)
{
    int badge = bsm_column_px(column, BADGE);
    int gap = bsm_column_px(column, 32);
    int width = box.w - badge - gap;
    int words = words_height(column, heading, text, width);
    int height = words > badge ? words : badge;
    height = height > box.h ? height : box.h;
    add_badge(column, (struct bsm_rect){box.x, box.y + (height - badge) / 2, badge, badge}, ink, ground, icon);
    struct bsm_column inside = bsm_column_inside(column, box.x + badge + gap, box.y + (height - words) / 2, width);
    bsm_column_text(&inside, text ? BSM_STYLE_BODY_STRONG : BSM_STYLE_BODY, BSM_COLOUR_INK, BSM_ALIGN_START, heading);
    if (text) {
        bsm_column_gap(&inside, 4);
        bsm_column_text(&inside, BSM_STYLE_BODY, BSM_COLOUR_INK_SOFT, BSM_ALIGN_START, text);
    }
    return height;
}

void bsm_widget_row(struct bsm_column *column, enum bsm_tone tone, const char *icon, const char *heading,
                    const char *text, int least_px)
{
    struct bsm_rect box = {column->x, column->y, column->width, least_px};
    column->y += add_row(column, box, tones[tone].ink, tones[tone].tint, icon, heading, text);
}

void bsm_widget_notice(struct bsm_column *column, enum bsm_tone tone, const char *icon, const char *heading,
                       const char *text, int least_px)
{
    int padding = bsm_column_px(column, CARD_PADDING);
    struct bsm_item *ground =
        bsm_page_add(column->page, BSM_ITEM_PANEL, (struct bsm_rect){column->x, column->y, column->width, 0});
    ground->ground = tones[tone].tint;
    ground->radius_px = bsm_column_px(column, BSM_RADIUS);
    struct bsm_rect box = {column->x + padding, column->y + padding * 3 / 4, column->width - 2 * padding,
                           least_px - padding * 3 / 2};
    int height = add_row(column, box, tones[tone].tint, tones[tone].ink, icon, heading, text) + padding * 3 / 2;
    ground->rect.h = height;
    column->y += height;
}

void bsm_widget_choice(struct bsm_column *column, enum bsm_target target, const char *icon, const char *heading,
                       const char *text, int least_px)
{
    int padding = bsm_column_px(column, CARD_PADDING);
    int badge = bsm_column_px(column, text ? CHOICE_BADGE : BADGE);
    int arrow = bsm_column_px(column, 52);
    int width = column->width - 3 * padding - padding / 2 - badge - arrow;
    enum bsm_style style = text ? BSM_STYLE_HEADING : BSM_STYLE_BODY_STRONG;
    int words = bsm_column_measure(column, style, heading, width);
    if (text)
        words += bsm_column_px(column, 8) + bsm_column_measure(column, BSM_STYLE_BODY, text, width);
    int height = words > badge ? words : badge;
    height = height + 2 * padding > least_px ? height + 2 * padding : least_px;
    struct bsm_rect rect = bsm_column_take(column, height);
    bsm_widget_card(column, rect)->target = target;
    bsm_widget_badge(column, rect.x + padding, rect.y + (height - badge) / 2, badge, BSM_TONE_PLAIN, icon);
    struct bsm_column inside =
        bsm_column_inside(column, rect.x + 2 * padding + badge, rect.y + (height - words) / 2, width);
    bsm_column_text(&inside, style, BSM_COLOUR_INK, BSM_ALIGN_START, heading);
    if (text) {
        bsm_column_gap(&inside, 8);
        bsm_column_text(&inside, BSM_STYLE_BODY, BSM_COLOUR_INK_SOFT, BSM_ALIGN_START, text);
    }
    struct bsm_rect end = {rect.x + rect.w - padding - arrow, rect.y, arrow, height};
    bsm_column_icon(column, end, "arrow-right", 48, BSM_COLOUR_GREEN)->icon_turned = true;
}

void bsm_widget_title(struct bsm_column *column, const char *title, const char *text)
{
    bsm_column_text(column, BSM_STYLE_TITLE, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, title);
    if (text) {
        bsm_column_gap(column, 12);
        bsm_column_text(column, BSM_STYLE_BODY, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE, text);
    }
}

/* details: places, group, focused, wrong */
static void paint_slots(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    int places = item->details[0];
    int group = item->details[1];
    bool wrong = item->details[3] != 0;
    int typed = (int)strlen(item->text);
    struct bsm_rect r = item->rect;
    double unit = item->font_px / 56.0;
    double gap = 10 * unit;
    double extra = group ? 22 * unit : 0;
    int breaks = group ? (places - 1) / group - (places % group == 1 ? 1 : 0) : 0;
    double width = (r.w - gap * (places - 1) - extra * breaks) / places;
    double x = r.x;
    for (int i = 0; i < places; i++) {
        bool next = item->details[2] && i == typed;
        bsm_paint_rounded(cr, x + 1.5, r.y + 1.5, width - 3, r.h - 3, 16 * unit);
        bsm_theme_source(cr, next ? BSM_COLOUR_GREEN_TINT : BSM_COLOUR_PAPER, 1);
        cairo_fill_preserve(cr);
        enum bsm_colour line = wrong ? BSM_COLOUR_BAD : next ? BSM_COLOUR_GREEN : BSM_COLOUR_LINE;
        bsm_theme_source(cr, line, 1);
        cairo_set_line_width(cr, next || wrong ? 4 * unit : 2.5 * unit);
        cairo_stroke(cr);
        if (i < typed) {
            char digit[BSM_NUMBER_SIZE];
            bsm_digits(painter->stage->show.language, (const char[]){item->text[i], '\0'}, digit, sizeof digit);
            struct bsm_rect box = {(int)lround(x), r.y, (int)lround(width), r.h};
            bsm_paint_words(painter, box, digit, BSM_STYLE_DIGIT, item->font_px, BSM_COLOUR_INK, false);
        }
        x += width + gap;
        if (group && (i + 1) % group == 0 && places - (i + 1) > 1)
            x += extra;
    }
}

struct bsm_item *bsm_widget_slots(struct bsm_column *column, struct bsm_rect rect, enum bsm_target target,
                                  const char *typed, int places, int group, bool focused, bool wrong)
{
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_DRAWING, rect);
    item->target = target;
    item->paint = paint_slots;
    item->font_px = bsm_column_px(column, bsm_style_size(BSM_STYLE_DIGIT));
    item->details[0] = places;
    item->details[1] = group;
    item->details[2] = focused;
    item->details[3] = wrong;
    bsm_item_say(item, typed);
    return item;
}
