#include <assert.h>
#include <string.h>

#include "enroll/bio/bio.h"
#include "firmware/base/clock.h"
#include "firmware/base/log.h"

/* --- the end of a capture, for both modalities --- */

static void go_idle(struct bio *bio)
{
    if (bio->timeout_source)
        g_source_remove(bio->timeout_source);
    bio->timeout_source = 0;
    bio->ended_early = BSM_OK;
    bio->state = BIO_IDLE;
}

static void fail(struct bio *bio, enum bsm_modality modality, enum bsm_status status, enum bsm_hint hint)
{
    go_idle(bio);
    bio_say_failed(bio, modality, status, hint);
}

static void deliver(struct bio *bio, const struct sample *sample)
{
    bio->message.type = BSM_MESSAGE_CAPTURED;
    enum bsm_status status = sealer_seal(bio->sealer, sample, &bio->message.as.captured);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "enroll/bio", "the record could not be sealed, status=%s", bsm_status_name(status));
        bsm_message_wipe(&bio->message);
        fail(bio, sample->modality, BSM_FAULT, BSM_HINT_NONE);
        return;
    }
    bio->message.as.captured.light_gain = (uint16_t)sample->light_gain;
    go_idle(bio);
    bio_send(bio, -1);
}

/* --- fingers --- */

static void deliver_finger(struct bio *bio, int quality, const uint8_t *template_bytes, size_t template_size)
{
    deliver(bio, &(struct sample){
                     .modality = BSM_MODALITY_FINGER,
                     .position = bio->position,
                     .device_model = bio->reader_name,
                     .quality = quality,
                     .engine = BSM_FINGER_ENGINE,
                     .engine_version = BSM_FINGER_ENGINE_VERSION,
                     .template_bytes = template_bytes,
                     .template_size = template_size,
                 });
    poor_tries_forget(&bio->poor_tries);
}

static void on_finger_done(struct worker_job *base, void *owner)
{
    struct finger_job *job = (struct finger_job *)base;
    struct bio *bio = owner;
    if (bio->ended_early != BSM_OK) {
        fail(bio, BSM_MODALITY_FINGER, bio->ended_early, BSM_HINT_NONE);
    } else if (job->status == BSM_RETRY && poor_tries_add(&bio->poor_tries, bio->position, job)) {
        deliver_finger(bio, bio->poor_tries.quality, bio->poor_tries.template_bytes, bio->poor_tries.template_size);
    } else if (job->status != BSM_OK) {
        fail(bio, BSM_MODALITY_FINGER, job->status == BSM_INVALID ? BSM_FAULT : job->status, job->quality.hint);
    } else {
        bio_say_hint(bio, BSM_MODALITY_FINGER, BSM_HINT_FINGER_GOOD);
        deliver_finger(bio, job->quality.score, job->template_bytes, job->template_size);
    }
    finger_job_finish(job);
}

static void on_reader_captured(void *owner, enum bsm_status status, enum bsm_hint hint, struct bsm_image *image)
{
    struct bio *bio = owner;
    assert(bio->state == BIO_FINGER_ARMED);
    if (status == BSM_OK && bio->ended_early == BSM_OK) {
        bio->state = BIO_FINGER_COMPUTING;
        finger_job_init(&bio->finger);
        bio->finger.job.done = on_finger_done;
        bio->finger.image = *image;
        *image = (struct bsm_image){0};
        worker_submit(bio->worker, &bio->finger.job);
        return;
    }
    if (bio->ended_early != BSM_OK)
        status = bio->ended_early;
    fail(bio, BSM_MODALITY_FINGER, status, hint);
}

static void on_reader_progress(void *owner, enum bsm_hint hint, bool finger_present)
{
    (void)finger_present;
    bio_say_hint(owner, BSM_MODALITY_FINGER, hint);
}

static void on_reader_ready(void *owner, const struct bsm_finger_reader_info *info)
{
    struct bio *bio = owner;
    g_strlcpy(bio->reader_name, info->name, sizeof bio->reader_name);
    if (bio->reader_present != info->can_capture) {
        bio->reader_present = info->can_capture;
        bio_say_device(bio, BSM_DEVICE_READER, info->can_capture);
    }
}

static void on_reader_gone(void *owner)
{
    struct bio *bio = owner;
    if (bio->reader_present) {
        bio->reader_present = false;
        bio_say_device(bio, BSM_DEVICE_READER, false);
    }
}

const struct bsm_finger_reader_events bio_reader_events = {
    .on_ready = on_reader_ready,
    .on_gone = on_reader_gone,
    .on_progress = on_reader_progress,
    .on_captured = on_reader_captured,
};

static void call_off_finger(struct bio *bio, enum bsm_status why)
{
    if (bio->ended_early == BSM_OK)
        bio->ended_early = why;
    if (bio->state == BIO_FINGER_ARMED)
        bsm_finger_reader_capture_cancel(bio->reader);
}

static gboolean on_finger_timeout(gpointer data)
{
    struct bio *bio = data;
    bio->timeout_source = 0;
    if (bio->state == BIO_FINGER_ARMED)
        call_off_finger(bio, BSM_TIMEOUT);
    return G_SOURCE_REMOVE;
}

void bio_take_finger(struct bio *bio, const struct bsm_bio_finger *asked)
{
    if (bio->state != BIO_IDLE) {
        bsm_log(BSM_LOG_WARNING, "enroll/bio", "asked for a finger while a capture runs; ignored");
        return;
    }
    bio->position = asked->position;
    bio->state = BIO_FINGER_ARMED;
    enum bsm_status status = bsm_finger_reader_capture_start(bio->reader);
    if (status != BSM_OK)
        fail(bio, BSM_MODALITY_FINGER, status, BSM_HINT_NONE);
    else
        bio->timeout_source = g_timeout_add(asked->timeout_ms, on_finger_timeout, bio);
}

/* --- the face --- */

static void say_face_hint(void *owner, int hint)
{
    struct bio *bio = owner;
    if (bio->state == BIO_FACE_LOOKING)
        bio_say_hint(bio, BSM_MODALITY_FACE, (enum bsm_hint)hint);
}

static void say_light(void *owner, int light)
{
    struct bio *bio = owner;
    if (bio->state == BIO_FACE_LOOKING)
        bio_say_light(bio, (enum bsm_light)light);
}

static void on_face_done(struct worker_job *base, void *owner)
{
    struct face_job *job = (struct face_job *)base;
    struct bio *bio = owner;
    if (job->status != BSM_OK) {
        fail(bio, BSM_MODALITY_FACE, job->status, job->last_hint);
    } else {
        deliver(bio, &(struct sample){
                         .modality = BSM_MODALITY_FACE,
                         .position = BSM_POSITION_NONE,
                         .device_model = bio->camera_name,
                         .quality = job->quality,
                         .is_alive = job->is_alive,
                         .light_gain = bsm_light_gain(&job->light),
                         .challenge = job->challenge,
                         .attempt = job->attempt,
                         .sides = job->sides,
                         .engine = BSM_FACE_ENGINE,
                         .engine_version = BSM_FACE_ENGINE_VERSION,
                         .template_bytes = job->template_bytes,
                         .template_size = job->template_size,
                         .portrait = job->portrait,
                         .portrait_size = job->portrait_size,
                     });
    }
    face_job_finish(job);
}

void bio_take_face(struct bio *bio, const struct bsm_bio_face *asked)
{
    if (bio->state != BIO_IDLE) {
        bsm_log(BSM_LOG_WARNING, "enroll/bio", "asked for a face while a capture runs; ignored");
        return;
    }
    bio->state = BIO_FACE_LOOKING;
    face_job_init(&bio->face);
    bio->face.job.done = on_face_done;
    bio->face.say_hint = say_face_hint;
    bio->face.say_light = say_light;
    bio->face.attempt = asked->attempt;
    bio->face.challenge = asked->challenge;
    bio->face.wants_portrait = asked->portrait;
    bio->face.sides = sealer_sides(bio->sealer, asked->attempt);
    if (asked->challenge != BSM_CHALLENGE_NONE)
        sealer_lights(bio->sealer, asked->attempt, bio->face.lights);
    bio->face.light_usual = asked->light_usual;
    bio->face.deadline_ms = bsm_clock_mono_ms() + asked->timeout_ms;
    worker_submit(bio->worker, &bio->face.job);
}

void bio_cancel(struct bio *bio)
{
    if (bio->state == BIO_FACE_LOOKING)
        atomic_store(&bio->face.cancelled, true);
    else if (bio->state != BIO_IDLE)
        call_off_finger(bio, BSM_CANCELLED);
}
