#include "tests/sim/person/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stage_open(struct stage *stage, const char *journal_path)
{
    memset(stage, 0, sizeof *stage); /* a compound literal of this size would go over the stack */
    bsm_follow_open(&stage->journal, journal_path, false);
}

static pid_t pid_of(const struct bsm_follow_line *line)
{
    char text[STAGE_WORD_SIZE];
    return bsm_follow_value(line, "pid", text, sizeof text) ? (pid_t)strtol(text, NULL, 10) : 0;
}

static void leaf_started(struct stage *stage, const struct bsm_follow_line *line)
{
    for (int i = 0; i < STAGE_LEAVES_MAX; i++) {
        struct stage_leaf *leaf = &stage->leaves[i];
        if (leaf->name[0])
            continue;
        leaf->pid = pid_of(line);
        bsm_follow_value(line, "leaf", leaf->name, sizeof leaf->name);
        return;
    }
}

/* The places behind move up, so that the oldest stay first. */
static void leaf_ended(struct stage *stage, const struct bsm_follow_line *line)
{
    pid_t pid = pid_of(line);
    for (int i = 0; i < STAGE_LEAVES_MAX; i++) {
        if (!stage->leaves[i].name[0] || stage->leaves[i].pid != pid)
            continue;
        memmove(&stage->leaves[i], &stage->leaves[i + 1], (size_t)(STAGE_LEAVES_MAX - 1 - i) * sizeof stage->leaves[0]);
        stage->leaves[STAGE_LEAVES_MAX - 1] = (struct stage_leaf){0};
        return;
    }
}

/* Before and between visits, or as long as the machines take: no part of what a visit looks like. */
static bool is_passing(const char *name)
{
    return strcmp(name, "wait") == 0 || strcmp(name, "starting") == 0 || strcmp(name, "welcome") == 0;
}

static void screen_drawn(struct stage *stage, const struct bsm_follow_line *line)
{
    char name[STAGE_WORD_SIZE];
    stage->screen = *line;
    stage_screen_name(stage, name);
    bool same = stage->screen_count && strcmp(stage->screens[stage->screen_count - 1], name) == 0;
    if (!is_passing(name) && !same && stage->screen_count < STAGE_SCREENS_MAX)
        memcpy(stage->screens[stage->screen_count++], name, sizeof name);
}

void stage_look(struct stage *stage)
{
    struct bsm_follow_line line;
    while (stage->count < STAGE_EVENTS_MAX && bsm_follow_next(&stage->journal, &line)) {
        stage->events[stage->count++] = line;
        if (strcmp(line.event, "boot") == 0)
            memset(stage->leaves, 0, sizeof stage->leaves);
        else if (strcmp(line.event, "leaf_started") == 0)
            leaf_started(stage, &line);
        else if (strcmp(line.event, "leaf_ended") == 0)
            leaf_ended(stage, &line);
        else if (strcmp(line.event, "screen") == 0)
            screen_drawn(stage, &line);
    }
}

void stage_new_visit(struct stage *stage)
{
    stage->count = 0;
    stage->screen_count = 0;
}

void stage_screen_name(const struct stage *stage, char name[STAGE_WORD_SIZE])
{
    name[0] = 0;
    bsm_follow_value(&stage->screen, "name", name, STAGE_WORD_SIZE);
}

bool stage_line_says(const struct bsm_follow_line *line, const char *const *pairs, int count)
{
    for (int i = 0; i < count; i++) {
        char key[STAGE_WORD_SIZE];
        const char *equals = strchr(pairs[i], '=');
        snprintf(key, sizeof key, "%.*s", (int)(equals - pairs[i]), pairs[i]);
        if (!bsm_follow_says(line, key, equals + 1))
            return false;
    }
    return true;
}

int stage_find(const struct stage *stage, int from, const char *event, const char *const *pairs, int count)
{
    for (int i = from; i < stage->count; i++)
        if (strcmp(stage->events[i].event, event) == 0 && stage_line_says(&stage->events[i], pairs, count))
            return i;
    return -1;
}

pid_t stage_leaf_pid(const struct stage *stage, const char *name)
{
    for (int i = 0; i < STAGE_LEAVES_MAX; i++)
        if (strcmp(stage->leaves[i].name, name) == 0)
            return stage->leaves[i].pid;
    return 0;
}
