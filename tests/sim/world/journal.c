#include "tests/sim/world/journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void bsm_journal_open(struct bsm_journal *journal, const char *path, bool from_end)
{
    struct stat now;
    *journal = (struct bsm_journal){0};
    snprintf(journal->path, sizeof journal->path, "%s", path);
    if (from_end && stat(path, &now) == 0)
        journal->offset = now.st_size;
}

static ssize_t read_at(struct bsm_journal *journal, char *bytes, size_t size)
{
    int fd = open(journal->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    struct stat now;
    if (fstat(fd, &now) == 0 && now.st_size < journal->offset)
        journal->offset = 0; /* a new file took its place */
    ssize_t got = pread(fd, bytes, size, journal->offset);
    close(fd);
    return got;
}

static bool parse(struct bsm_journal_line *line)
{
    char stamp[BSM_JOURNAL_WORD_MAX];
    return sscanf(line->text, "%63s %llu %63s", stamp, &line->round, line->event) == 3 && strchr(stamp, 'T');
}

bool bsm_journal_next(struct bsm_journal *journal, struct bsm_journal_line *line)
{
    for (;;) {
        char bytes[BSM_JOURNAL_LINE_MAX];
        ssize_t got = read_at(journal, bytes, sizeof bytes);
        if (got <= 0)
            return false;
        const char *end = memchr(bytes, '\n', (size_t)got);
        if (!end && got < (ssize_t)sizeof bytes)
            return false; /* not whole yet */
        size_t size = end ? (size_t)(end - bytes) : sizeof bytes - 1;
        journal->offset += (int64_t)size + 1;
        *line = (struct bsm_journal_line){0};
        memcpy(line->text, bytes, size);
        if (end && parse(line))
            return true;
    }
}

bool bsm_journal_value(const struct bsm_journal_line *line, const char *key, char *value, size_t size)
{
    size_t key_size = strlen(key);
    value[0] = 0;
    for (const char *at = strchr(line->text, ' '); at; at = strchr(at, ' ')) {
        at++;
        if (strncmp(at, key, key_size) != 0 || at[key_size] != '=')
            continue;
        at += key_size + 1;
        size_t value_size = strcspn(at, " ");
        if (value_size >= size)
            return false;
        memcpy(value, at, value_size);
        value[value_size] = 0;
        return true;
    }
    return false;
}

bool bsm_journal_says(const struct bsm_journal_line *line, const char *key, const char *value)
{
    char found[BSM_JOURNAL_LINE_MAX];
    return bsm_journal_value(line, key, found, sizeof found) && strcmp(found, value) == 0;
}
