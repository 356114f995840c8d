#include "tests/sim/camera/glow.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

/* Cameras write light down by this power (sRGB, nearly). */
static const double gamma_of_cameras = 2.2;

static const double nearest = 2;

void glow_prepare(const struct glow *glow, double level, double nearness, struct glow_gains *gains)
{
    double near = fmin(nearness, nearest), usual = glow->share / 100.0, screen = usual * near * near;
    double room = (1 - usual) * pow(fmax(level, 0.02), gamma_of_cameras), share = screen / (screen + room);
    for (int facing = 0; facing < 256; facing++)
        for (int i = 0; i < 3; i++) {
            double part = share * facing / 255, light = 1 - part + part * glow->rgb[i] / GLOW_USUAL;
            gains->by_facing[facing][i] = (int)(GLOW_ONE * pow(light, 1 / gamma_of_cameras));
        }
}

bool glow_read(struct glow *glow, const char *path)
{
    char text[64];
    int rgb[3], fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[size > 0 ? size : 0] = '\0';
    glow->on = sscanf(text, "%d %d %d", &rgb[0], &rgb[1], &rgb[2]) == 3;
    for (int i = 0; i < 3 && glow->on; i++) {
        glow->on = rgb[i] >= 0 && rgb[i] <= 1000;
        glow->rgb[i] = rgb[i];
    }
    return glow->on;
}
