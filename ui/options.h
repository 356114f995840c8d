/* What basma-ui was asked on its command line. */
#ifndef BASMA_UI_OPTIONS_H
#define BASMA_UI_OPTIONS_H

#include <limits.h>
#include <stdbool.h>

#include "firmware/base/status.h"
#include "firmware/ipc/messages.h"
#include "ui/speech/speech.h"

enum bsm_ui_mode {
    BSM_UI_RUN = 0, /* a window, and the hub on the channel */
    BSM_UI_LAYOUT,  /* print the places of what can be touched */
    BSM_UI_SHOT,    /* draw a screen into a PNG */
    BSM_UI_HELP,
};

enum { BSM_VIEWS_MOST = 8 };

struct bsm_ui_options {
    enum bsm_ui_mode mode;
    char assets[PATH_MAX];
    int width_px; /* 0: the whole display */
    int height_px;
    bool windowed;
    struct bsm_speech_settings speech;
    enum bsm_sound sound;    /* LAYOUT and SHOT: the speaker button */
    struct bsm_ui_show show; /* LAYOUT and SHOT: the screen */
    enum bsm_light light;    /* SHOT: that the face is lit in */
    const char *out;         /* SHOT: the PNG */
    const char *picture;     /* SHOT: a PNG in the place of the live picture; NULL */
    const char *typed_id;    /* SHOT: what was typed; NULL */
    const char *typed_birth; /* YYYY-MM-DD */
    const char *typed_code;
    const char *typed; /* mobile number, user name or password, by the screen; NULL */
    bool shown;        /* the password */
    bool bare;         /* nothing invented */
    int view;          /* 0: the first */
    int at_ms;         /* SHOT: the moment of what moves */
};

/* INVALID, with a line on stderr, for what it does not understand. */
enum bsm_status bsm_ui_options_parse(struct bsm_ui_options *options, int argc, char **argv);

void bsm_ui_options_help(void);

#endif
