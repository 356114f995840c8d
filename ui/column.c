#include "ui/column.h"

enum { BALANCE_STEP_PX = 8 };

int bsm_column_px(const struct bsm_column *column, double units) { return bsm_px(column->scale, units); }

int bsm_column_target_px(const struct bsm_column *column, double units)
{
    int least = bsm_px(column->target_scale, BSM_TARGET_MIN);
    int wanted = bsm_px(column->scale, units);
    return wanted > least ? wanted : least;
}

void bsm_column_gap(struct bsm_column *column, double units) { column->y += bsm_column_px(column, units); }

struct bsm_rect bsm_column_take(struct bsm_column *column, int height_px)
{
    struct bsm_rect rect = {column->x, column->y, column->width, height_px};
    column->y += height_px;
    return rect;
}

static struct bsm_text_look look_of(const struct bsm_column *column, enum bsm_style style, enum bsm_align align)
{
    return (struct bsm_text_look){style, align, bsm_column_px(column, bsm_style_size(style)), column->page->mirrored};
}

int bsm_column_measure(const struct bsm_column *column, enum bsm_style style, const char *words, int width_px)
{
    int width = 0;
    int height = 0;
    bsm_text_measure(column->text, words, look_of(column, style, BSM_ALIGN_START), width_px, &width, &height);
    return height;
}

static struct bsm_item *add_text(struct bsm_column *column, struct bsm_rect rect, struct bsm_text_look look,
                                 enum bsm_colour ink, const char *words)
{
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_TEXT, rect);
    item->style = look.style;
    item->align = look.align;
    item->font_px = look.font_px;
    item->ink = ink;
    bsm_item_say(item, words);
    return item;
}

/* The least width at which the words are no higher: several centred lines of about the same length, no lonely last
 * word. */
static int balanced_width(const struct bsm_column *column, enum bsm_style style, const char *words, int height)
{
    int fits = column->width;
    int breaks = column->width / 2;
    while (fits - breaks > BALANCE_STEP_PX) {
        int width = (fits + breaks) / 2;
        if (bsm_column_measure(column, style, words, width) > height)
            breaks = width;
        else
            fits = width;
    }
    return fits;
}

struct bsm_item *bsm_column_text(struct bsm_column *column, enum bsm_style style, enum bsm_colour ink,
                                 enum bsm_align align, const char *words)
{
    int height = bsm_column_measure(column, style, words, column->width);
    struct bsm_rect rect = bsm_column_take(column, height);
    bool one_line = height < 2 * bsm_column_px(column, bsm_style_size(style));
    if (align == BSM_ALIGN_CENTRE && !one_line) {
        rect.w = balanced_width(column, style, words, height);
        rect.x += (column->width - rect.w) / 2;
    }
    return add_text(column, rect, look_of(column, style, align), ink, words);
}

struct bsm_column bsm_column_inside(const struct bsm_column *column, int x, int y, int width)
{
    struct bsm_column inside = *column;
    inside.x = x;
    inside.y = y;
    inside.width = width;
    return inside;
}

struct bsm_item *bsm_column_words(struct bsm_column *column, struct bsm_rect box, enum bsm_style style,
                                  enum bsm_colour ink, enum bsm_align align, const char *words)
{
    int height = bsm_column_measure(column, style, words, box.w);
    struct bsm_rect rect = {box.x, box.y + (box.h - height) / 2, box.w, height};
    return add_text(column, rect, look_of(column, style, align), ink, words);
}

struct bsm_item *bsm_column_icon(struct bsm_column *column, struct bsm_rect box, const char *name, double side,
                                 enum bsm_colour ink)
{
    int px = bsm_column_px(column, side);
    struct bsm_rect rect = {box.x + (box.w - px) / 2, box.y + (box.h - px) / 2, px, px};
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_ICON, rect);
    item->icon_px = px;
    item->ink = ink;
    bsm_item_icon(item, name);
    return item;
}
