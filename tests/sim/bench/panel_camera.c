#include "tests/sim/bench/panel_impl.h"

static double draw_group(struct panel *panel, const struct desk *desk, cairo_t *cairo, int group, struct box row)
{
    const struct desk_look_group *looks = &desk_looks[group];
    const char *labels[DESK_LOOKS_MAX];
    for (int i = 0; i < looks->count; i++)
        labels[i] = looks->choices[i].label;
    brush_label(cairo, (struct box){row.x, row.y, row.width, 18}, panel_small, looks->label);
    panel_choices(panel, cairo, (struct box){row.x, row.y + 19, row.width, row.height - 4}, labels, looks->count,
                  desk->looks[group], DESK_LOOK, desk_look_argument(group, 0));
    return row.y + 19 + row.height + 4;
}

static bool is_usual(const struct desk *desk)
{
    for (int group = 0; group < DESK_LOOK_GROUPS; group++)
        if (desk->looks[group])
            return false;
    return true;
}

void panel_draw_camera(struct panel *panel, const struct desk *desk, cairo_t *cairo, struct box card)
{
    static const char *const whose[] = {"Themselves", "Another", "Nobody"};
    struct box row = {card.x + PAD, card.y + 48, card.width - 2 * PAD, 32};
    brush_card(cairo, card);
    brush_label(cairo, (struct box){row.x, card.y + 10, 160, 32}, panel_heading, "Before the camera");
    if (!is_usual(desk))
        panel_button(panel, cairo, (struct box){card.x + card.width - PAD - 92, card.y + 11, 92, 28}, "As usual",
                     DESK_STRAIGHT, 0);
    panel_choices(panel, cairo, row, whose, 3, (int)desk->face_whose, DESK_FACE, 0);
    row.y += 42;
    for (int group = 0; group < DESK_LOOK_GROUPS; group++)
        row.y = draw_group(panel, desk, cairo, group, row);
}
