#include "central/tools/rows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"

enum { LINE_BITS = 30, ROOM_MIN = 1024 };

static const uint64_t line_mask = (UINT64_C(1) << LINE_BITS) - 1;

/* Reads a line without its end; of a longer one than fits, the rest is passed over. False at the end of the file. */
static bool read_line(FILE *file, struct bsm_row_text *text)
{
    int byte = getc_unlocked(file);
    bool any = byte != EOF;
    for (text->size = 0; byte != EOF && byte != '\n'; byte = getc_unlocked(file)) {
        if (text->size < sizeof text->bytes) {
            text->bytes[text->size++] = (char)byte;
        }
    }
    return any;
}

/* The slot that holds the number, or the free one where it belongs (Fibonacci hashing, then the next ones). */
static uint64_t *slot_of(uint64_t *seen, size_t room, uint64_t number)
{
    size_t at = (size_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (room - 1);
    while (seen[at] && seen[at] >> LINE_BITS != number) {
        at = (at + 1) & (room - 1);
    }
    return &seen[at];
}

static bool make_room(struct bsm_rows *rows)
{
    if (rows->used + 1 <= rows->room / 4 * 3) {
        return true;
    }
    size_t room = rows->room ? 2 * rows->room : ROOM_MIN;
    uint64_t *seen = calloc(room, sizeof *seen);
    if (!seen) {
        return false;
    }
    for (size_t i = 0; i < rows->room; i++) {
        if (rows->seen[i]) {
            *slot_of(seen, room, rows->seen[i] >> LINE_BITS) = rows->seen[i];
        }
    }
    bsm_wipe_free(rows->seen, rows->room * sizeof *seen);
    rows->seen = seen;
    rows->room = room;
    return true;
}

static enum bsm_status note_number(struct bsm_rows *rows, const char *id_number, char why[BSM_EXTRACT_WHY_SIZE])
{
    if (!make_room(rows)) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "out of memory");
        return BSM_NO_MEMORY;
    }
    uint64_t number = strtoull(id_number, NULL, 10); /* ten digits: 34 bits */
    uint64_t *slot = slot_of(rows->seen, rows->room, number);
    if (*slot) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "the ID number stands in line %llu already: only that row is taken",
                 (unsigned long long)(*slot & line_mask));
        return BSM_INVALID;
    }
    uint64_t line = (uint64_t)rows->line < line_mask ? (uint64_t)rows->line : line_mask;
    *slot = number << LINE_BITS | line;
    rows->used++;
    return BSM_OK;
}

enum bsm_status bsm_rows_next(struct bsm_rows *rows, struct bsm_row_text *text, struct bsm_extract_row *row,
                              char why[BSM_EXTRACT_WHY_SIZE])
{
    if (!read_line(rows->file, text)) {
        bool broken = ferror(rows->file);
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "the extract cannot be read on after line %ld", rows->line);
        return broken ? BSM_FAULT : BSM_GONE;
    }
    rows->line++;
    enum bsm_status status = bsm_extract_read(text->bytes, text->size, row, why);
    return status == BSM_OK ? note_number(rows, row->id_number, why) : status;
}

void bsm_rows_finish(struct bsm_rows *rows)
{
    bsm_wipe_free(rows->seen, rows->room * sizeof *rows->seen);
    *rows = (struct bsm_rows){0};
}
