/*
 * The world round a kiosk, for the bench panel and the scripted person: fingers that come to the reader, faces that
 * come before the camera, cables that are pulled. All of it acts below the real libraries (libfprint's virtual device,
 * the libv4l2 plugin of tests/sim/camera); the kiosk's programs know nothing of it.
 *
 * Life: init -> any verb -> finish. Threads: one. Blocks: put_finger up to its time-out and the making of a print (half
 * a second for a finger not used before); the others a few milliseconds.
 */
#ifndef BASMA_SIM_WORLD_WORLD_H
#define BASMA_SIM_WORLD_WORLD_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/biometric.h"
#include "firmware/base/status.h"
#include "tests/sim/print/print.h"
#include "tests/sim/reader/reader.h"
#include "tests/sim/world/people.h"

/* What is before the lens: a person, or a thing that shows one. */
enum bsm_world_medium {
    BSM_WORLD_LIVE,
    BSM_WORLD_PRINT,
    BSM_WORLD_PHONE,
    BSM_WORLD_TABLET,
    BSM_WORLD_MASK,
};

/* What they do when the kiosk asks for a movement of the head. */
enum bsm_world_manner {
    BSM_WORLD_OBEYS, /* who is there themselves; a thing does nothing */
    BSM_WORLD_DEAF,
    BSM_WORLD_CONTRARY, /* another than is asked, as in a film taken before */
};

/* A face before the camera. All zero but the picture: somebody who looks straight into it. */
struct bsm_world_face {
    const char *picture; /* JPEG or PNG; NULL or "": nobody */
    const char *box;     /* "X Y W H [marks]" of the face in it; NULL or "": where a portrait has it */
    int seed;            /* of the motion, from 1 */
    int yaw_degrees;     /* to the person's left */
    int pitch_degrees;   /* up */
    int roll_degrees;    /* to the person's left */
    int hold_yaw_degrees, hold_pitch_degrees; /* of what is held before the lens */
    int distance_cm;                          /* 0: the usual */
    int blinks;                               /* each change is one */
    int eyes_closed, glasses, scarf;          /* 0 or 1 */
    const char *behind;                       /* picture of somebody behind; NULL or "": nobody */
    int medium;                               /* enum bsm_world_medium */
    int manner;                               /* enum bsm_world_manner */
};

/* All zero: as usual. */
struct bsm_world_light {
    int more_percent;      /* than usual: -100 .. 200 */
    int side_percent;      /* -100 all from the picture's left .. 100 all from its right */
    int screen_percent[3]; /* red, green, blue that a screen adds, 0 .. 300 */
};

struct bsm_world {
    struct bsm_sim_reader reader;
    char camera_path[PATH_MAX]; /* control file of the virtual camera */
    struct bsm_world_light light;
    uint64_t next_touch; /* each touch is another impression; 0 is the enrolment's and never used */
    /* the finger used last, kept because the same one mostly comes again */
    struct bsm_print_master finger; /* owned */
    uint64_t finger_person;
    enum bsm_position finger_position;
};

/* first_touch: the impression seed of the first touch, at least 1. INVALID: a path is too long, or the socket is in no
 * folder. */
enum bsm_status bsm_world_init(struct bsm_world *world, const char *reader_socket, const char *camera_path,
                               uint64_t first_touch);
void bsm_world_finish(struct bsm_world *world);

/* How a finger is put on the glass. */
enum bsm_world_touch {
    BSM_TOUCH_ORDINARY = 0,
    BSM_TOUCH_DRY,    /* ridges broken */
    BSM_TOUCH_WET,    /* valleys filled */
    BSM_TOUCH_LITTLE, /* the tip only */
};

/* Puts a finger on the reader once. GONE, TIMEOUT as bsm_sim_reader_put; NO_MEMORY; INVALID: no such finger. */
enum bsm_status bsm_world_put_finger(struct bsm_world *world, uint64_t print_seed, enum bsm_position position,
                                     enum bsm_world_touch touch, int timeout_ms);

enum bsm_status bsm_world_pull_reader(struct bsm_world *world);
enum bsm_status bsm_world_plug_reader(struct bsm_world *world);
bool bsm_world_reader_pulled(const struct bsm_world *world);

/* Who stands before the camera from the next frame on. FAULT: the control file cannot be written (errno tells). */
enum bsm_status bsm_world_show_face(struct bsm_world *world, const struct bsm_world_face *face);

/* The light from the next show_face on. */
void bsm_world_set_light(struct bsm_world *world, const struct bsm_world_light *light);

/* The camera's cable is pulled; show_face puts it back. */
enum bsm_status bsm_world_pull_camera(struct bsm_world *world);

/* The camera hangs: it is there, but no frame comes, until show_face. */
enum bsm_status bsm_world_stall_camera(struct bsm_world *world);

#endif
