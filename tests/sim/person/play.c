#include "tests/sim/person/play.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"

enum { RECOVERY_MS = 120 * 1000 };

static bool screens_as(struct play *play, const char *visit)
{
    struct actor *actor = play->actor;
    for (int i = 0; i < play->memory_count; i++) {
        const struct play_memory *memory = &play->memories[i];
        if (strcmp(memory->visit, visit) != 0)
            continue;
        int count = actor->stage.screen_count;
        for (int at = 0; at < count || at < memory->count; at++)
            if (at >= count || at >= memory->count || strcmp(actor->stage.screens[at], memory->screens[at]) != 0)
                return actor_fail(actor, "screen %d was '%s', in the visit '%s' it was '%s'", at + 1,
                                  at < count ? actor->stage.screens[at] : "none", visit,
                                  at < memory->count ? memory->screens[at] : "none");
        return true;
    }
    return true; /* not played this time: nothing to compare with */
}

static bool pause_for(struct actor *actor, const char *seconds)
{
    int64_t until_ms = bsm_clock_mono_ms() + (int64_t)(strtod(seconds, NULL) * 1000);
    while (actor_wait(actor, until_ms))
        ;
    return true;
}

static bool act(struct play *play, const struct script_step *step)
{
    struct actor *actor = play->actor;
    const char *word = step->words[0];
    switch (step->verb) {
    case VERB_PERSON: return actor_be(actor, word);
    case VERB_EXPECT: return actor_expect(actor, word, step->words + 1, step->count - 1);
    case VERB_PATIENT: return actor_patiently(actor, word);
    case VERB_TAP: return actor_tap(actor, word);
    case VERB_TYPE: return actor_type(actor, word);
    case VERB_FINGER: return actor_finger(actor, word);
    case VERB_FINGERS: return actor_fingers(actor, word);
    case VERB_FACE: return actor_face(actor, step->words, step->count);
    case VERB_LIGHT: return actor_light(actor, step->words, step->count);
    case VERB_PULL: return actor_pull(actor, word);
    case VERB_PLUG: return actor_plug(actor, word);
    case VERB_KILL: return actor_kill(actor, word);
    case VERB_STOP: return actor_stop(actor, word);
    case VERB_START: return actor_start(actor, word);
    case VERB_FILL: return actor_fill_disk(actor);
    case VERB_FREE: return actor_free_disk(actor);
    case VERB_MEET: return actor_meet(actor, word);
    case VERB_AWAIT: return actor_await(actor, word, step->words + 1, step->count - 1);
    case VERB_PAUSE: return pause_for(actor, word);
    case VERB_SHOT: actor_shot(actor, word); return true;
    case VERB_TRACES: return actor_traces(actor, word);
    case VERB_SCREENS: return screens_as(play, word);
    case VERB_ACCOUNT: return actor_account(actor, word);
    case VERB_SMS: return actor_sms(actor);
    case VERB_OUTCOME: return actor_outcome(actor, word);
    }
    return false;
}

/* What changes the world, so that what is awaited next can only come after it. */
static bool is_act(enum script_verb verb)
{
    return verb != VERB_EXPECT && verb != VERB_AWAIT && verb != VERB_MEET && verb != VERB_PAUSE && verb != VERB_SHOT &&
           verb != VERB_TRACES && verb != VERB_SCREENS && verb != VERB_ACCOUNT && verb != VERB_SMS &&
           verb != VERB_OUTCOME;
}

static void begin(struct actor *actor, const struct script *script)
{
    stage_look(&actor->stage);
    stage_new_visit(&actor->stage);
    actor->script = script;
    actor->self_index = -1;
    traces_forget(&actor->traces);
    actor->new_mobile[0] = 0;
    actor->language = actor->options.language;
    actor->keys_arabic = false;
    actor->mark = 0;
    actor->next_capture = 0;
    actor->first_touch_ms = 0;
    actor->shot_number = 0;
    actor->why[0] = 0;
}

static bool play_steps(struct play *play, const struct script *script)
{
    struct actor *actor = play->actor;
    for (int i = 0; i < script->count; i++) {
        actor->step = &script->steps[i];
        if (is_act(actor->step->verb))
            actor->mark = actor->stage.count;
        if (!act(play, actor->step)) {
            actor_shot(actor, "failed");
            return false;
        }
    }
    return true;
}

static void remember(struct play *play, const struct script *script)
{
    struct play_memory *memory = &play->memories[play->memory_count++];
    const struct stage *stage = &play->actor->stage;
    memcpy(memory->visit, script->name, sizeof memory->visit);
    memcpy(memory->screens, stage->screens, sizeof memory->screens);
    memory->count = stage->screen_count;
}

static void leave_the_camera(struct actor *actor)
{
    const char *nobody = "nobody", *usual = "usual";
    actor_light(actor, &usual, 1);
    actor_face(actor, &nobody, 1);
}

/* Who comes next finds the link there: without it a campaign's kiosk serves, too, in its other way. */
static void bring_back_the_centre(struct actor *actor)
{
    static const char *const up[] = {"up=yes"};
    int64_t deadline_ms = bsm_clock_mono_ms() + RECOVERY_MS;
    int since = actor->stage.count;
    actor_start(actor, "centre");
    while (stage_find(&actor->stage, since, "link", up, 1) < 0 && actor_wait(actor, deadline_ms))
        ;
}

/* After a visit that went wrong the kiosk needs its time-outs to come back; after one that went well nothing is waited
 * for. */
static void put_in_order(struct actor *actor, bool as_expected)
{
    char screen[STAGE_WORD_SIZE];
    bsm_world_plug_reader(&actor->world);
    leave_the_camera(actor);
    actor_free_disk(actor);
    if (actor->centre_stopped)
        bring_back_the_centre(actor);
    if (actor->campaign)
        actor_stop(actor, "campaign");
    if (as_expected)
        return;
    int64_t deadline_ms = bsm_clock_mono_ms() + RECOVERY_MS;
    do
        stage_screen_name(&actor->stage, screen);
    while (strcmp(screen, "welcome") != 0 && actor_wait(actor, deadline_ms));
}

bool play_visit(struct play *play, const struct script *script)
{
    struct actor *actor = play->actor;
    begin(actor, script);
    bool as_expected = play_steps(play, script);
    double seconds = actor->first_touch_ms ? (double)(bsm_clock_mono_ms() - actor->first_touch_ms) / 1000 : 0;
    const char *wanted = script->steps[script->count - 1].words[0];
    printf("visit %s: %s in %.1f s\n", script->name, as_expected ? wanted : "FAILED", seconds);
    fflush(stdout);
    if (!as_expected)
        fprintf(stderr, "%s:%d: %s\n", script->path, actor->step->line, actor->why);
    if (strcmp(wanted, "active") == 0 && actor->self_index >= 0)
        actor->activated[actor->self_index] = true;
    remember(play, script);
    put_in_order(actor, as_expected);
    return as_expected;
}
