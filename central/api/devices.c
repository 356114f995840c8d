/* What kiosks and operators ask apart from visits: the time, the configuration, health and figures. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/api/call.h"

void bsm_api_time(struct bsm_call *call)
{
    struct bsm_wire_text text = {0};
    struct bsm_wire_time now = {.server_unix_ms = call->now_ms};
    bsm_call_answer(call, 200, bsm_wire_time_encode(&now, &text), &text);
}

/* An answer that is not JSON. */
static void answer_plain(struct bsm_call *call, const char *type, const char *bytes, size_t size)
{
    char *body = malloc(size + 1);
    if (!body) {
        bsm_call_fail(call, BSM_NO_MEMORY);
        return;
    }
    memcpy(body, bytes, size);
    body[size] = '\0';
    bsm_call_answer_nothing(call, 200);
    call->answer->type = type;
    call->answer->body = body;
    call->answer->body_size = size;
}

static enum bsm_status read_config(struct bsm_call *call, struct bsm_stored_config *config)
{
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    if (!db) {
        return BSM_FAULT;
    }
    enum bsm_status status = bsm_config_find(db, call->device.id, config);
    bsm_store_read_end(call->centre->store, db);
    return status;
}

void bsm_api_config(struct bsm_call *call)
{
    struct bsm_stored_config config;
    enum bsm_status status = read_config(call, &config);
    if (status == BSM_GONE) {
        bsm_call_refuse(call, BSM_PROBLEM_NOT_FOUND, "no configuration is signed for this kiosk");
        return;
    }
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
        return;
    }
    char etag[BSM_HTTP_ETAG_SIZE];
    snprintf(etag, sizeof etag, "\"%" PRId64 "\"", config.version);
    const char *known = call->request->if_none_match;
    if (known && !strcmp(known, etag)) {
        bsm_call_answer_nothing(call, 304);
    } else {
        answer_plain(call, BSM_WIRE_TYPE_JWS, config.jws, strlen(config.jws));
    }
    memcpy(call->answer->etag, etag, sizeof etag);
}

void bsm_api_health(struct bsm_call *call)
{
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    if (!db) {
        bsm_call_fail(call, BSM_FAULT);
        return;
    }
    bsm_store_read_end(call->centre->store, db);
    static const char ok[] = "{\"status\":\"ok\"}\n";
    answer_plain(call, BSM_WIRE_TYPE_JSON, ok, sizeof ok - 1);
}

struct page {
    char text[8192];
    size_t used;
};

static void put(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct page *page, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(page->text + page->used, sizeof page->text - page->used, format, list);
    va_end(list);
    if (length > 0 && (size_t)length < sizeof page->text - page->used) {
        page->used += (size_t)length;
    }
}

static void put_calls(struct page *page, struct bsm_centre *centre)
{
    static const char *const outcomes[BSM_COUNT_KINDS] = {"answered", "refused", "failed"};
    put(page, "# TYPE basma_requests_total counter\n");
    for (int call = 0; call <= BSM_WIRE_CALL_LAST; call++) {
        for (int kind = 0; kind < BSM_COUNT_KINDS; kind++) {
            long long count = atomic_load(&centre->counts[call][kind]);
            if (count) {
                put(page, "basma_requests_total{call=\"%s\",outcome=\"%s\"} %lld\n",
                    bsm_wire_call_name((enum bsm_wire_call)call), outcomes[kind], count);
            }
        }
    }
}

/* The text format of Prometheus, version 0.0.4. */
void bsm_api_metrics(struct bsm_call *call)
{
    struct bsm_centre *centre = call->centre;
    struct bsm_store_counts store = bsm_store_counts(centre->store);
    struct page page = {.used = 0};
    put_calls(&page, centre);
    put(&page, "# TYPE basma_store_jobs_total counter\nbasma_store_jobs_total %lld\n", store.jobs);
    put(&page, "# TYPE basma_store_commits_total counter\nbasma_store_commits_total %lld\n", store.commits);
    put(&page, "# TYPE basma_store_failures_total counter\nbasma_store_failures_total %lld\n", store.failures);
    if (centre->http) {
        struct bsm_http_counts http = bsm_http_counts(centre->http);
        put(&page, "# TYPE basma_connections gauge\nbasma_connections %lld\n", http.connections);
        put(&page, "# TYPE basma_connections_cut_total counter\nbasma_connections_cut_total %lld\n", http.cut);
    }
    answer_plain(call, "text/plain; version=0.0.4", page.text, page.used);
}
