#include <math.h>
#include <stdlib.h>

#include "tests/sim/print/dice.h"
#include "tests/sim/print/print.h"

static const float pi = 3.14159265f;

/* One touch, drawn from the impression's seed. Finger coordinates: px from the middle of the pad, x right, y down. */
struct touch {
    const struct bsm_print_master *master; /* borrowed */
    float turn_cos, turn_sin;
    float shift_x, shift_y; /* of the finger on the reader */
    float torque;           /* rad that the rim is turned against the middle */
    float pull_x, pull_y;   /* px that the rim is pulled */
    float stretch_px;
    float pad_x, pad_y;          /* middle of what touches, finger coordinates */
    float pad_width, pad_height; /* half axes */
    float pressure;
    float dryness, dirt;
    float light, depth;          /* grey of the empty reader; how much darker a ridge is */
    float slope_x, slope_y;      /* of the light over the reader, grey a px */
    float grain;                 /* deviation of the sensor's noise, grey */
    struct noise wide_x, wide_y; /* stretch of the skin */
    struct noise patch;          /* pressure and moisture from place to place */
    struct noise rim;            /* outline of the contact */
    struct noise coarse, fine;   /* broken ridges */
    struct noise smear;
};

struct bsm_print_params bsm_print_params_ordinary(void)
{
    return (struct bsm_print_params){
        .width_px = 320,
        .height_px = 400,
        .displacement_px = 30,
        .rotation_deg = 15,
        .distortion_px = 6,
        .pressure_spread = 0.3,
        .dryness = 0.4,
        .partial = 0.3,
        .noise = 0.4,
        .dirt = 0.3,
    };
}

struct bsm_print_params bsm_print_params_careful(void)
{
    return (struct bsm_print_params){
        .width_px = 320,
        .height_px = 400,
        .displacement_px = 10,
        .rotation_deg = 6,
        .distortion_px = 3,
        .pressure_spread = 0.12,
        .dryness = 0.15,
        .partial = 0.05,
        .noise = 0.2,
        .dirt = 0.1,
    };
}

static float draw(struct dice *dice, double spread) { return (float)(spread * dice_between(dice, -1, 1)); }

static void touch_place(struct touch *touch, struct dice *dice, const struct bsm_print_params *params)
{
    float turn = draw(dice, params->rotation_deg) * pi / 180;
    float side = draw(dice, pi);
    float missing = (float)(params->partial * dice_between(dice, 0, 1));
    touch->turn_cos = cosf(turn);
    touch->turn_sin = sinf(turn);
    touch->shift_x = draw(dice, params->displacement_px);
    touch->shift_y = draw(dice, params->displacement_px);
    touch->torque = draw(dice, params->distortion_px) / 150;
    touch->pull_x = draw(dice, params->distortion_px * 0.6);
    touch->pull_y = draw(dice, params->distortion_px * 0.6);
    touch->stretch_px = (float)params->distortion_px * 0.6f;
    touch->pad_width = (float)dice_between(dice, 135, 160) * (1 - 0.35f * missing);
    touch->pad_height = (float)dice_between(dice, 178, 212) * (1 - 0.35f * missing);
    touch->pad_x = 70 * missing * cosf(side);
    touch->pad_y = 90 * missing * sinf(side);
}

static void touch_look(struct touch *touch, struct dice *dice, const struct bsm_print_params *params)
{
    touch->pressure = draw(dice, params->pressure_spread);
    touch->dryness = (float)(params->dryness * dice_between(dice, 0.25, 1));
    touch->dirt = (float)(params->dirt * dice_between(dice, 0.2, 1));
    touch->light = (float)dice_between(dice, 222, 246);
    touch->depth = (float)dice_between(dice, 150, 200);
    touch->slope_x = draw(dice, 0.04);
    touch->slope_y = draw(dice, 0.04);
    touch->grain = (float)(params->noise * dice_between(dice, 4, 12));
}

static void touch_init(struct touch *touch, const struct bsm_print_master *master, uint64_t impression,
                       const struct bsm_print_params *params)
{
    /* The finger is part of the seed: the same impression number of another finger is another touch. */
    struct dice dice = dice_of(impression, 300 + master->finger);
    touch->master = master;
    touch_place(touch, &dice, params);
    touch_look(touch, &dice, params);
    noise_init(&touch->wide_x, &dice, 110);
    noise_init(&touch->wide_y, &dice, 110);
    noise_init(&touch->patch, &dice, 55);
    noise_init(&touch->rim, &dice, 14);
    noise_init(&touch->coarse, &dice, 6);
    noise_init(&touch->fine, &dice, 2.4);
    noise_init(&touch->smear, &dice, 42);
}

static float clamp(float value, float lowest, float highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}

static float ramp(float value, float from, float to)
{
    float t = clamp((value - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
}

/* From the reader's px (from its middle) to finger coordinates: placed, turned, and distorted as a pressed finger is:
 * firm in the middle, pulled and turned towards the rim (Cappelli, Maio, Maltoni 2001), with some free stretch. */
static void to_finger(const struct touch *touch, float x, float y, float *finger_x, float *finger_y)
{
    x -= touch->shift_x;
    y -= touch->shift_y;
    float u = touch->turn_cos * x + touch->turn_sin * y;
    float v = -touch->turn_sin * x + touch->turn_cos * y;
    float outward = ramp(sqrtf(u * u + v * v), 30, 190);
    float free_x = touch->stretch_px * noise_at(&touch->wide_x, u + 1000, v + 1000);
    float free_y = touch->stretch_px * noise_at(&touch->wide_y, u + 1000, v + 1000);
    *finger_x = u + outward * (touch->pull_x - touch->torque * v) + free_x;
    *finger_y = v + outward * (touch->pull_y + touch->torque * u) + free_y;
}

/* -1 valley .. 1 ridge; 0 beyond the master. */
static float ridge_at(const struct bsm_print_master *master, float finger_x, float finger_y)
{
    float x = finger_x + (float)BSM_PRINT_MASTER_WIDTH_PX / 2;
    float y = finger_y + (float)BSM_PRINT_MASTER_HEIGHT_PX / 2 - 15; /* the pad's middle lies above the master's */
    if (!(x >= 0 && y >= 0 && x < BSM_PRINT_MASTER_WIDTH_PX - 1 && y < BSM_PRINT_MASTER_HEIGHT_PX - 1))
        return 0;
    int column = (int)x;
    int row = (int)y;
    float tx = x - (float)column;
    float ty = y - (float)row;
    const int8_t *at = master->ridges + row * BSM_PRINT_MASTER_WIDTH_PX + column;
    float top = (float)at[0] + tx * (float)(at[1] - at[0]);
    at += BSM_PRINT_MASTER_WIDTH_PX;
    float bottom = (float)at[0] + tx * (float)(at[1] - at[0]);
    return (top + ty * (bottom - top)) / 127;
}

/* 1 well inside the contact, 0 outside; it falls over the last tenth. */
static float contact_at(const struct touch *touch, float finger_x, float finger_y)
{
    float u = (finger_x - touch->pad_x) / touch->pad_width;
    float v = (finger_y - touch->pad_y) / touch->pad_height;
    float rough = 0.07f * noise_at(&touch->rim, finger_x + 1000, finger_y + 1000);
    return clamp((1 - sqrtf(u * u + v * v) + rough) * 8, 0, 1);
}

/* How much of the light a place takes, 0..1. */
static float ink_at(const struct touch *touch, float x, float y)
{
    float finger_x, finger_y;
    to_finger(touch, x, y, &finger_x, &finger_y);
    float contact = contact_at(touch, finger_x, finger_y);
    float smear = touch->dirt * ramp(noise_at(&touch->smear, x + 1000, y + 1000), 0.45f, 1);
    if (contact <= 0)
        return 0.25f * smear * smear;
    float patch = noise_at(&touch->patch, finger_x + 1000, finger_y + 1000);
    float fine = noise_at(&touch->fine, x + 1000, y + 1000);
    float coarse = noise_at(&touch->coarse, x + 1000, y + 1000);
    float broken = touch->dryness * clamp(0.55f + patch, 0, 1.4f) * (clamp(fine, 0, 1) + 0.6f * clamp(coarse, 0, 1));
    float height = ridge_at(touch->master, finger_x, finger_y) + touch->pressure + 0.15f * patch;
    height -= 1.5f * broken + 0.9f * (1 - contact);
    float ink = ramp(height + 0.3f * fine + 0.25f * coarse, -0.75f, 0.75f) * ramp(contact, 0, 0.5f);
    return ink + smear * (0.45f - ink) * 0.7f;
}

static void render(const struct touch *touch, struct dice *grain, struct bsm_image *picture)
{
    for (int row = 0; row < picture->height_px; row++) {
        uint8_t *out = picture->pixels + (size_t)row * picture->stride;
        for (int column = 0; column < picture->width_px; column++) {
            float x = (float)column - (float)picture->width_px / 2;
            float y = (float)row - (float)picture->height_px / 2;
            float grey = touch->light + touch->slope_x * x + touch->slope_y * y - touch->depth * ink_at(touch, x, y);
            grey += touch->grain * (float)dice_between(grain, -1, 1);
            out[column] = (uint8_t)clamp(grey + 0.5f, 0, 255);
        }
    }
}

static int params_valid(const struct bsm_print_params *params)
{
    return params->width_px >= BSM_PRINT_SIDE_MIN_PX && params->width_px <= BSM_PRINT_SIDE_MAX_PX &&
           params->height_px >= BSM_PRINT_SIDE_MIN_PX && params->height_px <= BSM_PRINT_SIDE_MAX_PX &&
           params->displacement_px >= 0 && params->rotation_deg >= 0 && params->distortion_px >= 0 &&
           params->pressure_spread >= 0 && params->dryness >= 0 && params->partial >= 0 && params->noise >= 0 &&
           params->dirt >= 0;
}

enum bsm_status bsm_print_impression(const struct bsm_print_master *master, uint64_t impression,
                                     const struct bsm_print_params *params, struct bsm_image *picture)
{
    if (!params_valid(params))
        return BSM_INVALID;
    struct touch *touch = malloc(sizeof *touch);
    if (!touch)
        return BSM_NO_MEMORY;
    enum bsm_status status =
        bsm_image_init(picture, params->width_px, params->height_px, BSM_IMAGE_GREY8, BSM_PRINT_RESOLUTION_PPI);
    if (status == BSM_OK) {
        struct dice grain = dice_of(impression ^ 0x6772ull, 300 + master->finger);
        touch_init(touch, master, impression, params);
        render(touch, &grain, picture);
    }
    free(touch);
    return status;
}
