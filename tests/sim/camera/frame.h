/* A rendered scene as the bytes a camera sends. */
#ifndef BASMA_TESTS_SIM_CAMERA_FRAME_H
#define BASMA_TESTS_SIM_CAMERA_FRAME_H

#include <stddef.h>

#include "tests/sim/camera/planes.h"

/* Writes planes, cut and scaled to width x height, as MJPEG; the size, or 0 where it does not fit. */
size_t frame_mjpeg(const struct planes *planes, int width, int height, uint8_t *out, size_t capacity);

/* The same as YUYV, in a camera's narrow range: width * height * 2 bytes, or 0 where they do not fit. */
size_t frame_yuyv(const struct planes *planes, int width, int height, uint8_t *out, size_t capacity);

/* Spoils a frame in one of several ways; the new size, at most the old one. */
size_t frame_spoil(uint8_t *bytes, size_t size, uint32_t *dice);

#endif
