#include "tests/sim/camera/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/base/config.h"
#include "firmware/base/file.h"

#define MARK "# basma-camera 1"

static const char *const mode_names[] = {"normal", "frozen", "garbage", "gone"};

bool control_is_marked(const char *text, size_t size)
{
    return size >= sizeof MARK - 1 && memcmp(text, MARK, sizeof MARK - 1) == 0;
}

static bool read_mode(struct bsm_config *config, enum control_mode *mode)
{
    const char *word = bsm_config_text(config, "mode", "normal");
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, mode_names[i]) == 0) {
            *mode = (enum control_mode)i;
            return true;
        }
    }
    fprintf(stderr, "basma-camera: mode is not normal, frozen, garbage or gone: %s\n", word);
    return false;
}

static bool read_face(struct bsm_config *config, struct box *face)
{
    const char *text = bsm_config_text(config, "face", "");
    if (!*text)
        return true;
    char rest;
    if (sscanf(text, "%d %d %d %d %c", &face->x, &face->y, &face->width, &face->height, &rest) == 4 &&
        face->width > 0 && face->height > 0)
        return true;
    fprintf(stderr, "basma-camera: face is not X Y W H in pixels: %s\n", text);
    return false;
}

/* A relative picture lies beside the control file. */
static void resolve_picture(struct control *control, const char *word, const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash && *word && *word != '/' ? (int)(slash - path) + 1 : 0;
    if ((size_t)snprintf(control->picture, sizeof control->picture, "%.*s%s", folder, path, word) >=
        sizeof control->picture)
        control->picture[0] = '\0';
}

static bool parse(const char *path, const uint8_t *text, size_t size, struct control *control)
{
    struct bsm_config config;
    struct control made = {0};
    bool good = bsm_config_open(&config, path, text, size) == BSM_OK;
    if (good) {
        resolve_picture(&made, bsm_config_text(&config, "picture", ""), path);
        made.present = bsm_config_flag(&config, "present", true);
        made.face_height_px = (int)bsm_config_integer(&config, "face_height_px", 340, 60, 600);
        made.motion = (int)bsm_config_integer(&config, "motion", 100, 0, 300);
        made.seed = (int)bsm_config_integer(&config, "seed", 1, 0, INT_MAX);
        good = read_mode(&config, &made.mode) && read_face(&config, &made.face);
        good = bsm_config_close(&config) == BSM_OK && good;
    }
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
    bool good = control_is_marked((char *)text, size) && parse(file->path, text, size, control);
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
