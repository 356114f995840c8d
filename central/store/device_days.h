/* How much a kiosk has made us keep on a day (of UTC), by kind: so that one in wrong hands does not fill the disk. */
#ifndef BASMA_CENTRAL_STORE_DEVICE_DAYS_H
#define BASMA_CENTRAL_STORE_DEVICE_DAYS_H

#include "central/store/db.h"

enum bsm_device_use {
    BSM_DEVICE_REQUESTS = 1, /* with an effect: each leaves an answer, and most an entry of the audit */
    BSM_DEVICE_LINES,        /* of its journal */
    BSM_DEVICE_WISHES,       /* for an appointment: each sends a message to any number, also where none is given */
};

/* Counts so many more, where they are not more than most on the day: else DENIED, and *first tells whether it is the
 * first time of the day. In the transaction of what is kept. */
enum bsm_status bsm_device_day_count(struct bsm_db *db, const char *device, enum bsm_device_use use, int64_t day,
                                     int64_t count, int64_t most, bool *first);
enum bsm_status bsm_device_days_purge(struct bsm_db *db, int64_t before_day);

#endif
