/* Any bytes as a line of an extract: what is taken is within its ranges and leads to no file outside. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "central/tools/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bsm_extract_row row;
    char why[BSM_EXTRACT_WHY_SIZE] = "";
    if (bsm_extract_read((const char *)data, size, &row, why) != BSM_OK) {
        assert(why[0] != '\0');
        return 0;
    }
    assert(bsm_id_number_valid(row.id_number) && bsm_date_valid(row.birth_date));
    assert(row.fingers_count >= 1 && row.fingers_count <= BSM_POSITION_MAX);
    assert(row.face_file[0] != '/' && strncmp(row.face_file, "../", 3) != 0);
    return 0;
}
