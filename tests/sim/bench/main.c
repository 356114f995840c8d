/* basma-bench: a window from which one plays the person at a kiosk that runs beside it. */
#include <SDL.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <getopt.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"
#include "tests/sim/bench/desk.h"
#include "tests/sim/bench/panel.h"
#include "tests/sim/bench/words.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, LOOK_MS = 60, KIOSK_CHECK_EVERY = 16, SETTINGS_MAX = 64 * 1024 };

static const char help[] =
    "usage: basma-bench --run DIR [--language ar|en] [--fonts DIR]\n"
    "\n"
    "Opens a window from which you play the person at the kiosk beside it: who stands there, which finger and how,\n"
    "whose face, light, cables, processes, and the phones that get the messages. Ends when its window is closed or\n"
    "the kiosk has ended.\n"
    "\n"
    "  --run DIR     the demonstration's folder (./basma demo makes it)\n"
    "  --language L  ar (default) or en; a button changes it\n"
    "  --fonts DIR   where the typeface is; default: the folder fonts of the assets that DIR/settings names\n"
    "  --help\n";

static void find_fonts(const char *run, char fonts[PATH_MAX])
{
    char path[PATH_MAX + 16];
    uint8_t *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/settings", run);
    if (bsm_file_read(path, SETTINGS_MAX, &text, &size) != BSM_OK)
        return;
    const char *at = strstr((const char *)text, "\nassets = ");
    if (at)
        snprintf(fonts, PATH_MAX, "%.*s/fonts", (int)strcspn(at + 10, "\n"), at + 10);
    free(text);
}

/* Draws into the window's own pixels. False: there is no surface. */
static bool draw(SDL_Window *window, struct panel *panel, const struct desk *desk)
{
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    if (!surface || SDL_LockSurface(surface) != 0)
        return false;
    cairo_surface_t *pixels = cairo_image_surface_create_for_data(surface->pixels, CAIRO_FORMAT_RGB24, surface->w,
                                                                  surface->h, surface->pitch);
    cairo_t *cairo = cairo_create(pixels);
    cairo_scale(cairo, (double)surface->w / PANEL_WIDTH_PX, (double)surface->h / PANEL_HEIGHT_PX);
    panel_draw(panel, desk, cairo);
    cairo_destroy(cairo);
    cairo_surface_destroy(pixels);
    SDL_UnlockSurface(surface);
    return SDL_UpdateWindowSurface(window) == 0;
}

static void press(SDL_Window *window, const struct panel *panel, struct desk *desk, const SDL_MouseButtonEvent *event)
{
    int width = 1, height = 1, argument = 0;
    SDL_GetWindowSize(window, &width, &height);
    double x = (double)event->x * PANEL_WIDTH_PX / width;
    double y = (double)event->y * PANEL_HEIGHT_PX / height;
    enum desk_deed deed = panel_press(panel, x, y, &argument);
    desk_do(desk, deed, argument);
}

/* True while there is a reason to go on. */
static bool handle(SDL_Window *window, const struct panel *panel, struct desk *desk, const SDL_Event *event,
                   bool *dirty)
{
    if (event->type == SDL_QUIT)
        return false;
    if (event->type == SDL_KEYDOWN) {
        if (event->key.keysym.sym == SDLK_LEFT)
            desk_do(desk, desk->english ? DESK_PREVIOUS : DESK_NEXT, 0);
        else if (event->key.keysym.sym == SDLK_RIGHT)
            desk_do(desk, desk->english ? DESK_NEXT : DESK_PREVIOUS, 0);
    }
    if (event->type == SDL_MOUSEBUTTONDOWN && event->button.button == SDL_BUTTON_LEFT)
        press(window, panel, desk, &event->button);
    *dirty =
        *dirty || event->type == SDL_MOUSEBUTTONDOWN || event->type == SDL_KEYDOWN || event->type == SDL_WINDOWEVENT;
    return true;
}

static void loop(SDL_Window *window, struct desk *desk)
{
    struct panel panel = {0};
    bool dirty = true;
    for (unsigned round = 0;; round++) {
        SDL_Event event;
        if (dirty) {
            SDL_SetWindowTitle(window, bench_words(desk->english, "The bench"));
            draw(window, &panel, desk);
        }
        dirty = false;
        bool more = SDL_WaitEventTimeout(&event, LOOK_MS) == 1;
        for (; more; more = SDL_PollEvent(&event) == 1)
            if (!handle(window, &panel, desk, &event, &dirty)) {
                panel_finish(&panel);
                return;
            }
        dirty = desk_look(desk) || dirty;
        if (round % KIOSK_CHECK_EVERY == 0 && !desk_kiosk_runs(desk))
            break;
    }
    panel_finish(&panel);
}

/* Small displays get a smaller window; what is drawn scales. */
static SDL_Window *open_window(void)
{
    SDL_Rect room = {0, 0, 1920, 1080};
    SDL_GetDisplayUsableBounds(0, &room);
    int height = PANEL_HEIGHT_PX < room.h - 40 ? PANEL_HEIGHT_PX : room.h - 40;
    int width = height * PANEL_WIDTH_PX / PANEL_HEIGHT_PX;
    if (width > room.w * 2 / 3) {
        width = room.w * 2 / 3;
        height = width * PANEL_HEIGHT_PX / PANEL_WIDTH_PX;
    }
    int x = room.x + room.w - width - 10;
    return SDL_CreateWindow("", x > 0 ? x : 0, room.y + (room.h - height) / 2, width, height, SDL_WINDOW_RESIZABLE);
}

static int run(const char *run_folder, const char *fonts, bool english)
{
    struct desk *desk = calloc(1, sizeof *desk);
    SDL_Window *window = NULL;
    int result = EXIT_FAILED;
    if (!desk || !desk_open(desk, run_folder)) {
        result = EXIT_FAILED;
    } else if (SDL_Init(SDL_INIT_VIDEO) != 0 || !(window = open_window())) {
        fprintf(stderr, "basma-bench: no window: %s; a display is needed (./basma demo --headless needs none)\n",
                SDL_GetError());
    } else {
        if (fonts[0])
            FcConfigAppFontAddDir(NULL, (const FcChar8 *)fonts);
        desk->english = english;
        loop(window, desk);
        result = 0;
    }
    if (window)
        SDL_DestroyWindow(window);
    SDL_Quit();
    if (desk)
        desk_close(desk);
    free(desk);
    return result;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"run", 1, NULL, 'r'},
                                          {"language", 1, NULL, 'l'},
                                          {"fonts", 1, NULL, 'f'},
                                          {"help", 0, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    const char *run_folder = NULL, *language = "ar";
    char fonts[PATH_MAX] = "";
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        switch (option) {
        case 'h': fputs(help, stdout); return 0;
        case 'r': run_folder = optarg; break;
        case 'l': language = optarg; break;
        case 'f': snprintf(fonts, sizeof fonts, "%s", optarg); break;
        default: fputs("basma-bench: see --help\n", stderr); return EXIT_USAGE;
        }
    }
    bool english = strcmp(language, "en") == 0;
    if (!run_folder || optind < argc || (!english && strcmp(language, "ar") != 0)) {
        fprintf(stderr, "basma-bench: --run DIR is needed, and a language is ar or en; see --help\n");
        return EXIT_USAGE;
    }
    if (!fonts[0])
        find_fonts(run_folder, fonts);
    return run(run_folder, fonts, english);
}
