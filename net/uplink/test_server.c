#include "net/uplink/test_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <gnutls/gnutls.h>
#include <microhttpd.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "net/seal/key_store.h"
#include "net/seal/x509_verify.h"
#include "net/wire/wire.h"

enum { LINES_MAX = 40000, KEYS_MAX = 4000, BODY_MAX = 256 * 1024 };

struct line {
    uint64_t place;
    char *text; /* owned */
};

struct key {
    char key[40];
    uint64_t body; /* a hash of it */
    uint64_t last;
};

struct bsm_test_server {
    struct MHD_Daemon *daemon;
    int port;
    char ca_pem[BSM_X509_PEM_SIZE];
    char server_pem[BSM_X509_PEM_SIZE];
    char server_key[BSM_EC_PRIVATE_PEM_SIZE];
    char pin[BSM_X509_PIN_SIZE];
    pthread_mutex_t lock; /* for all below */
    int64_t offset_ms;
    struct bsm_test_answer answers[BSM_TEST_ANSWERS_MAX];
    int answers_count;
    struct bsm_test_asked asked[BSM_TEST_ASKED_MAX];
    int asked_count;
    struct bsm_test_telemetry telemetry;
    struct line lines[LINES_MAX];
    int lines_count;
    struct key keys[KEYS_MAX];
    int keys_count;
};

/* A request whose body is coming in. */
struct coming {
    char body[BODY_MAX];
    size_t size;
};

static bool write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return bsm_file_write(path, text, strlen(text), 0600) == BSM_OK;
}

static bool make_folders(const char *folder)
{
    char path[256];
    snprintf(path, sizeof path, "%s/trust", folder);
    return bsm_file_make_folders(path, 0700) == BSM_OK;
}

static bool make_kiosk(struct bsm_test_server *server, struct bsm_ec_key *ca, const char *folder,
                       struct bsm_x509_validity validity)
{
    char path[256];
    char pem[BSM_X509_PEM_SIZE];
    struct bsm_key_store *store = NULL;
    struct bsm_ec_point point;
    snprintf(path, sizeof path, "%s/keys", folder);
    bool made = make_folders(folder) && bsm_key_store_open_files(path, &store) == BSM_OK &&
                bsm_key_store_create(store, BSM_KEY_TLS) == BSM_OK &&
                bsm_key_store_public_key(store, BSM_KEY_TLS, &point) == BSM_OK &&
                bsm_x509_issue_device(ca, server->ca_pem, &point, "kiosk-0001", validity, pem) == BSM_OK &&
                write_file(folder, "keys/tls.crt", pem) && write_file(folder, "trust/ca.crt", server->ca_pem);
    bsm_key_store_destroy(store);
    return made;
}

static bool make_server(struct bsm_test_server *server, struct bsm_ec_key *ca, struct bsm_x509_validity validity)
{
    static const char *const names[] = {"localhost"};
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point;
    uint8_t hash[BSM_SHA256_SIZE];
    if (bsm_ec_key_create(&key) != BSM_OK)
        return false;
    bsm_ec_key_public(key, &point);
    bsm_x509_pin(&point, hash);
    bsm_x509_pin_text(hash, server->pin);
    bool made = bsm_ec_key_to_pem(key, server->server_key) == BSM_OK &&
                bsm_x509_issue_server(ca, server->ca_pem, &point, names, 1, validity, server->server_pem) == BSM_OK;
    bsm_ec_key_destroy(key);
    return made;
}

struct bsm_test_server *bsm_test_server_create(const char *state_folder)
{
    struct bsm_test_server *server = calloc(1, sizeof *server);
    struct bsm_ec_key *ca = NULL;
    int64_t now_s = time(NULL);
    struct bsm_x509_validity validity = {now_s - 3600, now_s + 3600};
    pthread_mutex_init(&server->lock, NULL);
    bool made = bsm_ec_key_create(&ca) == BSM_OK &&
                bsm_x509_create_ca(ca, "test-ca", validity, server->ca_pem) == BSM_OK &&
                make_server(server, ca, validity) && make_kiosk(server, ca, state_folder, validity);
    bsm_ec_key_destroy(ca);
    if (made)
        return server;
    free(server);
    return NULL;
}

void bsm_test_server_destroy(struct bsm_test_server *server)
{
    if (!server)
        return;
    bsm_test_server_stop(server);
    for (int i = 0; i < server->lines_count; i++)
        free(server->lines[i].text);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

int bsm_test_server_port(const struct bsm_test_server *server) { return server->port; }

const char *bsm_test_server_pin(const struct bsm_test_server *server) { return server->pin; }

/* What to do with this request: the first answer that fits and has not been used up. */
static struct bsm_test_answer choose(struct bsm_test_server *server, const char *method, const char *path)
{
    for (int i = 0; i < server->answers_count; i++) {
        struct bsm_test_answer *answer = &server->answers[i];
        if (strcmp(answer->method, method) != 0 || (answer->path[0] && strcmp(answer->path, path) != 0) ||
            answer->times < 0)
            continue;
        if (answer->times > 0 && --answer->times == 0)
            answer->times = -1;
        return *answer;
    }
    if (strcmp(path, "/v1/time") == 0)
        return (struct bsm_test_answer){.status = 200, .body = "{\"server_time\":1}"};
    if (strcmp(path, "/v1/devices/config") == 0)
        return (struct bsm_test_answer){.status = 304};
    return (struct bsm_test_answer){.status = 404, .body = "not here"};
}

/* --- telemetry --- */

static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

static struct line *line_at(struct bsm_test_server *server, uint64_t place)
{
    for (int i = server->lines_count - 1; i >= 0; i--)
        if (server->lines[i].place == place)
            return &server->lines[i];
    return NULL;
}

static void take_line(struct bsm_test_server *server, const struct bsm_wire_item *item)
{
    struct line *line = line_at(server, item->place);
    server->telemetry.items++;
    if (line) {
        server->telemetry.twice++;
        server->telemetry.changed += strcmp(line->text, item->text) != 0;
    } else if (server->lines_count < LINES_MAX) {
        server->lines[server->lines_count++] = (struct line){item->place, strdup(item->text)};
    }
}

static struct key *key_of(struct bsm_test_server *server, const char *text)
{
    for (int i = 0; i < server->keys_count; i++)
        if (strcmp(server->keys[i].key, text) == 0)
            return &server->keys[i];
    return NULL;
}

/* The highest place of it; 0: it is no telemetry. */
static uint64_t take_telemetry(struct bsm_test_server *server, const char *key_text, const struct coming *coming)
{
    struct key *key = key_of(server, key_text);
    uint64_t hash = hash_of(coming->body), last = 0;
    server->telemetry.requests++;
    if (key) {
        server->telemetry.changed += key->body != hash;
        return key->last;
    }
    struct bsm_wire_telemetry *telemetry = calloc(1, sizeof *telemetry);
    if (bsm_wire_telemetry_decode(coming->body, coming->size, telemetry) == BSM_OK)
        for (uint32_t i = 0; i < telemetry->items_count; i++) {
            take_line(server, &telemetry->items[i]);
            last = telemetry->items[i].place > last ? telemetry->items[i].place : last;
        }
    free(telemetry);
    if (last > 0 && server->keys_count < KEYS_MAX) {
        key = &server->keys[server->keys_count++];
        *key = (struct key){.body = hash, .last = last};
        snprintf(key->key, sizeof key->key, "%s", key_text);
    }
    return last;
}

struct bsm_test_telemetry bsm_test_server_telemetry(struct bsm_test_server *server)
{
    pthread_mutex_lock(&server->lock);
    struct bsm_test_telemetry telemetry = server->telemetry;
    pthread_mutex_unlock(&server->lock);
    return telemetry;
}

const char *bsm_test_server_line(struct bsm_test_server *server, uint64_t place)
{
    pthread_mutex_lock(&server->lock);
    struct line *line = line_at(server, place);
    pthread_mutex_unlock(&server->lock);
    return line ? line->text : NULL;
}

/* --- requests --- */

static bool shows_certificate(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    unsigned count = 0;
    return info && gnutls_certificate_get_peers(info->tls_session, &count) && count > 0;
}

static void record(struct bsm_test_server *server, struct MHD_Connection *connection, const char *method,
                   const char *path, const struct coming *coming)
{
    const char *key = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Idempotency-Key");
    const char *known = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    if (server->asked_count == BSM_TEST_ASKED_MAX)
        return;
    struct bsm_test_asked *asked = &server->asked[server->asked_count++];
    snprintf(asked->method, sizeof asked->method, "%s", method);
    snprintf(asked->path, sizeof asked->path, "%s", path);
    snprintf(asked->key, sizeof asked->key, "%s", key ? key : "");
    snprintf(asked->known, sizeof asked->known, "%s", known ? known : "");
    snprintf(asked->body, sizeof asked->body, "%.*s", BSM_TEST_BODY_SIZE - 1, coming->body);
    asked->certificate = shows_certificate(connection);
}

/* What to answer; stored has room for the answer to telemetry. */
static struct bsm_test_answer decide(struct bsm_test_server *server, struct MHD_Connection *connection,
                                     const char *method, const char *path, const struct coming *coming, char stored[64])
{
    struct bsm_test_answer answer = choose(server, method, path);
    if (strcmp(method, "POST") != 0 || strcmp(path, "/v1/telemetry") != 0)
        return answer;
    bool none_wanted = answer.status == 404;
    if (answer.status >= 300 && !none_wanted)
        return answer;
    const char *key = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Idempotency-Key");
    uint64_t last = take_telemetry(server, key ? key : "", coming);
    snprintf(stored, 64, "{\"stored_to\":%llu}", (unsigned long long)last);
    return none_wanted ? (struct bsm_test_answer){.status = last ? 200 : 400, .body = stored} : answer;
}

static enum MHD_Result reply(struct MHD_Connection *connection, const struct bsm_test_answer *answer, int64_t offset_ms)
{
    char moment[32];
    const char *body = answer->body ? answer->body : "";
    snprintf(moment, sizeof moment, "%lld", (long long)(bsm_clock_unix_ms() + offset_ms));
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(body), (void *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Basma-Time", moment);
    if (answer->location)
        MHD_add_response_header(response, "Location", answer->location);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *bytes, size_t *size,
                                  void **state)
{
    struct bsm_test_server *server = context;
    struct coming *coming = *state;
    (void)version;
    if (!coming) {
        *state = calloc(1, sizeof *coming);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*size > 0) {
        size_t room = sizeof coming->body - 1 - coming->size;
        size_t taken = *size < room ? *size : room;
        memcpy(coming->body + coming->size, bytes, taken);
        coming->size += taken;
        *size = 0;
        return MHD_YES;
    }
    pthread_mutex_lock(&server->lock);
    record(server, connection, method, path, coming);
    char stored[64];
    struct bsm_test_answer answer = decide(server, connection, method, path, coming, stored);
    int64_t offset_ms = server->offset_ms;
    pthread_mutex_unlock(&server->lock);
    return answer.status ? reply(connection, &answer, offset_ms) : MHD_NO;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    free(*state);
    *state = NULL;
}

bool bsm_test_server_start(struct bsm_test_server *server)
{
    if (server->daemon)
        return true;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)server->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    server->daemon = MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_TLS, (uint16_t)server->port, NULL, NULL, on_request, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
        MHD_OPTION_HTTPS_MEM_KEY, server->server_key, MHD_OPTION_HTTPS_MEM_CERT, server->server_pem,
        MHD_OPTION_HTTPS_MEM_TRUST, server->ca_pem, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
    if (!server->daemon)
        return false;
    server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return true;
}

void bsm_test_server_stop(struct bsm_test_server *server)
{
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}

void bsm_test_server_reset(struct bsm_test_server *server, int64_t offset_ms)
{
    pthread_mutex_lock(&server->lock);
    server->offset_ms = offset_ms;
    server->answers_count = 0;
    server->asked_count = 0;
    pthread_mutex_unlock(&server->lock);
}

void bsm_test_server_answer(struct bsm_test_server *server, struct bsm_test_answer answer)
{
    pthread_mutex_lock(&server->lock);
    if (server->answers_count < BSM_TEST_ANSWERS_MAX)
        server->answers[server->answers_count++] = answer;
    pthread_mutex_unlock(&server->lock);
}

bool bsm_test_server_asked(struct bsm_test_server *server, const char *method, const char *path, int n,
                           struct bsm_test_asked *asked)
{
    bool found = false;
    pthread_mutex_lock(&server->lock);
    for (int i = 0; i < server->asked_count && !found; i++)
        if (strcmp(server->asked[i].method, method) == 0 && strcmp(server->asked[i].path, path) == 0 && n-- == 0) {
            *asked = server->asked[i];
            found = true;
        }
    pthread_mutex_unlock(&server->lock);
    return found;
}

int bsm_test_server_count(struct bsm_test_server *server, const char *method, const char *path)
{
    struct bsm_test_asked asked;
    int count = 0;
    while (bsm_test_server_asked(server, method, path, count, &asked))
        count++;
    return count;
}
