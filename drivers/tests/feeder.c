#include "drivers/tests/feeder.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The commands of libfprint's virtual_image driver: two native integers. */
enum { RETRY = -1, ERROR = -2, AUTOMATIC = -3, FINGER = -4, UNPLUG = -5 };

void feeder_init(struct feeder *feeder)
{
    *feeder = (struct feeder){.fd = -1};
    snprintf(feeder->folder, sizeof feeder->folder, "/tmp/basma-feeder-XXXXXX");
    assert(mkdtemp(feeder->folder));
    snprintf(feeder->put_away, sizeof feeder->put_away, "%s.away", feeder->folder);
    snprintf(feeder->socket_path, sizeof feeder->socket_path, "%s/reader", feeder->folder);
    setenv("FP_VIRTUAL_IMAGE", feeder->socket_path, 1);
}

void feeder_finish(struct feeder *feeder)
{
    feeder_disconnect(feeder);
    unlink(feeder->socket_path);
    rmdir(feeder->folder);
    unsetenv("FP_VIRTUAL_IMAGE");
}

bool feeder_connect(struct feeder *feeder)
{
    feeder_disconnect(feeder);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", feeder->socket_path);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return false;
    }
    int room = 4 * FEEDER_SIDE_PX * FEEDER_SIDE_PX;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    feeder->fd = fd;
    return true;
}

void feeder_disconnect(struct feeder *feeder)
{
    if (feeder->fd >= 0)
        close(feeder->fd);
    feeder->fd = -1;
}

/*
 * A plane wave of period 9 px whose phase winds once around each of some points: each is an ending (the spiral-phase
 * model of minutiae, Larkin and Fletcher 2007).
 */
void feeder_draw(uint8_t pixels[FEEDER_SIDE_PX * FEEDER_SIDE_PX], unsigned seed)
{
    enum { POINTS = 12 };
    int xs[POINTS], ys[POINTS];
    for (int i = 0; i < POINTS; i++) {
        seed = seed * 1103515245u + 12345u;
        xs[i] = 40 + (int)(seed >> 16) % (FEEDER_SIDE_PX - 80);
        seed = seed * 1103515245u + 12345u;
        ys[i] = 40 + (int)(seed >> 16) % (FEEDER_SIDE_PX - 80);
    }
    for (int y = 0; y < FEEDER_SIDE_PX; y++) {
        for (int x = 0; x < FEEDER_SIDE_PX; x++) {
            double phase = (x * 0.8 + y * 0.6) * 2 * 3.14159265 / 9;
            for (int i = 0; i < POINTS; i++)
                phase += (i % 2 ? 1 : -1) * atan2(y - ys[i] + 0.5, x - xs[i] + 0.5);
            pixels[y * FEEDER_SIDE_PX + x] = (uint8_t)(128 + 100 * cos(phase));
        }
    }
}

static void send_all(struct feeder *feeder, const void *bytes, size_t size)
{
    ssize_t sent = send(feeder->fd, bytes, size, MSG_NOSIGNAL);
    assert(sent == (ssize_t)size);
}

static void command(struct feeder *feeder, int32_t what, int32_t value)
{
    int32_t header[2] = {what, value};
    send_all(feeder, header, sizeof header);
}

void feeder_send_picture(struct feeder *feeder, const uint8_t *pixels, int width_px, int height_px)
{
    command(feeder, width_px, height_px);
    send_all(feeder, pixels, (size_t)width_px * (size_t)height_px);
}

void feeder_send_retry(struct feeder *feeder, int code) { command(feeder, RETRY, code); }
void feeder_send_error(struct feeder *feeder, int code) { command(feeder, ERROR, code); }
void feeder_send_finger(struct feeder *feeder, bool on) { command(feeder, FINGER, on); }
void feeder_send_automatic(struct feeder *feeder, bool on) { command(feeder, AUTOMATIC, on); }

void feeder_unplug(struct feeder *feeder)
{
    command(feeder, UNPLUG, 0);
    assert(rename(feeder->folder, feeder->put_away) == 0);
}

void feeder_plug(struct feeder *feeder)
{
    feeder_disconnect(feeder);
    assert(rename(feeder->put_away, feeder->folder) == 0);
}
