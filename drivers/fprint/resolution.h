/*
 * Pixels per inch of the pictures that each libfprint driver gives. fp_image_get_ppmm() says 0 or a constant for all of
 * them, and without the true figure no print can be compared with one of another reader.
 */
#ifndef BASMA_DRIVERS_FPRINT_RESOLUTION_H
#define BASMA_DRIVERS_FPRINT_RESOLUTION_H

/* driver is libfprint's name of it; for one that is not in the table 500, the commonest, with a warning in the log
 * once a call. Never outside BSM_RESOLUTION_MIN_PPI..MAX_PPI. */
int bsm_fprint_resolution_ppi(const char *driver);

#endif
