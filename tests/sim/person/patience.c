/* A person who is not put off: does what the drawn screen asks, and again when it comes back or nothing happens. */
#include <stdio.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "tests/sim/person/actor.h"

enum {
    ONE_ACT_MS = 8000, /* for what one screen asks */
    AGAIN_MS = 5000,   /* the screen still stands after that: once more */
};

static bool type_identity(struct actor *actor)
{
    return actor_type(actor, "id_number") && actor_type(actor, "birth_date") && actor_tap(actor, "next");
}

/* Digits that were typed before the screen was lost may stand there or not: they are deleted first. */
static bool type_code(struct actor *actor)
{
    for (int i = 0; i < BSM_CODE_DIGITS; i++)
        if (!actor_tap(actor, "key_delete"))
            return false;
    return actor_type(actor, "code");
}

static bool answer(struct actor *actor, const char *screen)
{
    if (strcmp(screen, "welcome") == 0)
        return actor_tap(actor, "language");
    if (strcmp(screen, "purpose") == 0)
        return actor_tap(actor, "want_account");
    if (strcmp(screen, "consent") == 0)
        return actor_tap(actor, "agree");
    if (strcmp(screen, "identity") == 0)
        return type_identity(actor);
    if (strcmp(screen, "hand") == 0)
        return actor_finger(actor, "own");
    if (strcmp(screen, "code") == 0)
        return type_code(actor);
    if (strcmp(screen, "try_again") == 0)
        return actor_tap(actor, "again");
    if (strcmp(screen, "time") == 0)
        return actor_tap(actor, "more_time");
    return true; /* starting, wait, face: nothing to do but to look */
}

/* Whether the person should act: the screen was drawn anew since they last did, or stands too long. */
static bool is_due(const struct bsm_follow_line *screen, const struct bsm_follow_line *answered, int64_t answered_ms)
{
    return strcmp(screen->text, answered->text) != 0 || bsm_clock_mono_ms() - answered_ms > AGAIN_MS;
}

bool actor_patiently(struct actor *actor, const char *wanted)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    const struct script_step *step = actor->step;
    struct script_step short_step = *step;
    struct bsm_follow_line answered = {0};
    int64_t answered_ms = 0;
    char screen[STAGE_WORD_SIZE];
    short_step.within_ms = ONE_ACT_MS;
    do {
        stage_screen_name(&actor->stage, screen);
        if (strcmp(screen, wanted) == 0) {
            actor_shot(actor, wanted);
            return true;
        }
        if (stage_find(&actor->stage, 0, "visit_ended", NULL, 0) >= 0)
            return actor_fail(actor, "the visit ended before the screen '%s'", wanted);
        if (!is_due(&actor->stage.screen, &answered, answered_ms))
            continue;
        answered = actor->stage.screen;
        actor->step = &short_step;
        answer(actor, screen); /* what did not work is tried again */
        actor->step = step;
        answered_ms = bsm_clock_mono_ms();
    } while (actor_wait(actor, deadline_ms));
    return actor_fail(actor, "the screen '%s' did not come in time; drawn is '%s'", wanted, screen);
}
