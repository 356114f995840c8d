/* The reading half of iso_record.h. */
#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "enroll/finger/iso_cursor.h"
#include "enroll/finger/iso_record.h"
#include "firmware/base/biometric.h"
#include "firmware/base/wipe.h"

/* One reading of a record, from the front; the first thing wrong is kept. */
struct parse {
    struct bsm_reader reader;
    enum bsm_iso_edition edition;
    int views;
    bool certified;             /* 2011: blocks of certificates are there */
    struct bsm_iso_view shared; /* 2005: size and resolution of all views */
    int at;                     /* view now read, from 1 for people */
    bool refused;
    char *why;
};

static void refuse(struct parse *parse, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void refuse(struct parse *parse, const char *format, ...)
{
    va_list values;
    if (parse->refused)
        return;
    parse->refused = true;
    va_start(values, format);
    int used = parse->at > 0 ? snprintf(parse->why, BSM_ISO_WHY_SIZE, "view %d: ", parse->at) : 0;
    (void)vsnprintf(parse->why + used, BSM_ISO_WHY_SIZE - (size_t)used, format, values);
    va_end(values);
}

/* The value as it is; refused with the field's name when outside. */
static int within(struct parse *parse, const char *field, int value, int least, int most)
{
    if (parse->reader.failed)
        refuse(parse, "the record ends before its %s", field);
    else if (value < least || value > most)
        refuse(parse, "%s is %d, and must be %d to %d", field, value, least, most);
    return value;
}

static void read_geometry(struct parse *parse, struct bsm_iso_view *view)
{
    view->width_px = within(parse, "picture width", bsm_iso_read_u16(&parse->reader), 1, BSM_ISO_SIDE_MAX_PX);
    view->height_px = within(parse, "picture height", bsm_iso_read_u16(&parse->reader), 1, BSM_ISO_SIDE_MAX_PX);
}

static void read_resolution(struct parse *parse, struct bsm_iso_view *view)
{
    view->x_pixels_a_cm = within(parse, "resolution across", bsm_iso_read_u16(&parse->reader), 1, UINT16_MAX);
    view->y_pixels_a_cm = within(parse, "resolution down", bsm_iso_read_u16(&parse->reader), 1, UINT16_MAX);
}

/* A record of ANSI INCITS 378-2004 begins alike, but has its length in two bytes and another header. */
static bool length_is_ansi(const uint8_t *bytes, size_t size)
{
    return size >= 10 && (size_t)(bytes[8] << 8 | bytes[9]) == size;
}

static void read_length(struct parse *parse, const uint8_t *bytes, size_t size)
{
    uint32_t length = bsm_iso_read_u32(&parse->reader);
    if (parse->reader.failed)
        refuse(parse, "the record ends in its header: it was cut short");
    else if (length != size && length_is_ansi(bytes, size))
        refuse(parse, "this is a record of ANSI INCITS 378, which is not read: export ISO/IEC 19794-2");
    else if (length != size)
        refuse(parse, "the record says that it is %lu bytes long and is %zu: it was cut or added to",
               (unsigned long)length, size);
}

static void read_header_2005(struct parse *parse)
{
    (void)bsm_iso_read_u16(&parse->reader); /* the capture device and its certificates */
    read_geometry(parse, &parse->shared);
    read_resolution(parse, &parse->shared);
    parse->views = within(parse, "number of views", bsm_read_u8(&parse->reader), 1, BSM_ISO_VIEWS_MAX);
    (void)within(parse, "reserved byte", bsm_read_u8(&parse->reader), 0, 0);
}

static void read_header_2011(struct parse *parse)
{
    parse->views = within(parse, "number of views", bsm_iso_read_u16(&parse->reader), 1, BSM_ISO_VIEWS_MAX);
    parse->certified = within(parse, "certification flag", bsm_read_u8(&parse->reader), 0, 1) == 1;
}

static void read_header(struct parse *parse, const uint8_t *bytes, size_t size)
{
    static const uint8_t format_2005[] = "FMR\0 20", format_2011[] = "FMR\0"
                                                                     "030";
    const uint8_t *format = bsm_read_span(&parse->reader, 8);
    if (!format || memcmp(format, "FMR", 4) != 0) {
        refuse(parse, "not a finger minutiae record of ISO/IEC 19794-2: it does not begin with FMR");
        return;
    }
    if (memcmp(format, format_2005, 8) == 0)
        parse->edition = BSM_ISO_2005;
    else if (memcmp(format, format_2011, 8) == 0)
        parse->edition = BSM_ISO_2011;
    else
        refuse(parse, "an edition that is not read: convert it to that of 2005 (\" 20\") or 2011 (\"030\")");
    read_length(parse, bytes, size);
    if (parse->edition == BSM_ISO_2011)
        read_header_2011(parse);
    else
        read_header_2005(parse);
}

static void read_minutia(struct parse *parse, struct bsm_iso_view *view, int index, bool with_quality)
{
    struct bsm_iso_minutia *minutia = &view->minutiae[index];
    unsigned x = bsm_iso_read_u16(&parse->reader), y = bsm_iso_read_u16(&parse->reader);
    minutia->type = (uint8_t)within(parse, "minutia type", (int)(x >> 14), 0, BSM_ISO_MINUTIA_BIFURCATION);
    minutia->x = (uint16_t)within(parse, "x of a minutia", x & 0x3fff, 0, view->width_px - 1);
    minutia->y = (uint16_t)within(parse, "y of a minutia", y & 0x3fff, 0, view->height_px - 1);
    minutia->angle = bsm_read_u8(&parse->reader);
    int quality = with_quality ? bsm_read_u8(&parse->reader) : BSM_ISO_QUALITY_NONE;
    if (quality >= BSM_ISO_QUALITY_NONE || (parse->edition == BSM_ISO_2005 && quality == 0))
        minutia->quality = BSM_ISO_QUALITY_NONE;
    else
        minutia->quality = (uint8_t)within(parse, "quality of a minutia", quality, 0, 100);
}

static void read_minutiae(struct parse *parse, struct bsm_iso_view *view, bool with_quality)
{
    view->count = bsm_read_u8(&parse->reader);
    for (int i = 0; i < view->count && !parse->refused; i++)
        read_minutia(parse, view, i, with_quality);
    view->extended_size = bsm_iso_read_u16(&parse->reader);
    if (!bsm_read_span(&parse->reader, (size_t)view->extended_size))
        refuse(parse, "the record ends before its minutiae or its extended data do");
}

static int quality_of(struct parse *parse, int value)
{
    return value >= BSM_ISO_QUALITY_NONE ? BSM_ISO_QUALITY_NONE : within(parse, "finger quality", value, 0, 100);
}

static void read_view_2005(struct parse *parse, struct bsm_iso_view *view)
{
    view->width_px = parse->shared.width_px;
    view->height_px = parse->shared.height_px;
    view->x_pixels_a_cm = parse->shared.x_pixels_a_cm;
    view->y_pixels_a_cm = parse->shared.y_pixels_a_cm;
    view->position = within(parse, "finger position", bsm_read_u8(&parse->reader), 0, BSM_POSITION_MAX);
    uint8_t both = bsm_read_u8(&parse->reader);
    view->number = both >> 4;
    view->impression = both & 15;
    view->quality = quality_of(parse, bsm_read_u8(&parse->reader));
    read_minutiae(parse, view, true);
}

/* Five bytes a block: value, vendor, algorithm. The first value that was computed counts. */
static int read_quality_blocks(struct parse *parse)
{
    int quality = BSM_ISO_QUALITY_NONE, blocks = bsm_read_u8(&parse->reader);
    for (int i = 0; i < blocks; i++) {
        int value = quality_of(parse, bsm_read_u8(&parse->reader));
        (void)bsm_iso_read_u32(&parse->reader);
        quality = quality == BSM_ISO_QUALITY_NONE ? value : quality;
    }
    return quality;
}

static void read_view_2011(struct parse *parse, struct bsm_iso_view *view)
{
    size_t left = parse->reader.left;
    uint32_t length = bsm_iso_read_u32(&parse->reader);
    (void)bsm_read_span(&parse->reader, BSM_ISO_UNKNOWN_TIME_SIZE + 1 + 2 + 2); /* time, technology, vendor, device */
    view->quality = read_quality_blocks(parse);
    if (parse->certified)
        (void)bsm_read_span(&parse->reader, (size_t)bsm_read_u8(&parse->reader) * 3);
    view->position = within(parse, "finger position", bsm_read_u8(&parse->reader), 0, BSM_POSITION_MAX);
    view->number = within(parse, "view number", bsm_read_u8(&parse->reader), 0, BSM_ISO_VIEW_NUMBER_MAX);
    read_resolution(parse, view);
    view->impression = bsm_read_u8(&parse->reader);
    read_geometry(parse, view);
    uint8_t both = bsm_read_u8(&parse->reader);
    int minutia_size = within(parse, "bytes a minutia", both >> 4, 5, 6);
    (void)within(parse, "kind of ridge ending", both & 15, 0, BSM_ISO_SKELETON_TYPE_MAX);
    read_minutiae(parse, view, minutia_size == 6);
    if (left - parse->reader.left != length)
        refuse(parse, "it says that it is %lu bytes long and is %zu", (unsigned long)length, left - parse->reader.left);
}

static void read_view(struct parse *parse, struct bsm_iso_view *view)
{
    memset(view, 0, sizeof *view);
    parse->at++;
    if (parse->edition == BSM_ISO_2011)
        read_view_2011(parse, view);
    else
        read_view_2005(parse, view);
}

enum bsm_status bsm_iso_record_open(struct bsm_iso_record *record, const uint8_t *bytes, size_t size,
                                    char why[BSM_ISO_WHY_SIZE])
{
    struct parse parse = {.reader = bsm_reader_of(bytes, size), .why = why};
    struct bsm_iso_view view;
    why[0] = '\0';
    if (size > BSM_ISO_RECORD_MAX)
        refuse(&parse, "longer than %d bytes", BSM_ISO_RECORD_MAX);
    else
        read_header(&parse, bytes, size);
    while (!parse.refused && parse.at < parse.views)
        read_view(&parse, &view);
    bsm_wipe(&view, sizeof view);
    parse.at = 0;
    if (!parse.refused && !bsm_reader_done(&parse.reader))
        refuse(&parse, "%zu bytes follow the last view", parse.reader.left);
    if (parse.refused)
        return BSM_INVALID;
    *record = (struct bsm_iso_record){bytes, size, parse.edition, parse.views};
    return BSM_OK;
}

void bsm_iso_record_view(const struct bsm_iso_record *record, int index, struct bsm_iso_view *view)
{
    char why[BSM_ISO_WHY_SIZE];
    struct parse parse = {.reader = bsm_reader_of(record->bytes, record->size), .why = why};
    assert(index >= 0 && index < record->views);
    read_header(&parse, record->bytes, record->size);
    while (parse.at <= index)
        read_view(&parse, view);
    assert(!parse.refused);
}
