/* The things a person can touch, by the names that `basma-ui --layout` prints. */
#ifndef BASMA_UI_TARGET_H
#define BASMA_UI_TARGET_H

enum bsm_target {
    BSM_TARGET_NONE = 0,
    BSM_TARGET_LANGUAGE_AR,
    BSM_TARGET_LANGUAGE_EN,
    BSM_TARGET_CALL,
    BSM_TARGET_LANGUAGE,
    BSM_TARGET_LEAVE,
    BSM_TARGET_AGREE,
    BSM_TARGET_DECLINE,
    BSM_TARGET_ID_NUMBER,
    BSM_TARGET_BIRTH_DAY,
    BSM_TARGET_BIRTH_MONTH,
    BSM_TARGET_BIRTH_YEAR,
    BSM_TARGET_NEXT,
    BSM_TARGET_SEND_CODE,
    BSM_TARGET_AGAIN,
    BSM_TARGET_MORE_TIME,
    BSM_TARGET_BACK,
    BSM_TARGET_FINISH,
    BSM_TARGET_KEY_DELETE,
    BSM_TARGET_KEY_0, /* to KEY_9 in order */
    BSM_TARGET_KEY_9 = BSM_TARGET_KEY_0 + 9,
    BSM_TARGET_KEY_A, /* to KEY_Z in order */
    BSM_TARGET_KEY_Z = BSM_TARGET_KEY_A + 25,
};

/* "id_number", "key_7"; "none" for what cannot be touched. */
const char *bsm_target_name(enum bsm_target target);

#endif
