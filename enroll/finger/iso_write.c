/* The writing half of iso_record.h. */
#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "enroll/finger/iso_cursor.h"
#include "enroll/finger/iso_record.h"
#include "firmware/base/biometric.h"

static enum bsm_status refuse(char *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

static enum bsm_status refuse(char *why, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)vsnprintf(why, BSM_ISO_WHY_SIZE, format, values);
    va_end(values);
    return BSM_INVALID;
}

static bool quality_lawful(int quality) { return (quality >= 0 && quality <= 100) || quality == BSM_ISO_QUALITY_NONE; }

static bool minutiae_lawful(const struct bsm_iso_view *view)
{
    bool lawful = view->count >= 0 && view->count <= BSM_ISO_MINUTIAE_MAX;
    for (int i = 0; lawful && i < view->count; i++) {
        const struct bsm_iso_minutia *minutia = &view->minutiae[i];
        lawful = minutia->x < view->width_px && minutia->y < view->height_px &&
                 minutia->type <= BSM_ISO_MINUTIA_BIFURCATION && quality_lawful(minutia->quality);
    }
    return lawful;
}

static bool view_lawful(const struct bsm_iso_view *view, int impression_max)
{
    return view->width_px > 0 && view->width_px <= BSM_ISO_SIDE_MAX_PX && view->height_px > 0 &&
           view->height_px <= BSM_ISO_SIDE_MAX_PX && view->x_pixels_a_cm > 0 && view->x_pixels_a_cm <= UINT16_MAX &&
           view->y_pixels_a_cm > 0 && view->y_pixels_a_cm <= UINT16_MAX && view->position >= 0 &&
           view->position <= BSM_POSITION_MAX && view->number >= 0 && view->number <= BSM_ISO_VIEW_NUMBER_MAX &&
           view->impression >= 0 && view->impression <= impression_max && quality_lawful(view->quality) &&
           minutiae_lawful(view);
}

static bool same_geometry(const struct bsm_iso_view *a, const struct bsm_iso_view *b)
{
    return a->width_px == b->width_px && a->height_px == b->height_px && a->x_pixels_a_cm == b->x_pixels_a_cm &&
           a->y_pixels_a_cm == b->y_pixels_a_cm;
}

/* In the edition of 2005 a quality of 0 means that none is reported. */
static uint8_t minutia_quality(enum bsm_iso_edition edition, uint8_t quality)
{
    if (edition == BSM_ISO_2011)
        return quality;
    if (quality == BSM_ISO_QUALITY_NONE)
        return 0;
    return quality > 0 ? quality : 1;
}

static void write_minutiae(struct bsm_writer *writer, enum bsm_iso_edition edition, const struct bsm_iso_view *view)
{
    bsm_write_u8(writer, (uint8_t)view->count);
    for (int i = 0; i < view->count; i++) {
        const struct bsm_iso_minutia *minutia = &view->minutiae[i];
        bsm_iso_write_u16(writer, (unsigned)minutia->type << 14 | minutia->x);
        bsm_iso_write_u16(writer, minutia->y);
        bsm_write_u8(writer, minutia->angle);
        bsm_write_u8(writer, minutia_quality(edition, minutia->quality));
    }
    bsm_iso_write_u16(writer, 0); /* no extended data */
}

static void write_2005(struct bsm_writer *writer, const struct bsm_iso_view *views, int count)
{
    bsm_iso_write_u16(writer, 0); /* a capture device that is not named */
    bsm_iso_write_u16(writer, (unsigned)views->width_px);
    bsm_iso_write_u16(writer, (unsigned)views->height_px);
    bsm_iso_write_u16(writer, (unsigned)views->x_pixels_a_cm);
    bsm_iso_write_u16(writer, (unsigned)views->y_pixels_a_cm);
    bsm_write_u8(writer, (uint8_t)count);
    bsm_write_u8(writer, 0);
    for (int i = 0; i < count; i++) {
        bsm_write_u8(writer, (uint8_t)views[i].position);
        bsm_write_u8(writer, (uint8_t)(views[i].number << 4 | views[i].impression));
        bsm_write_u8(writer, (uint8_t)views[i].quality);
        write_minutiae(writer, BSM_ISO_2005, &views[i]);
    }
}

static void write_view_2011(struct bsm_writer *writer, const struct bsm_iso_view *view)
{
    unsigned blocks = view->quality != BSM_ISO_QUALITY_NONE;
    bsm_iso_write_u32(writer, BSM_ISO_VIEW_2011_SIZE + 5 * blocks + 6U * (unsigned)view->count);
    for (int i = 0; i < BSM_ISO_UNKNOWN_TIME_SIZE; i++)
        bsm_write_u8(writer, 0xff);
    bsm_write_u8(writer, 0);      /* technology of the sensor: unknown */
    bsm_iso_write_u32(writer, 0); /* vendor, device: not named */
    bsm_write_u8(writer, (uint8_t)blocks);
    if (blocks) {
        bsm_write_u8(writer, (uint8_t)view->quality);
        bsm_iso_write_u32(writer, 0); /* vendor, algorithm: not registered */
    }
    bsm_write_u8(writer, (uint8_t)view->position);
    bsm_write_u8(writer, (uint8_t)view->number);
    bsm_iso_write_u16(writer, (unsigned)view->x_pixels_a_cm);
    bsm_iso_write_u16(writer, (unsigned)view->y_pixels_a_cm);
    bsm_write_u8(writer, (uint8_t)view->impression);
    bsm_iso_write_u16(writer, (unsigned)view->width_px);
    bsm_iso_write_u16(writer, (unsigned)view->height_px);
    bsm_write_u8(writer, 6 << 4); /* bytes a minutia; endings at the valley's fork */
    write_minutiae(writer, BSM_ISO_2011, view);
}

static void write_2011(struct bsm_writer *writer, const struct bsm_iso_view *views, int count)
{
    bsm_iso_write_u16(writer, (unsigned)count);
    bsm_write_u8(writer, 0); /* no certificates */
    for (int i = 0; i < count; i++)
        write_view_2011(writer, &views[i]);
}

static size_t record_size(enum bsm_iso_edition edition, const struct bsm_iso_view *views, int count)
{
    size_t size = edition == BSM_ISO_2005 ? BSM_ISO_HEADER_2005_SIZE : BSM_ISO_HEADER_2011_SIZE;
    for (int i = 0; i < count; i++) {
        size += 6 * (size_t)views[i].count;
        size += edition == BSM_ISO_2005 ? BSM_ISO_VIEW_2005_SIZE : BSM_ISO_VIEW_2011_SIZE;
        size += edition == BSM_ISO_2011 && views[i].quality != BSM_ISO_QUALITY_NONE ? 5 : 0;
    }
    return size;
}

static enum bsm_status check(enum bsm_iso_edition edition, const struct bsm_iso_view *views, int count, char *why)
{
    if (count < 1 || count > BSM_ISO_VIEWS_MAX)
        return refuse(why, "%d views: a record has 1 to %d", count, BSM_ISO_VIEWS_MAX);
    for (int i = 0; i < count; i++) {
        if (!view_lawful(&views[i], edition == BSM_ISO_2005 ? 15 : 255))
            return refuse(why, "view %d has a value that the edition of %d has no room for", i + 1, (int)edition);
        if (edition == BSM_ISO_2005 && !same_geometry(&views[0], &views[i]))
            return refuse(why, "the views differ in size or resolution: write the edition of 2011, or one view a file");
    }
    return BSM_OK;
}

enum bsm_status bsm_iso_record_write(enum bsm_iso_edition edition, const struct bsm_iso_view *views, int count,
                                     uint8_t *out, size_t capacity, size_t *size, char why[BSM_ISO_WHY_SIZE])
{
    struct bsm_writer writer = bsm_writer_of(out, capacity);
    why[0] = '\0';
    if (check(edition, views, count, why) != BSM_OK)
        return BSM_INVALID;
    size_t whole = record_size(edition, views, count);
    bsm_write_bytes(&writer,
                    edition == BSM_ISO_2005 ? "FMR\0 20"
                                            : "FMR\0"
                                              "030",
                    8);
    bsm_iso_write_u32(&writer, (uint32_t)whole);
    if (edition == BSM_ISO_2005)
        write_2005(&writer, views, count);
    else
        write_2011(&writer, views, count);
    if (writer.failed)
        return refuse(why, "no room: the record needs %zu bytes", whole);
    assert(writer.size == whole);
    *size = whole;
    return BSM_OK;
}
