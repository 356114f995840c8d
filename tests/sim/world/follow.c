#include "tests/sim/world/follow.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void bsm_follow_open(struct bsm_follow *follow, const char *path, bool from_end)
{
    struct stat now;
    *follow = (struct bsm_follow){0};
    snprintf(follow->path, sizeof follow->path, "%s", path);
    if (from_end && stat(path, &now) == 0)
        follow->offset = now.st_size;
}

static ssize_t read_at(struct bsm_follow *follow, char *bytes, size_t size)
{
    int fd = open(follow->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    struct stat now;
    if (fstat(fd, &now) == 0 && now.st_size < follow->offset)
        follow->offset = 0; /* a new file took its place */
    ssize_t got = pread(fd, bytes, size, follow->offset);
    close(fd);
    return got;
}

static bool parse(struct bsm_follow_line *line)
{
    char stamp[BSM_FOLLOW_WORD_MAX];
    return sscanf(line->text, "%63s %llu %63s", stamp, &line->round, line->event) == 3 && strchr(stamp, 'T');
}

bool bsm_follow_next(struct bsm_follow *follow, struct bsm_follow_line *line)
{
    for (;;) {
        char bytes[BSM_FOLLOW_LINE_MAX];
        ssize_t got = read_at(follow, bytes, sizeof bytes);
        if (got <= 0)
            return false;
        const char *end = memchr(bytes, '\n', (size_t)got);
        if (!end && got < (ssize_t)sizeof bytes)
            return false; /* not whole yet */
        size_t size = end ? (size_t)(end - bytes) : sizeof bytes - 1;
        follow->offset += (int64_t)size + 1;
        *line = (struct bsm_follow_line){0};
        memcpy(line->text, bytes, size);
        if (end && parse(line))
            return true;
    }
}

bool bsm_follow_value(const struct bsm_follow_line *line, const char *key, char *value, size_t size)
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

bool bsm_follow_says(const struct bsm_follow_line *line, const char *key, const char *value)
{
    char found[BSM_FOLLOW_LINE_MAX];
    return bsm_follow_value(line, key, found, sizeof found) && strcmp(found, value) == 0;
}
