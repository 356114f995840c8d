/*
 * basma-bio: the one process that holds a full picture of a person or a plain template. It listens to the hub, drives
 * reader and camera, and lets out hints, a preview and sealed records.
 *
 * Threads: all of this is the main loop's; worker.h has the other thread. A capture is one small state machine:
 *
 *     idle -> finger_armed -> finger_computing -> idle         each start by the hub ends in exactly one CAPTURED
 *     idle -> face_looking -> idle                             or CAPTURE_FAILED
 */
#ifndef BASMA_ENROLL_BIO_BIO_H
#define BASMA_ENROLL_BIO_BIO_H

#include <glib.h>
#include <stdbool.h>

#include "drivers/camera.h"
#include "drivers/finger_reader.h"
#include "enroll/bio/face_job.h"
#include "enroll/bio/finger_job.h"
#include "enroll/bio/poor_tries.h"
#include "enroll/bio/sealer.h"
#include "firmware/ipc/channel.h"

enum { BIO_NAME_SIZE = 64 };

enum bio_state {
    BIO_IDLE,
    BIO_FINGER_ARMED,
    BIO_FINGER_COMPUTING,
    BIO_FACE_LOOKING,
};

struct bio {
    GMainLoop *loop;
    struct bsm_channel channel;
    struct bsm_message message; /* being received or sent; wiped after each */
    uint32_t round;             /* of the hub's last message */
    int exit_code;

    struct bsm_finger_reader *reader;
    char reader_name[BIO_NAME_SIZE];
    bool reader_present;
    struct bsm_camera *camera; /* streams while the process runs; frames are looked at only in the face step */
    char camera_name[BIO_NAME_SIZE];
    bool camera_present;
    struct bsm_preview preview; /* written by the compute thread alone */
    struct worker *worker;
    struct sealer *sealer;

    enum bio_state state;
    enum bsm_position position;  /* of the finger under way */
    enum bsm_status ended_early; /* CANCELLED or TIMEOUT, once the finger under way was called off; else OK */
    guint timeout_source;        /* of a finger */
    struct finger_job finger;
    struct poor_tries poor_tries; /* of the finger under way, where its impressions are poor */
    struct face_job face;
};

/* channel_source.c: reads messages from the hub, sends them. */
void bio_listen(struct bio *bio);
void bio_send(struct bio *bio, int descriptor); /* sends bio->message with the round, and wipes it */
void bio_say_device(struct bio *bio, enum bsm_device device, bool present);
void bio_say_hint(struct bio *bio, enum bsm_modality modality, enum bsm_hint hint);
void bio_say_light(struct bio *bio, enum bsm_light light);
void bio_say_failed(struct bio *bio, enum bsm_modality modality, enum bsm_status status, enum bsm_hint hint);

/* capture.c: the state machine. */
void bio_take_finger(struct bio *bio, const struct bsm_bio_finger *asked);
void bio_take_face(struct bio *bio, const struct bsm_bio_face *asked);
void bio_cancel(struct bio *bio);
extern const struct bsm_finger_reader_events bio_reader_events; /* owner: struct bio */

#endif
