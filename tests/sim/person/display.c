#include "tests/sim/person/display.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <stdlib.h>
#include <unistd.h>

#include "enroll/picture/picture.h"

enum { TOUCH_US = 40 * 1000 };

struct display {
    Display *connection; /* owned */
    Window root;
};

/* A window that closes between two of our questions is no reason to end. */
static int on_error(Display *connection, XErrorEvent *event)
{
    (void)connection;
    (void)event;
    return 0;
}

enum bsm_status display_open(struct display **out)
{
    int ignored;
    Display *connection = XOpenDisplay(NULL);
    if (!connection)
        return BSM_GONE;
    struct display *display = calloc(1, sizeof *display);
    if (!display || !XTestQueryExtension(connection, &ignored, &ignored, &ignored, &ignored)) {
        XCloseDisplay(connection);
        enum bsm_status status = display ? BSM_GONE : BSM_NO_MEMORY;
        free(display);
        return status;
    }
    XSetErrorHandler(on_error);
    *display = (struct display){.connection = connection, .root = DefaultRootWindow(connection)};
    *out = display;
    return BSM_OK;
}

void display_close(struct display *display)
{
    if (!display)
        return;
    XCloseDisplay(display->connection);
    free(display);
}

enum bsm_status display_find_window(struct display *display, struct display_window *window)
{
    Window root, parent, *children = NULL;
    unsigned count = 0;
    *window = (struct display_window){0};
    if (!XQueryTree(display->connection, display->root, &root, &parent, &children, &count))
        return BSM_GONE;
    for (unsigned i = 0; i < count; i++) {
        XWindowAttributes is;
        if (!XGetWindowAttributes(display->connection, children[i], &is) || is.map_state != IsViewable)
            continue;
        if (is.width * is.height > window->width_px * window->height_px)
            *window = (struct display_window){is.x, is.y, is.width, is.height};
    }
    if (children)
        XFree(children);
    return window->width_px > 0 ? BSM_OK : BSM_GONE;
}

void display_touch(struct display *display, int x, int y)
{
    XTestFakeMotionEvent(display->connection, -1, x, y, CurrentTime);
    XTestFakeButtonEvent(display->connection, Button1, True, CurrentTime);
    XSync(display->connection, False);
    usleep(TOUCH_US);
    XTestFakeButtonEvent(display->connection, Button1, False, CurrentTime);
    XSync(display->connection, False);
}

static uint8_t channel(unsigned long pixel, unsigned long mask)
{
    while (mask && !(mask & 1)) {
        mask >>= 1;
        pixel >>= 1;
    }
    return (uint8_t)(pixel & mask);
}

/* True colour of 8 bits a channel, as Xvfb and every screen of today have it. */
static void copy_pixels(XImage *from, struct bsm_image *to)
{
    for (int y = 0; y < to->height_px; y++) {
        uint8_t *out = to->pixels + (size_t)y * to->stride;
        for (int x = 0; x < to->width_px; x++, out += 3) {
            unsigned long pixel = XGetPixel(from, x, y);
            out[0] = channel(pixel, from->red_mask);
            out[1] = channel(pixel, from->green_mask);
            out[2] = channel(pixel, from->blue_mask);
        }
    }
}

enum bsm_status display_shot(struct display *display, const char *path)
{
    int screen = DefaultScreen(display->connection);
    unsigned width = (unsigned)DisplayWidth(display->connection, screen);
    unsigned height = (unsigned)DisplayHeight(display->connection, screen);
    struct bsm_image picture = {0};
    XImage *seen = XGetImage(display->connection, display->root, 0, 0, width, height, AllPlanes, ZPixmap);
    if (!seen)
        return BSM_GONE;
    enum bsm_status status = bsm_image_init(&picture, (int)width, (int)height, BSM_IMAGE_RGB24, 0);
    if (status == BSM_OK) {
        copy_pixels(seen, &picture);
        status = bsm_picture_write_png(path, &picture);
    }
    bsm_image_finish(&picture);
    XDestroyImage(seen);
    return status;
}
