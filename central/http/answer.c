#include "central/http/answer.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"
#include "net/wire/path.h"

static void free_text(void *text) { bsm_wipe_free(text, strlen(text)); }

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, value);
}

static void add_headers(struct MHD_Response *response, const struct bsm_http_answer *answer)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)bsm_clock_unix_ms());
    add_header(response, BSM_WIRE_HEADER_TIME, number);
    add_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, answer->etag[0] ? "private, no-cache" : "no-store");
    if (answer->type) {
        add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
    }
    if (answer->etag[0]) {
        add_header(response, MHD_HTTP_HEADER_ETAG, answer->etag);
    }
    if (answer->allow) {
        add_header(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
    }
    if (answer->retry_after_s) {
        snprintf(number, sizeof number, "%u", answer->retry_after_s);
        add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, number);
    }
}

bool bsm_answer_send(struct MHD_Connection *connection, struct bsm_http_answer *answer)
{
    struct MHD_Response *response =
        answer->body ? MHD_create_response_from_buffer_with_free_callback(answer->body_size, answer->body, free_text)
                     : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!response) {
        if (answer->body) {
            free_text(answer->body);
        }
        return false;
    }
    add_headers(response, answer);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return result == MHD_YES;
}
