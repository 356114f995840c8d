/* The real basma-central, killed without warning in mid-visit and started again: the visit goes on, and what was to
 * happen once has happened once. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/store/audit.h"
#include "central/tests/fixture.h"

static const char *program; /* basma-central */
static pid_t serving;

/* Starts it on the fixture's folder and finds it by the line that it says when it is ready. */
static void start_program(void)
{
    int ends[2];
    char line[128] = "";
    assert_int_equal(pipe(ends), 0);
    serving = fork();
    assert_true(serving >= 0);
    if (serving == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(program, program, "serve", "--state", centre.folder, "--listen", "127.0.0.1:0", "--sms-file",
              centre.sms_path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *out = fdopen(ends[0], "r");
    assert_non_null(fgets(line, sizeof line, out));
    fclose(out);
    char *address = strstr(line, "127.0.0.1:");
    assert_non_null(address);
    address[strcspn(address, "\n")] = '\0';
    kiosk_find(&kiosk, address);
}

static void kill_program(void)
{
    if (serving > 0) {
        kill(serving, SIGKILL);
        waitpid(serving, NULL, 0);
        serving = 0;
    }
}

static bool start_again(struct test_kiosk *at)
{
    (void)at;
    kill_program();
    start_program();
    return true;
}

/* The state and the kiosk come from a centre in this process, which then makes way for the real program. */
static int open_program(void **state)
{
    open_all(state);
    centre_sql(&centre, "INSERT INTO offices VALUES ('olaya', 0, 'a', 'b', 180, 30, 1, 60, 14)");
    for (int weekday = 0; weekday < 7; weekday++) {
        char sql[128];
        snprintf(sql, sizeof sql, "INSERT INTO office_hours VALUES ('olaya', %d, 480, 840)", weekday);
        centre_sql(&centre, sql);
    }
    centre_halt(&centre);
    kiosk.on_silence = start_again;
    start_program();
    return 0;
}

static int close_program(void **state)
{
    kill_program();
    return close_all(state);
}

/* The kill, while the next request is under way. */

static int kill_after_us; /* below 0: before the request begins */

static void *kill_soon(void *context)
{
    pid_t whom = *(pid_t *)context;
    nanosleep(&(struct timespec){.tv_nsec = kill_after_us * 1000L}, NULL);
    kill(whom, SIGKILL);
    return NULL;
}

enum step {
    OPEN,
    CLAIM,
    RIGHT_INDEX,
    LEFT_INDEX,
    FACE,
    VERIFY,
    SEND_CODE,
    CHECK_CODE,
    USER_NAME,
    COMPLETE,
    BOOK,
    STEPS
};

/* Who comes: to activate, or to register and then to take an appointment. */
static bool registers;

static unsigned who(void) { return registers ? PEOPLE - 1 : 1; }

/* The first free place; status 0 where none is offered. */
static int book_first(void)
{
    static struct bsm_wire_slots slots;
    char body[256];
    if (kiosk_call(&kiosk, BSM_WIRE_SLOTS, NULL, NULL) != 200 ||
        bsm_wire_slots_decode(kiosk.reply.body, kiosk.reply.size, &slots) != BSM_OK || !slots.slots_count) {
        return 0;
    }
    snprintf(body, sizeof body, "{\"office\":\"%s\",\"day\":\"%s\",\"time\":\"%s\"}", slots.offices[0].id,
             slots.slots[0].day, slots.slots[0].time);
    return kiosk_call(&kiosk, BSM_WIRE_BOOK, body, NULL);
}

static int send_part(enum bsm_modality modality, enum bsm_position position)
{
    static struct bsm_wire_capture capture;
    struct bsm_record record = person_record(who(), 1);
    kiosk_fill_capture(&kiosk, modality, position, &record, &capture);
    bsm_record_finish(&record);
    return kiosk_send_capture(&kiosk, &capture);
}

static int take_step(enum step step)
{
    struct bsm_wire_verified verified = {0};
    char code[BSM_CODE_SIZE] = "";
    switch (step) {
    case OPEN: return kiosk_open(&kiosk);
    case CLAIM: return kiosk_claim(&kiosk, who(), NULL, NULL);
    case RIGHT_INDEX: return send_part(BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX);
    case LEFT_INDEX: return send_part(BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX);
    case FACE: return send_part(BSM_MODALITY_FACE, BSM_POSITION_NONE);
    case VERIFY: return kiosk_verify(&kiosk, &verified);
    case SEND_CODE: return kiosk_call(&kiosk, BSM_WIRE_SEND_CODE, "{}", NULL);
    case CHECK_CODE: return centre_last_code(&centre, code) ? kiosk_check_code(&kiosk, code) : 0;
    case USER_NAME: return kiosk_user_name(&kiosk, "noura.42");
    case COMPLETE:
        return registers ? kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, "three green kettles")
                         : kiosk_complete(&kiosk);
    case BOOK: return book_first();
    case STEPS: break;
    }
    return 0;
}

static int take_step_with_a_kill(enum step step)
{
    if (kill_after_us < 0) {
        kill(serving, SIGKILL);
        return take_step(step);
    }
    pthread_t killer;
    pid_t whom = serving;
    assert_int_equal(pthread_create(&killer, NULL, kill_soon, &whom), 0);
    int status = take_step(step);
    pthread_join(killer, NULL);
    if (serving == whom) { /* it had answered before it was killed */
        start_again(&kiosk);
    }
    return status;
}

static void assert_active_once(void)
{
    int64_t rows = 0;
    int64_t broken = 0;
    char path[BSM_STATE_PATH_SIZE];
    struct bsm_db *db = NULL;
    char mobile[BSM_MOBILE_SIZE];
    snprintf(mobile, sizeof mobile, "+9665000000%02u", who());
    assert_int_equal(centre_account(&centre, who()), BSM_ACCOUNT_ACTIVE);
    for (int i = 0; i < 500 && centre_count(&centre, "SELECT count(*) FROM outbox"); i++) {
        usleep(10 * 1000); /* messages go their own way */
    }
    assert_true(centre_last_message_to(&centre, mobile, registers ? "Show this: " : "receipt: "));
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM outbox"), 0);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM user_names"), registers);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM appointments"), registers);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'account'"), 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'verify'"), 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    bsm_state_path(centre.folder, "central.db", path);
    assert_int_equal(bsm_db_open(path, BSM_DB_READ, false, &db), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_OK);
    bsm_db_close(db);
}

/* A whole visit; a kill at each step that the mask names, so long after its request began. */
static void visit_with_kills(unsigned mask, int after_us)
{
    static const int expected[STEPS] = {201, 200, 201, 201, 201, 200, 202, 200, 204, 200, 201};
    for (int step = OPEN; step < STEPS; step++) {
        if (!registers && (step == USER_NAME || step == BOOK)) {
            continue;
        }
        kill_after_us = after_us;
        bool kills = mask >> step & 1;
        assert_int_equal(kills ? take_step_with_a_kill((enum step)step) : take_step((enum step)step), expected[step]);
    }
    assert_active_once();
}

static void a_centre_killed_between_any_two_requests_goes_on(void **state)
{
    (void)state;
    visit_with_kills(~0u, -1);
}

static void a_centre_killed_as_a_request_arrives_goes_on(void **state)
{
    (void)state;
    visit_with_kills(~0u, 300);
}

static void a_centre_killed_as_it_works_goes_on(void **state)
{
    (void)state;
    visit_with_kills(~0u, 1500);
}

static void a_centre_killed_as_it_answers_goes_on(void **state)
{
    (void)state;
    visit_with_kills(~0u, 4000);
}

static void a_kill_at_the_completion_alone_changes_nothing(void **state)
{
    (void)state;
    visit_with_kills(1u << COMPLETE, 2200);
}

static void register_with_kills(int after_us)
{
    registers = true;
    kiosk.purpose = BSM_ACTION_REGISTER;
    visit_with_kills(~0u << SEND_CODE, after_us);
    registers = false;
}

static void a_registration_and_an_appointment_go_on_after_kills_between_requests(void **state)
{
    (void)state;
    register_with_kills(-1);
}

static void a_registration_and_an_appointment_go_on_after_kills_in_requests(void **state)
{
    (void)state;
    register_with_kills(1500);
}

/* A pipe that is full and that nobody reads: the centre waits in the middle of handing a message on. */
static int make_full_pipe(void)
{
    static const char block[4096];
    unlink(centre.sms_path);
    assert_int_equal(mkfifo(centre.sms_path, 0600), 0);
    int fd = open(centre.sms_path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    while (write(fd, block, sizeof block) > 0) {
    }
    assert_int_equal(errno, EAGAIN);
    return fd;
}

static void *kill_when_the_code_is_stored(void *context)
{
    (void)context;
    while (centre_count(&centre, "SELECT count(*) FROM visits WHERE codes_sent = 1") == 0) {
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
    unlink(centre.sms_path);
    kill(serving, SIGKILL);
    return NULL;
}

static void a_code_stored_but_not_handed_on_goes_out(void **state)
{
    (void)state;
    pthread_t killer;
    kill_program();
    int fd = make_full_pipe();
    start_program();
    for (int step = OPEN; step < SEND_CODE; step++) {
        take_step((enum step)step);
    }
    assert_int_equal(pthread_create(&killer, NULL, kill_when_the_code_is_stored, NULL), 0);
    assert_int_equal(take_step(SEND_CODE), 202); /* answered by the next one, which sent the code */
    pthread_join(killer, NULL);
    close(fd);
    assert_int_equal(centre_messages(&centre), 1);
    assert_int_equal(take_step(CHECK_CODE), 200);
    assert_int_equal(take_step(COMPLETE), 200);
    assert_active_once();
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_program, close_program)

int main(int argc, char **argv)
{
    program = argc > 1 ? argv[1] : "";
    const struct CMUnitTest tests[] = {
        TEST(a_centre_killed_between_any_two_requests_goes_on),
        TEST(a_centre_killed_as_a_request_arrives_goes_on),
        TEST(a_centre_killed_as_it_works_goes_on),
        TEST(a_centre_killed_as_it_answers_goes_on),
        TEST(a_kill_at_the_completion_alone_changes_nothing),
        TEST(a_registration_and_an_appointment_go_on_after_kills_between_requests),
        TEST(a_registration_and_an_appointment_go_on_after_kills_in_requests),
        TEST(a_code_stored_but_not_handed_on_goes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
