/* Cables that are pulled, the centre that is stopped, parts of the kiosk that are killed. */
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>

#include "tests/sim/bench/desk_impl.h"

extern char **environ;

const char *const desk_leaves[DESK_LEAVES] = {"bio", "ui", "uplink"};

void desk_toggle_reader(struct desk *desk)
{
    bool pulled = bsm_world_reader_pulled(&desk->world);
    enum bsm_status status = pulled ? bsm_world_plug_reader(&desk->world) : bsm_world_pull_reader(&desk->world);
    desk_say(desk, status != BSM_OK ? "The reader's folder cannot be moved."
                   : pulled         ? "Reader plugged in."
                                    : "Reader pulled out.");
}

void desk_toggle_camera(struct desk *desk)
{
    desk->camera_pulled = !desk->camera_pulled;
    desk_say(desk, desk->camera_pulled ? "Camera pulled out." : "Camera plugged in.");
    desk_show_face(desk);
}

/* False, and said, where the demonstration's switches do not do it. */
static bool control(struct desk *desk, char *word)
{
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/control", desk->run);
    char *arguments[] = {path, word, NULL};
    pid_t child;
    int ended = 0;
    if (posix_spawn(&child, path, NULL, NULL, arguments, environ) == 0 && waitpid(child, &ended, 0) == child &&
        ended == 0)
        return true;
    desk_say(desk, "The centre does not obey; see the logs.");
    return false;
}

void desk_toggle_centre(struct desk *desk)
{
    if (!control(desk, desk->centre_stopped ? "start-centre" : "stop-centre"))
        return;
    desk->centre_stopped = !desk->centre_stopped;
    desk_say(desk, desk->centre_stopped ? "The centre is stopped." : "The centre runs again.");
}

void desk_toggle_campaign(struct desk *desk)
{
    if (!control(desk, desk->campaign ? "stop-campaign" : "start-campaign"))
        return;
    desk->campaign = !desk->campaign;
    desk_say(desk,
             desk->campaign ? "Campaign: the kiosk serves while the centre is stopped." : "The campaign is over.");
}

void desk_kill(struct desk *desk, int leaf)
{
    char note[DESK_NOTE_SIZE];
    pid_t pid = stage_leaf_pid(desk->stage, desk_leaves[leaf]);
    bool killed = pid > 1 && kill(pid, SIGKILL) == 0;
    snprintf(note, sizeof note, killed ? "%s was killed; the kiosk starts another." : "The journal names no living %s.",
             desk_leaves[leaf]);
    desk_say(desk, note);
}
