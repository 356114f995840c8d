#include <math.h>
#include <stdio.h>

#include "tests/sim/bench/panel_impl.h"
#include "tests/sim/bench/words.h"

/* Both hands seen from their backs, the little fingers outside; how far each is lower than the middle one. */
static const struct {
    enum bsm_position position;
    const char *name;
    double lower_px;
} fingers[] = {
    {BSM_POSITION_LEFT_LITTLE, "little", 16}, {BSM_POSITION_LEFT_RING, "ring", 5},
    {BSM_POSITION_LEFT_MIDDLE, "middle", 0},  {BSM_POSITION_LEFT_INDEX, "index", 5},
    {BSM_POSITION_LEFT_THUMB, "thumb", 24},   {BSM_POSITION_RIGHT_THUMB, "thumb", 24},
    {BSM_POSITION_RIGHT_INDEX, "index", 5},   {BSM_POSITION_RIGHT_MIDDLE, "middle", 0},
    {BSM_POSITION_RIGHT_RING, "ring", 5},     {BSM_POSITION_RIGHT_LITTLE, "little", 16},
};

enum { FINGERS = sizeof fingers / sizeof fingers[0], FINGER_STEP = 36, TIP_WIDTH = 31, TIP_HEIGHT = 62, GAP = 12 };

static void draw_ridges(cairo_t *cairo, struct box tip)
{
    cairo_set_source_rgba(cairo, 0.49, 0.40, 0.28, 0.7);
    cairo_set_line_width(cairo, 1.3);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    tip = brush_place(cairo, tip);
    for (int ring = 0; ring < 3; ring++) {
        double radius = 3 + 3.8 * ring, middle = tip.x + tip.width / 2, base = tip.y + 20;
        cairo_new_path(cairo);
        cairo_move_to(cairo, middle - radius, base + 7 + 2 * ring);
        cairo_arc(cairo, middle, base, radius, M_PI, M_PI * 2);
        cairo_line_to(cairo, middle + radius, base + 7 + 2 * ring);
        cairo_stroke(cairo);
    }
}

static void draw_missing(cairo_t *cairo, struct box tip)
{
    struct box stump = {tip.x, tip.y + tip.height * 0.6, tip.width, tip.height * 0.4};
    brush_box(cairo, stump, 8, BRUSH_BAD_TINT);
    brush_label(cairo, stump, (struct brush_font){15, 700, BRUSH_BAD, BRUSH_CENTRE}, "×");
}

/* A finger tip that is pressed to put the finger on the glass. */
static void draw_finger(struct panel *panel, const struct desk *desk, cairo_t *cairo, int index, struct box box)
{
    enum bsm_position position = fingers[index].position;
    bool resting = desk->resting == position, asked = desk->asked == position;
    struct box tip = {box.x + (box.width - TIP_WIDTH) / 2, box.y + fingers[index].lower_px, TIP_WIDTH, TIP_HEIGHT};
    if (desk_lacks(desk, position)) {
        draw_missing(cairo, tip);
    } else {
        brush_box(cairo, tip, tip.width / 2.05, resting ? BRUSH_GREEN_TINT : asked ? BRUSH_GOLD_TINT : BRUSH_SKIN);
        brush_outline(cairo, tip, tip.width / 2.05, asked || resting ? 3 : 1.5,
                      asked     ? BRUSH_GOLD
                      : resting ? BRUSH_GREEN
                                : BRUSH_SKIN_LINE);
        draw_ridges(cairo, tip);
    }
    brush_label(cairo, (struct box){box.x - 4, box.y + box.height - 18, box.width + 8, 18},
                (struct brush_font){11, asked ? 700 : 500, asked ? BRUSH_GOLD_DEEP : BRUSH_SOFT, BRUSH_CENTRE},
                fingers[index].name);
    panel_spot(panel, cairo, box, DESK_PUT, (int)position);
}

static void draw_asked(const struct desk *desk, cairo_t *cairo, struct box card)
{
    char name[32], text[96];
    if (desk->asked == BSM_POSITION_NONE)
        return;
    struct box chip = {card.x + card.width - PAD - 186, card.y + 13, 186, 26};
    snprintf(name, sizeof name, "%s", bsm_position_name(desk->asked));
    for (char *at = name; *at; at++)
        if (*at == '_')
            *at = ' ';
    snprintf(text, sizeof text, "%s %s", bench_words(desk->english, "asked for:"), bench_words(desk->english, name));
    brush_box(cairo, chip, 13, BRUSH_GOLD_TINT);
    brush_label(cairo, chip, (struct brush_font){13, 600, BRUSH_GOLD_DEEP, BRUSH_CENTRE}, text);
}

void panel_draw_fingers(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box card)
{
    static const char *const whose[] = {"Their own", "Somebody else's"};
    static const char *const touches[] = {"Well", "Dry", "Wet", "Only the tip"};
    double x = card.x + PAD, y = card.y + 66, width = card.width - 2 * PAD;
    double hand = FINGERS / 2 * FINGER_STEP;
    /* Hands do not change sides with the language. */
    bool mirrored = !desk->english;
    brush_card(cairo, card);
    brush_label(cairo, (struct box){x, card.y + 10, 180, 32}, panel_heading, "Finger on the reader");
    draw_asked(desk, cairo, card);
    brush_label(cairo, (struct box){x, card.y + 42, hand, 18}, (struct brush_font){12, 500, BRUSH_SOFT, BRUSH_CENTRE},
                mirrored ? "right hand" : "left hand");
    brush_label(cairo, (struct box){x + hand + GAP, card.y + 42, hand, 18},
                (struct brush_font){12, 500, BRUSH_SOFT, BRUSH_CENTRE}, mirrored ? "left hand" : "right hand");
    for (int i = 0; i < FINGERS; i++)
        draw_finger(panel, desk, cairo, mirrored ? FINGERS - 1 - i : i,
                    (struct box){x + i * FINGER_STEP + (i >= FINGERS / 2 ? GAP : 0), y, FINGER_STEP, 106});
    panel_choices(panel, cairo, (struct box){x, y + 116, width, 32}, whose, 2, (int)desk->finger_whose, DESK_WHOSE, 0);
    panel_choices(panel, cairo, (struct box){x, y + 154, width, 32}, touches, 4, (int)desk->touch, DESK_TOUCH, 0);
}
