/* The journal, the places of its lines, and the spooler that reads it: in a folder, without a hub. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/hub/journal.h"
#include "firmware/hub/spooler.h"

static char folder[64];
static struct bsm_journal journal;
static struct bsm_spooler spooler;
static struct bsm_net_spool line;

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-journal-XXXXXX");
    signal(SIGXFSZ, SIG_IGN);
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

static char *text_of(const char *name)
{
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_file_read(path_of(name), 64 * 1024 * 1024, &bytes, &size), BSM_OK);
    return (char *)bytes;
}

static void write_text(const char *name, const char *text)
{
    assert_int_equal(bsm_file_write(path_of(name), text, strlen(text), 0600), BSM_OK);
}

static void limit_files_to(rlim_t size)
{
    struct rlimit limit = {size, RLIM_INFINITY};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* --- a run of the hub --- */

static void start(void)
{
    bsm_spooler_open(&spooler, folder);
    bsm_journal_open(&journal, folder, spooler.stored);
}

static void end(void)
{
    bsm_spooler_close(&spooler);
    bsm_journal_close(&journal);
}

static void kill_and_start(void)
{
    end();
    start();
}

/* The next line, which must end so. */
static int64_t expect(const char *text)
{
    if (!bsm_spooler_next(&spooler, &journal, &line))
        fail_msg("there is no line, but '%s' is expected", text);
    size_t size = strlen(line.text), wanted = strlen(text);
    if (size < wanted || strcmp(line.text + size - wanted, text) != 0)
        fail_msg("the line is '%s', not '%s'", line.text, text);
    return (int64_t)line.place;
}

static int64_t expect_begins(void)
{
    char text[64];
    assert_true(bsm_spooler_next(&spooler, &journal, &line));
    snprintf(text, sizeof text, " 0 journal begins=%016llu", (unsigned long long)line.place);
    assert_string_equal(line.text + 24, text);
    return (int64_t)line.place;
}

static void expect_nothing(void) { assert_false(bsm_spooler_next(&spooler, &journal, &line)); }

static void store(void)
{
    bsm_spooler_stored(&spooler, line.request);
    journal.stored = spooler.stored;
}

static void store_all(void)
{
    while (bsm_spooler_next(&spooler, &journal, &line))
        store();
}

/* --- the journal --- */

static void a_line_is_time_round_and_event(void **state)
{
    (void)state;
    start();
    bsm_journal_write(&journal, 7, "leaf_ready leaf=%s", "b\nio");
    char *text = text_of("journal");
    char *second = strchr(text, '\n') + 1;
    assert_int_equal(strlen(second), 24 + strlen(" 7 leaf_ready leaf=b?io\n"));
    assert_string_equal(second + 24, " 7 leaf_ready leaf=b?io\n");
    free(text);
    end();
}

static void a_large_journal_is_set_aside(void **state)
{
    (void)state;
    start();
    bsm_journal_write(&journal, 1, "old");
    journal.size = BSM_JOURNAL_SIZE_MAX;
    bsm_journal_write(&journal, 1, "new");
    char *text = text_of("journal");
    assert_non_null(strstr(text, " 1 new\n"));
    assert_null(strstr(text, " 1 old\n"));
    free(text);
    text = text_of("journal.1");
    assert_non_null(strstr(text, " 1 old\n"));
    free(text);
    end();
}

static void a_full_disk_does_not_stop_it_for_good(void **state)
{
    (void)state;
    start();
    limit_files_to((rlim_t)journal.size + 40);
    bsm_journal_write(&journal, 1, "first");
    bsm_journal_write(&journal, 1, "waiting");
    limit_files_to(RLIM_INFINITY);
    assert_true(journal.failing);
    bsm_journal_write(&journal, 1, "later");
    assert_false(journal.failing);
    char *text = text_of("journal");
    assert_non_null(strstr(text, " 1 first\n"));
    char *waiting = strstr(text, " 1 waiting\n");
    assert_non_null(waiting);
    assert_int_equal(waiting[-25], '\n'); /* a line of its own */
    assert_true(waiting < strstr(text, " 1 later\n"));
    char *later = strstr(text, " 1 later\n");
    assert_non_null(later);
    assert_int_equal(later[-25], '\n'); /* a line of its own */
    free(text);
    end();
}

static void what_does_not_even_wait_is_said_to_be_lost(void **state)
{
    (void)state;
    start();
    limit_files_to((rlim_t)journal.size);
    for (int i = 0; i < BSM_JOURNAL_WAITING_MAX / 200; i++)
        bsm_journal_write(&journal, 1, "n=%d %0250d", i, 0);
    limit_files_to(RLIM_INFINITY);
    assert_true(journal.lost > 0);
    unsigned lost = journal.lost;
    bsm_journal_write(&journal, 1, "later");
    char *text = text_of("journal");
    char note[64];
    snprintf(note, sizeof note, " 0 journal_lost lines=%u\n", lost);
    assert_non_null(strstr(text, " 1 n=0 "));
    assert_non_null(strstr(text, note));
    assert_true(strstr(text, note) < strstr(text, " 1 later\n"));
    assert_int_equal(journal.lost, 0);
    free(text);
    end();
}

static void a_start_on_a_full_disk_writes_no_line_without_a_place(void **state)
{
    (void)state;
    limit_files_to(50); /* less than `begins` needs */
    start();
    bsm_journal_write(&journal, 1, "waiting");
    limit_files_to(RLIM_INFINITY);
    bsm_journal_write(&journal, 1, "first");
    expect_begins();
    expect(" 1 waiting");
    expect(" 1 first");
    expect_nothing();
    end();
}

/* --- places --- */

static void places_are_bytes_and_the_same_whenever_they_are_read(void **state)
{
    (void)state;
    int64_t places[3];
    start();
    bsm_journal_write(&journal, 1, "one");
    bsm_journal_write(&journal, 1, "three");
    places[0] = expect_begins();
    places[1] = expect(" 1 one");
    places[2] = expect(" 1 three");
    assert_int_equal(places[1] - places[0], 24 + strlen(" 0 journal begins=0123456789012345\n"));
    assert_int_equal(places[2] - places[1], 24 + strlen(" 1 one\n"));
    kill_and_start();
    assert_int_equal(expect_begins(), places[0]);
    assert_int_equal(expect(" 1 one"), places[1]);
    assert_int_equal(expect(" 1 three"), places[2]);
    assert_true(expect_begins() > places[2] + BSM_JOURNAL_JUMP / 2);
    expect_nothing();
    end();
}

static void a_power_cut_that_takes_lines_does_not_give_their_places_away(void **state)
{
    (void)state;
    start();
    bsm_journal_write(&journal, 1, "kept");
    int64_t size = journal.size;
    bsm_journal_write(&journal, 1, "sent on and then lost from the disk");
    store_all();
    int64_t highest = (int64_t)line.place;
    end();
    assert_int_equal(truncate(path_of("journal"), size - 3), 0);
    start();
    bsm_journal_write(&journal, 2, "new");
    expect_begins();
    expect(" 1 ke"); /* the cursor was not saved; the line is known by its place, whatever is left of it */
    assert_true(expect_begins() > highest);
    expect(" 2 new");
    end();
}

static void places_rise_though_the_files_are_lost_and_the_clock_is_set_back(void **state)
{
    (void)state;
    start();
    store_all();
    int64_t highest = (int64_t)line.place;
    bsm_spooler_save(&spooler, 1);
    end();
    assert_int_equal(unlink(path_of("journal")), 0);
    write_text("journal.stored", "4000000000000000\n"); /* a clock that was far ahead */
    start();
    assert_true(expect_begins() > 4000000000000000);
    end();
    assert_int_equal(unlink(path_of("journal")), 0);
    assert_int_equal(unlink(path_of("journal.stored")), 0);
    usleep(1100 * 1000); /* the next second */
    start();
    assert_true(expect_begins() > highest);
    end();
}

static void what_no_begins_stands_before_has_no_place(void **state)
{
    (void)state;
    write_text("journal", "2026-11-21T21:00:00.000Z 0 boot version=0\n"
                          "2026-11-21T21:00:00.000Z 0 journal begins=123\n"
                          "2026-11-21T21:00:00.000Z 0 journal begins=0000000000000123 or so\n");
    start();
    assert_true(expect_begins() > 1000000);
    expect_nothing();
    end();
}

static void garbage_and_endless_lines_are_read_in_bounded_pieces(void **state)
{
    (void)state;
    start();
    end();
    FILE *file = fopen(path_of("journal"), "a");
    fwrite("\0\xff\x7f zeroes\n", 1, 11, file);
    for (int i = 0; i < 50000; i++)
        fputc('x', file);
    fclose(file);
    start();
    expect_begins();
    expect("??? zeroes");
    for (int i = 0; i < 4; i++) { /* of 16 KiB */
        assert_true(bsm_spooler_next(&spooler, &journal, &line));
        assert_true(strlen(line.text) <= BSM_JOURNAL_LINE_MAX && line.text[0] == 'x');
    }
    expect_begins();
    expect_nothing();
    end();
}

/* --- the spooler --- */

static void a_few_lines_are_on_their_way_at_a_time(void **state)
{
    (void)state;
    start();
    for (int i = 0; i < 2 * BSM_SPOOLER_FLYING_MAX; i++)
        bsm_journal_write(&journal, 1, "line=%d", i);
    expect_begins();
    struct bsm_net_spool first = line;
    for (int i = 0; i < BSM_SPOOLER_FLYING_MAX - 1; i++)
        assert_true(bsm_spooler_next(&spooler, &journal, &line));
    expect_nothing();
    store(); /* the last: those before it are still awaited */
    assert_int_equal(spooler.stored, 0);
    expect_nothing();
    bsm_spooler_stored(&spooler, first.request);
    assert_true(spooler.stored > (int64_t)first.place);
    expect(" line=15");
    expect_nothing();
    end();
}

static void a_fresh_uplink_gets_what_is_not_stored_again(void **state)
{
    (void)state;
    start();
    bsm_journal_write(&journal, 1, "one");
    bsm_journal_write(&journal, 1, "two");
    expect_begins();
    store();
    int64_t place = expect(" 1 one");
    uint32_t request = line.request;
    expect(" 1 two");
    bsm_spooler_again(&spooler);
    bsm_spooler_stored(&spooler, request); /* of the past */
    assert_int_equal(expect(" 1 one"), place);
    assert_true(line.request != request);
    expect(" 1 two");
    expect_nothing();
    end();
}

static void the_cursor_outlives_the_hub(void **state)
{
    (void)state;
    start();
    bsm_journal_write(&journal, 1, "stored");
    store_all();
    assert_true(bsm_spooler_due_ms(&spooler) >= 0);
    bsm_spooler_save(&spooler, 1);
    assert_int_equal(bsm_spooler_due_ms(&spooler), -1);
    bsm_journal_write(&journal, 1, "not stored");
    kill_and_start();
    expect(" 1 not stored");
    expect_begins();
    expect_nothing();
    end();
}

static void a_damaged_cursor_sends_everything_again(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "abc\n", "12", "12x\n", "-1\n", "9999999999999999\n", "99999999999999999999\n"};
    start();
    bsm_journal_write(&journal, 1, "one");
    int64_t begins = expect_begins();
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        write_text("journal.stored", wrong[i]);
        kill_and_start();
        assert_int_equal(expect_begins(), begins);
        expect(" 1 one");
    }
    end();
}

static void a_cursor_that_cannot_be_kept_is_tried_again(void **state)
{
    (void)state;
    start();
    store_all();
    limit_files_to(0);
    bsm_spooler_save(&spooler, 1000);
    limit_files_to(RLIM_INFINITY);
    assert_int_equal(bsm_spooler_due_ms(&spooler), 1000 + BSM_SPOOLER_SAVE_EVERY_MS);
    bsm_spooler_save(&spooler, 7000);
    assert_int_equal(bsm_spooler_due_ms(&spooler), -1);
    end();
}

/* --- rotation --- */

static void fill_journal(int64_t size)
{
    static char text[400];
    memset(text, 'x', sizeof text - 1);
    unsigned files = journal.files;
    while (journal.size < size && journal.files == files)
        bsm_journal_write(&journal, 2, "fill %s", text);
}

static void a_journal_that_is_set_aside_is_read_to_its_end_first(void **state)
{
    (void)state;
    start();
    bsm_journal_write(&journal, 1, "stored");
    store_all();
    bsm_journal_write(&journal, 1, "old");
    int64_t place = expect(" 1 old");
    fill_journal(BSM_JOURNAL_SIZE_MAX);
    bsm_journal_write(&journal, 3, "first of the new");
    assert_int_equal(journal.files, 3);
    int64_t after = journal.aside_end;
    bsm_spooler_again(&spooler); /* and the file is opened by its new name */
    assert_int_equal(expect(" 1 old"), place);
    store();
    while (bsm_spooler_next(&spooler, &journal, &line) && strstr(line.text, " 2 fill "))
        store();
    assert_int_equal(line.place, after); /* `begins` of the new file goes on where the old one ended */
    store();
    expect(" 3 first of the new");
    kill_and_start();
    expect_begins(); /* no cursor: all from journal.1 on */
    end();
}

static void a_journal_waits_for_the_one_before_it_and_drops_it_in_the_end(void **state)
{
    (void)state;
    start();
    fill_journal(BSM_JOURNAL_SIZE_MAX);
    bsm_journal_write(&journal, 3, "second file");
    assert_int_equal(journal.files, 3);
    expect_begins();
    store();
    int64_t lost = journal.aside_end - journal.stored;
    fill_journal(BSM_JOURNAL_HELD_MAX);
    assert_int_equal(journal.files, 3);
    assert_true(journal.size >= BSM_JOURNAL_HELD_MAX);
    bsm_journal_write(&journal, 4, "third file");
    assert_int_equal(journal.files, 4);
    char *text = text_of("journal"), dropped[64];
    snprintf(dropped, sizeof dropped, " 0 journal_dropped bytes=%lld\n", (long long)lost);
    assert_non_null(strstr(text, dropped));
    free(text);
    expect_begins(); /* of the second: the reader has left the one that is gone */
    expect(" 3 second file");
    end();
}

static void a_stored_journal_makes_room_at_once(void **state)
{
    (void)state;
    start();
    for (unsigned files = 3; files < 6; files++) {
        fill_journal(BSM_JOURNAL_SIZE_MAX);
        store_all();
        bsm_journal_write(&journal, 1, "next");
        assert_int_equal(journal.files, files);
        assert_true(journal.size < 1000);
    }
    char *text = text_of("journal");
    assert_null(strstr(text, "journal_dropped"));
    free(text);
    end();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_is_time_round_and_event),
        TEST(a_large_journal_is_set_aside),
        TEST(a_full_disk_does_not_stop_it_for_good),
        TEST(what_does_not_even_wait_is_said_to_be_lost),
        TEST(a_start_on_a_full_disk_writes_no_line_without_a_place),
        TEST(places_are_bytes_and_the_same_whenever_they_are_read),
        TEST(a_power_cut_that_takes_lines_does_not_give_their_places_away),
        TEST(places_rise_though_the_files_are_lost_and_the_clock_is_set_back),
        TEST(what_no_begins_stands_before_has_no_place),
        TEST(garbage_and_endless_lines_are_read_in_bounded_pieces),
        TEST(a_few_lines_are_on_their_way_at_a_time),
        TEST(a_fresh_uplink_gets_what_is_not_stored_again),
        TEST(the_cursor_outlives_the_hub),
        TEST(a_damaged_cursor_sends_everything_again),
        TEST(a_cursor_that_cannot_be_kept_is_tried_again),
        TEST(a_journal_that_is_set_aside_is_read_to_its_end_first),
        TEST(a_journal_waits_for_the_one_before_it_and_drops_it_in_the_end),
        TEST(a_stored_journal_makes_room_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
