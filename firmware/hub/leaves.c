/* The three leaves: started, missed, started again. */
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/hub/hub_impl.h"

enum bsm_visit_part bsm_hub_part_of(enum bsm_leaf leaf)
{
    switch (leaf) {
    case BSM_LEAF_BIO: return BSM_VISIT_PART_BIO;
    case BSM_LEAF_UI: return BSM_VISIT_PART_UI;
    case BSM_LEAF_UPLINK: return BSM_VISIT_PART_UPLINK;
    }
    return BSM_VISIT_PART_BIO;
}

static void start(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    struct bsm_child *child = &hub->child[leaf];
    bsm_call_make(&hub->call, leaf, &hub->settings, hub->options.state_folder, hub->options.keep_environment);
    bsm_child_start(child, hub->options.leaf_folder, hub->call.arguments, hub->call.environment, bsm_clock_mono_ms());
    if (child->pid != 0)
        bsm_journal_write(&hub->journal, hub->round, "leaf_started leaf=%s pid=%d", bsm_leaf_name(leaf),
                          (int)child->pid);
}

/* Without a good configuration the screen says so, and where the centre is known by one whose time is over the uplink
 * fetches another: else a kiosk that was off that long would need somebody to come. Nothing else runs. */
static bool may_run(const struct bsm_hub *hub, enum bsm_leaf leaf)
{
    return hub->settings_good || leaf == BSM_LEAF_UI || (leaf == BSM_LEAF_UPLINK && hub->settings.centre_url[0]);
}

void bsm_hub_start_due(struct bsm_hub *hub)
{
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++) {
        const struct bsm_child *child = &hub->child[leaf];
        bool wanted = may_run(hub, (enum bsm_leaf)leaf);
        if (wanted && child->state == BSM_CHILD_DOWN && bsm_clock_mono_ms() >= child->due_ms)
            start(hub, (enum bsm_leaf)leaf);
    }
}

/* The visit knows a leaf only while it is ready. */
static void tell_lost(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    if (leaf == BSM_LEAF_UI) {
        hub->ui_forgot = true; /* its memory went with it */
        hub->drawn_due_ms = 0;
    }
    if (leaf == BSM_LEAF_UPLINK) {
        bsm_spooler_again(&hub->spooler);
        bsm_hub_tell_link(hub, false);
    }
    if (leaf == BSM_LEAF_BIO)
        bsm_hub_close_preview(hub); /* with the last picture in it */
    if (hub->visit.part[bsm_hub_part_of(leaf)])
        bsm_hub_feed_part(hub, bsm_hub_part_of(leaf), false);
}

void bsm_hub_lose(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    bsm_child_kill(&hub->child[leaf], bsm_clock_mono_ms());
    tell_lost(hub, leaf);
}

void bsm_hub_renew(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    if (hub->child[leaf].state == BSM_CHILD_DOWN)
        return;
    bsm_child_end(&hub->child[leaf], bsm_clock_mono_ms());
    tell_lost(hub, leaf);
}

void bsm_hub_refuse(struct bsm_hub *hub, enum bsm_leaf leaf, const char *message)
{
    bsm_journal_write(&hub->journal, hub->round, "not_permitted leaf=%s message=%s", bsm_leaf_name(leaf), message);
    bsm_log(BSM_LOG_ERROR, "firmware/hub", "a leaf is ended for what it sent, leaf=%s message=%s state=%s",
            bsm_leaf_name(leaf), message, bsm_visit_state_name(hub->visit.state));
    bsm_hub_lose(hub, leaf);
}

void bsm_hub_reap(struct bsm_hub *hub)
{
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++) {
        struct bsm_child *child = &hub->child[leaf];
        int pid = (int)child->pid, wait_status;
        bool wanted = child->wanted_end;
        if (!bsm_child_reap(child, bsm_clock_mono_ms(), &wait_status))
            continue;
        bsm_hub_tell_ended(hub, (enum bsm_leaf)leaf, pid, wait_status);
        if (!wanted)
            tell_lost(hub, (enum bsm_leaf)leaf);
    }
}

static bool lose_broken(struct bsm_hub *hub)
{
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        if (hub->child[leaf].broken) {
            bsm_hub_lose(hub, (enum bsm_leaf)leaf);
            return true;
        }
    return false;
}

static void mind_drawing(struct bsm_hub *hub)
{
    if (hub->drawn_due_ms == 0 || bsm_clock_mono_ms() < hub->drawn_due_ms)
        return;
    bsm_log(BSM_LOG_ERROR, "firmware/hub", "the ui does not draw and is ended, serial=%u", hub->serial);
    bsm_hub_lose(hub, BSM_LEAF_UI);
}

void bsm_hub_mind_leaves(struct bsm_hub *hub)
{
    mind_drawing(hub);
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        if (bsm_child_tick(&hub->child[leaf], bsm_clock_mono_ms())) {
            bsm_log(BSM_LOG_ERROR, "firmware/hub", "a leaf did not become ready in time and is ended, leaf=%s",
                    bsm_leaf_name((enum bsm_leaf)leaf));
            bsm_hub_lose(hub, (enum bsm_leaf)leaf);
        }
    while (lose_broken(hub)) /* telling the visit of one may find another */
        ;
}

int64_t bsm_hub_leaves_due_ms(const struct bsm_hub *hub)
{
    int64_t due_ms = hub->drawn_due_ms > 0 ? hub->drawn_due_ms : -1;
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++) {
        const struct bsm_child *child = &hub->child[leaf];
        bool waits = child->state == BSM_CHILD_DOWN && !may_run(hub, (enum bsm_leaf)leaf);
        if (child->state == BSM_CHILD_READY || waits)
            continue;
        if (due_ms < 0 || child->due_ms < due_ms)
            due_ms = child->due_ms;
    }
    return due_ms;
}

bool bsm_hub_all_down(const struct bsm_hub *hub)
{
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        if (hub->child[leaf].pid != 0)
            return false;
    return true;
}
