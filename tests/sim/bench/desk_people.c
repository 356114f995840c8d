#include <stdio.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "tests/sim/bench/desk_impl.h"

enum { STRANGER_SEED = 77 };

const struct desk_kind desk_kinds[DESK_KINDS] = {
    {"pending", "Waiting", "The account waits to be made active: fingers, face, and the code from the phone."},
    {"none", "No account", "Opens an account: a user name and a password are chosen at the end."},
    {"active", "Active", "Forgot the password, or has a new mobile number. The account itself is active."},
    {"no_mobile", "No mobile", "The account waits, but the register has no mobile number: a new one is typed."},
    {"none_no_mobile", "Nothing yet", "No account and no mobile number on file: both are made here."},
    {"other_mobile", "Wrong mobile", "The number on file is somebody else's: says so when the code is sent there."},
    {"missing_finger", "No finger", "The right index is missing and was never enrolled: other fingers serve."},
    {"unknown", "Unknown", "Nobody knows this number. The kiosk must not say so before fingers and face."},
};

static bool is_kind(const struct desk *desk, int index, int kind)
{
    if (index == (int)desk->people.count)
        return strcmp(desk_kinds[kind].name, "unknown") == 0;
    return strcmp(desk->people.persons[index].kind, desk_kinds[kind].name) == 0;
}

const struct bsm_world_person *desk_other(const struct desk *desk)
{
    for (int i = 0; i < (int)desk->people.count; i++)
        if (i != desk->chosen && !desk->people.persons[i].probe[0])
            return &desk->people.persons[i];
    return NULL;
}

static void be_stranger(struct desk *desk)
{
    desk->person = (struct bsm_world_person){.name_en = "Somebody nobody knows",
                                             .birth_date = "1991-03-07",
                                             .account = "NOT KNOWN",
                                             .kind = "unknown",
                                             .print_seed = STRANGER_SEED};
    memcpy(desk->person.id_number, "199999999", 9);
    desk->person.id_number[9] = bsm_id_number_check_digit(desk->person.id_number);
    const struct bsm_world_person *other = desk_other(desk);
    if (other)
        memcpy(desk->person.portrait, other->portrait, sizeof desk->person.portrait);
}

/* A new person stands there as people do; cables and light stay as they were. */
void desk_choose(struct desk *desk, int chosen)
{
    desk->chosen = chosen;
    desk->chosen_unix_ms = bsm_clock_unix_ms();
    if (chosen < (int)desk->people.count)
        desk->person = desk->people.persons[chosen];
    else
        be_stranger(desk);
    for (int kind = 0; kind < DESK_KINDS; kind++)
        if (is_kind(desk, chosen, kind))
            desk->kind = kind;
    snprintf(desk->new_mobile, sizeof desk->new_mobile, "059%.7s", desk->person.id_number + 3);
    desk->finger_whose = desk->face_whose = DESK_OWN;
    desk->touch = BSM_TOUCH_ORDINARY;
    desk->resting = BSM_POSITION_NONE;
    desk->message_count = 0;
    desk->messages_due_ms = 0;
    for (int group = 0; group < DESK_LOOK_GROUPS; group++)
        if (!desk_looks[group].light)
            desk->looks[group] = 0;
    desk_say(desk, "");
    desk_show_face(desk);
}

/* The next of this kind after `from`, round and round; -1 if there is none. */
static int next_of(const struct desk *desk, int from, int kind, int by)
{
    int count = (int)desk->people.count + 1;
    for (int i = 1; i <= count; i++) {
        int index = (from + i * by + count * 2) % count;
        if (is_kind(desk, index, kind))
            return index;
    }
    return -1;
}

/* Somebody whose camera picture is another than the enrolled one is met first. */
void desk_choose_kind(struct desk *desk, int kind)
{
    int first = next_of(desk, (int)desk->people.count, kind, 1), found = first;
    while (found >= 0 && found < (int)desk->people.count && !desk->people.persons[found].probe[0]) {
        found = next_of(desk, found, kind, 1);
        if (found == first)
            break;
    }
    if (found < 0)
        desk_say(desk, "There is nobody of this kind in the population.");
    else
        desk_choose(desk, found);
}

void desk_step(struct desk *desk, int by)
{
    int found = next_of(desk, desk->chosen, desk->kind, by);
    if (found >= 0)
        desk_choose(desk, found);
}

int desk_place(const struct desk *desk, int *count)
{
    int place = 0;
    *count = 0;
    for (int i = 0; i <= (int)desk->people.count; i++)
        if (is_kind(desk, i, desk->kind)) {
            ++*count;
            place += i <= desk->chosen;
        }
    return place;
}

bool desk_lacks(const struct desk *desk, enum bsm_position position)
{
    return position == BSM_POSITION_RIGHT_INDEX && strcmp(desk->person.kind, "missing_finger") == 0 &&
           desk->finger_whose == DESK_OWN;
}
