#include "enroll/face/stream.h"

#include <string.h>

/* A hash for telling pictures apart that nobody forged to collide; it reads eight bytes at a time. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

/* Of every row; *is_flat: all bytes are the same. */
static uint64_t hash_of(const struct bsm_image *picture, bool *is_flat)
{
    size_t bytes = (size_t)picture->width_px * (size_t)picture->format;
    uint64_t hash = mix(bytes, (uint64_t)picture->height_px), first = 0x0101010101010101u * picture->pixels[0];
    *is_flat = true;
    for (int y = 0; y < picture->height_px; y++) {
        const uint8_t *row = picture->pixels + (size_t)y * picture->stride;
        for (size_t x = 0; x < bytes; x += sizeof(uint64_t)) {
            uint64_t word = first;
            memcpy(&word, row + x, bytes - x < sizeof word ? bytes - x : sizeof word);
            hash = mix(hash, word);
            *is_flat = *is_flat && word == first;
        }
    }
    return hash;
}

static bool is_known(const struct bsm_stream *stream, uint64_t hash)
{
    uint64_t kept = stream->frames < BSM_STREAM_MEMORY ? stream->frames : BSM_STREAM_MEMORY;
    for (uint64_t i = 0; i < kept; i++)
        if (stream->hashes[i] == hash)
            return true;
    return false;
}

static void watch_time(struct bsm_stream *stream, int64_t time_ms, int rate_fps)
{
    int64_t gap_ms = time_ms - stream->last_ms;
    if (gap_ms < 0)
        stream->backwards++;
    /* Half of its time: two may be handed over together after a stall, ten in a row are not. */
    bool is_rushed = rate_fps > 0 && gap_ms * rate_fps * 2 < 1000;
    if (stream->rushed <= BSM_STREAM_RUSHED_MAX)
        stream->rushed = is_rushed ? stream->rushed + 1 : 0;
}

void bsm_stream_take(struct bsm_stream *stream, const struct bsm_image *picture, int64_t time_ms, int rate_fps)
{
    uint64_t hash = hash_of(picture, &stream->is_flat);
    if (stream->frames > 0)
        watch_time(stream, time_ms, rate_fps);
    if (!stream->is_flat && is_known(stream, hash))
        stream->repeats++;
    stream->hashes[stream->frames++ % BSM_STREAM_MEMORY] = hash;
    stream->last_ms = time_ms;
}

bool bsm_stream_is_plausible(const struct bsm_stream *stream)
{
    return stream->repeats <= BSM_STREAM_REPEATS_MAX && stream->rushed <= BSM_STREAM_RUSHED_MAX &&
           stream->backwards <= BSM_STREAM_BACKWARDS_MAX;
}
