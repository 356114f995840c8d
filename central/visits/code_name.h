/* Short names for what a person keeps: an appointment, a receipt. "K7Q2-M4P": no letter or digit looks like another. */
#ifndef BASMA_CENTRAL_VISITS_CODE_NAME_H
#define BASMA_CENTRAL_VISITS_CODE_NAME_H

#include <stdbool.h>

#include "net/wire/wire.h"

/* A random one, of 2^35. */
void bsm_code_name_make(char name[BSM_WIRE_CODE_NAME_SIZE]);

/* As somebody types it: in small letters, or without its dash. False: it is none. */
bool bsm_code_name_parse(const char *text, char name[BSM_WIRE_CODE_NAME_SIZE]);

#endif
