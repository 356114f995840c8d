/* The real way of a sentence: out of its file, through SDL, onto a device that writes down what it plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <SDL.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "ui/speech/player.h"
#include "ui/speech/speech.h"

enum { PATIENCE_MS = 20000, FADE_MOST = BSM_CLIP_RATE / 10, HEARD_MAX = 64 * 1024 * 1024 };

static char folder[PATH_MAX - 64];
static char heard_path[PATH_MAX];
static struct bsm_speech *speech;
static struct bsm_ui_show shown;
static int64_t skipped_ms; /* the time that a test lets pass at once */

struct sound {
    int16_t *samples;
    size_t count;
};

static struct sound read_sound(const char *path, size_t limit)
{
    struct sound sound = {0};
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (bsm_file_read(path, limit, &bytes, &size) == BSM_OK)
        sound = (struct sound){(int16_t *)(void *)bytes, size / sizeof(int16_t)};
    return sound;
}

static struct sound sentence(const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/ar/%s.pcm", folder, name);
    struct sound sound = read_sound(path, BSM_CLIP_SAMPLES_MAX * sizeof(int16_t));
    assert_true(sound.count > 0);
    return sound;
}

/* The sample at which the first `count` of a sentence were heard; -1: they were not. */
static long heard_at(const char *name, size_t count)
{
    struct sound heard = read_sound(heard_path, HEARD_MAX);
    struct sound sought = sentence(name);
    size_t length = count > 0 && count < sought.count ? count : sought.count;
    const char *at =
        heard.count > 0 ? memmem(heard.samples, heard.count * sizeof(int16_t), sought.samples, length * sizeof(int16_t))
                        : NULL;
    long where = at ? (at - (const char *)heard.samples) / (long)sizeof(int16_t) : -1;
    free(heard.samples);
    free(sought.samples);
    return where;
}

/* delay_ms: of the device for each 1024 samples, which last 46 ms. */
static void begin(const char *driver, const char *file, const char *delay_ms)
{
    const struct bsm_speech_settings settings = {true, 100, BSM_QUIET_NEVER, BSM_QUIET_NEVER};
    setenv("SDL_AUDIODRIVER", driver, 1);
    setenv("SDL_DISKAUDIOFILE", file, 1);
    setenv("SDL_DISKAUDIODELAY", delay_ms, 1);
    unlink(heard_path);
    skipped_ms = 0;
    shown = (struct bsm_ui_show){.language = BSM_LANGUAGE_ARABIC, .position = BSM_POSITION_RIGHT_INDEX};
    assert_int_equal(bsm_speech_create(&speech, &settings, folder), BSM_OK);
}

static void end(void)
{
    bsm_speech_destroy(speech);
    speech = NULL;
}

static int64_t now(void) { return bsm_clock_mono_ms() + skipped_ms; }

static void turn(void)
{
    bsm_speech_turn(speech, &shown, BSM_HINT_NONE, now());
    usleep(2000);
}

static void show(enum bsm_screen screen)
{
    shown.screen = screen;
    shown.serial++;
    turn();
}

static void turn_for(int ms)
{
    for (int64_t until = now() + ms; now() < until;)
        turn();
}

static void turn_until(enum bsm_sound sound)
{
    for (int64_t until = now() + PATIENCE_MS; bsm_speech_sound(speech) != sound;) {
        assert_true(now() < until);
        turn();
    }
}

static void what_is_heard_is_the_sentence_of_the_screen(void **state)
{
    (void)state;
    begin("disk", heard_path, "2");
    show(BSM_SCREEN_WELCOME);
    turn_for(100);
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_NONE);
    assert_int_not_equal(access(heard_path, F_OK), 0); /* not even opened: the welcome is silent */
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    turn_until(BSM_SOUND_READY);
    end();
    assert_true(heard_at("purpose", 0) >= 0);
    assert_int_equal(heard_at("identity", 0), -1);
}

static void a_new_instruction_fades_the_old_one_out(void **state)
{
    (void)state;
    enum { A_BIT = BSM_CLIP_RATE / 4 };
    begin("disk", heard_path, "20");
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    turn_for(400);
    show(BSM_SCREEN_IDENTITY);
    turn_until(BSM_SOUND_READY);
    end();
    long old = heard_at("purpose", A_BIT), new = heard_at("identity", 0);
    assert_true(old >= 0 && new > old);
    assert_int_equal(heard_at("purpose", 0), -1);
    struct sound heard = read_sound(heard_path, HEARD_MAX), whole = sentence("purpose");
    long same = 0;
    while (old + same < new &&heard.samples[old + same] == whole.samples[same])
        same++;
    assert_in_range(new - old - same, 0, FADE_MOST); /* what lies between them is the fade */
    for (long i = same; i < new - old; i++)
        assert_true(abs(heard.samples[old + i]) <= abs(whole.samples[i]));
    free(heard.samples);
    free(whole.samples);
}

static void who_silences_it_hears_no_more_until_it_is_asked_for_again(void **state)
{
    (void)state;
    begin("disk", heard_path, "10");
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    bsm_speech_touch(speech);
    turn();
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_SILENCED);
    show(BSM_SCREEN_IDENTITY);
    turn_for(500);
    assert_int_equal(heard_at("identity", BSM_CLIP_RATE / 4), -1);
    bsm_speech_touch(speech);
    turn_until(BSM_SOUND_SPEAKING);
    turn_until(BSM_SOUND_READY);
    end();
    assert_int_equal(heard_at("purpose", 0), -1);
    assert_true(heard_at("identity", 0) >= 0);
}

static void the_next_visit_speaks_again_though_the_last_was_silenced(void **state)
{
    (void)state;
    begin("disk", heard_path, "2");
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    bsm_speech_touch(speech);
    bsm_speech_forget(speech, now());
    show(BSM_SCREEN_WELCOME);
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_NONE);
    turn_for(300); /* the device is closed */
    show(BSM_SCREEN_CONSENT);
    turn_until(BSM_SOUND_SPEAKING);
    turn_until(BSM_SOUND_READY);
    end();
    assert_true(heard_at("consent", 0) >= 0);
}

/* How many lines of stderr say so, from here to the matching call. */
static int saved_stderr = -1;
static char log_path[PATH_MAX];

static void catch_log(void)
{
    saved_stderr = dup(STDERR_FILENO);
    int fd = open(log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(fd, STDERR_FILENO);
    close(fd);
}

static int caught(const char *words)
{
    char line[1024];
    int count = 0;
    dup2(saved_stderr, STDERR_FILENO);
    close(saved_stderr);
    FILE *log = fopen(log_path, "re");
    assert_non_null(log);
    while (fgets(line, sizeof line, log))
        count += strstr(line, words) != NULL;
    fclose(log);
    return count;
}

static void let_pass(int ms)
{
    skipped_ms += ms;
    turn_for(50);
}

static void without_a_device_it_says_so_once_and_the_screens_go_on(void **state)
{
    (void)state;
    begin("no_such_driver", heard_path, "2");
    catch_log();
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_NONE);
    for (int i = 0; i < 5; i++)
        let_pass(100000);
    show(BSM_SCREEN_IDENTITY);
    bsm_speech_touch(speech);
    turn_for(50);
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_NONE);
    end();
    assert_int_equal(caught("there is no sound device"), 1);
}

static void a_device_that_goes_away_in_mid_sentence_is_tried_again(void **state)
{
    (void)state;
    begin("disk", "/dev/full", "2");
    catch_log();
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    turn_until(BSM_SOUND_NONE);
    setenv("SDL_DISKAUDIOFILE", heard_path, 1);
    let_pass(6000);
    show(BSM_SCREEN_IDENTITY);
    turn_until(BSM_SOUND_SPEAKING);
    turn_until(BSM_SOUND_READY);
    end();
    assert_int_equal(caught("gone away"), 1);
    assert_true(heard_at("identity", 0) >= 0);
}

static void what_a_visit_said_is_counted_and_not_told(void **state)
{
    (void)state;
    begin("disk", heard_path, "2");
    catch_log();
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    turn_until(BSM_SOUND_READY);
    bsm_speech_forget(speech, now());
    end();
    assert_int_equal(caught("ui/speech: spoke, sentences=1 cut_short=0"), 1);
}

static int64_t processor_us(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

/* At the pace of a real device, asked as often as it says. */
static void speaking_costs_the_processor_little(void **state)
{
    (void)state;
    enum { SPEAK_MS = 3000 };
    begin("disk", heard_path, "46");
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SPEAKING);
    int64_t before_us = processor_us();
    for (int64_t until = now() + SPEAK_MS; now() < until;) {
        int after_ms = bsm_speech_turn(speech, &shown, BSM_HINT_NONE, now());
        usleep((unsigned)(after_ms > 100 ? 100 : after_ms) * 1000);
    }
    int64_t cost_us = (processor_us() - before_us) * 1000 / SPEAK_MS;
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_SPEAKING);
    end();
    printf("a second of speech costs %.2f ms of the processor\n", (double)cost_us / 1000);
    assert_true(cost_us < 50000);
}

static void no_sounds_or_a_setting_make_it_silent(void **state)
{
    (void)state;
    struct bsm_speech_settings settings = {true, 100, BSM_QUIET_NEVER, BSM_QUIET_NEVER};
    shown = (struct bsm_ui_show){.language = BSM_LANGUAGE_ARABIC};
    assert_int_equal(bsm_speech_create(&speech, &settings, "/nonexistent"), BSM_OK);
    show(BSM_SCREEN_PURPOSE);
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_NONE);
    end();
    settings.on = false;
    assert_int_equal(bsm_speech_create(&speech, &settings, folder), BSM_OK);
    show(BSM_SCREEN_PURPOSE);
    assert_int_equal(bsm_speech_sound(speech), BSM_SOUND_NONE);
    end();
}

static void in_quiet_hours_a_visit_begins_silenced(void **state)
{
    (void)state;
    const struct bsm_speech_settings settings = {true, 100, 0, BSM_DAY_MIN};
    begin("disk", heard_path, "2");
    end();
    assert_int_equal(bsm_speech_create(&speech, &settings, folder), BSM_OK);
    show(BSM_SCREEN_PURPOSE);
    turn_until(BSM_SOUND_SILENCED);
    bsm_speech_touch(speech);
    turn_until(BSM_SOUND_SPEAKING);
    end();
}

int main(void)
{
    const char *build = getenv("BASMA_BUILD_DIR");
    char place[] = "/tmp/basma-speech-XXXXXX";
    if (!mkdtemp(place))
        return 1;
    snprintf(folder, sizeof folder, "%s/share/speech", build ? build : "build");
    snprintf(heard_path, sizeof heard_path, "%s/heard.pcm", place);
    snprintf(log_path, sizeof log_path, "%s/log", place);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_heard_is_the_sentence_of_the_screen),
        cmocka_unit_test(a_new_instruction_fades_the_old_one_out),
        cmocka_unit_test(who_silences_it_hears_no_more_until_it_is_asked_for_again),
        cmocka_unit_test(the_next_visit_speaks_again_though_the_last_was_silenced),
        cmocka_unit_test(without_a_device_it_says_so_once_and_the_screens_go_on),
        cmocka_unit_test(a_device_that_goes_away_in_mid_sentence_is_tried_again),
        cmocka_unit_test(what_a_visit_said_is_counted_and_not_told),
        cmocka_unit_test(speaking_costs_the_processor_little),
        cmocka_unit_test(no_sounds_or_a_setting_make_it_silent),
        cmocka_unit_test(in_quiet_hours_a_visit_begins_silenced),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(heard_path);
    unlink(log_path);
    rmdir(place);
    return failed;
}
