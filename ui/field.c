#include "ui/field.h"

#include "ui/paint.h"

/* Whether the text is read from the right: by its first letter, as Pango does; digits are read from the left. */
static bool from_right(const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        unsigned char next = (unsigned char)text[1];
        if (byte == 0xd9 && next >= 0xa0 && next <= 0xa9) { /* a digit, U+0660 and on */
            text++;
            continue;
        }
        if (byte >= 0xd8 && byte <= 0xdb)
            return true;
        if ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'))
            return false;
    }
    return false;
}

static int words_width(struct bsm_painter *painter, const char *words, int font_px)
{
    struct bsm_text_look look = {BSM_STYLE_DIGIT, BSM_ALIGN_START, font_px, false};
    int width = 0;
    int height = 0;
    bsm_text_measure(painter->stage->text, words, look, 0, &width, &height);
    return width;
}

/* The end of a text that fits: what was typed last is what one wants to see. */
static const char *fitting_end(struct bsm_painter *painter, const char *text, int font_px, int room_px)
{
    while (*text && words_width(painter, text, font_px) > room_px) {
        text++;
        while (((unsigned char)*text & 0xc0u) == 0x80u)
            text++;
    }
    return text;
}

static void paint_caret(struct bsm_painter *painter, const struct bsm_item *item, const char *text, int font_px)
{
    int width = text[0] ? words_width(painter, text, font_px) : 0;
    double middle = item->rect.x + item->rect.w / 2.0;
    double beyond = width / 2.0 + font_px * 0.14;
    double x = from_right(text) ? middle - beyond : middle + beyond;
    bsm_paint_rounded(painter->cr, x - 2, item->rect.y + item->rect.h * 0.24, 4, item->rect.h * 0.52, 2);
    bsm_theme_source(painter->cr, BSM_COLOUR_GREEN, 1);
    cairo_fill(painter->cr);
}

/* details: wrong, whether the text is the ghost */
static void paint_field(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    double unit = r.h / 120.0;
    bsm_paint_rounded(cr, r.x + 2, r.y + 2, r.w - 4, r.h - 4, 20 * unit);
    bsm_theme_source(cr, BSM_COLOUR_CARD, 1);
    cairo_fill_preserve(cr);
    bsm_theme_source(cr, item->details[0] ? BSM_COLOUR_BAD : BSM_COLOUR_GREEN, 1);
    cairo_set_line_width(cr, 4 * unit);
    cairo_stroke(cr);
    int room = r.w - (int)(64 * unit);
    int font = item->font_px;
    bool ghost = item->details[1] != 0;
    while (font > item->font_px * 6 / 10 && words_width(painter, item->text, font) > room)
        font--;
    const char *text = fitting_end(painter, item->text, font, room);
    bsm_paint_words(painter, r, text, BSM_STYLE_DIGIT, font, ghost ? BSM_COLOUR_INK_FAINT : BSM_COLOUR_INK,
                    from_right(text));
    if (!ghost)
        paint_caret(painter, item, text, font);
}

struct bsm_item *bsm_field_add(struct bsm_column *column, struct bsm_rect rect, const char *text, const char *ghost,
                               bool wrong)
{
    struct bsm_item *item = bsm_page_add(column->page, BSM_ITEM_DRAWING, rect);
    item->paint = paint_field;
    item->font_px = bsm_column_px(column, bsm_style_size(BSM_STYLE_DIGIT));
    item->details[0] = wrong;
    item->details[1] = text[0] == '\0';
    bsm_item_say(item, text[0] ? text : ghost);
    return item;
}
