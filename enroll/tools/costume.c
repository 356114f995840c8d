#include "enroll/tools/costume.h"

#include <math.h>
#include <string.h>

static const char *const names[COSTUME_KINDS] = {"bare", "head scarf", "clear glasses", "beard",
                                                 "mask", "niqab",      "scarf",         "dark glasses"};

const char *costume_name(enum costume_kind kind) { return names[kind]; }

bool costume_covers_mouth(enum costume_kind kind)
{
    return kind == COSTUME_MASK || kind == COSTUME_NIQAB || kind == COSTUME_SCARF;
}

bool costume_covers_eyes(enum costume_kind kind) { return kind == COSTUME_SUNGLASSES; }

/* A number of 0..1 for a seed and what it is for: the same in every run. */
static double chance(uint32_t seed, uint32_t what)
{
    uint64_t x = ((uint64_t)seed << 32 | (what + 1)) * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 31) * 0xbf58476d1ce4e5b9u;
    return (double)((x ^ x >> 29) >> 11) / 9007199254740992.0;
}

static double between(uint32_t seed, uint32_t what, double low, double high)
{
    return low + (high - low) * chance(seed, what);
}

/* The face's own axes: u along the eyes, v down, one the distance of the eyes, from the middle between them. */
struct axes {
    double x, y, along_x, along_y; /* along: of length 1 / distance */
    double jaw_u[17], jaw_v[17];
};

static void to_axes(const struct axes *axes, double x, double y, double *u, double *v)
{
    double dx = x - axes->x, dy = y - axes->y;
    *u = dx * axes->along_x + dy * axes->along_y;
    *v = dy * axes->along_x - dx * axes->along_y;
}

static struct axes axes_of(const struct bsm_face_found *found)
{
    const struct bsm_face_point *a = &found->marks[0], *b = &found->marks[1];
    double dx = b->x_px - a->x_px, dy = b->y_px - a->y_px, squared = fmax(dx * dx + dy * dy, 1);
    struct axes axes = {(a->x_px + b->x_px) / 2, (a->y_px + b->y_px) / 2, dx / squared, dy / squared, {0}, {0}};
    for (int i = 0; i < 17; i++)
        to_axes(&axes, found->landmarks[i].x_px, found->landmarks[i].y_px, &axes.jaw_u[i], &axes.jaw_v[i]);
    return axes;
}

/* Where the jaw's left (side -1) or right outline is at v; below the chin what it is at the mouth. */
static double jaw_at(const struct axes *axes, double v, int side)
{
    int step = side < 0 ? 1 : -1, i = side < 0 ? 0 : 16;
    for (; i != 8; i += step)
        if (axes->jaw_v[i + step] >= v) {
            double rise = axes->jaw_v[i + step] - axes->jaw_v[i];
            double share = rise > 0.001 ? fmin(fmax((v - axes->jaw_v[i]) / rise, 0), 1) : 0;
            return axes->jaw_u[i] + share * (axes->jaw_u[i + step] - axes->jaw_u[i]);
        }
    return 0;
}

static double smooth(double x)
{
    x = fmin(fmax(x, 0), 1);
    return x * x * (3 - 2 * x);
}

struct ink {
    double rgb[3], opacity;
};

struct cut {
    enum costume_kind kind;
    uint32_t seed;
    const struct axes *axes;
    double top, curve, tilt, wide, bottom, forehead; /* in distances of the eyes */
    double soft;
};

static struct cut cut_of(const struct axes *axes, enum costume_kind kind, uint32_t seed)
{
    static const double tops[COSTUME_KINDS][2] = {
        [COSTUME_MASK] = {0.22, 0.55}, [COSTUME_NIQAB] = {0.18, 0.5}, [COSTUME_SCARF] = {0.25, 0.85}};
    double chin = axes->jaw_v[8];
    struct cut cut = {.kind = kind, .seed = seed, .axes = axes};
    cut.top = between(seed, 1, tops[kind][0], tops[kind][1]);
    cut.curve = between(seed, 2, 0, kind == COSTUME_MASK ? 0.35 : 0.12);
    cut.tilt = between(seed, 3, -0.1, 0.1);
    cut.wide = kind == COSTUME_MASK ? between(seed, 4, 0.86, 1.02) : between(seed, 4, 1.0, 1.35);
    cut.bottom = kind == COSTUME_MASK ? chin + between(seed, 5, -0.1, 0.2) : 9;
    cut.forehead = -between(seed, 6, 0.4, 0.85);
    cut.soft = between(seed, 7, 0.02, 0.07);
    return cut;
}

/* How much of the cloth before the face is at u, v. */
static double veil_at(const struct cut *cut, double u, double v)
{
    double chin = cut->axes->jaw_v[8], at = fmin(v, chin - 0.45), open = fmax(v - at, 0);
    double half = u < 0 ? -jaw_at(cut->axes, at, -1) : jaw_at(cut->axes, at, 1);
    if (cut->kind == COSTUME_MASK)
        half *= cut->wide * sqrt(fmax(1 - pow(open / fmax(cut->bottom - at, 0.1), 2), 0));
    else
        half = half * cut->wide + 0.5 * open;
    double top = cut->top + cut->curve * u * u + cut->tilt * u;
    return smooth((v - top) / cut->soft) * smooth((half - fabs(u)) / cut->soft) * smooth((cut->bottom - v) / cut->soft);
}

/* Cloth about the face: over the brow, beside the cheeks, under the chin. */
static double hood_at(const struct cut *cut, double u, double v)
{
    double chin = cut->axes->jaw_v[8], half = 1.02 * (u < 0 ? -jaw_at(cut->axes, v, -1) : jaw_at(cut->axes, v, 1));
    double brow = cut->forehead + 0.12 * u * u;
    if (v < 0)
        half = fmax(half, 1.0);
    double free =
        smooth((half - fabs(u)) / cut->soft) * smooth((v - brow) / cut->soft) * smooth((chin + 0.04 - v) / cut->soft);
    double head = smooth((2.1 - hypot(u, fmin(v - 0.4, 0))) / 0.05);
    return (1 - free) * head * smooth((1.3 + fmax(v - chin, 0) - fabs(u)) / cut->soft);
}

static double pattern_at(uint32_t seed, double u, double v)
{
    double pitch = between(seed, 20, 6, 22), kind = chance(seed, 21), strength = between(seed, 22, 0.1, 0.5);
    if (kind < 0.7)
        return 0;
    double a = sin(u * pitch), b = sin(v * pitch);
    return strength * (kind < 0.8 ? b : kind < 0.9 ? (a * b > 0.4 ? 1 : 0) : a > 0 ? 0.5 : -0.5);
}

static struct ink cloth_at(const struct cut *cut, double u, double v, double opacity)
{
    uint32_t seed = cut->seed;
    struct ink ink = {.opacity = opacity};
    double grey = chance(seed, 10) < 0.35 ? between(seed, 11, 6, 40) : between(seed, 11, 20, 240);
    double along = between(seed, 12, -1.2, 1.2), pitch = between(seed, 13, 3, 11);
    double folds = between(seed, 14, 0, 0.22) * sin((v + along * u * u) * pitch + 6 * chance(seed, 15));
    folds += between(seed, 16, 0, 0.1) * sin((along * v - u) * pitch * 0.7 + 6 * chance(seed, 17));
    double side = between(seed, 18, -0.3, 0.3) * u - between(seed, 19, 0.05, 0.35) * u * u;
    double light = fmax(1 + folds + side + pattern_at(seed, u, v), 0.1);
    for (int i = 0; i < 3; i++)
        ink.rgb[i] = fmin(grey * (1 + between(seed, 30 + (uint32_t)i, -0.25, 0.25)) * light + 3, 255);
    return ink;
}

static double lens_distance(const struct cut *cut, double u, double v, double *temple)
{
    double eye = u < 0 ? -0.5 : 0.5, wide = between(cut->seed, 40, 0.33, 0.46), tall = between(cut->seed, 41, 0.2, 0.4);
    double power = between(cut->seed, 42, 2, 5), du = fabs(u - eye) / wide, dv = fabs(v - 0.04) / tall;
    bool aside = fabs(u) > 0.5 + wide || fabs(u) < 0.5 - wide;
    *temple = aside && fabs(u) < 1.05 ? smooth((0.05 - fabs(v + 0.08)) / 0.02) : 0;
    return (pow(pow(du, power) + pow(dv, power), 1 / power) - 1) * fmin(wide, tall);
}

static struct ink glasses_at(const struct cut *cut, double u, double v, bool dark)
{
    double temple, distance = lens_distance(cut, u, v, &temple), thick = between(cut->seed, 43, 0.015, 0.06);
    double rim = smooth((thick - fabs(distance)) / 0.02), grey = between(cut->seed, 44, 5, 90);
    struct ink ink = {{grey, grey, grey}, fmax(rim, temple) * between(cut->seed, 45, 0.6, 1)};
    if (distance < 0 && rim < 1) {
        double shine = exp(-pow((u + 0.5 * v - between(cut->seed, 46, -0.8, 0.8)) / 0.12, 2));
        double tint = dark ? between(cut->seed, 47, 4, 50) + 70 * shine * chance(cut->seed, 48) : 230;
        double lens = dark ? between(cut->seed, 49, 0.8, 1) : 0.04 + 0.3 * shine * chance(cut->seed, 48);
        if (lens > ink.opacity)
            ink = (struct ink){{tint, tint, tint}, lens};
    }
    return ink;
}

/* Hair on cheeks, chin and lip, with the mouth free. */
static struct ink beard_at(const struct cut *cut, const struct bsm_image *picture, int x, int y, double u, double v)
{
    double chin = cut->axes->jaw_v[8], mouth = chin - between(cut->seed, 50, 0.62, 0.72);
    double half =
        1.05 * (u < 0 ? -jaw_at(cut->axes, fmin(v, chin - 0.2), -1) : jaw_at(cut->axes, fmin(v, chin - 0.2), 1));
    double cheek = between(cut->seed, 51, 0.3, 0.8), line = mouth - 0.2 - cheek * (fabs(u) / fmax(half, 0.3) - 0.3);
    double lips = smooth((hypot(u / 0.42, (v - mouth) / 0.13) - 1) / 0.25);
    double length = between(cut->seed, 52, 0, 0.5), hair = chance(cut->seed ^ (uint32_t)(y * 3001), (uint32_t)x);
    double strength = between(cut->seed, 53, 0.35, 0.9) * (0.75 + 0.35 * hair), grey = between(cut->seed, 54, 8, 170);
    double opacity = smooth((v - line) / 0.12) * smooth((half - fabs(u)) / 0.1) * smooth((chin + length - v) / 0.2);
    const uint8_t *skin = picture->pixels + (size_t)y * picture->stride + (size_t)x * 3;
    struct ink ink = {.opacity = opacity * lips * strength};
    for (int i = 0; i < 3; i++)
        ink.rgb[i] = 0.2 * skin[i] + 0.8 * grey * (0.7 + 0.6 * hair);
    return ink;
}

static void lay(uint8_t *pixel, struct ink ink)
{
    for (int i = 0; i < 3; i++)
        pixel[i] = (uint8_t)(pixel[i] + (fmin(fmax(ink.rgb[i], 0), 255) - pixel[i]) * fmin(ink.opacity, 1) + 0.5);
}

static void draw_at(const struct cut *cut, struct bsm_image *picture, int x, int y)
{
    double u, v;
    uint8_t *pixel = picture->pixels + (size_t)y * picture->stride + (size_t)x * 3;
    to_axes(cut->axes, x, y, &u, &v);
    if (cut->kind == COSTUME_HIJAB || cut->kind == COSTUME_NIQAB)
        lay(pixel, cloth_at(cut, u, v, hood_at(cut, u, v)));
    if (costume_covers_mouth(cut->kind))
        lay(pixel, cloth_at(cut, u, v, veil_at(cut, u, v)));
    if (cut->kind == COSTUME_GLASSES || cut->kind == COSTUME_SUNGLASSES)
        lay(pixel, glasses_at(cut, u, v, cut->kind == COSTUME_SUNGLASSES));
    if (cut->kind == COSTUME_BEARD)
        lay(pixel, beard_at(cut, picture, x, y, u, v));
}

void costume_draw(struct bsm_image *picture, const struct bsm_face_found *found, enum costume_kind kind, uint32_t seed)
{
    struct axes axes = axes_of(found);
    struct cut cut = cut_of(&axes, kind, seed);
    for (int y = 0; kind != COSTUME_BARE && y < picture->height_px; y++)
        for (int x = 0; x < picture->width_px; x++)
            draw_at(&cut, picture, x, y);
}
