#include "tests/sim/camera/canvas.h"

#include <stdlib.h>
#include <string.h>

enum { BACKDROP_FACING = 24 };

bool canvas_init(struct canvas *canvas, int width, int height)
{
    size_t size = (size_t)width * (size_t)height;
    *canvas = (struct canvas){0};
    canvas->near = malloc(size * sizeof *canvas->near);
    canvas->gain = malloc(size / 4 * sizeof *canvas->gain);
    canvas->facing = malloc(size / 4);
    if (!canvas->near || !canvas->gain || !canvas->facing || !planes_init(&canvas->planes, width, height)) {
        canvas_finish(canvas);
        return false;
    }
    return true;
}

void canvas_finish(struct canvas *canvas)
{
    planes_finish(&canvas->planes);
    free(canvas->near);
    free(canvas->gain);
    free(canvas->facing);
    *canvas = (struct canvas){0};
}

void canvas_forget_depth(struct canvas *canvas)
{
    size_t size = (size_t)canvas->planes.width * (size_t)canvas->planes.height;
    memset(canvas->near, 0x80, size * sizeof *canvas->near);
}

void canvas_clear(struct canvas *canvas, const struct planes *backdrop, int gain)
{
    size_t size = (size_t)canvas->planes.width * (size_t)canvas->planes.height;
    planes_copy(&canvas->planes, backdrop);
    canvas_forget_depth(canvas);
    for (size_t i = 0; i < size / 4; i++)
        canvas->gain[i] = (uint16_t)gain;
    memset(canvas->facing, BACKDROP_FACING, size / 4);
}
