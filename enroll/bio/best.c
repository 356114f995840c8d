#include "enroll/bio/best.h"

#include <stdlib.h>

#include "firmware/base/wipe.h"

static int worst_of(const struct best *best)
{
    int worst = 0;
    for (int i = 1; i < best->count; i++)
        if (best->frames[i].quality < best->frames[worst].quality)
            worst = i;
    return worst;
}

/* The frame that is nearer in time than two may be, or -1. */
static int near_to(const struct best *best, int64_t time_ms)
{
    for (int i = 0; i < best->count; i++)
        if (llabs(best->frames[i].time_ms - time_ms) < BEST_APART_MS)
            return i;
    return -1;
}

void best_take(struct best *best, struct bsm_image *image, const struct bsm_face_view *view, bool seems_alive,
               int64_t time_ms)
{
    if (!seems_alive)
        return;
    int quality = bsm_face_quality(view), place = near_to(best, time_ms);
    if (place < 0 && best->count < BEST_FRAMES) {
        place = best->count++;
    } else {
        if (place < 0)
            place = worst_of(best);
        if (quality <= best->frames[place].quality)
            return;
    }
    struct best_frame *frame = &best->frames[place];
    struct bsm_image before = frame->image;
    *frame = (struct best_frame){.image = *image, .found = view->found, .time_ms = time_ms, .quality = quality};
    *image = before;
}

int best_first(const struct best *best)
{
    int first = 0;
    for (int i = 1; i < best->count; i++)
        if (best->frames[i].quality > best->frames[first].quality)
            first = i;
    return first;
}

void best_forget(struct best *best)
{
    for (int i = 0; i < best->count; i++)
        bsm_image_finish(&best->frames[i].image);
    bsm_wipe(best, sizeof *best);
}
