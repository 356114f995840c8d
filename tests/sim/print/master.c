#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "tests/sim/print/flow.h"
#include "tests/sim/print/grow.h"
#include "tests/sim/print/minutiae.h"
#include "tests/sim/print/print.h"
#include "tests/sim/print/skin.h"

enum { MASTER_SIZE = BSM_PRINT_MASTER_WIDTH_PX * BSM_PRINT_MASTER_HEIGHT_PX };

const char *bsm_print_class_name(enum bsm_print_class class)
{
    switch (class) {
    case BSM_PRINT_ARCH: return "arch";
    case BSM_PRINT_TENTED_ARCH: return "tented arch";
    case BSM_PRINT_LEFT_LOOP: return "left loop";
    case BSM_PRINT_RIGHT_LOOP: return "right loop";
    case BSM_PRINT_WHORL: return "whorl";
    case BSM_PRINT_DOUBLE_LOOP: return "double loop";
    }
    return "unknown";
}

/* The planes are there, empty. */
static enum bsm_status grow(struct bsm_print_master *master, uint64_t person, enum bsm_position position)
{
    struct flow *flow = malloc(sizeof *flow);
    if (!flow)
        return BSM_NO_MEMORY;
    struct kin kin;
    struct dice dice = dice_of(person, 200 + (uint64_t)position);
    struct dice skin_dice = dice_of(person, 220 + (uint64_t)position);
    kin_init(&kin, person, position);
    enum bsm_status status = flow_init(flow, &kin, person, position);
    master->class = kin.class;
    master->finger = person * 16 + (uint64_t)position;
    master->size = kin.size;
    master->dryness = kin.dryness;
    if (status == BSM_OK)
        status = grow_ridges(flow, &dice, BSM_PRINT_MASTER_WIDTH_PX, BSM_PRINT_MASTER_HEIGHT_PX, master->ridges);
    free(flow);
    if (status == BSM_OK)
        status = minutiae_find(master->ridges, &master->minutiae, &master->minutia_count);
    return status == BSM_OK ? skin_finish(master->ridges, master->lines, master->pores, &kin, &skin_dice) : status;
}

enum bsm_status bsm_print_master_init(struct bsm_print_master *master, uint64_t person, enum bsm_position position)
{
    if (position < BSM_POSITION_RIGHT_THUMB || position > BSM_POSITION_LEFT_LITTLE)
        return BSM_INVALID;
    struct bsm_print_master made = {
        .ridges = calloc(MASTER_SIZE, 1), .lines = calloc(MASTER_SIZE, 1), .pores = calloc(MASTER_SIZE, 1)};
    enum bsm_status status = made.ridges && made.lines && made.pores ? grow(&made, person, position) : BSM_NO_MEMORY;
    if (status == BSM_OK)
        *master = made;
    else
        bsm_print_master_finish(&made);
    return status;
}

void bsm_print_master_finish(struct bsm_print_master *master)
{
    if (!master)
        return;
    bsm_wipe_free(master->ridges, MASTER_SIZE);
    bsm_wipe_free(master->lines, MASTER_SIZE);
    bsm_wipe_free(master->pores, MASTER_SIZE);
    bsm_wipe_free(master->minutiae, (size_t)master->minutia_count * sizeof *master->minutiae);
    *master = (struct bsm_print_master){0};
}

enum bsm_status bsm_print_master_picture(const struct bsm_print_master *master, struct bsm_image *picture)
{
    enum bsm_status status = bsm_image_init(picture, BSM_PRINT_MASTER_WIDTH_PX, BSM_PRINT_MASTER_HEIGHT_PX,
                                            BSM_IMAGE_GREY8, BSM_PRINT_RESOLUTION_PPI);
    if (status != BSM_OK)
        return status;
    for (int i = 0; i < MASTER_SIZE; i++)
        picture->pixels[i] = (uint8_t)(128 - master->ridges[i]);
    return BSM_OK;
}

int bsm_print_master_minutiae(const struct bsm_print_master *master, const struct bsm_print_minutia **minutiae)
{
    *minutiae = master->minutiae;
    return master->minutia_count;
}
