#include "tests/sim/bench/panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MARGIN = 20, LEFT_WIDTH = 384, PHONE_X = MARGIN + LEFT_WIDTH + 18 };

static const struct brush_font heading = {15, 600, BRUSH_SOFT, BRUSH_LEFT};

static void add_spot(struct panel *panel, struct box box, enum desk_deed deed, int argument)
{
    if (panel->spot_count < PANEL_SPOTS_MAX)
        panel->spots[panel->spot_count++] = (struct panel_spot){box, deed, argument};
}

enum desk_deed panel_press(const struct panel *panel, double x, double y, int *argument)
{
    for (int i = 0; i < panel->spot_count; i++) {
        const struct box *box = &panel->spots[i].box;
        if (x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height) {
            *argument = panel->spots[i].argument;
            return panel->spots[i].deed;
        }
    }
    return DESK_NOTHING;
}

void panel_finish(struct panel *panel)
{
    portrait_view_finish(&panel->portrait);
    panel->spot_count = 0;
}

static void button(struct panel *panel, cairo_t *cairo, struct box box, const char *text, bool strong,
                   enum desk_deed deed, int argument)
{
    brush_box(cairo, box, 10, strong ? BRUSH_GREEN : BRUSH_CARD);
    if (!strong)
        brush_outline(cairo, box, 10, 1.5, BRUSH_LINE);
    brush_label(cairo, box, (struct brush_font){15, 600, strong ? BRUSH_WHITE : BRUSH_INK, BRUSH_CENTRE}, text);
    add_spot(panel, box, deed, argument);
}

/* One of several that belong together: the chosen one is filled. */
static void choices(struct panel *panel, cairo_t *cairo, struct box box, const char *const *texts, int count,
                    int chosen, enum desk_deed deed)
{
    double width = box.width / count;
    brush_box(cairo, box, 10, BRUSH_GREEN_TINT);
    for (int i = 0; i < count; i++) {
        struct box one = {box.x + i * width, box.y, width, box.height};
        struct box fill = {one.x + 3, one.y + 3, one.width - 6, one.height - 6};
        if (i == chosen)
            brush_box(cairo, fill, 8, BRUSH_GREEN);
        brush_label(cairo, one, (struct brush_font){15, 600, i == chosen ? BRUSH_WHITE : BRUSH_GREEN, BRUSH_CENTRE},
                    texts[i]);
        add_spot(panel, one, deed, i);
    }
}

/* 1496190016 as 149 619 0016, so that it is typed without losing one's place. */
static void spaced_number(const char *number, char out[24])
{
    snprintf(out, 24, "%.3s %.3s %.4s", number, number + 3, number + 6);
}

static void draw_chip(cairo_t *cairo, struct box box, const char *account)
{
    bool pending = strcmp(account, "PENDING") == 0;
    bool active = strcmp(account, "ACTIVE") == 0;
    const char *text = pending                        ? "account waits"
                       : active                       ? "account active"
                       : strcmp(account, "NONE") == 0 ? "no account"
                                                      : "in no register";
    brush_box(cairo, box, box.height / 2, pending ? BRUSH_GOLD_TINT : active ? BRUSH_GREEN_TINT : BRUSH_BAD_TINT);
    brush_label(cairo, box,
                (struct brush_font){13, 600,
                                    pending  ? BRUSH_GOLD_DEEP
                                    : active ? BRUSH_GREEN
                                             : BRUSH_BAD,
                                    BRUSH_CENTRE},
                text);
}

static void draw_facts(cairo_t *cairo, const struct bsm_world_person *person, double x, double y, double width)
{
    char number[24], birth[32];
    spaced_number(person->id_number, number);
    snprintf(birth, sizeof birth, "born %.2s / %.2s / %.4s", person->birth_date + 8, person->birth_date + 5,
             person->birth_date);
    y += brush_text(cairo, (struct box){x, y, width, 0}, (struct brush_font){18, 700, BRUSH_INK, BRUSH_LEFT},
                    person->name_en);
    y += 2;
    if (person->name_ar[0])
        y += brush_text(cairo, (struct box){x, y, width, 0}, (struct brush_font){16, 500, BRUSH_SOFT, BRUSH_LEFT},
                        person->name_ar);
    y += 8;
    y += brush_text(cairo, (struct box){x, y, width, 0}, (struct brush_font){26, 700, BRUSH_GREEN, BRUSH_LEFT}, number);
    y += brush_text(cairo, (struct box){x, y, width, 0}, (struct brush_font){17, 600, BRUSH_INK, BRUSH_LEFT}, birth);
    draw_chip(cairo, (struct box){x, y + 10, 132, 26}, person->account);
}

static void draw_person(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    struct box card = {MARGIN, 68, LEFT_WIDTH, 232};
    char place[32];
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + 18, card.y + 10, 220, 32}, heading, "Who stands at the kiosk");
    snprintf(place, sizeof place, "%d / %zu", desk->chosen + 1, desk->people.count + 1);
    button(panel, cairo, (struct box){card.x + 240, card.y + 10, 34, 32}, "‹", false, DESK_PREVIOUS, 0);
    brush_label(cairo, (struct box){card.x + 276, card.y + 10, 54, 32},
                (struct brush_font){14, 500, BRUSH_SOFT, BRUSH_CENTRE}, place);
    button(panel, cairo, (struct box){card.x + 332, card.y + 10, 34, 32}, "›", false, DESK_NEXT, 0);
    struct box picture = {card.x + 18, card.y + 54, 120, 160};
    const char *path = desk->person.probe[0] ? desk->person.probe : desk->person.portrait;
    cairo_surface_t *portrait = portrait_view_of(&panel->portrait, path);
    if (portrait)
        brush_picture(cairo, picture, 12, portrait);
    else
        brush_box(cairo, picture, 12, BRUSH_SKIN);
    draw_facts(cairo, &desk->person, card.x + 154, card.y + 52, card.width - 170);
}

static bool is_asked(const struct desk *desk, int finger) { return desk->asked == desk_positions[finger]; }

/* A finger tip that is pressed to put the finger on the glass. */
static void draw_finger(struct panel *panel, const struct desk *desk, cairo_t *cairo, int finger, struct box box,
                        const char *name)
{
    bool resting = desk->resting == finger;
    bool asked = is_asked(desk, finger);
    struct box tip = {box.x + 14, box.y, box.width - 28, box.height - 26};
    brush_box(cairo, tip, tip.width / 2.2, resting ? BRUSH_GREEN_TINT : BRUSH_SKIN);
    brush_outline(cairo, tip, tip.width / 2.2, asked || resting ? 3 : 1.5,
                  asked     ? BRUSH_GOLD
                  : resting ? BRUSH_GREEN
                            : BRUSH_SKIN_LINE);
    cairo_set_source_rgba(cairo, 0.49, 0.40, 0.28, 0.7);
    cairo_set_line_width(cairo, 1.6);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    for (int ring = 0; ring < 4; ring++) {
        double radius = 4 + 5.0 * ring, middle = tip.x + tip.width / 2, base = tip.y + 36;
        cairo_new_path(cairo);
        cairo_move_to(cairo, middle - radius, base + 8 + 2 * ring);
        cairo_arc(cairo, middle, base, radius, M_PI, M_PI * 2);
        cairo_line_to(cairo, middle + radius, base + 8 + 2 * ring);
        cairo_stroke(cairo);
    }
    brush_label(cairo, (struct box){box.x - 6, box.y + box.height - 24, box.width + 12, 24},
                (struct brush_font){13, asked ? 700 : 500, asked ? BRUSH_GOLD_DEEP : BRUSH_INK, BRUSH_CENTRE}, name);
    add_spot(panel, box, DESK_PUT, finger);
}

static void draw_fingers(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    static const char *const names[DESK_FINGERS] = {"left middle", "left index", "right index", "right middle"};
    static const char *const whose[] = {"Their own", "Somebody else's"};
    struct box card = {MARGIN, 316, LEFT_WIDTH, 206};
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + 18, card.y + 10, 180, 32}, heading, "Finger on the reader");
    if (desk->asked != BSM_POSITION_NONE) {
        struct box chip = {card.x + 216, card.y + 13, 150, 26};
        brush_box(cairo, chip, 13, BRUSH_GOLD_TINT);
        brush_label(cairo, chip, (struct brush_font){13, 600, BRUSH_GOLD_DEEP, BRUSH_CENTRE}, "the kiosk is asking");
    }
    for (int finger = 0; finger < DESK_FINGERS; finger++)
        draw_finger(panel, desk, cairo, finger, (struct box){card.x + 18 + finger * 89.0, card.y + 48, 80, 100},
                    names[finger]);
    choices(panel, cairo, (struct box){card.x + 18, card.y + 158, card.width - 36, 36}, whose, 2,
            (int)desk->finger_whose, DESK_WHOSE);
}

static void draw_face(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    static const char *const whose[] = {"Themselves", "Somebody else", "Nobody"};
    struct box card = {MARGIN, 538, LEFT_WIDTH, 98};
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + 18, card.y + 10, 300, 32}, heading, "Before the camera");
    choices(panel, cairo, (struct box){card.x + 18, card.y + 48, card.width - 36, 36}, whose, 3, (int)desk->face_whose,
            DESK_FACE);
}

static void cable(struct panel *panel, cairo_t *cairo, struct box box, const char *name, const char *action, bool out,
                  enum desk_deed deed)
{
    brush_box(cairo, box, 10, out ? BRUSH_BAD_TINT : BRUSH_CARD);
    brush_outline(cairo, box, 10, 1.5, out ? BRUSH_BAD : BRUSH_LINE);
    brush_label(cairo, (struct box){box.x, box.y + 8, box.width, 22},
                (struct brush_font){15, 600, out ? BRUSH_BAD : BRUSH_INK, BRUSH_CENTRE}, name);
    brush_label(cairo, (struct box){box.x, box.y + 29, box.width, 20},
                (struct brush_font){13, 400, BRUSH_SOFT, BRUSH_CENTRE}, action);
    add_spot(panel, box, deed, 0);
}

static void draw_cables(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    struct box card = {MARGIN, 652, LEFT_WIDTH, 118};
    bool reader_out = bsm_world_reader_pulled(&desk->world);
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + 18, card.y + 10, 300, 32}, heading, "Cables and lines");
    cable(panel, cairo, (struct box){card.x + 18, card.y + 46, 108, 56}, "Reader",
          reader_out ? "plug it in" : "pull it out", reader_out, DESK_READER);
    cable(panel, cairo, (struct box){card.x + 138, card.y + 46, 108, 56}, "Camera",
          desk->camera_pulled ? "plug it in" : "pull it out", desk->camera_pulled, DESK_CAMERA);
    cable(panel, cairo, (struct box){card.x + 258, card.y + 46, 108, 56}, "Centre",
          desk->centre_stopped ? "start it" : "stop it", desk->centre_stopped, DESK_CENTRE);
}

static void draw_note(const struct desk *desk, cairo_t *cairo)
{
    struct box box = {MARGIN, 784, LEFT_WIDTH, 56};
    const char *note = desk->note[0] ? desk->note : "The mouse touches the kiosk; here you are the person.";
    brush_box(cairo, box, 12, BRUSH_GREEN_TINT);
    brush_label(cairo, (struct box){box.x + 12, box.y, box.width - 24, box.height},
                (struct brush_font){14, 500, BRUSH_GREEN, BRUSH_CENTRE}, note);
}

static double draw_bubble(cairo_t *cairo, const struct bsm_phone_message *message, double y, double limit)
{
    struct box box = {PHONE_X + 24, y, 172, 0};
    struct brush_font font = {13, 400, BRUSH_INK, BRUSH_LEFT};
    /* Measured by drawing beyond the window. */
    double height = brush_text(cairo, (struct box){-4000, 0, box.width - 24, 0}, font, message->text);
    box.height = height + (message->code[0] ? 54 : 20);
    if (y + box.height > limit)
        return limit;
    brush_box(cairo, box, 12, BRUSH_CARD);
    brush_text(cairo, (struct box){box.x + 12, y + 10, box.width - 24, 0}, font, message->text);
    if (message->code[0])
        brush_label(cairo, (struct box){box.x, y + 12 + height, box.width, 36},
                    (struct brush_font){26, 700, BRUSH_GREEN, BRUSH_CENTRE}, message->code);
    return y + box.height + 10;
}

static void draw_phone(const struct desk *desk, cairo_t *cairo)
{
    struct box body = {PHONE_X, 68, 660 - PHONE_X - MARGIN, 470};
    struct box screen = {body.x + 10, body.y + 36, body.width - 20, body.height - 62};
    brush_box(cairo, body, 30, BRUSH_PHONE);
    brush_box(cairo, (struct box){body.x + body.width / 2 - 26, body.y + 16, 52, 6}, 3, BRUSH_SOFT);
    brush_box(cairo, screen, 12, BRUSH_PHONE_SCREEN);
    brush_label(cairo, (struct box){screen.x, screen.y + 6, screen.width, 24},
                (struct brush_font){14, 600, BRUSH_INK, BRUSH_CENTRE}, "Your phone");
    brush_label(cairo, (struct box){screen.x, screen.y + 28, screen.width, 20},
                (struct brush_font){12, 400, BRUSH_SOFT, BRUSH_CENTRE},
                desk->person.mobile[0] ? desk->person.mobile : "none");
    double y = screen.y + 58;
    if (desk->message_count == 0)
        brush_label(cairo, (struct box){screen.x, y + 60, screen.width, 40},
                    (struct brush_font){13, 400, BRUSH_SOFT, BRUSH_CENTRE}, "no messages yet");
    for (int i = 0; i < desk->message_count; i++)
        y = draw_bubble(cairo, &desk->messages[i], y, screen.y + screen.height - 6);
}

static void draw_guide(cairo_t *cairo)
{
    static const char *const steps[] = {"Touch a language on the kiosk, then agree.",
                                        "Type the number and date from the card.",
                                        "Press the finger that is asked for, here.",
                                        "Look into the camera: nothing to do.", "Type the code from your phone."};
    struct box card = {PHONE_X, 556, 660 - PHONE_X - MARGIN, 284};
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + 16, card.y + 10, 180, 32}, heading, "A visit");
    double y = card.y + 42;
    for (int i = 0; i < (int)(sizeof steps / sizeof steps[0]); i++) {
        char number[] = {(char)('1' + i), 0};
        struct box dot = {card.x + 16, y + 1, 22, 22};
        brush_box(cairo, dot, 11, BRUSH_GREEN_TINT);
        brush_label(cairo, dot, (struct brush_font){12, 700, BRUSH_GREEN, BRUSH_CENTRE}, number);
        y += 4 + brush_text(cairo, (struct box){card.x + 48, y, card.width - 62, 0},
                            (struct brush_font){13, 400, BRUSH_INK, BRUSH_LEFT}, steps[i]);
    }
}

static void draw_header(const struct desk *desk, cairo_t *cairo)
{
    char screen[STAGE_WORD_SIZE], text[64];
    desk_screen(desk, screen);
    brush_label(cairo, (struct box){MARGIN, 14, 260, 42}, (struct brush_font){24, 700, BRUSH_INK, BRUSH_LEFT},
                "The bench");
    for (char *c = screen; *c; c++)
        if (*c == '_')
            *c = ' ';
    snprintf(text, sizeof text, "kiosk: %s", screen[0] ? screen : "not there yet");
    struct box chip = {660 - MARGIN - 218, 20, 218, 30};
    brush_box(cairo, chip, 15, BRUSH_CARD);
    brush_label(cairo, chip, (struct brush_font){14, 500, BRUSH_SOFT, BRUSH_CENTRE}, text);
}

void panel_draw(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    panel->spot_count = 0;
    brush_box(cairo, (struct box){-40, -40, PANEL_WIDTH_PX + 80, PANEL_HEIGHT_PX + 80}, 1, BRUSH_PAPER);
    draw_header(desk, cairo);
    draw_person(panel, desk, cairo);
    draw_fingers(panel, desk, cairo);
    draw_face(panel, desk, cairo);
    draw_cables(panel, desk, cairo);
    draw_note(desk, cairo);
    draw_phone(desk, cairo);
    draw_guide(cairo);
}
