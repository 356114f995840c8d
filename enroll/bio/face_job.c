#include "enroll/bio/face_job.h"

#include <string.h>

#include "enroll/bio/best.h"
#include "enroll/bio/lamp.h"
#include "enroll/bio/movement.h"
#include "enroll/bio/steadier.h"
#include "enroll/face/icao.h"
#include "enroll/face/liveness.h"
#include "enroll/face/motion.h"
#include "enroll/face/screen_cue.h"
#include "enroll/face/stream.h"
#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

/* What the capture knows while it looks. */
struct look {
    struct bsm_camera_frame frame;
    struct best best;
    int good_frames; /* in a row, since: */
    int64_t good_since_ms;
    struct steadier steadier;
    struct bsm_stream stream;
    struct bsm_liveness liveness;
    struct bsm_motion motion;
    struct movement movement;
    struct lamp lamp;
    int log_odds;           /* of a living person, as they were before the movement */
    bool is_alive_unknown;  /* the model set has no network for it */
    int64_t took_ms;        /* looking at the last one that was looked at */
    bool skipped;           /* the present one is only shown */
    bool frame_seems_alive; /* the present one, by itself */
    bool asked_back;        /* for the portrait ... */
    int64_t back_until_ms;  /* ... and how long; 0: not yet */
};

/* --- from the frames to a template --- */

/* Views of two people are not one face: one of them may be a picture, taken away from before the other. */
static bool are_of_one(const struct bsm_face_sample *samples, int count)
{
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++) {
            int32_t score = 0;
            if (bsm_face_match(samples[i].bytes, samples[i].size, samples[j].bytes, samples[j].size, &score) !=
                    BSM_OK ||
                score < BSM_FACE_SCORE_FMR_1E3)
                return false;
        }
    return true;
}

/* Nobody is kept waiting for it: where none can be cut out, the centre does without. */
static void take_portrait(struct face_job *job, const struct best *best)
{
    enum bsm_status status = portrait_make(best, job->portrait, &job->portrait_size);
    if (status != BSM_OK)
        bsm_log(BSM_LOG_WARNING, "enroll/bio", "no portrait could be cut out, status=%s", bsm_status_name(status));
}

/* RETRY: the best frames are not of one person, or not of who has moved. */
static enum bsm_status extract_best(struct face_job *job, struct worker_tools *tools, const struct look *look)
{
    const struct best *best = &look->best;
    uint8_t bytes[BEST_FRAMES][BSM_FACE_TEMPLATE_MAX];
    struct bsm_face_sample samples[BEST_FRAMES];
    enum bsm_status status = BSM_OK;
    for (int i = 0; status == BSM_OK && i < best->count; i++) {
        samples[i] = (struct bsm_face_sample){.bytes = bytes[i]};
        status = bsm_face_extract(tools->face, &best->frames[i].image, &best->frames[i].found, bytes[i],
                                  sizeof bytes[i], &samples[i].size);
    }
    if (status == BSM_OK && !are_of_one(samples, best->count))
        status = BSM_RETRY;
    if (status == BSM_OK)
        status = bsm_face_template_fuse(samples, best->count, job->template_bytes, sizeof job->template_bytes,
                                        &job->template_size);
    if (status == BSM_OK && !movement_is_of(&look->movement, job->template_bytes, job->template_size))
        status = BSM_RETRY;
    job->is_alive = !look->is_alive_unknown;
    job->quality = best->frames[best_first(best)].quality;
    if (status == BSM_OK && job->wants_portrait)
        take_portrait(job, best);
    bsm_wipe(bytes, sizeof bytes);
    return status == BSM_INVALID ? BSM_FAULT : status;
}

/* --- is somebody there --- */

static enum bsm_status watch_life(struct worker_tools *tools, struct look *look, const struct bsm_face_view *view)
{
    int log_odds = 0;
    look->frame_seems_alive = true;
    bsm_motion_take(&look->motion, look->frame.time_ms, &view->found);
    if (look->is_alive_unknown)
        return BSM_OK;
    enum bsm_status status = bsm_face_alive(tools->face, &look->frame.image, &view->found, &log_odds);
    if (status == BSM_OK) {
        log_odds = bsm_screen_weigh(log_odds, bsm_screen_grid(&look->frame.image, &view->found));
        bsm_liveness_take(&look->liveness, look->frame.time_ms, log_odds);
        look->frame_seems_alive = log_odds >= BSM_LIVENESS_THRESHOLD;
    }
    if (status == BSM_GONE) {
        look->is_alive_unknown = true;
        bsm_log(BSM_LOG_WARNING, "enroll/bio", "the model set has no liveness network: a photograph may pass");
    }
    return status == BSM_GONE || status == BSM_RETRY ? BSM_OK : status;
}

static enum bsm_liveness_verdict verdict_on(const struct look *look)
{
    if (bsm_motion_judge(&look->motion).verdict == BSM_MOTION_PLANE)
        return BSM_LIVENESS_ATTACK;
    return look->is_alive_unknown ? BSM_LIVENESS_ALIVE : bsm_liveness_judge(&look->liveness).verdict;
}

static void forget_person(struct look *look)
{
    best_forget(&look->best);
    bsm_liveness_forget(&look->liveness);
    bsm_motion_forget(&look->motion);
    movement_forget(&look->movement);
    lamp_forget_face(&look->lamp);
    look->good_frames = 0;
}

/* --- one frame after the other --- */

/* From the first face that stands well on, so that it costs no time of its own; in little light, where the screen's
 * colours are strong and the network reads them badly, only from the movement on. */
static void light_up(struct face_job *job, struct look *look)
{
    if (lamp_turn(&look->lamp, job->lights, bsm_clock_mono_ms()))
        worker_say(job->job.worker, job->say_light, (int)look->lamp.light);
}

/* Whether the frame shows one whole face, well placed: what else is wanting makes it worse, not useless. Who seems
 * covered without doubt is not taken; who only may be (a beard, a shadow) is asked, and in the end taken as they are.
 */
static bool is_placed(const struct bsm_face_view *view, enum bsm_hint hint)
{
    if (hint == BSM_HINT_UNCOVER_FACE)
        return view->covered < BSM_FACE_COVERED_SURE;
    return hint == BSM_HINT_FACE_GOOD || hint == BSM_HINT_LOOK_STRAIGHT || hint == BSM_HINT_MORE_LIGHT ||
           hint == BSM_HINT_LESS_LIGHT || hint == BSM_HINT_HOLD_STILL || hint == BSM_HINT_OPEN_EYES;
}

static enum bsm_status measure(struct worker_tools *tools, const struct bsm_image *image, struct bsm_face_view *view)
{
    struct bsm_face_found found;
    int open_percent[2];
    enum bsm_status status = bsm_face_find(tools->face, image, &found);
    if (status != BSM_OK)
        return status;
    bsm_face_view_measure(image, &found, view);
    if (bsm_face_measure_eyes(tools->face, image, &found, open_percent) == BSM_OK)
        view->eyes_open_percent = open_percent[0] > open_percent[1] ? open_percent[0] : open_percent[1];
    bsm_wipe(&found, sizeof found);
    return BSM_OK;
}

/* Whether whoever is well seen otherwise stands too near, or too high, for the portrait. What was seen until they have
 * moved is forgotten then: the portrait is one of the frames. */
static bool asks_back(struct face_job *job, struct look *look, const struct bsm_face_view *view, int64_t now_ms)
{
    bool fits = !job->wants_portrait || bsm_icao_fits(&look->frame.image, &view->found);
    if (!fits && look->back_until_ms == 0)
        look->back_until_ms = now_ms + FACE_PORTRAIT_MS;
    bool asks = !fits && now_ms < look->back_until_ms;
    if (asks && !look->asked_back)
        worker_say(job->job.worker, job->say_hint, BSM_HINT_MOVE_BACK);
    if (!asks && look->asked_back) {
        look->steadier = (struct steadier){0};
        best_forget(&look->best);
        look->good_frames = 0;
    }
    look->asked_back = asks;
    return asks;
}

/* A face that is refused is told nothing but to look: why is not for whoever holds a picture there. */
static void advise(struct face_job *job, struct look *look, const struct bsm_face_view *view, int64_t now_ms)
{
    job->last_hint = bsm_face_advice(view, look->steadier.said);
    if (job->last_hint == BSM_HINT_FACE_GOOD && verdict_on(look) == BSM_LIVENESS_ATTACK)
        job->last_hint = BSM_HINT_LOOK_STRAIGHT;
    if (job->last_hint == BSM_HINT_FACE_GOOD && asks_back(job, look, view, now_ms))
        return;
    if (steadier_take(&look->steadier, job->last_hint, now_ms))
        worker_say(job->job.worker, job->say_hint, (int)job->last_hint);
}

static void keep(struct face_job *job, struct look *look, const struct bsm_face_view *view, int64_t now_ms)
{
    if (job->last_hint != BSM_HINT_FACE_GOOD)
        look->good_frames = 0;
    else if (look->good_frames++ == 0)
        look->good_since_ms = now_ms;
    best_take(&look->best, &look->frame.image, view, look->frame_seems_alive && verdict_on(look) != BSM_LIVENESS_ATTACK,
              look->frame.time_ms);
}

static bool is_enough(const struct look *look, int64_t now_ms)
{
    return !look->asked_back && look->best.count > 0 && look->good_frames >= FACE_GOOD_FRAMES &&
           now_ms - look->good_since_ms >= FACE_GOOD_MS && verdict_on(look) == BSM_LIVENESS_ALIVE;
}

/* --- the movement that is asked for --- */

/* It is said at once: the person waits for it. */
static void say(struct face_job *job, struct look *look, enum bsm_hint hint, int64_t now_ms)
{
    job->last_hint = hint;
    if (hint == look->steadier.said)
        return;
    look->steadier = (struct steadier){.said = hint, .said_ms = now_ms, .candidate = hint, .candidate_ms = now_ms};
    worker_say(job->job.worker, job->say_hint, (int)hint);
}

/* The network was taught on faces that look at the camera: one that is turned away is not shown to it. */
static enum bsm_status watch_moving(struct worker_tools *tools, struct look *look, const struct bsm_face_view *view)
{
    enum bsm_challenge_ask ask = look->movement.challenge.ask;
    if (ask == BSM_CHALLENGE_LOOK_STRAIGHT && view->found.faces > 0)
        return watch_life(tools, look, view);
    if (view->found.faces > 0)
        bsm_motion_take(&look->motion, look->frame.time_ms, &view->found);
    return BSM_OK;
}

/* What is wrong with the view while a movement is asked for is only said where it asks to look straight. */
static void guide(struct face_job *job, struct look *look, const struct bsm_face_view *view, int64_t now_ms)
{
    enum bsm_hint asked = movement_hint(&look->movement), seen = bsm_face_advice(view, look->steadier.said);
    if (asked != BSM_HINT_NONE)
        say(job, look, asked, now_ms);
    else if (seen != BSM_HINT_FACE_GOOD && steadier_take(&look->steadier, seen, now_ms))
        say(job, look, seen, now_ms);
}

/* What the light speaks against a living person is taken from what the network spoke for one. */
static bool is_outweighed(struct face_job *job, const struct look *look)
{
    job->light = bsm_light_judge(&look->lamp.watch, job->light_usual);
    bsm_log(BSM_LOG_INFO, "enroll/bio",
            "light verdict=%s fit=%d chance=%d other=%d gain=%d noise=%d lag=%d shown=%d seen=%d",
            bsm_light_verdict_name(job->light.verdict), job->light.fit, job->light.chance, job->light.other,
            job->light.gain, job->light.noise, job->light.lag_ms, job->light.shown, job->light.seen);
    return !look->is_alive_unknown && look->log_odds - bsm_light_pull(&job->light) < BSM_LIVENESS_THRESHOLD;
}

static enum bsm_status end_movement(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    bool is_attack = verdict_on(look) == BSM_LIVENESS_ATTACK || is_outweighed(job, look);
    enum bsm_status status = is_attack ? BSM_RETRY : extract_best(job, tools, look);
    if (status == BSM_RETRY)
        job->last_hint = BSM_HINT_LOOK_STRAIGHT;
    return status;
}

/* The camera sends nothing: the movement's time runs on. */
static enum bsm_status miss_frame(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    static const struct bsm_face_found nobody;
    if (!look->movement.begun)
        return BSM_BUSY;
    enum bsm_status status =
        movement_take(&look->movement, tools->face, &look->frame.image, &nobody, bsm_clock_mono_ms());
    if (status == BSM_RETRY)
        job->last_hint = BSM_HINT_TOO_SLOW;
    return status;
}

static enum bsm_status look_at_movement(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    struct bsm_face_view view;
    int64_t now_ms = bsm_clock_mono_ms();
    enum bsm_status status = measure(tools, &look->frame.image, &view);
    if (status == BSM_OK)
        lamp_see(&look->lamp, &look->frame.image, &view.found, look->frame.time_ms);
    if (status == BSM_OK)
        status = watch_moving(tools, look, &view);
    if (status == BSM_OK)
        status = movement_take(&look->movement, tools->face, &look->frame.image, &view.found, look->frame.time_ms);
    if (status == BSM_BUSY || status == BSM_OK || status == BSM_RETRY)
        guide(job, look, &view, now_ms);
    bsm_wipe(&view, sizeof view);
    if (status == BSM_BUSY && now_ms >= look->movement.deadline_ms) {
        job->last_hint = BSM_HINT_TOO_SLOW;
        return BSM_RETRY;
    }
    return status == BSM_OK ? end_movement(job, tools, look) : status;
}

/* Somebody is there and well seen: that will do, or they are asked to move. */
static enum bsm_status go_on(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    if (job->challenge == BSM_CHALLENGE_NONE)
        return extract_best(job, tools, look);
    look->log_odds = bsm_liveness_judge(&look->liveness).median;
    movement_begin(&look->movement, job->challenge, job->attempt, job->sides, bsm_clock_mono_ms());
    return BSM_BUSY;
}

static enum bsm_status look_at(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    struct bsm_face_view view;
    int64_t now_ms = bsm_clock_mono_ms();
    enum bsm_status status = measure(tools, &look->frame.image, &view);
    if (status == BSM_OK && is_placed(&view, bsm_face_advice(&view, look->steadier.said))) {
        if (view.luminance >= BSM_LIGHT_LUMINANCE_MIN)
            light_up(job, look);
        lamp_see(&look->lamp, &look->frame.image, &view.found, look->frame.time_ms);
        status = watch_life(tools, look, &view);
    }
    if (status == BSM_OK) {
        advise(job, look, &view, now_ms);
        if (is_placed(&view, job->last_hint))
            keep(job, look, &view, now_ms);
        else
            forget_person(look);
    }
    bsm_wipe(&view, sizeof view);
    if (status != BSM_OK)
        return status;
    status = is_enough(look, now_ms) ? go_on(job, tools, look) : BSM_BUSY;
    if (status != BSM_RETRY)
        return status;
    forget_person(look);
    return BSM_BUSY;
}

/* Where looking takes longer than a frame, every second one is only shown: the person sees themselves move. */
static bool is_behind(struct look *look)
{
    look->skipped = look->took_ms > FACE_LOOK_MS && !look->skipped;
    return look->skipped;
}

static enum bsm_status look_timed(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    int64_t begun_ms = bsm_clock_mono_ms();
    enum bsm_status status = look->movement.begun ? look_at_movement(job, tools, look) : look_at(job, tools, look);
    look->took_ms = bsm_clock_mono_ms() - begun_ms;
    return status;
}

/* One frame: shown, looked at, advised on. OK when the capture is complete, BUSY when it goes on. */
static enum bsm_status look_once(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    struct bsm_camera_info camera;
    enum bsm_status status = bsm_camera_take(tools->camera, &look->frame, FACE_FRAME_WAIT_MS);
    if (status != BSM_OK)
        return status == BSM_TIMEOUT ? miss_frame(job, tools, look) : status;
    bsm_preview_put(tools->preview, BSM_PREVIEW_FACE, &look->frame.image, true);
    if (look->lamp.lit || look->movement.begun)
        light_up(job, look);
    bsm_camera_get_info(tools->camera, &camera);
    bsm_stream_take(&look->stream, &look->frame.image, look->frame.time_ms, camera.rate_fps);
    if (!bsm_stream_is_plausible(&look->stream)) {
        bsm_log(BSM_LOG_ERROR, "enroll/bio", "frames that no camera sends, repeats=%d rushed=%d", look->stream.repeats,
                look->stream.rushed);
        return BSM_FAULT;
    }
    return is_behind(look) ? BSM_BUSY : look_timed(job, tools, look);
}

/* The best that was seen will do, where somebody is there. */
static enum bsm_status end_in_time(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    enum bsm_status status = BSM_TIMEOUT;
    if (look->best.count > 0 && verdict_on(look) == BSM_LIVENESS_ALIVE &&
        look->best.frames[best_first(&look->best)].quality >= FACE_QUALITY_MIN)
        status = go_on(job, tools, look);
    return status == BSM_RETRY ? BSM_TIMEOUT : status;
}

static void run(struct worker_job *base, struct worker_tools *tools)
{
    struct face_job *job = (struct face_job *)base;
    struct look *look = g_new0(struct look, 1);
    job->status = BSM_BUSY;
    while (job->status == BSM_BUSY) {
        if (atomic_load(&job->cancelled))
            job->status = BSM_CANCELLED;
        else if (!look->movement.begun && bsm_clock_mono_ms() >= job->deadline_ms)
            job->status = end_in_time(job, tools, look);
        else
            job->status = look_once(job, tools, look);
    }
    if (look->lamp.lit)
        worker_say(base->worker, job->say_light, BSM_LIGHT_NONE);
    forget_person(look);
    bsm_image_finish(&look->frame.image);
    bsm_preview_clear(tools->preview);
    g_free(look);
}

void face_job_init(struct face_job *job)
{
    memset(job, 0, sizeof *job);
    job->job.run = run;
    atomic_init(&job->cancelled, false);
}

void face_job_finish(struct face_job *job)
{
    bsm_wipe(job->template_bytes, sizeof job->template_bytes);
    bsm_wipe(job->portrait, sizeof job->portrait);
    job->template_size = job->portrait_size = 0;
}
