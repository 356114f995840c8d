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
        status = layout_find(&actor->layout, screen, actor->language, name, place);
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
    bool doors = strcmp(screen, "welcome") == 0 || strcmp(screen, "out_of_service") == 0; /* one a language */
    if (strcmp(name, "language") == 0 && doors) {
        snprintf(by_language, sizeof by_language, "language_%s", actor->options.language);
        name = by_language;
    }
    if (!find_place(actor, name, &place))
        return false;
    if (!actor->first_touch_ms) {
        actor->first_touch_ms = bsm_clock_mono_ms();
        actor->begun_unix_ms = bsm_clock_unix_ms();
    }
    int x = actor->window.x + place.x + place.width_px / 2;
    int y = actor->window.y + place.y + place.height_px / 2;
    display_touch(actor->display, x, y);
    poll(NULL, 0, BETWEEN_TOUCHES_MS);
    if (strcmp(name, "language") == 0)
        actor->language = strcmp(actor->language, "ar") == 0 ? "en" : "ar";
    return true;
}

static bool tap_letters(struct actor *actor, bool arabic)
{
    bool tapped = actor->keys_arabic == arabic || actor_tap(actor, arabic ? "key_arabic" : "key_latin");
    actor->keys_arabic = arabic;
    return tapped;
}

/* One character of two bytes (Arabic) or one: a small letter, a digit, a space. *text goes on behind it. */
static bool press_character(struct actor *actor, const char **text)
{
    char key[LAYOUT_NAME_SIZE];
    unsigned char first = (unsigned char)*(*text)++;
    bool arabic = first >= 0xc0;
    if (arabic)
        snprintf(key, sizeof key, "key_u%04x", (first & 0x1fU) << 6 | ((unsigned char)*(*text)++ & 0x3fU));
    else if (first == ' ')
        snprintf(key, sizeof key, "key_space");
    else
        snprintf(key, sizeof key, "key_%c", first);
    bool letter = arabic || (first >= 'a' && first <= 'z');
    return (!letter || tap_letters(actor, arabic)) && actor_tap(actor, key);
}

static bool press_text(struct actor *actor, const char *text)
{
    while (*text)
        if (!press_character(actor, &text))
            return false;
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

/* date: YYYY-MM-DD */
static bool type_date(struct actor *actor, const char *date)
{
    return actor_tap(actor, "birth_day") && press_digits(actor, date + 8, 2) && actor_tap(actor, "birth_month") &&
           press_digits(actor, date + 5, 2) && actor_tap(actor, "birth_year") && press_digits(actor, date, 4);
}

static bool type_wrong_date(struct actor *actor)
{
    char date[BSM_DATE_SIZE];
    memcpy(date, actor->self.birth_date, sizeof date);
    date[3] = date[3] == '9' ? '8' : (char)(date[3] + 1);
    return type_date(actor, date);
}

/* A number of their own that the register does not have. */
static bool type_mobile(struct actor *actor)
{
    char typed[BSM_MOBILE_SIZE];
    snprintf(typed, sizeof typed, "059%.7s", actor->self.id_number + 3);
    if (!bsm_mobile_from_typed(typed, actor->new_mobile))
        return actor_fail(actor, "no mobile number could be made up");
    traces_add_text(&actor->traces, "mobile", typed);
    traces_add_text(&actor->traces, "mobile", actor->new_mobile);
    return press_digits(actor, typed, strlen(typed));
}

/* Taken: of somebody before, or where there was nobody, a name that nobody can have; it is no secret to be searched
 * for. */
static bool type_user_name(struct actor *actor, bool taken)
{
    if (taken && !actor->last_name[0])
        return press_text(actor, "helpdesk");
    if (!taken)
        snprintf(actor->last_name, sizeof actor->last_name, "palm%.6s", actor->self.id_number + 4);
    traces_add_text(&actor->traces, "user name", actor->last_name);
    return press_text(actor, actor->last_name);
}

static bool type_password(struct actor *actor, const char *password)
{
    actor->keys_arabic = false;
    traces_add_text(&actor->traces, "password", password);
    return press_text(actor, password);
}

static bool await_code(struct actor *actor, char code[BSM_CODE_SIZE])
{
    int64_t deadline_ms = actor_deadline_ms(actor);
    const char *mobile = actor->new_mobile[0] ? actor->new_mobile : actor->self.mobile;
    while (!bsm_phone_code(actor->sms_path, mobile, actor->begun_unix_ms, code))
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
        return type_date(actor, actor->self.birth_date);
    if (strcmp(what, "wrong_birth_date") == 0)
        return type_wrong_date(actor);
    if (strcmp(what, "mobile") == 0)
        return type_mobile(actor);
    if (strcmp(what, "user_name") == 0 || strcmp(what, "taken_name") == 0)
        return type_user_name(actor, what[0] == 't');
    if (strcmp(what, "password") == 0)
        return type_password(actor, "dates by the old well");
    if (strcmp(what, "arabic_password") == 0)
        return type_password(actor,
                             "\xd9\x86\xd8\xae\xd9\x84 \xd9\x88\xd8\xaa\xd9\x85\xd8\xb1 42"); /* palms and dates 42 */
    if (strcmp(what, "weak_password") == 0)
        return type_password(actor, "sunshine");
    if (strcmp(what, "rest_of_code") == 0)
        return press_digits(actor, actor->last_digit, 1);
    if (!await_code(actor, code))
        return false;
    traces_add_text(&actor->traces, "code", code);
    if (strcmp(what, "wrong_code") == 0)
        code[BSM_CODE_DIGITS - 1] = code[BSM_CODE_DIGITS - 1] == '9' ? '0' : (char)(code[BSM_CODE_DIGITS - 1] + 1);
    bool most = strcmp(what, "most_of_code") == 0; /* the last digit sends it */
    actor->last_digit[0] = code[BSM_CODE_DIGITS - 1];
    return press_digits(actor, code, most ? BSM_CODE_DIGITS - 1 : BSM_CODE_DIGITS);
}
