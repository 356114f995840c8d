/* Two drawn hands: the person marks each finger that is missing or hurt. Marked ones are told by a cross and in words.
 */
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/hand.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { HANDS_HEIGHT = 650, HANDS_MARGIN = 16, NOTICE_HEIGHT = 150, NAMED_MOST = 3, WORDS_SIZE = 384 };

static int marked_count(const struct bsm_stage *stage)
{
    int count = 0;
    for (int i = 1; i <= BSM_POSITION_MAX; i++)
        count += stage->missing >> i & 1;
    return count;
}

/* Their names, or how many there are where the names would be too long. */
static void marked_words(const struct bsm_stage *stage, char *words, size_t size)
{
    char number[BSM_NUMBER_SIZE];
    int count = marked_count(stage);
    size_t used = 0;
    words[0] = '\0';
    if (count > NAMED_MOST) {
        snprintf(words, size, bsm_tr_plural("%s finger", "%s fingers", (unsigned long)count),
                 bsm_number((unsigned long)count, number));
        return;
    }
    for (int i = 1; i <= BSM_POSITION_MAX; i++)
        if (stage->missing >> i & 1 && used < size)
            used += (size_t)snprintf(words + used, size - used, "%s%s", used ? bsm_tr(", ") : "",
                                     bsm_finger_name((enum bsm_position)i));
}

static void add_hands(const struct bsm_stage *stage, struct bsm_column *column)
{
    int margin = bsm_px(column->target_scale, HANDS_MARGIN);
    int reach = stage->landscape ? column->width : stage->width_px - 2 * margin;
    struct bsm_rect rect = {column->x + (column->width - reach) / 2, column->y, reach,
                            bsm_px(column->target_scale, HANDS_HEIGHT)};
    struct bsm_item *hands = bsm_page_add_fixed(column->page, BSM_ITEM_DRAWING, rect);
    if (column->page->mirrored)
        hands->rect.x = stage->width_px - rect.x - rect.w;
    hands->paint = bsm_paint_hands;
    hands->details[0] = BSM_HANDS_TO_MARK;
    hands->details[3] = stage->missing;
    struct bsm_rect drawn = hands->rect;
    for (int i = 1; i <= BSM_POSITION_MAX; i++) {
        struct bsm_rect place = bsm_hand_finger(drawn, (enum bsm_position)i);
        struct bsm_item *finger = bsm_page_add_fixed(column->page, BSM_ITEM_PANEL, place);
        finger->target = (enum bsm_target)(BSM_TARGET_FINGER + i - 1);
        finger->radius_px = bsm_px(column->target_scale, BSM_RADIUS);
    }
    column->y += rect.h;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_title(column, bsm_tr("Which fingers are missing or hurt?"),
                     bsm_tr("Touch each of them; touch it again to take the mark away."));
    bsm_column_gap(column, 24);
    add_hands(stage, column);
}

static void add_marked(const struct bsm_stage *stage, struct bsm_column *column)
{
    char words[WORDS_SIZE];
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    marked_words(stage, words, sizeof words);
    if (words[0])
        bsm_widget_notice(column, BSM_TONE_PLAIN, "x", bsm_tr("Marked as missing or hurt"), words, height);
    else
        bsm_widget_notice(column, stage->asked_next ? BSM_TONE_WARN : BSM_TONE_PLAIN, "info",
                          bsm_tr("No finger is marked yet."), NULL, height);
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool ready = stage->missing != 0 && !stage->answered;
    int height = bsm_column_target_px(column, BSM_BUTTON_HEIGHT);
    int gap = bsm_column_px(column, 24);
    add_marked(stage, column);
    column->y += gap;
    bsm_widget_button(column, bsm_column_take(column, height), ready ? BSM_BUTTON_PRIMARY : BSM_BUTTON_OFF,
                      BSM_TARGET_MISSING, "check", bsm_tr("These fingers are missing or hurt"));
    column->y += gap;
    struct bsm_item *back = bsm_widget_button(column, bsm_column_take(column, height), BSM_BUTTON_SECOND,
                                              BSM_TARGET_BACK, "arrow-left", bsm_tr("Back to the reader"));
    back->icon_turned = true;
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit_broad(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool send(struct bsm_stage *stage, struct bsm_message *answer)
{
    stage->asked_next = stage->missing == 0;
    if (stage->asked_next)
        return false;
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_MISSING, .round = stage->round};
    answer->as.ui_missing.fingers = stage->missing_sent = stage->missing;
    stage->answered = true;
    return true;
}

/* What was marked and not sent was not meant. */
static bool go_back(struct bsm_stage *stage, struct bsm_message *answer)
{
    stage->missing = stage->missing_sent;
    stage->answered = true;
    return bsm_stage_say(stage, BSM_INPUT_BACK, answer);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    int finger = bsm_target_index(target, BSM_TARGET_FINGER, BSM_TARGET_FINGERS);
    if (stage->answered)
        return false;
    if (target == BSM_TARGET_MISSING)
        return send(stage, answer);
    if (target == BSM_TARGET_BACK)
        return go_back(stage, answer);
    if (finger >= 0)
        stage->missing ^= (uint16_t)(1u << (finger + 1));
    return false;
}

const struct bsm_screen_ops bsm_screen_missing = {.build = build, .on_touch = on_touch};
