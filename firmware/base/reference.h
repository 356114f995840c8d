/* What a person keeps of a visit to be recognised by: "K7Q2-M4P". No letter or digit looks like another. */
#ifndef BASMA_BASE_REFERENCE_H
#define BASMA_BASE_REFERENCE_H

#include "firmware/base/random.h"

enum { BSM_REFERENCE_SIZE = 9 };

/* Of a visit's identifier, from the bits in it that are by chance: kiosk and centre come to the same. */
void bsm_reference_of(const struct bsm_uuid *visit, char reference[BSM_REFERENCE_SIZE]);

#endif
