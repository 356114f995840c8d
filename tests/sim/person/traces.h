/*
 * What a visit may have left behind: everything personal that the person gave or that was made of it, looked for in the
 * memory of every process of the kiosk and in its files. Nothing of it may be there two seconds after the visit's end.
 *
 * Life: traces_init -> traces_forget at each visit's beginning -> traces_add_* and traces_learn_picture while it lasts
 * -> traces_look -> traces_finish. Reading another process's memory needs the right to trace it (root, mostly).
 * Threads: one. Blocks: traces_look a second or so, for it reads all that the processes may write to.
 */
#ifndef BASMA_SIM_PERSON_TRACES_H
#define BASMA_SIM_PERSON_TRACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "enroll/finger/finger.h"
#include "firmware/base/status.h"

enum {
    TRACES_MAX = 256,
    TRACE_BYTES_MAX = 256,
    TRACE_BYTES_MIN = 6, /* shorter ones are found everywhere by chance */
    TRACE_LABEL_SIZE = 24,
    TRACES_FOUND_SIZE = 400,
};

struct trace {
    char label[TRACE_LABEL_SIZE]; /* "password", "picture row": what may be said of it */
    size_t size;
    uint8_t bytes[TRACE_BYTES_MAX];
};

struct traces {
    struct bsm_finger_extractor *extractor; /* owned */
    struct trace list[TRACES_MAX];
    int count;
    uint32_t preview_sequence; /* of the last picture learnt */
};

/* False: no memory. */
bool traces_init(struct traces *traces);
void traces_finish(struct traces *traces);
void traces_forget(struct traces *traces);

/* "" and what is too short to be told from chance are passed over. */
void traces_add_text(struct traces *traces, const char *label, const char *text);

/* Takes the picture that the ui shows now: rows of it as the screen has them; of a finger also the rows as the reader
 * gave them, and the template that the engine makes of it. Nothing where none is shown. */
void traces_learn_picture(struct traces *traces, pid_t ui);

/*
 * Looks in the processes' memory and in every file below the folder. *found says in how many places; where names kind
 * and place of some, never what was found. OK also when there are traces. DENIED: the memory may not be read.
 */
enum bsm_status traces_look(const struct traces *traces, const pid_t *pids, int pid_count, const char *folder,
                            int *found, char where[TRACES_FOUND_SIZE]);

/* Whether a trace of that label is in one of the processes now: that the search finds what is there. */
bool traces_are_in(const struct traces *traces, const char *label, const pid_t *pids, int pid_count);

#endif
