#include "ui/keypad.h"

#include "ui/language.h"

enum { KEY_GAP = 20, KEY_HEIGHT = 116 };

static void add_delete(struct bsm_column *column, struct bsm_rect rect)
{
    struct bsm_item *item = bsm_widget_key(column, rect, BSM_TARGET_KEY_DELETE, "");
    item->ground = BSM_COLOUR_GOLD_TINT;
    item->line = BSM_COLOUR_NONE;
    item->icon_px = bsm_column_px(column, 60);
    bsm_item_icon(item, "delete");
}

static void add_digit(struct bsm_column *column, struct bsm_rect rect, int digit)
{
    char words[BSM_NUMBER_SIZE];
    bsm_widget_key(column, rect, (enum bsm_target)(BSM_TARGET_KEY_0 + digit), bsm_number((unsigned long)digit, words));
}

static struct bsm_rect cell(const struct bsm_column *column, int left, int row, int place)
{
    int gap = bsm_column_px(column, KEY_GAP);
    int width = (column->width - 2 * gap) / 3;
    int height = bsm_column_target_px(column, KEY_HEIGHT);
    int x = left + (column->width - width) * place / 2; /* the same from either side */
    return (struct bsm_rect){x, column->y + row * (height + gap), width, height};
}

void bsm_keypad_add(struct bsm_column *column, struct bsm_keypad_corner corner)
{
    int left = bsm_widget_keys_left(column);
    for (int digit = 1; digit <= 9; digit++)
        add_digit(column, cell(column, left, (digit - 1) / 3, (digit - 1) % 3), digit);
    bool mirrored = column->page->mirrored;
    add_digit(column, cell(column, left, 3, 1), 0);
    add_delete(column, cell(column, left, 3, mirrored ? 2 : 0));
    if (corner.target != BSM_TARGET_NONE) {
        struct bsm_rect rect = cell(column, left, 3, mirrored ? 0 : 2);
        if (mirrored) /* the widget turns its place round */
            rect.x = column->page->width_px - rect.x - rect.w;
        struct bsm_item *item = bsm_widget_button(column, rect, corner.look, corner.target, corner.icon, corner.words);
        item->icon_after = item->icon_turned = true;
        item->radius_px = bsm_column_px(column, BSM_RADIUS * 0.85);
    }
    struct bsm_rect last = cell(column, left, 3, 0);
    column->y = last.y + last.h;
}

char bsm_keypad_digit(enum bsm_target target)
{
    int digit = bsm_target_index(target, BSM_TARGET_KEY_0, 10);
    return digit < 0 ? '\0' : (char)('0' + digit);
}
