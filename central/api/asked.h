/* Which fingers the centre asks of a person. */
#ifndef BASMA_CENTRAL_API_ASKED_H
#define BASMA_CENTRAL_API_ASKED_H

#include <stdbool.h>

#include "enroll/record/record.h"
#include "net/wire/wire.h"

enum { BSM_ASKED_MAX = 2 };

/* Two enrolled fingers that are not missing, those first that most people give best; one, or none, where no more are. A
 * set of missing fingers has bit n for finger position n. */
int bsm_asked_fingers(const struct bsm_record *reference, uint32_t missing, enum bsm_position asked[BSM_ASKED_MAX]);

/* What is asked of the person of this record; of nobody's record, what most are asked. Where no finger is left, the
 * face alone. */
void bsm_asked_answer(const struct bsm_record *reference, uint32_t missing, struct bsm_wire_claimed *answer);

/* Whether the probe holds all that is asked for, and a face. */
bool bsm_asked_is_there(const struct bsm_record *reference, uint32_t missing, const struct bsm_record *probe);

#endif
