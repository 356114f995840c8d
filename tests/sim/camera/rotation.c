#include "tests/sim/camera/rotation.h"

#include <math.h>

struct rotation_matrix rotation_matrix(const struct rotation *rotation, double share)
{
    double cy = cos(rotation->yaw * share), sy = sin(rotation->yaw * share);
    double cx = cos(rotation->pitch * share), sx = sin(rotation->pitch * share);
    double cr = cos(rotation->roll * share), sr = sin(rotation->roll * share);
    return (struct rotation_matrix){
        .pp = cy * cr - sx * sy * sr,
        .pq = -cx * sr,
        .pz = sy * cr + sx * cy * sr,
        .qp = cy * sr + sx * sy * cr,
        .qq = cx * cr,
        .qz = sy * sr - sx * cy * cr,
        .zp = -cx * sy,
        .zq = sx,
        .zz = cx * cy,
    };
}

struct spot rotation_apply(const struct rotation_matrix *m, struct spot s)
{
    return (struct spot){m->pp * s.p + m->pq * s.q + m->pz * s.z, m->qp * s.p + m->qq * s.q + m->qz * s.z,
                         m->zp * s.p + m->zq * s.q + m->zz * s.z};
}
