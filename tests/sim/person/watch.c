#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "firmware/base/clock.h"
#include "tests/sim/person/actor.h"
#include "tests/sim/world/phone.h"

enum { SETTLE_MS = 150, WIPED_MS = 5000, LEFT_MS = 2000, COMMAND_SIZE = 2 * PATH_MAX + 64 };

void actor_shot(struct actor *actor, const char *name)
{
    char path[PATH_MAX];
    if (!actor->options.shots)
        return;
    poll(NULL, 0, SETTLE_MS);
    snprintf(path, sizeof path, "%s/%s-%02d-%s.png", actor->options.shots, actor->script->name, ++actor->shot_number,
             name);
    if (display_shot(actor->display, path) != BSM_OK)
        fprintf(stderr, "basma-person: no screenshot could be written to %s\n", path);
}

static void say_unexpected(struct actor *actor, const char *screen, const char *const *pairs, int count)
{
    char wanted[SCRIPT_LINE_MAX] = "";
    for (int i = 0; i < count; i++) {
        size_t used = strlen(wanted);
        snprintf(wanted + used, sizeof wanted - used, " %s", pairs[i]);
    }
    const char *drawn = strstr(actor->stage.screen.text, "name=");
    actor_fail(actor, "expected the screen '%s%s', drawn is '%.150s'", screen, wanted, drawn ? drawn + 5 : "none");
}

static bool comes_after_the_end(const char *screen)
{
    static const char *const after[] = {"ended", "appointment", "booked", "wish", "wished", "welcome"};
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
        if (strcmp(screen, after[i]) == 0)
            return true;
    return false;
}

bool actor_expect(struct actor *actor, const char *screen, const char *const *pairs, int count)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    char drawn[STAGE_WORD_SIZE];
    for (;;) {
        stage_screen_name(&actor->stage, drawn);
        if (strcmp(drawn, screen) == 0 && stage_line_says(&actor->stage.screen, pairs, count)) {
            actor_shot(actor, screen);
            traces_learn_picture(&actor->traces, stage_leaf_pid(&actor->stage, "ui"));
            return true;
        }
        bool over = strcmp(drawn, "ended") == 0 && !comes_after_the_end(screen);
        if (over || !actor_wait(actor, deadline_ms)) {
            say_unexpected(actor, screen, pairs, count);
            return false;
        }
    }
}

bool actor_await(struct actor *actor, const char *event, const char *const *pairs, int count)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    while (stage_find(&actor->stage, actor->mark, event, pairs, count) < 0)
        if (!actor_wait(actor, deadline_ms))
            return actor_fail(actor, "the journal did not say '%s%s%s' in time", event, count ? " " : "",
                              count ? pairs[0] : "");
    return true;
}

/* A line of `basma-central accounts`: the masked number ends as ours does. */
static bool line_is_ours(const struct actor *actor, const char *line)
{
    char number[64] = "";
    sscanf(line, "%63s", number);
    size_t size = strlen(number);
    return size == BSM_ID_NUMBER_DIGITS &&
           strcmp(number + size - 2, actor->self.id_number + BSM_ID_NUMBER_DIGITS - 2) == 0 &&
           number[0] == actor->self.id_number[0];
}

bool actor_account(struct actor *actor, const char *state)
{
    char command[COMMAND_SIZE], line[512], word[64];
    snprintf(command, sizeof command, "'%s/basma-central' accounts --state '%s/centre'", actor->options.bin,
             actor->options.run);
    FILE *said = popen(command, "re");
    if (!said)
        return actor_fail(actor, "basma-central cannot be run");
    bool found = false;
    while (fgets(line, sizeof line, said))
        if (line_is_ours(actor, line) && sscanf(line, "%*s %63s", word) == 1 && strcmp(word, state) == 0)
            found = true;
    int ended = pclose(said);
    if (ended == -1 || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0)
        return actor_fail(actor, "basma-central accounts failed");
    return found || actor_fail(actor, "the account is not %s at the centre", state);
}

bool actor_sms(struct actor *actor)
{
    static struct bsm_phone_message message;
    int64_t deadline_ms = actor_deadline_ms(actor);
    const char *mobile = actor->new_mobile[0] ? actor->new_mobile : actor->self.mobile;
    while (bsm_phone_messages(actor->sms_path, mobile, &message, 1) < 1 || message.at_unix_ms < actor->begun_unix_ms ||
           !strstr(message.text, "your appointment at"))
        if (!actor_wait(actor, deadline_ms))
            return actor_fail(actor, "no appointment came to the phone");
    return true;
}

/* Hub and leaves; how many. */
static int living(const struct actor *actor, pid_t pids[STAGE_LEAVES_MAX + 1])
{
    char path[PATH_MAX + 16];
    int count = 0, hub = 0;
    snprintf(path, sizeof path, "%s/kiosk.pid", actor->options.run);
    FILE *file = fopen(path, "re");
    if (file && fscanf(file, "%d", &hub) == 1)
        pids[count++] = hub;
    if (file)
        fclose(file);
    for (int i = 0; i < STAGE_LEAVES_MAX; i++)
        if (actor->stage.leaves[i].name[0])
            pids[count++] = actor->stage.leaves[i].pid;
    return count;
}

bool actor_traces(struct actor *actor, const char *label)
{
    pid_t pids[STAGE_LEAVES_MAX + 1];
    char words[TRACE_LABEL_SIZE];
    snprintf(words, sizeof words, "%s", label);
    for (char *at = words; (at = strchr(at, '_'));)
        *at = ' ';
    int count = living(actor, pids);
    traces_learn_picture(&actor->traces, stage_leaf_pid(&actor->stage, "ui"));
    return traces_are_in(&actor->traces, words, pids, count) ||
           actor_fail(actor, "no trace '%s' was found where it should be: the search sees nothing", words);
}

/* Two seconds after its end nothing of a visit may be left. */
static bool nothing_is_left(struct actor *actor, int64_t deadline_ms)
{
    pid_t pids[STAGE_LEAVES_MAX + 1];
    char where[TRACES_FOUND_SIZE], folder[PATH_MAX + 16];
    int found = 0;
    static bool said;
    snprintf(folder, sizeof folder, "%s/kiosk", actor->options.run);
    do {
        int count = living(actor, pids);
        enum bsm_status status = traces_look(&actor->traces, pids, count, folder, &found, where);
        if (status == BSM_DENIED) {
            if (!said)
                fprintf(
                    stderr,
                    "basma-person: the kiosk's memory may not be read; that nothing is left is not tested (be root)\n");
            said = true;
            return true;
        }
    } while (found > 0 && actor_wait(actor, deadline_ms));
    return found == 0 || actor_fail(actor, "%d traces of the visit are left: %s", found, where);
}

bool actor_outcome(struct actor *actor, const char *outcome)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    int ended;
    while ((ended = stage_find(&actor->stage, 0, "visit_ended", NULL, 0)) < 0)
        if (!actor_wait(actor, deadline_ms))
            return actor_fail(actor, "the visit did not end in time");
    if (!bsm_follow_says(&actor->stage.events[ended], "outcome", outcome)) {
        char word[STAGE_WORD_SIZE];
        bsm_follow_value(&actor->stage.events[ended], "outcome", word, sizeof word);
        return actor_fail(actor, "the visit should have ended '%s' and ended '%s'", outcome, word);
    }
    int64_t ended_ms = bsm_clock_mono_ms();
    deadline_ms = ended_ms + WIPED_MS;
    while (stage_find(&actor->stage, ended, "wiped", NULL, 0) < 0)
        if (!actor_wait(actor, deadline_ms))
            return actor_fail(actor, "the journal does not say that the visit's traces were wiped");
    return nothing_is_left(actor, ended_ms + LEFT_MS);
}
