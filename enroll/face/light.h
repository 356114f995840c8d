/*
 * Does the skin answer the kiosk's own light? While a face is looked at, the screen lights it in soft colours in an
 * order that nobody knew before the visit (firmware/base/light.h, net/seal/lights.h). Skin before the screen takes on
 * the colour of the moment; a film made before carries another order, and what shines by itself answers little.
 *
 * Measured is the colour of cheeks and nose against that of the room behind, as logarithms of ratios: exposure, white
 * balance and how dark the skin is fall out, for they are the same factor at all times or on both. Their course is held
 * against the order, at every delay in a bounded range (screen and camera take their time), and against other orders,
 * which tell how much agreement chance gives (a lock-in amplifier with a random reference).
 *
 * After Tang, Zhou, Zhang and Zhang, "Face Flashing: a Secure Liveness Detection Protocol based on Light Reflections"
 * (NDSS 2018), who flash random pictures and hold the light that comes back against them. Their flashes are quick, to
 * measure time and shape; ours are slow, for those whom flicker harms, and of all that only the order is left. So a
 * print, which reflects as skin does, answers too: what the cue is against are films.
 *
 * Bounded evidence: it takes at most BSM_LIGHT_PULL_MAX from the log odds of a person, never adds to them, and takes
 * nothing where it cannot tell: a bright hall, few steps seen. Silence is held against nobody until this kiosk has seen
 * that here people answer (struct bsm_light_place, of the hub).
 *
 * Life: zeroed is empty; bsm_light_show at each change of the screen, bsm_light_see for each frame, bsm_light_judge.
 * Pure: times are handed in, monotonic ms of one clock. Judging takes some milliseconds.
 */
#ifndef BASMA_FACE_LIGHT_H
#define BASMA_FACE_LIGHT_H

#include "enroll/face/face.h"
#include "firmware/base/light.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    BSM_LIGHT_SHOWN_MAX = 64,
    BSM_LIGHT_SEEN_MAX = 400,
    BSM_LIGHT_ENOUGH_SEEN = 30,    /* frames, and ... */
    BSM_LIGHT_ENOUGH_SHOWN = 6,    /* ... colours, before it judges */
    BSM_LIGHT_LUMINANCE_MIN = 110, /* of a face (view.h) that may be lit before the liveness network has judged it */
    BSM_LIGHT_TURNED_MAX = 12,     /* degrees from how the person stands mostly: else other skin is seen, or hair */
    BSM_LIGHT_LAG_MAX_MS = 700,    /* from the asking to the frame */
    BSM_LIGHT_PULL_MAX = 300,      /* hundredths of log odds: of another order; ... */
    BSM_LIGHT_PULL_SILENT = 50,    /* of silence, which sunlight that comes in gives, too */
};

/* Mean red, green and blue, 0..255. */
struct bsm_light_colours {
    float skin[3];
    float room[3];
};

struct bsm_light_shown {
    int64_t time_ms;
    enum bsm_light light;
};

struct bsm_light_seen {
    int64_t time_ms;
    float tint[2];    /* of the skin against the room: amber against blue; green against both */
    float yaw, pitch; /* degrees: other skin is seen, in other light of the room */
};

struct bsm_light_watch {
    struct bsm_light_shown shown[BSM_LIGHT_SHOWN_MAX];
    int shown_count;
    struct bsm_light_seen seen[BSM_LIGHT_SEEN_MAX];
    int seen_count;
};

enum bsm_light_verdict {
    BSM_LIGHT_CANNOT_TELL, /* too little was seen, or nothing that stands out from chance */
    BSM_LIGHT_ANSWERED,    /* in this order, more than in any other */
    BSM_LIGHT_SILENT,      /* where others have answered, less than a third of that */
    BSM_LIGHT_CONTRARY,    /* in another order */
};

struct bsm_light_judgement {
    enum bsm_light_verdict verdict;
    int fit;    /* correlation with the order, hundredths, -100..100 */
    int chance; /* the best of other orders' */
    int other;  /* that of the order which fits best of all there are */
    int gain;   /* of the skin's tint for the light's, thousandths */
    int noise;  /* of the gain: what other orders give */
    int lag_ms;
    int shown, seen;
};

/* Of a face that was found in this picture. False: not RGB24, no face, one that fills the frame, or one that is too
 * dark or burnt out. */
bool bsm_light_measure(const struct bsm_image *rgb, const struct bsm_face_found *found,
                       struct bsm_light_colours *colours);

/* Times must rise. The oldest are forgotten where there are too many. found: how the head is turned. */
void bsm_light_show(struct bsm_light_watch *watch, int64_t time_ms, enum bsm_light light);
void bsm_light_see(struct bsm_light_watch *watch, int64_t time_ms, const struct bsm_face_found *found,
                   const struct bsm_light_colours *colours);

/* Another face: what was seen is forgotten; what was shown, and is shown still, is not. */
void bsm_light_forget_seen(struct bsm_light_watch *watch);

/* usual: bsm_light_place_usual, or 0. */
struct bsm_light_judgement bsm_light_judge(const struct bsm_light_watch *watch, int usual);

/* Hundredths of log odds to take from those of a living face, 0..BSM_LIGHT_PULL_MAX. */
int bsm_light_pull(const struct bsm_light_judgement *judgement);

/* What the hub may learn of it: the gain of an answer, 1..BSM_LIGHT_GAIN_MAX; 0 of all else. */
int bsm_light_gain(const struct bsm_light_judgement *judgement);

/* "answered" */
const char *bsm_light_verdict_name(enum bsm_light_verdict verdict);

#ifdef __cplusplus
}
#endif

#endif
