/*
 * The finger engine, as basma-score sees it: whole; with a template that has been through a record of ISO/IEC 19794-2
 * of 2005 on one side or both, as a register's would be; and on pictures cut to what a small sensor sees.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/iso_convert.h"
#include "enroll/finger/template.h"
#include "enroll/tools/score_engine.h"

enum { WINDOW_MM10 = 90 /* tenths of mm */, BLOCK_PX = 8, SIZE_BYTES = 2, RECORD_MAX = 4096 };

struct state {
    struct bsm_finger_extractor *extractor;
    struct bsm_finger_matcher *matcher;
};

/* A template and the same after a record, one after the other; the first two bytes are the size of the first. */
struct both {
    const uint8_t *whole, *bare;
    size_t whole_size, bare_size;
};

static void close_finger(void *opaque)
{
    struct state *state = opaque;
    if (!state)
        return;
    bsm_finger_extractor_destroy(state->extractor);
    bsm_finger_matcher_destroy(state->matcher);
    free(state);
}

static enum bsm_status open_finger(void **out, char *why, size_t why_size)
{
    enum bsm_status status = BSM_NO_MEMORY;
    struct state *state = calloc(1, sizeof *state);
    *out = NULL;
    if (state)
        state->extractor = bsm_finger_extractor_create(&status);
    if (state && status == BSM_OK)
        state->matcher = bsm_finger_matcher_create(&status);
    if (status != BSM_OK) {
        (void)snprintf(why, why_size, "no memory for the finger engine: free about 30 MiB");
        close_finger(state);
        return status;
    }
    *out = state;
    return BSM_OK;
}

static enum bsm_status extract_finger(void *opaque, const struct bsm_image *picture, uint8_t *out, size_t capacity,
                                      size_t *size)
{
    struct state *state = opaque;
    struct bsm_finger_quality quality;
    return bsm_finger_extract(state->extractor, picture, out, capacity, size, &quality);
}

static enum bsm_status match_sides(const struct state *state, const uint8_t *reference, size_t reference_size,
                                   const uint8_t *probe, size_t probe_size, double *score)
{
    int32_t hundredths;
    enum bsm_status status =
        bsm_finger_match(state->matcher, reference, reference_size, probe, probe_size, &hundredths);
    if (status == BSM_OK)
        *score = hundredths;
    return status;
}

static enum bsm_status match_finger(void *opaque, const uint8_t *reference, size_t reference_size, const uint8_t *probe,
                                    size_t probe_size, double *score)
{
    return match_sides(opaque, reference, reference_size, probe, probe_size, score);
}

/* Where a window of side starts so that its middle is at middle, within 0..length. */
static int start_of(int middle, int side, int length)
{
    int start = middle - side / 2;
    start = start > length - side ? length - side : start;
    return start < 0 ? 0 : start;
}

/* The print's middle part, as large as the window: the print is where a first extraction finds it. */
static enum bsm_status extract_window(void *opaque, const struct bsm_image *picture, uint8_t *out, size_t capacity,
                                      size_t *size)
{
    struct bsm_finger_features features;
    enum bsm_status status = extract_finger(opaque, picture, out, capacity, size);
    if (status == BSM_OK)
        status = bsm_finger_features_unpack(out, *size, &features);
    if (status != BSM_OK)
        return status;
    const struct bsm_ridge_map *ridges = &features.ridges;
    int x = (2 * ridges->left + ridges->columns) * BLOCK_PX / 2 * picture->resolution_ppi / 500;
    int y = (2 * ridges->top + ridges->rows) * BLOCK_PX / 2 * picture->resolution_ppi / 500;
    int side = WINDOW_MM10 * picture->resolution_ppi / 254;
    struct bsm_image window = *picture;
    window.width_px = picture->width_px < side ? picture->width_px : side;
    window.height_px = picture->height_px < side ? picture->height_px : side;
    window.pixels += (size_t)start_of(y, window.height_px, picture->height_px) * picture->stride +
                     (size_t)start_of(x, window.width_px, picture->width_px);
    return extract_finger(opaque, &window, out, capacity, size);
}

/* A template through a record of 2005 and back. */
static enum bsm_status pass_through(const uint8_t *bytes, size_t size, uint8_t *out, size_t *out_size)
{
    uint8_t record_bytes[RECORD_MAX];
    char why[BSM_ISO_WHY_SIZE];
    size_t record_size = 0;
    struct bsm_iso_view view;
    struct bsm_iso_record record;
    enum bsm_status status = bsm_iso_view_of_template(bytes, size, 0, &view);
    if (status == BSM_OK)
        status = bsm_iso_record_write(BSM_ISO_2005, &view, 1, record_bytes, sizeof record_bytes, &record_size, why);
    if (status == BSM_OK)
        status = bsm_iso_record_open(&record, record_bytes, record_size, why);
    if (status != BSM_OK)
        return status;
    bsm_iso_record_view(&record, 0, &view);
    return bsm_iso_view_to_template(&view, out, out_size, why);
}

static enum bsm_status extract_both(void *opaque, const struct bsm_image *picture, uint8_t *out, size_t capacity,
                                    size_t *size)
{
    uint8_t bare[BSM_FINGER_TEMPLATE_MAX];
    size_t whole_size = 0, bare_size = 0;
    enum bsm_status status = extract_finger(opaque, picture, out + SIZE_BYTES, capacity - SIZE_BYTES, &whole_size);
    if (status == BSM_OK)
        status = pass_through(out + SIZE_BYTES, whole_size, bare, &bare_size);
    if (status != BSM_OK || SIZE_BYTES + whole_size + bare_size > capacity)
        return status == BSM_OK ? BSM_INVALID : status;
    out[0] = (uint8_t)whole_size;
    out[1] = (uint8_t)(whole_size >> 8);
    memcpy(out + SIZE_BYTES + whole_size, bare, bare_size);
    *size = SIZE_BYTES + whole_size + bare_size;
    return BSM_OK;
}

static struct both apart(const uint8_t *bytes, size_t size)
{
    size_t whole_size = (size_t)bytes[0] | (size_t)bytes[1] << 8;
    return (struct both){bytes + SIZE_BYTES, bytes + SIZE_BYTES + whole_size, whole_size,
                         size - SIZE_BYTES - whole_size};
}

static enum bsm_status match_iso_reference(void *opaque, const uint8_t *reference, size_t reference_size,
                                           const uint8_t *probe, size_t probe_size, double *score)
{
    struct both a = apart(reference, reference_size), b = apart(probe, probe_size);
    return match_sides(opaque, a.bare, a.bare_size, b.whole, b.whole_size, score);
}

static enum bsm_status match_iso_probe(void *opaque, const uint8_t *reference, size_t reference_size,
                                       const uint8_t *probe, size_t probe_size, double *score)
{
    struct both a = apart(reference, reference_size), b = apart(probe, probe_size);
    return match_sides(opaque, a.whole, a.whole_size, b.bare, b.bare_size, score);
}

static enum bsm_status match_iso_both(void *opaque, const uint8_t *reference, size_t reference_size,
                                      const uint8_t *probe, size_t probe_size, double *score)
{
    struct both a = apart(reference, reference_size), b = apart(probe, probe_size);
    return match_sides(opaque, a.bare, a.bare_size, b.bare, b.bare_size, score);
}

#define ENGINE(name_, extract_, match_)                                                                                \
    {                                                                                                                  \
        .name = name_, .format = BSM_IMAGE_GREY8, .has_resolution = true, .open = open_finger, .extract = extract_,    \
        .match = match_, .close = close_finger                                                                         \
    }

const struct bsm_score_engine bsm_score_finger = ENGINE("finger", extract_finger, match_finger);
const struct bsm_score_engine bsm_score_finger_window = ENGINE("finger-9mm", extract_window, match_finger);
const struct bsm_score_engine bsm_score_finger_iso_reference =
    ENGINE("finger-iso-reference", extract_both, match_iso_reference);
const struct bsm_score_engine bsm_score_finger_iso_probe = ENGINE("finger-iso-probe", extract_both, match_iso_probe);
const struct bsm_score_engine bsm_score_finger_iso_both = ENGINE("finger-iso-both", extract_both, match_iso_both);
