#include "tests/sim/camera/light.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* Room for the noise. */
enum { DARKEST = 6, LIGHTEST = 249 };

/* Sensor noise, standard deviation about 2.2 of 255. */
void light_noise_init(struct light_noise *noise, int seed)
{
    noise->dice = (uint32_t)seed * 747796405u + 1;
    for (int i = 0; i < LIGHT_NOISE_SIZE; i++) {
        int sum = 0;
        for (int k = 0; k < 4; k++)
            sum += (int)(dice_roll(&noise->dice) >> 8 & 7);
        noise->values[i] = (int8_t)((sum - 14) / 2);
    }
}

void light_backdrop(struct canvas *canvas, const struct light *light)
{
    int width = canvas->planes.width / 2, height = canvas->planes.height / 2;
    if (light->side == 0)
        return;
    for (int x = 0; x < width; x++) {
        double across = 2.0 * x / width - 1, gain = light->level / 100.0;
        gain *= 1 - abs(light->side) / 100.0 * (0.45 - 0.4 * across * (light->side < 0 ? -1 : 1));
        for (int y = 0; y < height; y++)
            canvas->gain[y * width + x] = (uint16_t)(gain * CANVAS_GAIN_ONE);
    }
}

static int within(int value, int lowest, int highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}

struct square {
    uint8_t *upper, *lower; /* two pixels of luma each */
    uint8_t *cb, *cr;
    const int8_t *noise;
    int amount; /* of noise, halves */
};

static int lit(int luma, int gain, int noise) { return within((luma * gain >> 12) + noise, DARKEST - 6, 255); }

/* gain: 4096 for one. */
static void put_luma(const struct square *s, int gain, int width)
{
    for (int i = 0; i < 2; i++) {
        s->upper[i] = (uint8_t)lit(s->upper[i], gain, s->noise[i] * s->amount / 4);
        s->lower[i] = (uint8_t)lit(s->lower[i], gain, s->noise[i + width] * s->amount / 4);
    }
}

/* The same light in all colours. */
static void put_grey(const struct square *s, int gain, int width)
{
    put_luma(s, gain, width);
    if (gain > 4300 || gain < 3900) {
        *s->cb = (uint8_t)within(128 + ((*s->cb - 128) * gain >> 12), 0, 255);
        *s->cr = (uint8_t)within(128 + ((*s->cr - 128) * gain >> 12), 0, 255);
    }
}

/* ITU-T T.871 there and back, in fixed point. */
static void put_coloured(const struct square *s, const int gains[3], int width)
{
    int luma = (s->upper[0] + s->upper[1] + s->lower[0] + s->lower[1] + 2) / 4, cb = *s->cb - 128, cr = *s->cr - 128;
    int red = (luma + (359 * cr >> 8)) * gains[0] >> 12, blue = (luma + (454 * cb >> 8)) * gains[2] >> 12;
    int green = (luma - ((88 * cb + 183 * cr) >> 8)) * gains[1] >> 12;
    red = within(red, 0, 255);
    green = within(green, 0, 255);
    blue = within(blue, 0, 255);
    struct colour colour = colour_of_rgb(red, green, blue);
    *s->cb = colour.cb;
    *s->cr = colour.cr;
    put_luma(s, colour.y * 4096 / (luma > 0 ? luma : 1), width);
}

/* Light that comes and goes with a screen, 4096 for one. */
struct screen_light {
    bool on;
    int rgb[3];
};

static struct screen_light screen_of(const struct light *light, double nearness)
{
    struct screen_light screen = {0};
    for (int i = 0; i < 3; i++) {
        screen.rgb[i] = (int)(light->screen[i] * 40.96 * fmin(nearness * nearness, 4));
        screen.on |= screen.rgb[i] > 0;
    }
    return screen;
}

/* A camera makes up for the dark with amplification, and amplifies its noise. */
static int noise_amount(const struct light *light)
{
    double dark = light->level < 100 ? 1 - light->level / 100.0 : 0;
    return (int)(2 + 6 * dark * dark);
}

void light_lay(struct canvas *canvas, const struct light *light, const struct glow *glow, double breath,
               double nearness, struct light_noise *noise)
{
    struct planes *planes = &canvas->planes;
    struct screen_light screen = screen_of(light, nearness);
    struct glow_gains own;
    int width = planes->width, brightness = (int)(breath * 256), amount = noise_amount(light);
    if (glow->on)
        glow_prepare(glow, light->level / 100.0, nearness, &own);
    for (int y = 0; y < planes->height; y += 2) {
        size_t half = (size_t)(y / 2) * (size_t)(width / 2);
        const int8_t *grain = noise->values + dice_roll(&noise->dice) % (LIGHT_NOISE_SIZE - 2 * (uint32_t)width);
        uint8_t *row = planes->y + (size_t)y * (size_t)width;
        for (int x = 0; x < width; x += 2, half++) {
            struct square square = {row + x, row + width + x, planes->cb + half, planes->cr + half, grain + x, amount};
            int gain = canvas->gain[half] * brightness >> 8, facing = canvas->facing[half];
            if (!screen.on && !glow->on) {
                put_grey(&square, gain, width);
                continue;
            }
            int gains[3];
            for (int i = 0; i < 3; i++)
                gains[i] =
                    (glow->on ? gain * own.by_facing[facing][i] / GLOW_ONE : gain) + screen.rgb[i] * facing / 255;
            put_coloured(&square, gains, width);
        }
    }
}
