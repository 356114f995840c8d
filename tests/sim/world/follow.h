/*
 * What the kiosk says of itself: its journal, followed line by line as it grows. A line is
 *
 *     2026-11-21T21:26:40.123Z ROUND EVENT key=value key=value
 *
 * Life: open -> next... -> close. Nothing blocks; next says whether a whole line was there.
 */
#ifndef BASMA_SIM_WORLD_FOLLOW_H
#define BASMA_SIM_WORLD_FOLLOW_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BSM_FOLLOW_LINE_MAX = 1024, BSM_FOLLOW_WORD_MAX = 64 };

struct bsm_follow {
    char path[PATH_MAX];
    int64_t offset; /* of the first byte not yet given out */
};

struct bsm_follow_line {
    char text[BSM_FOLLOW_LINE_MAX];  /* the whole line */
    char event[BSM_FOLLOW_WORD_MAX]; /* "screen" */
    unsigned long long round;
};

/* Follows the file from its end (from_end) or its beginning. The file need not be there yet. */
void bsm_follow_open(struct bsm_follow *follow, const char *path, bool from_end);

/* The next whole line; false when there is none yet. Lines that are no journal lines are passed over. */
bool bsm_follow_next(struct bsm_follow *follow, struct bsm_follow_line *line);

/* The value of a key of the line, copied out; false (and "") where it has none or it does not fit. */
bool bsm_follow_value(const struct bsm_follow_line *line, const char *key, char *value, size_t size);

/* Whether the line has this key with this value. */
bool bsm_follow_says(const struct bsm_follow_line *line, const char *key, const char *value);

#endif
