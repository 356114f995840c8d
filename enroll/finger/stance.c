/*
 * How the print lies: which way up, and where. Above the core of a finger the ridges arch over it: to the left of its
 * middle they rise to the right, to the right of it they fall; below, they run more level or bow less. Turned by half a
 * circle the same sum has the opposite sign. (Mean directions of the classes of prints are drawn in Cappelli, Lumini,
 * Maio and Maltoni, Fingerprint classification by directional image partitioning, 1999.)
 */
#include "enroll/finger/planes.h"

void bsm_planes_stance(const struct bsm_planes *planes, struct bsm_stance *stance)
{
    float sum_x = 0, sum_y = 0, arching = 0, width = 0;
    int count = 0;
    *stance = (struct bsm_stance){0};
    for (int i = 0; i < planes->columns * planes->rows; i++)
        if (planes->blocks[i].inside) {
            sum_x += (float)(i % planes->columns);
            sum_y += (float)(i / planes->columns);
            count++;
        }
    if (count == 0)
        return;
    float middle = sum_x / (float)count;
    for (int i = 0; i < planes->columns * planes->rows; i++)
        if (planes->blocks[i].inside) {
            float x = (float)(i % planes->columns) - middle;
            arching -= x * planes->blocks[i].s2; /* of the normal: the ridge's own is the opposite */
            width += x < 0 ? -x : x;
        }
    stance->arching = width > 0 ? arching / width : 0;
    stance->off_x = (middle + 0.5f) / (float)planes->columns - 0.5f;
    stance->off_y = (sum_y / (float)count + 0.5f) / (float)planes->rows - 0.5f;
}
