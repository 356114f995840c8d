#include "tests/sim/print/print.h"

/* A cooperative adult at a good optical reader. */
struct bsm_print_params bsm_print_params_ordinary(void)
{
    return (struct bsm_print_params){
        .width_px = 320,
        .height_px = 400,
        .displacement_px = 32,
        .rotation_deg = 13,
        .distortion_px = 5,
        .pressure_spread = 0.22,
        .dryness = 0.3,
        .partial = 0.25,
        .noise = 0.4,
        .dirt = 0.3,
        .wetness = 0.25,
    };
}

struct bsm_print_params bsm_print_params_careful(void)
{
    return (struct bsm_print_params){
        .width_px = 320,
        .height_px = 400,
        .displacement_px = 12,
        .rotation_deg = 6,
        .distortion_px = 3,
        .pressure_spread = 0.1,
        .dryness = 0.14,
        .partial = 0.05,
        .noise = 0.2,
        .dirt = 0.1,
        .wetness = 0.1,
    };
}

struct bsm_print_params bsm_print_params_visitor(enum bsm_print_look look)
{
    static const struct {
        int width_px, height_px;
        double dryness, wetness, partial, distortion_px, displacement_px;
    } of[BSM_PRINT_LOOK_COUNT] = {
        [BSM_PRINT_LOOK_OPTICAL] = {388, 374, 0.85, 0.9, 0.75, 15, 84},
        [BSM_PRINT_LOOK_DESK] = {328, 364, 0.95, 0.85, 0.75, 18, 78},
        [BSM_PRINT_LOOK_CAPACITIVE] = {256, 364, 0.8, 0.9, 0.65, 15, 66},
        [BSM_PRINT_LOOK_SILICON] = {300, 300, 1.05, 0.75, 0.75, 15, 56},
        [BSM_PRINT_LOOK_SWIPE] = {288, 420, 0.85, 0.7, 0.75, 14, 76},
    };
    int at = look >= 0 && (int)look < BSM_PRINT_LOOK_COUNT ? (int)look : 0;
    return (struct bsm_print_params){
        .look = (enum bsm_print_look)at,
        .width_px = of[at].width_px,
        .height_px = of[at].height_px,
        .displacement_px = of[at].displacement_px,
        .rotation_deg = 24,
        .distortion_px = of[at].distortion_px,
        .pressure_spread = 0.45,
        .dryness = of[at].dryness,
        .partial = of[at].partial,
        .noise = 0.7,
        .dirt = 0.7,
        .wetness = of[at].wetness,
    };
}

const char *bsm_print_look_name(enum bsm_print_look look)
{
    switch (look) {
    case BSM_PRINT_LOOK_OPTICAL: return "optical";
    case BSM_PRINT_LOOK_DESK: return "desk";
    case BSM_PRINT_LOOK_CAPACITIVE: return "capacitive";
    case BSM_PRINT_LOOK_SILICON: return "silicon";
    case BSM_PRINT_LOOK_SWIPE: return "swipe";
    }
    return "unknown";
}
