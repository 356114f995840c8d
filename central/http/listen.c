#include "central/http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 128, HOST_SIZE = 46, PORT_SIZE = 6 };

/* "1.2.3.4:80" or "[::1]:80" */
static bool split(const char *text, char host[HOST_SIZE], char port[PORT_SIZE])
{
    const char *colon = strrchr(text, ':');
    if (!colon || colon == text || strlen(colon + 1) >= PORT_SIZE || colon[1] == '\0') {
        return false;
    }
    if (strspn(colon + 1, "0123456789") != strlen(colon + 1) || atoi(colon + 1) > UINT16_MAX) {
        return false;
    }
    const char *from = text;
    size_t length = (size_t)(colon - text);
    if (text[0] == '[' && length > 2 && colon[-1] == ']') {
        from++;
        length -= 2;
    }
    if (length >= HOST_SIZE) {
        return false;
    }
    memcpy(host, from, length);
    host[length] = '\0';
    memcpy(port, colon + 1, strlen(colon + 1) + 1);
    return true;
}

static void write_address(int fd, char address[BSM_LISTEN_ADDRESS_SIZE])
{
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    char host[HOST_SIZE] = "?";
    char port[PORT_SIZE] = "?";
    if (!getsockname(fd, (struct sockaddr *)&name, &size)) {
        getnameinfo((struct sockaddr *)&name, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
    }
    snprintf(address, BSM_LISTEN_ADDRESS_SIZE, name.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

static enum bsm_status bind_to(const struct addrinfo *info, int *socket_fd)
{
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return BSM_FAULT;
    }
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, info->ai_addr, info->ai_addrlen) || listen(fd, BACKLOG)) {
        int error = errno;
        close(fd);
        errno = error;
        return error == EADDRINUSE || error == EACCES || error == EADDRNOTAVAIL ? BSM_DENIED : BSM_FAULT;
    }
    *socket_fd = fd;
    return BSM_OK;
}

enum bsm_status bsm_listen_open(const char *text, int *socket_fd, char address[BSM_LISTEN_ADDRESS_SIZE], char *why,
                                size_t why_size)
{
    char host[HOST_SIZE];
    char port[PORT_SIZE];
    struct addrinfo *info = NULL;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    if (!split(text, host, port) || getaddrinfo(host, port, &hints, &info)) {
        snprintf(why, why_size, "cannot listen on \"%.60s\": give ADDRESS:PORT, for example 127.0.0.1:8443", text);
        return BSM_INVALID;
    }
    enum bsm_status status = bind_to(info, socket_fd);
    if (status != BSM_OK) {
        snprintf(why, why_size, "cannot listen on %.60s: %s; choose another port or end what uses it", text,
                 strerror(errno));
    } else {
        write_address(*socket_fd, address);
    }
    freeaddrinfo(info);
    return status;
}
