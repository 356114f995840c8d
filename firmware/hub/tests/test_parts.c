/* The hub's small parts, each by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/hub/hub_impl.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-parts-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* --- the capture number --- */

static void the_number_rises_over_restarts(void **state)
{
    (void)state;
    struct bsm_seq seq;
    assert_int_equal(bsm_seq_open(&seq, folder), BSM_OK);
    assert_int_equal(seq.next, 1);
    assert_true(bsm_seq_use(&seq, 1));
    assert_true(bsm_seq_use(&seq, 2));
    assert_false(bsm_seq_use(&seq, 2));
    assert_false(bsm_seq_use(&seq, seq.reserved));
    assert_int_equal(bsm_seq_open(&seq, folder), BSM_OK);
    assert_true(seq.next > 2);
}

static void more_numbers_are_reserved_before_they_run_out(void **state)
{
    (void)state;
    struct bsm_seq seq;
    assert_int_equal(bsm_seq_open(&seq, folder), BSM_OK);
    for (uint64_t i = seq.next, end = i + 5 * BSM_SEQ_BLOCK; i < end; i++) {
        assert_int_equal(bsm_seq_reserve(&seq), BSM_OK);
        assert_true(bsm_seq_use(&seq, i));
        assert_true(seq.next + BSM_SEQ_ROOM - 1 <= seq.reserved);
    }
}

static void a_damaged_number_is_said_and_never_guessed(void **state)
{
    (void)state;
    struct bsm_seq seq;
    static const char *const wrong[] = {"", "abc\n", "12x\n", "-1\n", "99999999999999999999\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(bsm_file_write(path_of("hub.seq"), wrong[i], strlen(wrong[i]), 0600), BSM_OK);
        assert_int_equal(bsm_seq_open(&seq, folder), BSM_INVALID);
    }
}

/* --- requests --- */

static void a_request_is_found_until_it_is_dropped(void **state)
{
    (void)state;
    static struct bsm_requests requests, zero;
    struct bsm_request *first = bsm_requests_add(&requests, BSM_VISIT_CLAIM, 0);
    struct bsm_request *second = bsm_requests_add(&requests, BSM_VISIT_CAPTURE, 3);
    assert_int_not_equal(first->number, second->number);
    assert_ptr_equal(bsm_requests_find(&requests, second->number), second);
    assert_null(bsm_requests_find(&requests, 0));
    assert_null(bsm_requests_find(&requests, 99));
    strcpy(first->message.as.net_claim.id_number, "1000000008");
    uint32_t number = first->number;
    bsm_requests_drop(first);
    assert_null(bsm_requests_find(&requests, number));
    bsm_requests_clear(&requests);
    assert_memory_equal(requests.list, zero.list, sizeof zero.list);
    assert_true(bsm_requests_number(&requests) > number);
}

/* --- settings and calls --- */

static const char least[] =
    "device = *\nversion = 3\nissued_at = 1\nexpires_at = 2\ncentre_url = https://c:1\nmodels = /m\n"
    "assets = /a\n";

static enum bsm_status parse(struct bsm_settings *settings, const char *more)
{
    char text[1024];
    int length = snprintf(text, sizeof text, "%s%s", least, more);
    return bsm_settings_parse(settings, text, (size_t)length);
}

static void settings_have_sensible_values_where_nothing_is_said(void **state)
{
    (void)state;
    static struct bsm_settings settings;
    assert_int_equal(parse(&settings, ""), BSM_OK);
    assert_int_equal(settings.version, 3);
    assert_int_equal(settings.policy.idle_warn_ms, 20000);
    assert_int_equal(settings.policy.visit_limit_ms, 600000);
    assert_string_equal(settings.camera, "auto");
    assert_false(settings.silent);
    assert_string_equal(settings.volume, "70");
    assert_string_equal(settings.quiet, "never");
    assert_false(settings.allow_virtual);
    assert_int_equal(parse(&settings, "idle_warn_s = 5\nwindow = 800x1280\n"), BSM_OK);
    assert_int_equal(settings.policy.idle_warn_ms, 5000);
    assert_int_equal(parse(&settings, "speech = no\nspeech_volume = 100\nspeech_quiet = 22:00-06:30\n"), BSM_OK);
    assert_true(settings.silent);
    assert_string_equal(settings.volume, "100");
    assert_string_equal(settings.quiet, "22:00-06:30");
}

static void wrong_settings_change_nothing(void **state)
{
    (void)state;
    static struct bsm_settings settings;
    static const char *const wrong[] = {"colour = red\n",
                                        "idle_warn_s = 0\n",
                                        "idle_warn_s = soon\n",
                                        "window = big\n",
                                        "window = 10x10\n",
                                        "version = 4\n",
                                        "speech_volume = 0\n",
                                        "speech_quiet = 22:00\n",
                                        "speech_quiet = 24:00-06:00\n",
                                        "allow_virtual = maybe\n",
                                        "centre_pin = sha256//short=\n",
                                        "centre_pin = md5//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                                        "site = 12345678901234567890123456789012345678901234567890123456789012345\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(parse(&settings, wrong[i]), BSM_INVALID);
    assert_int_equal(settings.version, 0);
}

static bool has(char *const *list, const char *wanted)
{
    for (; *list; list++)
        if (strncmp(*list, wanted, strlen(wanted)) == 0)
            return true;
    return false;
}

static void a_leaf_gets_a_clean_environment(void **state)
{
    (void)state;
    static struct bsm_settings settings;
    static struct bsm_call call;
    setenv("SECRET", "1", 1);
    setenv("DISPLAY", ":7", 1);
    setenv("SDL_VIDEODRIVER", "x11", 1);
    setenv("BASMA_BIO_LD_PRELOAD", "/plugin.so", 1);
    setenv("BASMA_BIO_FP_VIRTUAL_IMAGE", "/reader", 1);
    assert_int_equal(parse(&settings, ""), BSM_OK);
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++) {
        bsm_call_make(&call, (enum bsm_leaf)leaf, &settings, "/s", false);
        assert_false(has(call.environment, "SECRET="));
        assert_false(has(call.environment, "HOME="));
        assert_false(has(call.environment, "LD_PRELOAD="));
        assert_false(has(call.environment, "FP_VIRTUAL_IMAGE="));
        assert_false(has(call.arguments, "--allow-virtual"));
        assert_true(has(call.environment, "LANG=C.UTF-8"));
        assert_true(has(call.environment, "GLIBC_TUNABLES="));
        assert_int_equal(has(call.environment, "DISPLAY=:7"), leaf == BSM_LEAF_UI);
        assert_int_equal(has(call.environment, "SDL_VIDEODRIVER=x11"), leaf == BSM_LEAF_UI);
    }
}

/* Whether an option is followed by a value. */
static bool has_pair(char *const *list, const char *option, const char *value)
{
    for (; list[0] && list[1]; list++)
        if (strcmp(list[0], option) == 0 && strcmp(list[1], value) == 0)
            return true;
    return false;
}

static void the_ui_hears_whether_how_loudly_and_when_not_to_speak(void **state)
{
    (void)state;
    static struct bsm_settings settings;
    static struct bsm_call call;
    assert_int_equal(parse(&settings, "speech_volume = 40\nspeech_quiet = 22:00-06:00\n"), BSM_OK);
    bsm_call_make(&call, BSM_LEAF_UI, &settings, "/s", false);
    assert_false(has(call.arguments, "--speech"));
    assert_true(has_pair(call.arguments, "--volume", "40"));
    assert_true(has_pair(call.arguments, "--quiet", "22:00-06:00"));
    assert_int_equal(parse(&settings, "speech = no\n"), BSM_OK);
    bsm_call_make(&call, BSM_LEAF_UI, &settings, "/s", false);
    assert_true(has_pair(call.arguments, "--speech", "no"));
}

static void virtual_devices_reach_bio_only_where_the_configuration_says_so(void **state)
{
    (void)state;
    static struct bsm_settings settings;
    static struct bsm_call call;
    assert_int_equal(parse(&settings, "allow_virtual = yes\n"), BSM_OK);
    bsm_call_make(&call, BSM_LEAF_BIO, &settings, "/s", false);
    assert_true(has(call.arguments, "--allow-virtual"));
    assert_true(has(call.environment, "LD_PRELOAD=/plugin.so"));
    assert_true(has(call.environment, "FP_VIRTUAL_IMAGE=/reader"));
    bsm_call_make(&call, BSM_LEAF_UPLINK, &settings, "/s", false);
    assert_false(has(call.environment, "LD_PRELOAD="));
    bsm_call_make(&call, BSM_LEAF_UPLINK, &settings, "/s", true);
    assert_true(has(call.environment, "SECRET=1"));
}

/* What follows option in a leaf's arguments; NULL where it does not stand there. */
static const char *value_of(char *const *list, const char *option)
{
    for (; *list; list++)
        if (strcmp(*list, option) == 0)
            return list[1];
    return NULL;
}

static void the_uplink_is_told_the_site_and_the_key_to_accept(void **state)
{
    (void)state;
    static const char pin[] = "sha256//AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static struct bsm_settings settings;
    static struct bsm_call call;
    char more[256];
    assert_int_equal(parse(&settings, ""), BSM_OK);
    bsm_call_make(&call, BSM_LEAF_UPLINK, &settings, "/s", false);
    assert_string_equal(value_of(call.arguments, "--url"), "https://c:1");
    assert_null(value_of(call.arguments, "--pin"));
    assert_null(value_of(call.arguments, "--site"));
    snprintf(more, sizeof more, "site = Riyadh office 4\ncentre_pin = %s\n", pin);
    assert_int_equal(parse(&settings, more), BSM_OK);
    bsm_call_make(&call, BSM_LEAF_UPLINK, &settings, "/s", false);
    assert_string_equal(value_of(call.arguments, "--pin"), pin);
    assert_string_equal(value_of(call.arguments, "--site"), "Riyadh office 4");
}

/* --- what is permitted when --- */

static void every_type_a_leaf_may_send_is_permitted_in_some_state(void **state)
{
    (void)state;
    static struct bsm_visit visit;
    for (int type = 1; type <= BSM_MESSAGE_LAST; type++) {
        bool sent = false, permitted = false;
        for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
            sent = sent || bsm_message_permitted((enum bsm_message_type)type, (enum bsm_leaf)leaf, true);
        visit.course.capture = BSM_CAPTURE_RUNNING;
        for (int i = 0; i < BSM_VISIT_STATES; i++) {
            visit.state = (enum bsm_visit_state)i;
            permitted = permitted || bsm_hub_permits(&visit, (enum bsm_message_type)type);
        }
        assert_int_equal(sent, permitted);
    }
}

static void a_capture_is_permitted_only_while_one_runs(void **state)
{
    (void)state;
    static struct bsm_visit visit;
    visit.state = BSM_VISIT_HAND;
    assert_false(bsm_hub_permits(&visit, BSM_MESSAGE_CAPTURED));
    visit.course.capture = BSM_CAPTURE_CANCELLING;
    assert_true(bsm_hub_permits(&visit, BSM_MESSAGE_CAPTURED));
    visit.state = BSM_VISIT_CODE;
    assert_false(bsm_hub_permits(&visit, BSM_MESSAGE_CAPTURED));
    assert_true(bsm_hub_permits(&visit, BSM_MESSAGE_UI_CODE));
    visit.state = BSM_VISIT_CLAIMING;
    assert_false(bsm_hub_permits(&visit, BSM_MESSAGE_UI_CODE));
    visit.state = BSM_VISIT_CONSENT;
    assert_false(bsm_hub_permits(&visit, BSM_MESSAGE_UI_IDENTITY));
    assert_false(bsm_hub_permits(&visit, BSM_MESSAGE_NET_VERIFIED));
}

/* --- the service manager --- */

static void the_watchdog_is_told_at_half_its_time(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct bsm_watchdog watchdog;
    char text[64] = "";
    snprintf(address.sun_path, sizeof address.sun_path, "%.90s", path_of("notify"));
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    setenv("NOTIFY_SOCKET", path_of("notify"), 1);
    setenv("WATCHDOG_USEC", "20000000", 1);
    bsm_watchdog_init(&watchdog, 1000);
    bsm_watchdog_say(&watchdog, "READY=1");
    assert_int_equal(recv(fd, text, sizeof text, 0), 7);
    bsm_watchdog_tick(&watchdog, 1000);
    assert_int_equal(recv(fd, text, sizeof text, 0), 10);
    assert_memory_equal(text, "WATCHDOG=1", 10);
    bsm_watchdog_tick(&watchdog, 10999);
    assert_int_equal(recv(fd, text, sizeof text, 0), -1);
    bsm_watchdog_tick(&watchdog, 11001);
    assert_int_equal(recv(fd, text, sizeof text, 0), 10);
    bsm_watchdog_finish(&watchdog);
    close(fd);
    unsetenv("NOTIFY_SOCKET");
    bsm_watchdog_init(&watchdog, 1000);
    bsm_watchdog_say(&watchdog, "READY=1");
    bsm_watchdog_finish(&watchdog);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(the_number_rises_over_restarts),
        WITH_FOLDER(more_numbers_are_reserved_before_they_run_out),
        WITH_FOLDER(a_damaged_number_is_said_and_never_guessed),
        cmocka_unit_test(a_request_is_found_until_it_is_dropped),
        cmocka_unit_test(settings_have_sensible_values_where_nothing_is_said),
        cmocka_unit_test(wrong_settings_change_nothing),
        cmocka_unit_test(a_leaf_gets_a_clean_environment),
        cmocka_unit_test(the_ui_hears_whether_how_loudly_and_when_not_to_speak),
        cmocka_unit_test(virtual_devices_reach_bio_only_where_the_configuration_says_so),
        cmocka_unit_test(the_uplink_is_told_the_site_and_the_key_to_accept),
        cmocka_unit_test(every_type_a_leaf_may_send_is_permitted_in_some_state),
        cmocka_unit_test(a_capture_is_permitted_only_while_one_runs),
        WITH_FOLDER(the_watchdog_is_told_at_half_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
