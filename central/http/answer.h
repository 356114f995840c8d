/* How an answer goes out: its headers, and its body wiped when it is gone. */
#ifndef BASMA_CENTRAL_HTTP_ANSWER_H
#define BASMA_CENTRAL_HTTP_ANSWER_H

#include <stdbool.h>

#include "central/http/server.h"

struct MHD_Connection;

/* Takes the body over in any case. False: there is no memory; the connection is to be closed. */
bool bsm_answer_send(struct MHD_Connection *connection, struct bsm_http_answer *answer);

#endif
