/*
 * The file of offices: JSON, one office a line; empty lines are passed over.
 *
 *     {"id":"olaya","name_ar":"مكتب العليا","name_en":"Olaya office, King Fahd Road","hours":{"sun":"08:00-14:30"},
 *      "slot_minutes":30,"capacity":2,"lead_hours":24,"days":21,"closed":["2026-12-03"],"sites":["riyadh-1"]}
 *
 * id: a-z 0-9 - ; hours: by weekday (sun mon tue wed thu fri sat), the last appointment ends when it closes; capacity:
 * people at the same time; lead_hours: from now to the first appointment that can be taken; days: how far ahead;
 * closed: days without; sites: of kiosks that it is near to, none or absent: of all. utc_offset_minutes: of its clock,
 * 180 where absent. Anything else in a line is refused.
 */
#ifndef BASMA_CENTRAL_OFFICES_OFFICE_FILE_H
#define BASMA_CENTRAL_OFFICES_OFFICE_FILE_H

#include <stddef.h>

#include "central/store/offices.h"

enum { BSM_OFFICE_WHY_SIZE = 160, BSM_OFFICE_FILE_MAX = 4 * 1024 * 1024, BSM_OFFICE_UTC_OFFSET = 180 };

/* One line without its end. INVALID: why says what is wrong. */
enum bsm_status bsm_office_line_read(const char *line, size_t size, struct bsm_office_import *office,
                                     char why[BSM_OFFICE_WHY_SIZE]);

#endif
