/* Which fingers the centre asks of a person. */
#ifndef BASMA_CENTRAL_API_ASKED_H
#define BASMA_CENTRAL_API_ASKED_H

#include <stdbool.h>

#include "enroll/record/record.h"

enum { BSM_ASKED_MAX = 2 };

/* Two enrolled fingers, those first that most people give best; one where one is enrolled. */
int bsm_asked_fingers(const struct bsm_record *reference, enum bsm_position asked[BSM_ASKED_MAX]);

/* Whether the probe holds all that is asked for, and a face. */
bool bsm_asked_is_there(const struct bsm_record *reference, const struct bsm_record *probe);

#endif
