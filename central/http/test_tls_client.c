#include "central/http/test_tls_client.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct tls_client {
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
    int fd;
};

static int connect_to(const char *address)
{
    const char *colon = strrchr(address, ':');
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&to, sizeof to)) {
        close(fd);
        return -1;
    }
    return fd;
}

static gnutls_datum_t datum(const char *text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)};
}

struct tls_client *tls_connect(const char *address, const char *ca_pem, const char *certificate_pem,
                               const char *key_pem, const char *priorities)
{
    struct tls_client *client = calloc(1, sizeof *client);
    gnutls_datum_t ca = datum(ca_pem);
    gnutls_certificate_allocate_credentials(&client->credentials);
    gnutls_certificate_set_x509_trust_mem(client->credentials, &ca, GNUTLS_X509_FMT_PEM);
    if (certificate_pem) {
        gnutls_datum_t certificate = datum(certificate_pem);
        gnutls_datum_t key = datum(key_pem);
        gnutls_certificate_set_x509_key_mem(client->credentials, &certificate, &key, GNUTLS_X509_FMT_PEM);
        /* also to a server that names another CA: it must do its own refusing */
        gnutls_certificate_set_flags(client->credentials, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);
    }
    gnutls_init(&client->session, GNUTLS_CLIENT | GNUTLS_FORCE_CLIENT_CERT);
    gnutls_priority_set_direct(client->session, priorities ? priorities : "NORMAL", NULL);
    gnutls_credentials_set(client->session, GNUTLS_CRD_CERTIFICATE, client->credentials);
    gnutls_session_set_verify_cert(client->session, NULL, 0);
    client->fd = connect_to(address);
    gnutls_transport_set_int(client->session, client->fd);
    gnutls_handshake_set_timeout(client->session, 3000);
    int result;
    do {
        result = gnutls_handshake(client->session);
    } while (result < 0 && !gnutls_error_is_fatal(result));
    if (result < 0) {
        tls_close(client);
        return NULL;
    }
    return client;
}

void tls_close(struct tls_client *client)
{
    if (!client) {
        return;
    }
    gnutls_deinit(client->session);
    gnutls_certificate_free_credentials(client->credentials);
    close(client->fd);
    free(client);
}

bool tls_send(struct tls_client *client, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t sent = gnutls_record_send(client->session, at, size);
        if (sent <= 0) {
            return false;
        }
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static ssize_t receive(struct tls_client *client, char *text, size_t size, int timeout_ms)
{
    gnutls_record_set_timeout(client->session, (unsigned)timeout_ms);
    ssize_t got;
    do {
        got = gnutls_record_recv(client->session, text, size);
    } while (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
    return got;
}

static bool is_whole(const char *text, size_t size)
{
    const char *end = strstr(text, "\r\n\r\n");
    const char *length = strstr(text, "Content-Length: ");
    return end && (!length || size >= (size_t)(end + 4 - text) + strtoul(length + 16, NULL, 10));
}

int tls_answer(struct tls_client *client, char *text, size_t size, int timeout_ms)
{
    size_t used = 0;
    text[0] = '\0';
    while (used + 1 < size && !is_whole(text, used)) {
        ssize_t got = receive(client, text + used, size - 1 - used, timeout_ms);
        if (got <= 0) {
            break;
        }
        used += (size_t)got;
        text[used] = '\0';
    }
    int status = 0;
    return sscanf(text, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

bool tls_is_closed_within(struct tls_client *client, int timeout_ms)
{
    char byte;
    ssize_t got = receive(client, &byte, 1, timeout_ms);
    return got == 0 || (got < 0 && got != GNUTLS_E_TIMEDOUT);
}
