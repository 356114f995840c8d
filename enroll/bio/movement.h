/*
 * The movement that is asked of a person before their face is taken (enroll/face/challenge.h), and that it is the same
 * face all the while: of the frames in which it looks straight, is turned and is back, templates are made, and all must
 * match the face that is taken.
 *
 * Life: zeroed is none; movement_begin, movement_take for each frame, movement_forget wipes. Threads: the compute one.
 */
#ifndef BASMA_ENROLL_BIO_MOVEMENT_H
#define BASMA_ENROLL_BIO_MOVEMENT_H

#include "enroll/face/challenge.h"
#include "firmware/base/hint.h"

enum { MOVEMENT_KEPT_MAX = 1 + 2 * BSM_CHALLENGE_TURNS_MAX };

struct movement {
    bool begun;
    int64_t deadline_ms; /* monotonic: BSM_CHALLENGE_TURN_MS for each turn */
    struct bsm_challenge challenge;
    int starts; /* those that the kept ones belong to */
    int kept;
    size_t size[MOVEMENT_KEPT_MAX];
    uint8_t bytes[MOVEMENT_KEPT_MAX][BSM_FACE_TEMPLATE_MAX];
};

void movement_begin(struct movement *movement, enum bsm_challenge_kind kind, unsigned attempt, uint8_t sides,
                    int64_t now_ms);

/* BUSY: it goes on; OK: it was done; RETRY: it was not. FAULT. */
enum bsm_status movement_take(struct movement *movement, struct bsm_face *face, const struct bsm_image *picture,
                              const struct bsm_face_found *found, int64_t time_ms);

/* What is asked for now, or why it was not done; NONE: to look straight, which other advice says better. */
enum bsm_hint movement_hint(const struct movement *movement);

/* Whether all that was kept is of the face of the template. */
bool movement_is_of(const struct movement *movement, const uint8_t *bytes, size_t size);

void movement_forget(struct movement *movement);

#endif
