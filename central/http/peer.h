/* Who is at the other end of a TLS session. */
#ifndef BASMA_CENTRAL_HTTP_PEER_H
#define BASMA_CENTRAL_HTTP_PEER_H

#include "central/http/connections.h"

struct MHD_Connection;

/* The verdict on the connection's client certificate, made at its first request and kept; only that it is still within
 * its time is looked at again. */
enum bsm_http_peer bsm_peer_judge(struct MHD_Connection *mhd, struct bsm_connection *connection, const char *ca_pem,
                                  int64_t now_unix_s);

#endif
