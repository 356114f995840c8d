#include "enroll/tools/jaw.h"

enum { DARK_PERCENT = 85 /* of the cheeks' brightness */ };

static int brightness(const struct bsm_face_chip *chip, int left, int top, int width, int height)
{
    int sum = 0;
    for (int y = top; y < top + height; y++)
        for (int x = left; x < left + width; x++)
            sum += chip->grey[y][x];
    return sum / (width * height);
}

bool jaw_is_dark(const struct bsm_face_chip *chip)
{
    int cheeks = brightness(chip, 28, 62, 16, 12) + brightness(chip, 68, 62, 16, 12);
    int jaw = brightness(chip, 36, 100, 12, 10) + brightness(chip, 64, 100, 12, 10);
    return jaw * 100 < cheeks * DARK_PERCENT;
}
