#include "firmware/hub/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/hub/journal_reader.h"

static void complain(struct bsm_journal *journal, const char *what)
{
    if (!journal->failing)
        bsm_log(BSM_LOG_ERROR, "firmware/hub",
                "the journal cannot be %s, file=%s error=%s; free space or mend the folder, visits go on meanwhile",
                what, journal->path, strerror(errno));
    journal->failing = true;
}

/* --- lines --- */

static bool append(struct bsm_journal *journal, const char *line, size_t size)
{
    ssize_t written;
    do
        written = write(journal->fd, line, size);
    while (written < 0 && errno == EINTR);
    bool whole = written == (ssize_t)size;
    if (whole) {
        journal->failing = journal->cut = false;
    } else {
        journal->cut = journal->cut || written > 0;
        if (written >= 0)
            errno = ENOSPC;
        complain(journal, "written");
    }
    if (written > 0)
        journal->size += written;
    return whole;
}

/* A line of its own, whatever stands before it. */
static bool append_line(struct bsm_journal *journal, const char *line, size_t size)
{
    char whole[BSM_JOURNAL_LINE_MAX + 1] = "\n";
    size_t before = journal->cut ? 1 : 0;
    memcpy(whole + before, line, size);
    return append(journal, whole, before + size);
}

__attribute__((format(printf, 3, 0))) static size_t make_line(char line[BSM_JOURNAL_LINE_MAX], uint32_t round,
                                                              const char *format, va_list arguments)
{
    char now[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(bsm_clock_unix_ms(), now);
    size_t size = (size_t)snprintf(line, BSM_JOURNAL_LINE_MAX, "%s %u ", now, round);
    vsnprintf(line + size, BSM_JOURNAL_LINE_MAX - 1 - size, format, arguments);
    size_t length = strlen(line);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[length++] = '\n';
    return length;
}

__attribute__((format(printf, 2, 3))) static bool write_own(struct bsm_journal *journal, const char *format, ...)
{
    char line[BSM_JOURNAL_LINE_MAX];
    va_list arguments;
    va_start(arguments, format);
    size_t size = make_line(line, 0, format, arguments);
    va_end(arguments);
    return append_line(journal, line, size);
}

/* --- lines that wait for room --- */

static void keep_waiting(struct bsm_journal *journal, const char *line, size_t size)
{
    if (journal->lost || journal->waiting_size + size > sizeof journal->waiting) {
        journal->lost++;
        return;
    }
    memcpy(journal->waiting + journal->waiting_size, line, size);
    journal->waiting_size += size;
}

/* What waits, in its order. False: some of it still does. */
static bool write_waiting(struct bsm_journal *journal)
{
    size_t done = 0;
    while (done < journal->waiting_size) {
        const char *line = journal->waiting + done;
        const char *end = memchr(line, '\n', journal->waiting_size - done);
        size_t size = (size_t)(end - line) + 1;
        if (!append_line(journal, line, size))
            break;
        done += size;
    }
    journal->waiting_size -= done;
    memmove(journal->waiting, journal->waiting + done, journal->waiting_size);
    if (journal->waiting_size == 0 && journal->lost && write_own(journal, "journal_lost lines=%u", journal->lost))
        journal->lost = 0;
    return journal->waiting_size == 0 && journal->lost == 0;
}

/* --- files --- */

static bool lacks_end(const struct bsm_journal *journal)
{
    char last;
    int fd = open(journal->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool lacks = fd >= 0 && journal->size > 0 && pread(fd, &last, 1, journal->size - 1) == 1 && last != '\n';
    if (fd >= 0)
        close(fd);
    return lacks;
}

static bool reopen(struct bsm_journal *journal)
{
    struct stat info;
    journal->fd = open(journal->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (journal->fd < 0 || fstat(journal->fd, &info) != 0) {
        complain(journal, "opened");
        return false;
    }
    journal->size = info.st_size;
    journal->cut = lacks_end(journal);
    return true;
}

/* The line that gives this and all after it their places: on the disk before any of them is used. */
static bool begin(struct bsm_journal *journal)
{
    int64_t offset = journal->size + (journal->cut ? 1 : 0);
    if (!write_own(journal, "journal begins=%016" PRId64, journal->next))
        return false;
    if (fsync(journal->fd) != 0) {
        complain(journal, "brought to the disk");
        return false;
    }
    journal->base = journal->next - offset;
    journal->numbered = true;
    return true;
}

/* The place after the last line of a file; 0 where it has none. */
static int64_t end_of(const char *path)
{
    struct bsm_journal_reader reader;
    struct bsm_journal_line line = {.after = 0};
    if (bsm_journal_reader_open(&reader, path) == BSM_OK)
        while (bsm_journal_reader_next(&reader, &line) == BSM_OK)
            ;
    bsm_journal_reader_close(&reader);
    return line.after;
}

static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

void bsm_journal_open(struct bsm_journal *journal, const char *state_folder, int64_t above)
{
    char old[PATH_MAX];
    memset(journal, 0, sizeof *journal);
    journal->fd = -1;
    journal->files = 2;
    snprintf(journal->path, sizeof journal->path, "%s/journal", state_folder);
    journal->stored = above;
    if (bsm_journal_file(journal, 1, old))
        journal->aside_end = end_of(old);
    journal->next = larger(larger(journal->aside_end, end_of(journal->path)), above) + BSM_JOURNAL_JUMP;
    journal->next = larger(journal->next, bsm_clock_unix_ms() / 1000 << 20);
    if (reopen(journal))
        begin(journal);
}

void bsm_journal_close(struct bsm_journal *journal)
{
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = -1;
}

bool bsm_journal_file(const struct bsm_journal *journal, unsigned file, char path[PATH_MAX])
{
    bool aside = file + 1 == journal->files;
    return (aside || file == journal->files) &&
           snprintf(path, PATH_MAX, "%s%s", journal->path, aside ? ".1" : "") < PATH_MAX;
}

/* --- a journal that is large enough --- */

static bool is_full(const struct bsm_journal *journal)
{
    bool waits = journal->stored < journal->aside_end;
    return journal->size >= (waits ? BSM_JOURNAL_HELD_MAX : BSM_JOURNAL_SIZE_MAX);
}

static void rotate(struct bsm_journal *journal)
{
    char old[PATH_MAX];
    int64_t lost = journal->aside_end > journal->stored ? journal->aside_end - journal->stored : 0;
    bool named = bsm_journal_file(journal, journal->files - 1, old);
    if (journal->cut)
        append(journal, "\n", 1);
    if (!named || rename(journal->path, old) != 0) {
        complain(journal, "set aside");
        return;
    }
    bsm_journal_close(journal);
    journal->files++;
    journal->aside_end = journal->next = journal->base + journal->size;
    journal->numbered = false;
    if (reopen(journal) && begin(journal) && lost > 0)
        write_own(journal, "journal_dropped bytes=%" PRId64, lost);
}

void bsm_journal_write(struct bsm_journal *journal, uint32_t round, const char *format, ...)
{
    if (journal->fd >= 0 && journal->numbered && is_full(journal))
        rotate(journal);
    char line[BSM_JOURNAL_LINE_MAX];
    va_list arguments;
    va_start(arguments, format);
    size_t size = make_line(line, round, format, arguments);
    va_end(arguments);
    bool ready = (journal->fd >= 0 || reopen(journal)) && (journal->numbered || begin(journal));
    if (!ready || !write_waiting(journal) || !append_line(journal, line, size))
        keep_waiting(journal, line, size);
}
