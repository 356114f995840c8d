/* A user name: typed on our keyboard with advice on its form, or one of the free ones where somebody has it already. */
#include <string.h>

#include "ui/chrome.h"
#include "ui/entry.h"
#include "ui/field.h"
#include "ui/fit.h"
#include "ui/keyboard.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { FIELD_HEIGHT = 120, NOTICE_HEIGHT = 140, OFFER_GAP = 16 };

static bool offered(const struct bsm_stage *stage)
{
    return stage->show.reason == BSM_REASON_NAME_TAKEN && stage->offers.count > 0;
}

static bool taken(const struct bsm_stage *stage)
{
    return stage->show.reason == BSM_REASON_NAME_TAKEN && !stage->form.user_name_changed;
}

static bool mark(char byte) { return byte == '.' || byte == '_' || byte == '-'; }

/* What no further letter can mend; NULL: nothing. */
static const char *form_fault(const char *typed)
{
    if (typed[0] != '\0' && (typed[0] < 'a' || typed[0] > 'z'))
        return bsm_tr("It begins with a letter.");
    for (const char *at = typed; *at; at++)
        if (mark(at[0]) && mark(at[1]))
            return bsm_tr("Two of the marks . _ - cannot stand side by side.");
    return NULL;
}

/* What is still to come; NULL: it is a user name. */
static const char *form_rest(const char *typed)
{
    size_t length = strlen(typed);
    if (length < BSM_USER_NAME_MIN)
        return bsm_tr("At least four letters or digits, in Latin script.");
    return mark(typed[length - 1]) ? bsm_tr("It ends with a letter or a digit.") : NULL;
}

static void add_notice(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    const char *fault = form_fault(stage->form.user_name);
    const char *rest = form_rest(stage->form.user_name);
    if (taken(stage)) {
        bsm_widget_notice(
            column, BSM_TONE_WARN, "users", bsm_tr("Somebody has this name already"),
            offered(stage) ? bsm_tr("Choose one of these, or type another.") : bsm_tr("Please type another."), height);
        return;
    }
    if (fault || rest)
        bsm_widget_notice(column, fault || stage->asked_next ? BSM_TONE_WARN : BSM_TONE_PLAIN, "info",
                          fault ? fault : rest, NULL, height);
    else
        bsm_widget_notice(column, BSM_TONE_GOOD, "check", bsm_tr("This can be a user name. Touch Next."), NULL, height);
}

/* One under the other; side by side on a wide screen, which is low. */
static void add_offers(const struct bsm_stage *stage, struct bsm_column *column)
{
    int gap = bsm_column_px(column, OFFER_GAP);
    int height = bsm_column_target_px(column, BSM_TARGET_MIN);
    int count = stage->offers.count < BSM_TARGET_OFFERS ? stage->offers.count : BSM_TARGET_OFFERS;
    int width = stage->landscape ? (column->width - 2 * gap) / BSM_TARGET_OFFERS : column->width;
    for (int i = 0; i < count; i++) {
        struct bsm_rect rect = {column->x, column->y, width, height};
        if (stage->landscape)
            rect.x += i * (width + gap);
        else
            rect.y += i * (height + gap);
        bsm_widget_button(column, rect, BSM_BUTTON_SECOND, (enum bsm_target)(BSM_TARGET_OFFER + i), "",
                          stage->offers.name[i]);
    }
    column->y += stage->landscape ? height : BSM_TARGET_OFFERS * (height + gap) - gap;
    column->y += gap;
}

static void fill_field(const struct bsm_stage *stage, struct bsm_column *column)
{
    if (offered(stage))
        add_offers(stage, column);
    bsm_field_add(column, bsm_column_take(column, bsm_column_px(column, FIELD_HEIGHT)), stage->form.user_name,
                  "a–z 0–9", (taken(stage) && stage->form.user_name[0]) || form_fault(stage->form.user_name));
}

/* What is offered is read before the field, what is wrong with the typed after it. */
static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_title(column, bsm_tr("Choose a user name"), bsm_tr("You sign in with it from now on."));
    bsm_column_gap(column, 36);
    if (stage->landscape) {
        add_notice(stage, column);
        return;
    }
    if (offered(stage))
        add_notice(stage, column);
    else
        fill_field(stage, column);
    bsm_column_gap(column, 28);
    if (offered(stage))
        fill_field(stage, column);
    else
        add_notice(stage, column);
}

static void fill_keyboard(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool ready = bsm_user_name_valid(stage->form.user_name) && !stage->answered && !taken(stage);
    bsm_keyboard_letters(column, (struct bsm_keyboard){.layout = BSM_LAYOUT_NAME},
                         (struct bsm_keypad_corner){BSM_TARGET_NEXT, ready ? BSM_BUTTON_PRIMARY : BSM_BUTTON_OFF,
                                                    "arrow-right", bsm_tr("Next")});
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit_over(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill,
                 stage->landscape ? fill_field : NULL, fill_keyboard);
}

static bool send(struct bsm_stage *stage, struct bsm_message *answer)
{
    if (!bsm_user_name_valid(stage->form.user_name) || taken(stage)) {
        stage->asked_next = true;
        return false;
    }
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_USER_NAME, .round = stage->round};
    memcpy(answer->as.ui_user_name.user_name, stage->form.user_name, BSM_USER_NAME_SIZE);
    stage->form.user_name_changed = false;
    stage->answered = true;
    return true;
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    char character[BSM_CHARACTER_SIZE];
    int offer = bsm_target_index(target, BSM_TARGET_OFFER, BSM_TARGET_OFFERS);
    if (stage->answered)
        return false;
    if (offer >= 0 && offer < stage->offers.count) {
        memcpy(stage->form.user_name, stage->offers.name[offer], BSM_USER_NAME_SIZE);
        stage->form.user_name_changed = true;
        return send(stage, answer);
    }
    if (target == BSM_TARGET_NEXT)
        return send(stage, answer);
    if (target == BSM_TARGET_KEY_DELETE)
        bsm_entry_delete(stage->form.user_name);
    else if (!bsm_keyboard_touch(&stage->keyboard, target, character) ||
             !bsm_entry_type(stage->form.user_name, BSM_USER_NAME_SIZE, BSM_USER_NAME_SIZE - 1, character))
        return false;
    stage->form.user_name_changed = true;
    stage->asked_next = false;
    return false;
}

/* The offers are another view, for they come only after a refusal. */
static bool view(struct bsm_stage *stage, int number)
{
    stage->show.reason = BSM_REASON_NAME_TAKEN;
    return number == 1;
}

const struct bsm_screen_ops bsm_screen_user_name = {.build = build, .on_touch = on_touch, .view = view};
