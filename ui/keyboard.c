#include "ui/keyboard.h"

#include <string.h>

enum {
    LETTER_GAP = 8,
    LETTER_HEIGHT = 98,
    LETTER_HEIGHT_WIDE = BSM_KEY_MIN, /* on a wide screen, which is low */
    LETTER_FONT = 46,
    ROWS = 4,    /* and the last one, with space and the corner */
    HALVES = 22, /* a row is measured in halves of a key: eleven keys ... */
    HALVES_TEN = 20 /* ... or ten broader ones */,
    KEYS_MAX = 12,
    CORNER = 5,
};

#define SHIFT "\x01"
#define DELETE "\x02"
#define SPACE "\x20"
#define TO_LATIN "\x03"
#define TO_ARABIC "\x04"
#define TO_SIGNS "\x05"
#define LAYOUTS TO_LATIN TO_ARABIC TO_SIGNS /* always the three, the present one marked: each keeps its place */

/* The rows from above; the letters where the keyboards of telephones have them, what has no place there in the last
 * row. The last row, unlike the others, follows the direction of reading, and the corner is added to it. */
static const struct {
    const char *rows[ROWS];
    const char *last;
    int halves;
} layouts[BSM_LAYOUT_COUNT] = {
    [BSM_LAYOUT_LATIN] = {{"1234567890", "qwertyuiop", "asdfghjkl", SHIFT "zxcvbnm" DELETE}, LAYOUTS SPACE, HALVES_TEN},
    [BSM_LAYOUT_ARABIC] = {{"1234567890", "ضصثقفغعهخحج", "شسيبلاتنمكط", "ذءؤرىةوزظد" DELETE},
                           LAYOUTS "أإ" SPACE "آئ",
                           HALVES},
    [BSM_LAYOUT_SIGNS] = {{"1234567890", "!\"#$%&'()*+", ",-./:;<=>?@", "[\\]^_`{|}~" DELETE}, LAYOUTS SPACE, HALVES},
    [BSM_LAYOUT_NAME] = {{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm" DELETE}, "._-", HALVES_TEN},
};

struct key {
    enum bsm_target target;
    char words[BSM_CHARACTER_SIZE + 4];
    int halves;
};

/* The letters of the two ranges that have keys. */
static int letter_index(int code)
{
    if (code >= 0x621 && code <= 0x63a)
        return code - 0x621;
    return code >= 0x641 && code <= 0x64a ? code - 0x641 + 26 : -1;
}

static int letter_code(int index) { return index < 26 ? 0x621 + index : 0x641 + index - 26; }

static const char signs[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
_Static_assert(sizeof signs - 1 == BSM_TARGET_SIGNS, "a key for each sign");

static enum bsm_target target_of(int code)
{
    if (code >= '0' && code <= '9')
        return (enum bsm_target)(BSM_TARGET_KEY_0 + (code - '0'));
    if (code >= 'a' && code <= 'z')
        return (enum bsm_target)(BSM_TARGET_KEY_A + (code - 'a'));
    int letter = letter_index(code);
    if (letter >= 0)
        return (enum bsm_target)(BSM_TARGET_KEY_LETTER + letter);
    return (enum bsm_target)(BSM_TARGET_KEY_SIGN + (int)(strchr(signs, code) - signs));
}

static enum bsm_target control_of(char code)
{
    static const enum bsm_target controls[] = {
        [1] = BSM_TARGET_KEY_SHIFT,  [2] = BSM_TARGET_KEY_DELETE, [3] = BSM_TARGET_KEY_LATIN,
        [4] = BSM_TARGET_KEY_ARABIC, [5] = BSM_TARGET_KEY_SIGNS,  [' '] = BSM_TARGET_KEY_SPACE,
    };
    return (unsigned char)code <= ' ' ? controls[(int)code] : BSM_TARGET_NONE;
}

/* One character of a row; the rows hold ASCII and letters of two bytes. */
static const char *take_key(const char *at, bool shift, struct key *key)
{
    unsigned char first = (unsigned char)at[0];
    bool two = first >= 0x80;
    int code = two ? (first & 0x1f) << 6 | ((unsigned char)at[1] & 0x3f) : first;
    *key = (struct key){.target = control_of(at[0]), .halves = 2};
    if (key->target == BSM_TARGET_NONE) {
        key->target = target_of(code);
        memcpy(key->words, at, two ? 2 : 1);
        if (shift && code >= 'a' && code <= 'z')
            key->words[0] = (char)(code - 'a' + 'A');
    }
    return at + (two ? 2 : 1);
}

static int take_row(const char *row, bool shift, struct key keys[KEYS_MAX])
{
    int count = 0;
    while (*row && count < KEYS_MAX)
        row = take_key(row, shift, &keys[count++]);
    return count;
}

static int halves_of(const struct key *keys, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += keys[i].halves;
    return sum;
}

static void paint_over(struct bsm_item *item, enum bsm_colour ink, enum bsm_colour ground, enum bsm_colour line)
{
    item->ink = ink;
    item->ground = ground;
    item->line = line;
}

static void dress_layout(struct bsm_item *item, enum bsm_layout now)
{
    static const char *const words[] = {"abc", "أبج", "#+="};
    int layout = (int)item->target - (int)BSM_TARGET_KEY_LATIN;
    bsm_item_say(item, words[layout]);
    item->font_px = item->font_px * 3 / 4;
    if (layout == (int)now)
        paint_over(item, BSM_COLOUR_GREEN, BSM_COLOUR_GREEN_TINT, BSM_COLOUR_GREEN);
    else
        paint_over(item, BSM_COLOUR_INK, BSM_COLOUR_GOLD_TINT, BSM_COLOUR_NONE);
}

static void dress_control(struct bsm_column *column, struct bsm_item *item, struct bsm_keyboard keyboard)
{
    item->icon_px = bsm_px(column->target_scale, 48);
    if (item->target >= BSM_TARGET_KEY_LATIN) {
        dress_layout(item, keyboard.layout);
    } else if (item->target == BSM_TARGET_KEY_SPACE) {
        bsm_item_icon(item, "space");
    } else if (item->target == BSM_TARGET_KEY_DELETE) {
        paint_over(item, BSM_COLOUR_INK, BSM_COLOUR_GOLD_TINT, BSM_COLOUR_NONE);
        bsm_item_icon(item, "delete");
    } else if (item->target == BSM_TARGET_KEY_SHIFT) {
        if (keyboard.shift)
            paint_over(item, BSM_COLOUR_WHITE, BSM_COLOUR_GREEN, BSM_COLOUR_NONE);
        else
            paint_over(item, BSM_COLOUR_INK, BSM_COLOUR_GOLD_TINT, BSM_COLOUR_NONE);
        bsm_item_icon(item, keyboard.shift ? "arrow-big-up-dash" : "arrow-big-up");
    }
}

/* Where a row's keys stand: by halves from its beginning, so that rows of different counts share their lines. */
struct row {
    int left;
    int top;
    int width;
    int gap;
    int height;
    int halves;
    bool turned; /* from the right */
};

static struct bsm_rect place_in(const struct row *row, int from, int halves)
{
    int x0 = (row->width + row->gap) * from / row->halves;
    int x1 = (row->width + row->gap) * (from + halves) / row->halves - row->gap;
    int x = row->turned ? row->left + row->width - x1 : row->left + x0;
    return (struct bsm_rect){x, row->top, x1 - x0, row->height};
}

static void add_row(struct bsm_column *column, const struct row *row, const struct key *keys, int count, int from,
                    struct bsm_keyboard keyboard)
{
    for (int i = 0; i < count; i++) {
        struct bsm_item *item =
            bsm_widget_key(column, place_in(row, from, keys[i].halves), keys[i].target, keys[i].words);
        item->mirrored = false; /* a bracket is typed as it is seen */
        item->font_px = bsm_px(column->target_scale, LETTER_FONT);
        item->radius_px = bsm_px(column->target_scale, BSM_RADIUS * 0.7);
        dress_control(column, item, keyboard);
        from += keys[i].halves;
    }
}

/* Shift and delete are broader where there is room for it. */
static void widen(struct key *keys, int count, int halves)
{
    for (int i = 0; i < count && halves_of(keys, count) < halves; i++)
        if (keys[i].target == BSM_TARGET_KEY_SHIFT || keys[i].target == BSM_TARGET_KEY_DELETE)
            keys[i].halves++;
}

/* Space takes what the others leave; names have none, there the marks share it. */
static void share_last(struct key *keys, int count, int halves)
{
    int space = -1;
    for (int i = 0; i < count; i++)
        if (keys[i].target == BSM_TARGET_KEY_SPACE)
            space = i;
    int left = halves - halves_of(keys, count);
    for (int i = 0; i < count; i++)
        keys[i].halves += space < 0 ? left / count : i == space ? left : 0;
}

static void add_corner(struct bsm_column *column, struct bsm_rect rect, struct bsm_keypad_corner corner)
{
    if (column->page->mirrored) /* the widget turns its place round */
        rect.x = column->page->width_px - rect.x - rect.w;
    struct bsm_item *item = bsm_widget_button(column, rect, corner.look, corner.target, corner.icon, corner.words);
    item->kind = BSM_ITEM_KEY;
    item->icon_after = item->icon_turned = true;
    item->radius_px = bsm_px(column->target_scale, BSM_RADIUS * 0.7);
}

void bsm_keyboard_letters(struct bsm_column *column, struct bsm_keyboard keyboard, struct bsm_keypad_corner corner)
{
    struct key keys[KEYS_MAX];
    bool wide = column->page->width_px > column->page->height_px;
    struct row row = {.left = bsm_widget_keys_left(column),
                      .top = column->y,
                      .width = column->width,
                      .gap = bsm_px(column->target_scale, LETTER_GAP),
                      .height = bsm_px(column->target_scale, wide ? LETTER_HEIGHT_WIDE : LETTER_HEIGHT)};
    for (int i = 0; i < ROWS; i++) {
        row.halves = i == 0 ? HALVES_TEN : layouts[keyboard.layout].halves;
        int count = take_row(layouts[keyboard.layout].rows[i], keyboard.shift, keys);
        widen(keys, count, row.halves);
        add_row(column, &row, keys, count, (row.halves - halves_of(keys, count)) / 2, keyboard);
        row.top += row.height + row.gap;
    }
    row.halves = HALVES;
    row.turned = column->page->mirrored;
    int count = take_row(layouts[keyboard.layout].last, false, keys);
    share_last(keys, count, HALVES - CORNER);
    add_row(column, &row, keys, count, 0, keyboard);
    int taken = halves_of(keys, count);
    add_corner(column, place_in(&row, taken, HALVES - taken), corner);
    column->y = row.top + row.height;
}

static void write_character(const struct bsm_keyboard *keyboard, enum bsm_target target,
                            char character[BSM_CHARACTER_SIZE])
{
    int index;
    if ((index = bsm_target_index(target, BSM_TARGET_KEY_0, 10)) >= 0)
        character[0] = (char)('0' + index);
    else if ((index = bsm_target_index(target, BSM_TARGET_KEY_A, 26)) >= 0)
        character[0] = (char)((keyboard->shift ? 'A' : 'a') + index);
    else if ((index = bsm_target_index(target, BSM_TARGET_KEY_SIGN, BSM_TARGET_SIGNS)) >= 0)
        character[0] = signs[index];
    else if (target == BSM_TARGET_KEY_SPACE)
        character[0] = ' ';
    else if ((index = bsm_target_index(target, BSM_TARGET_KEY_LETTER, BSM_TARGET_LETTERS)) >= 0) {
        character[0] = (char)(0xc0 | letter_code(index) >> 6);
        character[1] = (char)(0x80 | (letter_code(index) & 0x3f));
    }
}

bool bsm_keyboard_touch(struct bsm_keyboard *keyboard, enum bsm_target target, char character[BSM_CHARACTER_SIZE])
{
    memset(character, 0, BSM_CHARACTER_SIZE);
    if (target < BSM_TARGET_KEY_DELETE)
        return false;
    write_character(keyboard, target, character);
    keyboard->shift = target == BSM_TARGET_KEY_SHIFT && !keyboard->shift;
    if (target >= BSM_TARGET_KEY_LATIN)
        keyboard->layout = (enum bsm_layout)(target - BSM_TARGET_KEY_LATIN);
    return true;
}
