/*
 * The other end of libfprint's virtual_image device for the tests here: connects to its socket and says what the sensor
 * sees. Everything is written with blocking sends of at most FEEDER_SIDE_PX squared bytes, which a local socket's
 * buffer holds, so that a test may feed and run the loop in one thread.
 */
#ifndef BASMA_DRIVERS_TESTS_FEEDER_H
#define BASMA_DRIVERS_TESTS_FEEDER_H

#include <stdbool.h>
#include <stdint.h>

enum { FEEDER_SIDE_PX = 300 };

struct feeder {
    char folder[64];   /* owned on disk; holds the socket */
    char put_away[80]; /* where the folder is while the reader is pulled out */
    char socket_path[80];
    int fd; /* -1 while not connected */
};

/* Makes the folder and sets FP_VIRTUAL_IMAGE to the socket in it. */
void feeder_init(struct feeder *feeder);
void feeder_finish(struct feeder *feeder);

/* True once the socket is there and accepts. */
bool feeder_connect(struct feeder *feeder);
void feeder_disconnect(struct feeder *feeder);

/* Draws ridges with a few endings in them, differing by seed. */
void feeder_draw(uint8_t pixels[FEEDER_SIDE_PX * FEEDER_SIDE_PX], unsigned seed);

void feeder_send_picture(struct feeder *feeder, const uint8_t *pixels, int width_px, int height_px);
void feeder_send_retry(struct feeder *feeder, int code);
void feeder_send_error(struct feeder *feeder, int code);
void feeder_send_finger(struct feeder *feeder, bool on);
void feeder_send_automatic(struct feeder *feeder, bool on);

/* Pulls the reader out: the device says so, and its folder is put away so that it cannot be opened. */
void feeder_unplug(struct feeder *feeder);
void feeder_plug(struct feeder *feeder);

#endif
