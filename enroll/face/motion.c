#include "enroll/face/motion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/fit.h"
#include "firmware/base/wipe.h"

/* How a plane and a head are told apart where both would do: what remains of the other is this much more, per cent. */
enum { BETTER_PERCENT = 110 };

void bsm_motion_forget(struct bsm_motion *motion) { bsm_wipe(motion, sizeof *motion); }

static void drop_first(struct bsm_motion *motion, int count)
{
    motion->count -= count;
    memmove(motion->frames, motion->frames + count, (size_t)motion->count * sizeof motion->frames[0]);
}

void bsm_motion_take(struct bsm_motion *motion, int64_t time_ms, const struct bsm_face_found *found)
{
    if (found->faces < 1)
        return;
    if (motion->count > 0) {
        int64_t last_ms = motion->frames[motion->count - 1].time_ms;
        if (time_ms <= last_ms || time_ms - last_ms > BSM_MOTION_GAP_MAX_MS)
            bsm_motion_forget(motion);
    }
    int old = 0;
    while (old < motion->count && time_ms - motion->frames[old].time_ms > BSM_MOTION_WINDOW_MS)
        old++;
    if (old == 0 && motion->count == BSM_MOTION_FRAMES_MAX)
        old = 1;
    drop_first(motion, old);
    struct bsm_motion_frame *frame = &motion->frames[motion->count++];
    frame->time_ms = time_ms;
    frame->straightness = abs(found->yaw_degrees) + abs(found->pitch_degrees) / 2;
    memcpy(frame->landmarks, found->landmarks, sizeof frame->landmarks);
}

static const struct bsm_motion_frame *straightest_of(const struct bsm_motion *motion)
{
    const struct bsm_motion_frame *best = &motion->frames[0];
    for (int i = 1; i < motion->count; i++)
        if (motion->frames[i].straightness < best->straightness)
            best = &motion->frames[i];
    return best;
}

static void count_frame(struct bsm_motion_judgement *judgement, const struct bsm_fit *fit)
{
    double plane = fit->plane_residual, head = fit->head_residual;
    int yaw = (int)lround(fit->turn_yaw_degrees);
    if (fit->turn_degrees >= BSM_MOTION_TURN_MIN_DEGREES && plane * 100 >= head * BETTER_PERCENT) {
        judgement->frames_head++;
        if (-yaw > judgement->left_degrees)
            judgement->left_degrees = -yaw;
        if (yaw > judgement->right_degrees)
            judgement->right_degrees = yaw;
    } else if (fit->foreshortening_degrees >= BSM_MOTION_FORESHORTENING_MIN_DEGREES &&
               fit->turn_degrees < fit->foreshortening_degrees / 3) {
        judgement->frames_plane++;
    }
}

struct bsm_motion_judgement bsm_motion_judge(const struct bsm_motion *motion)
{
    struct bsm_motion_judgement judgement = {BSM_MOTION_STILL, 0, 0, 0, 0};
    if (motion->count < BSM_MOTION_ENOUGH)
        return judgement;
    const struct bsm_motion_frame *straight = straightest_of(motion);
    for (int i = 0; i < motion->count; i++) {
        struct bsm_fit fit;
        if (&motion->frames[i] != straight && bsm_fit_faces(straight->landmarks, motion->frames[i].landmarks, &fit))
            count_frame(&judgement, &fit);
    }
    if (judgement.frames_plane >= BSM_MOTION_ENOUGH && judgement.frames_plane > judgement.frames_head)
        judgement.verdict = BSM_MOTION_PLANE;
    else if (judgement.frames_head >= BSM_MOTION_ENOUGH)
        judgement.verdict = BSM_MOTION_HEAD;
    return judgement;
}
