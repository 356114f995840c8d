/*
 * Tells the service manager that the kiosk is up and alive (the protocol of sd_notify(3), spoken by hand). Without
 * NOTIFY_SOCKET in the environment every call does nothing. Nothing blocks: what the manager does not take is lost.
 */
#ifndef BASMA_HUB_WATCHDOG_H
#define BASMA_HUB_WATCHDOG_H

#include <stdint.h>

struct bsm_watchdog {
    int fd;              /* owned, connected; -1: nobody asked */
    int64_t interval_ms; /* half of WATCHDOG_USEC; 0: no watchdog */
    int64_t due_ms;      /* of the next sign of life; monotonic */
};

/* Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. */
void bsm_watchdog_init(struct bsm_watchdog *watchdog, int64_t now_ms);

/* "READY=1", "STOPPING=1". */
void bsm_watchdog_say(struct bsm_watchdog *watchdog, const char *what);

/* Says WATCHDOG=1 where it is due. */
void bsm_watchdog_tick(struct bsm_watchdog *watchdog, int64_t now_ms);

void bsm_watchdog_finish(struct bsm_watchdog *watchdog);

#endif
