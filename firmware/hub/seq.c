#include "firmware/hub/seq.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

enum { FILE_MAX = 32 };

static bool parse(const char *text, uint64_t *number)
{
    uint64_t value = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits < 1 || digits > 18 || (text[digits] != '\n' && text[digits] != '\0'))
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (uint64_t)(text[i] - '0');
    *number = value;
    return true;
}

enum bsm_status bsm_seq_open(struct bsm_seq *seq, const char *state_folder)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    memset(seq, 0, sizeof *seq);
    snprintf(seq->path, sizeof seq->path, "%s/hub.seq", state_folder);
    enum bsm_status status = bsm_file_read(seq->path, FILE_MAX, &bytes, &size);
    seq->reserved = 1;
    if (status == BSM_OK) {
        status = parse((const char *)bytes, &seq->reserved) ? BSM_OK : BSM_INVALID;
        free(bytes);
    }
    seq->next = seq->reserved;
    return status == BSM_OK || status == BSM_GONE ? bsm_seq_reserve(seq) : status;
}

enum bsm_status bsm_seq_reserve(struct bsm_seq *seq)
{
    if (seq->next + BSM_SEQ_ROOM <= seq->reserved)
        return BSM_OK;
    char text[FILE_MAX];
    uint64_t reserved = seq->next + BSM_SEQ_BLOCK;
    int size = snprintf(text, sizeof text, "%" PRIu64 "\n", reserved);
    enum bsm_status status = bsm_file_write(seq->path, text, (size_t)size, 0600);
    if (status == BSM_OK)
        seq->reserved = reserved;
    return status;
}

bool bsm_seq_is_enough(const struct bsm_seq *seq) { return seq->next + BSM_SEQ_VISIT <= seq->reserved; }

bool bsm_seq_use(struct bsm_seq *seq, uint64_t used)
{
    if (used < seq->next || used >= seq->reserved)
        return false;
    seq->next = used + 1;
    return true;
}
