#include "tests/sim/print/sensor.h"

#include <math.h>
#include <stdlib.h>

#include "tests/sim/print/curve.h"

/* A kind of reader; greys 0..255, lengths in px at 500 ppi. */
struct look {
    float light, light_spread; /* grey of the empty platen, and how much readers differ */
    float ridge, ridge_spread; /* grey of a ridge firmly on */
    float softness;            /* of a ridge's side */
    float blur_px;
    float grain;     /* deviation of the noise at params.noise 1 */
    float columns;   /* grey that the columns of the array differ */
    float bands;     /* grey that bands of many columns differ */
    float rows;      /* the same of rows */
    float slope;     /* of the light from side to side, grey */
    float vignette;  /* grey that the corners are darker */
    float speckle;   /* 0..1: single pixels that are off in the empty platen and the valleys */
    float clip;      /* contrast after all round the light; above 1 the light saturates */
    float jitter_px; /* a slice of a swipe lies that much aside */
    float trapezoid; /* share of the width that the top shows less */
    float spot;      /* grey of the lamp's reflection */
};

static const struct look looks[BSM_PRINT_LOOK_COUNT] = {
    [BSM_PRINT_LOOK_OPTICAL] = {.light = 246,
                                .light_spread = 8,
                                .ridge = 28,
                                .ridge_spread = 18,
                                .softness = 0.5f,
                                .blur_px = 0.55f,
                                .grain = 7,
                                .slope = 4,
                                .vignette = 4,
                                .clip = 1.08f},
    [BSM_PRINT_LOOK_DESK] = {.light = 207,
                             .light_spread = 14,
                             .ridge = 66,
                             .ridge_spread = 28,
                             .softness = 0.6f,
                             .blur_px = 0.75f,
                             .grain = 7,
                             .columns = 1.2f,
                             .rows = 1.5f,
                             .slope = 20,
                             .vignette = 14,
                             .clip = 1,
                             .trapezoid = 0.34f,
                             .spot = 34},
    [BSM_PRINT_LOOK_CAPACITIVE] = {.light = 244,
                                   .light_spread = 8,
                                   .ridge = 104,
                                   .ridge_spread = 8,
                                   .softness = 0.22f,
                                   .blur_px = 0.25f,
                                   .grain = 8,
                                   .slope = 4,
                                   .speckle = 0.8f,
                                   .clip = 1.1f},
    [BSM_PRINT_LOOK_SILICON] = {.light = 122,
                                .light_spread = 18,
                                .ridge = 40,
                                .ridge_spread = 12,
                                .softness = 0.4f,
                                .blur_px = 0.35f,
                                .grain = 9,
                                .columns = 2,
                                .bands = 12,
                                .slope = 8,
                                .speckle = 0.2f,
                                .clip = 1},
    [BSM_PRINT_LOOK_SWIPE] = {.light = 226,
                              .light_spread = 14,
                              .ridge = 58,
                              .ridge_spread = 20,
                              .softness = 0.55f,
                              .blur_px = 0.5f,
                              .grain = 12,
                              .columns = 3,
                              .rows = 7,
                              .clip = 1,
                              .jitter_px = 1.3f},
};

/* A reader at work. */
struct sensor {
    const struct look *look;
    const struct touch *touch; /* borrowed */
    float px;                  /* of the platen a px of the picture */
    int width_px, height_px;
    float light, depth, grain;
    float slope_x, slope_y;
    float spot_x, spot_y;
    float dirt;
    struct noise drift; /* along the rows of a swipe, and the bands and columns of an array */
    struct noise dust;
    float *ink; /* owned; a value a px */
    float *row; /* owned; one row to work in */
};

static void sensor_init(struct sensor *sensor, const struct bsm_print_params *params, struct dice *dice)
{
    const struct look *look = sensor->look;
    sensor->light = look->light + look->light_spread * (float)dice_between(dice, -1, 1);
    sensor->depth = sensor->light - look->ridge - look->ridge_spread * (float)dice_between(dice, -1, 1);
    sensor->grain = look->grain * (float)(params->noise * dice_between(dice, 0.5, 1));
    sensor->slope_x = look->slope * (float)dice_between(dice, -1, 1);
    sensor->slope_y = look->slope * (float)dice_between(dice, -1, 1);
    sensor->spot_x = (float)dice_between(dice, -25, 5);
    sensor->spot_y = (float)dice_between(dice, -5, 25);
    sensor->dirt = (float)params->dirt;
    noise_init(&sensor->drift, dice, 1);
    noise_init(&sensor->dust, dice, 3.2);
}

/* Slices of a swipe are some rows high; each is joined a little aside and the speed of the hand is not even. */
static void swiped(const struct sensor *sensor, float *x, float *y)
{
    float jitter = sensor->look->jitter_px;
    if (jitter <= 0)
        return;
    float slice = floorf(*y / 6);
    float part = 0.35f * noise_at(&sensor->drift, slice * 1.7f + 1000, 7.5f);
    *x += jitter * (part + 2.2f * noise_at(&sensor->drift, *y / 45 + 1000, 3.5f));
    *y += 6 * jitter * noise_at(&sensor->drift, *y / 90 + 1000, 5.5f);
}

static void gather(struct sensor *sensor)
{
    for (int row = 0; row < sensor->height_px; row++)
        for (int column = 0; column < sensor->width_px; column++) {
            float x = ((float)column - (float)sensor->width_px / 2) * sensor->px;
            float y = ((float)row - (float)sensor->height_px / 2) * sensor->px;
            swiped(sensor, &x, &y);
            sensor->ink[row * sensor->width_px + column] = touch_ink(sensor->touch, x, y, sensor->look->softness);
        }
}

static void blur_line(float *line, int count, int stride, const float weights[3], float *work)
{
    for (int i = 0; i < count; i++)
        work[i] = line[i * stride];
    for (int i = 0; i < count; i++) {
        int a = i > 0 ? i - 1 : 0, b = i < count - 1 ? i + 1 : i;
        int c = i > 1 ? i - 2 : 0, d = i < count - 2 ? i + 2 : count - 1;
        line[i * stride] = weights[0] * work[i] + weights[1] * (work[a] + work[b]) + weights[2] * (work[c] + work[d]);
    }
}

static void blur(struct sensor *sensor)
{
    float deviation = sensor->look->blur_px / sensor->px;
    float near = expf(-0.5f / (deviation * deviation)), far = expf(-2.0f / (deviation * deviation));
    float sum = 1 + 2 * near + 2 * far;
    const float weights[3] = {1 / sum, near / sum, far / sum};
    for (int row = 0; row < sensor->height_px; row++)
        blur_line(sensor->ink + row * sensor->width_px, sensor->width_px, 1, weights, sensor->row);
    for (int column = 0; column < sensor->width_px; column++)
        blur_line(sensor->ink + column, sensor->height_px, sensor->width_px, weights, sensor->row);
}

/* Grey of the empty platen there, apart from noise. */
static float background(const struct sensor *sensor, int column, int row)
{
    const struct look *look = sensor->look;
    float x = (float)column / (float)sensor->width_px - 0.5f;
    float y = (float)row / (float)sensor->height_px - 0.5f;
    float at_x = (float)column + 1000, at_y = (float)row + 1000;
    float grey = sensor->light + sensor->slope_x * x + sensor->slope_y * y - 2 * look->vignette * (x * x + y * y);
    if (look->columns > 0)
        grey += look->columns * noise_at(&sensor->drift, at_x, 20.5f);
    if (look->bands > 0)
        grey += look->bands *
                (noise_at(&sensor->drift, at_x / 47, 30.5f) + 0.5f * noise_at(&sensor->drift, at_x / 9, 31.5f));
    if (look->rows > 0)
        grey +=
            look->rows * (0.6f * noise_at(&sensor->drift, at_y, 40.5f) + noise_at(&sensor->drift, at_y / 16, 41.5f));
    return grey;
}

/* What is seen beside the platen of a small prism. */
static int beside(const struct sensor *sensor, int column, int row)
{
    float down = (float)row / (float)sensor->height_px;
    float half = 0.5f * (float)sensor->width_px * (1 - sensor->look->trapezoid * (1 - down) * 0.9f);
    return sensor->look->trapezoid > 0 && fabsf((float)column - 0.5f * (float)sensor->width_px) > half;
}

static float spot(const struct sensor *sensor, int column, int row)
{
    float x = fabsf(((float)column - 0.5f * (float)sensor->width_px) * sensor->px - sensor->spot_x);
    float y = fabsf(((float)row - 0.5f * (float)sensor->height_px) * sensor->px - sensor->spot_y);
    return sensor->look->spot * (1 - curve_ramp(x, 13, 16)) * (1 - curve_ramp(y, 16, 19));
}

/* Patches of moisture beside the finger, where an array does not settle. */
static float static_at(const struct sensor *sensor, int column, int row)
{
    float x = (float)column * sensor->px / 20, y = (float)row * sensor->px / 30; /* drift has cells of 1 */
    return sensor->dirt * 16 * curve_ramp(noise_at(&sensor->drift, x + 1000.5f, y + 1020.5f), 0.2f, 1);
}

static float seen(const struct sensor *sensor, struct dice *dice, int column, int row)
{
    const struct look *look = sensor->look;
    float ink = sensor->ink[row * sensor->width_px + column];
    float speck = noise_at(&sensor->dust, (float)column * sensor->px + 1000, (float)row * sensor->px + 1000);
    ink += sensor->dirt * 0.5f * curve_ramp(speck, 0.86f, 1) * (1 - ink);
    float grey = background(sensor, column, row) - sensor->depth * ink;
    if (look->spot > 0)
        grey -= spot(sensor, column, row);
    float off = (float)dice_between(dice, -1, 1);
    grey += sensor->grain * 1.7f * off;
    if (look->speckle > 0 &&
        dice_below(dice, 1000) < (int)(30 * look->speckle * (1 + 2 * ink + static_at(sensor, column, row))))
        grey += (ink > 0.5f ? 1.0f : -0.5f) * sensor->depth * (float)dice_between(dice, 0.1, 0.7);
    return 128 + (grey - 128) * look->clip;
}

static void expose(const struct sensor *sensor, struct dice *dice, struct bsm_image *picture)
{
    for (int row = 0; row < picture->height_px; row++) {
        uint8_t *out = picture->pixels + (size_t)row * picture->stride;
        for (int column = 0; column < picture->width_px; column++)
            out[column] = beside(sensor, column, row)
                              ? 255
                              : (uint8_t)curve_clamp(seen(sensor, dice, column, row) + 0.5f, 0, 255);
    }
}

enum bsm_status sensor_look(const struct touch *touch, const struct bsm_print_params *params, struct dice *dice,
                            struct bsm_image *picture)
{
    struct sensor *sensor = calloc(1, sizeof *sensor);
    if (!sensor)
        return BSM_NO_MEMORY;
    sensor->look = &looks[params->look];
    sensor->touch = touch;
    sensor->px = (float)BSM_PRINT_RESOLUTION_PPI / (float)picture->resolution_ppi;
    sensor->width_px = picture->width_px;
    sensor->height_px = picture->height_px;
    sensor->ink = calloc((size_t)picture->width_px * (size_t)picture->height_px, sizeof *sensor->ink);
    sensor->row = calloc(BSM_PRINT_SIDE_MAX_PX, sizeof *sensor->row);
    enum bsm_status status = sensor->ink && sensor->row ? BSM_OK : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        sensor_init(sensor, params, dice);
        gather(sensor);
        blur(sensor);
        expose(sensor, dice, picture);
    }
    free(sensor->ink);
    free(sensor->row);
    free(sensor);
    return status;
}
