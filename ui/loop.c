#include "ui/loop.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "ui/ground.h"
#include "ui/paint.h"

enum {
    RECTS_MAX = 48,
    MESSAGES_AT_ONCE = 32,
    TOUCH_EVERY_MS = 500,
    IDLE_MS = 1000,      /* the longest sleep where the display wakes us */
    IDLE_ASKING_MS = 16, /* and where it has to be asked */
    SEND_PATIENCE_MS = 200,
    STACK_BELOW = 128 * 1024,
};

struct loop {
    struct bsm_channel *channel;
    struct bsm_canvas *canvas;
    struct bsm_stage *stage;
    struct bsm_speech *speech;
    struct bsm_page shown;
    struct bsm_page next;
    struct bsm_message message;
    int64_t tick_at_ms; /* 0: nothing moves */
    int64_t talk_at_ms; /* 0: nothing is to be said */
    int64_t touch_said_ms;
    SDL_FingerID finger;   /* that came down on stage->pressed */
    uint32_t drawn_serial; /* to be said drawn; 0: nothing */
    bool whole;            /* draw it all */
    bool blank;            /* forgotten, and not shown anything since: stays paper */
    enum bsm_status end;   /* OK while running and when the hub has gone */
    bool running;
};

static void stop(struct loop *loop, enum bsm_status end)
{
    loop->running = false;
    loop->end = end;
}

/* The hub always reads; one that does not for long is hung, and will be restarted with us. */
static void send(struct loop *loop, struct bsm_message *message)
{
    enum bsm_status status = bsm_channel_send(loop->channel, message, -1);
    if (status == BSM_BUSY) {
        struct pollfd room = {.fd = loop->channel->fd, .events = POLLOUT};
        poll(&room, 1, SEND_PATIENCE_MS);
        status = bsm_channel_send(loop->channel, message, -1);
    }
    if (status == BSM_GONE)
        stop(loop, BSM_OK);
    else if (status != BSM_OK)
        bsm_log(BSM_LOG_WARNING, "ui/loop", "could not say %s: %s", bsm_message_name(message->type),
                bsm_status_name(status));
    bsm_message_wipe(message);
}

static void say(struct loop *loop, enum bsm_message_type type)
{
    loop->message = (struct bsm_message){.type = type, .round = loop->stage->round};
    if (type == BSM_MESSAGE_UI_DRAWN)
        loop->message.as.ui_drawn = (struct bsm_ui_drawn){loop->drawn_serial, loop->stage->show.screen};
    send(loop, &loop->message);
}

/* What calls that have returned left below: typed characters pass through many of them. */
static void __attribute__((noinline)) wipe_stack(void)
{
    uint8_t below[STACK_BELOW];
    bsm_wipe(below, sizeof below);
}

static void forget(struct loop *loop, uint32_t round)
{
    bsm_speech_forget(loop->speech, loop->stage->now_ms);
    bsm_stage_forget(loop->stage);
    wipe_stack();
    bsm_page_wipe(&loop->shown);
    bsm_page_wipe(&loop->next);
    bsm_canvas_wipe(loop->canvas);
    loop->blank = true;
    loop->whole = true;
    loop->drawn_serial = 0;
    loop->stage->round = round;
    say(loop, BSM_MESSAGE_UI_FORGOTTEN);
}

static void show(struct loop *loop, const struct bsm_message *message)
{
    bool same = message->as.ui_show.screen == loop->stage->show.screen;
    bsm_stage_show(loop->stage, &message->as.ui_show, message->round);
    loop->drawn_serial = message->as.ui_show.serial;
    loop->whole = loop->whole || !same;
    loop->blank = false;
    loop->tick_at_ms = loop->stage->now_ms; /* a new screen says itself whether it moves */
}

/* Takes over the descriptor. */
static void handle(struct loop *loop, struct bsm_message *message, int descriptor)
{
    if (!bsm_message_permitted(message->type, BSM_LEAF_UI, false)) {
        bsm_log(BSM_LOG_ERROR, "ui/loop", "a message that is not for the screen, type=%s",
                bsm_message_name(message->type));
        stop(loop, BSM_INVALID);
    } else if (message->type == BSM_MESSAGE_UI_SHOW) {
        show(loop, message);
    } else if (message->type == BSM_MESSAGE_UI_FORGET) {
        forget(loop, message->round);
    } else if (message->type == BSM_MESSAGE_HINT) {
        bsm_stage_hint(loop->stage, &message->as.hint);
    } else if (message->type == BSM_MESSAGE_LIGHT) {
        bsm_ground_light(loop->stage, message->as.light.light);
    } else if (message->type == BSM_MESSAGE_PREVIEW) {
        bsm_pictures_open(&loop->stage->pictures, descriptor);
    } else {
        bsm_stage_told(loop->stage, message);
    }
    bsm_message_wipe(message);
}

static void receive(struct loop *loop)
{
    for (int i = 0; i < MESSAGES_AT_ONCE && loop->running; i++) {
        int descriptor = -1;
        enum bsm_status status = bsm_channel_receive(loop->channel, &loop->message, &descriptor);
        if (status == BSM_BUSY)
            return;
        if (status == BSM_OK)
            handle(loop, &loop->message, descriptor);
        else if (status == BSM_GONE)
            stop(loop, BSM_OK);
        else {
            bsm_log(BSM_LOG_ERROR, "ui/loop", "the channel carries what is no message, status=%s",
                    bsm_status_name(status));
            stop(loop, BSM_INVALID);
        }
    }
}

static void act(struct loop *loop, enum bsm_target target)
{
    if (target == BSM_TARGET_SOUND)
        bsm_speech_touch(loop->speech);
    if (bsm_stage_touch(loop->stage, target, &loop->message))
        send(loop, &loop->message);
}

/* Not while the countdown runs: the hub would take it away under a finger that means one of its buttons. */
static void say_touched(struct loop *loop)
{
    if (loop->stage->show.screen == BSM_SCREEN_TIME)
        return;
    if (loop->touch_said_ms != 0 && loop->stage->now_ms - loop->touch_said_ms < TOUCH_EVERY_MS)
        return;
    loop->touch_said_ms = loop->stage->now_ms;
    bsm_stage_say(loop->stage, BSM_INPUT_TOUCH, &loop->message);
    send(loop, &loop->message);
}

static enum bsm_target target_at(const struct loop *loop, const SDL_TouchFingerEvent *event)
{
    int x = (int)(event->x * (float)loop->canvas->width_px);
    int y = (int)(event->y * (float)loop->canvas->height_px);
    const struct bsm_item *item = loop->blank ? NULL : bsm_page_hit(&loop->shown, x, y);
    return item ? item->target : BSM_TARGET_NONE;
}

static void on_down(struct loop *loop, const SDL_TouchFingerEvent *event)
{
    if (loop->blank)
        return;
    enum bsm_target target = target_at(loop, event);
    say_touched(loop);
    if (target == BSM_TARGET_NONE || bsm_stage_acts_at_once(target))
        act(loop, target);
    loop->finger = event->fingerId;
    loop->stage->pressed = target;
    loop->stage->changed = true;
}

/* Lifted where it came down: meant. Lifted elsewhere: thought better of. */
static void on_up(struct loop *loop, const SDL_TouchFingerEvent *event)
{
    enum bsm_target target = loop->stage->pressed;
    if (target == BSM_TARGET_NONE || event->fingerId != loop->finger)
        return;
    loop->stage->pressed = BSM_TARGET_NONE;
    loop->stage->changed = true;
    if (!bsm_stage_acts_at_once(target) && target_at(loop, event) == target)
        act(loop, target);
}

static void on_window(struct loop *loop, const SDL_WindowEvent *event)
{
    loop->whole = true;
    if (event->event != SDL_WINDOWEVENT_SIZE_CHANGED)
        return;
    if (bsm_canvas_renew(loop->canvas) != BSM_OK)
        stop(loop, BSM_FAULT);
    else
        bsm_stage_resize(loop->stage, loop->canvas->width_px, loop->canvas->height_px);
}

static bool take_events(struct loop *loop)
{
    SDL_Event event;
    bool any = false;
    while (loop->running && SDL_PollEvent(&event)) {
        any = true;
        if (event.type == SDL_FINGERDOWN)
            on_down(loop, &event.tfinger);
        else if (event.type == SDL_FINGERUP)
            on_up(loop, &event.tfinger);
        else if (event.type == SDL_WINDOWEVENT &&
                 (event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED || event.window.event == SDL_WINDOWEVENT_EXPOSED))
            on_window(loop, &event.window);
        else if (event.type == SDL_QUIT)
            stop(loop, BSM_OK);
    }
    return any;
}

static void paint(struct loop *loop, const struct bsm_rect *rects, int count)
{
    struct bsm_painter painter = {.cr = loop->canvas->cr, .stage = loop->stage, .now_ms = loop->stage->now_ms};
    for (int i = 0; i < count; i++)
        bsm_paint_page(&painter, &loop->shown, rects[i]);
    bsm_canvas_present(loop->canvas, rects, count);
}

static void draw(struct loop *loop, bool moved)
{
    struct bsm_rect rects[RECTS_MAX];
    int count = 0;
    if (loop->stage->changed || loop->whole) {
        bsm_stage_build(loop->stage, &loop->next);
        count = loop->whole ? -1 : bsm_page_changes(&loop->shown, &loop->next, rects, RECTS_MAX / 2);
        loop->shown = loop->next;
        loop->stage->changed = loop->whole = false;
    }
    if (count < 0) {
        rects[0] = (struct bsm_rect){0, 0, loop->canvas->width_px, loop->canvas->height_px};
        count = 1;
    } else if (moved) {
        count += bsm_page_animated(&loop->shown, rects + count, RECTS_MAX - count);
    }
    paint(loop, rects, count);
    if (loop->drawn_serial != 0) {
        say(loop, BSM_MESSAGE_UI_DRAWN);
        loop->drawn_serial = 0;
    }
}

/* True when what moves has to be drawn anew. */
static bool tick(struct loop *loop)
{
    if (loop->tick_at_ms == 0 || loop->stage->now_ms < loop->tick_at_ms)
        return false;
    int after_ms = loop->blank ? 0 : bsm_stage_tick(loop->stage);
    loop->tick_at_ms = after_ms > 0 ? loop->stage->now_ms + after_ms : 0;
    return after_ms > 0;
}

/* What was just drawn is said; the button shows whether the voice is heard. */
static void speak(struct loop *loop)
{
    if (loop->blank)
        return;
    int after_ms = bsm_speech_turn(loop->speech, &loop->stage->show, loop->stage->hint, loop->stage->now_ms);
    loop->talk_at_ms = after_ms > 0 ? loop->stage->now_ms + after_ms : 0;
    enum bsm_sound sound = bsm_speech_sound(loop->speech);
    loop->stage->changed = loop->stage->changed || sound != loop->stage->sound;
    loop->stage->sound = sound;
}

static int64_t until(int64_t at_ms, int64_t longest_ms)
{
    int64_t left_ms = at_ms - bsm_clock_mono_ms();
    if (at_ms == 0 || left_ms > longest_ms)
        return longest_ms;
    return left_ms > 0 ? left_ms : 0;
}

static void rest(struct loop *loop)
{
    struct pollfd wake[] = {
        {.fd = loop->channel->fd, .events = POLLIN},
        {.fd = bsm_canvas_events_fd(loop->canvas), .events = POLLIN},
    };
    int64_t timeout = wake[1].fd >= 0 ? IDLE_MS : IDLE_ASKING_MS;
    poll(wake, 2, (int)until(loop->talk_at_ms, until(loop->tick_at_ms, timeout)));
}

static void turn(struct loop *loop)
{
    loop->stage->now_ms = bsm_clock_mono_ms();
    receive(loop);
    bool any = loop->running && take_events(loop);
    if (!loop->running)
        return;
    bool moved = tick(loop);
    speak(loop);
    /* What is forgotten stays blank until something else is asked for. */
    if (!loop->blank && (moved || loop->stage->changed || loop->whole || loop->drawn_serial != 0))
        draw(loop, moved);
    else if (!any)
        rest(loop);
}

/* Fonts, icons and shaping cost a tenth of a second at their first use: before READY, not while a person waits. */
static void warm_up(struct loop *loop)
{
    static const enum bsm_screen screens[] = {BSM_SCREEN_WELCOME, BSM_SCREEN_PURPOSE, BSM_SCREEN_CONSENT,
                                              BSM_SCREEN_IDENTITY, BSM_SCREEN_PASSWORD};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, loop->canvas->width_px, loop->canvas->height_px);
    struct bsm_painter painter = {.cr = cairo_create(surface), .stage = loop->stage};
    const struct bsm_ui_show before = loop->stage->show;
    for (size_t i = 0; i < 2 * sizeof screens / sizeof screens[0]; i++) {
        loop->stage->show.screen = screens[i / 2];
        loop->stage->show.language = i % 2 ? BSM_LANGUAGE_ENGLISH : BSM_LANGUAGE_ARABIC;
        bsm_stage_build(loop->stage, &loop->next);
        bsm_paint_page(&painter, &loop->next, (struct bsm_rect){0, 0, loop->canvas->width_px, loop->canvas->height_px});
    }
    loop->stage->show = before;
    cairo_destroy(painter.cr);
    cairo_surface_destroy(surface);
}

enum bsm_status bsm_loop_run(struct bsm_channel *channel, struct bsm_canvas *canvas, struct bsm_stage *stage,
                             struct bsm_speech *speech)
{
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        return BSM_NO_MEMORY;
    loop->channel = channel;
    loop->canvas = canvas;
    loop->stage = stage;
    loop->speech = speech;
    loop->running = loop->whole = true;
    stage->now_ms = bsm_clock_mono_ms();
    loop->tick_at_ms = stage->now_ms;
    draw(loop, false);
    warm_up(loop);
    say(loop, BSM_MESSAGE_READY);
    while (loop->running)
        turn(loop);
    enum bsm_status end = loop->end;
    bsm_page_wipe(&loop->shown);
    bsm_page_wipe(&loop->next);
    free(loop);
    return end;
}
