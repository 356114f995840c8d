/* Synthetic prints as files. */
#ifndef BASMA_SIM_PRINT_PGM_H
#define BASMA_SIM_PRINT_PGM_H

#include "firmware/base/image.h"

/* Writes a grey picture as PGM (Netpbm P5), whole or not at all. NO_MEMORY; FAULT (errno tells). */
enum bsm_status sim_pgm_write(const char *path, const struct bsm_image *picture);

#endif
