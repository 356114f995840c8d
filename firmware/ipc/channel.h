/*
 * A channel between the hub and one leaf: a SOCK_SEQPACKET pair, one message a packet, never blocking.
 *
 * Life: the hub makes a pair before it starts a leaf and keeps one end; the leaf finds the other as descriptor
 * BSM_CHANNEL_LEAF_FD. Poll bsm_channel.fd for reading, then receive until BUSY. Not thread-safe: one thread an end.
 */
#ifndef BASMA_IPC_CHANNEL_H
#define BASMA_IPC_CHANNEL_H

#include <stdint.h>

#include "firmware/base/status.h"
#include "firmware/ipc/messages.h"

enum { BSM_CHANNEL_LEAF_FD = 3 };

struct bsm_channel {
    int fd; /* owned; -1 when closed */
    uint8_t buffer[BSM_MESSAGE_BYTES_MAX]; /* the packet being sent or received; wiped after each */
};

/* Both ends are close-on-exec and non-blocking. FAULT when the kernel refuses. */
enum bsm_status bsm_channel_pair(int fds[2]);

/* Takes over fd and makes it non-blocking and close-on-exec. */
void bsm_channel_init(struct bsm_channel *channel, int fd);

void bsm_channel_finish(struct bsm_channel *channel);

/*
 * Sends one message; descriptor is -1 except for the types that carry one (it stays the caller's).
 * BUSY: the peer does not read; nothing was sent. GONE: the peer is no more.
 */
enum bsm_status bsm_channel_send(struct bsm_channel *channel, const struct bsm_message *message, int descriptor);

/*
 * Receives one message. *descriptor is -1 or a new close-on-exec descriptor, the caller's to close.
 * BUSY: nothing there. GONE: the peer is no more. INVALID: bytes that are no message (also: a descriptor too many or too
 * few); nothing is delivered and the peer should be ended.
 */
enum bsm_status bsm_channel_receive(struct bsm_channel *channel, struct bsm_message *message, int *descriptor);

#endif
