/* The search for what a visit left: it finds what is there, in memory and in files, and nothing where nothing is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "firmware/base/wipe.h"
#include "tests/sim/person/traces.h"

static struct traces traces;
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-traces-XXXXXX");
    return mkdtemp(folder) && traces_init(&traces) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[96];
    traces_finish(&traces);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* A secret that does not stand in the program: it is put together at run time. */
static void make_secret(char secret[20])
{
    for (int i = 0; i < 19; i++)
        secret[i] = (char)('a' + (i * 7 + getpid()) % 26);
    secret[19] = '\0';
}

/* A process that has the secret on its heap, far from any chunk's beginning, or has wiped it. */
static pid_t start_holder(const char *secret, size_t at, int wiped)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        char *heap = calloc(1, 5 << 20);
        memcpy(heap + at, secret, strlen(secret));
        if (wiped)
            bsm_wipe(heap + at, strlen(secret));
        traces_forget(&traces); /* a fork has its parent's memory */
        bsm_wipe(&traces.list, sizeof traces.list);
        bsm_wipe((char *)(uintptr_t)secret, strlen(secret));
        (void)!write(ready[1], "x", 1);
        for (;;)
            pause();
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static int look_at(pid_t pid, enum bsm_status *status)
{
    char where[TRACES_FOUND_SIZE];
    int found = 0;
    *status = traces_look(&traces, &pid, 1, folder, &found, where);
    if (found > 0)
        assert_non_null(strstr(where, "password in"));
    return found;
}

static void a_secret_in_memory_is_found_until_it_is_wiped(void **state)
{
    (void)state;
    static const size_t places[] = {0, 3, (1 << 20) - 17, (1 << 20) - 256, (2 << 20) + 1, (5 << 20) - 19};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        for (int wiped = 0; wiped < 2; wiped++) {
            char secret[20];
            enum bsm_status status;
            make_secret(secret);
            traces_forget(&traces);
            traces_add_text(&traces, "password", secret);
            pid_t pid = start_holder(secret, places[i], wiped);
            int found = look_at(pid, &status);
            kill(pid, SIGKILL);
            waitpid(pid, NULL, 0);
            if (status == BSM_DENIED)
                skip(); /* another's memory may not be read here */
            assert_true(wiped ? found == 0 : found > 0);
        }
}

static void a_secret_in_a_file_is_found_in_any_folder(void **state)
{
    (void)state;
    char secret[20], path[128], command[128], where[TRACES_FOUND_SIZE];
    int found = 0;
    make_secret(secret);
    traces_forget(&traces);
    traces_add_text(&traces, "password", secret);
    snprintf(command, sizeof command, "mkdir -p '%s/a/b'", folder);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/a/b/spool.db-wal", folder);
    assert_int_equal(traces_look(&traces, NULL, 0, folder, &found, where), BSM_OK);
    assert_int_equal(found, 0);
    assert_int_equal(bsm_file_write(path, secret, strlen(secret), 0600), BSM_OK);
    assert_int_equal(traces_look(&traces, NULL, 0, folder, &found, where), BSM_OK);
    assert_int_equal(found, 1);
    assert_null(strstr(where, secret));
}

static void what_is_too_short_is_not_looked_for(void **state)
{
    (void)state;
    traces_forget(&traces);
    traces_add_text(&traces, "code", "");
    traces_add_text(&traces, "code", "12345");
    assert_int_equal(traces.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_in_memory_is_found_until_it_is_wiped),
        cmocka_unit_test(a_secret_in_a_file_is_found_in_any_folder),
        cmocka_unit_test(what_is_too_short_is_not_looked_for),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
