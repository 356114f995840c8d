#include "tests/sim/print/pgm.h"

#include "enroll/picture/picture.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"

enum bsm_status sim_pgm_write(const char *path, const struct bsm_image *picture)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_picture_encode_pgm(picture, &bytes, &size);
    if (status != BSM_OK)
        return status;
    status = bsm_file_write(path, bytes, size, 0644);
    bsm_wipe_free(bytes, size);
    return status;
}
