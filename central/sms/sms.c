#include "central/sms/sms.h"

#include <stddef.h>

enum bsm_status bsm_sms_send(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    return sms->ops->send(sms, to, text, now_unix_ms);
}

void bsm_sms_destroy(struct bsm_sms *sms)
{
    if (sms) {
        sms->ops->destroy(sms);
    }
}
