#include "firmware/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 512 };

static enum bsm_log_level lowest_level = BSM_LOG_INFO;

void bsm_log_set_level(enum bsm_log_level lowest) { lowest_level = lowest; }

static const char *level_name(enum bsm_log_level level)
{
    switch (level) {
    case BSM_LOG_DEBUG: return "debug";
    case BSM_LOG_INFO: return "info";
    case BSM_LOG_WARNING: return "warning";
    case BSM_LOG_ERROR: return "error";
    }
    return "info";
}

void bsm_log(enum bsm_log_level level, const char *subsystem, const char *format, ...)
{
    if (level < lowest_level)
        return;
    int saved_errno = errno;
    char line[LINE_MAX_BYTES];
    int head = snprintf(line, sizeof line - 1, "%s %s: ", level_name(level), subsystem);
    size_t size = head < 0 ? 0 : (size_t)head;
    if (size > sizeof line - 2)
        size = sizeof line - 2;
    va_list arguments;
    va_start(arguments, format);
    int body = vsnprintf(line + size, sizeof line - 1 - size, format, arguments);
    va_end(arguments);
    if (body > 0)
        size += strnlen(line + size, sizeof line - 2 - size);
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[size++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, size);
    (void)written; /* nowhere left to tell it */
    errno = saved_errno;
}
