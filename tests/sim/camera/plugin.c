/*
 * The two doors by which the virtual camera comes below libv4l2: the plugin table that the library looks up, and a
 * glob() of our own, preloaded, that names this very file when the library looks for its plugins.
 *
 * libv4l2 has no hook for mmap. So the application's descriptor, which is of the control file, is replaced (dup3) by
 * one of the shared memory that holds the frames, and the real mmap does the rest.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <libv4l-plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/sim/camera/device.h"

#define EXPORT __attribute__((visibility("default")))

extern const struct libv4l_dev_ops libv4l2_plugin;

static bool is_control_file(int fd, char path[PATH_MAX])
{
    char link[64], head[64];
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    ssize_t size = pread(fd, head, sizeof head, 0);
    if (size < 0 || !control_is_marked(head, (size_t)size))
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    return true;
}

static void *plugin_init(int fd)
{
    char path[PATH_MAX];
    if (!is_control_file(fd, path))
        return NULL;
    struct device *device = device_open(path);
    if (!device)
        return NULL;
    if (dup3(device->memory_fd, fd, O_CLOEXEC) < 0) {
        device_close(device);
        return NULL;
    }
    return device;
}

static void plugin_close(void *device) { device_close(device); }

static int plugin_ioctl(void *device, int fd, unsigned long request, void *argument)
{
    (void)fd;
    int error = device_ioctl(device, request, argument);
    if (!error)
        return 0;
    errno = error;
    return -1;
}

EXPORT const struct libv4l_dev_ops libv4l2_plugin = {
    .init = plugin_init,
    .close = plugin_close,
    .ioctl = plugin_ioctl,
};

/* As glibc's glob allocates, so that its globfree may free. */
static int name_this_file(glob_t *result)
{
    Dl_info self;
    if (!dladdr(&libv4l2_plugin, &self) || !self.dli_fname)
        return GLOB_NOMATCH;
    memset(result, 0, sizeof *result);
    result->gl_pathv = calloc(2, sizeof *result->gl_pathv);
    if (!result->gl_pathv)
        return GLOB_NOSPACE;
    result->gl_pathv[0] = strdup(self.dli_fname);
    result->gl_pathc = result->gl_pathv[0] ? 1 : 0;
    return 0;
}

EXPORT int glob(const char *pattern, int flags, int (*on_error)(const char *, int), glob_t *result)
{
    if (strstr(pattern, "/libv4l/plugins/"))
        return name_this_file(result);
    int (*real)(const char *, int, int (*)(const char *, int), glob_t *);
    void *symbol = dlsym(RTLD_NEXT, "glob");
    memcpy(&real, &symbol, sizeof real);
    return real ? real(pattern, flags, on_error, result) : GLOB_ABORTED;
}
