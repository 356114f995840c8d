/*
 * The event loop of basma-ui: messages of the hub, touches of the person, and frames.
 *
 * It sleeps until one of them comes; while something moves it wakes for each frame. UI_DRAWN is sent when the frame of
 * a new screen is with the display, UI_FORGOTTEN when everything personal is overwritten. One thread; blocks in poll
 * only.
 */
#ifndef BASMA_UI_LOOP_H
#define BASMA_UI_LOOP_H

#include "firmware/ipc/channel.h"
#include "ui/canvas.h"
#include "ui/speech/speech.h"
#include "ui/stage.h"

/* Until the hub is gone (OK), speaks what is no message (INVALID), or the display fails (FAULT). Says READY when the
 * first frame is shown. */
enum bsm_status bsm_loop_run(struct bsm_channel *channel, struct bsm_canvas *canvas, struct bsm_stage *stage,
                             struct bsm_speech *speech);

#endif
