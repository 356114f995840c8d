/*
 * The way of the outbox's messages to people's phones: a thing that was done is told of, whatever ends in between. A
 * message that could not be handed on is tried again when the centre tidies up and when it starts. Any thread but the
 * writer's; blocks as long as the driver needs.
 */
#ifndef BASMA_CENTRAL_API_NOTICES_H
#define BASMA_CENTRAL_API_NOTICES_H

#include "central/api/centre.h"

/* Hands on what is there; one thread at a time, so that nothing goes out twice. */
void bsm_notices_send(struct bsm_centre *centre, int64_t now_ms);

#endif
