#include "ui/speech/talk.h"

#include <string.h>

enum {
    ADVICE_STANDS_MS = 500,
    WAIT_LASTS_MS = 1500,
    AGAIN_MS = 8000,      /* before it may say the same again by itself */
    NEARLY_OVER_MS = 800, /* what is left of a sentence that an instruction waits for */
    MOVEMENT_WAITS_MS = 250,
    LEAST_MS = 20,
};

void bsm_talk_forget(struct bsm_talk *talk, bool silenced)
{
    memset(talk, 0, sizeof *talk);
    talk->silenced = silenced;
}

static bool said_lately(const struct bsm_talk *talk, int64_t now_ms)
{
    enum bsm_sentence sentence = talk->wanted.sentence;
    return talk->said[sentence].at_ms != 0 && talk->said[sentence].language == talk->language &&
           now_ms - talk->said[sentence].at_ms < AGAIN_MS;
}

void bsm_talk_hear(struct bsm_talk *talk, const struct bsm_ui_show *show, enum bsm_hint hint, int64_t now_ms)
{
    struct bsm_cue cue = bsm_cue_of(show, hint);
    bool same = cue.sentence == talk->wanted.sentence && show->language == talk->language;
    if (same && show->serial == talk->serial)
        return;
    if (!same)
        talk->wanted_ms = now_ms;
    talk->again = talk->again && same;
    talk->wanted = cue;
    talk->language = show->language;
    talk->serial = show->serial;
    talk->due = cue.sentence != BSM_SENTENCE_NONE;
}

/* How long it must have been wanted. */
static int stands_ms(enum bsm_manner manner)
{
    switch (manner) {
    case BSM_MANNER_ADVICE: return ADVICE_STANDS_MS;
    case BSM_MANNER_WAIT: return WAIT_LASTS_MS;
    case BSM_MANNER_INSTRUCTION:
    case BSM_MANNER_MOVEMENT: break;
    }
    return 0;
}

/* How much of the sentence before may be left for this one to wait for its end. */
static int waits_for_ms(enum bsm_manner manner)
{
    switch (manner) {
    case BSM_MANNER_ADVICE:
    case BSM_MANNER_WAIT: return INT32_MAX;
    case BSM_MANNER_INSTRUCTION: return NEARLY_OVER_MS;
    case BSM_MANNER_MOVEMENT: break;
    }
    return MOVEMENT_WAITS_MS;
}

/* A movement is asked for again and again; only what flickers is not said twice. */
static bool is_repetition(const struct bsm_talk *talk, int64_t now_ms)
{
    bool movement = talk->wanted.manner == BSM_MANNER_MOVEMENT;
    return said_lately(talk, now_ms) && (!movement || talk->last == talk->wanted.sentence);
}

static enum bsm_sentence say(struct bsm_talk *talk, int64_t now_ms)
{
    talk->due = talk->again = false;
    talk->last = talk->wanted.sentence;
    talk->said[talk->last].at_ms = now_ms;
    talk->said[talk->last].language = talk->language;
    return talk->last;
}

static enum bsm_sentence later(int ms, int *after_ms)
{
    *after_ms = ms > LEAST_MS ? ms : LEAST_MS;
    return BSM_SENTENCE_NONE;
}

enum bsm_sentence bsm_talk_next(struct bsm_talk *talk, int64_t now_ms, int left_ms, int *after_ms)
{
    *after_ms = 0;
    if (talk->silenced || talk->wanted.sentence == BSM_SENTENCE_NONE)
        return BSM_SENTENCE_NONE;
    if (talk->again)
        return say(talk, now_ms);
    if (!talk->due)
        return BSM_SENTENCE_NONE;
    if (is_repetition(talk, now_ms)) {
        talk->due = false;
        return BSM_SENTENCE_NONE;
    }
    int stood_ms = (int)(now_ms - talk->wanted_ms);
    if (stood_ms < stands_ms(talk->wanted.manner))
        return later(stands_ms(talk->wanted.manner) - stood_ms, after_ms);
    if (left_ms > 0 && left_ms <= waits_for_ms(talk->wanted.manner))
        return later(left_ms, after_ms);
    return say(talk, now_ms);
}

void bsm_talk_touch(struct bsm_talk *talk, bool speaking)
{
    talk->again = !speaking || talk->silenced;
    talk->silenced = speaking && !talk->silenced;
}
