#include "ui/text.h"

#include <dirent.h>
#include <fontconfig/fontconfig.h>
#include <limits.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/log.h"

#define FAMILY "IBM Plex Sans Arabic"

/* Arabic of this typeface is tall: its own line spacing is kept, slightly tightened for text of several lines. */
static const float line_spacing = 0.98f;

struct bsm_text {
    FcConfig *fonts;                                     /* owned */
    PangoFontMap *map;                                   /* owned */
    PangoContext *context;                               /* owned */
    PangoLayout *layout;                                 /* owned */
    PangoFontDescription *descriptions[BSM_STYLE_COUNT]; /* owned */
};

static bool is_font(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".ttf") == 0 || strcmp(dot, ".otf") == 0);
}

/* File by file: a whole folder would want a cache that it may write. */
static void add_fonts(FcConfig *fonts, const char *folder)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char path[PATH_MAX];
        int wrote = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (is_font(entry->d_name) && wrote < (int)sizeof path)
            FcConfigAppFontAddFile(fonts, (const FcChar8 *)path);
    }
    closedir(dir);
}

static enum bsm_status load_fonts(struct bsm_text *text, const char *folder)
{
    text->fonts = FcConfigCreate();
    if (!text->fonts)
        return BSM_NO_MEMORY;
    add_fonts(text->fonts, folder);
    FcFontSet *found = FcConfigGetFonts(text->fonts, FcSetApplication);
    if (!found || found->nfont == 0) {
        bsm_log(BSM_LOG_ERROR, "ui/text", "no fonts in %s; bring them with: ./basma setup", folder);
        return BSM_FAULT;
    }
    FcConfigSetCurrent(text->fonts);
    return BSM_OK;
}

static void make_layout(struct bsm_text *text)
{
    text->map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(text->map), 72.0); /* a point is a pixel */
    text->context = pango_font_map_create_context(text->map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(text->context, options);
    cairo_font_options_destroy(options);
    text->layout = pango_layout_new(text->context);
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(text->layout, line_spacing);
}

static void make_descriptions(struct bsm_text *text)
{
    for (int i = 0; i < BSM_STYLE_COUNT; i++) {
        PangoFontDescription *description = pango_font_description_from_string(FAMILY);
        pango_font_description_set_weight(description, (PangoWeight)bsm_style_weight((enum bsm_style)i));
        text->descriptions[i] = description;
    }
}

enum bsm_status bsm_text_create(struct bsm_text **out, const char *fonts_folder)
{
    struct bsm_text *text = calloc(1, sizeof *text);
    if (!text)
        return BSM_NO_MEMORY;
    enum bsm_status status = load_fonts(text, fonts_folder);
    if (status != BSM_OK) {
        bsm_text_destroy(text);
        return status;
    }
    make_layout(text);
    make_descriptions(text);
    *out = text;
    return BSM_OK;
}

void bsm_text_destroy(struct bsm_text *text)
{
    if (!text)
        return;
    for (int i = 0; i < BSM_STYLE_COUNT; i++)
        pango_font_description_free(text->descriptions[i]);
    if (text->layout)
        g_object_unref(text->layout);
    if (text->context)
        g_object_unref(text->context);
    if (text->map)
        g_object_unref(text->map);
    if (text->fonts) {
        FcConfigSetCurrent(NULL);
        FcConfigDestroy(text->fonts);
    }
    free(text);
}

/* Pango's left is that of the context; it turns it round itself in a paragraph of the other direction. */
static PangoAlignment pango_alignment(struct bsm_text_look look)
{
    if (look.align == BSM_ALIGN_CENTRE)
        return PANGO_ALIGN_CENTER;
    return (look.align == BSM_ALIGN_START) == look.mirrored ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static void lay_out(struct bsm_text *text, const char *words, struct bsm_text_look look, int width_px)
{
    PangoFontDescription *description = text->descriptions[look.style];
    pango_font_description_set_absolute_size(description, (double)look.font_px * PANGO_SCALE);
    pango_context_set_base_dir(text->context, look.mirrored ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_context_changed(text->layout);
    pango_layout_set_font_description(text->layout, description);
    pango_layout_set_alignment(text->layout, pango_alignment(look));
    pango_layout_set_width(text->layout, width_px > 0 ? width_px * PANGO_SCALE : -1);
    pango_layout_set_text(text->layout, words, -1);
}

void bsm_text_measure(struct bsm_text *text, const char *words, struct bsm_text_look look, int width_px,
                      int *used_width_px, int *used_height_px)
{
    lay_out(text, words, look, width_px);
    PangoRectangle logical;
    pango_layout_get_extents(text->layout, NULL, &logical);
    *used_width_px = PANGO_PIXELS_CEIL(logical.width);
    *used_height_px = PANGO_PIXELS_CEIL(logical.height);
}

void bsm_text_draw(struct bsm_text *text, cairo_t *cr, const char *words, struct bsm_text_look look, int x, int y,
                   int width_px)
{
    lay_out(text, words, look, width_px);
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout(cr, text->layout);
}

void bsm_text_forget(struct bsm_text *text)
{
    pango_layout_set_text(text->layout, "", -1);
    pango_layout_context_changed(text->layout);
}
