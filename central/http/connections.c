#include "central/http/connections.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "firmware/base/clock.h"

enum { LOOK_MS = 250 };

static void cut_late_ones(struct bsm_connections *connections)
{
    int64_t now_ms = bsm_clock_mono_ms();
    for (struct bsm_connection *one = connections->first; one; one = one->next) {
        if (now_ms - one->progress_ms > connections->limit_ms) {
            shutdown(one->socket_fd, SHUT_RDWR);
            one->progress_ms = now_ms; /* once is enough; the library closes it */
            connections->cut++;
        }
    }
}

static void wait_a_moment(struct bsm_connections *connections)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&connections->wake, &connections->lock, &until);
}

static void *reap(void *context)
{
    struct bsm_connections *connections = context;
    pthread_mutex_lock(&connections->lock);
    while (!connections->ending) {
        cut_late_ones(connections);
        wait_a_moment(connections);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

enum bsm_status bsm_connections_start(struct bsm_connections *connections, int64_t limit_ms)
{
    *connections = (struct bsm_connections){.limit_ms = limit_ms};
    pthread_mutex_init(&connections->lock, NULL);
    pthread_cond_init(&connections->wake, NULL);
    if (pthread_create(&connections->reaper, NULL, reap, connections)) {
        pthread_cond_destroy(&connections->wake);
        pthread_mutex_destroy(&connections->lock);
        return BSM_NO_MEMORY;
    }
    return BSM_OK;
}

void bsm_connections_stop(struct bsm_connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    connections->ending = true;
    pthread_cond_signal(&connections->wake);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->reaper, NULL);
    pthread_cond_destroy(&connections->wake);
    pthread_mutex_destroy(&connections->lock);
}

struct bsm_connection *bsm_connection_add(struct bsm_connections *connections, int socket_fd)
{
    struct bsm_connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        return NULL;
    }
    connection->socket_fd = socket_fd;
    connection->progress_ms = bsm_clock_mono_ms();
    pthread_mutex_lock(&connections->lock);
    connection->next = connections->first;
    connections->first = connection;
    connections->open++;
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void bsm_connection_remove(struct bsm_connections *connections, struct bsm_connection *connection)
{
    if (!connection) {
        return;
    }
    pthread_mutex_lock(&connections->lock);
    struct bsm_connection **link = &connections->first;
    while (*link != connection) {
        link = &(*link)->next;
    }
    *link = connection->next;
    connections->open--;
    pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void bsm_connection_progress(struct bsm_connections *connections, struct bsm_connection *connection)
{
    pthread_mutex_lock(&connections->lock);
    connection->progress_ms = bsm_clock_mono_ms();
    pthread_mutex_unlock(&connections->lock);
}
