/* basma-template: what a view holds, for people. */
#include <stdio.h>

#include "enroll/tools/template_tool.h"
#include "firmware/base/biometric.h"

void bsm_template_show_minutiae(const struct bsm_iso_view *view)
{
    static const char *const types[] = {"other", "ending", "bifurcation"};
    for (int i = 0; i < view->count; i++) {
        const struct bsm_iso_minutia *minutia = &view->minutiae[i];
        printf("  %3d  x %4d  y %4d  angle %5.1f  ", i + 1, minutia->x, minutia->y, minutia->angle * 360.0 / 256);
        if (minutia->quality <= 100)
            printf("quality %3d  %s\n", minutia->quality, types[minutia->type]);
        else
            printf("quality   -  %s\n", types[minutia->type]);
    }
}

void bsm_template_show_view(const struct bsm_iso_view *view, int index)
{
    int counts[BSM_ISO_MINUTIA_BIFURCATION + 1] = {0};
    for (int i = 0; i < view->count; i++)
        counts[view->minutiae[i].type]++;
    printf("view %d: finger %d (%s), number %d, impression type %d\n", index + 1, view->position,
           bsm_position_name((enum bsm_position)view->position), view->number, view->impression);
    printf("  picture %d x %d px at %d x %d px/cm (%.0f ppi)\n", view->width_px, view->height_px, view->x_pixels_a_cm,
           view->y_pixels_a_cm, view->x_pixels_a_cm * 2.54);
    if (view->quality <= 100)
        printf("  quality %d\n", view->quality);
    else
        printf("  quality not reported\n");
    printf("  minutiae %d: %d endings, %d bifurcations, %d other\n", view->count, counts[BSM_ISO_MINUTIA_ENDING],
           counts[BSM_ISO_MINUTIA_BIFURCATION], counts[BSM_ISO_MINUTIA_OTHER]);
    if (view->extended_size > 0)
        printf("  extended data %d bytes, not read\n", view->extended_size);
}
