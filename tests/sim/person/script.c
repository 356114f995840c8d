#include "tests/sim/person/script.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"
#include "tests/sim/world/looks.h"

enum { SCRIPT_BYTES_MAX = 64 * 1024, WITHIN_DEFAULT_MS = 20000, WITHIN_MAX_S = 600 };

/* What may follow a verb: one word of a list parted by spaces; "" means any one word. */
struct grammar {
    const char *verb;
    const char *choices;
    bool has_pairs; /* key=value words may follow */
};

static const struct grammar grammars[] = {
    [VERB_PERSON] = {"person", "pending unknown none active none_no_mobile no_mobile other_mobile missing_finger same",
                     false},
    [VERB_EXPECT] = {"expect",
                     "starting welcome purpose consent identity hand missing face mobile code user_name password wait "
                     "done kept try_again ended appointment booked wish wished call time out_of_service",
                     true},
    [VERB_PATIENT] = {"patiently", "welcome consent identity hand face code done", false},
    [VERB_TAP] = {"tap", "", false},
    [VERB_TYPE] = {"type",
                   "id_number birth_date wrong_birth_date code wrong_code most_of_code rest_of_code mobile user_name "
                   "taken_name password arabic_password weak_password",
                   false},
    [VERB_FINGER] = {"finger", "own other dry wet little", false},
    [VERB_FINGERS] = {"fingers", "own other", false},
    [VERB_FACE] = {"face", "", false},
    [VERB_LIGHT] = {"light", "", false},
    [VERB_PULL] = {"pull", "reader camera", false},
    [VERB_PLUG] = {"plug", "reader camera", false},
    [VERB_KILL] = {"kill", "bio ui uplink", false},
    [VERB_STOP] = {"stop", "centre campaign", false},
    [VERB_START] = {"start", "centre campaign", false},
    [VERB_FILL] = {"fill", "disk", false},
    [VERB_FREE] = {"free", "disk", false},
    [VERB_MEET] = {"meet", "", false},
    [VERB_AWAIT] = {"await", "", true},
    [VERB_PAUSE] = {"pause", "", false},
    [VERB_SHOT] = {"shot", "", false},
    [VERB_TRACES] = {"traces", "", false},
    [VERB_SCREENS] = {"screens_as", "", false},
    [VERB_ACCOUNT] = {"account", "NONE PENDING ACTIVE LOCKED CLOSED", false},
    [VERB_SMS] = {"sms", "appointment", false},
    [VERB_OUTCOME] = {"outcome", "active refused left walked_away expired link device capture locked fault kept wished",
                      false},
};

enum { VERB_COUNT = sizeof grammars / sizeof grammars[0] };

static bool is_choice(const char *choices, const char *word)
{
    size_t size = strlen(word);
    if (!choices[0])
        return true;
    for (const char *at = choices; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word, size) == 0 && (at[size] == ' ' || at[size] == 0))
            return true;
    }
    return false;
}

static bool find_verb(const char *word, enum script_verb *verb)
{
    for (int i = 0; i < VERB_COUNT; i++)
        if (strcmp(grammars[i].verb, word) == 0) {
            *verb = (enum script_verb)i;
            return true;
        }
    return false;
}

/* "... within 30" at the end of any line. */
static bool take_within(struct script_step *step)
{
    step->within_ms = WITHIN_DEFAULT_MS;
    if (step->count < 2 || strcmp(step->words[step->count - 2], "within") != 0)
        return true;
    char *end = NULL;
    long seconds = strtol(step->words[step->count - 1], &end, 10);
    step->within_ms = (int)seconds * 1000;
    step->count -= 2;
    return !*end && seconds >= 1 && seconds <= WITHIN_MAX_S;
}

static bool is_look(const struct script_step *step)
{
    struct bsm_world_face face = {0};
    struct bsm_world_light light = {0};
    if (step->verb == VERB_LIGHT)
        return bsm_world_light_words(step->words, step->count, &light);
    return (step->count == 1 && is_choice("own other nobody", step->words[0])) ||
           bsm_world_face_words(step->words, step->count, "", &face);
}

/* The sentence of what is wrong, or NULL. */
static const char *check(const struct script_step *step)
{
    const struct grammar *grammar = &grammars[step->verb];
    if (step->count < 1)
        return "a word is missing after the verb";
    if (step->verb == VERB_FACE || step->verb == VERB_LIGHT)
        return is_look(step) ? NULL : "there is nothing like this before the camera";
    if (!is_choice(grammar->choices, step->words[0]))
        return "this verb does not take that word";
    for (int i = 1; i < step->count; i++)
        if (!grammar->has_pairs || !strchr(step->words[i], '='))
            return "a word too many, or not key=value";
    return NULL;
}

static const char *read_step(struct script_step *step, const char *line)
{
    char *rest = step->text;
    char *verb = NULL;
    if ((size_t)snprintf(step->text, sizeof step->text, "%s", line) >= sizeof step->text)
        return "the line is too long";
    for (char *word; (word = strsep(&rest, " \t"));) {
        if (!word[0])
            continue;
        if (!verb)
            verb = word;
        else if (step->count < SCRIPT_WORDS_MAX)
            step->words[step->count++] = word;
        else
            return "too many words";
    }
    if (!find_verb(verb, &step->verb))
        return "there is no such verb";
    return take_within(step) ? check(step) : "within takes a number of seconds, 1 to 600";
}

static void name_of(const char *path, char name[SCRIPT_NAME_SIZE])
{
    const char *slash = strrchr(path, '/');
    snprintf(name, SCRIPT_NAME_SIZE, "%s", slash ? slash + 1 : path);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = 0;
}

static const char *read_lines(struct script *script, char *text, int *number)
{
    for (char *line; (line = strsep(&text, "\n"));) {
        ++*number;
        line[strcspn(line, "#\r")] = 0;
        if (line[strspn(line, " \t")] == 0)
            continue;
        if (script->count == SCRIPT_STEPS_MAX)
            return "too many steps";
        struct script_step *step = &script->steps[script->count++];
        step->line = *number;
        const char *wrong = read_step(step, line);
        if (wrong)
            return wrong;
    }
    if (script->count == 0 || script->steps[script->count - 1].verb != VERB_OUTCOME)
        return "the last step must be: outcome WORD";
    return NULL;
}

enum bsm_status script_read(struct script *script, const char *path, char why[SCRIPT_WHY_SIZE])
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    int number = 0;
    *script = (struct script){0};
    snprintf(script->path, sizeof script->path, "%s", path);
    name_of(path, script->name);
    enum bsm_status status = bsm_file_read(path, SCRIPT_BYTES_MAX, &bytes, &size);
    if (status != BSM_OK) {
        snprintf(why, SCRIPT_WHY_SIZE, "%.300s: cannot be read: %s", path, bsm_status_name(status));
        return status;
    }
    const char *wrong = read_lines(script, (char *)bytes, &number);
    free(bytes);
    if (wrong)
        snprintf(why, SCRIPT_WHY_SIZE, "%.300s:%d: %s", path, number, wrong);
    return wrong ? BSM_INVALID : BSM_OK;
}
