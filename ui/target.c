#include "ui/target.h"

static const char *const names[] = {
    "none",        "language_ar",    "language_en", "call",        "language",     "leave",        "sound",
    "agree",       "decline",        "id_number",   "birth_day",   "birth_month",  "birth_year",   "next",
    "send_code",   "again",          "more_time",   "back",        "finish",       "want_account", "want_password",
    "want_mobile", "missing_finger", "missing",     "cannot_turn", "other_mobile", "appointment",  "book",
    "show",        "earlier",        "later",       "finger_1",    "finger_2",     "finger_3",     "finger_4",
    "finger_5",    "finger_6",       "finger_7",    "finger_8",    "finger_9",     "finger_10",    "offer_1",
    "offer_2",     "offer_3",        "office_1",    "office_2",    "office_3",     "office_4",     "day_1",
    "day_2",       "day_3",          "day_4",       "day_5",       "day_6",        "day_7",        "day_8",
    "time_1",      "time_2",         "time_3",      "time_4",      "time_5",       "time_6",       "time_7",
    "time_8",      "time_9",         "time_10",     "time_11",     "time_12",      "time_13",      "time_14",
    "time_15",     "rate_1",         "rate_2",      "rate_3",      "rate_4",       "rate_5",       "key_delete",
    "key_0",       "key_1",          "key_2",       "key_3",       "key_4",        "key_5",        "key_6",
    "key_7",       "key_8",          "key_9",       "key_a",       "key_b",        "key_c",        "key_d",
    "key_e",       "key_f",          "key_g",       "key_h",       "key_i",        "key_j",        "key_k",
    "key_l",       "key_m",          "key_n",       "key_o",       "key_p",        "key_q",        "key_r",
    "key_s",       "key_t",          "key_u",       "key_v",       "key_w",        "key_x",        "key_y",
    "key_z",       "key_u0021",      "key_u0022",   "key_u0023",   "key_u0024",    "key_u0025",    "key_u0026",
    "key_u0027",   "key_u0028",      "key_u0029",   "key_u002a",   "key_u002b",    "key_u002c",    "key_u002d",
    "key_u002e",   "key_u002f",      "key_u003a",   "key_u003b",   "key_u003c",    "key_u003d",    "key_u003e",
    "key_u003f",   "key_u0040",      "key_u005b",   "key_u005c",   "key_u005d",    "key_u005e",    "key_u005f",
    "key_u0060",   "key_u007b",      "key_u007c",   "key_u007d",   "key_u007e",    "key_u0621",    "key_u0622",
    "key_u0623",   "key_u0624",      "key_u0625",   "key_u0626",   "key_u0627",    "key_u0628",    "key_u0629",
    "key_u062a",   "key_u062b",      "key_u062c",   "key_u062d",   "key_u062e",    "key_u062f",    "key_u0630",
    "key_u0631",   "key_u0632",      "key_u0633",   "key_u0634",   "key_u0635",    "key_u0636",    "key_u0637",
    "key_u0638",   "key_u0639",      "key_u063a",   "key_u0641",   "key_u0642",    "key_u0643",    "key_u0644",
    "key_u0645",   "key_u0646",      "key_u0647",   "key_u0648",   "key_u0649",    "key_u064a",    "key_space",
    "key_shift",   "key_latin",      "key_arabic",  "key_signs",
};

_Static_assert(sizeof names / sizeof names[0] == BSM_TARGET_LAST + 1, "a name for each target");

const char *bsm_target_name(enum bsm_target target)
{
    return (unsigned)target <= BSM_TARGET_LAST ? names[target] : names[0];
}

int bsm_target_index(enum bsm_target target, enum bsm_target first, int count)
{
    int index = (int)target - (int)first;
    return index >= 0 && index < count ? index : -1;
}
