#include "ui/qr.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4 /* modules on each side */ };

/* Runs of a row at once: a thousandth of the calls that single modules would need. */
static void paint_row(cairo_t *cr, const unsigned char *row, int modules, int left, int top, int side)
{
    for (int x = 0; x < modules; x++) {
        int from = x;
        while (x < modules && row[x] & 1)
            x++;
        if (x > from)
            cairo_rectangle(cr, left + from * side, top, (x - from) * side, side);
    }
}

static void paint_code(cairo_t *cr, struct bsm_rect r, const QRcode *code)
{
    int whole = code->width + 2 * QUIET;
    int side = (r.w < r.h ? r.w : r.h) / whole;
    int left = r.x + (r.w - whole * side) / 2;
    int top = r.y + (r.h - whole * side) / 2;
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_rectangle(cr, left, top, whole * side, whole * side);
    cairo_fill(cr);
    cairo_new_path(cr);
    for (int y = 0; y < code->width; y++)
        paint_row(cr, code->data + y * code->width, code->width, left + QUIET * side, top + (QUIET + y) * side, side);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_fill(cr);
}

void bsm_paint_receipt(struct bsm_painter *painter, const struct bsm_item *item)
{
    const char *receipt = painter->stage->receipt.receipt;
    if (receipt[0] == '\0')
        return;
    /* A screen is clean: the least redundancy gives the largest modules. */
    QRcode *code = QRcode_encodeData((int)strlen(receipt), (const unsigned char *)receipt, 0, QR_ECLEVEL_L);
    if (!code)
        return;
    paint_code(painter->cr, item->rect, code);
    QRcode_free(code);
}
