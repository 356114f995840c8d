#include "ui/canvas.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <string.h>

#include "firmware/base/log.h"

enum {
    RECTS_MAX = 64,
    FRAME_PX = 36, /* room for the frame that a window manager draws */
};

static enum bsm_status fail(const char *what)
{
    bsm_log(BSM_LOG_ERROR, "ui/canvas", "%s: %s", what, SDL_GetError());
    return BSM_FAULT;
}

/* Fingers are the only pointers here: a mouse counts as one, and a finger is not reported twice. On the board's KMS
 * display Debian's SDL stays black without the two names of the driver. */
static void set_hints(void)
{
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1"); /* else X11's driver eats the first touch after a focus */
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_APP_NAME, "Basma");
    const char *driver = SDL_getenv("SDL_VIDEODRIVER");
    if (driver && SDL_strcasecmp(driver, "kmsdrm") == 0) {
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengles2");
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "opengles2");
    } else {
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
}

static void drop_surface(struct bsm_canvas *canvas)
{
    if (canvas->cr)
        cairo_destroy(canvas->cr);
    if (canvas->surface)
        cairo_surface_destroy(canvas->surface);
    canvas->cr = NULL;
    canvas->surface = NULL;
}

enum bsm_status bsm_canvas_renew(struct bsm_canvas *canvas)
{
    drop_surface(canvas);
    SDL_Surface *pixels = SDL_GetWindowSurface(canvas->window);
    if (!pixels)
        return fail("no window surface");
    if (pixels->format->BytesPerPixel != 4 || pixels->format->Rmask != 0xff0000) {
        bsm_log(BSM_LOG_ERROR, "ui/canvas", "the display's pixels are %s; 32 bits 0x00RRGGBB are needed",
                SDL_GetPixelFormatName(pixels->format->format));
        return BSM_FAULT;
    }
    canvas->width_px = pixels->w;
    canvas->height_px = pixels->h;
    canvas->surface =
        cairo_image_surface_create_for_data(pixels->pixels, CAIRO_FORMAT_RGB24, pixels->w, pixels->h, pixels->pitch);
    canvas->cr = cairo_create(canvas->surface);
    return cairo_status(canvas->cr) == CAIRO_STATUS_SUCCESS ? BSM_OK : BSM_FAULT;
}

/* Where there is no display SDL takes one that nobody sees, which is right only for who asked for it by name. */
static bool can_be_seen(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    bool unseen = driver && (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
    return !unseen || SDL_getenv("SDL_VIDEODRIVER");
}

static Uint32 window_flags(int width_px, bool windowed)
{
    if (windowed)
        return SDL_WINDOW_SHOWN | SDL_WINDOW_RESIZABLE;
    return width_px > 0 ? SDL_WINDOW_SHOWN | SDL_WINDOW_BORDERLESS : SDL_WINDOW_FULLSCREEN_DESKTOP;
}

/* Where a window goes and how large it is. One with a frame whose size was not said is upright, 9 by 16, as large as the
 * display has room for, at its left: there is room for another beside it. */
static SDL_Rect window_place(int width_px, int height_px, bool windowed)
{
    SDL_Rect place = {0, 0, width_px > 0 ? width_px : 1080, height_px > 0 ? height_px : 1920};
    SDL_Rect room;
    if (!windowed || SDL_GetDisplayUsableBounds(0, &room) != 0)
        return place;
    if (width_px == 0 && room.h - 2 * FRAME_PX < place.h) {
        place.h = room.h - 2 * FRAME_PX;
        place.w = place.h * 9 / 16;
    }
    bool has_room = place.w + 2 * FRAME_PX <= room.w && place.h + 2 * FRAME_PX <= room.h;
    place.x = room.x + (has_room ? FRAME_PX : 0);
    place.y = room.y + (has_room ? FRAME_PX : 0);
    return place;
}

enum bsm_status bsm_canvas_open(struct bsm_canvas *canvas, int width_px, int height_px, bool windowed)
{
    *canvas = (struct bsm_canvas){0};
    set_hints();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0)
        return fail("no display (is DISPLAY set?)");
    if (!can_be_seen()) {
        bsm_log(BSM_LOG_ERROR, "ui/canvas", "no display; set DISPLAY, or SDL_VIDEODRIVER=kmsdrm on the board");
        return BSM_FAULT;
    }
    SDL_Rect place = window_place(width_px, height_px, windowed);
    canvas->window =
        SDL_CreateWindow("Basma", place.x, place.y, place.w, place.h, window_flags(width_px, windowed));
    if (!canvas->window)
        return fail("no window");
    SDL_ShowCursor(windowed ? SDL_ENABLE : SDL_DISABLE);
    return bsm_canvas_renew(canvas);
}

void bsm_canvas_close(struct bsm_canvas *canvas)
{
    drop_surface(canvas);
    if (canvas->window)
        SDL_DestroyWindow(canvas->window);
    SDL_Quit();
    *canvas = (struct bsm_canvas){0};
}

static int clip_to(int value, int least, int most) { return value < least ? least : value > most ? most : value; }

void bsm_canvas_present(struct bsm_canvas *canvas, const struct bsm_rect *rects, int count)
{
    SDL_Rect out[RECTS_MAX];
    int used = 0;
    cairo_surface_flush(canvas->surface);
    for (int i = 0; i < count && used < RECTS_MAX; i++) {
        int left = clip_to(rects[i].x, 0, canvas->width_px);
        int top = clip_to(rects[i].y, 0, canvas->height_px);
        int right = clip_to(rects[i].x + rects[i].w, 0, canvas->width_px);
        int bottom = clip_to(rects[i].y + rects[i].h, 0, canvas->height_px);
        if (right > left && bottom > top)
            out[used++] = (SDL_Rect){left, top, right - left, bottom - top};
    }
    if (used > 0)
        SDL_UpdateWindowSurfaceRects(canvas->window, out, used);
}

void bsm_canvas_wipe(struct bsm_canvas *canvas)
{
    bsm_theme_source(canvas->cr, BSM_COLOUR_PAPER, 1);
    cairo_paint(canvas->cr);
    bsm_canvas_present(canvas, &(struct bsm_rect){0, 0, canvas->width_px, canvas->height_px}, 1);
}

int bsm_canvas_events_fd(const struct bsm_canvas *canvas)
{
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (SDL_GetWindowWMInfo(canvas->window, &info) && info.subsystem == SDL_SYSWM_X11)
        return ConnectionNumber(info.info.x11.display);
#endif
    (void)canvas;
    return -1;
}
