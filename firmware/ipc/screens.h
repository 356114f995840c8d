/*
 * What the person can see and what they can say, as hub and ui name it to each other. The ui decides how a screen
 * looks; the hub decides which one it is.
 */
#ifndef BASMA_IPC_SCREENS_H
#define BASMA_IPC_SCREENS_H

#include <stdbool.h>

enum bsm_screen {
    BSM_SCREEN_STARTING = 1, /* before all leaves are ready */
    BSM_SCREEN_WELCOME,      /* languages; the touch that begins a visit */
    BSM_SCREEN_PURPOSE,      /* what the person comes for: an account, a forgotten password, a new mobile number */
    BSM_SCREEN_CONSENT,
    BSM_SCREEN_IDENTITY, /* ID number and date of birth */
    BSM_SCREEN_HAND,     /* hand print: one finger after the other */
    BSM_SCREEN_MISSING,  /* two drawn hands: the person marks fingers that are missing or hurt */
    BSM_SCREEN_FACE,
    BSM_SCREEN_MOBILE, /* a mobile number to send the code to */
    BSM_SCREEN_CODE,   /* the code sent by SMS */
    BSM_SCREEN_USER_NAME,
    BSM_SCREEN_PASSWORD,
    BSM_SCREEN_WAIT,        /* one moment: the centre is asked, or a part comes back */
    BSM_SCREEN_DONE,        /* it is done (action says what); the receipt; one tap rates the visit */
    BSM_SCREEN_KEPT,        /* of a campaign: kept, the centre decides later; UI_RECEIPT has what to remember it by */
    BSM_SCREEN_TRY_AGAIN,   /* let us try again, with the tries left */
    BSM_SCREEN_ENDED,       /* a polite end without success; reason says why */
    BSM_SCREEN_APPOINTMENT, /* office, day and time, from the offers in UI_SLOTS */
    BSM_SCREEN_BOOKED,      /* the appointment, as in UI_BOOKED */
    BSM_SCREEN_WISH,        /* no connection: where the centre is to send an appointment when it is back */
    BSM_SCREEN_WISHED,      /* that is kept; an SMS will come */
    BSM_SCREEN_CALL,        /* a person has been called */
    BSM_SCREEN_TIME,        /* time is running out: seconds counts down; what was typed is kept underneath */
    BSM_SCREEN_OUT_OF_SERVICE,
};
enum { BSM_SCREEN_LAST = BSM_SCREEN_OUT_OF_SERVICE };

/* Why a visit ended, a wait lasts or a kiosk is out of service. */
enum bsm_reason {
    BSM_REASON_NONE = 0,
    BSM_REASON_CHECKING, /* wait: the centre compares */
    BSM_REASON_DEVICE,   /* wait or end: reader or camera is coming back, or did not */
    BSM_REASON_LINK,     /* wait or end: the centre cannot be reached; welcome, consent, mobile: it decides later */
    BSM_REASON_NOT_CONFIRMED, /* end: we could not confirm who you are (wrong finger, face, date, number: all the same)
                               */
    BSM_REASON_LOCKED,        /* end: too many tries for this number; seconds says when again */
    BSM_REASON_OFFICE,        /* end: an office must do the rest (locked or closed, too few fingers) */
    BSM_REASON_ALREADY,       /* end: confirmed, and the account is active already */
    BSM_REASON_CODE,          /* end: the code was wrong too often; try again: it was wrong */
    BSM_REASON_CAPTURE,       /* end: three captures without success */
    BSM_REASON_NAME_TAKEN,    /* user name: somebody has it; UI_OFFERS has free ones */
    BSM_REASON_PASSWORD_WEAK, /* password: too easily guessed */
    BSM_REASON_SLOT_TAKEN,    /* appointment: it went to somebody else; UI_SLOTS is fresh */
    BSM_REASON_LEFT,          /* end: the person chose to stop */
    BSM_REASON_EXPIRED,       /* end: ten minutes have passed */
    BSM_REASON_FAULT,         /* end or out of service: an operator must act */
    BSM_REASON_NOT_KEPT,      /* end: the wish for an appointment could not be kept */
    BSM_REASON_PORTRAIT,      /* consent, face: the centre keeps a portrait, too */
};
enum { BSM_REASON_LAST = BSM_REASON_PORTRAIT };

enum bsm_language {
    BSM_LANGUAGE_ARABIC = 1,
    BSM_LANGUAGE_ENGLISH = 2,
};
enum { BSM_LANGUAGE_LAST = BSM_LANGUAGE_ENGLISH };

enum bsm_input {
    BSM_INPUT_TOUCH = 1,      /* any touch; keeps the visit alive */
    BSM_INPUT_START,          /* welcome: begin, in the language said */
    BSM_INPUT_WANT_ACCOUNT,   /* purpose: open or activate */
    BSM_INPUT_WANT_PASSWORD,  /* purpose: forgotten password */
    BSM_INPUT_WANT_MOBILE,    /* purpose: new mobile number */
    BSM_INPUT_LANGUAGE,       /* any screen: change the language */
    BSM_INPUT_AGREE,          /* consent */
    BSM_INPUT_DECLINE,        /* consent */
    BSM_INPUT_AGAIN,          /* try again: go on */
    BSM_INPUT_MISSING_FINGER, /* hand: the finger asked for is missing or hurt */
    BSM_INPUT_CANNOT_TURN,    /* face: I cannot turn my head */
    BSM_INPUT_SEND_CODE,      /* code: send another one */
    BSM_INPUT_OTHER_MOBILE,   /* code: that number is not mine (any more) */
    BSM_INPUT_APPOINTMENT,    /* ended: book one; out of service: wish for one, in the language said; face: rather at an
                                 office */
    BSM_INPUT_RATE,           /* done, ended, booked, kept, wished: value 1 (bad) .. 5 (good) */
    BSM_INPUT_MORE_TIME,      /* time is running out: I am still here */
    BSM_INPUT_CALL,           /* call a person */
    BSM_INPUT_BACK,           /* call, missing, mobile, appointment, wish: back to where I was */
    BSM_INPUT_LEAVE,          /* end the visit */
    BSM_INPUT_FINISH,         /* done, ended, booked, kept, wished: go to welcome */
};
enum { BSM_INPUT_LAST = BSM_INPUT_FINISH };

/* Lower-case names ("out_of_service", "not_confirmed", "more_time"), "ar" and "en" for languages; "unknown" outside. */
const char *bsm_screen_name(enum bsm_screen screen);
const char *bsm_reason_name(enum bsm_reason reason);
const char *bsm_language_name(enum bsm_language language);
const char *bsm_input_name(enum bsm_input input);

bool bsm_screen_parse(const char *name, enum bsm_screen *screen);
bool bsm_language_parse(const char *name, enum bsm_language *language);

#endif
