/* basma-quality: what the finger engine thinks of pictures: quality and advice, a picture a line. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2 };

/* By half a circle, in place. */
static void turn(struct bsm_image *image)
{
    size_t count = (size_t)image->width_px * (size_t)image->height_px;
    for (size_t i = 0; i < count / 2; i++) {
        size_t j = count - 1 - i, width = (size_t)image->width_px;
        uint8_t *a = image->pixels + i / width * image->stride + i % width;
        uint8_t *b = image->pixels + j / width * image->stride + j % width, kept = *a;
        *a = *b;
        *b = kept;
    }
}

static enum bsm_status judge(struct bsm_finger_extractor *extractor, const struct bsm_score_picture *picture,
                             bool turned, char why[BSM_SCORE_WHY_SIZE])
{
    static uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    struct bsm_finger_quality quality = {0};
    struct bsm_image image = {0};
    char cause[256];
    size_t size = 0;
    enum bsm_status status =
        bsm_picture_read(picture->path, BSM_IMAGE_GREY8, picture->resolution_ppi, &image, cause, sizeof cause);
    if (status != BSM_OK) {
        (void)snprintf(why, BSM_SCORE_WHY_SIZE, "%s: %s", picture->path, cause);
        return status;
    }
    if (turned)
        turn(&image);
    status = bsm_finger_extract(extractor, &image, bytes, sizeof bytes, &size, &quality);
    bsm_image_finish(&image);
    printf("%d %s %d %d %d %d %s\n", quality.score, bsm_hint_name(quality.hint), quality.minutiae, quality.area_mm2,
           quality.contrast, quality.clarity, bsm_status_name(status));
    return BSM_OK;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    bool help = argc == 2 && strcmp(argv[1], "--help") == 0, turned = argc == 3 && strcmp(argv[1], "--turned") == 0;
    if (help || argc != (turned ? 3 : 2)) {
        fprintf(help ? stdout : stderr,
                "usage: basma-quality [--turned] IMAGES\n\n"
                "Prints a line a picture: quality 0..100, advice, minutiae, mm2, contrast, clarity, status. IMAGES: a\n"
                "picture a line, \"path ppi\", paths relative to it. --turned: each turned upside down first.\n"
                "Exit: 0 done, 1 no memory, 2 usage or a broken file.\n");
        return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    char why[BSM_SCORE_WHY_SIZE] = "no memory; free about 30 MiB";
    struct bsm_score_lists lists = {0};
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    if (status == BSM_OK)
        status = bsm_score_pictures_read(&lists, argv[argc - 1], true, why);
    for (size_t i = 0; i < lists.picture_count && status == BSM_OK; i++)
        status = judge(extractor, &lists.pictures[i], turned, why);
    if (status != BSM_OK)
        fprintf(stderr, "basma-quality: %s\n", why);
    bsm_score_lists_finish(&lists);
    bsm_finger_extractor_destroy(extractor);
    return status == BSM_OK ? EXIT_SUCCESS : status == BSM_NO_MEMORY ? EXIT_FAILURE : EXIT_BAD_INPUT;
}
