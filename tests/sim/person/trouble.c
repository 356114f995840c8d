#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/person/actor.h"

extern char **environ;

enum { DISK_BYTES_MAX = 64 * 1024 * 1024, FILL_BYTES = 4096 };

bool actor_pull(struct actor *actor, const char *what)
{
    bool reader = strcmp(what, "reader") == 0;
    enum bsm_status status = reader ? bsm_world_pull_reader(&actor->world) : bsm_world_pull_camera(&actor->world);
    return status == BSM_OK || actor_fail(actor, "the %s cannot be pulled: %s", what, bsm_status_name(status));
}

bool actor_plug(struct actor *actor, const char *what)
{
    bool reader = strcmp(what, "reader") == 0;
    enum bsm_status status =
        reader ? bsm_world_plug_reader(&actor->world) : bsm_world_show_face(&actor->world, &actor->face);
    return status == BSM_OK || actor_fail(actor, "the %s cannot be plugged in: %s", what, bsm_status_name(status));
}

bool actor_kill(struct actor *actor, const char *leaf)
{
    pid_t pid = stage_leaf_pid(&actor->stage, leaf);
    if (pid <= 1)
        return actor_fail(actor, "the journal names no living %s", leaf);
    return kill(pid, SIGKILL) == 0 ||
           actor_fail(actor, "%s (%d) cannot be killed: %s", leaf, (int)pid, strerror(errno));
}

/* The demonstration's own switch: RUN/control WORD. */
static bool control(struct actor *actor, const char *word)
{
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/control", actor->options.run);
    char *arguments[] = {path, (char *)word, NULL};
    pid_t child;
    int ended = 0;
    int error = posix_spawn(&child, path, NULL, NULL, arguments, environ);
    if (error)
        return actor_fail(actor, "%s cannot be run: %s", path, strerror(error));
    if (waitpid(child, &ended, 0) != child || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0)
        return actor_fail(actor, "%s %s failed", path, word);
    return true;
}

/* The centre, or a campaign: that the kiosk has a site pack. */
bool actor_stop(struct actor *actor, const char *what)
{
    bool centre = strcmp(what, "centre") == 0;
    if (centre)
        actor->centre_stopped = true;
    else
        actor->campaign = false;
    return control(actor, centre ? "stop-centre" : "stop-campaign");
}

bool actor_start(struct actor *actor, const char *what)
{
    bool centre = strcmp(what, "centre") == 0;
    if (centre)
        actor->centre_stopped = false;
    else
        actor->campaign = true;
    return control(actor, centre ? "start-centre" : "start-campaign");
}

static void filler_of(const struct actor *actor, char path[PATH_MAX + 32])
{
    snprintf(path, PATH_MAX + 32, "%s/kiosk/filler", actor->options.run);
}

static bool has_small_disk(const struct actor *actor)
{
    char path[PATH_MAX + 16];
    struct statvfs disk;
    snprintf(path, sizeof path, "%s/kiosk", actor->options.run);
    return statvfs(path, &disk) == 0 && disk.f_blocks * disk.f_frsize <= DISK_BYTES_MAX;
}

bool actor_fill_disk(struct actor *actor)
{
    static const char bytes[FILL_BYTES];
    char path[PATH_MAX + 32];
    if (!has_small_disk(actor))
        return actor_fail(actor, "the kiosk's folder is not on a small disk of its own");
    filler_of(actor, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return actor_fail(actor, "%s: %s", path, strerror(errno));
    for (size_t size = sizeof bytes; size > 0;) /* to the last byte */
        if (write(fd, bytes, size) < 0)
            size /= 2;
    close(fd);
    return true;
}

bool actor_free_disk(struct actor *actor)
{
    char path[PATH_MAX + 32];
    filler_of(actor, path);
    return unlink(path) == 0 || errno == ENOENT || actor_fail(actor, "%s: %s", path, strerror(errno));
}
