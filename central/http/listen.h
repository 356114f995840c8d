/* A listening TCP socket at "ADDRESS:PORT". */
#ifndef BASMA_CENTRAL_HTTP_LISTEN_H
#define BASMA_CENTRAL_HTTP_LISTEN_H

#include <stddef.h>

#include "firmware/base/status.h"

enum { BSM_LISTEN_ADDRESS_SIZE = 64 };

/* Opens it, non-blocking; address becomes where it listens in fact. INVALID: not of that form; DENIED: the port is
 * taken or not allowed; FAULT. why then holds a sentence. */
enum bsm_status bsm_listen_open(const char *text, int *socket_fd, char address[BSM_LISTEN_ADDRESS_SIZE], char *why,
                                size_t why_size);

#endif
