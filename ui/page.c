#include "ui/page.h"

#include <string.h>

#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

void bsm_page_init(struct bsm_page *page, int width_px, int height_px, bool mirrored)
{
    memset(page, 0, sizeof *page);
    page->width_px = width_px;
    page->height_px = height_px;
    page->mirrored = mirrored;
}

void bsm_page_wipe(struct bsm_page *page) { bsm_wipe(page, sizeof *page); }

struct bsm_item *bsm_page_add_fixed(struct bsm_page *page, enum bsm_item_kind kind, struct bsm_rect rect)
{
    if (page->count == BSM_ITEMS_MAX) {
        page->overflowed = true;
        page->count--;
    }
    struct bsm_item *item = &page->items[page->count++];
    memset(item, 0, sizeof *item);
    item->kind = kind;
    item->rect = rect;
    item->mirrored = page->mirrored;
    return item;
}

struct bsm_item *bsm_page_add(struct bsm_page *page, enum bsm_item_kind kind, struct bsm_rect rect)
{
    if (page->mirrored)
        rect.x = page->width_px - rect.x - rect.w;
    return bsm_page_add_fixed(page, kind, rect);
}

/* Cut at a whole character: a byte 10xxxxxx is never the first that is left out. */
void bsm_item_say(struct bsm_item *item, const char *words)
{
    size_t length = strlen(words);
    if (length >= sizeof item->text) {
        length = sizeof item->text - 1;
        while (length > 0 && ((unsigned char)words[length] & 0xc0u) == 0x80u)
            length--;
    }
    memcpy(item->text, words, length);
    item->text[length] = '\0';
}

void bsm_item_icon(struct bsm_item *item, const char *name) { snprintf(item->icon, sizeof item->icon, "%s", name); }

void bsm_page_shift(struct bsm_page *page, int from, int to, int down_px)
{
    for (int i = from; i < to; i++)
        page->items[i].rect.y += down_px;
}

static bool holds(struct bsm_rect rect, int x, int y)
{
    return x >= rect.x && x < rect.x + rect.w && y >= rect.y && y < rect.y + rect.h;
}

const struct bsm_item *bsm_page_hit(const struct bsm_page *page, int x, int y)
{
    for (int i = page->count - 1; i >= 0; i--)
        if (page->items[i].target != BSM_TARGET_NONE && holds(page->items[i].rect, x, y))
            return &page->items[i];
    return NULL;
}

const struct bsm_item *bsm_page_find(const struct bsm_page *page, enum bsm_target target)
{
    for (int i = 0; i < page->count; i++)
        if (page->items[i].target == target)
            return &page->items[i];
    return NULL;
}

bool bsm_rect_meets(struct bsm_rect a, struct bsm_rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

struct bsm_rect bsm_rect_inset(struct bsm_rect rect, int by_px)
{
    return (struct bsm_rect){rect.x + by_px, rect.y + by_px, rect.w - 2 * by_px, rect.h - 2 * by_px};
}

struct bsm_rect bsm_item_bounds(const struct bsm_item *item)
{
    int beyond = item->raised ? item->radius_px : item->font_px / 3; /* shadows; tails of letters */
    return bsm_rect_inset(item->rect, -beyond - 4);
}

int bsm_page_changes(const struct bsm_page *shown, const struct bsm_page *next, struct bsm_rect *rects, int max)
{
    if (shown->count != next->count || shown->width_px != next->width_px || shown->height_px != next->height_px ||
        shown->ground_rgb != next->ground_rgb)
        return -1;
    int count = 0;
    for (int i = 0; i < next->count; i++) {
        const struct bsm_item *old = &shown->items[i];
        const struct bsm_item *new = &next->items[i];
        if (memcmp(old, new, sizeof *old) == 0)
            continue;
        if (old->kind != new->kind || count + 2 > max)
            return -1;
        rects[count++] = bsm_item_bounds(new);
        if (memcmp(&old->rect, &new->rect, sizeof old->rect) != 0)
            rects[count++] = bsm_item_bounds(old);
    }
    return count;
}

int bsm_page_animated(const struct bsm_page *page, struct bsm_rect *rects, int max)
{
    int count = 0;
    for (int i = 0; i < page->count && count < max; i++)
        if (page->items[i].animated)
            rects[count++] = page->items[i].rect;
    return count;
}

void bsm_page_print(const struct bsm_page *page, FILE *out)
{
    for (int i = 0; i < page->count; i++) {
        const struct bsm_item *item = &page->items[i];
        if (item->target != BSM_TARGET_NONE)
            fprintf(out, "%s %d %d %d %d\n", bsm_target_name(item->target), item->rect.x, item->rect.y, item->rect.w,
                    item->rect.h);
    }
}
