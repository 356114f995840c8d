#include "central/http/test_door.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

char ca_pem[BSM_X509_PEM_SIZE];
struct bsm_ec_key *ca_key;
struct identity server;
struct identity kiosk;
struct bsm_http *http;
int delay_ms;

/* Says who came, with what. */
static void handle(void *context, const struct bsm_http_request *request, struct bsm_http_answer *answer)
{
    (void)context;
    static const char *const peers[] = {"none", "refused", "verified"};
    nanosleep(&(struct timespec){.tv_sec = delay_ms / 1000, .tv_nsec = delay_ms % 1000 * 1000000L}, NULL);
    answer->status = request->refusal ? bsm_problem_http_status(request->refusal) : 200;
    answer->type = "text/plain";
    answer->body = malloc(256);
    answer->body_size =
        (size_t)snprintf(answer->body, 256, "peer=%s path=%s size=%zu detail=%s\n", peers[request->peer], request->path,
                         request->body_size, request->detail ? request->detail : "");
}

struct bsm_x509_validity hours(int from, int to)
{
    int64_t now = time(NULL);
    return (struct bsm_x509_validity){now + from * HOUR_S, now + to * HOUR_S};
}

void issue_device(struct bsm_ec_key *by, const char *by_pem, struct bsm_x509_validity validity,
                  struct identity *identity)
{
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    assert_int_equal(bsm_x509_issue_device(by, by_pem, &point, "kiosk-1", validity, identity->certificate), BSM_OK);
    assert_int_equal(bsm_ec_key_to_pem(key, identity->key), BSM_OK);
    bsm_ec_key_destroy(key);
}

static void issue_server(struct identity *identity)
{
    static const char *const names[] = {"127.0.0.1"};
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    assert_int_equal(bsm_x509_issue_server(ca_key, ca_pem, &point, names, 1, hours(-1, 100), identity->certificate),
                     BSM_OK);
    assert_int_equal(bsm_ec_key_to_pem(key, identity->key), BSM_OK);
    bsm_ec_key_destroy(key);
}

struct bsm_http_options options_of(const char *listen)
{
    return (struct bsm_http_options){.listen = listen,
                                     .key_pem = server.key,
                                     .certificate_pem = server.certificate,
                                     .ca_pem = ca_pem,
                                     .threads = 4,
                                     .body_max = BODY_MAX,
                                     .idle_s = 10,
                                     .request_max_ms = REQUEST_MAX_MS,
                                     .handle = handle};
}

int make_door(void **state)
{
    (void)state;
    char why[BSM_HTTP_WHY_SIZE];
    assert_int_equal(bsm_ec_key_create(&ca_key), BSM_OK);
    assert_int_equal(bsm_x509_create_ca(ca_key, "test-ca", hours(-1, 100), ca_pem), BSM_OK);
    issue_server(&server);
    issue_device(ca_key, ca_pem, hours(-1, 100), &kiosk);
    struct bsm_http_options options = options_of("127.0.0.1:0");
    assert_int_equal(bsm_http_start(&options, &http, why), BSM_OK);
    return 0;
}

int close_door(void **state)
{
    (void)state;
    bsm_http_stop(http);
    bsm_ec_key_destroy(ca_key);
    return 0;
}

struct tls_client *connect_as(const struct identity *identity)
{
    return tls_connect(bsm_http_address(http), ca_pem, identity ? identity->certificate : NULL,
                       identity ? identity->key : NULL, NULL);
}

int ask_bytes(const struct identity *identity, const void *bytes, size_t size, char answer[ANSWER_SIZE])
{
    struct tls_client *client = connect_as(identity);
    assert_non_null(client);
    tls_send(client, bytes, size);
    int status = tls_answer(client, answer, ANSWER_SIZE, 5000);
    tls_close(client);
    return status;
}

int ask(const struct identity *identity, const char *text, char answer[ANSWER_SIZE])
{
    return ask_bytes(identity, text, strlen(text), answer);
}
