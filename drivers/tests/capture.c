/* basma-finger-capture: takes one picture by drivers/finger_reader.h and writes it as PGM: what an installer asks of a
 * reader, and what the tests replay recorded readers with. */
#include <errno.h>
#include <getopt.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/finger_reader.h"

static const char usage_text[] = "usage: basma-finger-capture [--wait SECONDS] [--virtual] OUT.pgm\n"
                                 "\n"
                                 "Waits for a reader and a finger, takes one picture and writes it as PGM.\n"
                                 "\n"
                                 "  --wait SECONDS   for the reader and for the finger, 1 to 150 each (30)\n"
                                 "  --virtual        allow a reader that is no hardware\n"
                                 "\n"
                                 "exit: 0 done, 1 no reader or no picture, 2 usage\n";

struct session {
    GMainLoop *loop;
    struct bsm_finger_reader *reader;
    const char *out;
    int wait_ms;
    guint no_reader_source;
    int code;
};

static bool write_pgm(const char *path, const struct bsm_image *image)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    fprintf(file, "P5\n%d %d\n255\n", image->width_px, image->height_px);
    for (int y = 0; y < image->height_px; y++)
        fwrite(image->pixels + (size_t)y * image->stride, 1, (size_t)image->width_px, file);
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

static void end(struct session *session, int code)
{
    session->code = code;
    bsm_finger_reader_stop(session->reader);
}

static void on_ready(void *owner, const struct bsm_finger_reader_info *info)
{
    struct session *session = owner;
    if (session->no_reader_source)
        g_source_remove(session->no_reader_source);
    session->no_reader_source = 0;
    fprintf(stderr, "%s (%s), %d ppi: put a finger on it\n", info->name, info->driver, info->resolution_ppi);
    if (info->can_capture && bsm_finger_reader_capture_start(session->reader) != BSM_OK)
        end(session, 1);
}

static void on_progress(void *owner, enum bsm_hint hint, bool finger_present)
{
    (void)owner;
    fprintf(stderr, "%s finger=%s\n", bsm_hint_name(hint), finger_present ? "yes" : "no");
}

static void on_captured(void *owner, enum bsm_status status, enum bsm_hint hint, struct bsm_image *image)
{
    struct session *session = owner;
    if (status != BSM_OK) {
        fprintf(stderr, "basma-finger-capture: no picture: %s %s\n", bsm_status_name(status), bsm_hint_name(hint));
        end(session, 1);
        return;
    }
    bool written = write_pgm(session->out, image);
    if (!written)
        fprintf(stderr, "basma-finger-capture: cannot write %s: %s\n", session->out, strerror(errno));
    else
        printf("%dx%d at %d ppi\n", image->width_px, image->height_px, image->resolution_ppi);
    end(session, written ? 0 : 1);
}

static void on_stopped(void *owner)
{
    struct session *session = owner;
    g_main_loop_quit(session->loop);
}

static gboolean on_no_reader(gpointer data)
{
    struct session *session = data;
    session->no_reader_source = 0;
    fprintf(stderr, "basma-finger-capture: no reader that can be used is plugged in\n");
    end(session, 1);
    return G_SOURCE_REMOVE;
}

static int run(struct session *session, const struct bsm_finger_reader_options *options)
{
    static const struct bsm_finger_reader_events events = {
        .on_ready = on_ready, .on_progress = on_progress, .on_captured = on_captured, .on_stopped = on_stopped};
    if (bsm_finger_reader_create(&session->reader, options, &events, session) != BSM_OK)
        return 1;
    session->loop = g_main_loop_new(NULL, FALSE);
    session->no_reader_source = g_timeout_add((guint)session->wait_ms, on_no_reader, session);
    if (bsm_finger_reader_start(session->reader) == BSM_OK)
        g_main_loop_run(session->loop);
    bsm_finger_reader_destroy(session->reader);
    g_main_loop_unref(session->loop);
    return session->code;
}

int main(int count, char **words)
{
    static const struct option known[] = {{"wait", required_argument, NULL, 'w'},
                                          {"virtual", no_argument, NULL, 'v'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    struct session session = {.wait_ms = 30 * 1000, .code = 1};
    struct bsm_finger_reader_options options = {0};
    for (int option; (option = getopt_long(count, words, "", known, NULL)) != -1;) {
        switch (option) {
        case 'w': session.wait_ms = atoi(optarg) * 1000; break;
        case 'v': options.allow_virtual = true; break;
        case 'h': fputs(usage_text, stdout); return 0;
        default: fputs("basma-finger-capture: see --help\n", stderr); return 2;
        }
    }
    if (session.wait_ms < 1000 || session.wait_ms > 150 * 1000 || count - optind != 1) {
        fprintf(stderr, "basma-finger-capture: one output file, and 1 to 150 seconds; see --help\n");
        return 2;
    }
    options.capture_limit_ms = session.wait_ms;
    session.out = words[optind];
    return run(&session, &options);
}
