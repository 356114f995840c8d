#include "ui/speech/speech.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "firmware/base/file.h"
#include "firmware/base/log.h"
#include "ui/speech/player.h"
#include "ui/speech/talk.h"

enum {
    ASK_MS = 50,     /* while the device is being opened */
    LOOK_MS = 1000,  /* for a device that comes or goes */
    LINGER_MS = 700, /* that the button is still for silencing when a sentence has just ended */
    FOLDER_SIZE = PATH_MAX - 64,
};

struct bsm_speech {
    struct bsm_player *player; /* NULL: silent for ever */
    struct bsm_speech_settings settings;
    struct bsm_talk talk;
    enum bsm_player_state state;
    bool visiting;
    bool speaking;
    int64_t spoke_until_ms;
    int64_t now_ms;
    unsigned sentences;
    unsigned cut_short;
    char folder[FOLDER_SIZE];
};

bool bsm_quiet_parse(const char *text, struct bsm_speech_settings *settings)
{
    int from_hour = 0, from_min = 0, to_hour = 0, to_min = 0, end = 0;
    settings->quiet_from_min = settings->quiet_to_min = BSM_QUIET_NEVER;
    if (strcmp(text, "never") == 0)
        return true;
    if (sscanf(text, "%2d:%2d-%2d:%2d%n", &from_hour, &from_min, &to_hour, &to_min, &end) != 4 || text[end] != '\0')
        return false;
    if (from_hour < 0 || from_hour > 23 || to_hour < 0 || to_hour > 23 || from_min < 0 || from_min > 59 || to_min < 0 ||
        to_min > 59)
        return false;
    settings->quiet_from_min = from_hour * 60 + from_min;
    settings->quiet_to_min = to_hour * 60 + to_min;
    return true;
}

bool bsm_quiet_at(const struct bsm_speech_settings *settings, int minute)
{
    int from = settings->quiet_from_min, to = settings->quiet_to_min;
    if (from == BSM_QUIET_NEVER)
        return false;
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

static bool quiet_now(const struct bsm_speech_settings *settings)
{
    time_t now = time(NULL);
    struct tm local = {0};
    return localtime_r(&now, &local) && bsm_quiet_at(settings, local.tm_hour * 60 + local.tm_min);
}

static bool find_folder(char folder[FOLDER_SIZE], const char *given)
{
    char self[FOLDER_SIZE - 32];
    if (given)
        return snprintf(folder, FOLDER_SIZE, "%s", given) < FOLDER_SIZE;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return false;
    self[length] = '\0';
    char *slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    return snprintf(folder, FOLDER_SIZE, "%s/../share/speech", self) < FOLDER_SIZE;
}

static bool path_of(const struct bsm_speech *speech, enum bsm_language language, enum bsm_sentence sentence,
                    char path[PATH_MAX])
{
    return snprintf(path, PATH_MAX, "%s/%s/%s.pcm", speech->folder, bsm_language_name(language),
                    bsm_sentence_name(sentence)) < PATH_MAX;
}

static bool sounds_are_there(const struct bsm_speech *speech)
{
    char path[PATH_MAX];
    bool there = path_of(speech, BSM_LANGUAGE_ARABIC, BSM_SENTENCE_PURPOSE, path) && access(path, R_OK) == 0;
    if (!there)
        bsm_log(BSM_LOG_WARNING, "ui/speech",
                "no sounds in %s, and the kiosk does not speak; build them with: ./basma build", speech->folder);
    return there;
}

enum bsm_status bsm_speech_create(struct bsm_speech **out, const struct bsm_speech_settings *settings,
                                  const char *folder)
{
    struct bsm_speech *speech = calloc(1, sizeof *speech);
    if (!speech)
        return BSM_NO_MEMORY;
    speech->settings = *settings;
    enum bsm_status status = BSM_OK;
    if (settings->on && find_folder(speech->folder, folder) && sounds_are_there(speech))
        status = bsm_player_create(&speech->player, settings->volume_percent);
    if (status == BSM_OK)
        *out = speech;
    else
        free(speech);
    return status;
}

void bsm_speech_destroy(struct bsm_speech *speech)
{
    if (!speech)
        return;
    bsm_player_destroy(speech->player);
    free(speech);
}

static void say(struct bsm_speech *speech, enum bsm_sentence sentence, int left_ms)
{
    char path[PATH_MAX];
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (!path_of(speech, speech->talk.language, sentence, path))
        return;
    enum bsm_status status = bsm_file_read(path, BSM_CLIP_SAMPLES_MAX * sizeof(int16_t), &bytes, &size);
    if (status == BSM_OK)
        status = bsm_player_play(speech->player, (const int16_t *)(const void *)bytes, size / sizeof(int16_t));
    free(bytes);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_WARNING, "ui/speech", "could not say %s, status=%s", bsm_sentence_name(sentence),
                bsm_status_name(status));
        return;
    }
    speech->sentences++;
    speech->cut_short += left_ms > 0;
}

static void begin(struct bsm_speech *speech)
{
    speech->visiting = true;
    bsm_talk_forget(&speech->talk, quiet_now(&speech->settings));
}

static bool in_visit(enum bsm_screen screen)
{
    return screen != BSM_SCREEN_STARTING && screen != BSM_SCREEN_WELCOME && screen != BSM_SCREEN_OUT_OF_SERVICE;
}

/* For how long the button goes on to be the one that silences. */
static int linger_ms(struct bsm_speech *speech, int left_ms)
{
    if (left_ms > 0)
        speech->spoke_until_ms = speech->now_ms + left_ms;
    int64_t until_ms = speech->spoke_until_ms + LINGER_MS;
    speech->speaking = speech->spoke_until_ms != 0 && !speech->talk.silenced && until_ms > speech->now_ms;
    return speech->speaking ? (int)(until_ms - speech->now_ms) : 0;
}

static int sooner(int a_ms, int b_ms) { return b_ms > 0 && b_ms < a_ms ? b_ms : a_ms; }

static int talk(struct bsm_speech *speech)
{
    int after_ms = 0;
    int left_ms = bsm_player_left_ms(speech->player);
    enum bsm_sentence sentence = bsm_talk_next(&speech->talk, speech->now_ms, left_ms, &after_ms);
    if (sentence != BSM_SENTENCE_NONE) {
        say(speech, sentence, left_ms);
        left_ms = bsm_player_left_ms(speech->player);
    }
    return sooner(sooner(LOOK_MS, after_ms), linger_ms(speech, left_ms));
}

int bsm_speech_turn(struct bsm_speech *speech, const struct bsm_ui_show *show, enum bsm_hint hint, int64_t now_ms)
{
    if (!speech->player)
        return 0;
    speech->now_ms = now_ms;
    if (in_visit(show->screen) && !speech->visiting)
        begin(speech);
    else if (!in_visit(show->screen) && speech->visiting)
        bsm_speech_forget(speech, now_ms);
    if (speech->visiting)
        bsm_talk_hear(&speech->talk, show, hint, now_ms);
    bool wanted = speech->visiting || bsm_player_left_ms(speech->player) > 0;
    speech->state = bsm_player_turn(speech->player, wanted, now_ms);
    if (speech->state == BSM_PLAYER_OPEN)
        return speech->visiting ? talk(speech) : ASK_MS;
    speech->speaking = false;
    if (speech->state == BSM_PLAYER_OPENING)
        return ASK_MS;
    return speech->visiting ? LOOK_MS : 0;
}

enum bsm_sound bsm_speech_sound(const struct bsm_speech *speech)
{
    if (!speech->player || !speech->visiting || speech->state == BSM_PLAYER_WITHOUT)
        return BSM_SOUND_NONE;
    if (speech->talk.silenced)
        return BSM_SOUND_SILENCED;
    return speech->speaking ? BSM_SOUND_SPEAKING : BSM_SOUND_READY;
}

void bsm_speech_touch(struct bsm_speech *speech)
{
    if (!speech->player || !speech->visiting)
        return;
    bsm_talk_touch(&speech->talk, speech->speaking);
    if (speech->talk.silenced)
        bsm_player_stop(speech->player);
}

void bsm_speech_forget(struct bsm_speech *speech, int64_t now_ms)
{
    if (!speech->player || !speech->visiting)
        return;
    bsm_player_stop(speech->player);
    if (speech->sentences > 0)
        bsm_log(BSM_LOG_INFO, "ui/speech", "spoke, sentences=%u cut_short=%u", speech->sentences, speech->cut_short);
    speech->visiting = speech->speaking = false;
    speech->sentences = speech->cut_short = 0;
    speech->spoke_until_ms = 0;
    speech->now_ms = now_ms;
    bsm_talk_forget(&speech->talk, false);
}
