#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "tests/sim/print/flow.h"
#include "tests/sim/print/grow.h"
#include "tests/sim/print/print.h"

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

enum bsm_status bsm_print_master_init(struct bsm_print_master *master, uint64_t person, enum bsm_position position)
{
    if (position < BSM_POSITION_RIGHT_THUMB || position > BSM_POSITION_LEFT_LITTLE)
        return BSM_INVALID;
    struct flow *flow = malloc(sizeof *flow);
    int8_t *ridges = calloc(MASTER_SIZE, 1);
    enum bsm_status status = flow && ridges ? BSM_OK : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        struct dice dice = dice_of(person, 200 + (uint64_t)position);
        flow_init(flow, person, position);
        status = grow_ridges(flow, &dice, BSM_PRINT_MASTER_WIDTH_PX, BSM_PRINT_MASTER_HEIGHT_PX, ridges);
    }
    if (status == BSM_OK)
        *master = (struct bsm_print_master){
            .class = flow->class, .finger = person * 16 + (uint64_t)position, .ridges = ridges};
    else
        free(ridges);
    free(flow);
    return status;
}

void bsm_print_master_finish(struct bsm_print_master *master)
{
    if (!master)
        return;
    bsm_wipe_free(master->ridges, MASTER_SIZE);
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
