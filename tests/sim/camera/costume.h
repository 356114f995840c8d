/*
 * What a picture that was cut too close lacks of a person: the crown of the head above it, and clothes below it.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_COSTUME_H
#define BASMA_TESTS_SIM_CAMERA_COSTUME_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/raster.h"

struct paint {
    double rgb[3];
    double opacity; /* 0..1 */
};

struct costume {
    struct box face;
    int height; /* of the picture */
    bool has_crown, has_clothes;
    int hair_left, hair_right; /* columns of the picture's first row */
    double hair[3];            /* its mean colour there */
    const double *cloth;
};

/* visible_rows: how much of the source's height there is room for in the frame, from its first row. */
void costume_choose(struct costume *costume, const struct raster *raster, const struct box *face, double visible_rows,
                    int seed);

/* Opacity 0 where there is none. Coordinates are the source's. The crown goes under the picture, the clothes over it.
 * */
struct paint costume_crown(const struct costume *costume, const struct raster *raster, double x, double y);
struct paint costume_clothes(const struct costume *costume, double x, double y);

/* upper over lower. */
struct paint paint_over(struct paint lower, struct paint upper);

#endif
