#include "tests/sim/camera/mesh.h"

#include <math.h>
#include <stdlib.h>

#include "tests/sim/camera/fill.h"

enum { CELLS_OF_HEAD = 36 };

/* How much of the light in the picture's room comes from all around; the rest comes from before and above the face. */
static const double around = 0.82, light_up = 0.35;

struct mesh_knot {
    struct point at; /* in the skin, px */
    struct spot spot;
    struct spot normal; /* of unit length */
    double share;
};

static struct spot spot_at(const struct head *head, double x, double y, enum mesh_relief relief)
{
    struct point local = head_local(head, x, y);
    double bow = local.x / head->wide;
    double z = relief == MESH_FLAT ? head->deep * (1.15 - 0.12 * bow * bow) : head_depth(head, local.x, local.y);
    return (struct spot){local.x, local.y, z};
}

static struct spot normal_at(const struct head *head, double x, double y, enum mesh_relief relief)
{
    double step = head->cm * 0.5;
    struct point at = head_local(head, x, y), next = head_planes(head, at.x + step, at.y);
    struct point under = head_planes(head, at.x, at.y + step);
    double here = spot_at(head, x, y, relief).z;
    double dp = (spot_at(head, next.x, next.y, relief).z - here) / step;
    double dq = (spot_at(head, under.x, under.y, relief).z - here) / step;
    double length = sqrt(1 + dp * dp + dq * dq);
    return (struct spot){-dp / length, -dq / length, 1 / length};
}

static void set_knots(struct mesh *mesh, enum mesh_relief relief)
{
    for (int row = 0; row < mesh->rows; row++) {
        for (int column = 0; column < mesh->columns; column++) {
            struct mesh_knot *knot = &mesh->knots[row * mesh->columns + column];
            double x = column * mesh->cell_px, y = row * mesh->cell_px;
            knot->at = (struct point){x, y};
            knot->spot = spot_at(&mesh->head, x, y, relief);
            knot->normal = normal_at(&mesh->head, x, y, relief);
            knot->share = relief == MESH_FLAT ? 1 : head_share(&mesh->head, knot->spot.p, knot->spot.q);
        }
    }
}

static bool is_seen(const struct mesh_skin *skin, int left, int top, int side)
{
    for (int y = top; y <= top + side && y < skin->planes->height; y++)
        for (int x = left; x <= left + side && x < skin->planes->width; x++)
            if (skin->alpha[(size_t)y * (size_t)skin->planes->width + (size_t)x])
                return true;
    return false;
}

bool mesh_init(struct mesh *mesh, const struct mesh_skin *skin, const struct head *head, enum mesh_relief relief)
{
    int side = (int)(head->tall * 2 / CELLS_OF_HEAD);
    *mesh = (struct mesh){.cell_px = side < 4 ? 4 : side, .head = *head};
    mesh->columns = (skin->planes->width - 1) / mesh->cell_px + 1;
    mesh->rows = (skin->planes->height - 1) / mesh->cell_px + 1;
    size_t count = (size_t)mesh->columns * (size_t)mesh->rows;
    mesh->knots = calloc(count, sizeof *mesh->knots);
    mesh->corners = calloc(count, sizeof *mesh->corners);
    mesh->seen = calloc(count, sizeof *mesh->seen);
    if (!mesh->knots || !mesh->corners || !mesh->seen)
        return false;
    set_knots(mesh, relief);
    for (int row = 0; row + 1 < mesh->rows; row++)
        for (int column = 0; column + 1 < mesh->columns; column++)
            mesh->seen[row * mesh->columns + column] =
                is_seen(skin, column * mesh->cell_px, row * mesh->cell_px, mesh->cell_px);
    return true;
}

void mesh_finish(struct mesh *mesh)
{
    free(mesh->knots);
    free(mesh->corners);
    free(mesh->seen);
    *mesh = (struct mesh){0};
}

static const struct rotation_matrix still = {.pp = 1, .qq = 1, .zz = 1};

static double lambert(struct spot normal)
{
    double towards = (normal.z - light_up * normal.q) / sqrt(1 + light_up * light_up);
    return around + (1 - around) * fmax(towards, 0);
}

/* What the turn changes in the light of the picture, and what a lamp at the side adds or takes. */
static double gain_of(struct spot before, struct spot now, const struct mesh_light *light)
{
    double gain = light->level * lambert(now) / lambert(before);
    double strength = fabs(light->side), side = light->side < 0 ? -now.p : now.p;
    double lit = 0.18 + 1.25 * fmax(side + 0.25 * now.z, 0);
    return gain * (1 - strength + strength * lit);
}

static void place_corners(struct mesh *mesh, struct point anchor, const struct pose *pose,
                          const struct mesh_light *light)
{
    const struct head *head = &mesh->head;
    struct rotation_matrix whole = rotation_matrix(&pose->head, 1);
    double cosine = cos(pose->lean) * pose->scale, sine = sin(pose->lean) * pose->scale;
    for (int i = 0; i < mesh->columns * mesh->rows; i++) {
        const struct mesh_knot *knot = &mesh->knots[i];
        struct rotation_matrix part = knot->share >= 1   ? whole
                                      : knot->share <= 0 ? still
                                                         : rotation_matrix(&pose->head, knot->share);
        struct spot turned = rotation_apply(&part, head_from_joint(head, knot->spot));
        struct spot spot = head_place(head, knot->spot, turned, pose->scale);
        struct spot normal = rotation_apply(&part, knot->normal);
        struct point at = head_planes(head, spot.p, spot.q);
        double dx = at.x - anchor.x, dy = at.y - anchor.y;
        mesh->corners[i] = (struct mesh_corner){
            .x = (float)(pose->x + dx * cosine - dy * sine),
            .y = (float)(pose->y + dx * sine + dy * cosine),
            .near = (float)(spot.z * pose->scale * 4),
            .u = (float)knot->at.x,
            .v = (float)knot->at.y,
            .gain = (float)fmin(CANVAS_GAIN_ONE * gain_of(knot->normal, normal, light), CANVAS_GAIN_MAX),
            .facing = (float)(255 * fmin(fmax(normal.z, 0), 1)),
        };
    }
}

void mesh_draw(struct mesh *mesh, const struct mesh_skin *skin, struct point anchor, const struct pose *pose,
               const struct mesh_light *light, int strength, struct canvas *canvas)
{
    struct fill fill = {.skin = skin, .canvas = canvas, .strength = strength};
    place_corners(mesh, anchor, pose, light);
    for (int row = 0; row + 1 < mesh->rows; row++) {
        for (int column = 0; column + 1 < mesh->columns; column++) {
            int at = row * mesh->columns + column;
            const struct mesh_corner *here = &mesh->corners[at], *below = here + mesh->columns;
            if (!mesh->seen[at])
                continue;
            fill_triangle(&fill, here, here + 1, below);
            fill_triangle(&fill, here + 1, below + 1, below);
        }
    }
}
