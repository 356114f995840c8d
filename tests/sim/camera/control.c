#include "tests/sim/camera/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/base/config.h"
#include "firmware/base/file.h"

#define MARK "# basma-camera 1"

static const char *const mode_names[] = {"normal", "frozen", "garbage", "stalled", "gone", NULL};
static const char *const medium_names[] = {"live", "print", "phone", "tablet", "mask", NULL};
static const char *const blinking_names[] = {"natural", "never", "closed", NULL};

bool control_is_marked(const char *text, size_t size)
{
    return size >= sizeof MARK - 1 && memcmp(text, MARK, sizeof MARK - 1) == 0;
}

/* The place of the key's word in names; the first where the key is absent, -1 (and a line) where it is none of them. */
static int read_word(struct bsm_config *config, const char *key, const char *const *names)
{
    const char *word = bsm_config_text(config, key, names[0]);
    for (int i = 0; names[i]; i++)
        if (strcmp(word, names[i]) == 0)
            return i;
    fprintf(stderr, "basma-camera: %s knows no word '%s'\n", key, word);
    return -1;
}

/* Numbers parted by spaces; how many there are, -1 where something else stands there or they are too many. */
static int read_numbers(const char *text, int *numbers, int most)
{
    int count = 0;
    for (;;) {
        char *end;
        long number = strtol(text, &end, 10);
        if (end == text)
            return text[strspn(text, " ")] ? -1 : count;
        if (count == most || number < -100000 || number > 100000)
            return -1;
        numbers[count++] = (int)number;
        text = end;
    }
}

/* X Y W H, or these and the five marks. */
static bool read_face(struct bsm_config *config, struct look *look)
{
    int n[14];
    const char *text = bsm_config_text(config, "face", "");
    int count = read_numbers(text, n, 14);
    if (count == 0)
        return true;
    if ((count == 4 || count == 14) && n[2] > 0 && n[3] > 0) {
        look->face = (struct box){n[0], n[1], n[2], n[3]};
        look->has_marks = count == 14;
        if (look->has_marks)
            look->marks = (struct marks){{n[4], n[5]}, {n[6], n[7]}, {n[8], n[9]}, {n[10], n[11]}, {n[12], n[13]}};
        return true;
    }
    fprintf(stderr, "basma-camera: face is not X Y W H [and five marks] in pixels: %s\n", text);
    return false;
}

static bool read_screen(struct bsm_config *config, struct light *light)
{
    const char *text = bsm_config_text(config, "screen_rgb", "0 0 0");
    bool good = read_numbers(text, light->screen, 3) == 3;
    for (int i = 0; i < 3; i++)
        good = good && light->screen[i] >= 0 && light->screen[i] <= 300;
    if (!good)
        fprintf(stderr, "basma-camera: screen_rgb is not R G B, each 0 to 300: %s\n", text);
    return good;
}

static void read_turns(struct bsm_config *config, struct control *control)
{
    control->head.yaw = (int)bsm_config_integer(config, "yaw", 0, -35, 35);
    control->head.pitch = (int)bsm_config_integer(config, "pitch", 0, -20, 20);
    control->head.roll = (int)bsm_config_integer(config, "roll", 0, -30, 30);
    control->hold.yaw = (int)bsm_config_integer(config, "hold_yaw", 0, -50, 50);
    control->hold.pitch = (int)bsm_config_integer(config, "hold_pitch", 0, -50, 50);
    control->hold.roll = (int)bsm_config_integer(config, "hold_roll", 0, -45, 45);
}

/* A relative picture lies beside the control file. */
static void resolve_picture(char out[PATH_MAX], const char *word, const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash && *word && *word != '/' ? (int)(slash - path) + 1 : 0;
    if (snprintf(out, PATH_MAX, "%.*s%s", folder, path, word) >= PATH_MAX)
        out[0] = '\0';
}

static bool read_look(struct bsm_config *config, const char *path, struct look *look)
{
    resolve_picture(look->picture, bsm_config_text(config, "picture", ""), path);
    resolve_picture(look->behind, bsm_config_text(config, "behind", ""), path);
    look->face_height_px = (int)bsm_config_integer(config, "face_height_px", 340, 60, 600);
    look->glasses = bsm_config_flag(config, "glasses", false);
    look->scarf = bsm_config_flag(config, "scarf", false);
    int medium = read_word(config, "medium", medium_names);
    look->medium = medium < 0 ? CONTROL_LIVE : (enum control_medium)medium;
    return read_face(config, look) && medium >= 0;
}

static bool read_all(struct bsm_config *config, const char *path, struct control *control)
{
    int mode = read_word(config, "mode", mode_names), blinking = read_word(config, "blinking", blinking_names);
    bool good = read_look(config, path, &control->look);
    good = read_screen(config, &control->light) && good && mode >= 0 && blinking >= 0;
    read_turns(config, control);
    control->mode = mode < 0 ? CONTROL_NORMAL : (enum control_mode)mode;
    control->blinking = blinking < 0 ? CONTROL_BLINK_NATURAL : (enum control_blinking)blinking;
    control->present = bsm_config_flag(config, "present", true);
    control->distance_cm = (int)bsm_config_integer(config, "distance_cm", 60, 30, 240);
    control->blink = (int)bsm_config_integer(config, "blink", 0, 0, INT_MAX);
    control->light.level = (int)bsm_config_integer(config, "light", 100, 0, 300);
    control->light.share = (int)bsm_config_integer(config, "kiosk_share", 30, 0, 100);
    control->light.side = (int)bsm_config_integer(config, "light_side", 0, -100, 100);
    control->motion = (int)bsm_config_integer(config, "motion", 100, 0, 300);
    control->seed = (int)bsm_config_integer(config, "seed", 1, 0, INT_MAX);
    return good;
}

bool control_parse(const char *path, const char *text, size_t size, struct control *control)
{
    struct bsm_config config;
    struct control made = {0};
    if (!control_is_marked(text, size))
        return false;
    bool good = bsm_config_open(&config, path, text, size) == BSM_OK && read_all(&config, path, &made);
    good = good && bsm_config_close(&config) == BSM_OK;
    if (bsm_config_error(&config)[0])
        fprintf(stderr, "basma-camera: %s\n", bsm_config_error(&config));
    bsm_config_finish(&config);
    if (good)
        *control = made;
    return good;
}

static bool read_file(struct control_file *file, struct control *control)
{
    uint8_t *text = NULL;
    size_t size = 0;
    if (bsm_file_read(file->path, BSM_CONFIG_TEXT_MAX, &text, &size) != BSM_OK)
        return false;
    bool good = control_parse(file->path, (char *)text, size, control);
    free(text);
    return good;
}

/* Remembers which version of the file is the present one; false where there is none. */
static bool note_version(struct control_file *file, bool *is_new)
{
    struct stat status;
    if (stat(file->path, &status) != 0)
        return false;
    *is_new = file->inode != (long long)status.st_ino || file->changed.tv_sec != status.st_mtim.tv_sec ||
              file->changed.tv_nsec != status.st_mtim.tv_nsec;
    file->inode = (long long)status.st_ino;
    file->changed = status.st_mtim;
    return true;
}

bool control_open(struct control_file *file, const char *path)
{
    bool is_new;
    *file = (struct control_file){0};
    snprintf(file->path, sizeof file->path, "%s", path);
    return note_version(file, &is_new) && read_file(file, &file->control);
}

bool control_refresh(struct control_file *file)
{
    bool is_new;
    return note_version(file, &is_new) && is_new && read_file(file, &file->control);
}
