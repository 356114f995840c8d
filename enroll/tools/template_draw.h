/* Minutiae drawn over their picture: an ending is a red circle, a bifurcation a blue square, any other a green diamond;
 * a line shows the way the ridge (or valley) runs. */
#ifndef BASMA_ENROLL_TOOLS_TEMPLATE_DRAW_H
#define BASMA_ENROLL_TOOLS_TEMPLATE_DRAW_H

#include "enroll/finger/iso_record.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

/* Makes drawn, a colour picture of twice the sides that the caller finishes; grey has a resolution. NO_MEMORY, or
 * INVALID when that is too large. */
enum bsm_status bsm_template_draw(const struct bsm_image *grey, const struct bsm_iso_view *view,
                                  struct bsm_image *drawn);

#endif
