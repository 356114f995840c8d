#include "central/http/headers.h"

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/wire/path.h"

struct tally {
    int hosts;
    int lengths;
    int codings;
    int keys;
    size_t bytes; /* of all headers in the form "Name: value\r\n" */
    const char *length;
};

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                    const char *value, size_t value_size)
{
    (void)kind;
    struct tally *tally = context;
    tally->bytes += name_size + value_size + 4;
    if (!strcasecmp(name, MHD_HTTP_HEADER_HOST)) {
        tally->hosts++;
    } else if (!strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH)) {
        tally->lengths++;
        tally->length = value;
    } else if (!strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
        tally->codings++;
    } else if (!strcasecmp(name, BSM_WIRE_HEADER_KEY)) {
        tally->keys++;
    }
    return MHD_YES;
}

/* Digits only, as RFC 9110 section 8.6 has it. */
static bool read_length(const char *text, size_t *length)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 15 || text[digits] != '\0') {
        return false;
    }
    *length = (size_t)strtoull(text, NULL, 10);
    return true;
}

/* The library ends a header at a zero byte and drops what follows, so we never see it; but then the head that came is
 * longer than what we were told of it. The same goes for white space that no client of ours sends. */
static bool has_hidden_bytes(struct MHD_Connection *connection, const char *method, const char *raw_uri,
                             const char *version, const struct tally *tally)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    size_t told = strlen(method) + 1 + strlen(raw_uri) + 1 + strlen(version) + 2 + tally->bytes + 2;
    return !info || info->header_size != told;
}

enum bsm_problem bsm_headers_check(struct MHD_Connection *connection, const char *method, const char *raw_uri,
                                   const char *version, size_t body_max, size_t *content_length, const char **detail)
{
    struct tally tally = {0};
    *content_length = SIZE_MAX;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, count_header, &tally);
    *detail = NULL;
    if (tally.hosts != 1) {
        *detail = "one Host header is needed";
    } else if (tally.lengths > 1 || (tally.lengths == 1 && tally.codings > 0) || tally.codings > 1) {
        *detail = "the body's length is said twice";
    } else if (tally.lengths == 1 && !read_length(tally.length, content_length)) {
        *detail = "Content-Length is not a number";
    } else if (tally.keys > 1) {
        *detail = "more than one Idempotency-Key";
    } else if (has_hidden_bytes(connection, method, raw_uri, version, &tally)) {
        *detail = "a header is not written as Name: value";
    }
    if (*detail) {
        return BSM_PROBLEM_BAD_REQUEST;
    }
    if (*content_length != SIZE_MAX && *content_length > body_max) {
        *detail = "the body is too large";
        return BSM_PROBLEM_TOO_LARGE;
    }
    return BSM_PROBLEM_NONE;
}
