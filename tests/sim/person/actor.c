#include "tests/sim/person/actor.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"

enum { LOOK_MS = 25, SETTINGS_MAX = 64 * 1024, STRANGER_SEED = 77 };

bool actor_fail(struct actor *actor, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(actor->why, sizeof actor->why, format, arguments);
    va_end(arguments);
    return false;
}

bool actor_wait(struct actor *actor, int64_t deadline_ms)
{
    if (bsm_clock_mono_ms() >= deadline_ms)
        return false;
    poll(NULL, 0, LOOK_MS);
    stage_look(&actor->stage);
    actor_obey(actor);
    return true;
}

int64_t actor_deadline_ms(const struct actor *actor) { return bsm_clock_mono_ms() + actor->step->within_ms; }

/* The assets' folder as the demonstration's settings name it ("assets = FOLDER"). */
static void find_assets(struct actor *actor)
{
    char path[PATH_MAX + 16];
    uint8_t *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/settings", actor->options.run);
    if (bsm_file_read(path, SETTINGS_MAX, &text, &size) != BSM_OK)
        return;
    char *at = strstr((char *)text, "\nassets = ");
    if (at) {
        at += strlen("\nassets = ");
        snprintf(actor->layout.assets, sizeof actor->layout.assets, "%.*s", (int)strcspn(at, "\n"), at);
    }
    free(text);
}

static bool open_world(struct actor *actor)
{
    const char *run = actor->options.run;
    char people[PATH_MAX + 32], reader[PATH_MAX + 32], camera[PATH_MAX + 32];
    char why[BSM_PEOPLE_WHY_SIZE];
    snprintf(people, sizeof people, "%s/population/people.jsonl", run);
    snprintf(camera, sizeof camera, "%s/sim/camera", run);
    snprintf(actor->sms_path, sizeof actor->sms_path, "%s/sms.jsonl", run);
    snprintf(actor->layout.program, sizeof actor->layout.program, "%s/basma-ui", actor->options.bin);
    find_assets(actor);
    /* The socket's path must be short: the run folder's link is followed first. */
    char link[PATH_MAX + 8], *sim;
    snprintf(link, sizeof link, "%s/sim", run);
    sim = realpath(link, NULL);
    snprintf(reader, sizeof reader, "%s/reader/socket", sim ? sim : link);
    free(sim);
    enum bsm_status status = bsm_world_people_read(people, &actor->people, why, sizeof why);
    if (status != BSM_OK) {
        fprintf(stderr, "basma-person: %s: %s\n", people, why[0] ? why : bsm_status_name(status));
        return false;
    }
    status = bsm_world_init(&actor->world, reader, camera, 1);
    if (status != BSM_OK)
        fprintf(stderr, "basma-person: %s: %s\n", reader, bsm_status_name(status));
    return status == BSM_OK;
}

bool actor_open(struct actor *actor, const struct actor_options *options)
{
    *actor = (struct actor){.options = *options, .world.reader.fd = -1};
    char journal[PATH_MAX + 16];
    snprintf(journal, sizeof journal, "%s/kiosk/journal", options->run);
    if (!open_world(actor))
        return false;
    if (display_open(&actor->display) != BSM_OK) {
        fprintf(stderr,
                "basma-person: there is no X display with XTEST; set DISPLAY, or use ./basma demo --headless\n");
        return false;
    }
    stage_open(&actor->stage, journal);
    return traces_init(&actor->traces);
}

void actor_close(struct actor *actor)
{
    display_close(actor->display);
    traces_finish(&actor->traces);
    bsm_world_finish(&actor->world);
    bsm_world_people_finish(&actor->people);
}

/* The one of this kind who was here least and, unless the account was active from the first, has not made it so; -1 if
 * there is none. */
static int find_kind(const struct actor *actor, const char *kind)
{
    int found = -1;
    bool lasting = strcmp(kind, "active") == 0;
    for (int i = 0; i < (int)actor->people.count; i++) {
        const struct bsm_world_person *person = &actor->people.persons[i];
        if (strcmp(person->kind, kind) != 0 || !person->probe[0] || (actor->activated[i] && !lasting))
            continue;
        if (found < 0 || actor->uses[i] < actor->uses[found])
            found = i;
    }
    return found;
}

/* Somebody with another face: one whom the camera never shows as the right one. */
static bool find_other(struct actor *actor)
{
    for (int i = 0; i < (int)actor->people.count; i++)
        if (i != actor->self_index && !actor->people.persons[i].probe[0]) {
            actor->other = actor->people.persons[i];
            return true;
        }
    return actor_fail(actor, "there is nobody else among the people");
}

static void be_stranger(struct actor *actor)
{
    actor->self_index = -1;
    actor->self = (struct bsm_world_person){.print_seed = STRANGER_SEED, .birth_date = "1991-03-07"};
    memcpy(actor->self.id_number, "199999999", 9); /* the register's end in another group of three */
    actor->self.id_number[9] = bsm_id_number_check_digit(actor->self.id_number);
}

/* What is known of the person, to be looked for afterwards. */
static void learn(struct actor *actor)
{
    const struct bsm_world_person *self = &actor->self;
    char joined[16];
    traces_add_text(&actor->traces, "id_number", self->id_number);
    traces_add_text(&actor->traces, "birth date", self->birth_date);
    snprintf(joined, sizeof joined, "%.4s%.2s%.2s", self->birth_date, self->birth_date + 5, self->birth_date + 8);
    traces_add_text(&actor->traces, "birth date", joined);
    traces_add_text(&actor->traces, "name", self->name_ar);
    traces_add_text(&actor->traces, "name", self->name_en);
    traces_add_text(&actor->traces, "mobile", self->mobile);
}

static bool become(struct actor *actor, const char *who)
{
    if (strcmp(who, "unknown") == 0) {
        be_stranger(actor);
        if (!find_other(actor))
            return false;
        memcpy(actor->self.probe, actor->other.portrait, sizeof actor->self.probe);
        return true;
    }
    int found = strcmp(who, "same") == 0 ? actor->last_index : find_kind(actor, who);
    if (found < 0)
        return actor_fail(actor, "nobody of kind %s is left whose face the camera can show", who);
    actor->self_index = actor->last_index = found;
    actor->self = actor->people.persons[found];
    actor->uses[found]++;
    return find_other(actor);
}

bool actor_be(struct actor *actor, const char *who)
{
    if (!become(actor, who))
        return false;
    learn(actor);
    return true;
}
