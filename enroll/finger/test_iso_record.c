/* ISO/IEC 19794-2 records: read, refused, written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/finger/iso_record.h"
#include "enroll/finger/test_iso_view.h"

/* One view of a right index finger: an ending of quality 80 and a bifurcation without. */
static const uint8_t golden_2005[] = {
    'F',  'M',  'R',  0,    ' ',  '2',  '0',  0,    0,    0,    0, 42, /* format, version, length */
    0x00, 0x00, 0x01, 0x2c, 0x01, 0x90, 0x00, 0xc5, 0x00, 0xc5,        /* device, 300 x 400 px, 197 x 197 a cm */
    0x01, 0x00,                                                        /* views, reserved */
    0x02, 0x00, 0x46, 0x02,             /* finger, view and impression, quality 70, minutiae */
    0x40, 0x64, 0x00, 0xc8, 0x40, 0x50, /* ending at 100, 200; a quarter turn; 80 */
    0x80, 0x0a, 0x01, 0x8f, 0xff, 0x00, /* bifurcation at 10, 399; almost a turn; none */
    0x00, 0x00,
};

/* The same finger. */
static const uint8_t golden_2011[] = {
    'F',  'M',  'R',  0,    '0',  '3',  '0',  0,    0,    0, 0, 66, /* format, version, length */
    0x00, 0x01, 0x00,                                               /* views, no certificates */
    0x00, 0x00, 0x00, 0x33,                                         /* length of the view */
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,           /* captured at a time not told */
    0x00, 0x00, 0x00, 0x00, 0x00,                                   /* technology, vendor, device */
    0x01, 0x46, 0x00, 0x00, 0x00, 0x00,                             /* one quality: 70, vendor, algorithm */
    0x02, 0x00, 0x00, 0xc5, 0x00, 0xc5, 0x00,                       /* finger, view, resolution, impression */
    0x01, 0x2c, 0x01, 0x90, 0x60, 0x02,                             /* 300 x 400 px, 6 bytes each, minutiae */
    0x40, 0x64, 0x00, 0xc8, 0x40, 0x50,                             /* the ending */
    0x80, 0x0a, 0x01, 0x8f, 0xff, 0xfe,                             /* the bifurcation */
    0x00, 0x00,
};

/* The 2011 record of a stricter school: a certificate, two qualities, minutiae of 5 bytes, extended data. */
static const uint8_t rich_2011[] = {
    'F',  'M',  'R',  0,    '0',  '3',  '0',  0,    0,    0,    0,    72, /* length */
    0x00, 0x01, 0x01,                                                     /* views, certificates */
    0x00, 0x00, 0x00, 0x39,                                               /* */
    0x07, 0xea, 0x0b, 0x15, 0x17, 0x22, 0x00, 0x00, 0x00,                 /* time */
    0x01, 0x00, 0x1d, 0x00, 0x05,                                         /* optical, vendor 29, device 5 */
    0x02, 0xff, 0x00, 0x1d, 0x00, 0x01, 0x37, 0x00, 0x1d, 0x00, 0x02,     /* one that failed, then 55 */
    0x01, 0x00, 0x01, 0x02,                                               /* a certificate */
    0x07, 0x03, 0x00, 0xc5, 0x00, 0xc5, 0x08,                             /* left index, view 3, impression 8 */
    0x01, 0x2c, 0x01, 0x90, 0x51, 0x01,                                   /* 5 bytes each, endings at the ridge */
    0x00, 0x64, 0x00, 0xc8, 0x40,                                         /* of type other */
    0x00, 0x04, 0x01, 0x00, 0x00, 0x04,                                   /* extended data, passed over */
};

static enum bsm_status open_bytes(const uint8_t *bytes, size_t size, char why[BSM_ISO_WHY_SIZE])
{
    /* In memory of exactly that size, so that a sanitizer sees a byte too far. */
    struct bsm_iso_record record;
    uint8_t *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    enum bsm_status status = bsm_iso_record_open(&record, copy, size, why);
    free(copy);
    return status;
}

static void assert_refused(const uint8_t *bytes, size_t size, const char *sentence)
{
    char why[BSM_ISO_WHY_SIZE];
    assert_int_equal(open_bytes(bytes, size, why), BSM_INVALID);
    if (!strstr(why, sentence))
        fail_msg("\"%s\" does not say \"%s\"", why, sentence);
}

/* One byte of the record of 2005 changed. */
static void assert_change_refused(size_t at, uint8_t value, const char *sentence)
{
    uint8_t bytes[sizeof golden_2005];
    memcpy(bytes, golden_2005, sizeof bytes);
    bytes[at] = value;
    assert_refused(bytes, sizeof bytes, sentence);
}

static void assert_written(enum bsm_iso_edition edition, const uint8_t *golden, size_t golden_size)
{
    struct bsm_iso_view view = test_iso_view();
    uint8_t bytes[256];
    char why[BSM_ISO_WHY_SIZE];
    size_t size = 0;
    assert_int_equal(bsm_iso_record_write(edition, &view, 1, bytes, sizeof bytes, &size, why), BSM_OK);
    assert_int_equal(size, golden_size);
    assert_memory_equal(bytes, golden, golden_size);
}

static void a_view_is_written_in_the_bytes_of_the_standard(void **state)
{
    (void)state;
    assert_written(BSM_ISO_2005, golden_2005, sizeof golden_2005);
    assert_written(BSM_ISO_2011, golden_2011, sizeof golden_2011);
}

static void assert_read(const uint8_t *bytes, size_t size, enum bsm_iso_edition edition)
{
    struct bsm_iso_record record;
    struct bsm_iso_view view, expected = test_iso_view();
    char why[BSM_ISO_WHY_SIZE];
    assert_int_equal(bsm_iso_record_open(&record, bytes, size, why), BSM_OK);
    assert_int_equal(record.edition, edition);
    assert_int_equal(record.views, 1);
    bsm_iso_record_view(&record, 0, &view);
    assert_memory_equal(&view, &expected, sizeof view);
}

static void the_bytes_of_the_standard_are_read(void **state)
{
    (void)state;
    assert_read(golden_2005, sizeof golden_2005, BSM_ISO_2005);
    assert_read(golden_2011, sizeof golden_2011, BSM_ISO_2011);
}

static void certificates_further_qualities_and_extended_data_are_passed_over(void **state)
{
    struct bsm_iso_record record;
    struct bsm_iso_view view;
    char why[BSM_ISO_WHY_SIZE];
    (void)state;
    assert_int_equal(bsm_iso_record_open(&record, rich_2011, sizeof rich_2011, why), BSM_OK);
    bsm_iso_record_view(&record, 0, &view);
    assert_int_equal(view.quality, 55);
    assert_int_equal(view.position, 7);
    assert_int_equal(view.number, 3);
    assert_int_equal(view.impression, 8);
    assert_int_equal(view.extended_size, 4);
    assert_int_equal(view.count, 1);
    assert_int_equal(view.minutiae[0].type, BSM_ISO_MINUTIA_OTHER);
    assert_int_equal(view.minutiae[0].quality, BSM_ISO_QUALITY_NONE);
}

static void a_record_cut_at_any_byte_is_refused(void **state)
{
    char why[BSM_ISO_WHY_SIZE];
    (void)state;
    for (size_t size = 0; size < sizeof golden_2005; size++)
        assert_int_equal(open_bytes(golden_2005, size, why), BSM_INVALID);
    for (size_t size = 0; size < sizeof golden_2011; size++)
        assert_int_equal(open_bytes(golden_2011, size, why), BSM_INVALID);
    for (size_t size = 0; size < sizeof rich_2011; size++)
        assert_int_equal(open_bytes(rich_2011, size, why), BSM_INVALID);
}

/* The same with the record's own length made to fit, so that the fields behind must notice. */
static void a_record_cut_with_its_length_mended_is_refused(void **state)
{
    static const struct {
        const uint8_t *bytes;
        size_t size;
    } records[] = {{golden_2005, sizeof golden_2005}, {golden_2011, sizeof golden_2011}, {rich_2011, sizeof rich_2011}};
    char why[BSM_ISO_WHY_SIZE];
    uint8_t bytes[128];
    (void)state;
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
        for (size_t size = 12; size < records[i].size; size++) {
            memcpy(bytes, records[i].bytes, size);
            bytes[11] = (uint8_t)size;
            assert_int_equal(open_bytes(bytes, size, why), BSM_INVALID);
            assert_true(strlen(why) > 0);
        }
}

static void a_changed_length_or_count_is_refused(void **state)
{
    static const size_t lengths_2011[] = {11, 13, 14, 18, 33, 51, 64, 65};
    char why[BSM_ISO_WHY_SIZE];
    uint8_t bytes[sizeof golden_2011];
    (void)state;
    for (size_t i = 0; i < sizeof lengths_2011 / sizeof lengths_2011[0]; i++)
        for (int change = 1; change < 256; change++) {
            memcpy(bytes, golden_2011, sizeof bytes);
            bytes[lengths_2011[i]] = (uint8_t)(bytes[lengths_2011[i]] + change);
            assert_int_equal(open_bytes(bytes, sizeof bytes, why), BSM_INVALID);
        }
    assert_change_refused(11, 41, "it was cut or added to");
    assert_change_refused(22, 0, "number of views is 0");
    assert_change_refused(22, 2, "view 2: the record ends");
    assert_change_refused(27, 3, "view 1: ");
    assert_change_refused(27, 1, "its extended data do");
    assert_change_refused(41, 1, "extended data");
}

static void bytes_after_the_last_view_are_refused(void **state)
{
    uint8_t bytes[sizeof golden_2005 + 1] = {0};
    (void)state;
    memcpy(bytes, golden_2005, sizeof golden_2005);
    bytes[11] = sizeof bytes;
    assert_refused(bytes, sizeof bytes, "1 bytes follow the last view");
}

static void values_outside_the_standard_are_refused_by_name(void **state)
{
    (void)state;
    assert_change_refused(0, 'f', "does not begin with FMR");
    assert_change_refused(5, '3', "an edition that is not read");
    assert_change_refused(14, 0x40, "picture width");
    assert_change_refused(19, 0, "resolution across is 0");
    assert_change_refused(23, 1, "reserved byte");
    assert_change_refused(24, 11, "finger position is 11, and must be 0 to 10");
    assert_change_refused(26, 101, "finger quality");
    assert_change_refused(28, 0xc0, "minutia type is 3");
    assert_change_refused(28, 0x41, "x of a minutia is 356, and must be 0 to 299");
    assert_change_refused(36, 0x02, "y of a minutia");
    assert_change_refused(33, 101, "quality of a minutia");
}

static void a_record_of_the_american_standard_is_told_apart(void **state)
{
    static const uint8_t ansi[26] = {'F', 'M', 'R', 0, ' ', '2', '0', 0, 0, 26};
    (void)state;
    assert_refused(ansi, sizeof ansi, "ANSI INCITS 378");
}

static void several_full_views_come_back_as_they_went(void **state)
{
    static uint8_t bytes[16384];
    static struct bsm_iso_view views[5], back;
    static const enum bsm_iso_edition editions[] = {BSM_ISO_2005, BSM_ISO_2011};
    char why[BSM_ISO_WHY_SIZE];
    struct bsm_iso_record record;
    size_t size;
    (void)state;
    for (int i = 0; i < 5; i++) {
        views[i] = test_iso_view();
        views[i].position = i * 2;
        views[i].number = i;
        views[i].quality = i == 3 ? BSM_ISO_QUALITY_NONE : 20 * i;
        test_iso_fill(&views[i], i == 4 ? 0 : 255 - i);
    }
    for (int e = 0; e < 2; e++) {
        assert_int_equal(bsm_iso_record_write(editions[e], views, 5, bytes, sizeof bytes, &size, why), BSM_OK);
        assert_int_equal(bsm_iso_record_open(&record, bytes, size, why), BSM_OK);
        assert_int_equal(record.views, 5);
        for (int i = 0; i < 5; i++) {
            bsm_iso_record_view(&record, i, &back);
            assert_memory_equal(&back, &views[i], sizeof back);
        }
    }
}

static void what_an_edition_has_no_room_for_is_not_written(void **state)
{
    struct bsm_iso_view views[2] = {test_iso_view(), test_iso_view()};
    uint8_t bytes[512];
    char why[BSM_ISO_WHY_SIZE];
    size_t size = 7;
    (void)state;
    views[1].width_px++;
    assert_int_equal(bsm_iso_record_write(BSM_ISO_2005, views, 2, bytes, sizeof bytes, &size, why), BSM_INVALID);
    assert_non_null(strstr(why, "differ in size or resolution"));
    assert_int_equal(bsm_iso_record_write(BSM_ISO_2011, views, 2, bytes, sizeof bytes, &size, why), BSM_OK);
    views[0].minutiae[0].x = 300;
    assert_int_equal(bsm_iso_record_write(BSM_ISO_2011, views, 1, bytes, sizeof bytes, &size, why), BSM_INVALID);
    views[0] = test_iso_view();
    assert_int_equal(bsm_iso_record_write(BSM_ISO_2005, views, 1, bytes, 41, &size, why), BSM_INVALID);
    assert_non_null(strstr(why, "needs 42 bytes"));
    assert_int_equal(bsm_iso_record_write(BSM_ISO_2005, views, 0, bytes, sizeof bytes, &size, why), BSM_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_is_written_in_the_bytes_of_the_standard),
        cmocka_unit_test(the_bytes_of_the_standard_are_read),
        cmocka_unit_test(certificates_further_qualities_and_extended_data_are_passed_over),
        cmocka_unit_test(a_record_cut_at_any_byte_is_refused),
        cmocka_unit_test(a_record_cut_with_its_length_mended_is_refused),
        cmocka_unit_test(a_changed_length_or_count_is_refused),
        cmocka_unit_test(bytes_after_the_last_view_are_refused),
        cmocka_unit_test(values_outside_the_standard_are_refused_by_name),
        cmocka_unit_test(a_record_of_the_american_standard_is_told_apart),
        cmocka_unit_test(several_full_views_come_back_as_they_went),
        cmocka_unit_test(what_an_edition_has_no_room_for_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
