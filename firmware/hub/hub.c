#include "firmware/hub/hub.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "firmware/hub/hub_impl.h"

void bsm_hub_feed(struct bsm_hub *hub, struct bsm_visit_event *event)
{
    event->now_ms = bsm_clock_mono_ms();
    bsm_visit_handle(&hub->visit, event, &hub->effects);
    for (int i = 0; i < hub->effects.count; i++)
        bsm_hub_carry_out(hub, &hub->effects.list[i]);
    bsm_visit_effects_wipe(&hub->effects);
    bsm_wipe(event, sizeof *event);
}

void bsm_hub_feed_part(struct bsm_hub *hub, enum bsm_visit_part part, bool present)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_PART};
    event.as.part.part = part;
    event.as.part.present = present;
    bsm_hub_feed(hub, &event);
}

void bsm_hub_check_forgotten(struct bsm_hub *hub)
{
    bool bio_gone = hub->child[BSM_LEAF_BIO].state != BSM_CHILD_ENDING;
    if (!hub->wipe_waits || !hub->ui_forgot || !bio_gone)
        return;
    hub->wipe_waits = false;
    bsm_journal_write(&hub->journal, hub->round, "wiped");
    if (hub->visit.state == BSM_VISIT_FORGETTING)
        bsm_hub_feed(hub, &(struct bsm_visit_event){.type = BSM_EVENT_FORGOTTEN});
}

static bool check_folder(const char *folder)
{
    struct stat info;
    bool there = stat(folder, &info) == 0;
    if (there && !S_ISDIR(info.st_mode)) {
        there = false;
        errno = ENOTDIR;
    }
    if (there && access(folder, R_OK | W_OK | X_OK) == 0)
        return true;
    bsm_log(BSM_LOG_ERROR, "firmware/hub",
            "the state folder cannot be used, folder=%s error=%s; make it with basma-provision and run as its owner",
            folder, strerror(errno));
    return false;
}

void bsm_hub_mind_seq(struct bsm_hub *hub)
{
    enum bsm_status status =
        hub->seq_open ? bsm_seq_reserve(&hub->seq) : bsm_seq_open(&hub->seq, hub->options.state_folder);
    if (status != BSM_OK && !hub->seq_failing)
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "the capture number cannot be %s, file=%s status=%s error=%m; %s",
                hub->seq_open ? "kept" : "read or kept", hub->seq.path, bsm_status_name(status),
                status == BSM_INVALID ? "put in one above all that the centre has seen of this kiosk" : "free space");
    hub->seq_failing = status != BSM_OK;
    hub->seq_open = hub->seq_open || status == BSM_OK;
    hub->seq_good = hub->seq_open && bsm_seq_is_enough(&hub->seq);
}

static void set_up(struct bsm_hub *hub, const struct bsm_hub_options *options)
{
    struct bsm_policy policy = bsm_policy_default();
    memset(hub, 0, sizeof *hub);
    hub->options = *options;
    hub->preview_fd = -1;
    hub->settings.policy = policy;
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        bsm_child_init(&hub->child[leaf], (enum bsm_leaf)leaf);
    bsm_spooler_open(&hub->spooler, options->state_folder);
    bsm_journal_open(&hub->journal, options->state_folder, hub->spooler.stored);
    bsm_journal_write(&hub->journal, 0, "boot version=%s", BASMA_VERSION);
    bsm_visit_init(&hub->visit, &policy, bsm_clock_mono_ms());
    bsm_hub_mind_seq(hub);
    bsm_watchdog_init(&hub->watchdog, bsm_clock_mono_ms());
}

static void tear_down(struct bsm_hub *hub)
{
    bsm_requests_clear(&hub->requests);
    bsm_wipe(&hub->now, sizeof hub->now);
    bsm_wipe(&hub->visit, sizeof hub->visit);
    bsm_message_wipe(&hub->in);
    bsm_hub_close_preview(hub);
    bsm_watchdog_finish(&hub->watchdog);
    if (bsm_spooler_due_ms(&hub->spooler) >= 0)
        bsm_spooler_save(&hub->spooler, bsm_clock_mono_ms());
    bsm_spooler_close(&hub->spooler);
    bsm_journal_close(&hub->journal);
}

int bsm_hub_run(const struct bsm_hub_options *options)
{
    static struct bsm_hub hub; /* too large for the stack */
    if (!check_folder(options->state_folder))
        return 1;
    set_up(&hub, options);
    bool ran = bsm_hub_loop(&hub);
    tear_down(&hub);
    return ran ? 0 : 1;
}
