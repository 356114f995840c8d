#include "ui/fit.h"

static const double densest = 0.4;
static const double density_step = 0.05;
/* Of the room that is left over on an upright screen, what goes above the lead. */
static const double slack_above = 0.4;
/* Between lead and controls, in units. */
static const double gutter = 48;
/* Of a keyboard, in units: ten keys of BSM_TARGET_MIN must have room. */
static const double keyboard_margin = 22;
static const double keyboard_widest = 1400;

struct fitting {
    const struct bsm_stage *stage;
    struct bsm_page *page;
    struct bsm_rect room;
    bsm_fill lead;
    bsm_fill controls;
    double density;
    double lead_part; /* of the width of a wide screen */
};

static struct bsm_column column_at(const struct fitting *fitting, int x, int y, int width)
{
    return (struct bsm_column){
        .page = fitting->page,
        .text = fitting->stage->text,
        .x = x,
        .y = y,
        .width = width,
        .bottom = fitting->room.y + fitting->room.h,
        .scale = fitting->stage->scale * fitting->density,
        .target_scale = fitting->stage->scale,
    };
}

static bool fill_upright(const struct fitting *fitting)
{
    struct bsm_rect room = fitting->room;
    int first = fitting->page->count;
    struct bsm_column column = column_at(fitting, room.x, room.y, room.w);
    fitting->lead(fitting->stage, &column);
    int between = fitting->page->count;
    int lead_bottom = column.y;
    if (fitting->controls) {
        bsm_column_gap(&column, gutter);
        fitting->controls(fitting->stage, &column);
    }
    int slack = room.y + room.h - column.y;
    if (slack < 0)
        return false;
    int free_for_lead = fitting->controls ? slack : room.y + room.h - lead_bottom;
    bsm_page_shift(fitting->page, first, between, (int)(free_for_lead * slack_above));
    bsm_page_shift(fitting->page, between, fitting->page->count, slack);
    return true;
}

static bool fill_half(const struct fitting *fitting, bsm_fill fill, int x, int width)
{
    int first = fitting->page->count;
    struct bsm_column column = column_at(fitting, x, fitting->room.y, width);
    fill(fitting->stage, &column);
    int slack = fitting->room.y + fitting->room.h - column.y;
    if (slack >= 0)
        bsm_page_shift(fitting->page, first, fitting->page->count, slack / 2);
    return slack >= 0;
}

static bool fill_wide(const struct fitting *fitting)
{
    struct bsm_rect room = fitting->room;
    if (!fitting->controls)
        return fill_half(fitting, fitting->lead, room.x, room.w);
    int between = bsm_px(fitting->stage->scale, gutter);
    int lead = (int)((room.w - between) * fitting->lead_part);
    int controls = room.w - between - lead;
    bool lead_fits = fill_half(fitting, fitting->lead, room.x, lead);
    return fill_half(fitting, fitting->controls, room.x + room.w - controls, controls) && lead_fits;
}

static void fit(struct fitting fitting)
{
    int before = fitting.page->count;
    while (!(fitting.stage->landscape ? fill_wide(&fitting) : fill_upright(&fitting)) && fitting.density > densest) {
        fitting.density -= density_step;
        fitting.page->count = before;
    }
}

void bsm_fit(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill lead,
             bsm_fill controls)
{
    fit((struct fitting){stage, page, room, lead, controls, 1.0, 0.5});
}

void bsm_fit_broad(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill lead,
                   bsm_fill controls)
{
    fit((struct fitting){stage, page, room, lead, controls, 1.0, 0.69});
}

void bsm_fit_over(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill lead,
                  bsm_fill controls, bsm_fill keyboard)
{
    struct fitting fitting = {stage, page, room, keyboard, NULL, 1.0, 0.5};
    int first = page->count;
    int widest = bsm_px(stage->scale, keyboard_widest);
    int width = stage->width_px - 2 * bsm_px(stage->scale, keyboard_margin);
    width = width < widest ? width : widest;
    struct bsm_column column = column_at(&fitting, (stage->width_px - width) / 2, room.y, width);
    keyboard(stage, &column);
    int height = column.y - room.y;
    bsm_page_shift(page, first, page->count, room.h - height);
    room.h -= height + bsm_px(stage->scale, stage->landscape ? keyboard_margin : gutter * 0.6);
    bsm_fit(stage, page, room, lead, controls);
}

void bsm_fit_one(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill fill)
{
    struct fitting fitting = {stage, page, room, fill, NULL, 1.0, 0.5};
    int before = page->count;
    while (!fill_half(&fitting, fill, room.x, room.w) && fitting.density > densest) {
        fitting.density -= density_step;
        page->count = before;
    }
}
