#include "tests/sim/camera/head.h"

#include <math.h>

#define HALF_TURN 3.141592653589793

/* Centimetres. */
static const double half_breadth = 7.6, half_height = 11.5, half_depth = 9.75, pupils = 6.3, eyes_to_mouth = 7.3;
static const double nose_rise = 2.5, nose_reach = 1.35, nose_root = 3.4, nose_base = 1.3, socket_sink = 0.5;
static const double camera_cm = 62, neck_top = 0.5, neck_length = 9;
/* How far the nose goes from the middle of eyes and mouth, of the distance of the pupils, for a turn of tangent one;
 * how far the plane of eyes and mouth lies before the middle of the head, cm. */
static const double nose_share = 0.62, face_depth = 8.8;
static const double flatness = 1.8;                 /* of the face between the eyes; an ellipsoid has about 1.2 */
static const double steepest = 1.5;                 /* fall by px aside */
static const double hair_slope = 0.7;               /* hair falls back round the head, of its half depth */
static const double joint_q = 0.3, joint_z = -0.12; /* of the half axes */

double smooth_step(double share)
{
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return share * share * (3 - 2 * share);
}

/* Fitted to the five points that face/fr_landmark finds in upright portraits, as shares of the box. */
struct marks marks_usual(const struct box *face)
{
    double x = face->x, y = face->y, w = face->width, h = face->height;
    return (struct marks){{x + 0.30 * w, y + 0.40 * h},
                          {x + 0.70 * w, y + 0.40 * h},
                          {x + 0.50 * w, y + 0.61 * h},
                          {x + 0.34 * w, y + 0.79 * h},
                          {x + 0.66 * w, y + 0.79 * h}};
}

static struct point between(struct point a, struct point b) { return (struct point){(a.x + b.x) / 2, (a.y + b.y) / 2}; }

/* The nose's place between the eyes tells how far the head is turned in the picture. */
static void find_turn(struct head *head, const struct marks *marks, struct point eyes, struct point mouth)
{
    struct point face = between(eyes, mouth);
    double across = hypot(marks->right_eye.x - marks->left_eye.x, marks->right_eye.y - marks->left_eye.y);
    head->along_x = (marks->right_eye.x - marks->left_eye.x) / across;
    head->along_y = (marks->right_eye.y - marks->left_eye.y) / across;
    head->eyes_cm = across / 2;
    double aside = (marks->nose.x - face.x) * head->along_x + (marks->nose.y - face.y) * head->along_y;
    head->turned = atan(fmax(-0.33, fmin(0.33, aside / across)) / nose_share);
}

/* The scale is the larger of what eyes and mouth say: a head that nods brings its eyes nearer to the mouth. The middle
 * of the head lies behind the face. */
static void find_middle(struct head *head, struct point eyes, struct point mouth)
{
    struct point face = between(eyes, mouth);
    double down = hypot(mouth.x - eyes.x, mouth.y - eyes.y);
    head->cm = fmax(head->eyes_cm * 2 / (pupils * cos(head->turned)), down / eyes_to_mouth);
    double p = -sin(head->turned) * face_depth * head->cm, q = -0.16 * eyes_to_mouth * head->cm;
    head->x = face.x + p * head->along_x - q * head->along_y;
    head->y = face.y + p * head->along_y + q * head->along_x;
}

void head_fit(struct head *head, const struct marks *marks)
{
    struct point eyes = between(marks->left_eye, marks->right_eye),
                 mouth = between(marks->left_mouth, marks->right_mouth);
    *head = (struct head){0};
    find_turn(head, marks, eyes, mouth);
    find_middle(head, eyes, mouth);
    head->wide = half_breadth * head->cm;
    head->tall = half_height * head->cm;
    head->deep = half_depth * head->cm;
    const struct point *from = &marks->left_eye;
    struct point *to = &head->marks.left_eye;
    for (int i = 0; i < 5; i++)
        to[i] = head_local(head, from[i].x, from[i].y);
    head->chin = fmax(between(head->marks.left_mouth, head->marks.right_mouth).y + 4.3 * head->cm, head->tall * 0.8);
}

struct point head_local(const struct head *head, double x, double y)
{
    double dx = x - head->x, dy = y - head->y;
    return (struct point){dx * head->along_x + dy * head->along_y, dy * head->along_x - dx * head->along_y};
}

struct point head_planes(const struct head *head, double p, double q)
{
    return (struct point){head->x + p * head->along_x - q * head->along_y,
                          head->y + p * head->along_y + q * head->along_x};
}

/* A face is flatter from brow to chin than an ellipsoid is. */
double head_radius(const struct head *head, double p, double q)
{
    double across = p / head->wide, down = fabs(q / head->tall);
    return sqrt(across * across + down * down * sqrt(down));
}

static double bell(double x, double y) { return exp(-x * x - y * y); }

/* A ridge that rises from the root to the tip and falls away below it. */
static double nose_height(const struct head *head, double p, double q)
{
    double cm = head->cm, down = (q - head->marks.nose.y) / cm;
    return nose_rise * cm * bell(p / (nose_reach * cm), down / (down < 0 ? nose_root : nose_base));
}

static double socket_depth(const struct head *head, double p, double q)
{
    double cm = head->cm, eye_q = (head->marks.left_eye.y + head->marks.right_eye.y) / 2;
    return socket_sink * cm * bell((fabs(p) - pupils / 2 * cm) / (1.5 * cm), (q - eye_q) / cm);
}

/* The surface of a head that looks straight at the camera. */
static double front(const struct head *head, double p, double q)
{
    double radius = head_radius(head, p, q), beyond = fmin(fmax(radius - 1, 0), 0.6);
    double skull = head->deep * (cos(HALF_TURN / 2 * pow(fmin(radius, 1), flatness)) - hair_slope * beyond);
    return skull + nose_height(head, p, q) - socket_depth(head, p, q);
}

/* The same of a head that is turned in the picture: walks from its middle outwards until the surface shows at p. Where
 * it falls away too steeply to have been seen well there is the rim of the face, and hair that falls back from it. */
static double turned_front(const struct head *head, double p, double q)
{
    double c = cos(head->turned), s = sin(head->turned), z = front(head, 0, q), seen = z * s, depth = z * c;
    double step = (p < seen ? -0.15 : 0.15) * head->cm, at = 0;
    while (fabs(at) < 2 * head->wide) {
        at += step;
        z = front(head, at, q);
        double next = at * c + z * s, next_depth = z * c - at * s, along = (next - seen) / step;
        double fall = (depth - next_depth) / fabs(step);
        if (along < 0.1 || fall > steepest * along)
            break;
        if ((p - next) * step <= 0)
            return depth + (next_depth - depth) * (p - seen) / (next - seen);
        seen = next;
        depth = next_depth;
    }
    double beyond = fmin(fabs(p - seen) / head->wide, 0.7);
    return depth - hair_slope * beyond * head->deep;
}

double head_depth(const struct head *head, double p, double q)
{
    double z = turned_front(head, p, q);
    double body = smooth_step((q - head->chin * 0.96) / (3.5 * head->cm));
    return z + (0.1 * head->deep - z) * body;
}

double head_share(const struct head *head, double p, double q)
{
    double below = q - head->chin - neck_top * head->cm;
    double share = 1 - smooth_step(below / (neck_length * head->cm));
    return share * (1 - smooth_step((fabs(p) / head->wide - 1.7) / 0.8));
}

struct spot head_from_joint(const struct head *head, struct spot spot)
{
    return (struct spot){spot.p, spot.q - joint_q * head->tall, spot.z - joint_z * head->deep};
}

/* The picture is the view from camera_cm, so nothing moves while nothing turns or comes nearer. */
struct spot head_place(const struct head *head, struct spot before, struct spot turned, double nearness)
{
    struct spot out = {turned.p, turned.q + joint_q * head->tall, turned.z + joint_z * head->deep};
    double far = camera_cm * head->cm, now = far / nearness, face = face_depth * head->cm;
    double grows = (far - before.z) / (now - out.z) * (now - face) / (far - face);
    out.p *= grows;
    out.q *= grows;
    return out;
}

/* Wide enough for hair; below the eyes the outline opens from the neck to the shoulders, for long hair falls there. */
double head_matte(const struct head *head, double p, double q)
{
    double cm = head->cm, over = (head_radius(head, p, q) - 1.3) * head->wide;
    double half = (10 + 14 * smooth_step((q - 0.2 * head->chin) / (1.5 * head->chin))) * cm;
    double beside = q > 0 ? fabs(p) - half : over;
    return 1 - smooth_step(fmin(over, beside) / (3.4 * cm));
}
