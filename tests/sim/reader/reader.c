#include "tests/sim/reader/reader.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "firmware/base/clock.h"

/* What the virtual_image driver reads: two native integers; the first negative for a command, else width and height of
 * the picture that follows. */
enum command { COMMAND_RETRY = -1, COMMAND_AUTOMATIC = -3, COMMAND_FINGER = -4, COMMAND_UNPLUG = -5 };

enum { CONNECT_PAUSE_MS = 20, PULL_TIMEOUT_MS = 500 };

enum bsm_status bsm_sim_reader_init(struct bsm_sim_reader *reader, const char *socket_path)
{
    *reader = (struct bsm_sim_reader){.fd = -1};
    const char *name = strrchr(socket_path, '/');
    if (!name || name == socket_path || strlen(socket_path) >= sizeof reader->socket_path)
        return BSM_INVALID;
    snprintf(reader->socket_path, sizeof reader->socket_path, "%s", socket_path);
    snprintf(reader->folder, sizeof reader->folder, "%.*s", (int)(name - socket_path), socket_path);
    snprintf(reader->pulled_folder, sizeof reader->pulled_folder, "%s.pulled", reader->folder);
    return BSM_OK;
}

static void disconnect(struct bsm_sim_reader *reader)
{
    if (reader->fd >= 0)
        close(reader->fd);
    reader->fd = -1;
}

void bsm_sim_reader_finish(struct bsm_sim_reader *reader)
{
    if (reader)
        disconnect(reader);
}

bool bsm_sim_reader_pulled(const struct bsm_sim_reader *reader)
{
    struct stat stat_now;
    return stat(reader->folder, &stat_now) != 0 && stat(reader->pulled_folder, &stat_now) == 0;
}

static int left_ms(int64_t deadline_ms)
{
    int64_t left = deadline_ms - bsm_clock_mono_ms();
    return left > 0 ? (int)left : 0;
}

static int try_connect(const struct bsm_sim_reader *reader)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, reader->socket_path, sizeof address.sun_path);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Always a new connection: the process behind the socket may be another one since the last. */
static enum bsm_status reconnect(struct bsm_sim_reader *reader, int64_t deadline_ms)
{
    for (;;) {
        if (bsm_sim_reader_pulled(reader))
            return BSM_GONE;
        int fd = try_connect(reader);
        if (fd >= 0) {
            disconnect(reader);
            reader->fd = fd;
            return BSM_OK;
        }
        if (left_ms(deadline_ms) == 0)
            return BSM_TIMEOUT;
        poll(NULL, 0, CONNECT_PAUSE_MS);
    }
}

static enum bsm_status send_all(struct bsm_sim_reader *reader, const void *bytes, size_t size, int64_t deadline_ms)
{
    for (const uint8_t *at = bytes; size > 0;) {
        struct pollfd ready = {.fd = reader->fd, .events = POLLOUT};
        if (poll(&ready, 1, left_ms(deadline_ms)) == 0)
            return BSM_TIMEOUT;
        ssize_t sent = send(reader->fd, at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return BSM_GONE;
        if (sent > 0) {
            at += sent;
            size -= (size_t)sent;
        }
    }
    return BSM_OK;
}

static enum bsm_status send_pair(struct bsm_sim_reader *reader, int32_t first, int32_t second, int64_t deadline_ms)
{
    const int32_t pair[2] = {first, second};
    return send_all(reader, pair, sizeof pair, deadline_ms);
}

static bool picture_lawful(const struct bsm_image *picture)
{
    return picture->format == BSM_IMAGE_GREY8 && picture->width_px >= BSM_SIM_READER_SIDE_MIN_PX &&
           picture->width_px <= BSM_SIM_READER_SIDE_MAX_PX && picture->height_px >= BSM_SIM_READER_SIDE_MIN_PX &&
           picture->height_px <= BSM_SIM_READER_SIDE_MAX_PX;
}

enum bsm_status bsm_sim_reader_put(struct bsm_sim_reader *reader, const struct bsm_image *picture, int timeout_ms)
{
    if (!picture_lawful(picture))
        return BSM_INVALID;
    int64_t deadline_ms = bsm_clock_mono_ms() + timeout_ms;
    enum bsm_status status = reconnect(reader, deadline_ms);
    if (status == BSM_OK)
        status = send_pair(reader, picture->width_px, picture->height_px, deadline_ms);
    for (int row = 0; row < picture->height_px && status == BSM_OK; row++)
        status =
            send_all(reader, picture->pixels + (size_t)row * picture->stride, (size_t)picture->width_px, deadline_ms);
    return status;
}

/* With the automatic finger a bare retry would leave the device waiting for a finger to be lifted that never lay there,
 * and lose the next picture: the finger is put down and lifted round it. */
enum bsm_status bsm_sim_reader_retry(struct bsm_sim_reader *reader, enum bsm_sim_retry code, int timeout_ms)
{
    const int32_t pairs[][2] = {{COMMAND_AUTOMATIC, 0},
                                {COMMAND_FINGER, 1},
                                {COMMAND_RETRY, (int32_t)code},
                                {COMMAND_FINGER, 0},
                                {COMMAND_AUTOMATIC, 1}};
    if ((unsigned)code >= BSM_SIM_RETRY_COUNT)
        return BSM_INVALID;
    int64_t deadline_ms = bsm_clock_mono_ms() + timeout_ms;
    enum bsm_status status = reconnect(reader, deadline_ms);
    return status == BSM_OK ? send_all(reader, pairs, sizeof pairs, deadline_ms) : status;
}

enum bsm_status bsm_sim_reader_finger(struct bsm_sim_reader *reader, bool on, int timeout_ms)
{
    int64_t deadline_ms = bsm_clock_mono_ms() + timeout_ms;
    enum bsm_status status = reconnect(reader, deadline_ms);
    return status == BSM_OK ? send_pair(reader, COMMAND_FINGER, on, deadline_ms) : status;
}

enum bsm_status bsm_sim_reader_pull(struct bsm_sim_reader *reader)
{
    if (bsm_sim_reader_pulled(reader))
        return BSM_GONE;
    int64_t deadline_ms = bsm_clock_mono_ms() + PULL_TIMEOUT_MS;
    bool open_now = reconnect(reader, 0) == BSM_OK;
    /* First the folder: who is told of the loss and looks again at once must not find it. */
    if (rename(reader->folder, reader->pulled_folder) != 0)
        return BSM_FAULT;
    if (open_now)
        send_pair(reader, COMMAND_UNPLUG, 0, deadline_ms); /* a device that has just gone needs no telling */
    return BSM_OK;
}

enum bsm_status bsm_sim_reader_plug(struct bsm_sim_reader *reader)
{
    if (!bsm_sim_reader_pulled(reader))
        return BSM_OK;
    disconnect(reader);
    return rename(reader->pulled_folder, reader->folder) == 0 ? BSM_OK : BSM_FAULT;
}

void bsm_sim_reader_drain(struct bsm_sim_reader *reader, int timeout_ms)
{
    if (reader->fd < 0)
        return;
    int64_t deadline_ms = bsm_clock_mono_ms() + timeout_ms;
    uint8_t byte;
    shutdown(reader->fd, SHUT_WR);
    struct pollfd ready = {.fd = reader->fd, .events = POLLIN};
    while (poll(&ready, 1, left_ms(deadline_ms)) > 0 && recv(reader->fd, &byte, 1, MSG_DONTWAIT) > 0)
        ;
    disconnect(reader);
}
