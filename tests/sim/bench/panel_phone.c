#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/sim/bench/panel_impl.h"
#include "tests/sim/bench/words.h"

enum { BUBBLE_PAD = 10, HEAD_PX = 20, CODE_PX = 38 };

/* "14:05  057 801 8001", with whose number it is where it is not theirs. */
static void head_of(const struct desk *desk, const struct bsm_phone_message *message, char out[64])
{
    char mobile[24], number[24], clock[8] = "";
    time_t seconds = (time_t)(message->at_unix_ms / 1000);
    struct tm local;
    panel_typed_mobile(message->to, mobile);
    panel_spaced(mobile, number);
    if (localtime_r(&seconds, &local))
        strftime(clock, sizeof clock, "%H:%M", &local);
    bool theirs = strcmp(message->to, desk->person.mobile) == 0;
    bool is_new = strcmp(mobile, desk->new_mobile) == 0;
    snprintf(out, 64, "%s  %s", clock,
             theirs   ? bench_words(desk->english, "their number")
             : is_new ? bench_words(desk->english, "their new number")
                      : number);
}

static double draw_bubble(const struct desk *desk, cairo_t *cairo, const struct bsm_phone_message *message,
                          struct box box, double limit)
{
    struct brush_font font = {13, 400, BRUSH_INK, BRUSH_START};
    double width = box.width - 2 * BUBBLE_PAD;
    char head[64];
    /* Measured by drawing beyond the window. */
    double height = brush_text(cairo, (struct box){-4000, 0, width, 0}, font, message->text);
    box.height = 2 * BUBBLE_PAD + HEAD_PX + height + (message->code[0] ? CODE_PX : 0);
    if (box.y + box.height > limit)
        return limit;
    head_of(desk, message, head);
    bool theirs = strcmp(message->to, desk->person.mobile) == 0;
    brush_box(cairo, box, 12, theirs ? BRUSH_CARD : BRUSH_GOLD_TINT);
    struct box line = {box.x + BUBBLE_PAD, box.y + BUBBLE_PAD, width, HEAD_PX - 4};
    brush_label(cairo, line, (struct brush_font){12, 500, theirs ? BRUSH_SOFT : BRUSH_GOLD_DEEP, BRUSH_LEFT}, head);
    line.y += HEAD_PX;
    if (message->code[0]) {
        line.height = CODE_PX - 4;
        brush_label(cairo, line, (struct brush_font){28, 700, BRUSH_GREEN, BRUSH_CENTRE}, message->code);
        line.y += CODE_PX;
    }
    brush_text(cairo, line, font, message->text);
    return box.y + box.height + 8;
}

static void draw_messages(const struct desk *desk, cairo_t *cairo, struct box screen)
{
    double y = screen.y + 56;
    if (desk->message_count == 0)
        brush_label(cairo, (struct box){screen.x, y + 60, screen.width, 40},
                    (struct brush_font){13, 400, BRUSH_SOFT, BRUSH_CENTRE}, "no messages yet");
    for (int i = 0; i < desk->message_count; i++)
        y = draw_bubble(desk, cairo, &desk->messages[i], (struct box){screen.x + 8, y, screen.width - 16, 0},
                        screen.y + screen.height - 6);
}

void panel_draw_phone(const struct desk *desk, cairo_t *cairo, struct box body)
{
    struct box screen = {body.x + 10, body.y + 34, body.width - 20, body.height - 56};
    brush_box(cairo, body, 30, BRUSH_PHONE);
    brush_box(cairo, (struct box){body.x + body.width / 2 - 26, body.y + 15, 52, 6}, 3, BRUSH_SOFT);
    brush_box(cairo, screen, 12, BRUSH_PHONE_SCREEN);
    brush_label(cairo, (struct box){screen.x, screen.y + 6, screen.width, 24},
                (struct brush_font){14, 600, BRUSH_INK, BRUSH_CENTRE}, "Messages");
    brush_label(cairo, (struct box){screen.x, screen.y + 28, screen.width, 20},
                (struct brush_font){12, 400, BRUSH_SOFT, BRUSH_CENTRE}, "golden: to another number");
    draw_messages(desk, cairo, screen);
}
