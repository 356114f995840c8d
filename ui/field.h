/* The box in which a line of typed text is seen. */
#ifndef BASMA_UI_FIELD_H
#define BASMA_UI_FIELD_H

#include "ui/column.h"

/* A box with one line of typed text, smaller where it is long, its beginning left out where it is longer. `ghost` is
 * shown in its place while it is empty. Left to right unless the text itself is Arabic. */
struct bsm_item *bsm_field_add(struct bsm_column *column, struct bsm_rect rect, const char *text, const char *ghost,
                               bool wrong);

#endif
