/* JPEG on libjpeg. Its errors come back by longjmp into the one function of each way that has a setjmp; a warning that
 * means lost picture data is an error here. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "enroll/picture/formats.h"
#include "enroll/picture/picture.h"
#include "firmware/base/wipe.h"

enum { SCANS_MAX = 64 }; /* a progressive picture has about ten; each costs a walk over the whole of it */

struct codec {
    struct jpeg_error_mgr errors; /* first: libjpeg hands it back */
    struct jpeg_progress_mgr progress;
    jmp_buf back;
    struct bsm_refusal refusal;
    struct bsm_image *native;
    uint8_t *out; /* of the encoder */
    unsigned long out_size;
};

bool bsm_jpeg_recognise(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

static void on_error(j_common_ptr jpeg)
{
    struct codec *codec = (struct codec *)jpeg->err;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    bsm_picture_refuse(codec->refusal, "the JPEG is damaged: %.100s", text);
    longjmp(codec->back, 1);
}

/* Cameras put stuffing between markers, and some writers number their colour transform oddly; no pixel is lost by it.
 */
static bool is_harmless(int code) { return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM; }

static void on_message(j_common_ptr jpeg, int level)
{
    if (level < 0 && !is_harmless(jpeg->err->msg_code))
        on_error(jpeg);
}

static void on_output(j_common_ptr jpeg) { (void)jpeg; }

static void on_progress(j_common_ptr jpeg)
{
    struct codec *codec = (struct codec *)jpeg->err;
    if (jpeg->is_decompressor && ((j_decompress_ptr)jpeg)->input_scan_number > SCANS_MAX) {
        bsm_picture_refuse(codec->refusal, "the JPEG has more than %d scans", SCANS_MAX);
        longjmp(codec->back, 1);
    }
}

static void prepare_errors(struct codec *codec)
{
    jpeg_std_error(&codec->errors);
    codec->errors.error_exit = on_error;
    codec->errors.emit_message = on_message;
    codec->errors.output_message = on_output;
    codec->progress.progress_monitor = on_progress;
}

/* libjpeg holds all components of a progressive picture at once, so they are bounded together. */
static bool is_bounded(const struct jpeg_decompress_struct *jpeg)
{
    return (uint64_t)jpeg->image_width * jpeg->image_height * (uint64_t)jpeg->num_components <= BSM_IMAGE_BYTES_MAX;
}

static enum bsm_status read_rows(struct codec *codec, struct jpeg_decompress_struct *jpeg, enum bsm_image_format want)
{
    if (jpeg->num_components != 1 && jpeg->num_components != 3)
        return bsm_picture_refuse(codec->refusal, "the JPEG has %d colour components; 1 or 3 are taken",
                                  jpeg->num_components);
    if (!is_bounded(jpeg))
        return bsm_picture_refuse(codec->refusal, "the JPEG of %u x %u px needs more than %d MiB", jpeg->image_width,
                                  jpeg->image_height, BSM_IMAGE_BYTES_MAX >> 20);
    jpeg->out_color_space = want == BSM_IMAGE_GREY8 ? JCS_GRAYSCALE : JCS_RGB;
    enum bsm_status status =
        bsm_picture_allocate(codec->native, jpeg->image_width, jpeg->image_height, want, codec->refusal);
    if (status != BSM_OK)
        return status;
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = codec->native->pixels + (size_t)jpeg->output_scanline * codec->native->stride;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_decompress(jpeg);
    return BSM_OK;
}

static enum bsm_status run_decoder(struct codec *codec, struct jpeg_decompress_struct *jpeg, const uint8_t *bytes,
                                   size_t size, enum bsm_image_format want)
{
    if (setjmp(codec->back))
        return BSM_INVALID;
    jpeg_create_decompress(jpeg);
    jpeg->progress = &codec->progress;
    jpeg_mem_src(jpeg, bytes, (unsigned long)size);
    jpeg_read_header(jpeg, TRUE);
    return read_rows(codec, jpeg, want);
}

enum bsm_status bsm_jpeg_decode(const uint8_t *bytes, size_t size, enum bsm_image_format want, struct bsm_image *native,
                                struct bsm_refusal refusal)
{
    struct codec codec = {.refusal = refusal, .native = native};
    struct jpeg_decompress_struct jpeg = {.err = &codec.errors};
    prepare_errors(&codec);
    enum bsm_status status = run_decoder(&codec, &jpeg, bytes, size, want);
    jpeg_destroy_decompress(&jpeg);
    if (status != BSM_OK)
        bsm_image_finish(native);
    return status;
}

static enum bsm_status read_head(struct codec *codec, struct jpeg_decompress_struct *jpeg, const uint8_t *bytes,
                                 size_t size)
{
    if (setjmp(codec->back))
        return BSM_INVALID;
    jpeg_create_decompress(jpeg);
    jpeg_mem_src(jpeg, bytes, (unsigned long)size);
    jpeg_read_header(jpeg, TRUE);
    return BSM_OK;
}

enum bsm_status bsm_picture_measure_jpeg(const uint8_t *bytes, size_t size, int *width_px, int *height_px)
{
    struct codec codec = {.out = NULL};
    struct jpeg_decompress_struct jpeg = {.err = &codec.errors};
    if (!bsm_jpeg_recognise(bytes, size))
        return BSM_INVALID;
    prepare_errors(&codec);
    enum bsm_status status = read_head(&codec, &jpeg, bytes, size);
    if (status == BSM_OK) {
        *width_px = (int)jpeg.image_width; /* at most 65500 */
        *height_px = (int)jpeg.image_height;
    }
    jpeg_destroy_decompress(&jpeg);
    return status;
}

static enum bsm_status run_encoder(struct codec *codec, struct jpeg_compress_struct *jpeg,
                                   const struct bsm_image *image, int quality_percent)
{
    if (setjmp(codec->back))
        return codec->errors.msg_code == JERR_OUT_OF_MEMORY ? BSM_NO_MEMORY : BSM_FAULT;
    jpeg_create_compress(jpeg);
    jpeg_mem_dest(jpeg, &codec->out, &codec->out_size);
    jpeg->image_width = (JDIMENSION)image->width_px;
    jpeg->image_height = (JDIMENSION)image->height_px;
    jpeg->input_components = image->format == BSM_IMAGE_GREY8 ? 1 : 3;
    jpeg->in_color_space = image->format == BSM_IMAGE_GREY8 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, quality_percent, TRUE);
    jpeg_start_compress(jpeg, TRUE);
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = image->pixels + (size_t)jpeg->next_scanline * image->stride;
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
    return BSM_OK;
}

enum bsm_status bsm_picture_encode_jpeg(const struct bsm_image *image, int quality_percent, uint8_t **bytes,
                                        size_t *size)
{
    /* Room for all that a picture can become, so that libjpeg never grows the buffer and leaves pieces behind. */
    size_t capacity = 2 * image->stride * (size_t)image->height_px + 4096;
    uint8_t *first = malloc(capacity);
    if (!first)
        return BSM_NO_MEMORY;
    struct codec codec = {.out = first, .out_size = capacity};
    struct jpeg_compress_struct jpeg = {.err = &codec.errors};
    prepare_errors(&codec);
    enum bsm_status status = run_encoder(&codec, &jpeg, image, quality_percent);
    jpeg_destroy_compress(&jpeg);
    if (status != BSM_OK || codec.out != first)
        bsm_wipe_free(first, capacity);
    if (status != BSM_OK)
        return status;
    *bytes = codec.out;
    *size = (size_t)codec.out_size;
    return BSM_OK;
}
