#include "ui/speech/player.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/log.h"

enum {
    FADE_MS = 80,
    FADE_SAMPLES = BSM_CLIP_RATE * FADE_MS / 1000,
    BUFFER_SAMPLES = 1024,
    RETRY_FIRST_MS = 5000,
    RETRY_MOST_MS = 300000,
    ERROR_SIZE = 128,
    SECOND_MS = 1000,
    KEEPER_PATIENCE_MS = 3000,
    KEEPER_LOOK_MS = 10,
};

enum order { ORDER_OPEN = 1, ORDER_CLOSE, ORDER_END };
enum outcome { OUTCOME_NONE = 0, OUTCOME_OPENED, OUTCOME_FAILED, OUTCOME_CLOSED };

/* order, device and error change hands: they are the keeper's from the wake-up on until it sets the outcome. */
struct bsm_player {
    SDL_Thread *keeper;
    SDL_sem *wake;
    SDL_atomic_t outcome;
    enum order order;
    SDL_AudioDeviceID device;
    char error[ERROR_SIZE];

    bool busy; /* the keeper is at work */
    bool open; /* device can be played on */
    bool without;
    bool said; /* that there is no device */
    int64_t retry_at_ms;
    int64_t retry_ms;
    int volume;                                          /* of 10000 */
    size_t queued_count;                                 /* what SDL was given last: */
    int16_t queued[FADE_SAMPLES + BSM_CLIP_SAMPLES_MAX]; /* the tail of the one before, and the sentence */
};

/* --- the keeper's thread --- */

static SDL_AudioDeviceID open_device(void)
{
    const SDL_AudioSpec wanted = {
        .freq = BSM_CLIP_RATE, .format = AUDIO_S16SYS, .channels = 1, .samples = BUFFER_SAMPLES};
    if (!SDL_WasInit(SDL_INIT_AUDIO) && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return 0;
    SDL_AudioDeviceID device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (device != 0)
        SDL_PauseAudioDevice(device, 0);
    return device;
}

static int keep(void *data)
{
    struct bsm_player *player = data;
    while (SDL_SemWait(player->wake) == 0 && player->order != ORDER_END) {
        enum outcome outcome = OUTCOME_CLOSED;
        if (player->order == ORDER_OPEN) {
            player->device = open_device();
            snprintf(player->error, sizeof player->error, "%s", SDL_GetError());
            outcome = player->device != 0 ? OUTCOME_OPENED : OUTCOME_FAILED;
        } else {
            SDL_CloseAudioDevice(player->device);
        }
        SDL_AtomicSet(&player->outcome, (int)outcome);
    }
    return 0;
}

/* --- the caller's thread --- */

static void order(struct bsm_player *player, enum order what)
{
    player->order = what;
    player->busy = true;
    player->open = false;
    SDL_AtomicSet(&player->outcome, OUTCOME_NONE);
    SDL_SemPost(player->wake);
}

enum bsm_status bsm_player_create(struct bsm_player **out, int volume_percent)
{
    struct bsm_player *player = calloc(1, sizeof *player);
    if (!player)
        return BSM_NO_MEMORY;
    player->volume = volume_percent * volume_percent; /* as loudness is heard */
    player->wake = SDL_CreateSemaphore(0);
    player->keeper = player->wake ? SDL_CreateThread(keep, "loudspeaker", player) : NULL;
    if (!player->keeper) {
        SDL_DestroySemaphore(player->wake);
        free(player);
        return BSM_NO_MEMORY;
    }
    *out = player;
    return BSM_OK;
}

static void go_without(struct bsm_player *player, int64_t now_ms)
{
    if (!player->said)
        bsm_log(BSM_LOG_WARNING, "ui/speech",
                "there is no sound device, and the kiosk does not speak: %s; connect one, or say speech = no",
                player->error);
    player->said = player->without = true;
    player->retry_ms = player->retry_ms == 0 ? RETRY_FIRST_MS : 2 * player->retry_ms;
    if (player->retry_ms > RETRY_MOST_MS)
        player->retry_ms = RETRY_MOST_MS;
    player->retry_at_ms = now_ms + player->retry_ms;
}

static void take_outcome(struct bsm_player *player, int64_t now_ms)
{
    enum outcome outcome = (enum outcome)SDL_AtomicGet(&player->outcome);
    if (!player->busy || outcome == OUTCOME_NONE)
        return;
    player->busy = false;
    if (outcome == OUTCOME_FAILED)
        go_without(player, now_ms);
    if (outcome != OUTCOME_OPENED)
        return;
    if (player->said)
        bsm_log(BSM_LOG_INFO, "ui/speech", "a sound device is there again");
    player->open = true;
    player->said = player->without = false;
    player->queued_count = 0;
    player->retry_ms = 0;
}

static void notice_loss(struct bsm_player *player, int64_t now_ms)
{
    if (!player->open || SDL_GetAudioDeviceStatus(player->device) != SDL_AUDIO_STOPPED)
        return;
    snprintf(player->error, sizeof player->error, "it has gone away");
    go_without(player, now_ms);
    order(player, ORDER_CLOSE);
}

enum bsm_player_state bsm_player_turn(struct bsm_player *player, bool wanted, int64_t now_ms)
{
    take_outcome(player, now_ms);
    notice_loss(player, now_ms);
    if (!player->busy && player->open && !wanted)
        order(player, ORDER_CLOSE);
    else if (!player->busy && !player->open && wanted && now_ms >= player->retry_at_ms)
        order(player, ORDER_OPEN);
    if (player->open)
        return BSM_PLAYER_OPEN;
    if (player->without)
        return BSM_PLAYER_WITHOUT;
    return player->busy && wanted ? BSM_PLAYER_OPENING : BSM_PLAYER_CLOSED;
}

static size_t samples_left(const struct bsm_player *player)
{
    return player->open ? SDL_GetQueuedAudioSize(player->device) / sizeof(int16_t) : 0;
}

/* Takes back what SDL has not played; the next moments of it, ever softer, are the start of what is queued next. */
static void fade(struct bsm_player *player)
{
    SDL_LockAudioDevice(player->device);
    size_t left = samples_left(player);
    SDL_ClearQueuedAudio(player->device);
    SDL_UnlockAudioDevice(player->device);
    size_t tail = left < FADE_SAMPLES ? left : FADE_SAMPLES;
    if (left > player->queued_count)
        tail = 0;
    memmove(player->queued, player->queued + player->queued_count - (tail ? left : 0), tail * sizeof *player->queued);
    for (size_t i = 0; i < tail; i++)
        player->queued[i] = (int16_t)(player->queued[i] * (int)(tail - i) / (int)tail);
    player->queued_count = tail;
}

static enum bsm_status queue(struct bsm_player *player)
{
    uint32_t size = (uint32_t)(player->queued_count * sizeof *player->queued);
    return SDL_QueueAudio(player->device, player->queued, size) == 0 ? BSM_OK : BSM_NO_MEMORY;
}

enum bsm_status bsm_player_play(struct bsm_player *player, const int16_t *samples, size_t count)
{
    if (!player->open || count > BSM_CLIP_SAMPLES_MAX)
        return BSM_BUSY;
    fade(player);
    for (size_t i = 0; i < count; i++)
        player->queued[player->queued_count + i] = (int16_t)(samples[i] * player->volume / 10000);
    player->queued_count += count;
    return queue(player);
}

void bsm_player_stop(struct bsm_player *player)
{
    if (samples_left(player) == 0)
        return;
    fade(player);
    (void)queue(player);
}

int bsm_player_left_ms(const struct bsm_player *player)
{
    return (int)(samples_left(player) * SECOND_MS / BSM_CLIP_RATE);
}

/* SDL's other parts must not end while the keeper opens or closes; one that hangs in a sound server is left behind. */
static bool keeper_is_done(struct bsm_player *player)
{
    for (int waited_ms = 0; player->busy && waited_ms < KEEPER_PATIENCE_MS; waited_ms += KEEPER_LOOK_MS) {
        take_outcome(player, 0);
        if (player->busy)
            SDL_Delay(KEEPER_LOOK_MS);
    }
    return !player->busy;
}

void bsm_player_destroy(struct bsm_player *player)
{
    if (!player)
        return;
    if (!keeper_is_done(player)) {
        SDL_DetachThread(player->keeper);
        return;
    }
    player->order = ORDER_END;
    SDL_SemPost(player->wake);
    SDL_WaitThread(player->keeper, NULL);
    if (player->open)
        SDL_CloseAudioDevice(player->device);
    if (SDL_WasInit(SDL_INIT_AUDIO))
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    SDL_DestroySemaphore(player->wake);
    free(player);
}
