#include "tests/sim/camera/raster.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

enum { FILE_MAX = 16 * 1024 * 1024, SIDE_MAX = 6000 };

struct jpeg_trouble {
    struct jpeg_error_mgr base; /* first */
    jmp_buf back;
};

static void on_jpeg_error(j_common_ptr jpeg) { longjmp(((struct jpeg_trouble *)jpeg->err)->back, 1); }

static void on_jpeg_message(j_common_ptr jpeg) { (void)jpeg; }

static bool raster_init(struct raster *raster, unsigned width, unsigned height)
{
    if (width < 2 || height < 2 || width > SIDE_MAX || height > SIDE_MAX)
        return false;
    raster->width = (int)width;
    raster->height = (int)height;
    raster->rgb = malloc((size_t)width * height * 3);
    return raster->rgb;
}

static bool decode_jpeg(const uint8_t *bytes, size_t size, struct raster *raster)
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_trouble trouble;
    jpeg.err = jpeg_std_error(&trouble.base);
    trouble.base.error_exit = on_jpeg_error;
    trouble.base.output_message = on_jpeg_message;
    if (setjmp(trouble.back)) {
        jpeg_destroy_decompress(&jpeg);
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes, size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_RGB;
    jpeg_start_decompress(&jpeg);
    bool good = raster_init(raster, jpeg.output_width, jpeg.output_height);
    while (good && jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = raster->rgb + (size_t)jpeg.output_scanline * jpeg.output_width * 3;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_destroy_decompress(&jpeg);
    return good;
}

static bool decode_png(const uint8_t *bytes, size_t size, struct raster *raster)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&png, bytes, size))
        return false;
    png.format = PNG_FORMAT_RGB;
    png_color white = {255, 255, 255};
    bool good = raster_init(raster, png.width, png.height) && png_image_finish_read(&png, &white, raster->rgb, 0, NULL);
    png_image_free(&png);
    return good;
}

bool raster_load(struct raster *raster, const char *path)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (bsm_file_read(path, FILE_MAX, &bytes, &size) != BSM_OK)
        return false;
    bool is_png = size > 8 && memcmp(bytes, "\x89PNG", 4) == 0;
    bool good = is_png ? decode_png(bytes, size, raster) : decode_jpeg(bytes, size, raster);
    free(bytes);
    return good;
}

void raster_finish(struct raster *raster)
{
    free(raster->rgb);
    *raster = (struct raster){0};
}

static int within(int value, int limit) { return value < 0 ? 0 : value >= limit ? limit - 1 : value; }

void raster_sample(const struct raster *raster, double x, double y, double scale, int rgb[3])
{
    double sum[3] = {0}, weight = 0;
    double reach = scale > 1 ? scale : 1;
    for (int row = (int)floor(y - reach) + 1; row < y + reach; row++) {
        for (int column = (int)floor(x - reach) + 1; column < x + reach; column++) {
            double share = (1 - fabs(row - y) / reach) * (1 - fabs(column - x) / reach);
            size_t at =
                (size_t)within(row, raster->height) * (size_t)raster->width + (size_t)within(column, raster->width);
            const uint8_t *pixel = raster->rgb + at * 3;
            for (int i = 0; i < 3; i++)
                sum[i] += share * pixel[i];
            weight += share;
        }
    }
    for (int i = 0; i < 3; i++)
        rgb[i] = (int)(sum[i] / weight + 0.5);
}
