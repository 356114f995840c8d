/*
 * The face engine: finds the largest face in a picture and makes a template of it. How good a view of it this is:
 * view.h.
 *
 * Life: bsm_face_open loads and verifies a model set (about 0.1 s, 75 MiB), bsm_face_close gives it back; between them
 * any number of pictures. One thread at a time; OpenCV is kept to that thread. Finding and extracting never touch a
 * file, and take some 8 and 17 ms on one core. The networks hold what they last saw until close: a process that must
 * forget ends.
 *
 * The chain: UltraFace-320 detector, 68 landmarks, least-squares similarity of five points to the 112 x 112 ArcFace
 * template, a 512-value embedding. Beside it stand networks for liveness, head pose and eyes; a model set may lack
 * them.
 */
#ifndef BASMA_FACE_FACE_H
#define BASMA_FACE_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "enroll/face/face_template.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { BSM_FACE_WHY_SIZE = 256, BSM_FACE_ALIVE_MAX = 1500 };

struct bsm_face;

struct bsm_face_point {
    float x_px;
    float y_px;
};

enum bsm_face_mark {
    BSM_FACE_EYE_LEFT_IN_PICTURE,
    BSM_FACE_EYE_RIGHT_IN_PICTURE,
    BSM_FACE_NOSE,
    BSM_FACE_MOUTH_LEFT_IN_PICTURE,
    BSM_FACE_MOUTH_RIGHT_IN_PICTURE,
};

enum { BSM_FACE_MARKS = BSM_FACE_MOUTH_RIGHT_IN_PICTURE + 1, BSM_FACE_LANDMARKS = 68 };

/* The largest face; all zero when faces is 0. Places may lie outside the picture where the face is cut by its edge. */
struct bsm_face_found {
    int faces;
    int second_height_px; /* of the next largest face; 0 when there is none */
    int x_px;             /* the box of the largest */
    int y_px;
    int width_px;
    int height_px;
    struct bsm_face_point landmarks[BSM_FACE_LANDMARKS]; /* of the iBUG 300-W scheme, counted from 0 */
    struct bsm_face_point marks[BSM_FACE_MARKS];         /* made of them */
    struct bsm_face_point first_marks[BSM_FACE_MARKS];   /* by a first, independent look: the embedding uses both */
    int inter_eye_px;
    int yaw_degrees;   /* estimate from the marks; positive: the nose points to the right of the picture */
    int roll_degrees;  /* positive: the eye on the right is the lower */
    int pitch_degrees; /* estimate from the landmarks; positive: the nose points up */
};

/*
 * Opens the model set in a folder: models.conf names file and SHA-256 for each role, every file is verified before use.
 * GONE: folder or file missing; INVALID: the manifest is wrong or a file is not the one it names; NO_MEMORY; FAULT:
 * OpenCV cannot use a model. On failure *face is NULL and why holds a sentence with cause and remedy.
 */
enum bsm_status bsm_face_open(const char *model_folder, struct bsm_face **face, char *why, size_t why_size);

/* NULL is fine. */
void bsm_face_close(struct bsm_face *face);

/* Looks for faces. OK also when there is none (found->faces 0). INVALID: not RGB24 or below 32 px; FAULT: OpenCV
 * failed. */
enum bsm_status bsm_face_find(struct bsm_face *face, const struct bsm_image *rgb, struct bsm_face_found *found);

/* Makes the template of the face that was found in this very picture. RETRY: nothing was found in it; INVALID: the
 * picture is not RGB24, or capacity is below BSM_FACE_TEMPLATE_MAX; FAULT: OpenCV failed. */
enum bsm_status bsm_face_extract(struct bsm_face *face, const struct bsm_image *rgb, const struct bsm_face_found *found,
                                 uint8_t *out, size_t capacity, size_t *size);

/* Whether the model set can tell a living face from a picture of one. */
bool bsm_face_has_liveness(const struct bsm_face *face);

/*
 * What the liveness network makes of this one view: the natural logarithm of the odds that a living face is there, in
 * hundredths, -BSM_FACE_ALIVE_MAX..BSM_FACE_ALIVE_MAX. One view is not enough to decide: liveness.h. RETRY: nothing was
 * found in the picture; GONE: the model set has no such network; INVALID, NO_MEMORY, FAULT as above.
 */
enum bsm_status bsm_face_alive(struct bsm_face *face, const struct bsm_image *rgb, const struct bsm_face_found *found,
                               int *log_odds);

/* Degrees, with the signs of bsm_face_found. */
struct bsm_face_pose {
    int yaw_degrees;
    int pitch_degrees;
    int roll_degrees;
};

/* The head's pose by its network, more exact than what bsm_face_find makes of the marks, and slower. Statuses as of
 * bsm_face_alive. */
enum bsm_status bsm_face_measure_pose(struct bsm_face *face, const struct bsm_image *rgb,
                                      const struct bsm_face_found *found, struct bsm_face_pose *pose);

/* How open the eyes are by their network, per cent, the left one in the picture first. Statuses as of bsm_face_alive.
 */
enum bsm_status bsm_face_measure_eyes(struct bsm_face *face, const struct bsm_image *rgb,
                                      const struct bsm_face_found *found, int open_percent[2]);

#ifdef __cplusplus
}
#endif

#endif
