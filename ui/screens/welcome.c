/* The invitation: what one can do here and how long it takes, and two doors, one a language. Nothing moves. */
#include "ui/fit.h"
#include "ui/mark.h"
#include "ui/screens/both.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { MARK = 300, STAR = 216, DOOR = 218, DOOR_GAP = 36, TILE = 112 };

static struct bsm_column column_in(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect box)
{
    return (struct bsm_column){
        .page = page,
        .text = stage->text,
        .x = box.x,
        .y = box.y,
        .width = box.w,
        .bottom = box.y + box.h,
        .scale = stage->scale,
        .target_scale = stage->scale,
    };
}

static void add_name(struct bsm_column *column)
{
    int side = bsm_column_px(column, MARK);
    struct bsm_rect place = {column->x + (column->width - side) / 2, column->y, side, side};
    struct bsm_item *mark = bsm_page_add(column->page, BSM_ITEM_DRAWING, place);
    mark->paint = bsm_paint_mark;
    mark->details[0] = BSM_COLOUR_WHITE;
    mark->details[1] = BSM_COLOUR_GOLD;
    column->y += side;
    bsm_column_text(column, BSM_STYLE_DISPLAY, BSM_COLOUR_WHITE, BSM_ALIGN_CENTRE, "بصمة");
    column->y -= bsm_column_px(column, 12);
    bsm_column_text(column, BSM_STYLE_HEADING, BSM_COLOUR_GOLD, BSM_ALIGN_CENTRE, "Basma");
}

static void add_tile(struct bsm_column *column, struct bsm_rect box, const char *icon, const char *msgid)
{
    int side = bsm_column_px(column, TILE);
    struct bsm_rect disc = {box.x + (box.w - side) / 2, box.y, side, side};
    struct bsm_item *ring = bsm_page_add(column->page, BSM_ITEM_PANEL, disc);
    ring->ground = BSM_COLOUR_GREEN;
    ring->line = BSM_COLOUR_GOLD;
    ring->radius_px = side / 2;
    bsm_column_icon(column, disc, icon, 56, BSM_COLOUR_WHITE);
    struct bsm_column words = bsm_column_inside(column, box.x, box.y + side + bsm_column_px(column, 14), box.w);
    bsm_column_text(&words, BSM_STYLE_LABEL, BSM_COLOUR_WHITE, BSM_ALIGN_CENTRE, bsm_in(BSM_LANGUAGE_ARABIC, msgid));
    bsm_column_text(&words, BSM_STYLE_SMALL, BSM_COLOUR_WHITE, BSM_ALIGN_CENTRE, bsm_in(BSM_LANGUAGE_ENGLISH, msgid));
    if (words.y > column->y)
        column->y = words.y;
}

static void add_tiles(struct bsm_column *column)
{
    static const struct {
        const char *icon;
        const char *msgid;
    } tiles[] = {
        {"id-card", BSM_MSGID("Identity")},
        {"fingerprint", BSM_MSGID("Fingers")},
        {"scan-face", BSM_MSGID("Face")},
        {"message-square-lock", BSM_MSGID("Code")},
    };
    int top = column->y;
    int width = column->width / 4;
    for (int i = 0; i < 4; i++)
        add_tile(column, (struct bsm_rect){column->x + i * width, top, width, 0}, tiles[i].icon, tiles[i].msgid);
}

static void fill_front(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    add_name(column);
    bsm_column_gap(column, 28);
    const char *promise = BSM_MSGID("Open or activate your account in a minute or two");
    bsm_column_text(column, BSM_STYLE_HEADING, BSM_COLOUR_WHITE, BSM_ALIGN_CENTRE,
                    bsm_in(BSM_LANGUAGE_ARABIC, promise));
    bsm_column_gap(column, 4);
    bsm_column_text(column, BSM_STYLE_BODY, BSM_COLOUR_WHITE, BSM_ALIGN_CENTRE, bsm_in(BSM_LANGUAGE_ENGLISH, promise));
    bsm_column_gap(column, 56);
    add_tiles(column);
}

/* left and right are the language's own, whatever the page's direction is: places are fixed. */
static void add_door(struct bsm_column *column, enum bsm_language language, struct bsm_rect rect)
{
    bool arabic = language == BSM_LANGUAGE_ARABIC;
    struct bsm_item *door = bsm_page_add_fixed(column->page, BSM_ITEM_PANEL, rect);
    door->target = arabic ? BSM_TARGET_LANGUAGE_AR : BSM_TARGET_LANGUAGE_EN;
    door->ground = arabic ? BSM_COLOUR_GREEN : BSM_COLOUR_CARD;
    door->line = BSM_COLOUR_GREEN;
    door->radius_px = bsm_column_px(column, 36);
    door->raised = true;
    enum bsm_colour ink = arabic ? BSM_COLOUR_WHITE : BSM_COLOUR_GREEN;

    int arrow = bsm_column_px(column, 72);
    int inset = bsm_column_px(column, 56);
    struct bsm_rect at = {arabic ? rect.x + inset : rect.x + rect.w - inset - arrow, rect.y, arrow, rect.h};
    struct bsm_item *icon = bsm_page_add_fixed(column->page, BSM_ITEM_ICON, at);
    icon->icon_px = arrow;
    icon->ink = ink;
    bsm_item_icon(icon, arabic ? "arrow-left" : "arrow-right");

    const char *name = arabic ? "العربية" : "English";
    const char *start = bsm_in(language, BSM_MSGID("Touch here to begin"));
    int width = rect.w - 2 * inset - arrow;
    int x = arabic ? rect.x + inset + arrow : rect.x + inset;
    if (column->page->mirrored)
        x = column->page->width_px - x - width;
    int name_height = bsm_column_measure(column, BSM_STYLE_TITLE, name, width);
    int start_height = bsm_column_measure(column, BSM_STYLE_BODY, start, width);
    struct bsm_column inside = bsm_column_inside(column, x, rect.y + (rect.h - name_height - start_height) / 2, width);
    bsm_column_text(&inside, BSM_STYLE_TITLE, ink, BSM_ALIGN_START, name);
    bsm_column_text(&inside, BSM_STYLE_BODY, ink, BSM_ALIGN_START, start);
}

static void fill_doors(const struct bsm_stage *stage, struct bsm_column *column)
{
    int x = column->page->mirrored ? stage->width_px - column->x - column->width : column->x;
    int height = bsm_column_px(column, DOOR);
    add_door(column, BSM_LANGUAGE_ARABIC, (struct bsm_rect){x, column->y, column->width, height});
    column->y += height + bsm_column_px(column, DOOR_GAP);
    add_door(column, BSM_LANGUAGE_ENGLISH, (struct bsm_rect){x, column->y, column->width, height});
    column->y += height;
    bsm_column_gap(column, 44);
    const char *promise = stage->show.reason == BSM_REASON_LINK
                              ? BSM_MSGID("There is no connection now: the centre decides later")
                              : BSM_MSGID("This kiosk keeps none of your data");
    bsm_both_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, promise, 0);
}

static void add_front(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect box)
{
    struct bsm_item *pattern = bsm_page_add(page, BSM_ITEM_DRAWING, box);
    pattern->paint = bsm_paint_pattern;
    pattern->details[0] = bsm_px(stage->scale, STAR);
    int margin = bsm_px(stage->scale, BSM_MARGIN);
    bsm_fit_one(stage, page, bsm_rect_inset(box, margin), fill_front);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    int margin = bsm_px(stage->scale, BSM_MARGIN);
    int width = stage->width_px;
    int height = stage->height_px;
    if (stage->landscape) {
        int half = width / 2;
        add_front(stage, page, (struct bsm_rect){0, 0, half, height});
        struct bsm_rect box = {half + margin, margin, width - half - 2 * margin, height - 2 * margin};
        bsm_fit_one(stage, page, box, fill_doors);
        return;
    }
    struct bsm_column probe = column_in(stage, page, (struct bsm_rect){margin, 0, width - 2 * margin, height});
    int before = page->count;
    fill_doors(stage, &probe);
    page->count = before;
    int front = height - probe.y - 2 * margin;
    add_front(stage, page, (struct bsm_rect){0, 0, width, front});
    bsm_fit_one(stage, page, (struct bsm_rect){margin, front + margin, width - 2 * margin, height - front - 2 * margin},
                fill_doors);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (target != BSM_TARGET_LANGUAGE_AR && target != BSM_TARGET_LANGUAGE_EN)
        return false;
    bsm_stage_say(stage, BSM_INPUT_START, answer);
    answer->as.ui_input.language = target == BSM_TARGET_LANGUAGE_AR ? BSM_LANGUAGE_ARABIC : BSM_LANGUAGE_ENGLISH;
    return true;
}

const struct bsm_screen_ops bsm_screen_welcome = {.build = build, .on_touch = on_touch};
