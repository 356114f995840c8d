/* Whether a request's headers can stand: the checks that the library leaves to us. */
#ifndef BASMA_CENTRAL_HTTP_HEADERS_H
#define BASMA_CENTRAL_HTTP_HEADERS_H

#include <stddef.h>

#include "firmware/base/terms.h"

struct MHD_Connection;

/* NONE when they can; else the problem, and *detail a literal. raw_uri, method and version as the request line had
 * them; *content_length is SIZE_MAX where none is said. */
enum bsm_problem bsm_headers_check(struct MHD_Connection *connection, const char *method, const char *raw_uri,
                                   const char *version, size_t body_max, size_t *content_length, const char **detail);

#endif
