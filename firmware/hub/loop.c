/* The one poll loop: signals, time, and three channels. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/hub/hub_impl.h"

enum {
    MESSAGES_A_TURN = 32, /* of one leaf before the others are heard */
    STOP_MS = 3000,       /* longest wait for the leaves at the end */
};

struct ends {
    int signals;
    int timer;
};

/* --- settings --- */

static void feed_service(struct bsm_hub *hub)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_SERVICE};
    event.as.service.available = hub->settings_good && hub->seq_good;
    event.as.service.reason = event.as.service.available ? BSM_REASON_NONE : BSM_REASON_FAULT;
    bsm_hub_feed(hub, &event);
}

/* A new configuration reaches the leaves by their arguments: they are started anew. */
static void use_settings(struct bsm_hub *hub, bool changed)
{
    hub->visit.policy = hub->settings.policy;
    for (int leaf = 0; changed && leaf < BSM_LEAF_COUNT; leaf++)
        bsm_hub_renew(hub, (enum bsm_leaf)leaf);
}

/* Only between visits: a visit ends with the rules it began with. */
static void mind_settings(struct bsm_hub *hub)
{
    if (bsm_clock_mono_ms() < hub->settings_due_ms || bsm_visit_in_visit(&hub->visit))
        return;
    int64_t version = hub->settings.version;
    bool was_good = hub->settings_good;
    enum bsm_status status = bsm_settings_load(&hub->settings, hub->options.state_folder, bsm_clock_unix_ms() / 1000);
    hub->settings_good = status == BSM_OK;
    bsm_hub_mind_seq(hub);
    hub->settings_due_ms = bsm_clock_mono_ms() + (hub->seq_failing ? BSM_HUB_DISK_EVERY_MS : BSM_HUB_SETTINGS_EVERY_MS);
    if (hub->settings_good)
        use_settings(hub, !was_good || hub->settings.version != version);
    bsm_hub_mind_pack(hub);
    feed_service(hub);
}

/* --- the journal's way to the centre --- */

/* A few lines at a time; more when the uplink has stored them. */
static void spool(struct bsm_hub *hub)
{
    while (bsm_child_is_ready(&hub->child[BSM_LEAF_UPLINK]) &&
           bsm_spooler_next(&hub->spooler, &hub->journal, &hub->out.as.net_spool)) {
        hub->out.type = BSM_MESSAGE_NET_SPOOL;
        bsm_hub_send(hub, BSM_LEAF_UPLINK, -1);
    }
}

/* Not while somebody waits for the screen: it waits for the disk. */
static void save_spooled(struct bsm_hub *hub)
{
    int64_t due_ms = bsm_spooler_due_ms(&hub->spooler), now_ms = bsm_clock_mono_ms();
    if (due_ms >= 0 && now_ms >= due_ms && !bsm_visit_in_visit(&hub->visit))
        bsm_spooler_save(&hub->spooler, now_ms);
}

/* --- signals and time --- */

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void read_signals(struct bsm_hub *hub, int fd)
{
    struct signalfd_siginfo info;
    while (read(fd, &info, sizeof info) == (ssize_t)sizeof info)
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            hub->stopping = true;
}

static void earlier(int64_t *due_ms, int64_t other_ms)
{
    if (other_ms >= 0 && (*due_ms < 0 || other_ms < *due_ms))
        *due_ms = other_ms;
}

static void set_timer(const struct bsm_hub *hub, int fd)
{
    int64_t due_ms = bsm_visit_next_ms(&hub->visit);
    earlier(&due_ms, bsm_hub_leaves_due_ms(hub));
    if (hub->watchdog.interval_ms > 0)
        earlier(&due_ms, hub->watchdog.due_ms);
    if (!bsm_visit_in_visit(&hub->visit)) {
        earlier(&due_ms, hub->settings_due_ms);
        earlier(&due_ms, bsm_spooler_due_ms(&hub->spooler));
    }
    if (due_ms < 1)
        due_ms = due_ms < 0 ? bsm_clock_mono_ms() + BSM_HUB_SETTINGS_EVERY_MS : 1; /* zero would stop the timer */
    struct itimerspec when = {.it_value = {.tv_sec = due_ms / 1000, .tv_nsec = due_ms % 1000 * 1000000}};
    timerfd_settime(fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static void on_time(struct bsm_hub *hub)
{
    int64_t next_ms = bsm_visit_next_ms(&hub->visit);
    if (next_ms >= 0 && bsm_clock_mono_ms() >= next_ms)
        bsm_hub_feed(hub, &(struct bsm_visit_event){.type = BSM_EVENT_TICK});
    mind_settings(hub);
    save_spooled(hub);
    bsm_watchdog_tick(&hub->watchdog, bsm_clock_mono_ms());
}

/* --- channels --- */

/* False when there is nothing more to hear now. */
static bool hear_one(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    int descriptor;
    enum bsm_status status = bsm_channel_receive(&hub->child[leaf].channel, &hub->in, &descriptor);
    if (status == BSM_OK) {
        bsm_hub_on_message(hub, leaf, &descriptor);
        if (descriptor >= 0)
            close(descriptor);
        bsm_message_wipe(&hub->in);
        bsm_hub_check_forgotten(hub);
    } else if (status == BSM_INVALID) {
        bsm_hub_refuse(hub, leaf, "none");
    } else if (status != BSM_BUSY) {
        bsm_hub_lose(hub, leaf);
    }
    return status == BSM_OK && hub->child[leaf].channel.fd >= 0;
}

static void hear(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    for (int i = 0; i < MESSAGES_A_TURN && hear_one(hub, leaf); i++)
        ;
}

static void turn(struct bsm_hub *hub, const struct ends *ends)
{
    struct pollfd fds[2 + BSM_LEAF_COUNT] = {{.fd = ends->signals, .events = POLLIN},
                                             {.fd = ends->timer, .events = POLLIN}};
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        fds[2 + leaf] = (struct pollfd){.fd = hub->child[leaf].channel.fd, .events = POLLIN};
    set_timer(hub, ends->timer);
    if (poll(fds, 2 + BSM_LEAF_COUNT, -1) < 0 && errno != EINTR)
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "poll failed, error=%s", strerror(errno));
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        if (fds[2 + leaf].revents != 0 && hub->child[leaf].channel.fd == fds[2 + leaf].fd)
            hear(hub, (enum bsm_leaf)leaf);
    read_signals(hub, ends->signals);
}

/* --- beginning and end --- */

/* The centre hears that nobody is there any more; the leaves' memory goes with them. */
static void break_off(struct bsm_hub *hub)
{
    struct bsm_visit_effect cancel = {.type = BSM_EFFECT_CANCEL};
    struct bsm_visit_effect leave = {.type = BSM_EFFECT_SEND_PLAIN, .as.plain.request = BSM_VISIT_LEAVE};
    bsm_hub_carry_out(hub, &cancel);
    bsm_hub_carry_out(hub, &leave);
    bsm_journal_write(&hub->journal, hub->round, "visit_ended outcome=fault duration_ms=%lld",
                      (long long)(bsm_clock_mono_ms() - hub->visit.course.started_ms));
    hub->wipe_waits = true;
}

static void stop(struct bsm_hub *hub, const struct ends *ends)
{
    int64_t end_ms = bsm_clock_mono_ms() + STOP_MS;
    bsm_watchdog_say(&hub->watchdog, "STOPPING=1");
    if (bsm_visit_in_visit(&hub->visit) && hub->visit.state != BSM_VISIT_FORGETTING)
        break_off(hub);
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        bsm_child_end(&hub->child[leaf], bsm_clock_mono_ms());
    while (!bsm_hub_all_down(hub) && bsm_clock_mono_ms() < end_ms) {
        struct pollfd fd = {.fd = ends->signals, .events = POLLIN};
        poll(&fd, 1, 100);
        read_signals(hub, ends->signals);
        bsm_hub_reap(hub);
        bsm_hub_mind_leaves(hub);
    }
    if (hub->wipe_waits && bsm_hub_all_down(hub))
        bsm_journal_write(&hub->journal, hub->round, "wiped");
}

bool bsm_hub_loop(struct bsm_hub *hub)
{
    struct ends ends = {.signals = open_signals(), .timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK)};
    if (ends.signals < 0 || ends.timer < 0) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "the kernel gave no signal or timer descriptor, error=%s",
                strerror(errno));
        return false;
    }
    mind_settings(hub);
    bsm_watchdog_say(&hub->watchdog, "READY=1");
    while (!hub->stopping) {
        on_time(hub);
        bsm_hub_reap(hub);
        bsm_hub_mind_leaves(hub);
        bsm_hub_check_forgotten(hub);
        bsm_hub_start_due(hub);
        spool(hub);
        turn(hub, &ends);
    }
    stop(hub, &ends);
    close(ends.signals);
    close(ends.timer);
    return true;
}
