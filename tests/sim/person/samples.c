#include <poll.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "tests/sim/person/actor.h"
#include "tests/sim/world/looks.h"

enum {
    REACH_MS = 500,  /* from "your right index, please" to the finger on the glass */
    AGAIN_MS = 4000, /* nothing happened: the finger is put again */
    PUT_TIMEOUT_MS = 3000,
    FACE_SEED = 3,
};

static const char *const finger_pair[] = {"modality=finger"};

static enum bsm_position position_of(const struct bsm_follow_line *line)
{
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        if (bsm_follow_says(line, "position", bsm_position_name((enum bsm_position)position)))
            return (enum bsm_position)position;
    return BSM_POSITION_NONE;
}

/* The next capture of a finger that the kiosk has begun; -1 if there is none in time. */
static int await_capture(struct actor *actor, int64_t deadline_ms)
{
    int found;
    while ((found = stage_find(&actor->stage, actor->next_capture, "capture_started", finger_pair, 1)) < 0)
        if (!actor_wait(actor, deadline_ms))
            return -1;
    return found;
}

/* Of the capture that began at event `begun`: 1 the picture was taken, 0 it failed and is asked for again, -1 neither
 * yet. */
static int result_of(const struct actor *actor, int begun)
{
    int captured = stage_find(&actor->stage, begun, "captured", finger_pair, 1);
    int failed = stage_find(&actor->stage, begun, "capture_failed", finger_pair, 1);
    if (captured >= 0 && (failed < 0 || captured < failed))
        return 1;
    return failed >= 0 ? 0 : -1;
}

/* One capture with the finger put on the glass, again and again if it is not noticed. */
static int give_finger(struct actor *actor, uint64_t print_seed, enum bsm_position position, enum bsm_world_touch touch,
                       int begun, int64_t deadline_ms)
{
    int64_t put_ms = bsm_clock_mono_ms() + REACH_MS;
    int result;
    while ((result = result_of(actor, begun)) < 0) {
        if (bsm_clock_mono_ms() >= put_ms) {
            bsm_world_put_finger(&actor->world, print_seed, position, touch,
                                 PUT_TIMEOUT_MS); /* a refusal shows as no result */
            put_ms = bsm_clock_mono_ms() + AGAIN_MS;
        }
        if (!actor_wait(actor, deadline_ms))
            break;
    }
    return result;
}

static enum bsm_world_touch touch_of(const char *word)
{
    if (strcmp(word, "dry") == 0)
        return BSM_TOUCH_DRY;
    if (strcmp(word, "wet") == 0)
        return BSM_TOUCH_WET;
    return strcmp(word, "little") == 0 ? BSM_TOUCH_LITTLE : BSM_TOUCH_ORDINARY;
}

bool actor_finger(struct actor *actor, const char *whose)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    uint64_t seed = strcmp(whose, "other") == 0 ? actor->other.print_seed : actor->self.print_seed;
    enum bsm_world_touch touch = touch_of(whose);
    for (;;) {
        int begun = await_capture(actor, deadline_ms);
        if (begun < 0)
            return actor_fail(actor, "the kiosk did not ask for a finger");
        enum bsm_position position = position_of(&actor->stage.events[begun]);
        if (position == BSM_POSITION_NONE)
            return actor_fail(actor, "the journal does not say which finger is asked for");
        int result = give_finger(actor, seed, position, touch, begun, deadline_ms);
        actor->next_capture = begun + 1;
        traces_learn_picture(&actor->traces, stage_leaf_pid(&actor->stage, "ui"));
        if (touch != BSM_TOUCH_ORDINARY && result >= 0)
            return result == 0 || actor_fail(actor, "the finger was put badly, and was taken");
        if (result == 1)
            return true;
        if (result < 0)
            return actor_fail(actor, "the %s was not taken in time", bsm_position_name(position));
    }
}

/* Whether another finger is asked for after the last: true as soon as its capture begins, false as soon as the hand's
 * screen has gone. */
static bool more_fingers(struct actor *actor)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    char screen[STAGE_WORD_SIZE];
    do {
        if (stage_find(&actor->stage, actor->next_capture, "capture_started", finger_pair, 1) >= 0)
            return true;
        stage_screen_name(&actor->stage, screen);
        if (strcmp(screen, "hand") != 0 && strcmp(screen, "wait") != 0)
            return false;
    } while (actor_wait(actor, deadline_ms));
    return false;
}

bool actor_fingers(struct actor *actor, const char *whose)
{
    do {
        if (!actor_finger(actor, whose))
            return false;
    } while (more_fingers(actor));
    return true;
}

static bool show(struct actor *actor)
{
    enum bsm_status status = bsm_world_show_face(&actor->world, &actor->face);
    return status == BSM_OK || actor_fail(actor, "the camera's file cannot be written: %s", bsm_status_name(status));
}

bool actor_face(struct actor *actor, const char *const *words, int count)
{
    if (bsm_world_face_words(words, count, actor->other.portrait, &actor->face))
        return show(actor);
    actor->face = (struct bsm_world_face){.seed = FACE_SEED};
    if (strcmp(words[0], "own") == 0) {
        actor->face.picture = actor->self.probe;
        actor->face.box = actor->self.probe_face;
    } else if (strcmp(words[0], "other") == 0) {
        actor->face.picture = actor->other.portrait;
    }
    return show(actor);
}

bool actor_light(struct actor *actor, const char *const *words, int count)
{
    struct bsm_world_light light = actor->world.light;
    if (bsm_world_light_words(words, count, &light))
        bsm_world_set_light(&actor->world, &light);
    return show(actor);
}

void actor_obey(struct actor *actor)
{
    int64_t now_ms = bsm_clock_mono_ms();
    if (actor->heard > actor->stage.count)
        actor->heard = 0; /* another visit has begun */
    for (; actor->heard < actor->stage.count; actor->heard++)
        bsm_obey_hear(&actor->obedience, &actor->stage.events[actor->heard], now_ms);
    if (bsm_obey_do(&actor->obedience, now_ms, &actor->face))
        show(actor);
}
