/* The account is active, and what it opens from now on. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { TILE_COLUMNS = 3, TILE_HEIGHT = 236, TILE_GAP = 24 };

static const struct {
    const char *icon;
    const char *name;
} services[] = {
    {"book-user", BSM_MSGID("Passport")}, {"users", BSM_MSGID("Family")}, {"hard-hat", BSM_MSGID("Workers")},
    {"stamp", BSM_MSGID("Visas")},        {"car", BSM_MSGID("Vehicles")}, {"id-card", BSM_MSGID("Driving licence")},
};

static void add_tile(struct bsm_column *column, struct bsm_rect rect, const char *icon, const char *name)
{
    bsm_widget_card(column, rect);
    int badge = bsm_column_px(column, 104);
    int words = bsm_column_measure(column, BSM_STYLE_LABEL, name, rect.w);
    int gap = bsm_column_px(column, 16);
    int top = rect.y + (rect.h - badge - gap - words) / 2;
    bsm_widget_badge(column, rect.x + (rect.w - badge) / 2, top, badge, BSM_TONE_PLAIN, icon);
    struct bsm_column inside = bsm_column_inside(column, rect.x, top + badge + gap, rect.w);
    bsm_column_text(&inside, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, name);
}

static void add_tiles(struct bsm_column *column)
{
    int gap = bsm_column_px(column, TILE_GAP);
    int width = (column->width - (TILE_COLUMNS - 1) * gap) / TILE_COLUMNS;
    int height = bsm_column_px(column, TILE_HEIGHT);
    int count = (int)(sizeof services / sizeof services[0]);
    for (int i = 0; i < count; i++) {
        struct bsm_rect rect = {column->x + i % TILE_COLUMNS * (width + gap),
                                column->y + i / TILE_COLUMNS * (height + gap), width, height};
        add_tile(column, rect, services[i].icon, bsm_tr(services[i].name));
    }
    column->y += (count / TILE_COLUMNS) * (height + gap) - gap;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    bsm_widget_hero(column, BSM_TONE_GOOD, "check");
    bsm_column_gap(column, 32);
    bsm_widget_title(column, bsm_tr("Your account is active"), bsm_tr("Thank you. This is what it opens for you now:"));
    if (stage->landscape)
        return;
    bsm_column_gap(column, 44);
    add_tiles(column);
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    if (stage->landscape) {
        add_tiles(column);
        bsm_column_gap(column, 32);
    }
    bsm_widget_notice(column, BSM_TONE_PLAIN, "eraser",
                      bsm_tr("What you typed and all pictures are erased from this kiosk when you finish."), NULL, 0);
    bsm_column_gap(column, 28);
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)),
                      BSM_BUTTON_PRIMARY, BSM_TARGET_FINISH, "", bsm_tr("Finish"));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_LANGUAGE), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    return target == BSM_TARGET_FINISH && bsm_stage_say(stage, BSM_INPUT_FINISH, answer);
}

const struct bsm_screen_ops bsm_screen_done = {.build = build, .on_touch = on_touch};
