#include "ui/ground.h"

#include "ui/theme.h"

static unsigned rgb_of(enum bsm_light light)
{
    return light == BSM_LIGHT_NONE ? bsm_theme_rgb(BSM_COLOUR_PAPER) : bsm_light_rgb(light);
}

void bsm_ground_light(struct bsm_stage *stage, enum bsm_light light)
{
    if (stage->show.screen != BSM_SCREEN_FACE || stage->light == light)
        return;
    stage->light_before = stage->light;
    stage->light = light;
    stage->light_ms = stage->now_ms;
    stage->changed = true;
}

void bsm_ground_forget(struct bsm_stage *stage)
{
    stage->light = stage->light_before = BSM_LIGHT_NONE;
    stage->light_ms = 0;
}

bool bsm_ground_moves(const struct bsm_stage *stage)
{
    return stage->light != stage->light_before && stage->now_ms - stage->light_ms <= 2 * BSM_GROUND_MELT_MS;
}

unsigned bsm_ground_rgb(const struct bsm_stage *stage)
{
    int64_t gone_ms = stage->now_ms - stage->light_ms;
    unsigned from = rgb_of(stage->light_before), to = rgb_of(stage->light), rgb = 0;
    if (gone_ms >= BSM_GROUND_MELT_MS || gone_ms < 0)
        return to;
    for (int shift = 16; shift >= 0; shift -= 8) {
        int a = (int)(from >> shift & 255), b = (int)(to >> shift & 255);
        rgb |= (unsigned)(a + (b - a) * (int)gone_ms / BSM_GROUND_MELT_MS) << shift;
    }
    return rgb;
}
