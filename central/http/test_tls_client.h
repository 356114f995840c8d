/* A client for the tests that sends exactly the bytes it is told to, over TLS. */
#ifndef BASMA_CENTRAL_HTTP_TEST_TLS_CLIENT_H
#define BASMA_CENTRAL_HTTP_TEST_TLS_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

struct tls_client;

/* certificate_pem and key_pem may be NULL. priorities NULL: the library's. NULL when the handshake fails. */
struct tls_client *tls_connect(const char *address, const char *ca_pem, const char *certificate_pem,
                               const char *key_pem, const char *priorities);
void tls_close(struct tls_client *client);

/* False when the other side has gone. */
bool tls_send(struct tls_client *client, const void *bytes, size_t size);

/* Reads one answer as far as it comes within timeout_ms: head and Content-Length bytes; what was read, with an end, and
 * its HTTP status, 0 when none came. */
int tls_answer(struct tls_client *client, char *text, size_t size, int timeout_ms);

/* Whether the other side closes within the time. */
bool tls_is_closed_within(struct tls_client *client, int timeout_ms);

#endif
