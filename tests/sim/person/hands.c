#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "tests/sim/person/actor.h"
#include "tests/sim/world/phone.h"

enum { BETWEEN_TOUCHES_MS = 60 };

static bool find_place(struct actor *actor, const char *name, struct layout_place *place)
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    char screen[STAGE_WORD_SIZE];
    enum bsm_status status = BSM_GONE;
    do {
        stage_screen_name(&actor->stage, screen);
        if (!screen[0] || display_find_window(actor->display, &actor->window) != BSM_OK)
            continue;
        layout_resize(&actor->layout, actor->window.width_px, actor->window.height_px);
        status = layout_find(&actor->layout, screen, actor->options.language, name, place);
    } while (status == BSM_GONE && actor_wait(actor, deadline_ms));
    if (status == BSM_GONE)
        return actor_fail(actor, "there is no '%s' on the screen '%s'", name, screen);
    if (status != BSM_OK)
        return actor_fail(actor, "'%s --layout %s' failed (%s)", actor->layout.program, screen,
                          bsm_status_name(status));
    return true;
}

bool actor_tap(struct actor *actor, const char *name)
{
    char by_language[SCRIPT_NAME_SIZE];
    char screen[STAGE_WORD_SIZE];
    struct layout_place place;
    stage_screen_name(&actor->stage, screen);
    if (strcmp(name, "language") == 0 && strcmp(screen, "welcome") == 0) {
        snprintf(by_language, sizeof by_language, "language_%s", actor->options.language);
        name = by_language;
    }
    if (!find_place(actor, name, &place))
        return false;
    if (!actor->first_touch_ms) {
        actor->first_touch_ms = bsm_clock_mono_ms();
        actor->begun_unix_ms = bsm_clock_unix_ms();
    }
    display_touch(actor->display, actor->window.x + place.x + place.width_px / 2,
                  actor->window.y + place.y + place.height_px / 2);
    poll(NULL, 0, BETWEEN_TOUCHES_MS);
    return true;
}

static bool press_digits(struct actor *actor, const char *digits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char key[] = {'k', 'e', 'y', '_', digits[i], 0};
        if (!actor_tap(actor, key))
            return false;
    }
    return true;
}

static bool type_birth_date(struct actor *actor)
{
    const char *date = actor->self.birth_date; /* YYYY-MM-DD */
    return actor_tap(actor, "birth_day") && press_digits(actor, date + 8, 2) && actor_tap(actor, "birth_month") &&
           press_digits(actor, date + 5, 2) && actor_tap(actor, "birth_year") && press_digits(actor, date, 4);
}

static bool await_code(struct actor *actor, char code[BSM_CODE_SIZE])
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    while (!bsm_phone_code(actor->sms_path, actor->self.mobile, actor->begun_unix_ms, code))
        if (!actor_wait(actor, deadline_ms))
            return actor_fail(actor, "no code came to the phone");
    return true;
}

bool actor_type(struct actor *actor, const char *what)
{
    char code[BSM_CODE_SIZE];
    if (strcmp(what, "id_number") == 0)
        return actor_tap(actor, "id_number") && press_digits(actor, actor->self.id_number, BSM_ID_NUMBER_DIGITS);
    if (strcmp(what, "birth_date") == 0)
        return type_birth_date(actor);
    if (!await_code(actor, code))
        return false;
    if (strcmp(what, "wrong_code") == 0)
        code[BSM_CODE_DIGITS - 1] = code[BSM_CODE_DIGITS - 1] == '9' ? '0' : (char)(code[BSM_CODE_DIGITS - 1] + 1);
    return press_digits(actor, code, BSM_CODE_DIGITS);
}
