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
