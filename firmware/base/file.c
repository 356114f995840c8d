#include "firmware/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/wipe.h"

static enum bsm_status status_of_errno(void)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return BSM_GONE;
    return errno == EACCES || errno == EPERM ? BSM_DENIED : BSM_FAULT;
}

static bool read_all(int fd, uint8_t *bytes, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(fd, bytes + have, size - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        have += (size_t)got;
    }
    return true;
}

enum bsm_status bsm_file_read(const char *path, size_t limit, uint8_t **bytes, size_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return status_of_errno();
    enum bsm_status status = BSM_FAULT;
    uint8_t *buffer = NULL;
    struct stat info;
    if (fstat(fd, &info) != 0)
        goto done;
    if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size > limit) {
        status = BSM_INVALID;
        goto done;
    }
    size_t length = (size_t)info.st_size;
    buffer = malloc(length + 1);
    if (!buffer) {
        status = BSM_NO_MEMORY;
        goto done;
    }
    if (!read_all(fd, buffer, length)) {
        bsm_wipe_free(buffer, length);
        goto done;
    }
    buffer[length] = 0;
    *bytes = buffer;
    *size = length;
    status = BSM_OK;
done:
    close(fd);
    return status;
}

static bool write_all(int fd, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        size -= (size_t)put;
    }
    return true;
}

static bool sync_folder_of(const char *path)
{
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool synced = fsync(fd) == 0;
    close(fd);
    return synced;
}

enum bsm_status bsm_file_write(const char *path, const void *bytes, size_t size, mode_t mode)
{
    char temporary[PATH_MAX];
    if ((size_t)snprintf(temporary, sizeof temporary, "%s.tmp", path) >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return BSM_FAULT;
    }
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        return BSM_FAULT;
    bool written = fchmod(fd, mode) == 0 && write_all(fd, bytes, size) && fsync(fd) == 0;
    int saved_errno = errno;
    if (close(fd) != 0 && written) {
        saved_errno = errno;
        written = false;
    }
    if (!written || rename(temporary, path) != 0) {
        if (written)
            saved_errno = errno;
        unlink(temporary);
        errno = saved_errno;
        return BSM_FAULT;
    }
    return sync_folder_of(path) ? BSM_OK : BSM_FAULT;
}

enum bsm_status bsm_file_make_folders(const char *path, mode_t mode)
{
    char partial[PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof partial) {
        errno = ENAMETOOLONG;
        return BSM_FAULT;
    }
    memcpy(partial, path, length + 1);
    for (size_t i = 1; i <= length; i++) {
        if (partial[i] != '/' && partial[i] != '\0')
            continue;
        char kept = partial[i];
        partial[i] = '\0';
        if (mkdir(partial, mode) != 0 && errno != EEXIST)
            return BSM_FAULT;
        partial[i] = kept;
    }
    return BSM_OK;
}
