#include "firmware/base/status.h"

const char *bsm_status_name(enum bsm_status status)
{
    switch (status) {
    case BSM_OK: return "ok";
    case BSM_RETRY: return "retry";
    case BSM_BUSY: return "busy";
    case BSM_TIMEOUT: return "timeout";
    case BSM_CANCELLED: return "cancelled";
    case BSM_GONE: return "gone";
    case BSM_INVALID: return "invalid";
    case BSM_DENIED: return "denied";
    case BSM_NO_MEMORY: return "no_memory";
    case BSM_FAULT: return "fault";
    }
    return "unknown";
}
