/* The real basma-bio on the real libfprint and libv4l2 (their virtual devices), spoken to as the hub does. */
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "enroll/bio/portrait.h"
#include "enroll/face/face_template.h"
#include "enroll/face/icao.h"
#include "enroll/face/light.h"
#include "enroll/finger/finger.h"
#include "enroll/picture/picture.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/ipc/channel.h"
#include "firmware/ipc/preview.h"
#include "net/seal/key_store.h"
#include "net/seal/sealed.h"
#include "net/seal/lights.h"
#include "net/seal/sides.h"
#include "net/wire/wire.h"
#include "tests/sim/world/world.h"

enum { WAIT_MS = 30000, PERSON = 4711 };

static char folder[] = "/tmp/basma-bio-XXXXXX";
static struct bsm_ec_key *centre;
static struct bsm_ec_point capture_key;

static struct bsm_channel channel;
static struct bsm_message message;
static struct bsm_world world;
static pid_t bio;
static int preview_fd;
static bool reader_present, camera_present;

static const char *place(const char *name)
{
    static char path[4][PATH_MAX];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

/* A kiosk's folder with keys, as provisioning leaves it, and the places of the virtual devices. */
static int make_folder(void **state)
{
    (void)state;
    struct bsm_key_store *store;
    struct bsm_ec_point point;
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    if (!mkdtemp(folder) || bsm_file_make_folders(place("trust"), 0700) != BSM_OK ||
        bsm_file_make_folders(place("reader"), 0700) != BSM_OK)
        return 1;
    if (bsm_key_store_open_files(place("keys"), &store) != BSM_OK ||
        bsm_key_store_create(store, BSM_KEY_CAPTURE) != BSM_OK ||
        bsm_key_store_public_key(store, BSM_KEY_CAPTURE, &capture_key) != BSM_OK)
        return 1;
    bsm_key_store_destroy(store);
    if (bsm_ec_key_create(&centre) != BSM_OK)
        return 1;
    bsm_ec_key_public(centre, &point);
    bsm_wire_init();
    return bsm_ec_point_to_pem(&point, pem) != BSM_OK ||
           bsm_file_write(place("trust/centre-seal.pem"), pem, strlen(pem), 0600) != BSM_OK ||
           bsm_file_write(place("device"), "kiosk-0001\n", 11, 0600) != BSM_OK;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[PATH_MAX];
    bsm_ec_key_destroy(centre);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static const char *build_place(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", getenv("BASMA_BUILD_DIR"), name);
    return path;
}

static void run_bio(int fd)
{
    char models[PATH_MAX];
    snprintf(models, sizeof models, "%s/var/assets/models", getenv("BASMA_SOURCE_DIR"));
    setenv("FP_VIRTUAL_IMAGE", place("reader/socket"), 1);
    setenv("LD_PRELOAD", build_place("lib/basma-camera-plugin.so"), 1);
    dup2(fd, BSM_CHANNEL_LEAF_FD);
    execl(build_place("bin/basma-bio"), "basma-bio", "--state", folder, "--models", models, "--camera", place("camera"),
          "--allow-virtual", (char *)NULL);
    _exit(127);
}

/* The next message of the type within WAIT_MS; devices and the preview are taken note of on the way, hints are passed
 * over. */
static void await_message(enum bsm_message_type type)
{
    int64_t deadline_ms = bsm_clock_mono_ms() + WAIT_MS;
    for (;;) {
        int64_t left_ms = deadline_ms - bsm_clock_mono_ms();
        struct pollfd waiting = {.fd = channel.fd, .events = POLLIN};
        if (left_ms <= 0 || poll(&waiting, 1, (int)left_ms) <= 0)
            fail_msg("no %s came", bsm_message_name(type));
        int descriptor;
        enum bsm_status status = bsm_channel_receive(&channel, &message, &descriptor);
        if (status == BSM_BUSY)
            continue;
        assert_int_equal(status, BSM_OK);
        if (message.type == BSM_MESSAGE_PREVIEW)
            preview_fd = descriptor;
        if (message.type == BSM_MESSAGE_DEVICE && message.as.device.device == BSM_DEVICE_READER)
            reader_present = message.as.device.present;
        if (message.type == BSM_MESSAGE_DEVICE && message.as.device.device == BSM_DEVICE_CAMERA)
            camera_present = message.as.device.present;
        if (message.type == type)
            return;
        if (message.type != BSM_MESSAGE_HINT && message.type != BSM_MESSAGE_LIGHT &&
            message.type != BSM_MESSAGE_DEVICE && message.type != BSM_MESSAGE_PREVIEW)
            fail_msg("%s came instead of %s", bsm_message_name(message.type), bsm_message_name(type));
    }
}

static int start_bio(void **state)
{
    (void)state;
    int fds[2];
    reader_present = camera_present = false;
    preview_fd = -1;
    if (bsm_world_init(&world, place("reader/socket"), place("camera"), 1) != BSM_OK ||
        bsm_world_show_face(&world, &(struct bsm_world_face){0}) != BSM_OK || bsm_channel_pair(fds) != BSM_OK)
        return 1;
    bio = fork();
    if (bio == 0)
        run_bio(fds[1]);
    close(fds[1]);
    bsm_channel_init(&channel, fds[0]);
    await_message(BSM_MESSAGE_READY);
    while (!reader_present || !camera_present)
        await_message(BSM_MESSAGE_DEVICE);
    return 0;
}

/* The hub ends bio by closing the channel. */
static int end_bio(void **state)
{
    (void)state;
    int status = 0;
    bsm_channel_finish(&channel);
    if (preview_fd >= 0)
        close(preview_fd);
    bsm_world_finish(&world);
    for (int i = 0; i < 500; i++) {
        if (waitpid(bio, &status, WNOHANG) == bio)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        usleep(10000);
    }
    kill(bio, SIGKILL);
    waitpid(bio, &status, 0);
    return 1;
}

static void say(const struct bsm_message *said) { assert_int_equal(bsm_channel_send(&channel, said, -1), BSM_OK); }

static void begin_visit(struct bsm_bio_visit *visit)
{
    static struct bsm_message said;
    *visit = (struct bsm_bio_visit){.visit = bsm_uuid7(1), .seq = 1001};
    memset(visit->nonce, 7, sizeof visit->nonce);
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_VISIT, .round = 5, .as.bio_visit = *visit};
    say(&said);
}

static void ask_finger(uint32_t timeout_ms)
{
    static struct bsm_message said;
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_FINGER, .round = 5};
    said.as.bio_finger = (struct bsm_bio_finger){.position = BSM_POSITION_RIGHT_INDEX, .timeout_ms = timeout_ms};
    say(&said);
}

static void ask_face(uint32_t timeout_ms)
{
    static struct bsm_message said;
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_FACE, .round = 5, .as.bio_face = {.timeout_ms = timeout_ms}};
    say(&said);
}

/* Opens what bio sealed, as the centre does. */
static void open_capture(const struct bsm_bio_visit *visit, struct bsm_wire_capture *capture,
                         uint8_t hash[BSM_HASH_SIZE])
{
    static char jws[BSM_JWS_SIZE], payload[BSM_JWS_PAYLOAD_MAX + 1];
    const struct bsm_captured *captured = &message.as.captured;
    size_t size;
    assert_int_equal(message.round, 5);
    assert_int_equal(bsm_unseal(centre, &visit->visit, "kiosk-0001", captured->sealed.kid, captured->sealed.enc,
                                captured->sealed.text, captured->sealed.text_size, jws, &size),
                     BSM_OK);
    bsm_sha256(jws, size, hash);
    assert_memory_equal(hash, captured->hash, BSM_HASH_SIZE);
    assert_int_equal(bsm_jws_verify(&capture_key, "kiosk-0001", jws, size, payload, sizeof payload, &size), BSM_OK);
    assert_int_equal(bsm_wire_capture_decode(payload, size, capture), BSM_OK);
    assert_true(bsm_uuid_equal(&capture->visit, &visit->visit));
    assert_memory_equal(capture->nonce, visit->nonce, sizeof visit->nonce);
    assert_int_equal(capture->seq, captured->seq);
}

static void two_fingers_leave_as_a_chain_that_only_the_centre_opens(void **state)
{
    (void)state;
    static struct bsm_wire_capture capture;
    struct bsm_bio_visit visit;
    uint8_t hash[2][BSM_HASH_SIZE];
    begin_visit(&visit);
    for (int i = 0; i < 2; i++) {
        ask_finger(WAIT_MS);
        assert_int_equal(bsm_world_put_finger(&world, PERSON, BSM_POSITION_RIGHT_INDEX, BSM_TOUCH_ORDINARY, WAIT_MS),
                         BSM_OK);
        await_message(BSM_MESSAGE_CAPTURED);
        open_capture(&visit, &capture, hash[i]);
        assert_int_equal(capture.seq, 1001 + i);
        assert_int_equal(capture.position, BSM_POSITION_RIGHT_INDEX);
        assert_int_equal(bsm_finger_template_check(capture.template_bytes, capture.template_size), BSM_OK);
        if (i == 1)
            assert_memory_equal(capture.previous_hash, hash[0], BSM_HASH_SIZE);
    }
}

static void a_face_is_taken_and_the_preview_shows_it(void **state)
{
    (void)state;
    static struct bsm_wire_capture capture;
    struct bsm_bio_visit visit;
    uint8_t hash[BSM_HASH_SIZE];
    char picture[PATH_MAX];
    snprintf(picture, sizeof picture, "%s/var/assets/portraits/visitor1-probe.png", getenv("BASMA_SOURCE_DIR"));
    if (access(picture, R_OK) != 0)
        skip();
    struct bsm_preview preview;
    struct bsm_preview_frame frame = {0};
    assert_int_equal(bsm_preview_open(&preview, dup(preview_fd)), BSM_OK);
    begin_visit(&visit);
    ask_face(WAIT_MS);
    int frames = 0;
    for (int i = 0; i < 100; i++, usleep(10000))
        if (bsm_preview_take(&preview, frame.sequence, &frame))
            frames++;
    assert_true(frames >= 5);
    assert_int_equal(frame.kind, BSM_PREVIEW_FACE);
    assert_int_equal(bsm_world_show_face(&world, &(struct bsm_world_face){.picture = picture, .seed = 1}), BSM_OK);
    await_message(BSM_MESSAGE_CAPTURED);
    open_capture(&visit, &capture, hash);
    assert_int_equal(capture.modality, BSM_MODALITY_FACE);
    assert_int_equal(bsm_face_template_check(capture.template_bytes, capture.template_size), BSM_OK);
    assert_int_equal(capture.portrait_size, 0);
    while (bsm_preview_take(&preview, frame.sequence, &frame))
        ;
    assert_int_equal(frame.kind, BSM_PREVIEW_NOTHING);
    bsm_preview_finish(&preview);
}

static void a_portrait_leaves_with_the_face_where_one_is_wanted(void **state)
{
    enum { FAR_CM = 75 };
    (void)state;
    static struct bsm_wire_capture capture;
    static struct bsm_message said;
    struct bsm_bio_visit visit;
    struct bsm_image portrait = {0};
    uint8_t hash[BSM_HASH_SIZE];
    char picture[PATH_MAX];
    snprintf(picture, sizeof picture, "%s/var/assets/portraits/visitor1-probe.png", getenv("BASMA_SOURCE_DIR"));
    if (access(picture, R_OK) != 0)
        skip();
    begin_visit(&visit);
    said = (struct bsm_message){
        .type = BSM_MESSAGE_BIO_FACE, .round = 5, .as.bio_face = {.timeout_ms = WAIT_MS, .portrait = true}};
    say(&said);
    struct bsm_world_face face = {.picture = picture, .seed = 1, .distance_cm = FAR_CM};
    assert_int_equal(bsm_world_show_face(&world, &face), BSM_OK);
    await_message(BSM_MESSAGE_CAPTURED);
    open_capture(&visit, &capture, hash);
    assert_int_equal(bsm_face_template_check(capture.template_bytes, capture.template_size), BSM_OK);
    assert_int_equal(
        bsm_picture_decode(capture.portrait, capture.portrait_size, BSM_IMAGE_RGB24, 0, &portrait, NULL, 0), BSM_OK);
    assert_in_range(portrait.width_px, BSM_ICAO_WIDTH_MIN_PX, PORTRAIT_WIDTH_MAX_PX);
    assert_int_equal(portrait.width_px * 45, portrait.height_px * 35);
    bsm_image_finish(&portrait);
}

/* What the hint asks of the head; false where it asks for nothing. */
static bool moves_as(enum bsm_hint hint, int sign, struct bsm_world_face *face)
{
    if (!bsm_hint_is_movement(hint))
        return false;
    face->yaw_degrees = sign * 25 * ((hint == BSM_HINT_TURN_LEFT) - (hint == BSM_HINT_TURN_RIGHT));
    face->pitch_degrees = sign * 16 * ((hint == BSM_HINT_LOOK_UP) - (hint == BSM_HINT_LOOK_DOWN));
    return true;
}

/* The colours that were asked for during the last movement. */
enum { LIGHTS_MAX = 160 };
static enum bsm_light lights[LIGHTS_MAX];
static int lights_count;

/* As the screen of the face would shine (tests/sim/camera/README.md). */
static void shine(enum bsm_light light)
{
    static const char *const means[BSM_LIGHT_LAST + 1] = {"867 857 801", "907 727 431", "611 746 891", "577 829 636"};
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", place("camera.screen"));
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(means[light], out);
    fclose(out);
}

static void assert_lights_follow(const struct bsm_bio_visit *visit, unsigned attempt)
{
    enum bsm_light order[BSM_LIGHT_STEPS];
    int at = -1;
    bsm_light_order(visit->nonce, sizeof visit->nonce, attempt, order);
    assert_in_range(lights_count, BSM_LIGHT_ENOUGH_SHOWN, LIGHTS_MAX - 1);
    assert_int_equal(lights[0], order[0]);
    assert_int_equal(lights[lights_count - 1], BSM_LIGHT_NONE);
    for (int i = 0; i < lights_count - 1; i++) { /* a machine that is slow skips some */
        while (++at < 2 * BSM_LIGHT_STEPS && order[at % BSM_LIGHT_STEPS] != lights[i]) {
        }
        assert_true(at < 2 * BSM_LIGHT_STEPS);
    }
}

/* Asks for a face with a movement and answers the hints 0.6 s later: as they say (1), not at all (0), the other way
 * (-1); or the camera hangs from then on (STALLS). Ends with message CAPTURED or CAPTURE_FAILED; turns counts what was
 * asked. */
enum { STALLS = 2 };

static void play_movement(enum bsm_challenge_kind kind, int sign, int *turns)
{
    enum { LATE_MS = 600, PLAY_MS = 40000 };
    static struct bsm_message said;
    char picture[PATH_MAX];
    snprintf(picture, sizeof picture, "%s/var/assets/portraits/visitor3-probe.png", getenv("BASMA_SOURCE_DIR"));
    if (access(picture, R_OK) != 0)
        skip();
    struct bsm_world_face face = {
        .picture = picture, .seed = 2, .box = "44 0 171 231 83 95 161 93 122 131 102 176 149 174"};
    int64_t due_ms = 0, end_ms = bsm_clock_mono_ms() + PLAY_MS;
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_FACE, .round = 5, .as.bio_face = {20000, kind, 1, 0, false}};
    *turns = lights_count = 0;
    assert_int_equal(bsm_world_show_face(&world, &face), BSM_OK);
    say(&said);
    while (bsm_clock_mono_ms() < end_ms) {
        int descriptor;
        struct pollfd waiting = {.fd = channel.fd, .events = POLLIN};
        if (poll(&waiting, 1, 50) > 0 && bsm_channel_receive(&channel, &message, &descriptor) == BSM_OK) {
            if (message.type == BSM_MESSAGE_CAPTURED || message.type == BSM_MESSAGE_CAPTURE_FAILED)
                return;
            if (message.type == BSM_MESSAGE_LIGHT && lights_count < LIGHTS_MAX)
                shine(lights[lights_count++] = message.as.light.light);
            if (message.type == BSM_MESSAGE_HINT && moves_as(message.as.hint.hint, sign, &face)) {
                *turns += message.as.hint.hint != BSM_HINT_TURN_BACK;
                due_ms = bsm_clock_mono_ms() + LATE_MS;
            }
        }
        if (due_ms > 0 && bsm_clock_mono_ms() >= due_ms) {
            assert_int_equal(sign == STALLS ? bsm_world_stall_camera(&world) : bsm_world_show_face(&world, &face),
                             BSM_OK);
            due_ms = 0;
        }
    }
    fail_msg("the movement did not end");
}

static void a_face_is_taken_of_who_moves_as_asked(void **state)
{
    (void)state;
    static struct bsm_wire_capture capture;
    struct bsm_bio_visit visit;
    uint8_t hash[BSM_HASH_SIZE];
    char sides[BSM_CHALLENGE_SIDES_SIZE];
    int turns, answered = 0;
    begin_visit(&visit);
    for (int kind = BSM_CHALLENGE_SIDEWAYS; kind <= BSM_CHALLENGE_UP_DOWN; kind++) {
        play_movement((enum bsm_challenge_kind)kind, 1, &turns);
        assert_int_equal(message.type, BSM_MESSAGE_CAPTURED);
        assert_true(turns >= bsm_challenge_turns((enum bsm_challenge_kind)kind, 1));
        assert_lights_follow(&visit, 1);
        answered += message.as.captured.light_gain > 0;
        open_capture(&visit, &capture, hash);
        bsm_challenge_sides_text((enum bsm_challenge_kind)kind, 1,
                                 bsm_challenge_sides(visit.nonce, sizeof visit.nonce, 1), sides);
        assert_true(capture.has_liveness && capture.liveness.alive && capture.liveness.passed);
        assert_int_equal(capture.liveness.challenge, kind);
        assert_int_equal(capture.liveness.attempt, 1);
        assert_string_equal(capture.liveness.sides, sides);
    }
    assert_true(answered > 0); /* of two: a machine that is slow sees little of it */
}

static void who_moves_another_way_or_not_at_all_is_asked_once_more(void **state)
{
    (void)state;
    struct bsm_bio_visit visit;
    int turns;
    begin_visit(&visit);
    play_movement(BSM_CHALLENGE_SIDEWAYS, -1, &turns);
    assert_int_equal(message.type, BSM_MESSAGE_CAPTURE_FAILED);
    assert_int_equal(message.as.capture_failed.status, BSM_RETRY);
    assert_int_equal(message.as.capture_failed.hint, BSM_HINT_OTHER_SIDE);
    play_movement(BSM_CHALLENGE_SIDEWAYS, 0, &turns);
    assert_int_equal(message.type, BSM_MESSAGE_CAPTURE_FAILED);
    assert_int_equal(message.as.capture_failed.status, BSM_RETRY);
    assert_int_equal(message.as.capture_failed.hint, BSM_HINT_TOO_SLOW);
}

static void a_camera_that_sends_nothing_more_ends_the_movement_too(void **state)
{
    (void)state;
    struct bsm_bio_visit visit;
    int turns;
    begin_visit(&visit);
    play_movement(BSM_CHALLENGE_SIDEWAYS, STALLS, &turns);
    assert_int_equal(message.type, BSM_MESSAGE_CAPTURE_FAILED);
    assert_int_equal(message.as.capture_failed.status, BSM_RETRY);
    assert_int_equal(message.as.capture_failed.hint, BSM_HINT_TOO_SLOW);
    assert_int_equal(bsm_world_show_face(&world, &(struct bsm_world_face){.seed = 1}), BSM_OK);
}

static void expect_failed(enum bsm_modality modality, enum bsm_status status)
{
    await_message(BSM_MESSAGE_CAPTURE_FAILED);
    assert_int_equal(message.as.capture_failed.modality, modality);
    assert_int_equal(message.as.capture_failed.status, status);
}

static void each_start_has_one_end_also_when_cancelled_or_late(void **state)
{
    (void)state;
    static struct bsm_message cancel = {.type = BSM_MESSAGE_BIO_CANCEL, .round = 5};
    struct bsm_bio_visit visit;
    begin_visit(&visit);
    say(&cancel); /* nothing runs: nothing is said */
    ask_finger(WAIT_MS);
    say(&cancel);
    expect_failed(BSM_MODALITY_FINGER, BSM_CANCELLED);
    ask_finger(300);
    expect_failed(BSM_MODALITY_FINGER, BSM_TIMEOUT);
    ask_face(WAIT_MS);
    say(&cancel);
    expect_failed(BSM_MODALITY_FACE, BSM_CANCELLED);
    ask_face(600);
    expect_failed(BSM_MODALITY_FACE, BSM_TIMEOUT);
    assert_int_equal(message.as.capture_failed.hint, BSM_HINT_NO_FACE);
}

static void a_reader_pulled_out_in_mid_capture_comes_back(void **state)
{
    (void)state;
    struct bsm_bio_visit visit;
    begin_visit(&visit);
    ask_finger(WAIT_MS);
    usleep(300000);
    assert_int_equal(bsm_world_pull_reader(&world), BSM_OK);
    expect_failed(BSM_MODALITY_FINGER, BSM_GONE);
    while (reader_present)
        await_message(BSM_MESSAGE_DEVICE);
    ask_finger(WAIT_MS);
    expect_failed(BSM_MODALITY_FINGER, BSM_GONE);
    assert_int_equal(bsm_world_plug_reader(&world), BSM_OK);
    while (!reader_present)
        await_message(BSM_MESSAGE_DEVICE);
    ask_finger(WAIT_MS);
    assert_int_equal(bsm_world_put_finger(&world, PERSON, BSM_POSITION_RIGHT_INDEX, BSM_TOUCH_ORDINARY, WAIT_MS),
                     BSM_OK);
    await_message(BSM_MESSAGE_CAPTURED);
}

/* Without the link: number, date and mobile number leave bio only as the centre's, behind the last capture. */
static void the_claim_of_a_campaign_closes_the_chain_for_the_centre_alone(void **state)
{
    (void)state;
    static char jws[BSM_JWS_SIZE], payload[BSM_JWS_PAYLOAD_MAX + 1];
    static struct bsm_wire_capture capture;
    static struct bsm_message said;
    struct bsm_wire_campaign_claim claim;
    struct bsm_bio_visit visit;
    uint8_t hash[BSM_HASH_SIZE];
    size_t size;
    begin_visit(&visit);
    ask_finger(WAIT_MS);
    assert_int_equal(bsm_world_put_finger(&world, PERSON, BSM_POSITION_RIGHT_INDEX, BSM_TOUCH_ORDINARY, WAIT_MS),
                     BSM_OK);
    await_message(BSM_MESSAGE_CAPTURED);
    open_capture(&visit, &capture, hash);
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_CLAIM, .round = 5};
    said.as.bio_claim = (struct bsm_bio_claim){.id_number = "1000000008",
                                               .birth_date = "1990-05-17",
                                               .mobile = "+966512345689",
                                               .consent_version = 1,
                                               .missing = 1U << BSM_POSITION_LEFT_RING};
    say(&said);
    await_message(BSM_MESSAGE_CLAIM_SEALED);
    const struct bsm_claim_sealed *sealed = &message.as.claim_sealed;
    assert_int_equal(sealed->status, BSM_OK);
    assert_int_equal(sealed->seq, 1002);
    assert_null(memmem(sealed->sealed.text, sealed->sealed.text_size, "1000000008", 10));
    assert_int_equal(bsm_unseal(centre, &visit.visit, "kiosk-0001", sealed->sealed.kid, sealed->sealed.enc,
                                sealed->sealed.text, sealed->sealed.text_size, jws, &size),
                     BSM_OK);
    assert_int_equal(bsm_jws_verify(&capture_key, "kiosk-0001", jws, size, payload, sizeof payload, &size), BSM_OK);
    assert_int_equal(bsm_wire_campaign_claim_decode(payload, size, &claim), BSM_OK);
    assert_string_equal(claim.id_number, "1000000008");
    assert_string_equal(claim.mobile, "+966512345689");
    assert_int_equal(claim.missing[0], BSM_POSITION_LEFT_RING);
    assert_memory_equal(claim.previous_hash, hash, BSM_HASH_SIZE);
    assert_memory_equal(claim.nonce, visit.nonce, sizeof visit.nonce);
}

/* Without the link and without a visit: the mobile number leaves bio only as the centre's. */
static void a_wish_for_an_appointment_is_for_the_centre_alone(void **state)
{
    (void)state;
    static char jws[BSM_JWS_SIZE], payload[BSM_JWS_PAYLOAD_MAX + 1];
    static struct bsm_message said;
    struct bsm_wire_wished wished;
    size_t size;
    said = (struct bsm_message){.type = BSM_MESSAGE_BIO_WISH, .round = 6};
    said.as.bio_wish = (struct bsm_bio_wish){
        .wish = bsm_uuid7(1), .seq = 77, .clock_offset_ms = 1000, .site = "riyadh-1", .mobile = "+966512345689"};
    struct bsm_uuid wish = said.as.bio_wish.wish;
    say(&said);
    await_message(BSM_MESSAGE_CLAIM_SEALED);
    const struct bsm_claim_sealed *sealed = &message.as.claim_sealed;
    assert_int_equal(sealed->status, BSM_OK);
    assert_int_equal(sealed->seq, 77);
    assert_null(memmem(sealed->sealed.text, sealed->sealed.text_size, "512345689", 9));
    assert_int_equal(bsm_unseal(centre, &wish, "kiosk-0001", sealed->sealed.kid, sealed->sealed.enc,
                                sealed->sealed.text, sealed->sealed.text_size, jws, &size),
                     BSM_OK);
    assert_int_equal(bsm_jws_verify(&capture_key, "kiosk-0001", jws, size, payload, sizeof payload, &size), BSM_OK);
    assert_int_equal(bsm_wire_wished_decode(payload, size, &wished), BSM_OK);
    assert_string_equal(wished.mobile, "+966512345689");
    assert_string_equal(wished.site, "riyadh-1");
    assert_int_equal(wished.seq, 77);
}

static void a_capture_without_a_visit_is_refused(void **state)
{
    (void)state;
    ask_finger(WAIT_MS);
    assert_int_equal(bsm_world_put_finger(&world, PERSON, BSM_POSITION_RIGHT_INDEX, BSM_TOUCH_ORDINARY, WAIT_MS),
                     BSM_OK);
    expect_failed(BSM_MODALITY_FINGER, BSM_FAULT);
}

/* Field use, a model set from before there was a network for it. */
static void without_a_liveness_network_no_face_is_taken_in_the_field(void **state)
{
    (void)state;
    char command[3 * PATH_MAX], models[PATH_MAX];
    int fds[2], status = 0;
    snprintf(models, sizeof models, "%s", place("models"));
    snprintf(command, sizeof command, "cp -r '%s/var/assets/models' '%s' && sed -i /^liveness/d '%s/models.conf'",
             getenv("BASMA_SOURCE_DIR"), models, models);
    assert_int_equal(system(command), 0);
    assert_int_equal(bsm_channel_pair(fds), BSM_OK);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fds[1], BSM_CHANNEL_LEAF_FD);
        execl(build_place("bin/basma-bio"), "basma-bio", "--state", folder, "--models", models, (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    close(fds[0]);
}

int main(void)
{
    if (access(build_place("bin/basma-bio"), X_OK) != 0) {
        fprintf(stderr, "basma-bio is not built\n");
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_fingers_leave_as_a_chain_that_only_the_centre_opens, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(the_claim_of_a_campaign_closes_the_chain_for_the_centre_alone, start_bio,
                                        end_bio),
        cmocka_unit_test_setup_teardown(a_wish_for_an_appointment_is_for_the_centre_alone, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(a_face_is_taken_and_the_preview_shows_it, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(a_portrait_leaves_with_the_face_where_one_is_wanted, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(a_face_is_taken_of_who_moves_as_asked, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(who_moves_another_way_or_not_at_all_is_asked_once_more, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(a_camera_that_sends_nothing_more_ends_the_movement_too, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(each_start_has_one_end_also_when_cancelled_or_late, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(a_reader_pulled_out_in_mid_capture_comes_back, start_bio, end_bio),
        cmocka_unit_test_setup_teardown(a_capture_without_a_visit_is_refused, start_bio, end_bio),
        cmocka_unit_test(without_a_liveness_network_no_face_is_taken_in_the_field),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
