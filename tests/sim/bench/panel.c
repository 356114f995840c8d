#include "tests/sim/bench/panel.h"

#include <stdio.h>
#include <string.h>

#include "tests/sim/bench/panel_impl.h"
#include "tests/sim/bench/words.h"

const struct brush_font panel_heading = {15, 600, BRUSH_SOFT, BRUSH_LEFT};
const struct brush_font panel_small = {12, 500, BRUSH_SOFT, BRUSH_LEFT};

void panel_spot(struct panel *panel, cairo_t *cairo, struct box box, enum desk_deed deed, int argument)
{
    if (panel->spot_count < PANEL_SPOTS_MAX)
        panel->spots[panel->spot_count++] = (struct panel_spot){brush_place(cairo, box), deed, argument};
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

void panel_button(struct panel *panel, cairo_t *cairo, struct box box, const char *text, enum desk_deed deed,
                  int argument)
{
    brush_box(cairo, box, 10, BRUSH_CARD);
    brush_outline(cairo, box, 10, 1.5, BRUSH_LINE);
    brush_label(cairo, box, (struct brush_font){14, 600, BRUSH_INK, BRUSH_CENTRE}, text);
    panel_spot(panel, cairo, box, deed, argument);
}

void panel_choices(struct panel *panel, cairo_t *cairo, struct box box, const char *const *texts, int count, int chosen,
                   enum desk_deed deed, int argument)
{
    double width = box.width / count;
    double size_px = width < 70 ? 12 : width < 95 ? 13 : 14;
    brush_box(cairo, box, 10, BRUSH_GREEN_TINT);
    for (int i = 0; i < count; i++) {
        struct box one = {box.x + i * width, box.y, width, box.height};
        struct box fill = {one.x + 3, one.y + 3, one.width - 6, one.height - 6};
        if (i == chosen)
            brush_box(cairo, fill, 8, BRUSH_GREEN);
        brush_label(cairo, one,
                    (struct brush_font){size_px, 600, i == chosen ? BRUSH_WHITE : BRUSH_GREEN, BRUSH_CENTRE}, texts[i]);
        panel_spot(panel, cairo, one, deed, argument + i);
    }
}

void panel_spaced(const char *number, char out[24])
{
    if (strlen(number) == 10)
        snprintf(out, 24, "%.3s %.3s %.4s", number, number + 3, number + 6);
    else
        snprintf(out, 24, "%s", number);
}

void panel_typed_mobile(const char *mobile, char out[24])
{
    bool ours = strncmp(mobile, "+966", 4) == 0;
    snprintf(out, 24, "%s%s", ours ? "0" : "", ours ? mobile + 4 : mobile);
}

static void draw_kinds(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box box)
{
    const char *labels[DESK_KINDS];
    for (int i = 0; i < DESK_KINDS; i++)
        labels[i] = desk_kinds[i].label;
    panel_choices(panel, cairo, (struct box){box.x, box.y, box.width, 32}, labels, DESK_KINDS / 2, desk->kind,
                  DESK_KIND, 0);
    panel_choices(panel, cairo, (struct box){box.x, box.y + 36, box.width, 32}, labels + DESK_KINDS / 2, DESK_KINDS / 2,
                  desk->kind - DESK_KINDS / 2, DESK_KIND, DESK_KINDS / 2);
}

static void draw_chip(cairo_t *cairo, struct box box, const char *account)
{
    bool pending = strcmp(account, "PENDING") == 0, active = strcmp(account, "ACTIVE") == 0;
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

/* A line "mobile  057 801 8001". */
static double draw_fact(cairo_t *cairo, struct box line, const char *label, const char *value)
{
    brush_label(cairo, (struct box){line.x, line.y, 50, 24}, panel_small, label);
    brush_label(cairo, (struct box){line.x + 54, line.y, line.width - 54, 24},
                (struct brush_font){16, 600, BRUSH_INK, BRUSH_LEFT}, value);
    return line.y + 24;
}

static void draw_mobile(const struct desk *desk, cairo_t *cairo, struct box line)
{
    char typed[24], number[24];
    const char *kind = desk->person.kind;
    panel_typed_mobile(desk->person.mobile, typed);
    panel_spaced(typed, number);
    bool none = strstr(kind, "no_mobile") || !number[0];
    line.y = draw_fact(cairo, line, "mobile", none ? "none on file" : number);
    panel_spaced(desk->new_mobile, number);
    draw_fact(cairo, line, "or new", number);
}

static void draw_facts(const struct desk *desk, cairo_t *cairo, struct box box)
{
    const struct bsm_world_person *person = &desk->person;
    char number[24], birth[32];
    panel_spaced(person->id_number, number);
    snprintf(birth, sizeof birth, "%.2s / %.2s / %.4s", person->birth_date + 8, person->birth_date + 5,
             person->birth_date);
    const char *first = person->name_ar[0] ? person->name_ar : person->name_en;
    box.y += brush_text(cairo, box, (struct brush_font){17, 700, BRUSH_INK, BRUSH_LEFT}, first);
    if (person->name_ar[0])
        box.y += brush_text(cairo, box, (struct brush_font){13, 500, BRUSH_SOFT, BRUSH_LEFT}, person->name_en);
    box.y += 4;
    box.y += brush_text(cairo, box, (struct brush_font){26, 700, BRUSH_GREEN, BRUSH_LEFT}, number);
    box.y = draw_fact(cairo, box, "born", birth);
    draw_mobile(desk, cairo, box);
}

static void draw_person(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box card)
{
    char place[32];
    int count, at = desk_place(desk, &count);
    double right = card.x + card.width - PAD;
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + PAD, card.y + 10, 220, 32}, panel_heading, "Who stands at the kiosk");
    snprintf(place, sizeof place, "%d / %d", at, count);
    panel_button(panel, cairo, (struct box){right - 126, card.y + 10, 34, 32}, desk->english ? "‹" : "›", DESK_PREVIOUS,
                 0);
    brush_label(cairo, (struct box){right - 90, card.y + 10, 54, 32},
                (struct brush_font){14, 500, BRUSH_SOFT, BRUSH_CENTRE}, place);
    panel_button(panel, cairo, (struct box){right - 34, card.y + 10, 34, 32}, desk->english ? "›" : "‹", DESK_NEXT, 0);
    draw_kinds(panel, desk, cairo, (struct box){card.x + PAD, card.y + 50, card.width - 2 * PAD, 68});
    struct box picture = {card.x + PAD, card.y + 130, 112, 132};
    const char *path = desk->person.probe[0] ? desk->person.probe : desk->person.portrait;
    cairo_surface_t *portrait = portrait_view_of(&panel->portrait, path);
    if (portrait)
        brush_picture(cairo, picture, 12, portrait);
    else
        brush_box(cairo, picture, 12, BRUSH_SKIN);
    draw_chip(cairo, (struct box){picture.x, picture.y + 138, picture.width, 24}, desk->person.account);
    draw_facts(desk, cairo, (struct box){card.x + 144, card.y + 126, card.width - 144 - PAD, 0});
}

/* A thing that is pulled, stopped or killed. */
static void thing(struct panel *panel, cairo_t *cairo, struct box box, const char *name, const char *action, bool out,
                  enum desk_deed deed, int argument)
{
    brush_box(cairo, box, 10, out ? BRUSH_BAD_TINT : BRUSH_CARD);
    brush_outline(cairo, box, 10, 1.5, out ? BRUSH_BAD : BRUSH_LINE);
    brush_label(cairo, (struct box){box.x, box.y + 5, box.width, 22},
                (struct brush_font){15, 600, out ? BRUSH_BAD : BRUSH_INK, BRUSH_CENTRE}, name);
    brush_label(cairo, (struct box){box.x, box.y + 26, box.width, 18},
                (struct brush_font){12, 400, BRUSH_SOFT, BRUSH_CENTRE}, action);
    panel_spot(panel, cairo, box, deed, argument);
}

static void draw_trouble(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box card)
{
    bool reader_out = bsm_world_reader_pulled(&desk->world);
    double x = card.x + PAD, y = card.y + 42, width = (card.width - 2 * PAD - 20) / 3,
           cable = (card.width - 2 * PAD - 30) / 4, step = width + 10;
    brush_card(cairo, card);
    brush_label(cairo, (struct box){x, card.y + 8, 300, 30}, panel_heading,
                "Cables, the centre, the kiosk's processes");
    thing(panel, cairo, (struct box){x, y, cable, 50}, "Reader", reader_out ? "plug it in" : "pull it out", reader_out,
          DESK_READER, 0);
    thing(panel, cairo, (struct box){x + cable + 10, y, cable, 50}, "Camera",
          desk->camera_pulled ? "plug it in" : "pull it out", desk->camera_pulled, DESK_CAMERA, 0);
    thing(panel, cairo, (struct box){x + 2 * (cable + 10), y, cable, 50}, "Centre",
          desk->centre_stopped ? "start it" : "stop it", desk->centre_stopped, DESK_CENTRE, 0);
    thing(panel, cairo, (struct box){x + 3 * (cable + 10), y, cable, 50}, "Campaign",
          desk->campaign ? "end it" : "begin it", false, DESK_CAMPAIGN, 0);
    for (int leaf = 0; leaf < DESK_LEAVES; leaf++)
        thing(panel, cairo, (struct box){x + leaf * step, y + 58, width, 50}, desk_leaves[leaf], "kill it", false,
              DESK_KILL, leaf);
}

static void draw_guide(const struct desk *desk, cairo_t *cairo, struct box card)
{
    static const char *const steps[] = {"On the kiosk: language, wish, consent.", "Type number and date from the card.",
                                        "Press the finger that is asked for, here.",
                                        "The face is seen and turns by itself.", "Type the code from the phone."};
    brush_card(cairo, card);
    brush_label(cairo, (struct box){card.x + PAD, card.y + 8, 180, 30}, panel_heading, "What to try");
    double y = card.y + 40, width = card.width - 2 * PAD;
    y += 8 + brush_text(cairo, (struct box){card.x + PAD, y, width, 0},
                        (struct brush_font){14, 500, BRUSH_GREEN, BRUSH_LEFT}, desk_kinds[desk->kind].hint);
    for (int i = 0; i < (int)(sizeof steps / sizeof steps[0]); i++) {
        char number[] = {(char)('1' + i), 0};
        struct box dot = {card.x + PAD, y, 20, 20};
        brush_box(cairo, dot, 10, BRUSH_GREEN_TINT);
        brush_label(cairo, dot, (struct brush_font){12, 700, BRUSH_GREEN, BRUSH_CENTRE}, number);
        y += 4 + brush_text(cairo, (struct box){card.x + PAD + 28, y + 1, width - 28, 0},
                            (struct brush_font){13, 400, BRUSH_INK, BRUSH_LEFT}, steps[i]);
    }
}

static void draw_header(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    char screen[STAGE_WORD_SIZE], text[64];
    desk_screen(desk, screen);
    brush_label(cairo, (struct box){MARGIN, 14, 160, 42}, (struct brush_font){24, 700, BRUSH_INK, BRUSH_LEFT},
                "The bench");
    const char *note = desk->note[0] ? desk->note : "The mouse touches the kiosk; here you are the person.";
    struct box strip = {MARGIN + 150, 18, MIDDLE_X + MIDDLE_WIDTH - MARGIN - 150 - 96, 34};
    brush_box(cairo, strip, 12, BRUSH_GREEN_TINT);
    brush_label(cairo, (struct box){strip.x + 12, strip.y, strip.width - 24, strip.height},
                (struct brush_font){14, 500, BRUSH_GREEN, BRUSH_CENTRE}, note);
    for (char *c = screen; *c; c++)
        if (*c == '_')
            *c = ' ';
    snprintf(text, sizeof text, "%s %s", bench_words(desk->english, "kiosk:"),
             bench_words(desk->english, screen[0] ? screen : "not there yet"));
    panel_button(panel, cairo, (struct box){MIDDLE_X + MIDDLE_WIDTH - 84, 18, 84, 34},
                 desk->english ? "العربية" : "English", DESK_LANGUAGE, 0);
    struct box chip = {PHONE_X, 20, PHONE_WIDTH, 30};
    brush_box(cairo, chip, 15, BRUSH_CARD);
    brush_label(cairo, chip, (struct brush_font){14, 500, BRUSH_SOFT, BRUSH_CENTRE}, text);
}

void panel_draw(struct panel *panel, const struct desk *desk, cairo_t *cairo)
{
    double mirror = desk->english ? 0 : PANEL_WIDTH_PX;
    brush_mirror(cairo, &mirror);
    panel->spot_count = 0;
    brush_box(cairo, (struct box){-40, -40, PANEL_WIDTH_PX + 80, PANEL_HEIGHT_PX + 80}, 1, BRUSH_PAPER);
    draw_header(panel, desk, cairo);
    draw_person(panel, desk, cairo, (struct box){MARGIN, TOP, LEFT_WIDTH, 306});
    panel_draw_fingers(panel, desk, cairo, (struct box){MARGIN, 386, LEFT_WIDTH, 268});
    draw_trouble(panel, desk, cairo, (struct box){MARGIN, 668, LEFT_WIDTH, BOTTOM - 668});
    panel_draw_camera(panel, desk, cairo, (struct box){MIDDLE_X, TOP, MIDDLE_WIDTH, 478});
    draw_guide(desk, cairo, (struct box){MIDDLE_X, 560, MIDDLE_WIDTH, BOTTOM - 560});
    panel_draw_phone(desk, cairo, (struct box){PHONE_X, TOP, PHONE_WIDTH, BOTTOM - TOP});
    brush_mirror(cairo, NULL);
}
