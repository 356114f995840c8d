#include "enroll/finger/test_iso_view.h"

#include <string.h>

struct bsm_iso_view test_iso_view(void)
{
    return (struct bsm_iso_view){
        .position = 2,
        .quality = 70,
        .width_px = 300,
        .height_px = 400,
        .x_pixels_a_cm = 197,
        .y_pixels_a_cm = 197,
        .count = 2,
        .minutiae =
            {{.x = 100, .y = 200, .type = BSM_ISO_MINUTIA_ENDING, .angle = 64, .quality = 80},
             {.x = 10, .y = 399, .type = BSM_ISO_MINUTIA_BIFURCATION, .angle = 255, .quality = BSM_ISO_QUALITY_NONE}},
    };
}

void test_iso_fill(struct bsm_iso_view *view, int count)
{
    memset(view->minutiae, 0, sizeof view->minutiae);
    view->count = count;
    for (int i = 0; i < count; i++)
        view->minutiae[i] = (struct bsm_iso_minutia){.x = (uint16_t)(20 + 13 * (i % 20)),
                                                     .y = (uint16_t)(20 + 25 * (i / 20)),
                                                     .type = (uint8_t)(i % 3),
                                                     .angle = (uint8_t)(i * 37),
                                                     .quality = (uint8_t)(1 + i % 100)};
}
