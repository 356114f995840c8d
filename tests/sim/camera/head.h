/*
 * The head under a portrait: a smooth surface (an ellipsoid's front that runs on round its sides, with a nose and eye
 * sockets) that is laid under the face of a flat picture, and how it moves when the person turns. Pure.
 *
 * Lengths are px of the portrait's planes; p runs along the eyes to the picture's right, q down the face, z towards the
 * camera; all from the middle of the head. The proportions are those of anthropometric tables for adults (head breadth
 * 15.5, height 23, depth 19.5 cm; pupils 6.3 cm apart), carried by the face's size.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_HEAD_H
#define BASMA_TESTS_SIM_CAMERA_HEAD_H

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/rotation.h"

struct head {
    double cm;               /* px of a centimetre on the face */
    double x, y;             /* of the middle, in planes */
    double along_x, along_y; /* unit vector along the eyes */
    double wide, tall, deep; /* half axes */
    double turned;           /* yaw of the face in the picture itself, radians */
    double chin;             /* q */
    struct marks marks;      /* p and q */
    double eyes_cm;          /* half the distance of the pupils as the picture shows it, px */
};

/* The usual places of the features in a face box, for a picture without marks. */
struct marks marks_usual(const struct box *face);

/* marks: in planes px. */
void head_fit(struct head *head, const struct marks *marks);

/* Planes px to p and q, and back. */
struct point head_local(const struct head *head, double x, double y);
struct point head_planes(const struct head *head, double p, double q);

/* 0 at the middle, 1 at the outline of the bare head, more in hair and beyond. */
double head_radius(const struct head *head, double p, double q);

/* The surface's z at a place of the picture. */
double head_depth(const struct head *head, double p, double q);

/* How much of the head's turning a place of the picture takes part in: 1 the face, 0 the shoulders. */
double head_share(const struct head *head, double p, double q);

/* A spot as seen from the joint of skull and neck, about which the head turns; and where a turned one stands: what
 * comes nearer to the camera grows, and of a head that comes near as a whole (nearness above 1) what is in front more
 * than what is behind; the face itself stays as large. `before` is the spot in the picture. */
struct spot head_from_joint(const struct head *head, struct spot spot);
struct spot head_place(const struct head *head, struct spot before, struct spot turned, double nearness);

/* Whether and how much a place belongs to the person, 0..1: the head with its hair, neck and shoulders. */
double head_matte(const struct head *head, double p, double q);

double smooth_step(double share);

#endif
