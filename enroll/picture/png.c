/* PNG on libpng. Its errors come back by longjmp into the one function of each way that has a setjmp. */
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/formats.h"
#include "enroll/picture/picture.h"
#include "firmware/base/bytes.h"
#include "firmware/base/wipe.h"

enum {
    CHUNK_BYTES_MAX = 1024 * 1024, /* an ancillary chunk, such as a colour profile */
    CHUNKS_KEPT_MAX = 64,
};

struct decoder {
    struct bsm_reader source;
    struct bsm_refusal refusal;
    struct bsm_image *native;
    png_structp png;
    png_infop info;
    png_bytep *rows; /* owned; one pointer a row of native */
};

bool bsm_png_recognise(const uint8_t *bytes, size_t size) { return size >= 8 && png_sig_cmp(bytes, 0, 8) == 0; }

static void on_error(png_structp png, png_const_charp text)
{
    struct decoder *decoder = png_get_error_ptr(png);
    bsm_picture_refuse(decoder->refusal, "the PNG is damaged: %.100s", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_read(png_structp png, png_bytep out, size_t size)
{
    struct decoder *decoder = png_get_io_ptr(png);
    if (size > decoder->source.left)
        png_error(png, "it ends too early");
    bsm_read_bytes(&decoder->source, out, size);
}

static bool prepare(struct decoder *decoder)
{
    decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder, on_error, on_warning);
    if (!decoder->png)
        return false;
    decoder->info = png_create_info_struct(decoder->png);
    if (!decoder->info)
        return false;
    png_set_read_fn(decoder->png, decoder, on_read);
    png_set_user_limits(decoder->png, BSM_IMAGE_SIDE_MAX, BSM_IMAGE_SIDE_MAX);
    png_set_chunk_malloc_max(decoder->png, CHUNK_BYTES_MAX);
    png_set_chunk_cache_max(decoder->png, CHUNKS_KEPT_MAX);
    png_set_crc_action(decoder->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    return true;
}

/* Asks libpng for plain 8-bit grey or RGB whatever is stored; may longjmp. */
static enum bsm_image_format ask_for_plain_bytes(struct decoder *decoder)
{
    png_structp png = decoder->png;
    png_byte colour = png_get_color_type(png, decoder->info);
    if (colour == PNG_COLOR_TYPE_PALETTE)
        png_set_palette_to_rgb(png);
    if (colour == PNG_COLOR_TYPE_GRAY)
        png_set_expand_gray_1_2_4_to_8(png);
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    return colour & PNG_COLOR_MASK_COLOR ? BSM_IMAGE_RGB24 : BSM_IMAGE_GREY8;
}

static enum bsm_status make_rows(struct decoder *decoder)
{
    size_t count = (size_t)decoder->native->height_px;
    decoder->rows = calloc(count, sizeof *decoder->rows);
    if (!decoder->rows)
        return BSM_NO_MEMORY;
    for (size_t y = 0; y < count; y++)
        decoder->rows[y] = decoder->native->pixels + y * decoder->native->stride;
    return BSM_OK;
}

static enum bsm_status run(struct decoder *decoder)
{
    if (setjmp(png_jmpbuf(decoder->png)))
        return BSM_INVALID;
    png_read_info(decoder->png, decoder->info);
    enum bsm_image_format format = ask_for_plain_bytes(decoder);
    enum bsm_status status =
        bsm_picture_allocate(decoder->native, png_get_image_width(decoder->png, decoder->info),
                             png_get_image_height(decoder->png, decoder->info), format, decoder->refusal);
    if (status != BSM_OK)
        return status;
    png_set_interlace_handling(decoder->png);
    png_read_update_info(decoder->png, decoder->info);
    if (png_get_rowbytes(decoder->png, decoder->info) != decoder->native->stride)
        png_error(decoder->png, "its rows have an unknown shape");
    status = make_rows(decoder);
    if (status != BSM_OK)
        return status;
    png_read_image(decoder->png, decoder->rows);
    png_read_end(decoder->png, NULL);
    return BSM_OK;
}

enum bsm_status bsm_png_decode(const uint8_t *bytes, size_t size, struct bsm_image *native, struct bsm_refusal refusal)
{
    struct decoder decoder = {.source = bsm_reader_of(bytes, size), .refusal = refusal, .native = native};
    enum bsm_status status = prepare(&decoder) ? run(&decoder) : BSM_NO_MEMORY;
    if (status == BSM_NO_MEMORY)
        bsm_picture_refuse(refusal, "no memory to decode the PNG");
    png_destroy_read_struct(&decoder.png, &decoder.info, NULL);
    free(decoder.rows);
    if (status != BSM_OK)
        bsm_image_finish(native);
    return status;
}

enum bsm_status bsm_picture_encode_png(const struct bsm_image *image, uint8_t **bytes, size_t *size)
{
    png_image header = {
        .version = PNG_IMAGE_VERSION,
        .width = (png_uint_32)image->width_px,
        .height = (png_uint_32)image->height_px,
        .format = image->format == BSM_IMAGE_GREY8 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB,
    };
    size_t capacity = PNG_IMAGE_PNG_SIZE_MAX(header);
    uint8_t *out = malloc(capacity);
    if (!out)
        return BSM_NO_MEMORY;
    png_alloc_size_t written = capacity;
    int done = png_image_write_to_memory(&header, out, &written, 0, image->pixels, (png_int_32)image->stride, NULL);
    png_image_free(&header);
    if (!done) {
        bsm_wipe_free(out, capacity);
        return BSM_FAULT;
    }
    *bytes = out;
    *size = written;
    return BSM_OK;
}
