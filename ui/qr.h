/* A QR code (ISO/IEC 18004) by libqrencode: black on white with the quiet zone of four modules, every module a whole
 * number of pixels. */
#ifndef BASMA_UI_QR_H
#define BASMA_UI_QR_H

#include "ui/paint.h"

/* DRAWING: the visit's receipt as large as it fits in the item's place; nothing while there is none. */
void bsm_paint_receipt(struct bsm_painter *painter, const struct bsm_item *item);

#endif
