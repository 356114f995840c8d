/*
 * Times libfprint's own finding of minutiae (NBIS mindtct) over a list of pictures, for comparison on the same machine:
 * basma-finger-detect IMAGES, where a line is "path ppi" (PGM, binary) and paths are relative to the list.
 *
 * The library makes pictures for its drivers alone; here one is made as a GObject and its pixels are filled in through
 * the pointer that the public interface gives for reading. Its pixels a millimetre stay what the library presets, which
 * matters to the quality of minutiae, hardly to time. The time is of the processor, all threads, detection only.
 */
#include <fprint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SIDE_MAX_PX = 4096, EXIT_BAD_INPUT = 2 };

struct counts {
    int pictures, failures;
    long minutiae;
    double cpu_s;
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* NULL where the file is not a binary PGM of one byte a pixel. */
static FpImage *read_pgm(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize size = 0, area;
    int width, height, most, header = 0;
    if (!g_file_get_contents(path, &bytes, &size, NULL))
        return NULL;
    /* g_file_get_contents ends the bytes with a zero. */
    if (sscanf(bytes, "P5 %d %d %d%n", &width, &height, &most, &header) != 3 || header == 0 || width < 1 ||
        height < 1 || width > SIDE_MAX_PX || height > SIDE_MAX_PX || most != 255)
        return NULL;
    area = (gsize)width * (gsize)height;
    if (size < (gsize)header + 1 + area)
        return NULL;
    FpImage *image = g_object_new(FP_TYPE_IMAGE, "width", width, "height", height, NULL);
    gsize room = 0;
    guchar *pixels = (guchar *)(guintptr)fp_image_get_data(image, &room);
    if (!pixels || room != area) {
        g_object_unref(image);
        return NULL;
    }
    memcpy(pixels, bytes + header + 1, area);
    return image;
}

struct wait {
    GMainLoop *loop;
    gboolean found;
};

static void detected(GObject *image, GAsyncResult *result, gpointer opaque)
{
    struct wait *wait = opaque;
    wait->found = fp_image_detect_minutiae_finish(FP_IMAGE(image), result, NULL);
    g_main_loop_quit(wait->loop);
}

static void detect(FpImage *image, GMainLoop *loop, struct counts *counts)
{
    struct wait wait = {.loop = loop};
    double start = cpu_s();
    fp_image_detect_minutiae(image, NULL, detected, &wait);
    g_main_loop_run(loop);
    counts->cpu_s += cpu_s() - start;
    counts->pictures++;
    GPtrArray *minutiae = wait.found ? fp_image_get_minutiae(image) : NULL;
    counts->failures += !minutiae;
    counts->minutiae += minutiae ? (long)minutiae->len : 0;
}

static int run(const char *list, struct counts *counts)
{
    g_autofree char *text = NULL, *folder = g_path_get_dirname(list);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    if (!g_file_get_contents(list, &text, NULL, NULL)) {
        fprintf(stderr, "basma-finger-detect: %s cannot be read; give a list of pictures\n", list);
        return EXIT_BAD_INPUT;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        g_auto(GStrv) words = g_strsplit(lines[i], " ", 2);
        if (!words[0] || !*words[0])
            continue;
        g_autofree char *path =
            g_path_is_absolute(words[0]) ? g_strdup(words[0]) : g_build_filename(folder, words[0], NULL);
        g_autoptr(FpImage) image = read_pgm(path);
        if (!image) {
            fprintf(stderr, "basma-finger-detect: %s:%d: %s is no binary PGM that can be read\n", list, i + 1, path);
            return EXIT_BAD_INPUT;
        }
        detect(image, loop, counts);
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc != 2 || argv[1][0] == '-') {
        gboolean help = argc == 2 && strcmp(argv[1], "--help") == 0;
        fprintf(
            help ? stdout : stderr,
            "usage: basma-finger-detect IMAGES\n\n"
            "Finds minutiae with libfprint in each picture of the list (\"path ppi\" a line, binary PGM) and prints\n"
            "DETECT pictures cpu_seconds failures minutiae. Exit: 0 done, 2 usage or a missing or broken file.\n");
        return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    struct counts counts = {0};
    int status = run(argv[1], &counts);
    if (status == EXIT_SUCCESS)
        printf("DETECT %d %.3f %d %ld\n", counts.pictures, counts.cpu_s, counts.failures, counts.minutiae);
    return status;
}
