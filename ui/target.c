#include "ui/target.h"

static const char *const names[] = {
    "none",      "language_ar", "language_en", "call",       "language", "leave",     "agree", "decline",
    "id_number", "birth_day",   "birth_month", "birth_year", "next",     "send_code", "again", "more_time",
    "back",      "finish",      "key_delete",  "key_0",      "key_1",    "key_2",     "key_3", "key_4",
    "key_5",     "key_6",       "key_7",       "key_8",      "key_9",    "key_a",     "key_b", "key_c",
    "key_d",     "key_e",       "key_f",       "key_g",      "key_h",    "key_i",     "key_j", "key_k",
    "key_l",     "key_m",       "key_n",       "key_o",      "key_p",    "key_q",     "key_r", "key_s",
    "key_t",     "key_u",       "key_v",       "key_w",      "key_x",    "key_y",     "key_z",
};

_Static_assert(sizeof names / sizeof names[0] == BSM_TARGET_KEY_Z + 1, "a name for each target");

const char *bsm_target_name(enum bsm_target target)
{
    return (unsigned)target <= BSM_TARGET_KEY_Z ? names[target] : names[0];
}
