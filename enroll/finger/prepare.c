/* From a picture at any resolution to 250 ppi, and to zero local mean and unit local deviation. */
#include <math.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/planes.h"
#include "firmware/base/wipe.h"

enum {
    TAPS_MAX = BSM_FINGER_RESOLUTION_MAX_PPI / BSM_SMALL_PPI + 2,
    WINDOW_RADIUS = 8,   /* small px: about two ridges either way */
    DEVIATION_FLOOR = 3, /* grey values: noise of a sensor with nothing on it */
    NORMAL_UNIT = 128,
    NORMAL_LIMIT = 320, /* 2.5 deviations */
};

/* The source pixels under one small pixel, and how much of each, in 1/256; the weights sum to total. */
struct span {
    int first, count, total;
    int weights[TAPS_MAX];
};

static struct span span_of(int small, int ppi)
{
    /* In units of 1/250 source pixel: a small pixel is ppi long, a source pixel 250. */
    int begin = small * ppi, end = begin + ppi;
    struct span span = {.first = begin / BSM_SMALL_PPI};
    for (int source = span.first; source * BSM_SMALL_PPI < end; source++) {
        int from = source * BSM_SMALL_PPI > begin ? source * BSM_SMALL_PPI : begin;
        int to = (source + 1) * BSM_SMALL_PPI < end ? (source + 1) * BSM_SMALL_PPI : end;
        span.weights[span.count++] = to - from;
        span.total += to - from;
    }
    return span;
}

static uint8_t average(const struct bsm_image *image, const struct span *across, const struct span *down)
{
    uint32_t sum = 0;
    for (int j = 0; j < down->count; j++) {
        const uint8_t *row = image->pixels + (size_t)(down->first + j) * image->stride + across->first;
        uint32_t line = 0;
        for (int i = 0; i < across->count; i++)
            line += (uint32_t)across->weights[i] * row[i];
        sum += (uint32_t)down->weights[j] * line;
    }
    uint32_t total = (uint32_t)(across->total * down->total);
    return (uint8_t)((sum + total / 2) / total);
}

static void shrink(struct bsm_planes *planes, const struct bsm_image *image)
{
    for (int y = 0; y < planes->height; y++) {
        struct span down = span_of(y, image->resolution_ppi);
        for (int x = 0; x < planes->width; x++) {
            struct span across = span_of(x, image->resolution_ppi);
            planes->grey[y * planes->width + x] = average(image, &across, &down);
        }
    }
}

/* Summed areas; they wrap round, which differences over a window undo. */
static void sum_areas(struct bsm_planes *planes)
{
    int stride = planes->width + 1;
    memset(planes->sums, 0, (size_t)stride * sizeof planes->sums[0]);
    memset(planes->squares, 0, (size_t)stride * sizeof planes->squares[0]);
    for (int y = 0; y < planes->height; y++) {
        uint32_t sum = 0, square = 0;
        uint32_t *sums = planes->sums + (y + 1) * stride, *squares = planes->squares + (y + 1) * stride;
        sums[0] = squares[0] = 0;
        for (int x = 0; x < planes->width; x++) {
            uint32_t grey = planes->grey[y * planes->width + x];
            sum += grey;
            square += grey * grey;
            sums[x + 1] = sums[x + 1 - stride] + sum;
            squares[x + 1] = squares[x + 1 - stride] + square;
        }
    }
}

static uint32_t area(const uint32_t *sums, int stride, int x0, int y0, int x1, int y1)
{
    return sums[y1 * stride + x1] - sums[y0 * stride + x1] - sums[y1 * stride + x0] + sums[y0 * stride + x0];
}

static int clamp(int value, int lowest, int highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}

static void normalise_pixel(struct bsm_planes *planes, int x, int y)
{
    int stride = planes->width + 1;
    int x0 = clamp(x - WINDOW_RADIUS, 0, planes->width), x1 = clamp(x + WINDOW_RADIUS + 1, 0, planes->width);
    int y0 = clamp(y - WINDOW_RADIUS, 0, planes->height), y1 = clamp(y + WINDOW_RADIUS + 1, 0, planes->height);
    float count = (float)((x1 - x0) * (y1 - y0));
    float mean = (float)area(planes->sums, stride, x0, y0, x1, y1) / count;
    float variance = (float)area(planes->squares, stride, x0, y0, x1, y1) / count - mean * mean;
    if (variance < 0)
        variance = 0;
    float scale = NORMAL_UNIT / sqrtf(variance + DEVIATION_FLOOR * DEVIATION_FLOOR);
    int value = (int)(((float)planes->grey[y * planes->width + x] - mean) * scale);
    *bsm_planes_normal(planes, x, y) = (int16_t)clamp(value, -NORMAL_LIMIT, NORMAL_LIMIT);
    int column = x / BSM_SMALL_BLOCK, row = y / BSM_SMALL_BLOCK;
    if (x % BSM_SMALL_BLOCK == BSM_SMALL_BLOCK / 2 && y % BSM_SMALL_BLOCK == BSM_SMALL_BLOCK / 2 &&
        column < planes->columns && row < planes->rows)
        planes->deviation[row * planes->columns + column] = (uint8_t)sqrtf(variance);
}

static void normalise(struct bsm_planes *planes)
{
    for (int y = -BSM_SMALL_MARGIN; y < planes->height + BSM_SMALL_MARGIN; y++)
        memset(bsm_planes_normal(planes, -BSM_SMALL_MARGIN, y), 0,
               (size_t)(planes->width + 2 * BSM_SMALL_MARGIN) * sizeof planes->normal[0]);
    sum_areas(planes);
    for (int y = 0; y < planes->height; y++)
        for (int x = 0; x < planes->width; x++)
            normalise_pixel(planes, x, y);
}

static bool lawful(const struct bsm_image *image)
{
    return image->pixels && image->format == BSM_IMAGE_GREY8 && image->width_px > 0 && image->height_px > 0 &&
           image->stride >= (size_t)image->width_px && image->resolution_ppi >= BSM_FINGER_RESOLUTION_MIN_PPI &&
           image->resolution_ppi <= BSM_FINGER_RESOLUTION_MAX_PPI && image->width_px <= BSM_IMAGE_SIDE_MAX &&
           image->height_px <= BSM_IMAGE_SIDE_MAX;
}

enum bsm_status bsm_planes_prepare(struct bsm_planes *planes, const struct bsm_image *image)
{
    if (!lawful(image))
        return BSM_INVALID;
    int width = image->width_px * BSM_SMALL_PPI / image->resolution_ppi;
    int height = image->height_px * BSM_SMALL_PPI / image->resolution_ppi;
    if (width > BSM_SMALL_SIDE_MAX || height > BSM_SMALL_SIDE_MAX)
        return BSM_INVALID;
    if (width < BSM_SMALL_SIDE_MIN || height < BSM_SMALL_SIDE_MIN)
        return BSM_RETRY;
    planes->width = width;
    planes->height = height;
    planes->columns = width / BSM_SMALL_BLOCK;
    planes->rows = height / BSM_SMALL_BLOCK;
    shrink(planes, image);
    normalise(planes);
    return BSM_OK;
}

void bsm_planes_wipe(struct bsm_planes *planes)
{
    size_t pixels = (size_t)planes->width * (size_t)planes->height;
    size_t areas = (size_t)(planes->width + 1) * (size_t)(planes->height + 1);
    size_t blocks = (size_t)planes->columns * (size_t)planes->rows;
    bsm_wipe(planes->grey, pixels * sizeof planes->grey[0]);
    bsm_wipe(planes->sums, areas * sizeof planes->sums[0]);
    bsm_wipe(planes->squares, areas * sizeof planes->squares[0]);
    bsm_wipe(planes->normal,
             (size_t)(planes->height + 2 * BSM_SMALL_MARGIN) * BSM_SMALL_STRIDE * sizeof planes->normal[0]);
    bsm_wipe(planes->deviation, blocks * sizeof planes->deviation[0]);
    bsm_wipe(planes->spectra, blocks * sizeof planes->spectra[0]);
    bsm_wipe(planes->smooth, blocks * sizeof planes->smooth[0]);
    bsm_wipe(planes->blocks, blocks * sizeof planes->blocks[0]);
    for (int i = 0; i < 4; i++)
        bsm_wipe(planes->work[i], blocks * sizeof planes->work[i][0]);
    bsm_wipe(planes->even, pixels * sizeof planes->even[0]);
    bsm_wipe(planes->odd, pixels * sizeof planes->odd[0]);
    bsm_wipe(planes->step, pixels * sizeof planes->step[0]);
    bsm_wipe(planes->candidates, sizeof planes->candidates);
    planes->width = planes->height = planes->columns = planes->rows = 0;
    planes->dark = planes->spread = planes->inside = planes->candidate_count = 0;
}
