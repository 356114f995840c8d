/* A picture file in memory: RGB, rows from the top. */
#ifndef BASMA_TESTS_SIM_CAMERA_RASTER_H
#define BASMA_TESTS_SIM_CAMERA_RASTER_H

#include <stdbool.h>
#include <stdint.h>

struct raster {
    int width, height;
    uint8_t *rgb; /* owned */
};

/* Reads a JPEG or PNG of 2 to 6000 px a side. False where it cannot; finish it in any case. */
bool raster_load(struct raster *raster, const char *path);
void raster_finish(struct raster *raster);

/* The weighted mean of the pixels around x, y, within `scale` of them; at least a bilinear blend. Beyond the edges the
 * nearest pixel counts. */
void raster_sample(const struct raster *raster, double x, double y, double scale, int rgb[3]);

#endif
