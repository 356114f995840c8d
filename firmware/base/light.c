#include "firmware/base/light.h"

const char *bsm_light_name(enum bsm_light light)
{
    switch (light) {
    case BSM_LIGHT_NONE: return "none";
    case BSM_LIGHT_AMBER: return "amber";
    case BSM_LIGHT_SKY: return "sky";
    case BSM_LIGHT_MINT: return "mint";
    }
    return "none";
}

uint32_t bsm_light_rgb(enum bsm_light light)
{
    switch (light) {
    case BSM_LIGHT_NONE: return 0;
    case BSM_LIGHT_AMBER: return 0xffdc96;
    case BSM_LIGHT_SKY: return 0xc4e0ff;
    case BSM_LIGHT_MINT: return 0xbcf0cd;
    }
    return 0;
}

void bsm_light_place_learn(struct bsm_light_place *place, int gain)
{
    if (gain <= 0)
        return;
    place->gains[place->next] = gain;
    place->next = (place->next + 1) % BSM_LIGHT_PLACE_GAINS;
    if (place->count < BSM_LIGHT_PLACE_GAINS)
        place->count++;
}

int bsm_light_place_usual(const struct bsm_light_place *place)
{
    if (place->count < 3)
        return 0;
    for (int i = 0; i < place->count; i++) {
        int below = 0;
        for (int j = 0; j < place->count; j++)
            below += place->gains[j] < place->gains[i] || (place->gains[j] == place->gains[i] && j < i);
        if (below == (place->count - 1) / 2)
            return place->gains[i];
    }
    return 0;
}
