/*
 * One line of a register extract: a person as a JSON object, their pictures as files beside the extract.
 *
 *     {"id_number":"1...","name_ar":"...","name_en":"...","birth_date":"1990-05-17","mobile":"+9665...","account":"PENDING",
 *      "fingers":[{"position":2,"file":"fingers/x.pgm","resolution_ppi":500}],"face":{"file":"faces/x.png"}}
 *
 * A position may stand up to five times: several impressions of a finger are kept as views of it, which makes it known
 * far surer. Strict: every member must be there, of its type and in its range; no other may. mobile may be "" (none on
 * file). Files are named relative to the extract and may not lead out of its folder. Any thread; nothing blocks.
 */
#ifndef BASMA_CENTRAL_TOOLS_EXTRACT_H
#define BASMA_CENTRAL_TOOLS_EXTRACT_H

#include <stddef.h>

#include "central/store/people.h"
#include "enroll/record/record.h"
#include "firmware/base/biometric.h"
#include "firmware/base/identity.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"

enum {
    BSM_EXTRACT_LINE_MAX = 16 * 1024,
    BSM_EXTRACT_FILE_SIZE = 256,
    BSM_EXTRACT_WHY_SIZE = 256,
    BSM_EXTRACT_FINGERS_MAX = BSM_POSITION_MAX * BSM_FINGER_VIEWS_MAX,
};

struct bsm_extract_finger {
    enum bsm_position position;
    char file[BSM_EXTRACT_FILE_SIZE];
    int resolution_ppi;
};

struct bsm_extract_row {
    char id_number[BSM_ID_NUMBER_SIZE];
    char name_ar[BSM_PERSON_NAME_SIZE];
    char name_en[BSM_PERSON_NAME_SIZE];
    char birth_date[BSM_DATE_SIZE];
    char mobile[BSM_PERSON_MOBILE_SIZE];
    enum bsm_account_state account;
    int fingers_count;
    struct bsm_extract_finger fingers[BSM_EXTRACT_FINGERS_MAX];
    char face_file[BSM_EXTRACT_FILE_SIZE];
};

/* INVALID: why holds what is wrong, without naming anything personal. */
enum bsm_status bsm_extract_read(const char *line, size_t size, struct bsm_extract_row *row,
                                 char why[BSM_EXTRACT_WHY_SIZE]);

#endif
