/* The portrait that was asked for last, ready to be drawn. Life: zeroed -> portrait_view_of... -> portrait_view_finish.
 */
#ifndef BASMA_SIM_BENCH_PORTRAIT_VIEW_H
#define BASMA_SIM_BENCH_PORTRAIT_VIEW_H

#include <cairo.h>
#include <limits.h>

struct portrait_view {
    cairo_surface_t *surface; /* owned; NULL where the picture cannot be read */
    char path[PATH_MAX];
};

/* The picture of a file, read again only when the path is another; NULL where it cannot be read. Borrowed, till the
 * next call. */
cairo_surface_t *portrait_view_of(struct portrait_view *view, const char *path);

void portrait_view_finish(struct portrait_view *view);

#endif
