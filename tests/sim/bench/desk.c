#include "tests/sim/bench/desk.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "tests/sim/bench/desk_impl.h"
#include "tests/sim/world/looks.h"

enum {
    PUT_TIMEOUT_MS = 400,
    MESSAGES_EVERY_MS = 300,
    MESSAGES_READ = 64,
    FACE_SEED = 3,
    PID_TEXT_MAX = 64,
    REACH_MS = 400,
    LOOK_WORDS_MAX = 3,
    LOOK_TEXT_SIZE = 32,
};

const struct desk_look_group desk_looks[DESK_LOOK_GROUPS] = {
    {"What is before the lens",
     false,
     5,
     {{"Live", "live"}, {"Print", "print"}, {"Phone", "phone"}, {"Tablet", "tablet"}, {"Mask", "mask"}}},
    {"Head",
     false,
     5,
     {{"Ahead", "straight"},
      {"Left", "turn left 25"},
      {"Right", "turn right 25"},
      {"Up", "nod up 15"},
      {"Down", "nod down 15"}}},
    {"Distance", false, 3, {{"Usual", "straight"}, {"Near", "near"}, {"Far", "far"}}},
    {"Face",
     false,
     4,
     {{"Bare", "eyes open"}, {"Glasses", "glasses on"}, {"Covered", "scarf on"}, {"Eyes shut", "eyes closed"}}},
    {"Behind them", false, 2, {{"Nobody", "alone"}, {"Somebody", "behind"}}},
    {"Light",
     true,
     5,
     {{"Usual", "usual"}, {"Dark", "dark"}, {"Bright", "bright"}, {"Left", "left"}, {"Right", "right"}}},
    {"When asked to turn the head", false, 3, {{"Does so", "obeys"}, {"Does not", "deaf"}, {"Otherwise", "contrary"}}},
};

void desk_say(struct desk *desk, const char *note) { snprintf(desk->note, sizeof desk->note, "%s", note); }

static void apply_look(const struct desk *desk, int group, struct bsm_world_face *face, struct bsm_world_light *light)
{
    const struct bsm_world_person *other = desk_other(desk);
    char text[LOOK_TEXT_SIZE], *rest = text;
    const char *words[LOOK_WORDS_MAX];
    int count = 0;
    snprintf(text, sizeof text, "%s", desk_looks[group].choices[desk->looks[group]].words);
    for (char *word; count < LOOK_WORDS_MAX && (word = strsep(&rest, " "));)
        words[count++] = word;
    if (desk_looks[group].light)
        bsm_world_light_words(words, count, light);
    else
        bsm_world_face_words(words, count, other ? other->portrait : NULL, face);
}

/* The usual is not said: "straight" would take back what another group has said. */
static void apply_looks(struct desk *desk, struct bsm_world_face *face)
{
    struct bsm_world_light light = {0};
    for (int group = 0; group < DESK_LOOK_GROUPS; group++)
        if (desk->looks[group] > 0)
            apply_look(desk, group, face, &light);
    bsm_world_set_light(&desk->world, &light);
}

void desk_show_face(struct desk *desk)
{
    struct bsm_world_face face = {.seed = FACE_SEED};
    const struct bsm_world_person *other = desk_other(desk);
    if (desk->face_whose == DESK_OWN) {
        face.picture = desk->person.probe[0] ? desk->person.probe : desk->person.portrait;
        face.box = desk->person.probe[0] ? desk->person.probe_face : NULL;
    } else if (desk->face_whose == DESK_OTHER && other) {
        face.picture = other->portrait;
    }
    apply_looks(desk, &face);
    desk->head.medium = face.medium;
    desk->head.manner = face.manner;
    if (desk->head.yaw_degrees || desk->head.pitch_degrees) {
        face.yaw_degrees = desk->head.yaw_degrees;
        face.pitch_degrees = desk->head.pitch_degrees;
    }
    enum bsm_status status =
        desk->camera_pulled ? bsm_world_pull_camera(&desk->world) : bsm_world_show_face(&desk->world, &face);
    if (status != BSM_OK)
        desk_say(desk, "The camera's file cannot be written.");
}

bool desk_open(struct desk *desk, const char *run)
{
    char people[PATH_MAX + 32], reader[PATH_MAX + 32], camera[PATH_MAX + 32], journal[PATH_MAX + 32],
        link[PATH_MAX + 8];
    char why[BSM_PEOPLE_WHY_SIZE];
    *desk = (struct desk){.world.reader.fd = -1};
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
    desk_choose(desk, 0);
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

static void put(struct desk *desk, enum bsm_position finger)
{
    const struct bsm_world_person *other = desk_other(desk);
    uint64_t seed = desk->finger_whose == DESK_OTHER && other ? other->print_seed : desk->person.print_seed;
    enum bsm_status status = bsm_world_put_finger(&desk->world, seed, finger, desk->touch, PUT_TIMEOUT_MS);
    desk->resting = BSM_POSITION_NONE;
    if (status == BSM_GONE)
        desk_say(desk, "The reader is pulled out.");
    else if (status != BSM_OK)
        desk_say(desk, "The reader does not answer; is a finger asked for?");
    else
        desk_say(desk, "Put on the reader.");
}

static void take_in(struct desk *desk, const struct bsm_follow_line *line)
{
    bsm_obey_hear(&desk->obedience, line, bsm_clock_mono_ms());
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

/* What came to their number at any time, and to any other since they stand there: a new number is known by no register.
 */
static bool look_at_phones(struct desk *desk)
{
    struct bsm_phone_message read[MESSAGES_READ];
    int64_t newest_ms = desk->message_count ? desk->messages[0].at_unix_ms : 0;
    int before = desk->message_count, count = bsm_phone_messages(desk->sms_path, NULL, read, MESSAGES_READ);
    desk->message_count = 0;
    for (int i = 0; i < count && desk->message_count < DESK_MESSAGES_MAX; i++)
        if (strcmp(read[i].to, desk->person.mobile) == 0 || read[i].at_unix_ms >= desk->chosen_unix_ms)
            desk->messages[desk->message_count++] = read[i];
    return desk->message_count != before || (before && desk->messages[0].at_unix_ms != newest_ms);
}

bool desk_look(struct desk *desk)
{
    enum bsm_position asked_before = desk->asked;
    char before[STAGE_WORD_SIZE], now[STAGE_WORD_SIZE];
    desk_screen(desk, before);
    stage_look(desk->stage);
    follow_visit(desk);
    if (bsm_obey_do(&desk->obedience, bsm_clock_mono_ms(), &desk->head))
        desk_show_face(desk);
    desk_screen(desk, now);
    bool changed = desk->asked != asked_before || strcmp(before, now) != 0;
    /* A moment after it was asked for: the sensor is told to look only then. */
    bool ready = desk->asked != BSM_POSITION_NONE && bsm_clock_mono_ms() - desk->asked_since_ms >= REACH_MS;
    if (desk->resting != BSM_POSITION_NONE && ready) {
        put(desk, desk->resting);
        changed = true;
    }
    if (bsm_clock_mono_ms() >= desk->messages_due_ms) {
        changed = look_at_phones(desk) || changed;
        desk->messages_due_ms = bsm_clock_mono_ms() + MESSAGES_EVERY_MS;
    }
    return changed;
}

static void put_or_rest(struct desk *desk, enum bsm_position finger)
{
    if (desk_lacks(desk, finger)) {
        desk_say(desk, "This finger is missing.");
    } else if (desk->asked != BSM_POSITION_NONE) {
        put(desk, finger);
    } else {
        desk->resting = desk->resting == finger ? BSM_POSITION_NONE : finger;
        desk_say(desk, !desk->resting ? "Lifted." : "Rests on the reader till it is asked for.");
    }
}

static void look(struct desk *desk, int argument)
{
    desk->looks[argument / DESK_LOOKS_MAX] = argument % DESK_LOOKS_MAX;
    desk_show_face(desk);
}

void desk_do(struct desk *desk, enum desk_deed deed, int argument)
{
    switch (deed) {
    case DESK_NOTHING: break;
    case DESK_KIND: desk_choose_kind(desk, argument); break;
    case DESK_PREVIOUS: desk_step(desk, -1); break;
    case DESK_NEXT: desk_step(desk, 1); break;
    case DESK_PUT: put_or_rest(desk, (enum bsm_position)argument); break;
    case DESK_WHOSE: desk->finger_whose = (enum desk_whose)argument; break;
    case DESK_TOUCH: desk->touch = (enum bsm_world_touch)argument; break;
    case DESK_FACE:
        desk->face_whose = (enum desk_whose)argument;
        desk_show_face(desk);
        break;
    case DESK_LOOK: look(desk, argument); break;
    case DESK_STRAIGHT:
        memset(desk->looks, 0, sizeof desk->looks);
        desk_show_face(desk);
        break;
    case DESK_READER: desk_toggle_reader(desk); break;
    case DESK_CAMERA: desk_toggle_camera(desk); break;
    case DESK_CENTRE: desk_toggle_centre(desk); break;
    case DESK_CAMPAIGN: desk_toggle_campaign(desk); break;
    case DESK_LANGUAGE: desk->english = !desk->english; break;
    case DESK_KILL: desk_kill(desk, argument); break;
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
