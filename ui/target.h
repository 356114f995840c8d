/* The things a person can touch, by the names that `basma-ui --layout` prints. */
#ifndef BASMA_UI_TARGET_H
#define BASMA_UI_TARGET_H

enum {
    BSM_TARGET_FINGERS = 10, /* by ISO position */
    BSM_TARGET_OFFERS = 3,
    BSM_TARGET_OFFICES = 4,
    BSM_TARGET_DAYS = 8,   /* on one page */
    BSM_TARGET_TIMES = 15, /* on one page */
    BSM_TARGET_RATES = 5,
    BSM_TARGET_SIGNS = 32,   /* of ASCII, in its order */
    BSM_TARGET_LETTERS = 36, /* Arabic ones, in the order of Unicode: U+0621..U+063A, U+0641..U+064A */
};

enum bsm_target {
    BSM_TARGET_NONE = 0,
    BSM_TARGET_LANGUAGE_AR,
    BSM_TARGET_LANGUAGE_EN,
    BSM_TARGET_CALL,
    BSM_TARGET_LANGUAGE,
    BSM_TARGET_LEAVE,
    BSM_TARGET_SOUND,
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
    BSM_TARGET_WANT_ACCOUNT,
    BSM_TARGET_WANT_PASSWORD,
    BSM_TARGET_WANT_MOBILE,
    BSM_TARGET_MISSING_FINGER, /* hand: the one asked for cannot be given */
    BSM_TARGET_MISSING,        /* missing: these are */
    BSM_TARGET_CANNOT_TURN,    /* face: I cannot turn my head */
    BSM_TARGET_OTHER_MOBILE,
    BSM_TARGET_APPOINTMENT,
    BSM_TARGET_BOOK,
    BSM_TARGET_SHOW, /* password: its letters, or dots */
    BSM_TARGET_EARLIER,
    BSM_TARGET_LATER,
    BSM_TARGET_FINGER, /* the first of as many as counted above; so are the following */
    BSM_TARGET_OFFER = BSM_TARGET_FINGER + BSM_TARGET_FINGERS,
    BSM_TARGET_OFFICE = BSM_TARGET_OFFER + BSM_TARGET_OFFERS,
    BSM_TARGET_DAY = BSM_TARGET_OFFICE + BSM_TARGET_OFFICES,
    BSM_TARGET_TIME = BSM_TARGET_DAY + BSM_TARGET_DAYS,
    BSM_TARGET_RATE = BSM_TARGET_TIME + BSM_TARGET_TIMES,
    BSM_TARGET_KEY_DELETE = BSM_TARGET_RATE + BSM_TARGET_RATES, /* from here on: keys */
    BSM_TARGET_KEY_0,                                           /* to KEY_9 in order */
    BSM_TARGET_KEY_9 = BSM_TARGET_KEY_0 + 9,
    BSM_TARGET_KEY_A, /* to KEY_Z in order */
    BSM_TARGET_KEY_Z = BSM_TARGET_KEY_A + 25,
    BSM_TARGET_KEY_SIGN,
    BSM_TARGET_KEY_LETTER = BSM_TARGET_KEY_SIGN + BSM_TARGET_SIGNS,
    BSM_TARGET_KEY_SPACE = BSM_TARGET_KEY_LETTER + BSM_TARGET_LETTERS,
    BSM_TARGET_KEY_SHIFT,
    BSM_TARGET_KEY_LATIN, /* these three change the layout */
    BSM_TARGET_KEY_ARABIC,
    BSM_TARGET_KEY_SIGNS,
};
enum { BSM_TARGET_LAST = BSM_TARGET_KEY_SIGNS };

/* "id_number", "key_7", "finger_2", "key_u0628"; "none" for what cannot be touched. */
const char *bsm_target_name(enum bsm_target target);

/* The count from 0 of a target in a row of `count` that begins with first; -1: it is none of them. */
int bsm_target_index(enum bsm_target target, enum bsm_target first, int count);

#endif
