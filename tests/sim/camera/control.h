/* The control file of the virtual camera, as README.md describes it: what the scene should show. */
#ifndef BASMA_TESTS_SIM_CAMERA_CONTROL_H
#define BASMA_TESTS_SIM_CAMERA_CONTROL_H

#include <limits.h>
#include <stdbool.h>
#include <time.h>

enum control_mode { CONTROL_NORMAL, CONTROL_FROZEN, CONTROL_GARBAGE, CONTROL_GONE };

struct box {
    int x, y, width, height; /* px; width 0: not said */
};

struct control {
    char picture[PATH_MAX]; /* "" for nobody */
    struct box face;
    bool present;
    enum control_mode mode;
    int face_height_px;
    int motion; /* per cent */
    int seed;
};

struct control_file {
    char path[PATH_MAX];
    struct timespec changed; /* of the file last read */
    long long inode;
    struct control control;
};

/* Whether the text begins with the mark of a control file. */
bool control_is_marked(const char *text, size_t size);

/* Reads the file for the first time. False where it is no control file or is wrong (said on stderr). */
bool control_open(struct control_file *file, const char *path);

/* Reads it again if it was replaced or written. True when the control changed; a file that is absent or wrong changes
 * nothing. */
bool control_refresh(struct control_file *file);

#endif
