/* What a process cannot do any more once it is in the sandbox; each test is a process of its own. */
#include <errno.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/sandbox.h"

/* The exit code of a process that does this. */
static int outcome_of(int (*process)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(process());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int is_refused(int family)
{
    int fd = socket(family, SOCK_STREAM, 0);
    return fd < 0 && errno == EACCES;
}

static int try_the_network(void)
{
    if (bsm_sandbox_enter(BSM_SANDBOX_NO_NETWORK) != BSM_OK)
        return 1;
    if (!is_refused(AF_INET) || !is_refused(AF_INET6) || !is_refused(AF_PACKET) || !is_refused(AF_VSOCK))
        return 2;
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0 && socket(AF_NETLINK, SOCK_RAW, 0) >= 0 ? 0 : 3;
}

static void a_sandboxed_process_cannot_reach_the_network(void **state)
{
    (void)state;
    assert_int_equal(outcome_of(try_the_network), 0);
}

static int try_a_ring(void)
{
    struct io_uring_params parameters = {0};
    if (bsm_sandbox_enter(BSM_SANDBOX_NO_NETWORK) != BSM_OK)
        return 1;
    return syscall(SYS_io_uring_setup, 1, &parameters) < 0 && errno == ENOSYS ? 0 : 2;
}

static void a_ring_is_no_way_round(void **state)
{
    (void)state;
    assert_int_equal(outcome_of(try_a_ring), 0);
}

static pthread_barrier_t entered;

static void *look_from_a_thread(void *result)
{
    pthread_barrier_wait(&entered);
    *(int *)result = is_refused(AF_INET) && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 2;
    return NULL;
}

static int try_from_an_older_thread(void)
{
    int result = 1;
    pthread_t thread;
    pthread_barrier_init(&entered, NULL, 2);
    if (pthread_create(&thread, NULL, look_from_a_thread, &result) != 0)
        return 3;
    if (bsm_sandbox_enter(BSM_SANDBOX_NO_NETWORK) != BSM_OK)
        return 4;
    pthread_barrier_wait(&entered);
    pthread_join(thread, NULL);
    return result;
}

static void threads_that_were_there_before_are_held_too(void **state)
{
    (void)state;
    assert_int_equal(outcome_of(try_from_an_older_thread), 0);
}

static int look_at_the_rest(void)
{
    struct rlimit core;
    int signal = 0;
    if (bsm_sandbox_enter(BSM_SANDBOX_BASIC) != BSM_OK)
        return 1;
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0 || prctl(PR_GET_DUMPABLE) != 0)
        return 2;
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || prctl(PR_GET_PDEATHSIG, &signal) != 0 || signal == 0)
        return 3;
    return is_refused(AF_INET) ? 4 : 0;
}

static void every_process_keeps_its_memory_to_itself(void **state)
{
    (void)state;
    assert_int_equal(outcome_of(look_at_the_rest), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sandboxed_process_cannot_reach_the_network),
        cmocka_unit_test(a_ring_is_no_way_round),
        cmocka_unit_test(threads_that_were_there_before_are_held_too),
        cmocka_unit_test(every_process_keeps_its_memory_to_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
