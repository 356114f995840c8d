/* A polite end without success: why, and what one can do now. Never a dead end. */
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/rating.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { WORDS_SIZE = 384 };

struct ending {
    const char *icon;
    enum bsm_tone tone;
    const char *title; /* msgids */
    const char *text;
    const char *next_icon;
    const char *next;
};

static const struct ending endings[] = {
    [BSM_REASON_NONE] = {"door-open", BSM_TONE_GOLD, BSM_MSGID("The visit has ended"),
                         BSM_MSGID("You may begin again at any time."), "rotate-ccw",
                         BSM_MSGID("Touch Finish to return to the start.")},
    [BSM_REASON_DEVICE] = {"unplug", BSM_TONE_WARN, BSM_MSGID("We could not go on"),
                           BSM_MSGID("A device of this kiosk does not answer. This is not your fault."), "headset",
                           BSM_MSGID("Please ask the staff here, or use another kiosk.")},
    [BSM_REASON_LINK] = {"cloud-off", BSM_TONE_WARN, BSM_MSGID("We could not go on"),
                         BSM_MSGID("The centre cannot be reached at the moment. This is not your fault."), "clock",
                         BSM_MSGID("Please try again in a few minutes, or ask the staff here.")},
    [BSM_REASON_NOT_CONFIRMED] =
        {"user-round-search", BSM_TONE_GOLD, BSM_MSGID("We could not confirm who you are"),
         BSM_MSGID("This can happen, for example with worn fingerprints or a changed appearance."), "building-2",
         BSM_MSGID("Please visit an office of the service with your ID card; they will gladly help.")},
    [BSM_REASON_LOCKED] = {"clock", BSM_TONE_GOLD, BSM_MSGID("A short pause, please"),
                           BSM_MSGID("There were too many attempts with this number."), "timer", NULL},
    [BSM_REASON_OFFICE] = {"building-2", BSM_TONE_GOLD, BSM_MSGID("One step remains, at an office"),
                           BSM_MSGID("This cannot be completed at a kiosk."), "id-card",
                           BSM_MSGID("Please bring your ID card to an office of the service; they will do the rest.")},
    [BSM_REASON_ALREADY] = {"badge-check", BSM_TONE_GOOD, BSM_MSGID("Your account is active already"),
                            BSM_MSGID("We have confirmed who you are; there is nothing left to do."), "key-round",
                            BSM_MSGID("If you have forgotten your password, begin again and choose “I forgot my "
                                      "password”.")},
    [BSM_REASON_CODE] = {"message-square-lock", BSM_TONE_GOLD, BSM_MSGID("The code could not be confirmed"),
                         BSM_MSGID("It was not the one we sent, several times."), "rotate-ccw",
                         BSM_MSGID("You may begin again; a new code will be sent.")},
    [BSM_REASON_CAPTURE] = {"fingerprint", BSM_TONE_GOLD, BSM_MSGID("It did not work this time"),
                            BSM_MSGID("The pictures did not become clear enough. This can happen."), "headset",
                            BSM_MSGID("Please ask the staff here, or visit an office of the service.")},
    [BSM_REASON_LEFT] = {"door-open", BSM_TONE_GOLD, BSM_MSGID("You have ended the visit"),
                         BSM_MSGID("Nothing was changed in your account."), "rotate-ccw",
                         BSM_MSGID("You may begin again at any time.")},
    [BSM_REASON_EXPIRED] = {"hourglass", BSM_TONE_GOLD, BSM_MSGID("The time for this visit has passed"),
                            BSM_MSGID("For your safety a visit lasts ten minutes at most."), "rotate-ccw",
                            BSM_MSGID("You may begin again at any time.")},
    [BSM_REASON_NOT_KEPT] = {"save-off", BSM_TONE_WARN, BSM_MSGID("Your request could not be kept"),
                             BSM_MSGID("This kiosk has no room for it now, and no appointment will come. This is not "
                                       "your fault."),
                             "headset", BSM_MSGID("Please ask the staff here, or use another kiosk.")},
    [BSM_REASON_FAULT] = {"wrench", BSM_TONE_WARN, BSM_MSGID("We could not go on"),
                          BSM_MSGID("Something in this kiosk must be repaired. This is not your fault."), "headset",
                          BSM_MSGID("Please ask the staff here, or use another kiosk.")},
};

static const struct ending *ending_of(const struct bsm_stage *stage)
{
    unsigned reason = (unsigned)stage->show.reason;
    bool known = reason < sizeof endings / sizeof endings[0] && endings[reason].title;
    return &endings[known ? reason : BSM_REASON_NONE];
}

static const char *icon_of(const struct bsm_stage *stage, const struct ending *ending)
{
    bool of_face = stage->show.reason == BSM_REASON_CAPTURE && stage->show.position == BSM_POSITION_NONE;
    return of_face ? "scan-face" : ending->icon;
}

/* Under two minutes in seconds, above in whole minutes. */
static void pause_words(const struct bsm_stage *stage, char *words, size_t size)
{
    char count[BSM_NUMBER_SIZE];
    unsigned long seconds = stage->show.seconds;
    unsigned long minutes = (seconds + 59) / 60;
    if (seconds == 0)
        snprintf(words, size, "%s", bsm_tr("Please try again a little later."));
    else if (seconds < 120)
        snprintf(words, size,
                 bsm_tr_plural("You may try again in %s second.", "You may try again in %s seconds.", seconds),
                 bsm_number(seconds, count));
    else
        snprintf(words, size,
                 bsm_tr_plural("You may try again in %s minute.", "You may try again in %s minutes.", minutes),
                 bsm_number(minutes, count));
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    const struct ending *ending = ending_of(stage);
    char words[WORDS_SIZE];
    pause_words(stage, words, sizeof words);
    bsm_widget_hero(column, ending->tone, icon_of(stage, ending));
    bsm_column_gap(column, 48);
    bsm_widget_title(column, bsm_tr(ending->title), bsm_tr(ending->text));
    bsm_column_gap(column, 48);
    bsm_widget_notice(column, BSM_TONE_PLAIN, ending->next_icon, ending->next ? bsm_tr(ending->next) : words, NULL,
                      bsm_column_px(column, 150));
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_target_px(column, BSM_BUTTON_HEIGHT);
    bool appointment = stage->show.appointment;
    if (appointment) {
        bsm_widget_button(column, bsm_column_take(column, height),
                          stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_PRIMARY, BSM_TARGET_APPOINTMENT,
                          "calendar-plus",
                          stage->show.wish ? bsm_tr("Send me an appointment") : bsm_tr("Book an appointment"));
        bsm_column_gap(column, 36);
    }
    bsm_rating_add(stage, column);
    bsm_column_gap(column, 36);
    bsm_widget_button(column, bsm_column_take(column, height), appointment ? BSM_BUTTON_SECOND : BSM_BUTTON_PRIMARY,
                      BSM_TARGET_FINISH, "", bsm_tr("Finish"));
    bsm_column_gap(column, 16);
    bsm_column_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE,
                    bsm_tr("Everything is erased from this kiosk when you finish."));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_CALL | BSM_CHROME_LANGUAGE), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (target == BSM_TARGET_APPOINTMENT && stage->show.appointment && !stage->answered) {
        stage->answered = true;
        return bsm_stage_say(stage, BSM_INPUT_APPOINTMENT, answer);
    }
    if (target == BSM_TARGET_FINISH)
        return bsm_stage_say(stage, BSM_INPUT_FINISH, answer);
    return bsm_rating_touch(stage, target, answer);
}

/* 1: an appointment can be booked; 2: wished for. */
static bool view(struct bsm_stage *stage, int number)
{
    stage->show.appointment = true;
    stage->show.wish = number == 2;
    return number <= 2;
}

const struct bsm_screen_ops bsm_screen_ended = {.build = build, .on_touch = on_touch, .view = view};
