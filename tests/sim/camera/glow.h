/*
 * The light of the kiosk's own screen, which is always there and only changes its colour: what it adds is a share of
 * the light on the face as the room's light is usual, more in the dark and less in a bright hall, more from near. What
 * is turned away, or far behind, gets less of it; a telephone's glass reflects little. Exposed for the screen's usual
 * page, so that where it shows that, nothing changes.
 */
#ifndef BASMA_TESTS_SIM_CAMERA_GLOW_H
#define BASMA_TESTS_SIM_CAMERA_GLOW_H

#include <stdbool.h>

enum { GLOW_ONE = 4096, GLOW_USUAL = 850 };

struct glow {
    bool on;
    int rgb[3]; /* what the screen shows, the mean over it: thousandths of white, linear; the usual page GLOW_USUAL */
    int share;  /* per cent of the light on a face in front of it, at 60 cm, in the room's usual light */
};

/* What each colour of a spot is multiplied with, by how much the spot faces the screen; GLOW_ONE for one. */
struct glow_gains {
    int by_facing[256][3];
};

/* level: of the room's light, 1 the usual; nearness: 60 cm over the distance. */
void glow_prepare(const struct glow *glow, double level, double nearness, struct glow_gains *gains);

/* Reads what basma-camera-lamp writes: "R G B". False, and *glow off, where there is no such file. */
bool glow_read(struct glow *glow, const char *path);

#endif
