/* Forgetting: memory that held something personal is overwritten before it is given back. */
#ifndef BASMA_BASE_WIPE_H
#define BASMA_BASE_WIPE_H

#include <stddef.h>

/* Overwrites size bytes with zeroes; never optimised away. A NULL with size 0 is fine. */
void bsm_wipe(void *memory, size_t size);

/* bsm_wipe, then free. NULL is fine. */
void bsm_wipe_free(void *memory, size_t size);

#endif
