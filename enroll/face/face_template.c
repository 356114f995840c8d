#include "enroll/face/face_template.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "firmware/base/bytes.h"
#include "firmware/base/checksum.h"
#include "firmware/base/wipe.h"

enum {
    VALUE_ONE = 32767,        /* a value of 1.0 */
    LENGTH_SLACK_PERCENT = 1, /* rounding moves the length by far less */
};

static const uint8_t magic[4] = {'B', 'F', 'T', '1'};

struct unpacked {
    const uint8_t *model_id; /* borrowed */
    int16_t values[BSM_FACE_VALUES];
};

/* 0 when the embedding has no usable length. */
static double length_of(const float embedding[BSM_FACE_VALUES])
{
    double sum = 0;
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        sum += (double)embedding[i] * (double)embedding[i];
    return isfinite(sum) && sum > 1e-20 ? sqrt(sum) : 0;
}

enum bsm_status bsm_face_template_encode(const float embedding[BSM_FACE_VALUES],
                                         const uint8_t model_id[BSM_FACE_MODEL_ID_SIZE], uint8_t *out, size_t capacity,
                                         size_t *size)
{
    double length = length_of(embedding);
    if (length <= 0 || capacity < BSM_FACE_TEMPLATE_MAX)
        return BSM_INVALID;
    struct bsm_writer writer = bsm_writer_of(out, capacity);
    bsm_write_bytes(&writer, magic, sizeof magic);
    bsm_write_u16(&writer, BSM_FACE_ENGINE_VERSION);
    bsm_write_u16(&writer, BSM_FACE_VALUES);
    bsm_write_bytes(&writer, model_id, BSM_FACE_MODEL_ID_SIZE);
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        bsm_write_u16(&writer, (uint16_t)lround((double)embedding[i] / length * VALUE_ONE));
    bsm_write_u32(&writer, bsm_crc32(out, writer.size));
    *size = writer.size;
    return BSM_OK;
}

static int64_t dot(const int16_t *a, const int16_t *b)
{
    int64_t sum = 0;
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        sum += (int64_t)a[i] * b[i];
    return sum;
}

/* A template of another length would score what it likes. */
static bool has_unit_length(const int16_t *values)
{
    const int64_t one = (int64_t)VALUE_ONE * VALUE_ONE;
    const int64_t slack = one * 2 * LENGTH_SLACK_PERCENT / 100;
    int64_t squared = dot(values, values);
    return squared >= one - slack && squared <= one + slack;
}

static enum bsm_status unpack(const uint8_t *bytes, size_t size, struct unpacked *out)
{
    if (size != BSM_FACE_TEMPLATE_SIZE)
        return BSM_INVALID;
    struct bsm_reader reader = bsm_reader_of(bytes, size);
    const uint8_t *found_magic = bsm_read_span(&reader, sizeof magic);
    uint16_t version = bsm_read_u16(&reader);
    uint16_t count = bsm_read_u16(&reader);
    out->model_id = bsm_read_span(&reader, BSM_FACE_MODEL_ID_SIZE);
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        out->values[i] = (int16_t)bsm_read_u16(&reader);
    uint32_t sum = bsm_read_u32(&reader);
    if (!bsm_reader_done(&reader) || memcmp(found_magic, magic, sizeof magic) != 0 ||
        version != BSM_FACE_ENGINE_VERSION || count != BSM_FACE_VALUES || sum != bsm_crc32(bytes, size - 4) ||
        !has_unit_length(out->values))
        return BSM_INVALID;
    return BSM_OK;
}

enum bsm_status bsm_face_template_check(const uint8_t *bytes, size_t size)
{
    struct unpacked unpacked;
    return unpack(bytes, size, &unpacked);
}

enum bsm_status bsm_face_template_fuse(const struct bsm_face_sample *samples, int count, uint8_t *out, size_t capacity,
                                       size_t *size)
{
    float sum[BSM_FACE_VALUES] = {0};
    const uint8_t *model_id = NULL;
    if (count < 1 || count > BSM_FACE_SAMPLES_MAX)
        return BSM_INVALID;
    for (int i = 0; i < count; i++) {
        struct unpacked one;
        if (unpack(samples[i].bytes, samples[i].size, &one) != BSM_OK ||
            (model_id && memcmp(one.model_id, model_id, BSM_FACE_MODEL_ID_SIZE) != 0))
            return BSM_INVALID;
        model_id = one.model_id;
        for (int k = 0; k < BSM_FACE_VALUES; k++)
            sum[k] += one.values[k]; /* exact: below 2^24 */
    }
    enum bsm_status status = bsm_face_template_encode(sum, model_id, out, capacity, size);
    bsm_wipe(sum, sizeof sum);
    return status;
}

enum bsm_status bsm_face_match(const uint8_t *reference, size_t reference_size, const uint8_t *probe, size_t probe_size,
                               int32_t *score)
{
    struct unpacked a, b;
    if (unpack(reference, reference_size, &a) != BSM_OK || unpack(probe, probe_size, &b) != BSM_OK ||
        memcmp(a.model_id, b.model_id, BSM_FACE_MODEL_ID_SIZE) != 0)
        return BSM_INVALID;
    const int64_t one = (int64_t)VALUE_ONE * VALUE_ONE;
    int64_t product = dot(a.values, b.values) * BSM_FACE_SCORE_MAX;
    int64_t scaled = (product + (product < 0 ? -one / 2 : one / 2)) / one;
    if (scaled > BSM_FACE_SCORE_MAX)
        scaled = BSM_FACE_SCORE_MAX;
    if (scaled < -BSM_FACE_SCORE_MAX)
        scaled = -BSM_FACE_SCORE_MAX;
    *score = (int32_t)scaled;
    return BSM_OK;
}
