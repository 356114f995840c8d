#include "tests/sim/bench/brush.h"

#include <math.h>
#include <stdint.h>

#include "tests/sim/bench/words.h"

static const cairo_user_data_key_t mirror_key;

void brush_mirror(cairo_t *cairo, const double *width_px)
{
    cairo_set_user_data(cairo, &mirror_key, (void *)(uintptr_t)width_px, NULL);
}

static double mirror_of(cairo_t *cairo)
{
    const double *width_px = (const double *)cairo_get_user_data(cairo, &mirror_key);
    return width_px ? *width_px : 0;
}

struct box brush_place(cairo_t *cairo, struct box box)
{
    double width_px = mirror_of(cairo);
    if (width_px > 0)
        box.x = width_px - box.x - box.width;
    return box;
}

static void use(cairo_t *cairo, enum brush_colour colour, double alpha)
{
    unsigned rgb = (unsigned)colour;
    cairo_set_source_rgba(cairo, (double)(rgb >> 16) / 255, (double)(rgb >> 8 & 255) / 255, (double)(rgb & 255) / 255,
                          alpha);
}

static void round_path(cairo_t *cairo, struct box box, double radius)
{
    box = brush_place(cairo, box);
    double right = box.x + box.width, bottom = box.y + box.height;
    cairo_new_path(cairo);
    cairo_arc(cairo, right - radius, box.y + radius, radius, -M_PI / 2, 0);
    cairo_arc(cairo, right - radius, bottom - radius, radius, 0, M_PI / 2);
    cairo_arc(cairo, box.x + radius, bottom - radius, radius, M_PI / 2, M_PI);
    cairo_arc(cairo, box.x + radius, box.y + radius, radius, M_PI, M_PI * 3 / 2);
    cairo_close_path(cairo);
}

void brush_box(cairo_t *cairo, struct box box, double radius, enum brush_colour colour)
{
    round_path(cairo, box, radius);
    use(cairo, colour, 1);
    cairo_fill(cairo);
}

void brush_outline(cairo_t *cairo, struct box box, double radius, double line_px, enum brush_colour colour)
{
    struct box inside = {box.x + line_px / 2, box.y + line_px / 2, box.width - line_px, box.height - line_px};
    round_path(cairo, inside, radius - line_px / 2);
    use(cairo, colour, 1);
    cairo_set_line_width(cairo, line_px);
    cairo_stroke(cairo);
}

void brush_card(cairo_t *cairo, struct box box)
{
    for (int spread = 6; spread >= 1; spread--) {
        struct box shade = {box.x - spread, box.y - spread + 3, box.width + 2 * spread, box.height + 2 * spread};
        round_path(cairo, shade, 16 + spread);
        use(cairo, BRUSH_INK, 0.012);
        cairo_fill(cairo);
    }
    brush_box(cairo, box, 16, BRUSH_CARD);
}

/* Whether the first letter is Arabic; numbers alone go from left to right. */
static bool begins_in_arabic(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at >= 0xd8 && *at <= 0xdb)
            return true;
        else if ((*at | 32) >= 'a' && (*at | 32) <= 'z')
            return false;
    return false;
}

static PangoLayout *layout_of(cairo_t *cairo, double width, struct brush_font font, const char *text)
{
    static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT,
                                                PANGO_ALIGN_LEFT};
    bool mirrored = mirror_of(cairo) > 0;
    text = bench_words(!mirrored, text);
    if (mirrored && font.align != BRUSH_START)
        font.align = (enum brush_align)(BRUSH_RIGHT - font.align);
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    if (font.align != BRUSH_START && begins_in_arabic(text))
        pango_context_set_base_dir(pango_layout_get_context(layout), PANGO_DIRECTION_RTL);
    PangoFontDescription *description = pango_font_description_from_string("IBM Plex Sans Arabic, Inter, Noto Sans");
    pango_font_description_set_absolute_size(description, font.size_px * PANGO_SCALE);
    pango_font_description_set_weight(description, (PangoWeight)font.weight);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, font.align == BRUSH_START);
    pango_layout_set_alignment(layout, alignments[font.align]);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

double brush_text(cairo_t *cairo, struct box box, struct brush_font font, const char *text)
{
    int height = 0;
    box = brush_place(cairo, box);
    PangoLayout *layout = layout_of(cairo, box.width, font, text);
    pango_layout_get_pixel_size(layout, NULL, &height);
    use(cairo, font.colour, 1);
    cairo_move_to(cairo, box.x, box.y);
    pango_cairo_show_layout(cairo, layout);
    g_object_unref(layout);
    return height;
}

void brush_label(cairo_t *cairo, struct box box, struct brush_font font, const char *text)
{
    int height = 0;
    box = brush_place(cairo, box);
    PangoLayout *layout = layout_of(cairo, box.width, font, text);
    pango_layout_set_height(layout, -1);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_get_pixel_size(layout, NULL, &height);
    use(cairo, font.colour, 1);
    cairo_move_to(cairo, box.x, box.y + (box.height - height) / 2);
    pango_cairo_show_layout(cairo, layout);
    g_object_unref(layout);
}

void brush_picture(cairo_t *cairo, struct box box, double radius, cairo_surface_t *picture)
{
    struct box cut = box;
    box = brush_place(cairo, box);
    double width = cairo_image_surface_get_width(picture), height = cairo_image_surface_get_height(picture);
    double scale = fmax(box.width / width, box.height / height);
    cairo_save(cairo);
    round_path(cairo, cut, radius);
    cairo_clip(cairo);
    cairo_translate(cairo, box.x + (box.width - width * scale) / 2, box.y + (box.height - height * scale) / 3);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
    cairo_paint(cairo);
    cairo_restore(cairo);
}
