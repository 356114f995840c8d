/*
 * Is this a camera that somebody plugged in, or software that plays one? What VIDIOC_QUERYCAP answers proves nothing,
 * for a plugin answers it; the kernel's own tree of devices does.
 */
#ifndef BASMA_DRIVERS_V4L2_GENUINE_H
#define BASMA_DRIVERS_V4L2_GENUINE_H

/* NULL for a character device of the video class (major 81) that hangs on hardware with a kernel driver; else the
 * doubt, as a clause. */
const char *genuine_doubt(int fd);

#endif
