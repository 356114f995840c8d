#include <stdlib.h>
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/planes.h"
#include "enroll/finger/template.h"
#include "firmware/base/wipe.h"

/* Below the first the picture is not used, below the second advice is given, at the third nothing is wanting. */
enum {
    MINUTIAE_MIN = 6,
    MINUTIAE_FEW = 10,
    MINUTIAE_GOOD = 20,
    AREA_MIN_MM2 = 20,
    AREA_SMALL_MM2 = 55,
    AREA_GOOD_MM2 = 100,
    CLARITY_LOW = 12, /* percent */
    CLARITY_GOOD = 25,
    CONTRAST_LOW = 20, /* grey values */
    CONTRAST_GOOD = 40,
    DARK_LIMIT = 90, /* a middle grey below this is a wet or heavy print */
};

static const float upside_down =
    -0.3f;                            /* of 480 prints the right way up none arches less, of the same turned 77 % do */
static const float off_centre = 0.2f; /* of the picture's side */

struct bsm_finger_extractor {
    struct bsm_kernels kernels;
    struct bsm_cylinder_weights weights;
    struct bsm_planes planes;
    struct bsm_finger_features features;
};

struct bsm_finger_extractor *bsm_finger_extractor_create(enum bsm_status *status)
{
    struct bsm_finger_extractor *extractor = calloc(1, sizeof *extractor);
    *status = extractor ? BSM_OK : BSM_NO_MEMORY;
    if (extractor) {
        bsm_kernels_init(&extractor->kernels);
        bsm_cylinder_weights_init(&extractor->weights);
    }
    return extractor;
}

void bsm_finger_extractor_destroy(struct bsm_finger_extractor *extractor)
{
    bsm_wipe_free(extractor, sizeof *extractor);
}

static int inside_block(const struct bsm_planes *planes, int column, int row)
{
    return planes->blocks[row * planes->columns + column].inside;
}

/* The smallest box of blocks round the print. */
static void bound(const struct bsm_planes *planes, struct bsm_ridge_map *ridges)
{
    int left = planes->columns, top = planes->rows, right = -1, bottom = -1;
    for (int row = 0; row < planes->rows; row++)
        for (int column = 0; column < planes->columns; column++)
            if (inside_block(planes, column, row)) {
                left = column < left ? column : left;
                right = column > right ? column : right;
                top = row < top ? row : top;
                bottom = row > bottom ? row : bottom;
            }
    ridges->left = (uint8_t)left;
    ridges->top = (uint8_t)top;
    ridges->columns = (uint8_t)(right - left + 1);
    ridges->rows = (uint8_t)(bottom - top + 1);
}

static uint16_t ridge_bits(const struct bsm_planes *planes, int column, int row)
{
    unsigned bits = 0;
    for (int i = 0; i < 16; i++) {
        int x = column * BSM_SMALL_BLOCK + i % 4, y = row * BSM_SMALL_BLOCK + i / 4;
        bits |= (unsigned)(planes->even[y * planes->width + x] > 0) << i;
    }
    return (uint16_t)bits;
}

/* A print above BSM_RIDGE_BLOCKS_MAX loses its lowest rows: the creases below the first joint. */
static void map_ridges(const struct bsm_planes *planes, struct bsm_ridge_map *ridges)
{
    bound(planes, ridges);
    ridges->count = 0;
    for (int row = 0; row < ridges->rows; row++)
        for (int column = 0; column < ridges->columns; column++) {
            int at = row * ridges->columns + column;
            ridges->index[at] = 0;
            if (ridges->count < BSM_RIDGE_BLOCKS_MAX &&
                inside_block(planes, ridges->left + column, ridges->top + row)) {
                ridges->blocks[ridges->count++] = ridge_bits(planes, ridges->left + column, ridges->top + row);
                ridges->index[at] = (uint16_t)ridges->count;
            }
        }
}

/* Small pixels to px at 500 ppi: the middle of small pixel 0 lies at 0.5. */
static uint16_t full(float small, int side)
{
    int value = bsm_exact_round((double)small * 2 + 0.5);
    return (uint16_t)(value < 0 ? 0 : value >= side ? side - 1 : value);
}

static void take_minutiae(const struct bsm_planes *planes, struct bsm_finger_features *features)
{
    features->width_px = planes->width * 2;
    features->height_px = planes->height * 2;
    features->count = 0;
    for (int i = 0; i < planes->candidate_count && features->count < BSM_FINGER_MINUTIAE_MAX; i++) {
        const struct bsm_candidate *candidate = &planes->candidates[i];
        features->minutiae[features->count++] = (struct bsm_minutia){
            .x = full(candidate->x, features->width_px),
            .y = full(candidate->y, features->height_px),
            .direction = (uint8_t)(bsm_exact_round((double)candidate->direction * 128 / BSM_PI) & 255),
            .type = candidate->type,
            .quality = (uint8_t)(candidate->quality * 100),
        };
    }
}

static int mean_clarity(const struct bsm_planes *planes)
{
    float sum = 0;
    for (int i = 0; i < planes->columns * planes->rows; i++)
        if (planes->blocks[i].inside)
            sum += planes->blocks[i].clarity;
    return planes->inside ? (int)(sum * 100 / (float)planes->inside) : 0;
}

static int limited(int value, int good) { return value >= good ? 100 : value * 100 / good; }

/* The worst of area, clarity, contrast and number, drawn half way to their mean. */
static int overall(const struct bsm_finger_quality *quality)
{
    const int parts[4] = {limited(quality->area_mm2, AREA_GOOD_MM2), limited(quality->clarity, CLARITY_GOOD),
                          limited(quality->contrast, CONTRAST_GOOD), limited(quality->minutiae, MINUTIAE_GOOD)};
    int sum = 0, worst = 100;
    for (int i = 0; i < 4; i++) {
        sum += parts[i];
        worst = parts[i] < worst ? parts[i] : worst;
    }
    return (sum / 4 + worst) / 2;
}

/* A small print whose middle is far from the picture's lies partly beside the reader. */
static bool beside(const struct bsm_stance *stance, const struct bsm_finger_quality *quality)
{
    return quality->area_mm2 < AREA_GOOD_MM2 && (stance->off_x < -off_centre || stance->off_x > off_centre ||
                                                 stance->off_y < -off_centre || stance->off_y > off_centre);
}

static enum bsm_hint advice(const struct bsm_planes *planes, const struct bsm_finger_quality *quality)
{
    struct bsm_stance stance;
    bsm_planes_stance(planes, &stance);
    if (quality->area_mm2 < 2)
        return BSM_HINT_PLACE_FINGER;
    if (beside(&stance, quality))
        return BSM_HINT_CENTRE_FINGER;
    if (quality->area_mm2 < AREA_MIN_MM2)
        return BSM_HINT_MORE_FINGER;
    if (quality->clarity < CLARITY_LOW || quality->contrast < CONTRAST_LOW)
        return planes->dark < DARK_LIMIT ? BSM_HINT_PRESS_LIGHTER : BSM_HINT_PRESS_HARDER;
    if (quality->area_mm2 < AREA_SMALL_MM2 || quality->minutiae < MINUTIAE_FEW)
        return BSM_HINT_MORE_FINGER;
    return stance.arching < upside_down ? BSM_HINT_TURN_FINGER : BSM_HINT_FINGER_GOOD;
}

static void judge(const struct bsm_planes *planes, int minutiae, struct bsm_finger_quality *quality)
{
    /* A block is 8 px at 500 ppi: 0.4064 mm. */
    quality->area_mm2 = (int)((float)planes->inside * 0.16516f);
    quality->clarity = mean_clarity(planes);
    quality->contrast = planes->spread;
    quality->minutiae = minutiae;
    quality->score = overall(quality);
    quality->hint = advice(planes, quality);
}

static enum bsm_status extract(struct bsm_finger_extractor *extractor, const struct bsm_image *grey,
                               struct bsm_finger_quality *quality)
{
    struct bsm_planes *planes = &extractor->planes;
    struct bsm_finger_features *features = &extractor->features;
    *quality = (struct bsm_finger_quality){.hint = BSM_HINT_MORE_FINGER};
    enum bsm_status status = bsm_planes_prepare(planes, grey);
    if (status != BSM_OK)
        return status;
    bsm_planes_spectrum(planes, &extractor->kernels);
    bsm_planes_field(planes, &extractor->kernels);
    bsm_planes_segment(planes);
    judge(planes, 0, quality);
    if (quality->area_mm2 < AREA_MIN_MM2)
        return BSM_RETRY;
    bsm_planes_enhance(planes, &extractor->kernels);
    bsm_planes_detect(planes, &extractor->kernels);
    take_minutiae(planes, features);
    judge(planes, features->count, quality);
    if (features->count < MINUTIAE_MIN)
        return BSM_RETRY;
    map_ridges(planes, &features->ridges);
    bsm_finger_cylinders(features, &extractor->weights);
    features->quality = quality->score;
    return BSM_OK;
}

enum bsm_status bsm_finger_extract(struct bsm_finger_extractor *extractor, const struct bsm_image *grey, uint8_t *out,
                                   size_t capacity, size_t *size, struct bsm_finger_quality *quality)
{
    struct bsm_finger_quality found;
    if (capacity < BSM_FINGER_TEMPLATE_MAX)
        return BSM_INVALID;
    enum bsm_status status = extract(extractor, grey, &found);
    if (status == BSM_RETRY)
        found.score = 0;
    if (status == BSM_OK)
        *size = bsm_finger_features_pack(&extractor->features, out);
    if (status != BSM_INVALID)
        *quality = found;
    bsm_wipe(&extractor->features, sizeof extractor->features);
    bsm_planes_wipe(&extractor->planes);
    return status;
}
