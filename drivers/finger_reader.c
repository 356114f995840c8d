#include "drivers/finger_reader_impl.h"

#include <assert.h>
#include <stddef.h>

enum {
    CREATED = 1 << BSM_READER_CREATED,
    LOOKING = 1 << BSM_READER_LOOKING,
    READY = 1 << BSM_READER_READY,
    CAPTURING = 1 << BSM_READER_CAPTURING,
    CANCELLING = 1 << BSM_READER_CANCELLING,
    STOPPING = 1 << BSM_READER_STOPPING,
    STOPPED = 1 << BSM_READER_STOPPED,
};

/* The states that may follow each state. */
static const int moves[BSM_READER_STATE_COUNT] = {
    [BSM_READER_CREATED] = LOOKING | STOPPING,
    [BSM_READER_LOOKING] = CREATED | READY | STOPPING, /* CREATED: it could not be started */
    [BSM_READER_READY] = CAPTURING | LOOKING | STOPPING,
    [BSM_READER_CAPTURING] = READY | LOOKING | CANCELLING | STOPPING,
    [BSM_READER_CANCELLING] = READY | LOOKING | STOPPING,
    [BSM_READER_STOPPING] = STOPPED,
    [BSM_READER_STOPPED] = 0,
};

/* The one writer of the state. */
static void go(struct bsm_finger_reader *reader, enum bsm_finger_reader_state to)
{
    assert(moves[reader->state] & (1 << to));
    reader->state = to;
}

static bool is_in(const struct bsm_finger_reader *reader, int states) { return states & (1 << reader->state); }

void bsm_finger_reader_init(struct bsm_finger_reader *reader, const struct bsm_finger_reader_ops *ops,
                            const struct bsm_finger_reader_events *events, void *owner)
{
    *reader = (struct bsm_finger_reader){.ops = ops, .events = *events, .owner = owner, .state = BSM_READER_CREATED};
}

enum bsm_status bsm_finger_reader_start(struct bsm_finger_reader *reader)
{
    if (!is_in(reader, CREATED))
        return BSM_BUSY;
    go(reader, BSM_READER_LOOKING);
    enum bsm_status status = reader->ops->start(reader);
    if (status != BSM_OK)
        go(reader, BSM_READER_CREATED);
    return status;
}

enum bsm_status bsm_finger_reader_capture_start(struct bsm_finger_reader *reader)
{
    if (is_in(reader, CAPTURING | CANCELLING))
        return BSM_BUSY;
    if (!is_in(reader, READY))
        return BSM_GONE;
    if (!reader->can_capture)
        return BSM_BUSY;
    go(reader, BSM_READER_CAPTURING);
    enum bsm_status status = reader->ops->capture_start(reader);
    reader->owes_completion = status == BSM_OK;
    if (status != BSM_OK)
        go(reader, BSM_READER_READY);
    return status;
}

void bsm_finger_reader_capture_cancel(struct bsm_finger_reader *reader)
{
    if (!is_in(reader, CAPTURING))
        return;
    go(reader, BSM_READER_CANCELLING);
    reader->ops->capture_cancel(reader);
}

void bsm_finger_reader_stop(struct bsm_finger_reader *reader)
{
    if (is_in(reader, STOPPING | STOPPED))
        return;
    go(reader, BSM_READER_STOPPING);
    reader->ops->stop(reader);
}

void bsm_finger_reader_destroy(struct bsm_finger_reader *reader)
{
    if (!reader)
        return;
    reader->events = (struct bsm_finger_reader_events){0};
    reader->owner = NULL;
    bsm_finger_reader_stop(reader);
    reader->ops->destroy(reader);
}

void bsm_finger_reader_ready(struct bsm_finger_reader *reader, const struct bsm_finger_reader_info *info)
{
    if (is_in(reader, STOPPING | STOPPED))
        return;
    reader->can_capture = info->can_capture;
    if (is_in(reader, LOOKING))
        go(reader, BSM_READER_READY);
    if (reader->events.on_ready)
        reader->events.on_ready(reader->owner, info);
}

/* The one place where on_captured is called. */
static void complete(struct bsm_finger_reader *reader, enum bsm_status status, enum bsm_hint hint,
                     struct bsm_image *image)
{
    if (!reader->owes_completion)
        return;
    reader->owes_completion = false;
    if (reader->events.on_captured)
        reader->events.on_captured(reader->owner, status, status == BSM_RETRY ? hint : BSM_HINT_NONE,
                                   status == BSM_OK ? image : NULL);
}

void bsm_finger_reader_gone(struct bsm_finger_reader *reader, enum bsm_status reason)
{
    bool was_there = is_in(reader, READY | CAPTURING | CANCELLING);
    if (was_there)
        go(reader, BSM_READER_LOOKING);
    complete(reader, reason, BSM_HINT_NONE, NULL);
    if (was_there && reader->events.on_gone)
        reader->events.on_gone(reader->owner);
}

void bsm_finger_reader_progress(struct bsm_finger_reader *reader, enum bsm_hint hint, bool finger_present)
{
    if (is_in(reader, CAPTURING) && reader->events.on_progress)
        reader->events.on_progress(reader->owner, hint, finger_present);
}

void bsm_finger_reader_captured(struct bsm_finger_reader *reader, enum bsm_status status, enum bsm_hint hint,
                                struct bsm_image *image)
{
    bool unwanted = is_in(reader, CANCELLING | STOPPING | STOPPED);
    if (is_in(reader, CAPTURING | CANCELLING))
        go(reader, BSM_READER_READY);
    if (status == BSM_BUSY)
        reader->can_capture = false;
    complete(reader, unwanted ? BSM_CANCELLED : status, hint, image);
    bsm_image_finish(image);
}

void bsm_finger_reader_stopped(struct bsm_finger_reader *reader)
{
    complete(reader, BSM_CANCELLED, BSM_HINT_NONE, NULL);
    if (!is_in(reader, STOPPING))
        return;
    go(reader, BSM_READER_STOPPED);
    if (reader->events.on_stopped)
        reader->events.on_stopped(reader->owner);
}
