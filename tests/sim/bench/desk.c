#include "tests/sim/bench/desk.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"

extern char **environ;

enum {
    PUT_TIMEOUT_MS = 400,
    MESSAGES_EVERY_MS = 300,
    STRANGER_SEED = 77,
    FACE_SEED = 3,
    PID_TEXT_MAX = 64,
    REACH_MS = 400
};

const enum bsm_position desk_positions[DESK_FINGERS] = {BSM_POSITION_LEFT_MIDDLE, BSM_POSITION_LEFT_INDEX,
                                                        BSM_POSITION_RIGHT_INDEX, BSM_POSITION_RIGHT_MIDDLE};

static void say(struct desk *desk, const char *note) { snprintf(desk->note, sizeof desk->note, "%s", note); }

const struct bsm_world_person *desk_other(const struct desk *desk)
{
    for (int i = 0; i < (int)desk->people.count; i++)
        if (i != desk->chosen && !desk->people.persons[i].probe[0])
            return &desk->people.persons[i];
    return NULL;
}

static void show_face(struct desk *desk)
{
    struct bsm_world_face face = {.seed = FACE_SEED};
    const struct bsm_world_person *other = desk_other(desk);
    if (desk->face_whose == DESK_OWN) {
        face.picture = desk->person.probe[0] ? desk->person.probe : desk->person.portrait;
        face.box = desk->person.probe[0] ? desk->person.probe_face : NULL;
    } else if (desk->face_whose == DESK_OTHER && other) {
        face.picture = other->portrait;
    }
    enum bsm_status status =
        desk->camera_pulled ? bsm_world_pull_camera(&desk->world) : bsm_world_show_face(&desk->world, &face);
    if (status != BSM_OK)
        say(desk, "The camera's file cannot be written.");
}

static void choose(struct desk *desk, int chosen)
{
    int count = (int)desk->people.count + 1;
    desk->chosen = (chosen + count) % count;
    if (desk->chosen < (int)desk->people.count) {
        desk->person = desk->people.persons[desk->chosen];
    } else {
        desk->person = (struct bsm_world_person){.name_en = "Somebody nobody knows",
                                                 .birth_date = "1991-03-07",
                                                 .account = "NOT KNOWN",
                                                 .print_seed = STRANGER_SEED};
        memcpy(desk->person.id_number, "199999999", 9);
        desk->person.id_number[9] = bsm_id_number_check_digit(desk->person.id_number);
        const struct bsm_world_person *other = desk_other(desk);
        if (other)
            memcpy(desk->person.portrait, other->portrait, sizeof desk->person.portrait);
    }
    desk->finger_whose = DESK_OWN;
    desk->face_whose = DESK_OWN;
    desk->resting = -1;
    desk->message_count = 0;
    desk->messages_due_ms = 0;
    say(desk, "");
    show_face(desk);
}

bool desk_open(struct desk *desk, const char *run)
{
    char people[PATH_MAX + 32], reader[PATH_MAX + 32], camera[PATH_MAX + 32], journal[PATH_MAX + 32],
        link[PATH_MAX + 8];
    char why[BSM_PEOPLE_WHY_SIZE];
    *desk = (struct desk){.world.reader.fd = -1, .resting = -1};
    snprintf(desk->run, sizeof desk->run, "%s", run);
    snprintf(desk->sms_path, sizeof desk->sms_path, "%s/sms.jsonl", run);
    snprintf(people, sizeof people, "%s/population/people.jsonl", run);
    snprintf(camera, sizeof camera, "%s/sim/camera", run);
    snprintf(journal, sizeof journal, "%s/kiosk/journal", run);
    snprintf(link, sizeof link, "%s/sim", run);
    char *sim = realpath(link, NULL); /* the socket's path must be short */
    snprintf(reader, sizeof reader, "%s/reader/socket", sim ? sim : link);
    free(sim);
    enum bsm_status status = bsm_world_people_read(people, &desk->people, why, sizeof why);
    if (status != BSM_OK) {
        fprintf(stderr, "basma-bench: %s: %s; it is made by ./basma demo\n", people,
                why[0] ? why : bsm_status_name(status));
        return false;
    }
    desk->stage = calloc(1, sizeof *desk->stage);
    if (!desk->stage || bsm_world_init(&desk->world, reader, camera, 1) != BSM_OK) {
        fprintf(stderr, "basma-bench: %s cannot be the reader's socket\n", reader);
        return false;
    }
    stage_open(desk->stage, journal);
    choose(desk, 0);
    return true;
}

void desk_close(struct desk *desk)
{
    bsm_world_finish(&desk->world);
    bsm_world_people_finish(&desk->people);
    free(desk->stage);
    desk->stage = NULL;
}

void desk_screen(const struct desk *desk, char name[STAGE_WORD_SIZE]) { stage_screen_name(desk->stage, name); }

static enum bsm_position position_of(const struct bsm_follow_line *line)
{
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        if (bsm_follow_says(line, "position", bsm_position_name((enum bsm_position)position)))
            return (enum bsm_position)position;
    return BSM_POSITION_NONE;
}

static void put(struct desk *desk, int finger)
{
    const struct bsm_world_person *other = desk_other(desk);
    uint64_t seed = desk->finger_whose == DESK_OTHER && other ? other->print_seed : desk->person.print_seed;
    enum bsm_status status = bsm_world_put_finger(&desk->world, seed, desk_positions[finger], BSM_TOUCH_ORDINARY, PUT_TIMEOUT_MS);
    desk->resting = -1;
    if (status == BSM_GONE)
        say(desk, "The reader is pulled out.");
    else if (status != BSM_OK)
        say(desk, "The reader does not answer; is a finger asked for?");
    else
        say(desk, "Put on the reader.");
}

static void take_in(struct desk *desk, const struct bsm_follow_line *line)
{
    if (strcmp(line->event, "capture_started") == 0) {
        desk->asked = bsm_follow_says(line, "modality", "finger") ? position_of(line) : BSM_POSITION_NONE;
        desk->asked_since_ms = bsm_clock_mono_ms();
    } else if (strcmp(line->event, "captured") == 0 || strcmp(line->event, "capture_failed") == 0 ||
               strcmp(line->event, "visit_ended") == 0) {
        desk->asked = BSM_POSITION_NONE;
    } else if (strcmp(line->event, "completed") == 0) {
        snprintf(desk->person.account, sizeof desk->person.account, "ACTIVE");
        if (desk->chosen < (int)desk->people.count)
            desk->people.persons[desk->chosen] = desk->person;
    }
}

/* What the events since the last look mean for the finger on the reader and the account. */
static void follow_visit(struct desk *desk)
{
    struct stage *stage = desk->stage;
    for (; desk->events_seen < stage->count; desk->events_seen++)
        take_in(desk, &stage->events[desk->events_seen]);
    if (stage->count > STAGE_EVENTS_MAX / 2) {
        stage_new_visit(stage);
        desk->events_seen = 0;
    }
}

bool desk_look(struct desk *desk)
{
    enum bsm_position asked_before = desk->asked;
    char before[STAGE_WORD_SIZE], now[STAGE_WORD_SIZE];
    desk_screen(desk, before);
    stage_look(desk->stage);
    follow_visit(desk);
    desk_screen(desk, now);
    bool changed = desk->asked != asked_before || strcmp(before, now) != 0;
    /* A moment after it was asked for: the sensor is told to look only then. */
    bool ready = desk->asked != BSM_POSITION_NONE && bsm_clock_mono_ms() - desk->asked_since_ms >= REACH_MS;
    if (desk->resting >= 0 && ready) {
        put(desk, desk->resting);
        changed = true;
    }
    if (bsm_clock_mono_ms() >= desk->messages_due_ms) {
        int count = desk->person.mobile[0]
                        ? bsm_phone_messages(desk->sms_path, desk->person.mobile, desk->messages, DESK_MESSAGES_MAX)
                        : 0;
        changed = changed || count != desk->message_count;
        desk->message_count = count;
        desk->messages_due_ms = bsm_clock_mono_ms() + MESSAGES_EVERY_MS;
    }
    return changed;
}

static void put_or_rest(struct desk *desk, int finger)
{
    if (desk->asked != BSM_POSITION_NONE) {
        put(desk, finger);
    } else {
        desk->resting = desk->resting == finger ? -1 : finger;
        say(desk, desk->resting < 0 ? "Lifted." : "Rests on the reader till it is asked for.");
    }
}

static void toggle_reader(struct desk *desk)
{
    bool pulled = bsm_world_reader_pulled(&desk->world);
    enum bsm_status status = pulled ? bsm_world_plug_reader(&desk->world) : bsm_world_pull_reader(&desk->world);
    say(desk, status != BSM_OK ? "The reader's folder cannot be moved."
              : pulled         ? "Reader plugged in."
                               : "Reader pulled out.");
}

static void toggle_centre(struct desk *desk)
{
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/control", desk->run);
    char *arguments[] = {path, desk->centre_stopped ? "start-centre" : "stop-centre", NULL};
    pid_t child;
    int ended = 0;
    if (posix_spawn(&child, path, NULL, NULL, arguments, environ) != 0 || waitpid(child, &ended, 0) != child ||
        ended != 0) {
        say(desk, "The centre does not obey; see the logs.");
        return;
    }
    desk->centre_stopped = !desk->centre_stopped;
    say(desk, desk->centre_stopped ? "The centre is stopped." : "The centre runs again.");
}

void desk_do(struct desk *desk, enum desk_deed deed, int argument)
{
    switch (deed) {
    case DESK_NOTHING: break;
    case DESK_PREVIOUS: choose(desk, desk->chosen - 1); break;
    case DESK_NEXT: choose(desk, desk->chosen + 1); break;
    case DESK_PUT: put_or_rest(desk, argument); break;
    case DESK_WHOSE: desk->finger_whose = (enum desk_whose)argument; break;
    case DESK_FACE:
        desk->face_whose = (enum desk_whose)argument;
        show_face(desk);
        break;
    case DESK_READER: toggle_reader(desk); break;
    case DESK_CAMERA:
        desk->camera_pulled = !desk->camera_pulled;
        show_face(desk);
        say(desk, desk->camera_pulled ? "Camera pulled out." : "Camera plugged in.");
        break;
    case DESK_CENTRE: toggle_centre(desk); break;
    }
}

bool desk_kiosk_runs(const struct desk *desk)
{
    char path[PATH_MAX + 16];
    uint8_t *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/kiosk.pid", desk->run);
    if (bsm_file_read(path, PID_TEXT_MAX, &text, &size) != BSM_OK)
        return true; /* started by other means: we cannot know */
    pid_t pid = (pid_t)strtol((char *)text, NULL, 10);
    free(text);
    return pid <= 1 || kill(pid, 0) == 0 || errno == EPERM;
}
