#include "enroll/record/record.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/bytes.h"
#include "firmware/base/checksum.h"
#include "firmware/base/wipe.h"

static const uint8_t magic[4] = {'B', 'S', 'M', 'R'};

static void clear_part(struct bsm_record_part *part)
{
    bsm_wipe_free(part->bytes, part->size);
    *part = (struct bsm_record_part){0};
}

static enum bsm_status replace_part(struct bsm_record_part *part, const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size);
    if (!copy)
        return BSM_NO_MEMORY;
    memcpy(copy, bytes, size);
    clear_part(part);
    *part = (struct bsm_record_part){.bytes = copy, .size = size};
    return BSM_OK;
}

static bool is_finger(enum bsm_position position, const uint8_t *bytes, size_t size)
{
    return (int)position >= 1 && (int)position <= BSM_POSITION_MAX && bsm_finger_template_check(bytes, size) == BSM_OK;
}

enum bsm_status bsm_record_set_finger(struct bsm_record *record, enum bsm_position position, const uint8_t *bytes,
                                      size_t size)
{
    if (!is_finger(position, bytes, size))
        return BSM_INVALID;
    enum bsm_status status = replace_part(&record->fingers[position], bytes, size);
    for (int i = 0; status == BSM_OK && i < BSM_FINGER_VIEWS_MAX - 1; i++)
        clear_part(&record->further[position][i]);
    return status;
}

enum bsm_status bsm_record_add_view(struct bsm_record *record, enum bsm_position position, const uint8_t *bytes,
                                    size_t size)
{
    if (!is_finger(position, bytes, size))
        return BSM_INVALID;
    if (!record->fingers[position].bytes)
        return replace_part(&record->fingers[position], bytes, size);
    for (int i = 0; i < BSM_FINGER_VIEWS_MAX - 1; i++)
        if (!record->further[position][i].bytes)
            return replace_part(&record->further[position][i], bytes, size);
    return BSM_INVALID;
}

int bsm_record_views(const struct bsm_record *record, enum bsm_position position,
                     struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX])
{
    int count = 0;
    if ((int)position < 1 || (int)position > BSM_POSITION_MAX || !record->fingers[position].bytes)
        return 0;
    views[count++] = (struct bsm_finger_view){record->fingers[position].bytes, record->fingers[position].size};
    for (int i = 0; i < BSM_FINGER_VIEWS_MAX - 1 && record->further[position][i].bytes; i++)
        views[count++] =
            (struct bsm_finger_view){record->further[position][i].bytes, record->further[position][i].size};
    return count;
}

enum bsm_status bsm_record_set_face(struct bsm_record *record, const uint8_t *bytes, size_t size)
{
    if (bsm_face_template_check(bytes, size) != BSM_OK)
        return BSM_INVALID;
    return replace_part(&record->face, bytes, size);
}

int bsm_record_count_fingers(const struct bsm_record *record)
{
    int count = 0;
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        count += record->fingers[position].bytes != NULL;
    return count;
}

static int count_parts(const struct bsm_record *record)
{
    struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX];
    int count = record->face.bytes != NULL;
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        count += bsm_record_views(record, (enum bsm_position)position, views);
    return count;
}

static void write_part(struct bsm_writer *writer, enum bsm_modality modality, enum bsm_position position,
                       const uint8_t *bytes, size_t size)
{
    bsm_write_u8(writer, (uint8_t)modality);
    bsm_write_u8(writer, (uint8_t)position);
    bsm_write_u16(writer, (uint16_t)size);
    bsm_write_bytes(writer, bytes, size);
}

static void write_finger(struct bsm_writer *writer, const struct bsm_record *record, enum bsm_position position)
{
    struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX];
    int count = bsm_record_views(record, position, views);
    for (int i = 0; i < count; i++)
        write_part(writer, BSM_MODALITY_FINGER, position, views[i].bytes, views[i].size);
}

enum bsm_status bsm_record_encode(const struct bsm_record *record, uint8_t *out, size_t capacity, size_t *size)
{
    struct bsm_writer writer = bsm_writer_of(out, capacity);
    bsm_write_bytes(&writer, magic, sizeof magic);
    bsm_write_u16(&writer, BSM_RECORD_VERSION);
    bsm_write_u16(&writer, (uint16_t)count_parts(record));
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        write_finger(&writer, record, (enum bsm_position)position);
    if (record->face.bytes)
        write_part(&writer, BSM_MODALITY_FACE, BSM_POSITION_NONE, record->face.bytes, record->face.size);
    if (writer.failed)
        return BSM_INVALID;
    bsm_write_u32(&writer, bsm_crc32(out, writer.size));
    if (writer.failed)
        return BSM_INVALID;
    *size = writer.size;
    return BSM_OK;
}

/* One part into its place; what comes must not stand before *last in the order of the format, and only the views of a
 * finger may share a place. */
static enum bsm_status read_part(struct bsm_reader *reader, struct bsm_record *record, int *last)
{
    uint8_t modality = bsm_read_u8(reader);
    uint8_t position = bsm_read_u8(reader);
    uint16_t size = bsm_read_u16(reader);
    const uint8_t *bytes = bsm_read_span(reader, size);
    int order = modality * 256 + position;
    if (!bytes || order < *last)
        return BSM_INVALID;
    *last = order;
    if (modality == BSM_MODALITY_FINGER)
        return bsm_record_add_view(record, (enum bsm_position)position, bytes, size);
    if (modality == BSM_MODALITY_FACE && position == BSM_POSITION_NONE && !record->face.bytes)
        return bsm_record_set_face(record, bytes, size);
    return BSM_INVALID;
}

static enum bsm_status read_parts(struct bsm_reader *reader, struct bsm_record *record)
{
    uint8_t found_magic[sizeof magic];
    bsm_read_bytes(reader, found_magic, sizeof found_magic);
    uint16_t version = bsm_read_u16(reader);
    uint16_t count = bsm_read_u16(reader);
    if (reader->failed || memcmp(found_magic, magic, sizeof magic) != 0 || version != BSM_RECORD_VERSION ||
        count > BSM_RECORD_PARTS_MAX)
        return BSM_INVALID;
    int last = 0;
    for (uint16_t i = 0; i < count; i++) {
        enum bsm_status status = read_part(reader, record, &last);
        if (status != BSM_OK)
            return status;
    }
    return bsm_reader_done(reader) ? BSM_OK : BSM_INVALID;
}

static bool has_right_sum(const uint8_t *bytes, size_t size)
{
    struct bsm_reader reader = bsm_reader_of(bytes + size - 4, 4);
    return bsm_read_u32(&reader) == bsm_crc32(bytes, size - 4);
}

enum bsm_status bsm_record_decode(const uint8_t *bytes, size_t size, struct bsm_record *record)
{
    if (size < sizeof magic + 8 || size > BSM_RECORD_MAX || !has_right_sum(bytes, size))
        return BSM_INVALID;
    struct bsm_reader reader = bsm_reader_of(bytes, size - 4);
    struct bsm_record read = {0};
    enum bsm_status status = read_parts(&reader, &read);
    if (status == BSM_OK)
        *record = read;
    else
        bsm_record_finish(&read);
    return status;
}

void bsm_record_finish(struct bsm_record *record)
{
    if (!record)
        return;
    for (int position = 0; position <= BSM_POSITION_MAX; position++) {
        clear_part(&record->fingers[position]);
        for (int i = 0; i < BSM_FINGER_VIEWS_MAX - 1; i++)
            clear_part(&record->further[position][i]);
    }
    clear_part(&record->face);
}
