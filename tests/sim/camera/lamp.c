/*
 * basma-camera-lamp: tells the virtual camera in what colour the kiosk's screen shines on who stands before it: the
 * mean of what $DISPLAY shows, twenty times a second, into a file beside the camera's control file (README.md). It ends
 * with the display.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PERIOD_US = 50 * 1000, ROWS = 24, STEP_PX = 8 };

static double linear[256];

static void prepare(void)
{
    for (int i = 0; i < 256; i++) {
        double share = i / 255.0;
        linear[i] = share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
    }
}

/* True colour of 8 bits a channel, as Xvfb and every screen of today have it. */
static void add_row(XImage *row, double sum[3])
{
    for (int x = 0; x < row->width; x += STEP_PX) {
        unsigned long pixel = XGetPixel(row, x, 0);
        sum[0] += linear[pixel >> 16 & 255];
        sum[1] += linear[pixel >> 8 & 255];
        sum[2] += linear[pixel & 255];
    }
}

/* A few rows stand for all. */
static int look(Display *display, int rgb[3])
{
    int screen = DefaultScreen(display), width = DisplayWidth(display, screen), height = DisplayHeight(display, screen);
    double sum[3] = {0};
    for (int i = 0; i < ROWS; i++) {
        XImage *row = XGetImage(display, RootWindow(display, screen), 0, height * (2 * i + 1) / (2 * ROWS),
                                (unsigned)width, 1, AllPlanes, ZPixmap);
        if (!row)
            return 0;
        add_row(row, sum);
        XDestroyImage(row);
    }
    for (int i = 0; i < 3; i++)
        rgb[i] = (int)(1000 * sum[i] / (ROWS * ((width + STEP_PX - 1) / STEP_PX)));
    return 1;
}

/* Anew under another name, and renamed: who reads it finds all of it. */
static int tell(const char *path, const int rgb[3])
{
    char fresh[PATH_MAX];
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return 0;
    FILE *out = fopen(fresh, "w");
    if (!out)
        return 0;
    int good = fprintf(out, "%d %d %d\n", rgb[0], rgb[1], rgb[2]) > 0;
    return fclose(out) == 0 && good && rename(fresh, path) == 0;
}

int main(int argc, char **argv)
{
    if (argc != 2 || strcmp(argv[1], "--help") == 0) {
        fprintf(argc == 2 ? stdout : stderr, "usage: basma-camera-lamp CONTROL.screen\n\n"
                                             "Writes the mean colour of $DISPLAY, for the virtual camera.\n");
        return argc == 2 ? EXIT_SUCCESS : 2;
    }
    Display *display = XOpenDisplay(NULL);
    int rgb[3], good = display != NULL;
    prepare();
    while (good) {
        good = look(display, rgb) && tell(argv[1], rgb);
        usleep(PERIOD_US);
    }
    fprintf(stderr, "basma-camera-lamp: the display or the folder is gone\n");
    return EXIT_FAILURE;
}
