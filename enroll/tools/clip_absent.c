/* Films in a build without FFmpeg's libraries: there are none, and it is said. */
#include "enroll/tools/clip.h"

#include <stdio.h>

enum bsm_status clip_open(struct clip **clip, const char *path, char why[CLIP_WHY_SIZE])
{
    *clip = NULL;
    (void)snprintf(why, CLIP_WHY_SIZE,
                   "%.100s: this build reads no films; install libavformat-dev, libavcodec-dev and libswscale-dev and "
                   "build anew",
                   path);
    return BSM_INVALID;
}

enum bsm_status clip_next(struct clip *clip, struct bsm_image *image, int64_t *time_ms)
{
    (void)clip, (void)image, (void)time_ms;
    return BSM_GONE;
}

void clip_close(struct clip *clip) { (void)clip; }
