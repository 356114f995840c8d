/* Where ridges end and join, found in ridges that are known to be without fault. */
#ifndef BASMA_SIM_PRINT_MINUTIAE_H
#define BASMA_SIM_PRINT_MINUTIAE_H

#include <stdint.h>

#include "firmware/base/status.h"
#include "tests/sim/print/print.h"

/* ridges: of a master, as grown. *minutiae is the caller's to free. NO_MEMORY. */
enum bsm_status minutiae_find(const int8_t *ridges, struct bsm_print_minutia **minutiae, int *count);

#endif
