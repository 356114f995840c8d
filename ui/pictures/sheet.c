/* basma-sheet: puts pictures of screens side by side into one, for README and for looking at many at once. */
#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { GAP = 18, EXIT_USAGE = 2, COLUMNS_MOST = 64 };

/* The ground behind the screens: a little darker than their paper. */
static const double ground[] = {0.886, 0.855, 0.808};

static cairo_surface_t *read_picture(const char *path)
{
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    cairo_status_t status = cairo_surface_status(picture);
    if (status == CAIRO_STATUS_SUCCESS)
        return picture;
    fprintf(stderr, "basma-sheet: %s: %s\n", path, cairo_status_to_string(status));
    cairo_surface_destroy(picture);
    return NULL;
}

/* True when it could be read. */
static int put(cairo_t *cr, const char *path, double x, double y, double height)
{
    cairo_surface_t *picture = read_picture(path);
    if (!picture)
        return 0;
    double scale = height / cairo_image_surface_get_height(picture);
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BEST);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(picture);
    return 1;
}

/* All cells are as broad as the first picture makes them. */
static int make(const char *out, int columns, int height, char **paths, int count)
{
    cairo_surface_t *first = read_picture(paths[0]);
    if (!first)
        return 0;
    int width =
        (int)lround((double)height * cairo_image_surface_get_width(first) / cairo_image_surface_get_height(first));
    cairo_surface_destroy(first);
    int across = count < columns ? count : columns;
    int down = (count + columns - 1) / columns;
    cairo_surface_t *sheet =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, across * (width + GAP) + GAP, down * (height + GAP) + GAP);
    cairo_t *cr = cairo_create(sheet);
    cairo_set_source_rgb(cr, ground[0], ground[1], ground[2]);
    cairo_paint(cr);
    int good = 1;
    for (int i = 0; i < count && good; i++)
        good = put(cr, paths[i], GAP + i % columns * (width + GAP), GAP + i / columns * (height + GAP), height);
    cairo_destroy(cr);
    good = good && cairo_surface_write_to_png(sheet, out) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(sheet);
    return good;
}

int main(int argc, char **argv)
{
    int columns = argc > 4 ? atoi(argv[2]) : 0;
    int height = argc > 4 ? atoi(argv[3]) : 0;
    if (columns < 1 || columns > COLUMNS_MOST || height < 16 || height > 4096) {
        fprintf(stderr, "usage: basma-sheet OUT.png COLUMNS HEIGHT PICTURE.png...\n"
                        "HEIGHT is that of each picture in it, in pixels. exit: 0 done, 1 failed, 2 usage\n");
        return EXIT_USAGE;
    }
    return make(argv[1], columns, height, argv + 4, argc - 4) ? EXIT_SUCCESS : EXIT_FAILURE;
}
