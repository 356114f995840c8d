#include "ui/icons.h"

#include <librsvg/rsvg.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/base/log.h"

enum { KEPT = 64, NAME_SIZE = 32 };

struct kept {
    char name[NAME_SIZE];
    int side_px;
    unsigned long used;    /* the count of uses when it was last drawn */
    cairo_surface_t *mask; /* owned; an empty one where the file is missing */
};

struct bsm_icons {
    char folder[PATH_MAX];
    struct kept kept[KEPT];
    unsigned long uses;
};

enum bsm_status bsm_icons_create(struct bsm_icons **out, const char *folder)
{
    char probe[PATH_MAX + NAME_SIZE];
    snprintf(probe, sizeof probe, "%s/fingerprint.svg", folder);
    if (access(probe, R_OK) != 0) {
        bsm_log(BSM_LOG_ERROR, "ui/icons", "no icons in %s; bring them with: ./basma setup", folder);
        return BSM_FAULT;
    }
    struct bsm_icons *icons = calloc(1, sizeof *icons);
    if (!icons)
        return BSM_NO_MEMORY;
    snprintf(icons->folder, sizeof icons->folder, "%s", folder);
    *out = icons;
    return BSM_OK;
}

void bsm_icons_destroy(struct bsm_icons *icons)
{
    if (!icons)
        return;
    for (int i = 0; i < KEPT; i++)
        if (icons->kept[i].mask)
            cairo_surface_destroy(icons->kept[i].mask);
    free(icons);
}

/* The set is drawn with a stroke of 2 in a box of 24; a little less looks right at the sizes used here. */
static void draw_svg(const char *path, cairo_surface_t *mask, int side_px)
{
    static const char sheet[] = "svg { color: #000000; stroke-width: 1.75; }";
    GError *error = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_file(path, &error);
    if (!handle) {
        bsm_log(BSM_LOG_ERROR, "ui/icons", "%s: %s", path, error ? error->message : "unreadable");
        g_clear_error(&error);
        return;
    }
    rsvg_handle_set_stylesheet(handle, (const guint8 *)sheet, sizeof sheet - 1, NULL);
    cairo_t *cr = cairo_create(mask);
    const RsvgRectangle box = {0, 0, side_px, side_px};
    rsvg_handle_render_document(handle, cr, &box, NULL);
    cairo_destroy(cr);
    g_object_unref(handle);
}

static struct kept *place_for(struct bsm_icons *icons, const char *name, int side_px)
{
    struct kept *oldest = &icons->kept[0];
    for (int i = 0; i < KEPT; i++) {
        struct kept *kept = &icons->kept[i];
        if (kept->mask && kept->side_px == side_px && strcmp(kept->name, name) == 0)
            return kept;
        if (kept->used < oldest->used)
            oldest = kept;
    }
    if (oldest->mask)
        cairo_surface_destroy(oldest->mask);
    *oldest = (struct kept){.side_px = side_px};
    snprintf(oldest->name, sizeof oldest->name, "%s", name);
    return oldest;
}

void bsm_icon_draw(struct bsm_icons *icons, cairo_t *cr, const char *name, int x, int y, int side_px,
                   enum bsm_colour colour, bool turned)
{
    if (side_px <= 0 || strlen(name) >= NAME_SIZE)
        return;
    struct kept *kept = place_for(icons, name, side_px);
    if (!kept->mask) {
        char path[PATH_MAX + NAME_SIZE + 8];
        snprintf(path, sizeof path, "%s/%s.svg", icons->folder, name);
        kept->mask = cairo_image_surface_create(CAIRO_FORMAT_A8, side_px, side_px);
        draw_svg(path, kept->mask, side_px);
    }
    kept->used = ++icons->uses;
    cairo_save(cr);
    cairo_translate(cr, turned ? x + side_px : x, y);
    if (turned)
        cairo_scale(cr, -1, 1);
    bsm_theme_source(cr, colour, 1);
    cairo_mask_surface(cr, kept->mask, 0, 0);
    cairo_restore(cr);
}
