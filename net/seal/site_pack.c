#include "net/seal/site_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/config.h"
#include "firmware/base/file.h"
#include "firmware/base/text.h"
#include "net/seal/sha256.h"

enum { PATH_ROOM = 512, WORD_ROOM = 40 };
#define UNIX_S_LAST INT64_C(253402300799)

static enum bsm_status refuse(char error[BSM_SITE_PACK_ERROR_SIZE], enum bsm_status status, const char *why)
{
    snprintf(error, BSM_SITE_PACK_ERROR_SIZE, "site pack: %s", why);
    return status;
}

/* --- words --- */

static int digit_of(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static bool read_nonce(const char *text, uint8_t nonce[BSM_SITE_PACK_NONCE_SIZE])
{
    if (strlen(text) != 2 * BSM_SITE_PACK_NONCE_SIZE)
        return false;
    for (int i = 0; i < BSM_SITE_PACK_NONCE_SIZE; i++) {
        int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        nonce[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

/* The next of words apart by commas. False: there is none, or it is too long. */
static bool next_word(const char **text, char word[WORD_ROOM])
{
    size_t length = strcspn(*text, ",");
    if (length == 0 || length >= WORD_ROOM)
        return false;
    memcpy(word, *text, length);
    word[length] = '\0';
    *text += length;
    if (**text == ',' && (*text)[1] != '\0')
        ++*text;
    return true;
}

static bool device_valid(const char *device)
{
    size_t length = strlen(device);
    return length > 0 && length < BSM_SITE_PACK_DEVICE_SIZE &&
           strspn(device, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && device[0] != '-' &&
           device[length - 1] != '-';
}

static bool read_kiosks(const char *text, struct bsm_site_pack *pack)
{
    char word[WORD_ROOM];
    while (next_word(&text, word)) {
        if (pack->kiosks_count == BSM_SITE_PACK_KIOSKS_MAX || !device_valid(word))
            return false;
        memcpy(pack->kiosks[pack->kiosks_count++], word, strlen(word) + 1);
    }
    return *text == '\0' && pack->kiosks_count > 0;
}

static enum bsm_position position_of(const char *word)
{
    for (int position = 1; position <= BSM_POSITION_MAX; position++)
        if (strcmp(bsm_position_name((enum bsm_position)position), word) == 0)
            return (enum bsm_position)position;
    return BSM_POSITION_NONE;
}

static bool read_fingers(const char *text, struct bsm_site_pack *pack)
{
    char word[WORD_ROOM];
    unsigned seen = 0;
    while (next_word(&text, word)) {
        enum bsm_position position = position_of(word);
        if (position == BSM_POSITION_NONE || (seen >> position & 1) != 0)
            return false;
        seen |= 1U << position;
        pack->fingers[pack->fingers_count++] = position;
    }
    return *text == '\0' && pack->fingers_count > 0;
}

static bool read_name(const char *text, char name[BSM_SITE_PACK_NAME_SIZE])
{
    size_t length = strlen(text);
    if (length == 0 || length >= BSM_SITE_PACK_NAME_SIZE || bsm_text_length(text, length) < 0)
        return false;
    memcpy(name, text, length + 1);
    return true;
}

static bool read_site(const char *text, char site[BSM_SITE_PACK_SITE_SIZE])
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    if (length == 0 || length >= BSM_SITE_PACK_SITE_SIZE)
        return false;
    memcpy(site, text, length + 1);
    return true;
}

/* --- the payload --- */

/* NULL, or what is wrong. */
static const char *read_keys(struct bsm_config *keys, struct bsm_site_pack *pack)
{
    pack->from_unix_s = bsm_config_integer(keys, "valid_from", -1, 0, UNIX_S_LAST);
    pack->to_unix_s = bsm_config_integer(keys, "valid_to", -1, 0, UNIX_S_LAST);
    pack->visits_max = (int)bsm_config_integer(keys, "visits", 0, 1, BSM_SITE_PACK_VISITS_MAX);
    pack->ask = (int)bsm_config_integer(keys, "ask", 2, 1, BSM_SITE_PACK_ASK_MAX);
    if (!read_nonce(bsm_config_text(keys, "pack", ""), pack->nonce))
        return "pack is not 64 hexadecimal digits";
    if (!read_site(bsm_config_text(keys, "site", ""), pack->site))
        return "site is missing or too long";
    if (!read_name(bsm_config_text(keys, "name_ar", ""), pack->name_ar) ||
        !read_name(bsm_config_text(keys, "name_en", ""), pack->name_en))
        return "name_ar or name_en is missing or too long";
    if (!read_kiosks(bsm_config_text(keys, "kiosks", ""), pack))
        return "kiosks is not a list like kiosk-0001,kiosk-0002 of at most 16";
    if (!read_fingers(bsm_config_text(keys, "fingers", ""), pack))
        return "fingers is not a list like right_index,left_index";
    if (pack->ask > pack->fingers_count)
        return "ask is more than there are fingers";
    if (pack->visits_max == 0)
        return "visits is missing";
    if (pack->from_unix_s < 0 || pack->to_unix_s <= pack->from_unix_s ||
        pack->to_unix_s - pack->from_unix_s > BSM_SITE_PACK_SPAN_MAX_S)
        return "valid_from and valid_to are not a time of at most 31 days";
    return NULL;
}

enum bsm_status bsm_site_pack_parse(const char *text, size_t size, struct bsm_site_pack *pack,
                                    char error[BSM_SITE_PACK_ERROR_SIZE])
{
    struct bsm_config keys;
    memset(pack, 0, sizeof *pack);
    error[0] = '\0';
    enum bsm_status status = BSM_INVALID;
    bool good = size <= BSM_SITE_PACK_TEXT_MAX && bsm_config_open(&keys, "site pack", text, size) == BSM_OK;
    if (size > BSM_SITE_PACK_TEXT_MAX)
        return refuse(error, BSM_INVALID, "it is too long");
    const char *wrong = good ? read_keys(&keys, pack) : NULL;
    if (good && bsm_config_close(&keys) == BSM_OK && !wrong)
        status = BSM_OK;
    else if (bsm_config_error(&keys)[0])
        snprintf(error, BSM_SITE_PACK_ERROR_SIZE, "%s", bsm_config_error(&keys));
    else
        refuse(error, status, wrong ? wrong : "it cannot be read");
    bsm_config_finish(&keys);
    if (status != BSM_OK)
        memset(pack, 0, sizeof *pack);
    return status;
}

enum bsm_status bsm_site_pack_verify(const char *jws, size_t size, const struct bsm_ec_point *key,
                                     struct bsm_site_pack *pack, char error[BSM_SITE_PACK_ERROR_SIZE])
{
    char text[BSM_SITE_PACK_TEXT_MAX + 1];
    size_t text_size = 0;
    memset(pack, 0, sizeof *pack);
    enum bsm_status status = size < BSM_SITE_PACK_JWS_SIZE
                                 ? bsm_jws_verify(key, BSM_SITE_PACK_KID, jws, size, text, sizeof text, &text_size)
                                 : BSM_INVALID;
    if (status == BSM_DENIED)
        return refuse(error, status, "its signature is not the centre's; get it again");
    if (status != BSM_OK)
        return refuse(error, BSM_INVALID, "not a signed pack; get it again from the centre");
    return bsm_site_pack_parse(text, text_size, pack, error);
}

/* --- a kiosk's --- */

/* The device's name is the file's first line. */
static bool read_device(const char *state, char device[BSM_SITE_PACK_DEVICE_SIZE])
{
    char path[PATH_ROOM];
    uint8_t *bytes = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/device", state);
    if (bsm_file_read(path, BSM_SITE_PACK_DEVICE_SIZE, &bytes, &size) != BSM_OK)
        return false;
    snprintf(device, BSM_SITE_PACK_DEVICE_SIZE, "%.*s", (int)strcspn((const char *)bytes, "\r\n"), (const char *)bytes);
    free(bytes);
    return device_valid(device);
}

static enum bsm_status check(const char *state, int64_t now_unix_s, const struct bsm_site_pack *pack,
                             char error[BSM_SITE_PACK_ERROR_SIZE])
{
    char device[BSM_SITE_PACK_DEVICE_SIZE];
    if (!read_device(state, device) || !bsm_site_pack_names(pack, device))
        return refuse(error, BSM_DENIED, "it does not name this kiosk");
    if (!bsm_site_pack_in_force(pack, now_unix_s))
        return refuse(error, BSM_DENIED, "its time has not come or is over");
    return BSM_OK;
}

enum bsm_status bsm_site_pack_load(const char *state, int64_t now_unix_s, struct bsm_site_pack *pack,
                                   char error[BSM_SITE_PACK_ERROR_SIZE])
{
    char path[PATH_ROOM];
    uint8_t *jws = NULL;
    size_t size = 0;
    struct bsm_ec_point key;
    memset(pack, 0, sizeof *pack);
    error[0] = '\0';
    snprintf(path, sizeof path, "%s/" BSM_SITE_PACK_FILE, state);
    enum bsm_status status = bsm_file_read(path, BSM_SITE_PACK_JWS_SIZE, &jws, &size);
    if (status != BSM_OK)
        return status == BSM_GONE ? status : refuse(error, status, "the file cannot be read");
    snprintf(path, sizeof path, "%s/trust/config-sign.pem", state);
    if (bsm_ec_point_load(path, &key) != BSM_OK)
        status = refuse(error, BSM_FAULT, "trust/config-sign.pem cannot be read; enrol this kiosk");
    else
        status = bsm_site_pack_verify((const char *)jws, strcspn((const char *)jws, "\r\n"), &key, pack, error);
    free(jws);
    if (status == BSM_OK)
        status = check(state, now_unix_s, pack, error);
    if (status != BSM_OK)
        memset(pack, 0, sizeof *pack);
    return status;
}

bool bsm_site_pack_names(const struct bsm_site_pack *pack, const char *device)
{
    for (int i = 0; i < pack->kiosks_count; i++)
        if (strcmp(pack->kiosks[i], device) == 0)
            return true;
    return false;
}

bool bsm_site_pack_in_force(const struct bsm_site_pack *pack, int64_t unix_s)
{
    return unix_s >= pack->from_unix_s && unix_s < pack->to_unix_s;
}

void bsm_site_pack_visit_nonce(const uint8_t pack[BSM_SITE_PACK_NONCE_SIZE], const struct bsm_uuid *visit,
                               uint8_t nonce[BSM_SITE_PACK_NONCE_SIZE])
{
    static const char label[] = "basma campaign v1";
    uint8_t bytes[sizeof label - 1 + BSM_SITE_PACK_NONCE_SIZE + BSM_UUID_SIZE];
    memcpy(bytes, label, sizeof label - 1);
    memcpy(bytes + sizeof label - 1, pack, BSM_SITE_PACK_NONCE_SIZE);
    memcpy(bytes + sizeof label - 1 + BSM_SITE_PACK_NONCE_SIZE, visit->bytes, BSM_UUID_SIZE);
    bsm_sha256(bytes, sizeof bytes, nonce);
}
