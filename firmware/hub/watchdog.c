#include "firmware/hub/watchdog.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "firmware/base/log.h"

/* A path, or "@name" for the abstract name space (unix(7)). */
static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if ((path[0] != '/' && path[0] != '@') || length >= sizeof address.sun_path)
        return -1;
    memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (path[0] == '/' ? 1 : 0));
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, size) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static int64_t watchdog_interval_ms(void)
{
    const char *usec = getenv("WATCHDOG_USEC");
    const char *pid = getenv("WATCHDOG_PID");
    if (!usec || (pid && strtoll(pid, NULL, 10) != getpid()))
        return 0;
    long long value = strtoll(usec, NULL, 10);
    return value > 0 ? value / 2000 + 1 : 0;
}

void bsm_watchdog_init(struct bsm_watchdog *watchdog, int64_t now_ms)
{
    const char *path = getenv("NOTIFY_SOCKET");
    *watchdog = (struct bsm_watchdog){.fd = -1};
    if (!path)
        return;
    watchdog->fd = connect_to(path);
    if (watchdog->fd < 0)
        bsm_log(BSM_LOG_WARNING, "firmware/hub", "the service manager cannot be told, NOTIFY_SOCKET is not usable");
    else
        watchdog->interval_ms = watchdog_interval_ms();
    watchdog->due_ms = now_ms;
}

void bsm_watchdog_say(struct bsm_watchdog *watchdog, const char *what)
{
    if (watchdog->fd >= 0)
        send(watchdog->fd, what, strlen(what), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void bsm_watchdog_tick(struct bsm_watchdog *watchdog, int64_t now_ms)
{
    if (watchdog->interval_ms == 0 || now_ms < watchdog->due_ms)
        return;
    bsm_watchdog_say(watchdog, "WATCHDOG=1");
    watchdog->due_ms = now_ms + watchdog->interval_ms;
}

void bsm_watchdog_finish(struct bsm_watchdog *watchdog)
{
    if (watchdog->fd >= 0)
        close(watchdog->fd);
    watchdog->fd = -1;
}
