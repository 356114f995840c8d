/* A line of the file of offices, hostile. */
#include <stdint.h>

#include "central/offices/office_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bsm_office_import office;
    char why[BSM_OFFICE_WHY_SIZE];
    bsm_office_line_read((const char *)data, size, &office, why);
    return 0;
}
