#include "tests/sim/camera/portrait.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

enum { FILE_MAX = 16 * 1024 * 1024, SIDE_MAX = 6000 };

struct raster {
    int width, height;
    uint8_t *rgb; /* owned */
};

struct jpeg_trouble {
    struct jpeg_error_mgr base; /* first */
    jmp_buf back;
};

static void on_jpeg_error(j_common_ptr jpeg)
{
    longjmp(((struct jpeg_trouble *)jpeg->err)->back, 1);
}

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

static bool raster_load(struct raster *raster, const char *path)
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

/* The mean of the source pixels under one pixel of the picture, scale source pixels wide; at least a bilinear blend. */
static void sample(const struct raster *raster, double x, double y, double scale, int rgb[3])
{
    double sum[3] = {0}, weight = 0;
    double reach = scale > 1 ? scale : 1;
    for (int row = (int)floor(y - reach) + 1; row < y + reach; row++) {
        for (int column = (int)floor(x - reach) + 1; column < x + reach; column++) {
            double share = (1 - fabs(row - y) / reach) * (1 - fabs(column - x) / reach);
            int r = row < 0 ? 0 : row >= raster->height ? raster->height - 1 : row;
            int c = column < 0 ? 0 : column >= raster->width ? raster->width - 1 : column;
            const uint8_t *pixel = raster->rgb + ((size_t)r * (size_t)raster->width + (size_t)c) * 3;
            for (int i = 0; i < 3; i++)
                sum[i] += share * pixel[i];
            weight += share;
        }
    }
    for (int i = 0; i < 3; i++)
        rgb[i] = (int)(sum[i] / weight + 0.5);
}

/* 1 inside the ellipse, falling to 0 over `soft` of its radius outside. */
static double ellipse(double x, double y, double radius_x, double radius_y, double soft)
{
    double distance = hypot(x / radius_x, y / radius_y);
    double share = 1 - (distance - 1) / soft;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return share * share * (3 - 2 * share);
}

/* Head and shoulders as two soft ellipses, measured in faces from the centre of the face. */
static uint8_t opacity(double x, double y)
{
    double head = ellipse(x, y + 0.08, 0.58, 0.82, 0.45);
    double shoulders = ellipse(x, y - 2.05, 1.40, 1.28, 0.22);
    return (uint8_t)(255 * (1 - (1 - head) * (1 - shoulders)));
}

/* Fills a pixel pair square; rows below the picture repeat its last one, so that clothes go on to the frame's end. */
static void draw(struct portrait *portrait, const struct raster *raster, const struct box *face, double scale)
{
    struct planes *planes = &portrait->planes;
    for (int y = 0; y < planes->height; y++) {
        for (int x = 0; x < planes->width; x++) {
            int rgb[3];
            double source_x = face->x + face->width / 2.0 + (x - portrait->face_x) * scale;
            double source_y = face->y + face->height / 2.0 + (y - portrait->face_y) * scale;
            sample(raster, source_x, source_y, scale, rgb);
            struct colour colour = colour_of_rgb(rgb[0], rgb[1], rgb[2]);
            size_t at = (size_t)y * (size_t)planes->width + (size_t)x;
            planes->y[at] = colour.y;
            portrait->alpha[at] = opacity((x - portrait->face_x) * scale / face->height,
                                          (y - portrait->face_y) * scale / face->height);
            if (source_x < 0 || source_x > raster->width - 1 || source_y < 0)
                portrait->alpha[at] = 0;
            size_t half = (size_t)(y / 2) * (size_t)(planes->width / 2) + (size_t)(x / 2);
            planes->cb[half] = colour.cb;
            planes->cr[half] = colour.cr;
        }
    }
}

/* Blurs the edge of the opacity sideways, so that a picture that ends beside the shoulders ends softly. */
static void soften_sides(struct portrait *portrait)
{
    enum { REACH = 24 };
    int width = portrait->planes.width;
    uint8_t line[4096];
    for (int y = 0; y < portrait->planes.height; y++) {
        uint8_t *row = portrait->alpha + (size_t)y * (size_t)width;
        int nearest = REACH;
        for (int x = 0; x < width; x++) {
            nearest = row[x] ? nearest + 1 : 0;
            line[x] = (uint8_t)(nearest > REACH ? REACH : nearest);
        }
        nearest = REACH;
        for (int x = width - 1; x >= 0; x--) {
            nearest = row[x] ? nearest + 1 : 0;
            int distance = nearest < line[x] ? nearest : line[x];
            row[x] = (uint8_t)(row[x] * distance / REACH);
        }
    }
}

bool portrait_load(struct portrait *portrait, const struct control *control)
{
    enum { ABOVE = 130, BELOW = 260, BESIDE = 180 }; /* per cent of the face's height, from its centre */
    struct raster raster = {0};
    *portrait = (struct portrait){0};
    if (!raster_load(&raster, control->picture)) {
        fprintf(stderr, "basma-camera: no such picture, or not a JPEG or PNG: %s\n", control->picture);
        free(raster.rgb);
        return false;
    }
    struct box face = control->face;
    if (!face.width)
        face = (struct box){raster.width * 3 / 10, raster.height / 4, raster.width * 4 / 10, raster.height * 45 / 100};
    int tall = control->face_height_px;
    portrait->face_x = tall * BESIDE / 100;
    portrait->face_y = tall * ABOVE / 100;
    int width = tall * BESIDE / 100 * 2 / 2 * 2, height = tall * (ABOVE + BELOW) / 100 / 2 * 2;
    portrait->alpha = calloc((size_t)width, (size_t)height);
    bool good = planes_init(&portrait->planes, width, height) && portrait->alpha;
    if (good) {
        draw(portrait, &raster, &face, (double)face.height / tall);
        soften_sides(portrait);
    } else {
        portrait_finish(portrait);
    }
    free(raster.rgb);
    return good;
}

void portrait_finish(struct portrait *portrait)
{
    planes_finish(&portrait->planes);
    free(portrait->alpha);
    *portrait = (struct portrait){0};
}
