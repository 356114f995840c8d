#include "firmware/hub/journal_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PLACE_DIGITS = 16 };

static const int64_t place_last = INT64_C(1) << 53;

enum bsm_status bsm_journal_reader_open(struct bsm_journal_reader *reader, const char *path)
{
    memset(reader, 0, sizeof *reader);
    reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (reader->fd >= 0)
        return BSM_OK;
    return errno == ENOENT ? BSM_GONE : BSM_FAULT;
}

void bsm_journal_reader_close(struct bsm_journal_reader *reader)
{
    if (reader->fd >= 0)
        close(reader->fd);
    reader->fd = -1;
}

void bsm_journal_reader_seek(struct bsm_journal_reader *reader, const struct bsm_journal_spot *spot)
{
    reader->spot = *spot;
    reader->at = reader->have = 0;
}

/* More bytes behind those that are left. False where there are none. */
static bool fill(struct bsm_journal_reader *reader, enum bsm_status *status)
{
    size_t left = reader->have - reader->at;
    memmove(reader->buffer, reader->buffer + reader->at, left);
    reader->at = 0;
    reader->have = left;
    ssize_t got;
    do
        got =
            pread(reader->fd, reader->buffer + left, sizeof reader->buffer - left, reader->spot.offset + (int64_t)left);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        reader->have += (size_t)got;
    *status = got < 0 ? BSM_FAULT : BSM_BUSY;
    return got > 0;
}

/* How long the next line is, with its end. */
static enum bsm_status measure(struct bsm_journal_reader *reader, size_t *size)
{
    enum bsm_status status;
    for (;;) {
        size_t left = reader->have - reader->at;
        const char *start = reader->buffer + reader->at;
        const char *end = memchr(start, '\n', left);
        if (end || left == sizeof reader->buffer) {
            *size = end ? (size_t)(end - start) + 1 : left;
            return BSM_OK;
        }
        if (!fill(reader, &status))
            return status;
    }
}

/* `TIME 0 journal begins=NNNNNNNNNNNNNNNN` and nothing else: a line that was cut short says nothing. */
static bool parse_begins(const char *text, int64_t *place)
{
    static const char words[] = " 0 journal begins=";
    const char *at = strchr(text, ' ');
    if (!at || strncmp(at, words, sizeof words - 1) != 0)
        return false;
    at += sizeof words - 1;
    if (strlen(at) != PLACE_DIGITS || strspn(at, "0123456789") != PLACE_DIGITS)
        return false;
    int64_t value = 0;
    for (; *at; at++)
        value = value * 10 + (*at - '0');
    *place = value;
    return value < place_last;
}

static void take(struct bsm_journal_reader *reader, size_t size, struct bsm_journal_line *line)
{
    const char *from = reader->buffer + reader->at;
    size_t length = from[size - 1] == '\n' ? size - 1 : size;
    if (length > BSM_JOURNAL_LINE_MAX)
        length = BSM_JOURNAL_LINE_MAX;
    for (size_t i = 0; i < length; i++)
        line->text[i] = from[i] >= 0x20 && from[i] < 0x7f ? from[i] : '?';
    line->text[length] = '\0';
    int64_t begins;
    if (parse_begins(line->text, &begins)) {
        reader->spot.base = begins - reader->spot.offset;
        reader->spot.numbered = true;
    }
    line->place = reader->spot.base + reader->spot.offset;
    line->after = line->place + (int64_t)size;
    reader->at += size;
    reader->spot.offset += (int64_t)size;
}

enum bsm_status bsm_journal_reader_next(struct bsm_journal_reader *reader, struct bsm_journal_line *line)
{
    struct bsm_journal_line next;
    size_t size;
    do {
        enum bsm_status status = measure(reader, &size);
        if (status != BSM_OK)
            return status;
        take(reader, size, &next);
    } while (!reader->spot.numbered || next.text[0] == '\0');
    *line = next;
    return BSM_OK;
}
