/* basma-portrait: cuts one person out of a picture; the demonstration's portraits are made with it. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/picture.h"

static const char usage[] = "usage: basma-portrait PICTURE OUT.png [X Y WIDTH HEIGHT]\n"
                            "\n"
                            "Writes the named part of a PGM, PPM, PNG or JPEG picture (px from the top left; all of it "
                            "when none is named) as a\n"
                            "PNG that only its owner can read.\n"
                            "exit: 0 written, 1 could not be written, 2 usage or bad picture\n";

static bool parse_px(const char *text, int *px)
{
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 0 || value > BSM_IMAGE_SIDE_MAX)
        return false;
    *px = (int)value;
    return true;
}

/* A view into the picture: nothing of it is owned. False when the part is not inside. */
static bool cut(const struct bsm_image *whole, const int at[4], struct bsm_image *part)
{
    if (at[2] < 1 || at[3] < 1 || at[0] + at[2] > whole->width_px || at[1] + at[3] > whole->height_px)
        return false;
    *part = *whole;
    part->pixels += (size_t)at[1] * whole->stride + (size_t)at[0] * (size_t)whole->format;
    part->width_px = at[2];
    part->height_px = at[3];
    return true;
}

static int write_part(const struct bsm_image *whole, const char *out, const int at[4])
{
    struct bsm_image part = *whole;
    if (at && !cut(whole, at, &part)) {
        fprintf(stderr, "basma-portrait: the part is not inside the picture of %d x %d px\n", whole->width_px,
                whole->height_px);
        return 2;
    }
    enum bsm_status status = bsm_picture_write_png(out, &part);
    if (status == BSM_OK)
        return 0;
    fprintf(stderr, "basma-portrait: %s: cannot be written: %s\n", out,
            status == BSM_NO_MEMORY ? "no memory" : strerror(errno));
    return 1;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    int at[4] = {0};
    bool lawful = argc == 3 || argc == 7;
    for (int i = 0; lawful && argc == 7 && i < 4; i++)
        lawful = parse_px(argv[3 + i], &at[i]);
    if (!lawful) {
        fputs(usage, stderr);
        return 2;
    }
    struct bsm_image whole;
    char why[BSM_PICTURE_WHY_SIZE];
    if (bsm_picture_read(argv[1], BSM_IMAGE_RGB24, 0, &whole, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-portrait: %s: %s\n", argv[1], why);
        return 2;
    }
    int code = write_part(&whole, argv[2], argc == 7 ? at : NULL);
    bsm_image_finish(&whole);
    return code;
}
