/*
 * The kiosk's voice: says what the screens ask for, in the language of the screen, out of sounds made at build time
 * (share/speech/LANGUAGE/NAME.pcm beside the program's folder).
 *
 * Life: create -> turn, again and again; forget at the end of each visit -> destroy. The sound device is open during a
 * visit only. Without a device, without the sounds, or where the settings say so it is silent and all else goes on.
 *
 * One thread (the player has another for what may block); a sentence's file is read from the disk when it is said.
 * Knows nothing personal: it sees the screen's name, reason and advice, and says fixed sentences.
 */
#ifndef BASMA_UI_SPEECH_SPEECH_H
#define BASMA_UI_SPEECH_SPEECH_H

#include "firmware/base/status.h"
#include "ui/speech/sentence.h"

enum { BSM_SPEECH_VOLUME = 70, BSM_QUIET_NEVER = -1, BSM_DAY_MIN = 24 * 60 };

struct bsm_speech_settings {
    bool on;
    int volume_percent; /* 1 to 100 */
    int quiet_from_min; /* minutes of the day, by the kiosk's clock and time zone: visits begin silenced ... */
    int quiet_to_min;   /* ... until here; QUIET_NEVER */
};

/* What the button for it shows. */
enum bsm_sound {
    BSM_SOUND_NONE = 0, /* no button: there is no voice */
    BSM_SOUND_READY,    /* a touch says it again */
    BSM_SOUND_SPEAKING, /* a touch silences it for this visit */
    BSM_SOUND_SILENCED, /* a touch lets it speak */
};

struct bsm_speech;

/* Voice off by the settings or sounds missing (logged): OK, and silent. folder: NULL for the one beside the program. */
enum bsm_status bsm_speech_create(struct bsm_speech **speech, const struct bsm_speech_settings *settings,
                                  const char *folder);
void bsm_speech_destroy(struct bsm_speech *speech);

/* Says what is to be said. The milliseconds to the next call; 0: when something has changed. */
int bsm_speech_turn(struct bsm_speech *speech, const struct bsm_ui_show *show, enum bsm_hint hint, int64_t now_ms);

enum bsm_sound bsm_speech_sound(const struct bsm_speech *speech);

/* The speaker button was touched. */
void bsm_speech_touch(struct bsm_speech *speech);

/* The visit is over: falls silent, is as at the start, and logs how often it spoke. */
void bsm_speech_forget(struct bsm_speech *speech, int64_t now_ms);

/* "22:00-06:00" or "never". */
bool bsm_quiet_parse(const char *text, struct bsm_speech_settings *settings);
bool bsm_quiet_at(const struct bsm_speech_settings *settings, int minute_of_day);

#endif
