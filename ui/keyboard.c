#include "ui/keyboard.h"

#include <string.h>

#include "ui/language.h"

enum { KEY_GAP = 20, KEY_HEIGHT = 116, LATIN_GAP = 8 };

static struct bsm_item *add_key(struct bsm_column *column, struct bsm_rect rect, enum bsm_target target,
                                const char *words)
{
    struct bsm_item *item = bsm_page_add_fixed(column->page, BSM_ITEM_KEY, rect);
    item->target = target;
    item->style = BSM_STYLE_DIGIT;
    item->ink = BSM_COLOUR_INK;
    item->ground = BSM_COLOUR_CARD;
    item->line = BSM_COLOUR_LINE;
    item->radius_px = bsm_column_px(column, BSM_RADIUS * 0.85);
    item->font_px = bsm_column_px(column, bsm_style_size(BSM_STYLE_DIGIT));
    bsm_item_say(item, words);
    return item;
}

static void add_delete(struct bsm_column *column, struct bsm_rect rect)
{
    struct bsm_item *item = add_key(column, rect, BSM_TARGET_KEY_DELETE, "");
    item->ground = BSM_COLOUR_GOLD_TINT;
    item->line = BSM_COLOUR_NONE;
    item->icon_px = bsm_column_px(column, 60);
    bsm_item_icon(item, "delete");
}

/* Keys are fixed left to right; the column's own place must be turned round by hand. */
static int left_of(const struct bsm_column *column)
{
    return column->page->mirrored ? column->page->width_px - column->x - column->width : column->x;
}

static void add_digit(struct bsm_column *column, struct bsm_rect rect, int digit)
{
    char words[BSM_NUMBER_SIZE];
    add_key(column, rect, (enum bsm_target)(BSM_TARGET_KEY_0 + digit), bsm_number((unsigned long)digit, words));
}

static struct bsm_rect cell(const struct bsm_column *column, int left, int row, int place)
{
    int gap = bsm_column_px(column, KEY_GAP);
    int width = (column->width - 2 * gap) / 3;
    int height = bsm_column_target_px(column, KEY_HEIGHT);
    int x = left + (column->width - width) * place / 2; /* the same from either side */
    return (struct bsm_rect){x, column->y + row * (height + gap), width, height};
}

void bsm_keyboard_digits(struct bsm_column *column, struct bsm_keypad_corner corner)
{
    int left = left_of(column);
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

void bsm_keyboard_latin(struct bsm_column *column)
{
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    int gap = bsm_column_px(column, LATIN_GAP);
    int width = (column->width - 9 * gap) / 10;
    int height = bsm_column_target_px(column, KEY_HEIGHT);
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        int count = (int)strlen(rows[row]);
        int x = left_of(column) + (int)row * (width + gap) / 2;
        for (int i = 0; i < count; i++) {
            const char words[] = {rows[row][i], '\0'};
            struct bsm_rect rect = {x + i * (width + gap), column->y, width, height};
            add_key(column, rect, (enum bsm_target)(BSM_TARGET_KEY_A + (rows[row][i] - 'a')), words);
        }
        if (row == 2)
            add_delete(column, (struct bsm_rect){x + count * (width + gap), column->y, 2 * width + gap, height});
        column->y += height + gap;
    }
    column->y -= gap;
}

char bsm_keyboard_character(enum bsm_target target)
{
    if (target >= BSM_TARGET_KEY_0 && target <= BSM_TARGET_KEY_9)
        return (char)('0' + (target - BSM_TARGET_KEY_0));
    if (target >= BSM_TARGET_KEY_A && target <= BSM_TARGET_KEY_Z)
        return (char)('a' + (target - BSM_TARGET_KEY_A));
    return '\0';
}
