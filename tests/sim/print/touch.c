#include "tests/sim/print/touch.h"

#include <math.h>

#include "tests/sim/print/curve.h"

static const float pi = 3.14159265f;

/* Noise is asked for here, far from where it repeats with a sign. */
static const float far_off = 1000;

static float draw(struct dice *dice, double spread) { return (float)(spread * dice_between(dice, -1, 1)); }

/* Most touches are near the middle, some at the end of the spread. */
static float draw_middling(struct dice *dice, double spread)
{
    double half = dice_between(dice, -1, 1);
    return (float)(spread * 0.5 * (half + dice_between(dice, -1, 1)));
}

static void plastic_init(struct plastic *plastic, struct dice *dice, double distortion_px)
{
    float turn = draw(dice, distortion_px) / 110;
    plastic->middle_x = draw(dice, 25);
    plastic->middle_y = draw(dice, 40);
    plastic->half_x = (float)dice_between(dice, 38, 60);
    plastic->half_y = (float)dice_between(dice, 48, 78);
    plastic->reach = (float)dice_between(dice, 1, 2.2);
    plastic->turn_cos = cosf(turn);
    plastic->turn_sin = sinf(turn);
    plastic->pull_x = draw(dice, distortion_px);
    plastic->pull_y = draw(dice, distortion_px);
    plastic->stretch_px = (float)distortion_px * 0.35f;
    noise_init(&plastic->wide_x, dice, 110);
    noise_init(&plastic->wide_y, dice, 110);
}

static void touch_place(struct touch *touch, struct dice *dice, const struct bsm_print_params *params)
{
    float turn = draw(dice, params->rotation_deg) * pi / 180;
    float side = draw(dice, pi);
    float missing = (float)(params->partial * dice_between(dice, 0, 1));
    float size = (float)touch->master->size * (1 - 0.35f * missing);
    touch->turn_cos = cosf(turn);
    touch->turn_sin = sinf(turn);
    touch->shift_x = draw_middling(dice, params->displacement_px);
    touch->shift_y = draw_middling(dice, params->displacement_px);
    touch->pad_width = (float)dice_between(dice, 112, 152) * size;
    touch->pad_height = (float)dice_between(dice, 168, 220) * size;
    touch->pad_x = 70 * missing * cosf(side);
    touch->pad_y = 90 * missing * sinf(side);
}

static void touch_press(struct touch *touch, struct dice *dice, const struct bsm_print_params *params)
{
    double skin = touch->master->dryness;
    touch->pressure = draw(dice, params->pressure_spread);
    touch->lean_x = draw(dice, params->pressure_spread) / 320;
    touch->lean_y = draw(dice, params->pressure_spread) / 400;
    touch->rim_from = (float)dice_between(dice, 0.55, 0.86);
    touch->dryness = (float)(params->dryness * dice_between(dice, 0.2, 1) * (1 + 0.7 * skin));
    touch->wetness = (float)(params->wetness * dice_between(dice, 0, 1) * (1 - 0.7 * skin));
    touch->dirt = (float)(params->dirt * dice_between(dice, 0.2, 1));
    touch->pores = (float)dice_between(dice, 0.3, 1);
    touch->ghost = (float)(params->dirt * dice_between(dice, -0.6, 1));
    touch->ghost_x = draw(dice, 60);
    touch->ghost_y = draw(dice, 80);
}

/* People do all of it better at one time than at another. */
static struct bsm_print_params with_care(const struct bsm_print_params *params, struct dice *dice)
{
    struct bsm_print_params touch = *params;
    double less = fmin(dice_between(dice, 0.3, 1.2), 1);
    touch.displacement_px *= less;
    touch.rotation_deg *= less;
    touch.distortion_px *= less;
    touch.pressure_spread *= less;
    touch.dryness *= less;
    touch.wetness *= less;
    touch.partial *= less;
    return touch;
}

void touch_init(struct touch *touch, const struct bsm_print_master *master, uint64_t impression,
                const struct bsm_print_params *params)
{
    /* The finger is part of the seed: the same impression number of another finger is another touch. */
    struct dice dice = dice_of(impression, 300 + master->finger);
    struct bsm_print_params touched = with_care(params, &dice);
    touch->master = master;
    touch_place(touch, &dice, &touched);
    touch_press(touch, &dice, &touched);
    plastic_init(&touch->plastic, &dice, touched.distortion_px);
    noise_init(&touch->patch, &dice, 90);
    noise_init(&touch->damp, &dice, 74);
    noise_init(&touch->rim, &dice, 17);
    noise_init(&touch->coarse, &dice, 4.6);
    noise_init(&touch->fine, &dice, 2.3);
    noise_init(&touch->smear, &dice, 40);
}

/* Cappelli, Maio, Maltoni 2001: nothing inside the ellipse of the close-up region, all of the movement beyond the
 * transition, between them half a cosine over the distance in measures of the ellipse. */
static float brake(const struct plastic *plastic, float u, float v)
{
    float x = (u - plastic->middle_x) / plastic->half_x;
    float y = (v - plastic->middle_y) / plastic->half_y;
    float beyond = sqrtf(x * x + y * y) - 1;
    if (beyond <= 0)
        return 0;
    return beyond >= plastic->reach ? 1 : 0.5f * (1 - cosf(pi * beyond / plastic->reach));
}

void touch_to_finger(const struct touch *touch, float x, float y, float *finger_x, float *finger_y)
{
    const struct plastic *plastic = &touch->plastic;
    x -= touch->shift_x;
    y -= touch->shift_y;
    float u = touch->turn_cos * x + touch->turn_sin * y;
    float v = -touch->turn_sin * x + touch->turn_cos * y;
    float share = brake(plastic, u, v);
    float moved_x = u * (plastic->turn_cos - 1) - v * plastic->turn_sin + plastic->pull_x;
    float moved_y = u * plastic->turn_sin + v * (plastic->turn_cos - 1) + plastic->pull_y;
    *finger_x = u + share * moved_x + plastic->stretch_px * noise_at(&plastic->wide_x, u + far_off, v + far_off);
    *finger_y = v + share * moved_y + plastic->stretch_px * noise_at(&plastic->wide_y, u + far_off, v + far_off);
}

/* A place of the master's planes, between its pixels. */
struct spot {
    int at; /* -1 beyond the master */
    float tx, ty;
};

static struct spot spot_of(float finger_x, float finger_y)
{
    float x = finger_x + (float)BSM_PRINT_MASTER_WIDTH_PX / 2;
    float y = finger_y + (float)BSM_PRINT_MASTER_HEIGHT_PX / 2 - 15; /* the pad's middle lies above the master's */
    if (!(x >= 0 && y >= 0 && x < BSM_PRINT_MASTER_WIDTH_PX - 1 && y < BSM_PRINT_MASTER_HEIGHT_PX - 1))
        return (struct spot){.at = -1};
    int column = (int)x, row = (int)y;
    return (struct spot){row * BSM_PRINT_MASTER_WIDTH_PX + column, x - (float)column, y - (float)row};
}

static float blend(struct spot spot, float a, float b, float c, float d)
{
    float top = a + spot.tx * (b - a);
    return top + spot.ty * (c + spot.tx * (d - c) - top);
}

/* -1 valley .. 1 ridge */
static float ridge_at(const struct bsm_print_master *master, struct spot spot)
{
    const int8_t *at = master->ridges + spot.at;
    const int8_t *below = at + BSM_PRINT_MASTER_WIDTH_PX;
    return blend(spot, at[0], at[1], below[0], below[1]) / 127;
}

static float depth_at(const uint8_t *plane, struct spot spot)
{
    const uint8_t *at = plane + spot.at;
    const uint8_t *below = at + BSM_PRINT_MASTER_WIDTH_PX;
    return blend(spot, at[0], at[1], below[0], below[1]) / 255;
}

/* How firmly the skin lies on at a place: about 0 in a good touch, far below at the rim, -9 outside. */
static float pressure_at(const struct touch *touch, float finger_x, float finger_y)
{
    float u = (finger_x - touch->pad_x) / touch->pad_width;
    float v = (finger_y - touch->pad_y) / touch->pad_height;
    if (v > 0)
        u *= 1 - 0.12f * v; /* a finger is wider below its tip */
    float outward = sqrtf(u * u + v * v) + 0.06f * noise_at(&touch->rim, finger_x + far_off, finger_y + far_off);
    if (outward > 1.3f)
        return -9;
    float rim = curve_clamp((outward - touch->rim_from) / (1.03f - touch->rim_from), 0, 1.6f);
    float patch = noise_at(&touch->patch, finger_x + far_off, finger_y + far_off);
    return touch->pressure + touch->lean_x * finger_x + touch->lean_y * finger_y + 0.15f * patch -
           1.5f * rim * rim * rim;
}

static float skin_ink(const struct touch *touch, float finger_x, float finger_y, float softness)
{
    float pressure = pressure_at(touch, finger_x, finger_y);
    struct spot spot = spot_of(finger_x, finger_y);
    if (pressure < -8 || spot.at < 0)
        return 0;
    float damp = noise_at(&touch->damp, finger_x + far_off, finger_y + far_off);
    float grit = noise_at(&touch->coarse, finger_x + far_off, finger_y + far_off) +
                 0.7f * noise_at(&touch->fine, finger_x + far_off, finger_y + far_off);
    float dry = touch->dryness * curve_clamp(0.75f + 0.55f * damp, 0.1f, 1.5f);
    float wet = touch->wetness * curve_clamp(0.5f - 0.7f * damp, 0, 1.2f);
    float firm = 0.12f + 0.9f * pressure - 0.45f * dry + 0.9f * wet;
    if (firm > 0) /* the floor of a valley never lies on quite */
        firm = firm / (1 + 0.55f * firm);
    float height = ridge_at(touch->master, spot) + firm;
    height += (0.22f + 0.95f * dry + 0.3f * curve_clamp(-pressure, 0, 2)) * grit; /* at the rim only specks touch */
    height -= (2.4f - 0.8f * pressure - 1.2f * wet) * depth_at(touch->master->lines, spot);
    height -=
        2.6f * touch->pores * (1 - curve_clamp(wet + 1.2f * pressure, 0, 1)) * depth_at(touch->master->pores, spot);
    float ink = curve_ramp(height, -softness, softness);
    return ink * curve_clamp(0.88f + 0.25f * pressure - 0.25f * dry + 0.2f * wet, 0.35f, 1);
}

/* Grease of the touch before, in patches, fainter than a touch. */
static float left_behind(const struct touch *touch, float x, float y)
{
    float patch = curve_ramp(noise_at(&touch->smear, y + far_off, x + far_off), -0.1f, 0.7f);
    float away = 1 - (x * x + y * y) / (210 * 210);
    struct spot spot = spot_of(touch->ghost_x - x, touch->ghost_y + y);
    if (touch->ghost <= 0 || patch <= 0 || away <= 0 || spot.at < 0)
        return 0;
    float height = ridge_at(touch->master, spot) + 0.4f * noise_at(&touch->fine, x + far_off, y + far_off);
    return 0.3f * touch->ghost * patch * away * curve_ramp(height, -0.5f, 0.9f);
}

float touch_ink(const struct touch *touch, float x, float y, float softness)
{
    float finger_x, finger_y;
    touch_to_finger(touch, x, y, &finger_x, &finger_y);
    float ink = skin_ink(touch, finger_x, finger_y, softness);
    float smear = touch->dirt * curve_ramp(noise_at(&touch->smear, x + far_off, 2.5f * y + far_off), 0.4f, 1);
    ink += smear * ((ink > 0.05f ? 0.5f : 0.15f) - ink) * 0.6f;
    float left = left_behind(touch, x, y);
    return ink + left * (1 - ink);
}
