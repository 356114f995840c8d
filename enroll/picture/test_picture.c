#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "enroll/picture/picture.h"
#include "firmware/base/checksum.h"
#include "firmware/base/file.h"

enum { WIDTH = 37, HEIGHT = 29 };

struct coded {
    uint8_t *bytes; /* owned */
    size_t size;
};

static uint8_t sample(int y, int i, int channels)
{
    return (uint8_t)(40 + 3 * y + 2 * (i / channels) + 20 * (i % channels));
}

static struct bsm_image make_picture(enum bsm_image_format format)
{
    struct bsm_image image;
    assert_int_equal(bsm_image_init(&image, WIDTH, HEIGHT, format, 0), BSM_OK);
    for (int y = 0; y < HEIGHT; y++)
        for (size_t i = 0; i < image.stride; i++)
            image.pixels[(size_t)y * image.stride + i] = sample(y, (int)i, (int)format);
    return image;
}

static struct coded encode(const char *kind, enum bsm_image_format format)
{
    struct bsm_image image = make_picture(format);
    struct coded coded = {0};
    enum bsm_status status;
    if (strcmp(kind, "png") == 0)
        status = bsm_picture_encode_png(&image, &coded.bytes, &coded.size);
    else if (strcmp(kind, "jpeg") == 0)
        status = bsm_picture_encode_jpeg(&image, 95, &coded.bytes, &coded.size);
    else
        status = bsm_picture_encode_pgm(&image, &coded.bytes, &coded.size);
    assert_int_equal(status, BSM_OK);
    bsm_image_finish(&image);
    return coded;
}

static enum bsm_status decode(const void *bytes, size_t size, enum bsm_image_format want, struct bsm_image *out,
                              char *why)
{
    /* A copy of the exact size, so that a sanitizer sees a read past the end. */
    uint8_t *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    if (size > 0)
        memcpy(copy, bytes, size);
    why[0] = '\0';
    enum bsm_status status = bsm_picture_decode(copy, size, want, 500, out, why, BSM_PICTURE_WHY_SIZE);
    free(copy);
    return status;
}

static void assert_refused(const void *bytes, size_t size, const char *cause)
{
    struct bsm_image out = {0};
    char why[BSM_PICTURE_WHY_SIZE];
    assert_int_equal(decode(bytes, size, BSM_IMAGE_GREY8, &out, why), BSM_INVALID);
    assert_null(out.pixels);
    if (why[0] == '\0' || !strstr(why, cause))
        fail_msg("\"%s\" does not name the cause: %s", why, cause);
}

static void assert_same(const struct bsm_image *a, const struct bsm_image *b, int slack)
{
    assert_int_equal(a->width_px, b->width_px);
    assert_int_equal(a->height_px, b->height_px);
    assert_int_equal(a->format, b->format);
    for (size_t i = 0; i < a->stride * (size_t)a->height_px; i++)
        assert_in_range(a->pixels[i] + slack - b->pixels[i], 0, 2 * slack);
}

static void a_picture_comes_back_from_each_format(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        enum bsm_image_format format;
        int slack;
    } cases[] = {
        {"png", BSM_IMAGE_GREY8, 0},  {"png", BSM_IMAGE_RGB24, 0},   {"pgm", BSM_IMAGE_GREY8, 0},
        {"jpeg", BSM_IMAGE_GREY8, 4}, {"jpeg", BSM_IMAGE_RGB24, 12},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct coded coded = encode(cases[i].kind, cases[i].format);
        struct bsm_image original = make_picture(cases[i].format), out = {0};
        char why[BSM_PICTURE_WHY_SIZE];
        assert_int_equal(decode(coded.bytes, coded.size, cases[i].format, &out, why), BSM_OK);
        assert_int_equal(out.resolution_ppi, 500);
        assert_same(&out, &original, cases[i].slack);
        bsm_image_finish(&out);
        bsm_image_finish(&original);
        free(coded.bytes);
    }
}

static void grey_becomes_colour_and_colour_grey(void **state)
{
    (void)state;
    static const uint8_t colour[] = "P6 2 1 255\n\xff\x00\x00\x00\xff\x00";
    struct bsm_image out = {0};
    char why[BSM_PICTURE_WHY_SIZE];
    assert_int_equal(decode(colour, sizeof colour - 1, BSM_IMAGE_GREY8, &out, why), BSM_OK);
    assert_int_equal(out.pixels[0], 76);
    assert_int_equal(out.pixels[1], 150);
    bsm_image_finish(&out);
    static const uint8_t grey[] = "P5 1 1 255\n\x2a";
    assert_int_equal(decode(grey, sizeof grey - 1, BSM_IMAGE_RGB24, &out, why), BSM_OK);
    assert_memory_equal(out.pixels, "\x2a\x2a\x2a", 3);
    bsm_image_finish(&out);
}

static void plain_pgm_with_comments_and_a_small_maximum_is_scaled(void **state)
{
    (void)state;
    static const char text[] = "P2 # comment 1 2 3\n# another\n3 1\n15\n0 5 15\n";
    struct bsm_image out = {0};
    char why[BSM_PICTURE_WHY_SIZE];
    assert_int_equal(decode(text, sizeof text - 1, BSM_IMAGE_GREY8, &out, why), BSM_OK);
    assert_memory_equal(out.pixels, "\x00\x55\xff", 3);
    bsm_image_finish(&out);
}

static void a_picture_cut_anywhere_is_refused_with_its_cause(void **state)
{
    (void)state;
    static const char *const kinds[] = {"png", "jpeg", "pgm"};
    for (size_t k = 0; k < 3; k++) {
        struct coded coded = encode(kinds[k], BSM_IMAGE_GREY8);
        for (size_t size = 0; size < coded.size; size += 7)
            assert_refused(coded.bytes, size, size < 8 ? "" : k == 2 ? "PGM" : k == 1 ? "JPEG" : "PNG");
        assert_refused(coded.bytes, coded.size - 1, k == 2 ? "PGM" : k == 1 ? "JPEG" : "PNG");
        free(coded.bytes);
    }
}

static void a_png_with_a_changed_bit_is_never_shown(void **state)
{
    (void)state;
    struct coded coded = encode("png", BSM_IMAGE_RGB24);
    for (size_t bit = 0; bit < 8 * coded.size; bit++) {
        coded.bytes[bit / 8] = (uint8_t)(coded.bytes[bit / 8] ^ (1u << (bit % 8)));
        assert_refused(coded.bytes, coded.size, "");
        coded.bytes[bit / 8] = (uint8_t)(coded.bytes[bit / 8] ^ (1u << (bit % 8)));
    }
    free(coded.bytes);
}

static void a_jpeg_with_a_changed_bit_is_shown_or_refused_but_breaks_nothing(void **state)
{
    (void)state;
    struct coded coded = encode("jpeg", BSM_IMAGE_RGB24);
    char why[BSM_PICTURE_WHY_SIZE];
    for (size_t bit = 0; bit < 8 * coded.size; bit++) {
        struct bsm_image out = {0};
        coded.bytes[bit / 8] = (uint8_t)(coded.bytes[bit / 8] ^ (1u << (bit % 8)));
        enum bsm_status status = decode(coded.bytes, coded.size, BSM_IMAGE_RGB24, &out, why);
        assert_true(status == BSM_OK || (status == BSM_INVALID && why[0] != '\0'));
        bsm_image_finish(&out);
        coded.bytes[bit / 8] = (uint8_t)(coded.bytes[bit / 8] ^ (1u << (bit % 8)));
    }
    free(coded.bytes);
}

static void put_big_endian(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void absurd_sizes_are_refused_before_memory_is_taken(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "P5 9000 1 255\n", "P5 8192 8192 255\n", "P5 99999999999 1 255\n",
        "P5 0 10 255\n",   "P5 10 -1 255\n",     "P5 2 2 65535\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_refused(texts[i], strlen(texts[i]), "");
    struct coded png = encode("png", BSM_IMAGE_GREY8);
    put_big_endian(png.bytes + 16, 0x7fffffff);
    put_big_endian(png.bytes + 29, bsm_crc32(png.bytes + 12, 17));
    assert_refused(png.bytes, png.size, "PNG");
    put_big_endian(png.bytes + 16, 8192); /* 64 MiB of RGB16 and more */
    put_big_endian(png.bytes + 20, 8192);
    png.bytes[25] = 2;
    put_big_endian(png.bytes + 29, bsm_crc32(png.bytes + 12, 17));
    assert_refused(png.bytes, png.size, "64 MiB");
    free(png.bytes);
}

static void a_jpeg_that_claims_the_largest_sides_is_refused(void **state)
{
    (void)state;
    struct coded jpeg = encode("jpeg", BSM_IMAGE_RGB24);
    for (size_t i = 0; i + 9 < jpeg.size; i++)
        if (jpeg.bytes[i] == 0xff && jpeg.bytes[i + 1] == 0xc0)
            memset(jpeg.bytes + i + 5, 0xfe, 4);
    assert_refused(jpeg.bytes, jpeg.size, "JPEG");
    free(jpeg.bytes);
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    assert_refused("", 0, "no picture");
    assert_refused("GIF89a..........", 16, "no picture");
    assert_refused("P4 8 8\n........", 15, "no picture");
}

static void a_file_is_read_or_its_trouble_is_named(void **state)
{
    (void)state;
    char folder[] = "/tmp/basma-picture-XXXXXX", path[64], why[BSM_PICTURE_WHY_SIZE];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.png", folder);
    struct bsm_image image = make_picture(BSM_IMAGE_GREY8), out = {0};
    assert_int_equal(bsm_picture_read(path, BSM_IMAGE_GREY8, 0, &out, why, sizeof why), BSM_GONE);
    assert_non_null(strstr(why, "No such file"));
    assert_int_equal(bsm_picture_write_png(path, &image), BSM_OK);
    assert_int_equal(bsm_picture_read(path, BSM_IMAGE_GREY8, 0, &out, why, sizeof why), BSM_OK);
    assert_same(&out, &image, 0);
    assert_int_equal(truncate(path, BSM_PICTURE_BYTES_MAX + 1), 0);
    struct bsm_image none = {0};
    assert_int_equal(bsm_picture_read(path, BSM_IMAGE_GREY8, 0, &none, why, sizeof why), BSM_INVALID);
    assert_non_null(strstr(why, "32 MiB"));
    assert_int_equal(bsm_picture_read(folder, BSM_IMAGE_GREY8, 0, &none, why, sizeof why), BSM_INVALID);
    bsm_image_finish(&out);
    bsm_image_finish(&image);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_comes_back_from_each_format),
        cmocka_unit_test(grey_becomes_colour_and_colour_grey),
        cmocka_unit_test(plain_pgm_with_comments_and_a_small_maximum_is_scaled),
        cmocka_unit_test(a_picture_cut_anywhere_is_refused_with_its_cause),
        cmocka_unit_test(a_png_with_a_changed_bit_is_never_shown),
        cmocka_unit_test(a_jpeg_with_a_changed_bit_is_shown_or_refused_but_breaks_nothing),
        cmocka_unit_test(absurd_sizes_are_refused_before_memory_is_taken),
        cmocka_unit_test(a_jpeg_that_claims_the_largest_sides_is_refused),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(a_file_is_read_or_its_trouble_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
