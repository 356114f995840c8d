#include "firmware/hub/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/log.h"

static const int backoff_ms[] = {0, 250, 500, 1000, 2000, 5000};

enum { BACKOFF_STEPS = sizeof backoff_ms / sizeof backoff_ms[0] };

void bsm_child_init(struct bsm_child *child, enum bsm_leaf leaf)
{
    memset(child, 0, sizeof *child);
    child->leaf = leaf;
    child->channel.fd = -1;
}

/* A process that was ended on purpose, or lived long enough, is followed at once by the next. */
static void go_down(struct bsm_child *child, int64_t now_ms)
{
    bool settled = child->ready_ms != 0 && now_ms - child->ready_ms >= BSM_CHILD_SETTLED_MS;
    if (child->wanted_end || settled)
        child->failures = 0;
    child->due_ms = now_ms + backoff_ms[child->failures];
    if (!child->wanted_end && child->failures < BACKOFF_STEPS - 1)
        child->failures++;
    bsm_channel_finish(&child->channel);
    child->state = BSM_CHILD_DOWN;
    child->pid = 0;
    child->ready_ms = 0;
    child->wanted_end = child->broken = false;
}

/* In the new process: the channel becomes descriptor 3, nothing else of the hub's is left open. */
static void become(const char *path, char *const arguments[], char *const environment[], int fd)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0)
        dup2(nothing, STDIN_FILENO);
    if (fd != BSM_CHANNEL_LEAF_FD && dup2(fd, BSM_CHANNEL_LEAF_FD) < 0)
        _exit(126);
    fcntl(BSM_CHANNEL_LEAF_FD, F_SETFD, 0);
    close_range(BSM_CHANNEL_LEAF_FD + 1, ~0U, 0);
    execve(path, arguments, environment);
    bsm_log(BSM_LOG_ERROR, "firmware/hub", "a leaf cannot be started, file=%s error=%s; install it beside basma-kiosk",
            path, strerror(errno));
    _exit(127);
}

void bsm_child_start(struct bsm_child *child, const char *folder, char *const arguments[], char *const environment[],
                     int64_t now_ms)
{
    char path[PATH_MAX];
    int fds[2];
    snprintf(path, sizeof path, "%s/basma-%s", folder, bsm_leaf_name(child->leaf));
    if (bsm_channel_pair(fds) != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "no channel for a leaf, error=%s", strerror(errno));
        go_down(child, now_ms);
        return;
    }
    pid_t pid = fork();
    if (pid == 0)
        become(path, arguments, environment, fds[1]);
    close(fds[1]);
    bsm_channel_init(&child->channel, fds[0]);
    if (pid < 0) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "no process for a leaf, error=%s", strerror(errno));
        go_down(child, now_ms);
        return;
    }
    child->pid = pid;
    child->state = BSM_CHILD_STARTING;
    child->due_ms = now_ms + BSM_CHILD_READY_MS;
}

void bsm_child_set_ready(struct bsm_child *child, int64_t now_ms)
{
    child->state = BSM_CHILD_READY;
    child->ready_ms = now_ms;
}

static void begin_end(struct bsm_child *child, int64_t due_ms)
{
    bsm_channel_finish(&child->channel);
    child->broken = false;
    child->state = BSM_CHILD_ENDING;
    child->due_ms = due_ms;
}

void bsm_child_end(struct bsm_child *child, int64_t now_ms)
{
    if (child->state == BSM_CHILD_DOWN || child->state == BSM_CHILD_ENDING)
        return;
    child->wanted_end = true;
    begin_end(child, now_ms + BSM_CHILD_END_MS);
}

void bsm_child_kill(struct bsm_child *child, int64_t now_ms)
{
    child->broken = false;
    if (child->state == BSM_CHILD_DOWN)
        return;
    begin_end(child, now_ms + BSM_CHILD_END_MS);
    kill(child->pid, SIGKILL);
}

bool bsm_child_reap(struct bsm_child *child, int64_t now_ms, int *wait_status)
{
    if (child->pid == 0 || waitpid(child->pid, wait_status, WNOHANG) != child->pid)
        return false;
    go_down(child, now_ms);
    return true;
}

bool bsm_child_tick(struct bsm_child *child, int64_t now_ms)
{
    bool overdue = now_ms >= child->due_ms;
    if (child->state == BSM_CHILD_ENDING && overdue) {
        kill(child->pid, SIGKILL);
        child->due_ms = now_ms + BSM_CHILD_END_MS;
    }
    return child->state == BSM_CHILD_STARTING && overdue;
}

bool bsm_child_is_ready(const struct bsm_child *child) { return child->state == BSM_CHILD_READY && !child->broken; }

void bsm_child_send(struct bsm_child *child, const struct bsm_message *message, int descriptor)
{
    if (!bsm_child_is_ready(child))
        return;
    enum bsm_status status = bsm_channel_send(&child->channel, message, descriptor);
    if (status == BSM_OK)
        return;
    bsm_log(BSM_LOG_WARNING, "firmware/hub", "a leaf does not take a message, leaf=%s message=%s status=%s",
            bsm_leaf_name(child->leaf), bsm_message_name(message->type), bsm_status_name(status));
    child->broken = true;
}
