#include "firmware/ipc/channel.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "firmware/base/wipe.h"

enum { DESCRIPTORS_MAX = 4 }; /* room to receive, and close, more than the one allowed */

enum bsm_status bsm_channel_pair(int fds[2])
{
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) == 0 ? BSM_OK : BSM_FAULT;
}

void bsm_channel_init(struct bsm_channel *channel, int fd)
{
    channel->fd = fd;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void bsm_channel_finish(struct bsm_channel *channel)
{
    if (channel->fd >= 0)
        close(channel->fd);
    channel->fd = -1;
    bsm_wipe(channel->buffer, sizeof channel->buffer);
}

static enum bsm_status status_of_errno(void)
{
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
        return BSM_BUSY;
    return BSM_GONE;
}

enum bsm_status bsm_channel_send(struct bsm_channel *channel, const struct bsm_message *message, int descriptor)
{
    assert((descriptor >= 0) == bsm_message_has_descriptor(message->type));
    if (channel->fd < 0)
        return BSM_GONE;
    size_t size;
    bsm_message_encode(message, channel->buffer, sizeof channel->buffer, &size);
    struct iovec span = {.iov_base = channel->buffer, .iov_len = size};
    struct msghdr packet = {.msg_iov = &span, .msg_iovlen = 1};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
    if (descriptor >= 0) {
        packet.msg_control = control;
        packet.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&packet);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    ssize_t sent;
    do
        sent = sendmsg(channel->fd, &packet, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    enum bsm_status status = sent < 0 ? status_of_errno() : BSM_OK;
    bsm_wipe(channel->buffer, size);
    return status;
}

/* Takes the descriptors out of a packet; the first is kept in *first, more than one is counted and closed. */
static int take_descriptors(struct msghdr *packet, int *first)
{
    int count = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(packet); header; header = CMSG_NXTHDR(packet, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        size_t here = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < here; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(header) + i * sizeof fd, sizeof fd);
            if (count++ == 0)
                *first = fd;
            else
                close(fd);
        }
    }
    return count;
}

enum bsm_status bsm_channel_receive(struct bsm_channel *channel, struct bsm_message *message, int *descriptor)
{
    *descriptor = -1;
    if (channel->fd < 0)
        return BSM_GONE;
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
    struct iovec span = {.iov_base = channel->buffer, .iov_len = sizeof channel->buffer};
    struct msghdr packet = {
        .msg_iov = &span, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t got;
    do
        got = recvmsg(channel->fd, &packet, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return got == 0 ? BSM_GONE : status_of_errno();
    int first = -1;
    int count = take_descriptors(&packet, &first);
    bool whole = (packet.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
    enum bsm_status status =
        whole ? bsm_message_decode(message, channel->buffer, (size_t)got) : BSM_INVALID;
    bsm_wipe(channel->buffer, (size_t)got < sizeof channel->buffer ? (size_t)got : sizeof channel->buffer);
    if (status == BSM_OK && count != (bsm_message_has_descriptor(message->type) ? 1 : 0)) {
        bsm_message_wipe(message);
        status = BSM_INVALID;
    }
    if (status == BSM_OK)
        *descriptor = first;
    else if (first >= 0)
        close(first);
    return status;
}
