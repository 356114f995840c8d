/*
 * The kiosk's state folder as an enrolment fills it. Every file is written whole or not at all, the device's name last:
 * a folder that has it is complete, a folder without it is half done and may be gone on with.
 */
#ifndef BASMA_PROVISION_FOLDER_H
#define BASMA_PROVISION_FOLDER_H

#include <stddef.h>

#include "firmware/base/status.h"
#include "net/wire/wire.h"

enum { BSM_FOLDER_PROBLEM_SIZE = 256 };

/*
 * OK: complete and consistent, device is filled. GONE: not enrolled (yet). INVALID: it says it is complete and is not;
 * problem then has a sentence.
 */
enum bsm_status bsm_folder_check(const char *state, char device[BSM_WIRE_DEVICE_SIZE],
                                 char problem[BSM_FOLDER_PROBLEM_SIZE]);

/* Makes the folder and those in it, mode 0700. FAULT: cannot (errno tells). */
enum bsm_status bsm_folder_make(const char *state);

/* Writes what the centre gave. FAULT: cannot (errno tells); run again to go on. */
enum bsm_status bsm_folder_write(const char *state, const struct bsm_wire_enrolled *enrolled);

#endif
