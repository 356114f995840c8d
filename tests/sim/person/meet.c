/* Two persons at two kiosks at once: each leaves a mark of theirs at the place and waits for the other's. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "firmware/base/file.h"
#include "tests/sim/person/actor.h"

static void mark_of(const struct actor *actor, const char *place, const char *who, char path[PATH_MAX + 64])
{
    snprintf(path, PATH_MAX + 64, "%s/met/%.30s.%s", actor->options.run, place, who);
}

bool actor_meet(struct actor *actor, const char *place)
{
    bool second = strstr(actor->script->name, ".second") != NULL;
    int64_t deadline_ms = actor_deadline_ms(actor);
    char mine[PATH_MAX + 64], theirs[PATH_MAX + 64];
    mark_of(actor, place, second ? "second" : "first", mine);
    mark_of(actor, place, second ? "first" : "second", theirs);
    if (bsm_file_write(mine, "", 0, 0600) != BSM_OK)
        return actor_fail(actor, "%s cannot be written", mine);
    while (access(theirs, F_OK) != 0)
        if (!actor_wait(actor, deadline_ms))
            return actor_fail(actor, "the person at the other kiosk did not come to '%s'", place);
    return true;
}
