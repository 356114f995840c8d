/*
 * basma-camera-film: what the virtual camera would show, as a film file (motion JPEG), rendered as fast as it can: for
 * measuring on presentations that nobody recorded. Each control file holds for so many seconds.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/camera/control.h"
#include "tests/sim/camera/frame.h"
#include "tests/sim/camera/scene.h"

enum { RATE_FPS = 25, SECONDS_MAX = 120, FRAME_BYTES_MAX = 4 * 1024 * 1024 };

struct film {
    struct scene scene;
    FILE *out;
    uint8_t *frame; /* owned, FRAME_BYTES_MAX */
};

static int usage(FILE *out)
{
    fprintf(out,
            "usage: basma-camera-film OUT.mjpeg CONTROL SECONDS [CONTROL SECONDS...]\n\n"
            "Renders 1280 x 720 at %d frames a second; see README.md for the control files.\n",
            RATE_FPS);
    return out == stdout ? EXIT_SUCCESS : 2;
}

static bool render(struct film *film, int frames)
{
    for (int i = 0; i < frames; i++) {
        scene_step(&film->scene, 1.0 / RATE_FPS);
        size_t size = frame_mjpeg(&film->scene.frame.planes, SCENE_WIDTH, SCENE_HEIGHT, film->frame, FRAME_BYTES_MAX);
        if (size == 0 || fwrite(film->frame, 1, size, film->out) != size)
            return false;
    }
    return true;
}

/* One control file after the other; the scene moves from one into the next. */
static bool play(struct film *film, char **words, int count)
{
    bool begun = false;
    for (int i = 0; i + 1 < count; i += 2) {
        struct control_file file = {0};
        int seconds = atoi(words[i + 1]);
        if (seconds < 1 || seconds > SECONDS_MAX || !control_open(&file, words[i])) {
            fprintf(stderr, "basma-camera-film: %s %s: no control file, or not 1 to %d seconds\n", words[i],
                    words[i + 1], SECONDS_MAX);
            return false;
        }
        if (begun)
            scene_set(&film->scene, &file.control);
        else if (!scene_init(&film->scene, &file.control))
            return false;
        begun = true;
        if (!render(film, seconds * RATE_FPS))
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    static struct film film; /* too large for the stack */
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc < 4 || argc % 2 != 0)
        return usage(stderr);
    film.out = fopen(argv[1], "wb");
    film.frame = malloc(FRAME_BYTES_MAX);
    bool good = film.out && film.frame && play(&film, argv + 2, argc - 2);
    if (film.out && fclose(film.out) != 0)
        good = false;
    if (!good)
        fprintf(stderr, "basma-camera-film: %s was not written whole\n", argv[1]);
    scene_finish(&film.scene);
    free(film.frame);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
