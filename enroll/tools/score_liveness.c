/*
 * basma-score liveness: what is said of single views as at the kiosk (the liveness network, less what a screen's grid
 * speaks against it), and of films second by second with the decision that the kiosk's rule (liveness.h) comes to.
 * Scores are natural logarithms of the odds that a living face is there.
 */
#include "enroll/tools/score_liveness.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "enroll/face/face.h"
#include "enroll/face/liveness.h"
#include "enroll/face/motion.h"
#include "enroll/face/screen_cue.h"
#include "enroll/face/stream.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/clip.h"
#include "enroll/tools/score_engine.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2 };

const char bsm_score_liveness_usage[] =
    "       basma-score liveness IMAGES SCORES\n"
    "       basma-score liveness --parts IMAGES SCORES\n"
    "       basma-score liveness --clip FILE\n\n"
    "IMAGES as of faces; SCORES: natural log of the odds that a living face is there, -1000 where there is no face.\n"
    "--parts: after each score the network's alone, and how far the grid of a screen stands out (screen_cue.h),\n"
    "        below 0 where the face is too small to say.\n"
    "--clip: a film; prints the score of each second, how the face moved, and the decision of the kiosk's rule: live,\n"
    "        attack, or unknown where no face was seen for long enough.\n";

struct run {
    struct bsm_face *face;
    double look_s, grid_s; /* grid_s: the part of look_s for the screen's grid */
    int looks, without_face;
    bool says_parts;
};

/* What one view says; hundredths. */
struct said {
    int log_odds, network, grid;
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int complain(const char *why, int code)
{
    fprintf(stderr, "basma-score: %s\n", why);
    return code;
}

/* RETRY where there is no face. */
static enum bsm_status look(struct run *run, const struct bsm_image *picture, struct bsm_face_found *found,
                            struct said *said)
{
    double start = cpu_s();
    enum bsm_status status = bsm_face_find(run->face, picture, found);
    if (status == BSM_OK)
        status = bsm_face_alive(run->face, picture, found, &said->network);
    double grid_start = cpu_s();
    if (status == BSM_OK)
        said->grid = bsm_screen_grid(picture, found);
    said->log_odds = bsm_screen_weigh(said->network, said->grid);
    run->grid_s += cpu_s() - grid_start;
    run->look_s += cpu_s() - start;
    run->looks++;
    run->without_face += status == BSM_RETRY;
    return status;
}

static int say_look_failed(const char *path, enum bsm_status status)
{
    char why[512];
    const char *cause =
        status == BSM_GONE ? "the model set has no network for liveness; run ./basma setup" : bsm_status_name(status);
    (void)snprintf(why, sizeof why, "%s: %s", path, cause);
    return complain(why, EXIT_FAILURE);
}

static void write_score(const struct run *run, const struct said *said, FILE *scores)
{
    fprintf(scores, "%.2f", said->log_odds / 100.0);
    if (run->says_parts)
        fprintf(scores, " %.2f %.2f", said->network / 100.0, said->grid / 100.0);
    fputc('\n', scores);
}

static int score_still(struct run *run, const char *path, FILE *scores)
{
    struct bsm_image picture;
    char why[512], cause[256];
    if (bsm_picture_read(path, BSM_IMAGE_RGB24, 0, &picture, cause, sizeof cause) != BSM_OK) {
        (void)snprintf(why, sizeof why, "%s: %s", path, cause);
        return complain(why, EXIT_BAD_INPUT);
    }
    struct said said = {0};
    struct bsm_face_found found;
    enum bsm_status status = look(run, &picture, &found, &said);
    bsm_image_finish(&picture);
    if (status == BSM_OK)
        write_score(run, &said, scores);
    else if (status == BSM_RETRY || status == BSM_INVALID)
        fprintf(scores, run->says_parts ? "-1000 -1000 -0.01\n" : "-1000\n");
    else
        return say_look_failed(path, status);
    return EXIT_SUCCESS;
}

static int score_stills(struct run *run, const char *images, const char *scores_path)
{
    struct bsm_score_lists lists;
    char why[BSM_SCORE_WHY_SIZE];
    int code = EXIT_SUCCESS;
    if (bsm_score_pictures_read(&lists, images, false, why) != BSM_OK) {
        bsm_score_lists_finish(&lists);
        return complain(why, EXIT_BAD_INPUT);
    }
    FILE *scores = fopen(scores_path, "w");
    for (size_t i = 0; scores && code == EXIT_SUCCESS && i < lists.picture_count; i++)
        code = score_still(run, lists.pictures[i].path, scores);
    if (!scores || fclose(scores) != 0) {
        (void)snprintf(why, sizeof why, "%s: cannot be written: %m", scores_path);
        code = complain(why, EXIT_FAILURE);
    }
    bsm_score_lists_finish(&lists);
    return code;
}

/* What is known of a film while it runs. */
struct film {
    struct bsm_liveness window;                                 /* as at the kiosk */
    struct bsm_liveness_sample second[BSM_LIVENESS_FRAMES_MAX]; /* the frames of this second, the first of them */
    int second_count;
    int64_t second_number;
    int seconds_alive, seconds_attack;
    struct bsm_motion motion;
    struct bsm_motion_judgement turned; /* the last one that was not still */
    struct bsm_stream stream;
    int grid_most, grid_frames, frames; /* a screen's grid: the highest, and in how many frames with a face */
};

static void end_second(struct film *film)
{
    struct bsm_liveness_judgement judgement = bsm_liveness_judge(&film->window);
    if (film->second_count > 0)
        printf("second %lld: score %.2f, frames %d\n", (long long)film->second_number,
               bsm_liveness_median(film->second, film->second_count) / 100.0, film->second_count);
    else
        printf("second %lld: no face\n", (long long)film->second_number);
    struct bsm_motion_judgement turned = bsm_motion_judge(&film->motion);
    bool plane = turned.verdict == BSM_MOTION_PLANE;
    if (turned.verdict != BSM_MOTION_STILL && film->turned.verdict != BSM_MOTION_PLANE)
        film->turned = turned;
    film->seconds_alive += judgement.verdict == BSM_LIVENESS_ALIVE && !plane;
    film->seconds_attack += judgement.verdict == BSM_LIVENESS_ATTACK || plane;
    film->second_count = 0;
    film->second_number++;
}

static void take_frame(struct film *film, int64_t time_ms, const struct bsm_face_found *found, const struct said *said)
{
    film->frames++;
    film->grid_frames += said->grid > BSM_SCREEN_GRID_THRESHOLD;
    film->grid_most = said->grid > film->grid_most ? said->grid : film->grid_most;
    bsm_motion_take(&film->motion, time_ms, found);
    bsm_liveness_take(&film->window, time_ms, said->log_odds);
    if (film->second_count < BSM_LIVENESS_FRAMES_MAX)
        film->second[film->second_count++] = (struct bsm_liveness_sample){time_ms, said->log_odds};
}

static enum bsm_status watch(struct run *run, struct clip *clip, struct film *film)
{
    struct bsm_image frame;
    int64_t time_ms;
    enum bsm_status status;
    while ((status = clip_next(clip, &frame, &time_ms)) == BSM_OK) {
        struct said said = {0};
        struct bsm_face_found found;
        status = look(run, &frame, &found, &said);
        bsm_stream_take(&film->stream, &frame, time_ms, 0);
        bsm_image_finish(&frame);
        if (status != BSM_OK && status != BSM_RETRY)
            return status == BSM_GONE ? BSM_FAULT : status;
        while (film->second_number < time_ms / 1000)
            end_second(film);
        if (status == BSM_OK)
            take_frame(film, time_ms, &found, &said);
    }
    end_second(film);
    return status == BSM_GONE ? BSM_OK : status;
}

static void say_film(const struct film *film)
{
    static const char *const motions[] = {"still", "a head that turns", "a plane that turns"};
    printf("motion: %s, %d degrees to the left and %d to the right\n", motions[film->turned.verdict],
           film->turned.left_degrees, film->turned.right_degrees);
    printf("grid of a screen: in %d of %d frames, highest %.2f\n", film->grid_frames, film->frames,
           film->grid_most / 100.0);
    if (!bsm_stream_is_plausible(&film->stream))
        printf("frames: repeated %d times\n", film->stream.repeats);
    printf("decision: %s\n", film->seconds_alive + film->seconds_attack == 0 ? "unknown"
                             : film->seconds_alive > film->seconds_attack    ? "live"
                                                                             : "attack");
}

static int score_clip(struct run *run, const char *path)
{
    struct clip *clip;
    static struct film film; /* too large for the stack */
    char why[CLIP_WHY_SIZE];
    if (clip_open(&clip, path, why) != BSM_OK)
        return complain(why, EXIT_BAD_INPUT);
    enum bsm_status status = watch(run, clip, &film);
    clip_close(clip);
    if (status != BSM_OK)
        return say_look_failed(path, status);
    say_film(&film);
    return EXIT_SUCCESS;
}

int bsm_score_liveness(int argc, char **argv)
{
    struct run run = {.says_parts = argc == 5 && strcmp(argv[2], "--parts") == 0};
    char why[BSM_SCORE_WHY_SIZE];
    if (argc != 4 && !run.says_parts)
        return EXIT_BAD_INPUT;
    argv += run.says_parts;
    void *state = NULL;
    if (bsm_score_face.open(&state, why, sizeof why) != BSM_OK)
        return complain(why, EXIT_FAILURE);
    run.face = state;
    int code = strcmp(argv[2], "--clip") == 0 ? score_clip(&run, argv[3]) : score_stills(&run, argv[2], argv[3]);
    if (code == EXIT_SUCCESS)
        fprintf(stderr, "LOOK %d %.3f %d %.3f\n", run.looks, run.look_s, run.without_face, run.grid_s);
    bsm_face_close(run.face);
    return code;
}
