/* Choosing what to ask of a camera, and asking for it. */
#ifndef BASMA_DRIVERS_V4L2_FORMAT_H
#define BASMA_DRIVERS_V4L2_FORMAT_H

#include "drivers/v4l2/device.h"

/* Sets RGB24 (converted by libv4l2), the size and the rate nearest to the wish, and notes in the device what was
 * granted. INVALID: it cannot be had. */
enum bsm_status format_negotiate(struct device *device, const struct bsm_camera_options *options);

#endif
