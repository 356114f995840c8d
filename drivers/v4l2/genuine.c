#include "drivers/v4l2/genuine.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

enum { VIDEO_MAJOR = 81 };

/* Kernel modules that make cameras out of nothing but have a driver in the tree. */
static const char *const makers[] = {"vivid", "vimc", "v4l2loopback"};

const char *genuine_doubt(int fd)
{
    struct stat status;
    char link[64], target[PATH_MAX];
    if (fstat(fd, &status) != 0 || !S_ISCHR(status.st_mode) || major(status.st_rdev) != VIDEO_MAJOR)
        return "it is no video device of the kernel";
    snprintf(link, sizeof link, "/sys/dev/char/%u:%u/device/driver", major(status.st_rdev), minor(status.st_rdev));
    if (!realpath(link, target))
        return "no hardware with a driver is behind it";
    const char *driver = strrchr(target, '/') + 1;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (strcmp(driver, makers[i]) == 0)
            return "its driver makes pictures up";
    return NULL;
}
