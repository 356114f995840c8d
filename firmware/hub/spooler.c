#include "firmware/hub/spooler.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"
#include "firmware/base/log.h"

enum { FILE_MAX = 32, DIGITS_MAX = 16 };

_Static_assert((int)BSM_SPOOL_TEXT_SIZE > (int)BSM_JOURNAL_LINE_MAX, "a line of the journal fits");

/* --- the cursor --- */

static bool parse(const char *text, int64_t *place)
{
    int64_t value = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits < 1 || digits > DIGITS_MAX || strcmp(text + digits, "\n") != 0)
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (text[i] - '0');
    *place = value;
    return value < INT64_C(1) << 52; /* far more than there can be */
}

void bsm_spooler_open(struct bsm_spooler *spooler, const char *state_folder)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    memset(spooler, 0, sizeof *spooler);
    spooler->reader.fd = -1;
    spooler->first.file = 1; /* journal.1, where there is one */
    snprintf(spooler->path, sizeof spooler->path, "%s/journal.stored", state_folder);
    enum bsm_status status = bsm_file_read(spooler->path, FILE_MAX, &bytes, &size);
    if (status == BSM_OK && !parse((const char *)bytes, &spooler->stored))
        status = BSM_INVALID;
    free(bytes);
    if (status != BSM_OK)
        spooler->stored = 0;
    if (status != BSM_OK && status != BSM_GONE)
        bsm_log(BSM_LOG_WARNING, "firmware/hub",
                "how far the journal is stored cannot be read, file=%s status=%s; it is sent again from its beginning",
                spooler->path, bsm_status_name(status));
    spooler->saved = spooler->stored;
    spooler->reading = spooler->first;
}

void bsm_spooler_close(struct bsm_spooler *spooler)
{
    bsm_journal_reader_close(&spooler->reader);
    spooler->open = false;
}

int64_t bsm_spooler_due_ms(const struct bsm_spooler *spooler)
{
    return spooler->saved == spooler->stored ? -1 : spooler->save_due_ms;
}

void bsm_spooler_save(struct bsm_spooler *spooler, int64_t now_ms)
{
    char text[FILE_MAX];
    int size = snprintf(text, sizeof text, "%" PRId64 "\n", spooler->stored);
    bool saved = bsm_file_write(spooler->path, text, (size_t)size, 0600) == BSM_OK;
    if (saved)
        spooler->saved = spooler->stored;
    else if (!spooler->failing)
        bsm_log(BSM_LOG_ERROR, "firmware/hub",
                "how far the journal is stored cannot be kept, file=%s error=%m; free space, nothing is lost meanwhile",
                spooler->path);
    spooler->failing = !saved;
    spooler->save_due_ms = now_ms + BSM_SPOOLER_SAVE_EVERY_MS;
}

/* --- reading --- */

static enum bsm_status open_file(struct bsm_spooler *spooler, const struct bsm_journal *journal)
{
    char path[PATH_MAX];
    if (spooler->open)
        return BSM_OK;
    if (!bsm_journal_file(journal, spooler->reading.file, path))
        return BSM_GONE;
    enum bsm_status status = bsm_journal_reader_open(&spooler->reader, path);
    if (status != BSM_OK)
        return status;
    bsm_journal_reader_seek(&spooler->reader, &spooler->reading.in);
    spooler->open = true;
    return BSM_OK;
}

static void go_to_file(struct bsm_spooler *spooler, unsigned file)
{
    bsm_spooler_close(spooler);
    spooler->reading = (struct bsm_spooler_spot){.file = file};
}

/* The next line of all journals, whether it is stored or not. */
static bool read_on(struct bsm_spooler *spooler, const struct bsm_journal *journal, struct bsm_journal_line *line)
{
    if (spooler->reading.file + 1 < journal->files)
        go_to_file(spooler, journal->files - 1); /* the one it was in is dropped */
    for (;;) {
        enum bsm_status status = open_file(spooler, journal);
        if (status == BSM_FAULT)
            return false; /* for a time: no descriptor is free */
        if (status == BSM_OK && bsm_journal_reader_next(&spooler->reader, line) == BSM_OK) {
            spooler->reading.in = spooler->reader.spot;
            return true;
        }
        if (spooler->reading.file == journal->files)
            return false;
        go_to_file(spooler, spooler->reading.file + 1);
    }
}

bool bsm_spooler_next(struct bsm_spooler *spooler, const struct bsm_journal *journal, struct bsm_net_spool *spool)
{
    struct bsm_journal_line line;
    bool at_end = spooler->reading.file == journal->files && spooler->reading.in.offset >= journal->size;
    if (at_end || spooler->flying_count == BSM_SPOOLER_FLYING_MAX)
        return false;
    do
        if (!read_on(spooler, journal, &line))
            return false;
    while (line.place < spooler->stored);
    if (++spooler->last_request == 0)
        spooler->last_request = 1;
    spooler->flying[spooler->flying_count++] =
        (struct bsm_spooler_flying){.request = spooler->last_request, .after = line.after, .next = spooler->reading};
    spool->request = spooler->last_request;
    spool->place = (uint64_t)line.place;
    memcpy(spool->text, line.text, sizeof line.text);
    return true;
}

/* --- answers --- */

void bsm_spooler_stored(struct bsm_spooler *spooler, uint32_t request)
{
    int done = 0;
    for (int i = 0; i < spooler->flying_count; i++)
        if (spooler->flying[i].request == request)
            spooler->flying[i].stored = true;
    while (done < spooler->flying_count && spooler->flying[done].stored) {
        spooler->stored = spooler->flying[done].after;
        spooler->first = spooler->flying[done].next;
        done++;
    }
    spooler->flying_count -= done;
    memmove(spooler->flying, spooler->flying + done, (size_t)spooler->flying_count * sizeof spooler->flying[0]);
}

void bsm_spooler_again(struct bsm_spooler *spooler)
{
    spooler->flying_count = 0;
    bsm_spooler_close(spooler);
    spooler->reading = spooler->first;
}
