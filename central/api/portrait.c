#include "central/api/portrait.h"

#include "central/store/portraits.h"
#include "enroll/face/icao.h"
#include "enroll/picture/picture.h"
#include "firmware/base/log.h"

static bool has_the_shape(int width_px, int height_px)
{
    return width_px >= BSM_ICAO_WIDTH_MIN_PX && width_px <= BSM_ICAO_WIDTH_MAX_PX &&
           width_px % BSM_ICAO_WIDTH_PARTS == 0 && height_px == width_px / BSM_ICAO_WIDTH_PARTS * BSM_ICAO_HEIGHT_PARTS;
}

const char *bsm_portrait_check(const struct bsm_wire_capture *capture)
{
    int width_px = 0;
    int height_px = 0;
    struct bsm_image image = {0};
    if (!capture->portrait_size) {
        return NULL;
    }
    if (bsm_picture_measure_jpeg(capture->portrait, capture->portrait_size, &width_px, &height_px) != BSM_OK) {
        return "its portrait is no JPEG";
    }
    if (!has_the_shape(width_px, height_px)) {
        return "its portrait is not of the size of one";
    }
    enum bsm_status status =
        bsm_picture_decode(capture->portrait, capture->portrait_size, BSM_IMAGE_RGB24, 0, &image, NULL, 0);
    bsm_image_finish(&image);
    return status == BSM_OK ? NULL : "its portrait is damaged";
}

static bool is_for_an_account(enum bsm_action action)
{
    return action == BSM_ACTION_REGISTER || action == BSM_ACTION_ACTIVATE;
}

enum bsm_status bsm_portrait_take(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                  const struct bsm_wire_capture *capture)
{
    if (capture->modality != BSM_MODALITY_FACE) {
        return BSM_OK;
    }
    bool wanted = call->centre->portrait && is_for_an_account(visit->purpose);
    if (wanted && capture->portrait_size) {
        return bsm_portrait_wait(db, &visit->id, capture->portrait, capture->portrait_size);
    }
    if (capture->portrait_size) {
        bsm_log(BSM_LOG_WARNING, "central/api",
                "a portrait came that is not wanted, and is not kept, device=%s; see `portrait` in its settings",
                call->device.id);
    }
    return bsm_portrait_drop(db, &visit->id);
}

enum bsm_status bsm_portrait_of_match(struct bsm_db *db, const struct bsm_visit *visit)
{
    return is_for_an_account(visit->action) ? BSM_OK : bsm_portrait_drop(db, &visit->id);
}

enum bsm_status bsm_portrait_complete(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit)
{
    bool kept = false;
    enum bsm_status status = bsm_portrait_keep(db, &visit->id, visit->person, call->now_ms, &kept);
    if (status != BSM_OK || !kept) {
        return status;
    }
    visit->taken |= BSM_VISIT_TOOK_PORTRAIT;
    return bsm_call_audit(call, db, visit, "portrait", "kept for the account");
}
