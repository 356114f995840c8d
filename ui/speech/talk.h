/*
 * When what is said: the manners of a voice. It is told what would be said now (a cue) and answers what to begin to
 * say.
 *
 * A newer instruction cuts an older sentence short, unless that is nearly over; advice waits until it has stood for a
 * moment and the sentence before it is over, and is not said again within some seconds; what changes to and fro is not
 * stammered. The person can silence it, and have the last thing said again.
 *
 * Pure; time is handed in. bsm_talk_forget begins a visit anew.
 */
#ifndef BASMA_UI_SPEECH_TALK_H
#define BASMA_UI_SPEECH_TALK_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/speech/sentence.h"

struct bsm_talk {
    bool silenced;
    bool due;   /* wanted has not been said since it came */
    bool again; /* the person asked for it */
    struct bsm_cue wanted;
    enum bsm_language language;
    uint32_t serial; /* of the screen it belongs to */
    int64_t wanted_ms;
    enum bsm_sentence last;
    struct {
        int64_t at_ms; /* 0: not in this visit */
        enum bsm_language language;
    } said[BSM_SENTENCE_LAST + 1];
};

/* silenced: how the visit begins. */
void bsm_talk_forget(struct bsm_talk *talk, bool silenced);

/* The screen and the advice in force now. */
void bsm_talk_hear(struct bsm_talk *talk, const struct bsm_ui_show *show, enum bsm_hint hint, int64_t now_ms);

/* What to begin to say now, cutting short what plays for another left_ms; it counts as said. NONE: nothing, and
 * *after_ms says when to ask again (0: when something new is heard). */
enum bsm_sentence bsm_talk_next(struct bsm_talk *talk, int64_t now_ms, int left_ms, int *after_ms);

/* The speaker button: silence while it speaks, say it again when it is done, speak again when it was silenced. */
void bsm_talk_touch(struct bsm_talk *talk, bool speaking);

#endif
