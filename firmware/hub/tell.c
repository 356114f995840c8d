/* The journal's lines that need more than one word. Only the keys that matter to a screen are written. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "firmware/hub/hub_impl.h"

struct line {
    char text[BSM_JOURNAL_LINE_MAX];
    size_t size;
};

static void add_word(struct line *line, const char *key, const char *word)
{
    int length = snprintf(line->text + line->size, sizeof line->text - line->size, " %s=%s", key, word);
    line->size += (size_t)length;
    if (line->size >= sizeof line->text)
        line->size = sizeof line->text - 1;
}

static void add_number(struct line *line, const char *key, long long number)
{
    char word[24];
    snprintf(word, sizeof word, "%lld", number);
    add_word(line, key, word);
}

static void add_hand(struct line *line, const struct bsm_ui_show *show)
{
    add_word(line, "position", bsm_position_name(show->position));
    add_number(line, "step", show->step);
    add_number(line, "steps", show->steps);
}

void bsm_hub_tell_screen(struct bsm_hub *hub, uint32_t serial)
{
    const struct bsm_ui_show *show = &hub->shows[serial % BSM_HUB_SHOWS_KEPT];
    struct line line = {.size = 0};
    if (serial == 0 || show->serial != serial)
        return;
    add_word(&line, "name", bsm_screen_name(show->screen));
    add_number(&line, "serial", serial);
    add_word(&line, "language", bsm_language_name(show->language));
    if (show->screen == BSM_SCREEN_HAND)
        add_hand(&line, show);
    if (show->hint != BSM_HINT_NONE)
        add_word(&line, "hint", bsm_hint_name(show->hint));
    if (show->reason != BSM_REASON_NONE)
        add_word(&line, "reason", bsm_reason_name(show->reason));
    if (show->tries_left > 0)
        add_number(&line, "tries_left", show->tries_left);
    if (show->seconds > 0)
        add_number(&line, "seconds", show->seconds);
    if (show->action != 0)
        add_word(&line, "action", bsm_action_name(show->action));
    if (show->appointment)
        add_word(&line, "appointment", show->wish ? "wish" : "yes");
    if (show->rated)
        add_word(&line, "rated", "yes");
    bsm_journal_write(&hub->journal, hub->round, "screen%s", line.text);
}

void bsm_hub_tell_claimed(struct bsm_hub *hub, uint32_t steps)
{
    char list[128] = "";
    size_t size = 0;
    for (uint32_t step = 1; step <= BSM_STEP_PASSWORD; step <<= 1)
        if (steps & step)
            size += (size_t)snprintf(list + size, sizeof list - size, "%s%s", size ? "," : "",
                                     bsm_step_name((enum bsm_step)step));
    bsm_journal_write(&hub->journal, hub->round, "claimed steps=%s", list);
}

void bsm_hub_tell_capture(struct bsm_hub *hub, const char *event, enum bsm_modality modality,
                          enum bsm_position position)
{
    if (modality == BSM_MODALITY_FINGER)
        bsm_journal_write(&hub->journal, hub->round, "%s modality=finger position=%s", event,
                          bsm_position_name(position));
    else
        bsm_journal_write(&hub->journal, hub->round, "%s modality=%s", event, bsm_modality_name(modality));
}

void bsm_hub_tell_device(struct bsm_hub *hub, enum bsm_device device, bool present)
{
    if (hub->device_present[device] == present)
        return;
    hub->device_present[device] = present;
    bsm_journal_write(&hub->journal, hub->round, "device name=%s present=%s",
                      device == BSM_DEVICE_READER ? "reader" : "camera", present ? "yes" : "no");
}

void bsm_hub_tell_link(struct bsm_hub *hub, bool up)
{
    if (hub->link_up == up)
        return;
    hub->link_up = up;
    bsm_journal_write(&hub->journal, hub->round, "link up=%s", up ? "yes" : "no");
}

void bsm_hub_tell_ended(struct bsm_hub *hub, enum bsm_leaf leaf, int pid, int wait_status)
{
    bool signalled = WIFSIGNALED(wait_status);
    bsm_journal_write(&hub->journal, hub->round, "leaf_ended leaf=%s pid=%d %s=%d", bsm_leaf_name(leaf), pid,
                      signalled ? "signal" : "status", signalled ? WTERMSIG(wait_status) : WEXITSTATUS(wait_status));
}
