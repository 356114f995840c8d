/* The real basma-ui, on SDL's dummy display, with this test in the hub's place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/ipc/channel.h"
#include "firmware/ipc/preview.h"

enum { PATIENCE_MS = 20000, SKIPPED = 77 };

/* The sanitizer's allocator keeps freed blocks as they are; glibc's overwrites them. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FREED_MEMORY_STAYS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FREED_MEMORY_STAYS 1
#endif
#ifndef FREED_MEMORY_STAYS
#define FREED_MEMORY_STAYS 0
#endif

static char assets[PATH_MAX];
static char program[PATH_MAX];
static char heard[] = "/tmp/basma-heard-XXXXXX"; /* what SDL's disk device plays into */

struct child {
    pid_t pid;
    struct bsm_channel channel;
    struct bsm_message message;
};

static void child_main(int fd)
{
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", heard, 1);
    if (fd == BSM_CHANNEL_LEAF_FD)
        fcntl(fd, F_SETFD, 0);
    else
        dup2(fd, BSM_CHANNEL_LEAF_FD);
    execl(program, program, "--assets", assets, "--size", "720x1280", (char *)NULL);
    _exit(127);
}

static void start(struct child *child)
{
    int fds[2];
    assert_int_equal(bsm_channel_pair(fds), BSM_OK);
    child->pid = fork();
    assert_true(child->pid >= 0);
    if (child->pid == 0)
        child_main(fds[1]);
    close(fds[1]);
    bsm_channel_init(&child->channel, fds[0]);
}

static int finish(struct child *child)
{
    int status = 0;
    bsm_channel_finish(&child->channel);
    assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
    return status;
}

/* The next message of the type; others are passed over. */
static void expect(struct child *child, enum bsm_message_type type)
{
    for (;;) {
        struct pollfd fd = {.fd = child->channel.fd, .events = POLLIN};
        assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
        int descriptor = -1;
        assert_int_equal(bsm_channel_receive(&child->channel, &child->message, &descriptor), BSM_OK);
        assert_int_equal(descriptor, -1);
        if (child->message.type == type)
            return;
    }
}

static void tell(struct child *child, const struct bsm_message *message, int descriptor)
{
    assert_int_equal(bsm_channel_send(&child->channel, message, descriptor), BSM_OK);
}

static void show(struct child *child, enum bsm_screen screen, uint32_t serial, enum bsm_language language)
{
    child->message = (struct bsm_message){
        .type = BSM_MESSAGE_UI_SHOW,
        .round = 1,
        .as.ui_show = {.serial = serial,
                       .screen = screen,
                       .language = language,
                       .position = BSM_POSITION_RIGHT_INDEX,
                       .step = 1,
                       .steps = 2,
                       .seconds = 30,
                       .tries_left = 2,
                       .mobile_hint = "47"},
    };
    tell(child, &child->message, -1);
    expect(child, BSM_MESSAGE_UI_DRAWN);
    assert_int_equal(child->message.as.ui_drawn.serial, serial);
    assert_int_equal(child->message.as.ui_drawn.screen, screen);
    assert_int_equal(child->message.round, 1);
}

static void every_screen_is_answered_by_drawn_with_its_serial(void **state)
{
    (void)state;
    static struct child child;
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    uint32_t serial = 1;
    for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++)
        for (int language = 1; language <= BSM_LANGUAGE_LAST; language++)
            show(&child, (enum bsm_screen)screen, serial++, (enum bsm_language)language);
    int status = finish(&child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void forget_is_answered_by_forgotten_and_the_next_screen_is_drawn(void **state)
{
    (void)state;
    static struct child child;
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    show(&child, BSM_SCREEN_CODE, 7, BSM_LANGUAGE_ENGLISH);
    child.message = (struct bsm_message){.type = BSM_MESSAGE_UI_FORGET, .round = 1};
    tell(&child, &child.message, -1);
    expect(&child, BSM_MESSAGE_UI_FORGOTTEN);
    show(&child, BSM_SCREEN_WELCOME, 8, BSM_LANGUAGE_ARABIC);
    assert_int_equal(WEXITSTATUS(finish(&child)), 0);
}

static bool sound_was_heard(void)
{
    static char bytes[65536];
    FILE *file = fopen(heard, "re");
    assert_non_null(file);
    bool any = false;
    for (size_t got; !any && (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        for (size_t i = 0; i < got; i++)
            any = any || bytes[i] != 0;
    fclose(file);
    return any;
}

static void the_welcome_is_silent_and_a_visit_is_not(void **state)
{
    (void)state;
    static struct child child;
    assert_int_equal(truncate(heard, 0), 0);
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    show(&child, BSM_SCREEN_WELCOME, 1, BSM_LANGUAGE_ARABIC);
    usleep(500000);
    assert_false(sound_was_heard());
    show(&child, BSM_SCREEN_PURPOSE, 2, BSM_LANGUAGE_ARABIC);
    for (int waited_ms = 0; !sound_was_heard(); waited_ms += 50) {
        assert_true(waited_ms < PATIENCE_MS);
        usleep(50000);
    }
    assert_int_equal(WEXITSTATUS(finish(&child)), 0);
}

static void send_preview(struct child *child, int descriptor)
{
    child->message = (struct bsm_message){.type = BSM_MESSAGE_PREVIEW, .round = 1};
    tell(child, &child->message, descriptor);
}

static void a_descriptor_that_is_no_preview_is_passed_over(void **state)
{
    (void)state;
    static struct child child;
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    send_preview(&child, null);
    close(null);
    show(&child, BSM_SCREEN_FACE, 1, BSM_LANGUAGE_ARABIC);
    show(&child, BSM_SCREEN_HAND, 2, BSM_LANGUAGE_ARABIC);
    assert_int_equal(WEXITSTATUS(finish(&child)), 0);
}

static void a_live_preview_is_drawn_while_screens_change(void **state)
{
    (void)state;
    static struct child child;
    struct bsm_preview preview;
    struct bsm_image image;
    assert_int_equal(bsm_preview_create(&preview), BSM_OK);
    assert_int_equal(bsm_image_init(&image, 640, 640, BSM_IMAGE_RGB24, 0), BSM_OK);
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    send_preview(&child, preview.fd);
    for (uint32_t i = 0; i < 6; i++) {
        memset(image.pixels, (int)(i * 40), image.stride * 640);
        bsm_preview_put(&preview, BSM_PREVIEW_FACE, &image, true);
        show(&child, i % 2 ? BSM_SCREEN_HAND : BSM_SCREEN_FACE, i + 1, BSM_LANGUAGE_ENGLISH);
        usleep(60000);
    }
    bsm_image_finish(&image);
    bsm_preview_finish(&preview);
    assert_int_equal(WEXITSTATUS(finish(&child)), 0);
}

/* A run of pixels of one colour, whatever their unused byte is. */
static bool holds_run(const uint8_t *bytes, size_t size, const void *sought)
{
    enum { RUN = 16 };
    uint32_t colour = *(const uint32_t *)sought;
    int run = 0;
    for (size_t i = 0; i + 4 <= size; i += 4) {
        uint32_t pixel = 0;
        memcpy(&pixel, bytes + i, sizeof pixel);
        run = (pixel & 0xffffff) == colour ? run + 1 : 0;
        if (run == RUN)
            return true;
    }
    return false;
}

struct words {
    const void *bytes;
    size_t size;
};

static bool holds_words(const uint8_t *bytes, size_t size, const void *sought)
{
    const struct words *words = sought;
    return memmem(bytes, size, words->bytes, words->size) != NULL;
}

/* -1 where this user may not look into the process. */
static int memory_holds(pid_t pid, bool (*holds)(const uint8_t *, size_t, const void *), const void *sought)
{
    char path[64];
    char line[512];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%d/maps", pid);
    FILE *maps = fopen(path, "re");
    int found = memory < 0 || !maps ? -1 : 0;
    while (found == 0 && fgets(line, sizeof line, maps)) {
        unsigned long from = 0;
        unsigned long to = 0;
        if (sscanf(line, "%lx-%lx r", &from, &to) != 2 || strstr(line, "[v"))
            continue;
        uint8_t *bytes = malloc(to - from);
        ssize_t got = bytes ? pread(memory, bytes, to - from, (off_t)from) : -1;
        if (got > 0 && holds(bytes, (size_t)got, sought))
            found = 1;
        free(bytes);
    }
    if (maps)
        fclose(maps);
    if (memory >= 0)
        close(memory);
    return found;
}

static void fill(struct bsm_image *image, uint32_t colour)
{
    for (size_t i = 0; i + 3 <= image->stride * (size_t)image->height_px; i += 3) {
        image->pixels[i] = (uint8_t)(colour >> 16);
        image->pixels[i + 1] = (uint8_t)(colour >> 8);
        image->pixels[i + 2] = (uint8_t)colour;
    }
}

static void after_forgetting_no_picture_is_left_in_memory(void **state)
{
    (void)state;
    if (FREED_MEMORY_STAYS)
        skip();
    static const uint32_t colour = 0x9133c7;
    static struct child child;
    struct bsm_preview preview;
    struct bsm_image image;
    assert_int_equal(bsm_preview_create(&preview), BSM_OK);
    assert_int_equal(bsm_image_init(&image, 640, 640, BSM_IMAGE_RGB24, 0), BSM_OK);
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    fill(&image, colour);
    send_preview(&child, preview.fd);
    bsm_preview_put(&preview, BSM_PREVIEW_FACE, &image, true);
    show(&child, BSM_SCREEN_FACE, 1, BSM_LANGUAGE_ARABIC);
    usleep(200000);
    int before = memory_holds(child.pid, holds_run, &colour);
    child.message = (struct bsm_message){.type = BSM_MESSAGE_UI_FORGET, .round = 1};
    tell(&child, &child.message, -1);
    expect(&child, BSM_MESSAGE_UI_FORGOTTEN);
    int after = memory_holds(child.pid, holds_run, &colour);
    bsm_image_finish(&image);
    bsm_preview_finish(&preview);
    assert_int_equal(WEXITSTATUS(finish(&child)), 0);
    if (before < 0)
        skip(); /* only root may look */
    assert_int_equal(before, 1);
    assert_int_equal(after, 0);
}

static const char told_name[] = "زنوبيا بنت قيس المهيدب";
static const char told_receipt[] = "eyJQ.uncommonly-Worded.Receipt_7";

/* Everything that the hub tells of a person, each before the screen that shows it. */
static void tell_all(struct child *child)
{
    struct bsm_message *message = &child->message;
    *message = (struct bsm_message){.type = BSM_MESSAGE_UI_PERSON, .round = 1};
    snprintf(message->as.ui_person.name_ar, sizeof message->as.ui_person.name_ar, "%s", told_name);
    snprintf(message->as.ui_person.user_name, sizeof message->as.ui_person.user_name, "zenobia");
    tell(child, message, -1);
    show(child, BSM_SCREEN_CODE, 1, BSM_LANGUAGE_ARABIC);
    *message = (struct bsm_message){.type = BSM_MESSAGE_UI_OFFERS, .round = 1, .as.ui_offers = {1, {"zenobia7"}}};
    tell(child, message, -1);
    show(child, BSM_SCREEN_USER_NAME, 2, BSM_LANGUAGE_ARABIC);
    show(child, BSM_SCREEN_PASSWORD, 3, BSM_LANGUAGE_ARABIC);
    *message = (struct bsm_message){.type = BSM_MESSAGE_UI_SLOTS, .round = 1};
    message->as.ui_slots.offices_count = 1;
    message->as.ui_slots.slots_count = 1;
    message->as.ui_slots.offices[0] = (struct bsm_office){"olaya", "مكتب العليا", "Olaya office"};
    message->as.ui_slots.slots[0] = (struct bsm_slot){0, "2026-12-06", "09:30"};
    tell(child, message, -1);
    show(child, BSM_SCREEN_APPOINTMENT, 4, BSM_LANGUAGE_ENGLISH);
    *message = (struct bsm_message){.type = BSM_MESSAGE_UI_BOOKED, .round = 1};
    message->as.ui_booked = (struct bsm_ui_booked){
        .code = "W9X3-5QZ", .office = {"olaya", "مكتب العليا", "Olaya office"}, .day = "2026-12-06", .time = "09:30"};
    tell(child, message, -1);
    show(child, BSM_SCREEN_BOOKED, 5, BSM_LANGUAGE_ARABIC);
    *message = (struct bsm_message){.type = BSM_MESSAGE_UI_RECEIPT, .round = 1, .as.ui_receipt = {.code = "K7Q2-M4P"}};
    snprintf(message->as.ui_receipt.receipt, sizeof message->as.ui_receipt.receipt, "%s", told_receipt);
    tell(child, message, -1);
    show(child, BSM_SCREEN_DONE, 6, BSM_LANGUAGE_ARABIC);
}

/* The same name as the shaping libraries hold it. */
static struct words wide_name(uint32_t wide[64])
{
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)told_name; *at; at += *at < 0x80 ? 1 : 2)
        wide[count++] = *at < 0x80 ? *at : (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    return (struct words){wide, count * sizeof wide[0]};
}

static void what_was_told_of_a_person_is_shown_and_then_nowhere_in_memory(void **state)
{
    (void)state;
    if (FREED_MEMORY_STAYS)
        skip();
    static struct child child;
    uint32_t wide[64];
    const struct words sought[] = {
        {told_name, sizeof told_name - 1},
        wide_name(wide),
        {told_receipt, sizeof told_receipt - 1},
        {"zenobia7", 8},
        {"W9X3-5QZ", 8},
    };
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    tell_all(&child);
    int before = memory_holds(child.pid, holds_words, &sought[0]);
    child.message = (struct bsm_message){.type = BSM_MESSAGE_UI_FORGET, .round = 1};
    tell(&child, &child.message, -1);
    expect(&child, BSM_MESSAGE_UI_FORGOTTEN);
    for (size_t i = 0; i < sizeof sought / sizeof sought[0] && before > 0; i++)
        if (memory_holds(child.pid, holds_words, &sought[i]) != 0)
            fail_msg("words %zu are still in memory", i);
    assert_int_equal(WEXITSTATUS(finish(&child)), 0);
    if (before < 0)
        skip(); /* only root may look */
    assert_int_equal(before, 1);
}

static void bytes_that_are_no_message_end_it_with_one(void **state)
{
    (void)state;
    static struct child child;
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    const char garbage[] = "\xff\xff\xff\xff garbage";
    assert_true(write(child.channel.fd, garbage, sizeof garbage) == sizeof garbage);
    int status = 0;
    assert_int_equal(waitpid(child.pid, &status, 0), child.pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    bsm_channel_finish(&child.channel);
}

static void a_message_for_another_leaf_ends_it_with_one(void **state)
{
    (void)state;
    static struct child child;
    start(&child);
    expect(&child, BSM_MESSAGE_READY);
    child.message = (struct bsm_message){.type = BSM_MESSAGE_BIO_CANCEL, .round = 1};
    tell(&child, &child.message, -1);
    int status = 0;
    assert_int_equal(waitpid(child.pid, &status, 0), child.pid);
    assert_int_equal(WEXITSTATUS(status), 1);
    bsm_channel_finish(&child.channel);
}

static int run_plain(const char *arguments, char *output, size_t size)
{
    char command[3 * PATH_MAX];
    snprintf(command, sizeof command, "%s %s 2>&1", program, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t got = fread(output, 1, size - 1, pipe);
    output[got] = '\0';
    return WEXITSTATUS(pclose(pipe));
}

static void without_fonts_it_says_how_to_bring_them(void **state)
{
    (void)state;
    char output[4096];
    assert_int_equal(run_plain("--layout welcome --assets /nonexistent", output, sizeof output), 1);
    assert_non_null(strstr(output, "./basma setup"));
}

static void what_it_does_not_understand_is_exit_two(void **state)
{
    (void)state;
    char output[4096];
    assert_int_equal(run_plain("--layout nowhere", output, sizeof output), 2);
    assert_int_equal(run_plain("--size 5x5 --layout welcome", output, sizeof output), 2);
    assert_int_equal(run_plain("--shot welcome", output, sizeof output), 2);
    assert_int_equal(run_plain("--volume 0", output, sizeof output), 2);
    assert_int_equal(run_plain("--quiet 22:00", output, sizeof output), 2);
    assert_int_equal(run_plain("--speech maybe", output, sizeof output), 2);
    assert_int_equal(run_plain("3</dev/null", output, sizeof output), 2);
    assert_int_equal(run_plain("--help", output, sizeof output), 0);
}

int main(void)
{
    const char *source = getenv("BASMA_SOURCE_DIR");
    const char *build = getenv("BASMA_BUILD_DIR");
    snprintf(assets, sizeof assets, "%s/var/assets", source ? source : ".");
    snprintf(program, sizeof program, "%s/bin/basma-ui", build ? build : "build");
    char probe[PATH_MAX + 32];
    snprintf(probe, sizeof probe, "%s/icons/fingerprint.svg", assets);
    if (access(probe, R_OK) != 0) {
        printf("skipped: no fonts and icons in %s (./basma setup)\n", assets);
        return SKIPPED;
    }
    int sound = mkstemp(heard);
    if (sound < 0)
        return 1;
    close(sound);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_is_answered_by_drawn_with_its_serial),
        cmocka_unit_test(forget_is_answered_by_forgotten_and_the_next_screen_is_drawn),
        cmocka_unit_test(the_welcome_is_silent_and_a_visit_is_not),
        cmocka_unit_test(a_descriptor_that_is_no_preview_is_passed_over),
        cmocka_unit_test(a_live_preview_is_drawn_while_screens_change),
        cmocka_unit_test(after_forgetting_no_picture_is_left_in_memory),
        cmocka_unit_test(what_was_told_of_a_person_is_shown_and_then_nowhere_in_memory),
        cmocka_unit_test(bytes_that_are_no_message_end_it_with_one),
        cmocka_unit_test(a_message_for_another_leaf_ends_it_with_one),
        cmocka_unit_test(without_fonts_it_says_how_to_bring_them),
        cmocka_unit_test(what_it_does_not_understand_is_exit_two),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(heard);
    return failed;
}
