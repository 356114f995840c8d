/* The control file of the virtual camera, as README.md describes it: what the scene should show. */
#ifndef BASMA_TESTS_SIM_CAMERA_CONTROL_H
#define BASMA_TESTS_SIM_CAMERA_CONTROL_H

#include <limits.h>
#include <stdbool.h>
#include <time.h>

enum control_mode { CONTROL_NORMAL, CONTROL_FROZEN, CONTROL_GARBAGE, CONTROL_STALLED, CONTROL_GONE };

/* What stands before the lens: a person, or a thing that shows one. */
enum control_medium { CONTROL_LIVE, CONTROL_PRINT, CONTROL_PHONE, CONTROL_TABLET, CONTROL_MASK };

enum control_blinking { CONTROL_BLINK_NATURAL, CONTROL_BLINK_NEVER, CONTROL_BLINK_CLOSED };

struct box {
    int x, y, width, height; /* px; width 0: not said */
};

struct point {
    double x, y;
};

/* Where the features of a face are; the words are the picture's left and right. */
struct marks {
    struct point left_eye, right_eye, nose, left_mouth, right_mouth;
};

/* Degrees. yaw: the nose goes to the picture's right; pitch: up; roll: the eye on the right goes down. */
struct turn {
    int yaw, pitch, roll;
};

/* What must be cut out anew when it changes. */
struct look {
    char picture[PATH_MAX]; /* "" for nobody */
    struct box face;
    bool has_marks;
    struct marks marks; /* in the picture */
    int face_height_px;
    bool glasses, scarf;
    char behind[PATH_MAX]; /* the picture of somebody who stands behind; "" for nobody */
    enum control_medium medium;
};

struct light {
    int level;     /* per cent of the room's usual light */
    int side;      /* -100 all from the picture's left .. 100 all from its right */
    int share;     /* per cent of it that the kiosk's own screen gives, where its colours are known (glow.h) */
    int screen[3]; /* red, green, blue that a screen before the face adds, per cent of the usual light */
};

struct control {
    struct look look;
    bool present;
    enum control_mode mode;
    struct turn head; /* of the person, also within a replay */
    struct turn hold; /* of the thing that shows one */
    int distance_cm;
    enum control_blinking blinking;
    int blink; /* each change is one blink */
    struct light light;
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

/* Reads a whole control file; path is said in errors and is what relative pictures start from. False where it is none
 * or wrong (said on stderr); then *control is as it was. */
bool control_parse(const char *path, const char *text, size_t size, struct control *control);

/* Reads the file for the first time. False where it is no control file or is wrong (said on stderr). */
bool control_open(struct control_file *file, const char *path);

/* Reads it again if it was replaced or written. True when the control changed; a file that is absent or wrong changes
 * nothing. */
bool control_refresh(struct control_file *file);

#endif
