#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "central/sms/sms.h"
#include "firmware/base/wipe.h"

enum { LINE_MAX_BYTES = 1024 };

struct file_driver {
    struct bsm_sms sms;
    int fd;
    atomic_bool torn; /* the last line has no end: a disk was full in the middle of it */
};

/* JSON string (RFC 8259 section 7); false when it does not fit. UTF-8 goes through as it is. */
static bool append_string(char *line, size_t *used, const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (*used + 8 > LINE_MAX_BYTES) {
            return false;
        }
        if (byte < 0x20) {
            *used += (size_t)snprintf(line + *used, LINE_MAX_BYTES - *used, "\\u%04x", byte);
        } else {
            if (byte == '"' || byte == '\\') {
                line[(*used)++] = '\\';
            }
            line[(*used)++] = (char)byte;
        }
    }
    return true;
}

static void append_plain(char *line, size_t *used, const char *text)
{
    size_t length = strlen(text);
    if (*used + length < LINE_MAX_BYTES) {
        memcpy(line + *used, text, length);
        *used += length;
    }
}

/* One write(2): lines of two threads do not mix in a file opened for appending. */
static enum bsm_status send_to_file(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    struct file_driver *driver = (struct file_driver *)sms;
    char line[LINE_MAX_BYTES];
    size_t used = 0;
    bool torn = atomic_exchange(&driver->torn, false);
    append_plain(line, &used, torn ? "\n{\"to\":\"" : "{\"to\":\"");
    bool fits = append_string(line, &used, to);
    append_plain(line, &used, "\",\"text\":\"");
    fits = fits && append_string(line, &used, text) && used + 40 < sizeof line;
    enum bsm_status status = BSM_FAULT;
    if (fits) {
        used += (size_t)snprintf(line + used, sizeof line - used, "\",\"at\":%" PRId64 "}\n", now_unix_ms);
        ssize_t written = write(driver->fd, line, used);
        status = written == (ssize_t)used ? BSM_OK : BSM_FAULT;
        torn = status != BSM_OK && (torn || written > 0);
    }
    if (torn) {
        atomic_store(&driver->torn, true);
    }
    bsm_wipe(line, sizeof line);
    return status;
}

static void destroy_file(struct bsm_sms *sms)
{
    struct file_driver *driver = (struct file_driver *)sms;
    close(driver->fd);
    free(driver);
}

static const struct bsm_sms_ops file_ops = {.send = send_to_file, .destroy = destroy_file};

/* A file that is still empty is made private; in one that holds messages somebody may have read already. */
static bool only_the_owner_reads(int fd)
{
    struct stat about;
    if (fstat(fd, &about)) {
        return false;
    }
    return (about.st_mode & 077) == 0 || (about.st_size == 0 && !fchmod(fd, 0600));
}

static bool last_line_is_torn(const char *path, int fd)
{
    struct stat about;
    if (fstat(fd, &about) || !S_ISREG(about.st_mode) || about.st_size == 0) {
        return false;
    }
    char last = '\n';
    int reader = open(path, O_RDONLY | O_CLOEXEC);
    bool torn = reader >= 0 && pread(reader, &last, 1, about.st_size - 1) == 1 && last != '\n';
    if (reader >= 0) {
        close(reader);
    }
    return torn;
}

enum bsm_status bsm_sms_open_file(const char *path, struct bsm_sms **sms)
{
    struct file_driver *driver = calloc(1, sizeof *driver);
    if (!driver) {
        return BSM_NO_MEMORY;
    }
    driver->sms.ops = &file_ops;
    driver->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (driver->fd < 0) {
        free(driver);
        return BSM_FAULT;
    }
    if (!only_the_owner_reads(driver->fd)) {
        destroy_file(&driver->sms);
        return BSM_DENIED;
    }
    atomic_store(&driver->torn, last_line_is_torn(path, driver->fd));
    *sms = &driver->sms;
    return BSM_OK;
}
