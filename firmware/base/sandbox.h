/*
 * What a process of the kiosk gives up once it is set up. Best defence of a leaf that parses hostile bytes: it cannot gain
 * privileges, leave a core file behind, be traced by its siblings, or (where asked) reach the network.
 */
#ifndef BASMA_BASE_SANDBOX_H
#define BASMA_BASE_SANDBOX_H

#include "firmware/base/status.h"

enum bsm_sandbox {
    BSM_SANDBOX_BASIC = 0,      /* no new privileges, no core file, not dumpable, dies with its parent */
    BSM_SANDBOX_NO_NETWORK = 1, /* also: socket(2) for anything but local (AF_UNIX) and kernel (AF_NETLINK) fails EACCES,
                                 * and there is no io_uring */
};

/*
 * Enters it for the whole process, with the threads that are there already; what is open stays open. Cannot be left.
 * FAULT when the kernel refuses; the process should then not go on.
 */
enum bsm_status bsm_sandbox_enter(enum bsm_sandbox sandbox);

#endif
