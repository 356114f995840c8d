#include "ui/paint.h"

#include <math.h>

enum { SHADOW_LAYERS = 4 };

void bsm_paint_rounded(cairo_t *cr, double x, double y, double w, double h, double radius)
{
    double r = fmin(radius, fmin(w, h) / 2);
    cairo_new_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
    cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
    cairo_arc(cr, x + r, y + r, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(cr);
}

double bsm_paint_phase(const struct bsm_painter *painter, int period_ms)
{
    return (double)(painter->now_ms % period_ms) / period_ms;
}

double bsm_paint_wave(const struct bsm_painter *painter, int period_ms)
{
    return (1 - cos(2 * M_PI * bsm_paint_phase(painter, period_ms))) / 2;
}

static void item_path(cairo_t *cr, const struct bsm_item *item, double grow)
{
    struct bsm_rect rect = item->rect;
    bsm_paint_rounded(cr, rect.x - grow, rect.y - grow, rect.w + 2 * grow, rect.h + 2 * grow, item->radius_px + grow);
}

/* A few wide, faint layers: soft, and far cheaper than a blur. */
static void paint_shadow(cairo_t *cr, const struct bsm_item *item)
{
    double reach = item->radius_px * 0.5;
    for (int i = SHADOW_LAYERS; i >= 1; i--) {
        double grow = reach * i / SHADOW_LAYERS;
        struct bsm_rect r = item->rect;
        bsm_paint_rounded(cr, r.x - grow * 0.7, r.y - grow * 0.4, r.w + grow * 1.4, r.h + grow * 1.4,
                          item->radius_px + grow);
        bsm_theme_source(cr, BSM_COLOUR_SHADE, 0.018);
        cairo_fill(cr);
    }
}

static void paint_ground(cairo_t *cr, const struct bsm_item *item)
{
    if (item->raised)
        paint_shadow(cr, item);
    if (item->ground != BSM_COLOUR_NONE) {
        item_path(cr, item, 0);
        bsm_theme_source(cr, item->ground, 1);
        cairo_fill(cr);
    }
    if (item->pressed) {
        item_path(cr, item, 0);
        bsm_theme_source(cr, BSM_COLOUR_SHADE, 0.14);
        cairo_fill(cr);
    }
    if (item->line != BSM_COLOUR_NONE) {
        double width = fmax(1.5, item->radius_px / 12.0);
        item_path(cr, item, -width / 2);
        bsm_theme_source(cr, item->line, 1);
        cairo_set_line_width(cr, width);
        cairo_stroke(cr);
    }
}

static struct bsm_text_look look_of(const struct bsm_item *item)
{
    return (struct bsm_text_look){item->style, item->align, item->font_px, item->mirrored};
}

static void paint_text(struct bsm_painter *painter, const struct bsm_item *item)
{
    bsm_theme_source(painter->cr, item->ink, 1);
    bsm_text_draw(painter->stage->text, painter->cr, item->text, look_of(item), item->rect.x, item->rect.y,
                  item->rect.w);
}

static void paint_icon(struct bsm_painter *painter, const struct bsm_item *item)
{
    int side = item->icon_px;
    bsm_icon_draw(painter->stage->icons, painter->cr, item->icon, item->rect.x + (item->rect.w - side) / 2,
                  item->rect.y + (item->rect.h - side) / 2, side, item->ink, item->icon_turned && item->mirrored);
}

void bsm_paint_words(struct bsm_painter *painter, struct bsm_rect rect, const char *words, enum bsm_style style,
                     int font_px, enum bsm_colour ink, bool mirrored)
{
    struct bsm_text_look look = {style, BSM_ALIGN_CENTRE, font_px, mirrored};
    int width = 0;
    int height = 0;
    bsm_text_measure(painter->stage->text, words, look, rect.w, &width, &height);
    bsm_theme_source(painter->cr, ink, 1);
    bsm_text_draw(painter->stage->text, painter->cr, words, look, rect.x, rect.y + (rect.h - height) / 2, rect.w);
}

/* Icon and words side by side, the two together in the middle. */
static void paint_button(struct bsm_painter *painter, const struct bsm_item *item)
{
    paint_ground(painter->cr, item);
    struct bsm_text_look look = look_of(item);
    look.align = BSM_ALIGN_START;
    int width = 0;
    int height = 0;
    bsm_text_measure(painter->stage->text, item->text, look, 0, &width, &height);
    int icon = item->icon[0] ? item->icon_px : 0;
    int gap = icon && item->text[0] ? icon * 2 / 5 : 0;
    int left = item->rect.x + (item->rect.w - width - gap - icon) / 2;
    bool icon_left = item->icon_after == item->mirrored; /* before the words in the direction of reading */
    int icon_x = icon_left ? left : left + width + gap;
    int text_x = icon_left ? left + icon + gap : left;
    if (icon)
        bsm_icon_draw(painter->stage->icons, painter->cr, item->icon, icon_x, item->rect.y + (item->rect.h - icon) / 2,
                      icon, item->ink, item->icon_turned && item->mirrored);
    bsm_theme_source(painter->cr, item->ink, 1);
    bsm_text_draw(painter->stage->text, painter->cr, item->text, look, text_x,
                  item->rect.y + (item->rect.h - height) / 2, 0);
}

static void paint_item(struct bsm_painter *painter, const struct bsm_item *item)
{
    switch (item->kind) {
    case BSM_ITEM_PANEL: paint_ground(painter->cr, item); break;
    case BSM_ITEM_TEXT: paint_text(painter, item); break;
    case BSM_ITEM_ICON: paint_icon(painter, item); break;
    case BSM_ITEM_BUTTON:
    case BSM_ITEM_KEY: paint_button(painter, item); break;
    case BSM_ITEM_DRAWING:
        cairo_save(painter->cr);
        item->paint(painter, item);
        cairo_restore(painter->cr);
        break;
    }
}

void bsm_paint_page(struct bsm_painter *painter, const struct bsm_page *page, struct bsm_rect rect)
{
    cairo_t *cr = painter->cr;
    cairo_save(cr);
    cairo_new_path(cr);
    cairo_rectangle(cr, rect.x, rect.y, rect.w, rect.h);
    cairo_clip(cr);
    bsm_theme_source_rgb(cr, page->ground_rgb ? page->ground_rgb : bsm_theme_rgb(BSM_COLOUR_PAPER), 1);
    cairo_paint(cr);
    for (int i = 0; i < page->count; i++)
        if (bsm_rect_meets(bsm_item_bounds(&page->items[i]), rect))
            paint_item(painter, &page->items[i]);
    cairo_restore(cr);
}
