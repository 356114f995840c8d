#include "firmware/base/wipe.h"

#include <stdlib.h>
#include <string.h>

void bsm_wipe(void *memory, size_t size)
{
    if (size > 0)
        explicit_bzero(memory, size);
}

void bsm_wipe_free(void *memory, size_t size)
{
    if (memory) {
        bsm_wipe(memory, size);
        free(memory);
    }
}
