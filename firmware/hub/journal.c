#include "firmware/hub/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"

static void complain(struct bsm_journal *journal, const char *what)
{
    if (!journal->failing)
        bsm_log(BSM_LOG_ERROR, "firmware/hub",
                "the journal cannot be %s, file=%s error=%s; free space or mend the folder, visits go on meanwhile",
                what, journal->path, strerror(errno));
    journal->failing = true;
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
    return true;
}

void bsm_journal_open(struct bsm_journal *journal, const char *state_folder)
{
    memset(journal, 0, sizeof *journal);
    journal->fd = -1;
    snprintf(journal->path, sizeof journal->path, "%s/journal", state_folder);
    reopen(journal);
}

void bsm_journal_close(struct bsm_journal *journal)
{
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = -1;
}

static void rotate(struct bsm_journal *journal)
{
    char old[PATH_MAX];
    bool named = (size_t)snprintf(old, sizeof old, "%s.1", journal->path) < sizeof old;
    bsm_journal_close(journal);
    if (!named || rename(journal->path, old) != 0)
        complain(journal, "set aside");
    reopen(journal);
}

static void append(struct bsm_journal *journal, const char *line, size_t size)
{
    ssize_t written;
    do
        written = write(journal->fd, line, size);
    while (written < 0 && errno == EINTR);
    if (written == (ssize_t)size) {
        journal->failing = journal->cut = false;
    } else {
        journal->cut = journal->cut || written > 0;
        if (written >= 0)
            errno = ENOSPC;
        complain(journal, "written");
    }
    if (written > 0)
        journal->size += written;
}

void bsm_journal_write(struct bsm_journal *journal, uint32_t round, const char *format, ...)
{
    if (journal->fd >= 0 && journal->size >= BSM_JOURNAL_SIZE_MAX)
        rotate(journal);
    if (journal->fd < 0 && !reopen(journal))
        return;
    char line[BSM_JOURNAL_LINE_MAX], now[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(bsm_clock_unix_ms(), now);
    size_t size = (size_t)snprintf(line, sizeof line, "%s%s %u ", journal->cut ? "\n" : "", now, round);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + size, sizeof line - 1 - size, format, arguments);
    va_end(arguments);
    size_t length = strlen(line);
    for (size_t i = journal->cut ? 1 : 0; i < length; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[length++] = '\n';
    append(journal, line, length);
}
