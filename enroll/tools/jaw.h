/* A group of pictures that no label names: chin and jaw are clearly darker than the cheeks, which a beard does, and light
 * from above. */
#ifndef BASMA_ENROLL_TOOLS_JAW_H
#define BASMA_ENROLL_TOOLS_JAW_H

#include <stdbool.h>

#include "enroll/face/chip.h"

bool jaw_is_dark(const struct bsm_face_chip *chip);

#endif
