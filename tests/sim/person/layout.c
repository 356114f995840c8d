#include "tests/sim/person/layout.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { COMMAND_SIZE = 3 * PATH_MAX, SIDE_MAX_PX = 16384 };

bool layout_parse_line(const char *line, struct layout_place *place)
{
    char rest;
    struct layout_place read = {0};
    if (sscanf(line, "%31s %d %d %d %d %c", read.name, &read.x, &read.y, &read.width_px, &read.height_px, &rest) != 5)
        return false;
    if (read.width_px < 1 || read.height_px < 1 || read.width_px > SIDE_MAX_PX || read.height_px > SIDE_MAX_PX ||
        read.x < -SIDE_MAX_PX || read.y < -SIDE_MAX_PX || read.x > SIDE_MAX_PX || read.y > SIDE_MAX_PX)
        return false;
    *place = read;
    return true;
}

static enum bsm_status read_places(FILE *said, struct layout_screen *screen)
{
    char line[256];
    while (fgets(line, sizeof line, said))
        if (screen->count == LAYOUT_PLACES_MAX || !layout_parse_line(line, &screen->places[screen->count++]))
            return BSM_INVALID;
    return BSM_OK;
}

/* Names of screens and languages come from the journal and our own options: words of letters, safe in a command. */
static bool is_word(const char *text) { return text[0] && strspn(text, "abcdefghijklmnopqrstuvwxyz_") == strlen(text); }

static enum bsm_status ask(const struct layout *layout, struct layout_screen *screen)
{
    char command[COMMAND_SIZE];
    if (!is_word(screen->name) || !is_word(screen->language))
        return BSM_INVALID;
    snprintf(command, sizeof command, "'%s' --layout %s --language %s --size %dx%d%s%s%s", layout->program,
             screen->name, screen->language, layout->width_px, layout->height_px,
             layout->assets[0] ? " --assets '" : "", layout->assets, layout->assets[0] ? "'" : "");
    FILE *said = popen(command, "re");
    if (!said)
        return BSM_FAULT;
    enum bsm_status status = read_places(said, screen);
    int ended = pclose(said);
    if (ended == -1 || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0)
        return BSM_FAULT;
    return status;
}

static struct layout_screen *known(struct layout *layout, const char *name, const char *language)
{
    for (int i = 0; i < layout->count; i++)
        if (strcmp(layout->screens[i].name, name) == 0 && strcmp(layout->screens[i].language, language) == 0)
            return &layout->screens[i];
    return NULL;
}

void layout_resize(struct layout *layout, int width_px, int height_px)
{
    if (layout->width_px == width_px && layout->height_px == height_px)
        return;
    layout->width_px = width_px;
    layout->height_px = height_px;
    layout->count = 0;
}

enum bsm_status layout_find(struct layout *layout, const char *screen_name, const char *language, const char *name,
                            struct layout_place *place)
{
    struct layout_screen *screen = known(layout, screen_name, language);
    if (!screen) {
        if (layout->count == LAYOUT_SCREENS_MAX)
            layout->count = 0;
        screen = &layout->screens[layout->count];
        *screen = (struct layout_screen){0};
        snprintf(screen->name, sizeof screen->name, "%s", screen_name);
        snprintf(screen->language, sizeof screen->language, "%s", language);
        enum bsm_status status = ask(layout, screen);
        if (status != BSM_OK)
            return status;
        layout->count++;
    }
    for (int i = 0; i < screen->count; i++)
        if (strcmp(screen->places[i].name, name) == 0) {
            *place = screen->places[i];
            return BSM_OK;
        }
    return BSM_GONE;
}
