/*
 * The real basma-kiosk on a disk of a few hundred kilobytes, which is full. Needs leave to mount one (root, or a user
 * namespace); where there is none the tests are skipped.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

#include "firmware/hub/tests/steps.h"

static char path[256];

static const char *in_state(const char *name)
{
    snprintf(path, sizeof path, "%s/state/%s", kiosk.folder, name);
    return path;
}

/* The state folder, as it is, on a disk of its own. */
static void mount_small_disk(void)
{
    char command[512];
    snprintf(command, sizeof command, "mv %s/state %s/made && mkdir -m 700 %s/state", kiosk.folder, kiosk.folder,
             kiosk.folder);
    assert_int_equal(system(command), 0);
    if (mount("none", in_state(""), "tmpfs", 0, "size=200k,mode=700") != 0)
        fail_msg("no disk could be mounted: %s", strerror(errno));
    snprintf(command, sizeof command, "cp -a %s/made/. %s/state/", kiosk.folder, kiosk.folder);
    assert_int_equal(system(command), 0);
}

static void fill_disk(void)
{
    char bytes[512];
    int fd = open(in_state("filler"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    memset(bytes, 'x', sizeof bytes);
    while (write(fd, bytes, sizeof bytes) > 0)
        ;
    assert_int_equal(errno, ENOSPC);
    close(fd);
}

static void mount_full_disk(void)
{
    mount_small_disk();
    fill_disk();
}

static void free_disk(void) { assert_int_equal(unlink(in_state("filler")), 0); }

static int end_kiosk(void **state)
{
    (void)state;
    if (kiosk.folder[0])
        umount2(in_state(""), MNT_DETACH);
    kiosk_stop(&kiosk);
    return 0;
}

static int may_mount(void **state)
{
    (void)state;
    char folder[] = "/tmp/basma-mount-XXXXXX";
    if (!mkdtemp(folder))
        return -1;
    bool may = mount("none", folder, "tmpfs", 0, "size=64k") == 0;
    if (may)
        umount2(folder, MNT_DETACH);
    rmdir(folder);
    if (!may)
        exit(77);
    return 0;
}

static void capture(uint64_t seq)
{
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    ui_shows(&kiosk, BSM_SCREEN_HAND);
}

static void leave(void)
{
    ui_input(&kiosk, BSM_INPUT_LEAVE);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    bio_ready(&kiosk);
}

static void visits_go_on_while_the_disk_is_full(void **state)
{
    (void)state;
    kiosk.before_spawn = mount_small_disk;
    uint64_t seq = to_hand();
    fill_disk();
    capture(seq);
    leave();
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_PURPOSE);
    ui_input(&kiosk, BSM_INPUT_WANT_ACCOUNT);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
    free_disk();
    leave();
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
    journal_has(&kiosk, "visit_ended outcome=left", 1);
}

static void without_numbers_left_it_is_out_of_service_until_there_is_space(void **state)
{
    (void)state;
    kiosk.before_spawn = mount_small_disk;
    uint64_t seq = to_hand();
    fill_disk();
    capture(seq + 950); /* as if hundreds had been taken before */
    leave();
    ui_shows(&kiosk, BSM_SCREEN_OUT_OF_SERVICE);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_FAULT);
    free_disk();
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
    kiosk_kill(&kiosk); /* no number was used that is not on disk */
    kiosk_spawn(&kiosk);
    await_welcome(&kiosk);
    char number[32] = "";
    int fd = open(in_state("hub.seq"), O_RDONLY);
    assert_true(read(fd, number, sizeof number - 1) > 0);
    close(fd);
    assert_true(strtoull(number, NULL, 10) > seq + 950);
}

static void a_start_on_a_full_disk_waits_for_space_and_says_so(void **state)
{
    (void)state;
    kiosk.before_spawn = mount_full_disk;
    kiosk_start(&kiosk, "");
    bio_ready(&kiosk);
    ui_ready(&kiosk);
    uplink_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_OUT_OF_SERVICE);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_FAULT);
    free_disk();
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
    journal_has(&kiosk, " journal begins=", 1);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_SPOOL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(visits_go_on_while_the_disk_is_full, end_kiosk),
        cmocka_unit_test_teardown(without_numbers_left_it_is_out_of_service_until_there_is_space, end_kiosk),
        cmocka_unit_test_teardown(a_start_on_a_full_disk_waits_for_space_and_says_so, end_kiosk),
    };
    return cmocka_run_group_tests(tests, may_mount, NULL);
}
