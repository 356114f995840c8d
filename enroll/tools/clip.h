/*
 * The frames of a film file, one after the other, as pictures: for measuring on recorded clips. What FFmpeg's libraries
 * read can be read; a film that was taken with the camera on its side is turned upright. A build without those
 * libraries has no films, and clip_open says so.
 *
 * Life: clip_open, clip_next until it is not OK, clip_close. One thread.
 */
#ifndef BASMA_ENROLL_TOOLS_CLIP_H
#define BASMA_ENROLL_TOOLS_CLIP_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum { CLIP_WHY_SIZE = 256 };

struct clip;

/* GONE: no such file; INVALID: no film that can be read, or no libraries; NO_MEMORY. why says it in a sentence. */
enum bsm_status clip_open(struct clip **clip, const char *path, char why[CLIP_WHY_SIZE]);

/* The next frame as RGB24 and its time from the start of the film; the caller finishes the image. GONE at the end;
 * INVALID where the file is broken or the frame too large; NO_MEMORY. */
enum bsm_status clip_next(struct clip *clip, struct bsm_image *image, int64_t *time_ms);

/* NULL is fine. */
void clip_close(struct clip *clip);

#endif
