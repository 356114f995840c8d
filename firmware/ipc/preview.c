#include "firmware/ipc/preview.h"

#include <assert.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/wipe.h"

enum {
    MAGIC = 0x76705342, /* "BSpv" */
    SLOTS = 2,
    SLOT_PIXELS = BSM_PREVIEW_SIDE_MAX * BSM_PREVIEW_SIDE_MAX,
    SEALS = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL,
    TAKE_TRIES = 3,
};

struct slot {
    uint32_t kind;
    uint32_t width_px;
    uint32_t height_px;
    uint32_t pixels[SLOT_PIXELS];
};

/* sequence s says that slot s % 2 holds the s-th frame, whole. While the writer fills the next one it works in the other
 * slot, and `writing` names the frame that it is making. */
struct bsm_preview_memory {
    uint32_t magic;
    _Atomic uint32_t sequence;
    _Atomic uint32_t writing;
    struct slot slots[SLOTS];
};

enum bsm_status bsm_preview_create(struct bsm_preview *preview)
{
    *preview = (struct bsm_preview){.fd = -1};
    int fd = memfd_create("basma-preview", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return BSM_FAULT;
    void *memory = MAP_FAILED;
    if (ftruncate(fd, sizeof(struct bsm_preview_memory)) == 0)
        memory = mmap(NULL, sizeof(struct bsm_preview_memory), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED || fcntl(fd, F_ADD_SEALS, SEALS) != 0) {
        if (memory != MAP_FAILED)
            munmap(memory, sizeof(struct bsm_preview_memory));
        close(fd);
        return BSM_FAULT;
    }
    *preview = (struct bsm_preview){.fd = fd, .memory = memory};
    preview->memory->magic = MAGIC;
    return BSM_OK;
}

static bool is_sealed_preview(int fd)
{
    struct stat info;
    int seals = fcntl(fd, F_GET_SEALS);
    return seals >= 0 && (seals & F_SEAL_SHRINK) && fstat(fd, &info) == 0 &&
           info.st_size == (off_t)sizeof(struct bsm_preview_memory);
}

enum bsm_status bsm_preview_open(struct bsm_preview *preview, int fd)
{
    *preview = (struct bsm_preview){.fd = -1};
    void *memory = MAP_FAILED;
    if (is_sealed_preview(fd))
        memory = mmap(NULL, sizeof(struct bsm_preview_memory), PROT_READ, MAP_SHARED, fd, 0);
    uint32_t *copy = memory != MAP_FAILED ? malloc(SLOT_PIXELS * sizeof *copy) : NULL;
    if (!copy || ((const struct bsm_preview_memory *)memory)->magic != MAGIC) {
        free(copy);
        if (memory != MAP_FAILED)
            munmap(memory, sizeof(struct bsm_preview_memory));
        close(fd);
        return BSM_INVALID;
    }
    *preview = (struct bsm_preview){.fd = fd, .memory = memory, .copy = copy};
    return BSM_OK;
}

void bsm_preview_finish(struct bsm_preview *preview)
{
    if (preview->memory) {
        if (!preview->copy)
            bsm_preview_clear(preview);
        munmap(preview->memory, sizeof *preview->memory);
        close(preview->fd);
    }
    bsm_wipe_free(preview->copy, SLOT_PIXELS * sizeof *preview->copy);
    *preview = (struct bsm_preview){.fd = -1};
}

/* The part of a picture that is shown, and by how much it is reduced. */
struct window {
    int left_px;
    int top_px;
    int side_x_px; /* of the source */
    int side_y_px;
    int width_px;  /* of the preview */
    int height_px;
};

static struct window window_of(const struct bsm_image *image)
{
    struct window w = {.side_x_px = image->width_px, .side_y_px = image->height_px};
    if (w.side_x_px > BSM_PREVIEW_SIDE_MAX || w.side_y_px > BSM_PREVIEW_SIDE_MAX) {
        int side = w.side_x_px < w.side_y_px ? w.side_x_px : w.side_y_px;
        w.left_px = (w.side_x_px - side) / 2;
        w.top_px = (w.side_y_px - side) / 2;
        w.side_x_px = w.side_y_px = side;
    }
    w.width_px = w.side_x_px < BSM_PREVIEW_SIDE_MAX ? w.side_x_px : BSM_PREVIEW_SIDE_MAX;
    w.height_px = w.side_y_px < BSM_PREVIEW_SIDE_MAX ? w.side_y_px : BSM_PREVIEW_SIDE_MAX;
    return w;
}

static uint32_t pixel_of(const uint8_t *at, enum bsm_image_format format)
{
    if (format == BSM_IMAGE_GREY8)
        return (uint32_t)at[0] << 16 | (uint32_t)at[0] << 8 | at[0];
    return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

static void fill_slot(struct slot *slot, const struct bsm_image *image, bool mirrored)
{
    struct window w = window_of(image);
    slot->width_px = (uint32_t)w.width_px;
    slot->height_px = (uint32_t)w.height_px;
    for (int y = 0; y < w.height_px; y++) {
        const uint8_t *row = image->pixels + (size_t)(w.top_px + y * w.side_y_px / w.height_px) * image->stride;
        uint32_t *out = slot->pixels + (size_t)y * (size_t)w.width_px;
        for (int x = 0; x < w.width_px; x++) {
            int from = w.left_px + x * w.side_x_px / w.width_px;
            out[mirrored ? w.width_px - 1 - x : x] = pixel_of(row + (size_t)from * image->format, image->format);
        }
    }
}

void bsm_preview_put(struct bsm_preview *preview, enum bsm_preview_kind kind, const struct bsm_image *image, bool mirrored)
{
    struct bsm_preview_memory *memory = preview->memory;
    uint32_t next = atomic_load(&memory->sequence) + 1;
    atomic_store(&memory->writing, next);
    atomic_thread_fence(memory_order_seq_cst);
    struct slot *slot = &memory->slots[next % SLOTS];
    slot->kind = kind;
    fill_slot(slot, image, mirrored);
    atomic_store(&memory->sequence, next);
}

void bsm_preview_clear(struct bsm_preview *preview)
{
    struct bsm_preview_memory *memory = preview->memory;
    uint32_t next = atomic_load(&memory->sequence) + 1;
    atomic_store(&memory->writing, next + 1);
    atomic_thread_fence(memory_order_seq_cst);
    bsm_wipe(memory->slots, sizeof memory->slots);
    atomic_store(&memory->sequence, next);
}

static bool size_lawful(const struct bsm_preview_frame *frame)
{
    return frame->width_px >= 0 && frame->width_px <= BSM_PREVIEW_SIDE_MAX && frame->height_px >= 0 &&
           frame->height_px <= BSM_PREVIEW_SIDE_MAX;
}

bool bsm_preview_take(struct bsm_preview *preview, uint32_t after, struct bsm_preview_frame *frame)
{
    struct bsm_preview_memory *memory = preview->memory;
    for (int i = 0; i < TAKE_TRIES; i++) {
        uint32_t sequence = atomic_load(&memory->sequence);
        if (sequence == after)
            return false;
        const struct slot *slot = &memory->slots[sequence % SLOTS];
        *frame = (struct bsm_preview_frame){
            .kind = (enum bsm_preview_kind)slot->kind,
            .width_px = (int)slot->width_px,
            .height_px = (int)slot->height_px,
            .sequence = sequence,
            .pixels = preview->copy,
        };
        if (!size_lawful(frame) || (uint32_t)frame->kind > BSM_PREVIEW_FACE)
            return false;
        memcpy(preview->copy, slot->pixels, (size_t)frame->width_px * (size_t)frame->height_px * sizeof(uint32_t));
        atomic_thread_fence(memory_order_seq_cst);
        if (atomic_load(&memory->writing) - sequence < SLOTS)
            return true; /* the writer had not come back to this slot */
    }
    return false;
}
