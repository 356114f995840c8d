/*
 * A camera, as its users see it: it is looked for, comes and goes, and always has the newest frame at hand.
 *
 * Life: create -> (start -> take* -> stop)* -> destroy. stop and destroy are lawful in every state.
 * Threads: start makes one capture thread, stop joins it. take may be called from one thread (any) at a time; start,
 * stop and destroy from one thread, and never while take runs in another, save that stop makes such a take return
 * CANCELLED.
 * Blocks: take, up to its time-out; stop, up to one frame (a device that hangs inside the kernel longer). start does
 * not.
 * Promises: frames are RGB24, whole, of the announced size; what is short, of a wrong size or cannot be decoded is
 * counted and dropped. Only the newest frame is kept. A camera that is pulled out is noticed with its next frame and
 * looked for every second until stop. Every copy of a frame that is held here is wiped by stop.
 */
#ifndef BASMA_DRIVERS_CAMERA_H
#define BASMA_DRIVERS_CAMERA_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

struct bsm_camera;

struct bsm_camera_options {
    const char *path;   /* "/dev/video0"; copied; NULL for the first that can be used */
    bool allow_virtual; /* accept what is no real device with a driver: never in the field */
    int width_px;       /* wished; 0 means 1280 x 720. What the camera has that is nearest is taken */
    int height_px;
    int rate_fps; /* wished; 0 means 20. The slowest that is not slower, or the fastest there is */
};

struct bsm_camera_frame {
    struct bsm_image image; /* RGB24; owned by the caller, its memory is exchanged by the next take */
    int64_t time_ms;        /* when it came, monotonic clock */
    uint64_t sequence;      /* counts the good frames since start from 1; gaps are frames that nobody took */
};

struct bsm_camera_info {
    char name[64];   /* the model, printable */
    char driver[32]; /* the kernel's or the plugin's name for it */
    int width_px;
    int height_px;
    int rate_fps;     /* promised by the camera; 0 where it does not say */
    uint64_t frames;  /* good ones since start */
    uint64_t dropped; /* broken ones since start */
    bool present;     /* open and streaming now */
};

/* NO_MEMORY. */
enum bsm_status bsm_camera_create(struct bsm_camera **camera, const struct bsm_camera_options *options);

/* Begins to look for the camera and to stream. BUSY: it runs. FAULT: no thread could be made. */
enum bsm_status bsm_camera_start(struct bsm_camera *camera);

/*
 * Waits up to timeout_ms for a frame newer than the last one taken and moves it into *frame. *frame must be zeroed
 * before the first take; each take uses the memory of the frame before. The caller ends with
 * bsm_image_finish(&frame->image). OK; TIMEOUT: the camera is there, and no whole frame came; GONE: there is no
 * camera (said at once when it is lost, and after timeout_ms where it stays away, so that a loop of takes does not
 * spin); CANCELLED: stopped, or never started.
 */
enum bsm_status bsm_camera_take(struct bsm_camera *camera, struct bsm_camera_frame *frame, int timeout_ms);

/* Lawful at any time, from any thread. */
void bsm_camera_get_info(struct bsm_camera *camera, struct bsm_camera_info *info);

/* Ends the thread, closes the device, wipes the frames held here. A camera may be started again. */
void bsm_camera_stop(struct bsm_camera *camera);

/* NULL is fine. */
void bsm_camera_destroy(struct bsm_camera *camera);

#endif
