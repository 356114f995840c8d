#include "ui/chrome.h"

#include "ui/column.h"
#include "ui/language.h"
#include "ui/mark.h"
#include "ui/widgets.h"

enum {
    HEADER = 136,
    HEADER_WIDE = 120,
    MARK = 88,
    WAY = 140, /* the way and its words */
    WAY_DOT = 68,
    WAY_WIDE = 640, /* its length on a wide screen, where it stands in the header */
    FOOTER = 160,
    FOOTER_BUTTON = 108,
    FOOTER_GAP = 20,
};

struct way_step {
    const char *icon;
    const char *name;
};

static const struct way_step steps[BSM_PROGRESS_STEPS] = {
    [BSM_PROGRESS_CONSENT] = {"file-check", BSM_MSGID("Consent")},
    [BSM_PROGRESS_IDENTITY] = {"id-card", BSM_MSGID("Identity")},
    [BSM_PROGRESS_HAND] = {"fingerprint", BSM_MSGID("Fingers")},
    [BSM_PROGRESS_FACE] = {"scan-face", BSM_MSGID("Face")},
    [BSM_PROGRESS_CODE] = {"message-square-lock", BSM_MSGID("Code")},
    [BSM_PROGRESS_ACCOUNT] = {"user-round-check", BSM_MSGID("Account")},
};

/* Without connection no code comes and no account is opened: the way ends with the number. */
static const struct way_step number = {"smartphone", BSM_MSGID("Mobile")};

static int steps_count(const struct bsm_stage *stage)
{
    return stage->later ? BSM_PROGRESS_ACCOUNT : BSM_PROGRESS_STEPS;
}

static const struct way_step *step_at(const struct bsm_stage *stage, int step)
{
    return stage->later && step == BSM_PROGRESS_CODE ? &number : &steps[step];
}

static struct bsm_column column_at(const struct bsm_stage *stage, struct bsm_page *page, int x, int y, int width)
{
    return (struct bsm_column){
        .page = page,
        .text = stage->text,
        .x = x,
        .y = y,
        .width = width,
        .bottom = stage->height_px,
        .scale = stage->scale,
        .target_scale = stage->scale,
    };
}

static int px(const struct bsm_stage *stage, double units) { return bsm_px(stage->scale, units); }

static int words_width(const struct bsm_stage *stage, enum bsm_style style, const char *words)
{
    struct bsm_text_look look = {style, BSM_ALIGN_START, px(stage, bsm_style_size(style)), false};
    int width = 0;
    int height = 0;
    bsm_text_measure(stage->text, words, look, 0, &width, &height);
    return width + 2;
}

void bsm_chrome_name(struct bsm_page *page, const struct bsm_stage *stage, int x, int y)
{
    bool arabic = stage->show.language == BSM_LANGUAGE_ARABIC;
    const char *first = arabic ? "بصمة" : "Basma";
    const char *second = arabic ? "Basma" : "بصمة";
    int height = px(stage, MARK);
    int first_width = words_width(stage, BSM_STYLE_HEADING, first);
    struct bsm_column column = column_at(stage, page, x, y, stage->width_px);
    struct bsm_rect box = {x, y, first_width, height};
    bsm_column_words(&column, box, BSM_STYLE_HEADING, BSM_COLOUR_GREEN_DEEP, BSM_ALIGN_START, first);
    box.x += first_width + px(stage, 20);
    box.w = words_width(stage, BSM_STYLE_LABEL, second);
    bsm_column_words(&column, box, BSM_STYLE_LABEL, BSM_COLOUR_GOLD_DEEP, BSM_ALIGN_CENTRE, second);
}

static void add_mark(const struct bsm_stage *stage, struct bsm_page *page, int header_px)
{
    int side = px(stage, MARK);
    int x = px(stage, BSM_MARGIN) - side / 10;
    int y = (header_px - side) / 2;
    struct bsm_item *mark = bsm_page_add(page, BSM_ITEM_DRAWING, (struct bsm_rect){x, y, side, side});
    mark->paint = bsm_paint_mark;
    mark->details[0] = BSM_COLOUR_GREEN;
    mark->details[1] = BSM_COLOUR_GOLD;
    bsm_chrome_name(page, stage, x + side + px(stage, 20), y);
}

/* At the header's end: what a person may rely on. */
static void add_promise(const struct bsm_stage *stage, struct bsm_page *page, int header_px)
{
    const char *words = stage->later ? bsm_tr("Only the centre can read it") : bsm_tr("This kiosk keeps nothing");
    int icon = px(stage, 34);
    int width = words_width(stage, BSM_STYLE_SMALL, words);
    int x = stage->width_px - px(stage, BSM_MARGIN) - width;
    struct bsm_column column = column_at(stage, page, x, 0, width);
    bsm_column_words(&column, (struct bsm_rect){x, 0, width, header_px}, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT,
                     BSM_ALIGN_START, words);
    struct bsm_rect box = {x - icon - px(stage, 12), 0, icon, header_px};
    bsm_column_icon(&column, box, "shield-check", 34, BSM_COLOUR_GREEN);
}

static void add_link(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect from, struct bsm_rect to,
                     bool passed)
{
    int gap = px(stage, 14);
    int height = px(stage, passed ? 6 : 4);
    struct bsm_rect rect = {from.x + from.w + gap, from.y + (from.h - height) / 2, to.x - from.x - from.w - 2 * gap,
                            height};
    struct bsm_item *link = bsm_page_add(page, BSM_ITEM_PANEL, rect);
    link->ground = passed ? BSM_COLOUR_GREEN : BSM_COLOUR_LINE;
    link->radius_px = height / 2;
}

static void add_dot(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect rect, int step)
{
    bool passed = step < stage->progress;
    bool here = step == stage->progress;
    struct bsm_item *dot = bsm_page_add(page, BSM_ITEM_PANEL, rect);
    dot->radius_px = rect.w / 2;
    dot->ground = here ? BSM_COLOUR_GREEN : passed ? BSM_COLOUR_GREEN_TINT : BSM_COLOUR_CARD;
    dot->line = passed || here ? BSM_COLOUR_GREEN : BSM_COLOUR_LINE;
    struct bsm_item *icon = bsm_page_add(page, BSM_ITEM_ICON, rect);
    icon->icon_px = rect.w * 52 / 100;
    icon->ink = here ? BSM_COLOUR_WHITE : passed ? BSM_COLOUR_GREEN : BSM_COLOUR_INK_FAINT;
    bsm_item_icon(icon, passed ? "check" : step_at(stage, step)->icon);
}

static void add_dot_name(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect dot, int step)
{
    int width = px(stage, 156);
    int x = dot.x + (dot.w - width) / 2;
    bool here = step == stage->progress;
    struct bsm_column column = column_at(stage, page, x, dot.y + dot.h + px(stage, 8), width);
    struct bsm_item *words = bsm_column_text(&column, BSM_STYLE_SMALL, here ? BSM_COLOUR_GREEN : BSM_COLOUR_INK_SOFT,
                                             BSM_ALIGN_CENTRE, bsm_tr(step_at(stage, step)->name));
    if (here)
        words->style = BSM_STYLE_LABEL;
    words->font_px = px(stage, bsm_style_size(BSM_STYLE_SMALL));
}

static void add_way(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect box, bool named)
{
    int side = px(stage, WAY_DOT);
    struct bsm_rect before = {0};
    int count = steps_count(stage);
    for (int step = 0; step < count; step++) {
        int x = box.x + (box.w - side) * step / (count - 1);
        struct bsm_rect dot = {x, box.y, side, side};
        if (step > 0)
            add_link(stage, page, before, dot, step <= stage->progress);
        add_dot(stage, page, dot, step);
        if (named)
            add_dot_name(stage, page, dot, step);
        before = dot;
    }
}

static int add_header(const struct bsm_stage *stage, struct bsm_page *page)
{
    int height = px(stage, stage->landscape ? HEADER_WIDE : HEADER);
    int margin = px(stage, BSM_MARGIN);
    add_mark(stage, page, height);
    if (stage->progress == BSM_PROGRESS_NONE || !stage->landscape)
        add_promise(stage, page, height);
    if (stage->progress == BSM_PROGRESS_NONE)
        return height;
    if (stage->landscape) {
        int width = px(stage, WAY_WIDE);
        struct bsm_rect box = {stage->width_px - margin - width, (height - px(stage, WAY_DOT)) / 2, width, 0};
        add_way(stage, page, box, false);
        return height;
    }
    int inset = px(stage, 116);
    add_way(stage, page, (struct bsm_rect){inset, height + px(stage, 8), stage->width_px - 2 * inset, 0}, true);
    return height + px(stage, WAY);
}

/* Its icon shows the voice as it is, its word what a touch does: silence, the same again, or the voice that was
 * silenced. */
static void add_sound(const struct bsm_stage *stage, struct bsm_column *column, struct bsm_rect rect)
{
    bool speaking = stage->sound == BSM_SOUND_SPEAKING, silenced = stage->sound == BSM_SOUND_SILENCED;
    struct bsm_item *button = bsm_page_add(column->page, BSM_ITEM_PANEL, rect);
    button->target = BSM_TARGET_SOUND;
    button->ground = BSM_COLOUR_CARD;
    button->line = speaking ? BSM_COLOUR_GREEN : BSM_COLOUR_LINE;
    button->radius_px = bsm_column_px(column, BSM_RADIUS);
    int words = rect.h * 36 / 100, icon = rect.h - words - rect.h / 10;
    bsm_column_icon(column, (struct bsm_rect){rect.x, rect.y + rect.h / 12, rect.w, icon},
                    silenced ? "volume-x" : "volume-2", 44, speaking ? BSM_COLOUR_GREEN : BSM_COLOUR_INK);
    bsm_column_words(column, (struct bsm_rect){rect.x, rect.y + icon, rect.w, words}, BSM_STYLE_SMALL, BSM_COLOUR_INK,
                     BSM_ALIGN_CENTRE,
                     silenced   ? bsm_tr("Sound")
                     : speaking ? bsm_tr("Mute")
                                : bsm_tr("Again"));
}

static void add_footer(const struct bsm_stage *stage, struct bsm_page *page, unsigned footer)
{
    static const struct {
        unsigned bit;
        enum bsm_target target;
        const char *icon;
    } all[] = {
        {BSM_CHROME_CALL, BSM_TARGET_CALL, "headset"},
        {BSM_CHROME_LANGUAGE, BSM_TARGET_LANGUAGE, "languages"},
        {BSM_CHROME_LEAVE, BSM_TARGET_LEAVE, "log-out"},
    };
    const char *words[] = {
        bsm_tr("Get help"),
        stage->show.language == BSM_LANGUAGE_ARABIC ? "English" : "العربية",
        bsm_tr("Leave"),
    };
    int margin = px(stage, BSM_MARGIN);
    int gap = px(stage, FOOTER_GAP);
    int height = px(stage, FOOTER_BUTTON);
    int y = stage->height_px - px(stage, FOOTER) + (px(stage, FOOTER) - height) / 2;
    int width = (stage->width_px - 2 * margin - height - 3 * gap) / 3;
    struct bsm_column column = column_at(stage, page, margin, y, width);
    for (int i = 0; i < 3; i++) { /* each has its own place, also where another is absent */
        if (!(footer & all[i].bit))
            continue;
        struct bsm_rect rect = {margin + i * (width + gap), y, width, height};
        struct bsm_item *item = bsm_widget_button_in(&column, rect, BSM_BUTTON_QUIET, BSM_STYLE_LABEL, all[i].target,
                                                     all[i].icon, words[i]);
        item->icon_turned = all[i].target == BSM_TARGET_LEAVE;
    }
    if (stage->sound != BSM_SOUND_NONE)
        add_sound(stage, &column, (struct bsm_rect){stage->width_px - margin - height, y, height, height});
}

struct bsm_rect bsm_chrome_build(const struct bsm_stage *stage, struct bsm_page *page, unsigned footer)
{
    int top = add_header(stage, page) + px(stage, stage->landscape ? 12 : 28);
    int bottom = stage->height_px - px(stage, 40);
    if (footer) {
        add_footer(stage, page, footer);
        bottom = stage->height_px - px(stage, FOOTER) - px(stage, stage->landscape ? 8 : 24);
    }
    int margin = px(stage, BSM_MARGIN);
    return (struct bsm_rect){margin, top, stage->width_px - 2 * margin, bottom - top};
}
